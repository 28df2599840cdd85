"""What a reindex does to the index, seen through the search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.reindexing.reindex import NothingFound, Report, reindex
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from webui.cli.progress import Silent

Records = Callable[..., Path]


def run(path: Path, data: Path, **options: bool | int) -> Report:
    return reindex([path], data, Silent(), **{"jobs": 1, **options})  # type: ignore[arg-type]


def found(data: Path, q: str = "") -> set[str]:
    engine = WhooshEngine(data)
    try:
        return {hit.id for hit in engine.search(SearchRequest(q=q, size=100)).hits}
    finally:
        engine.close()


def article(id: str, text: str) -> dict[str, str]:
    return {"id": id, "title": f"Bài {id}", "text": text}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_an_unchanged_document_is_left_alone(data: Path, write_records: Records) -> None:
    path = write_records(article("a", "hội thảo"), article("b", "tập huấn"))
    first = run(path, data)
    again = run(path, data)
    assert (first.added, first.published) == (2, True)
    assert (again.unchanged, again.added, again.changed, again.deleted, again.published) == (2, 0, 0, 0, False)
    assert again.generation == first.generation


def test_changed_new_and_deleted_documents_take_effect(data: Path, write_records: Records) -> None:
    run(write_records(article("a", "cũ kỹ"), article("b", "bỏ đi"), article("c", "còn nguyên")), data)
    report = run(write_records(article("a", "mới tinh"), article("c", "còn nguyên"), article("d", "thêm vào")), data)
    assert (report.added, report.changed, report.unchanged, report.deleted) == (1, 1, 1, 1)
    assert found(data) == {"a", "c", "d"}
    assert found(data, '"cũ kỹ"') == set()
    assert found(data, '"mới tinh"') == {"a"}


def test_a_change_of_the_title_alone_is_a_change(data: Path, write_records: Records) -> None:
    run(write_records({"id": "a", "title": "Trước", "text": "thân bài"}), data)
    assert run(write_records({"id": "a", "title": "Sau", "text": "thân bài"}), data).changed == 1
    assert found(data, "title:sau") == {"a"}


def test_full_analyses_everything_anew(data: Path, write_records: Records) -> None:
    path = write_records(article("a", "hội thảo"))
    run(path, data)
    report = run(path, data, full=True)
    assert (report.added, report.unchanged, report.published) == (1, 0, True)
    assert found(data) == {"a"}


def test_a_dry_run_tells_and_writes_nothing(data: Path, write_records: Records) -> None:
    run(write_records(article("a", "một"), article("b", "hai")), data)
    before = found(data)
    report = run(write_records(article("a", "khác"), article("c", "ba")), data, dry_run=True)
    assert (report.added, report.changed, report.deleted, report.published) == (1, 1, 1, False)
    assert found(data) == before


def test_a_dry_run_without_an_index_makes_no_folder(data: Path, write_records: Records) -> None:
    assert run(write_records(article("a", "một")), data, dry_run=True).added == 1
    assert not data.exists()


def test_the_second_of_two_documents_with_one_id_is_left_out(data: Path, write_records: Records) -> None:
    report = run(write_records(article("a", "thứ nhất"), article("a", "thứ hai")), data)
    assert [(r.reason, r.origin.endswith(":2")) for r in report.left_out] == [("duplicate id", True)]
    assert found(data, '"thứ nhất"') == {"a"}


def test_a_broken_record_is_named_and_the_others_are_indexed(data: Path, write_records: Records) -> None:
    path = write_records(article("a", "một"), article("b", "hai"))
    path.write_text(path.read_text() + '{"id": "c", "text": \n' + '{"id": "d", "title": "Rỗng", "text": " "}\n')
    report = run(path, data)
    assert [(r.reason, r.origin.rpartition(":")[2]) for r in report.left_out] == [("broken", "3"), ("empty", "4")]
    assert found(data) == {"a", "b"}


def test_articles_of_a_file_that_cannot_be_read_now_are_kept(data: Path, write_records: Records) -> None:
    path = write_records(article("a", "một"), article("b", "hai"))
    other = write_records(article("c", "ba"), name="other.jsonl")
    run(path.parent, data)
    path.write_bytes(b'{"id": "a", "title"')
    other.unlink()
    report = run(path.parent, data)
    assert (report.kept, report.deleted) == (2, 1)
    assert found(data) == {"a", "b"}


def test_an_empty_folder_does_not_wipe_the_index(data: Path, write_records: Records, tmp_path: Path) -> None:
    run(write_records(article("a", "một")), data)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingFound, match="--full"):
        run(tmp_path / "empty", data)
    assert found(data) == {"a"}
    run(tmp_path / "empty", data, full=True)
    assert found(data) == set()


def test_several_processes_give_the_same_answers_as_one(tmp_path: Path, write_records: Records) -> None:
    words = ["hội", "thảo", "tư", "vấn", "phản", "biện", "khoa", "học", "kỹ", "thuật", "tỉnh", "đoàn", "thanh", "niên"]
    path = write_records(*(article(f"n{n}", " ".join(words[n % 7 :: 1 + n % 3])) for n in range(500)))
    one, two = tmp_path / "one", tmp_path / "two"
    assert run(path, one, jobs=1).added == run(path, two, jobs=2).added == 500
    engines = [WhooshEngine(d) for d in (one, two)]
    for q in ("phản biện", '"khoa học kỹ thuật"', "thanh -đoàn", ""):
        answers = [engine.search(SearchRequest(q=q, size=50)) for engine in engines]
        first, second = ([(h.id, h.score) for h in answer.hits] for answer in answers)
        assert first == second, q
        assert answers[0].facets == answers[1].facets
    for engine in engines:
        engine.close()


def test_an_engine_picks_up_a_new_generation_by_itself(data: Path, write_records: Records) -> None:
    run(write_records(article("a", "một")), data)
    engine = WhooshEngine(data)
    assert engine.search(SearchRequest(q="hai")).total == 0
    run(write_records(article("a", "một"), article("b", "hai")), data)
    assert engine.search(SearchRequest(q="hai")).total == 1
    engine.close()
