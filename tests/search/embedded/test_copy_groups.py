"""Copies of one text are one hit: which one is shown, what is counted, and what filters and paging make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.answers import SearchResponse
from search.interface.request import SearchRequest
from tests.press_texts import press_text, republished
from webui.cli.progress import Silent

TEXT = press_text(1) + " Cây keo lai."
OTHERS = {f"other{n}": press_text(n) + " Cây keo lai." for n in range(20, 25)}


def record(id: str, text: str, source: str, date: str, title: str = "Tít", **more: str) -> dict[str, str]:
    return {"id": id, "title": title, "text": text, "source": source, "date": date, **more}


RECORDS = [
    record(
        "c", republished(TEXT, 7) + " Cây keo lai.", "Báo C", "2020-03-03", "Trồng rừng ở miền núi", province="Hà Nội"
    ),
    record("a", TEXT, "Báo A", "2020-03-01", province="Cao Bằng"),
    record("b", TEXT, "Báo B", "2021-01-02", province="Cao Bằng"),
    record("late", TEXT, "Báo B", ""),
    *(record(id, text, "Báo A", f"2019-0{n}-01") for n, (id, text) in enumerate(OTHERS.items(), 1)),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    import json

    folder = tmp_path_factory.mktemp("copies")
    file = folder / "records.jsonl"
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in RECORDS), encoding="utf-8")
    reindex([file], folder / "var", Silent(), jobs=1)
    return WhooshEngine(folder / "var")


def search(engine: WhooshEngine, q: str = "keo lai", **values: object) -> SearchResponse:
    return engine.search(SearchRequest(q=q, **values))  # type: ignore[arg-type]


def shown(found: SearchResponse) -> dict[str, list[str]]:
    return {hit.id: [copy.id for copy in hit.copies] for hit in found.hits}


def counts(found: SearchResponse, facet: str) -> dict[str, int]:
    return {one.value: one.count for one in found.facets[facet]}


def test_copies_are_one_hit_with_the_earliest_shown(engine: WhooshEngine) -> None:
    found = search(engine)
    assert shown(found) == {"a": ["c", "b", "late"], **{other: [] for other in OTHERS}}
    (first,) = (hit for hit in found.hits if hit.id == "a")
    assert next((copy.title, copy.source, copy.date) for copy in first.copies) == (
        "Trồng rừng ở miền núi",
        "Báo C",
        "2020-03-03",
    )
    assert first.copies[-1].date == "", "what has no date cannot be the earliest"
    assert found.total == 1 + len(OTHERS)


def test_all_shows_each(engine: WhooshEngine) -> None:
    found = search(engine, copies="all")
    assert found.total == 4 + len(OTHERS)
    assert shown(found)["b"] == ["a", "c", "late"]
    assert counts(found, "source") == {"Báo A": 6, "Báo B": 2, "Báo C": 1}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"source": ("Báo C",)}, "c"),
        ({"source": ("Báo B", "Báo C")}, "c"),
        ({"source": ("Báo B",)}, "b"),
        ({"from_": "2020-03-02"}, "c"),
        ({"province": ("Hà Nội",)}, "c"),
        ({"q": "trồng rừng ở miền núi"}, "c"),
        ({"q": "keo lai -rừng"}, "a"),
    ],
)
def test_what_filters_leave_is_shown(engine: WhooshEngine, filters: dict[str, object], expected: str) -> None:
    found = search(engine, **filters)  # type: ignore[arg-type]
    assert found.hits[0].id == expected or expected in shown(found)
    assert len({"a", "b", "c", "late"} & set(shown(found))) == 1
    (hit,) = (hit for hit in found.hits if hit.id == expected)
    assert {copy.id for copy in hit.copies} == {"a", "b", "c", "late"} - {expected}, (
        "the others are listed all the same"
    )


def test_a_facet_counts_what_a_click_on_it_finds(engine: WhooshEngine) -> None:
    found = search(engine)
    assert counts(found, "kind")["article"] == found.total
    for facet in ("source", "province"):
        assert counts(found, facet)
        for value, count in counts(found, facet).items():
            assert search(engine, **{facet: (value,)}).total == count  # type: ignore[arg-type]
    for year, count in counts(found, "year").items():
        assert search(engine, from_=year, to=year).total == count
    assert counts(search(engine, kind="speaker"), "kind")["article"] == found.total


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_hold_each_text_once(engine: WhooshEngine, sort: str) -> None:
    pages = [search(engine, sort=sort, page=page, size=2) for page in (1, 2, 3, 4)]
    listed = [hit.id for page in pages for hit in page.hits]
    assert sorted(listed) == ["a", *sorted(OTHERS)]
    assert {page.total for page in pages} == {len(listed)}


def test_a_copys_headline_finds_the_text(engine: WhooshEngine) -> None:
    """Báo C's headline is typed, with a word of all: the group stands where its best copy stands."""
    assert search(engine, "keo lai OR trồng rừng ở miền núi").hits[0].id == "a"


def test_an_article_lists_its_copies(engine: WhooshEngine) -> None:
    article = engine.article("b")
    assert article is not None
    assert [copy.id for copy in article.copies] == ["a", "c", "late"]
    alone = engine.article("other20")
    assert alone is not None and alone.copies == ()


def test_an_empty_index_has_no_copies(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    reindex([tmp_path / "documents"], tmp_path / "var", Silent(), full=True, jobs=1)
    assert WhooshEngine(tmp_path / "var").search(SearchRequest(q="keo")).total == 0
