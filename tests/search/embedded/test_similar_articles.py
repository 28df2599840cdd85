"""Articles like an article: by telling pairs, by directives and people, near in time; never its copies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from search.embedded.engine import WhooshEngine
from tests.press_texts import press_text, republished

Index = Callable[..., Path]

FILLER = [{"id": f"z{n}", "title": f"Bài {n}", "text": press_text(100 + n, 3)} for n in range(12)]
TREES = "Mô hình trồng cây keo lai trên đất đồi. Hội Làm vườn hướng dẫn bón phân cho cây keo lai."
WATER = "Hệ thống lọc nước giếng khoan cho trường học vùng lũ. Bể lọc nước giếng khoan dùng cát và than."


def similar(data: Path, id: str, size: int = 5) -> list[str]:
    engine = WhooshEngine(data)
    related = engine.similar(id, size)
    engine.close()
    assert related is not None
    return [one.id for one in related]


def test_shared_pairs_relate(index_of: Index) -> None:
    data = index_of(
        {"id": "a", "title": "Trồng keo lai", "text": TREES},
        {"id": "b", "title": "Keo lai ở Tuyên Quang", "text": "Nông dân mở rộng diện tích cây keo lai trên đất đồi."},
        {"id": "c", "title": "Lọc nước giếng", "text": WATER},
        {"id": "d", "title": "Nước sạch", "text": "Trạm y tế có bể lọc nước giếng khoan."},
        *FILLER,
    )
    assert similar(data, "a") == ["b"]
    assert similar(data, "b") == ["a"]
    assert similar(data, "c") == ["d"]


def test_a_shared_directive_relates(index_of: Index) -> None:
    """Two reports with not a pair in common but `Chỉ thị số 42-CT/TW`, which eleven others do not cite."""
    data = index_of(
        {"id": "a", "title": "Lọc nước", "text": WATER + " Theo Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị."},
        {
            "id": "b",
            "title": "Trồng keo",
            "text": TREES + " Thực hiện Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị.",
        },
        *FILLER,
    )
    assert similar(data, "a") == ["b"]


def test_of_two_alike_the_one_near_in_time_comes_first(index_of: Index) -> None:
    text = "Đoàn công tác thăm mô hình trồng cây keo lai trên đất đồi."
    data = index_of(
        {"id": "a", "title": "Keo lai", "text": TREES, "date": "2020-06-01"},
        {"id": "b-far", "title": "Thăm đồi", "text": text + " Năm ấy mưa nhiều.", "date": "2005-06-01"},
        {"id": "c-near", "title": "Thăm đồi", "text": text + " Năm nay mưa ít.", "date": "2020-07-01"},
        *FILLER,
    )
    assert similar(data, "a") == ["c-near", "b-far"]


def test_copies_are_left_out_and_other_texts_named_once(index_of: Index) -> None:
    text, other = f"{TREES} {press_text(1)}", f"{TREES} {press_text(2)}"
    data = index_of(
        {"id": "a", "title": "Keo lai", "text": text, "source": "A", "date": "2020-01-01"},
        {"id": "b", "title": "Keo", "text": republished(text, 5), "source": "B", "date": "2020-01-02"},
        {"id": "c", "title": "Khác", "text": other, "source": "A", "date": "2020-01-03"},
        {"id": "d", "title": "Khác nữa", "text": other, "source": "B", "date": "2020-01-02"},
        *FILLER,
    )
    assert similar(data, "a")[:1] == ["d"]
    assert similar(data, "b")[:1] == ["d"]
    assert similar(data, "c")[:1] == ["a"]
    assert "b" not in similar(data, "c", 20) and "c" not in similar(data, "a", 20)


def test_nothing_is_named_where_nothing_is_shared(index_of: Index) -> None:
    data = index_of({"id": "a", "title": "Lọc nước", "text": WATER}, *FILLER)
    assert similar(data, "a") == []
    engine = WhooshEngine(data)
    assert engine.similar("none") is None
    engine.close()


@pytest.mark.parametrize("text", ["Một.", "7", "từ " * 30_000], ids=["one word", "a figure", "very long"])
def test_any_article_may_be_asked_about(index_of: Index, text: str) -> None:
    data = index_of({"id": "a", "title": "", "text": text}, *FILLER)
    assert isinstance(similar(data, "a"), list)


def test_size_is_the_most_that_come_back(index_of: Index) -> None:
    data = index_of(
        *({"id": f"k{n}", "title": f"Keo {n}", "text": f"{TREES} {press_text(n, 2)}"} for n in range(6)), *FILLER
    )
    assert len(similar(data, "k0", 3)) == 3
    assert set(similar(data, "k0", 20)[:5]) == {f"k{n}" for n in range(1, 6)}
    assert similar(data, "k0", 20)[:3] == similar(data, "k0", 3)
