"""Sorted by date, hits hold all of what was asked: nothing else puts what holds little of it behind the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.embedded.engine import WhooshEngine
from search.interface.lists import ListRequest
from search.interface.request import SearchRequest

ABOUT = "Hội nghị phản biện xã hội tại tỉnh Hà Giang."
APART = "Phản ánh của xã: biện pháp mới. Hội làng đông vui. Hà Nội mưa, Bắc Giang nắng, xã hội đổi thay."
LITTLE = "Hội chợ ở xã."


@pytest.fixture
def engine(index_of: Callable[..., Path]) -> Iterator[WhooshEngine]:
    texts = [
        {"title": "Cũ", "text": ABOUT, "date": "2015-01-01"},
        {"title": "Cũ hơn", "text": f"{ABOUT} Ông Lê Văn Hồng Vân phát biểu.", "date": "2014-01-01"},
        *({"title": f"Tin {n}", "text": APART, "date": f"2021-01-{n + 1:02d}"} for n in range(12)),
        *({"title": f"Chợ {n}", "text": LITTLE, "date": f"2022-01-{n + 1:02d}"} for n in range(12)),
        {"title": "Viết tắt", "text": "Góp ý PBXH ở Hà Giang.", "date": "2016-01-01"},
        {"title": "Người", "text": "Bà Trần Thị Hồng Vân và ông Lê Văn Hồng dự.", "date": "2013-01-01"},
    ]
    engine = WhooshEngine(index_of(*texts))
    yield engine
    engine.close()


ROWS = [
    ("phản biện xã hội hà giang", ["d26", "d0", "d1"], "words that belong together side by side, or their short form"),
    ("phan bien xa hoi ha giang", ["d26", "d0", "d1"], "without accents"),
    ("phản biện xã hội là gì", ["d26", "d0", "d1"], "words that ask need not stand there"),
    ("phản biện xã hội Cà Mau", ["d26", "d0", "d1"], "the most that any hold, where none holds all"),
    ("hội nghị biện pháp", ["d0"], "a word that stands beside neither need not be beside it"),
]


NOWHERE = ("phản biện xã hội Cà Mau", "hội nghị biện pháp")  # no document holds all of it


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_newest_first_of_what_holds_it_all(engine: WhooshEngine, row: tuple[str, list[str], str]) -> None:
    query, wanted, reason = row
    found = engine.search(SearchRequest(q=query, sort="newest", kind="article"))
    assert [hit.id for hit in found.hits][: len(wanted)] == wanted, reason
    oldest = engine.search(SearchRequest(q=query, sort="oldest", kind="article"))
    assert oldest.total == found.total
    assert ("note_nearly_all" in found.query.notes) == (query in NOWHERE), "said where no document holds all"


def test_by_relevance_articles_with_some_of_it_follow(engine: WhooshEngine) -> None:
    found = engine.search(SearchRequest(q="phản biện xã hội hà giang", kind="article"))
    assert {hit.id for hit in found.hits[:2]} == {"d0", "d1"} and found.total == 3 and found.total_loose > 10
    assert found.query.notes == ()


def test_lists_of_people_hold_the_whole_name(engine: WhooshEngine) -> None:
    found = engine.listed(ListRequest(kind="speaker", q="Trần Thị Hồng Vân"))
    assert [row.name for row in found.rows] == ["Trần Thị Hồng Vân"]
