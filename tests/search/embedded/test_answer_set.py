"""What answers is one set under every order, and what holds only some of the words is counted apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from webui.cli.main import main

WHOLE = "Hội nghị phản biện xã hội tại tỉnh Hà Giang theo Chỉ thị số 42-CT/TW."
APART = "Phản ánh của xã: biện pháp mới. Hội làng đông vui."
CITING = "Báo cáo việc thực hiện Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị."
NAMING = "Ông Đặng Vũ Minh, Chủ tịch Liên hiệp Hội Việt Nam, phát biểu."

ROWS = [
    ("phản biện xã hội", 4, 6, "words that belong together stand side by side in what answers"),
    ("phan bien xa hoi", 4, 6, "without accents"),
    ("chỉ thị 42-CT/TW", 9, None, "a directive called by name: what mentions it, its record and that of what is open"),
    ("Đặng Vũ Minh", 2, None, "a person called by name: the articles that mention them and the record"),
    ('"phản biện xã hội"', 4, 0, "a phrase is held or not"),
    ("phản biện VÀ xã", 10, 0, "an operator leaves nothing loose"),
]


@pytest.fixture
def data(index_of: Callable[..., Path]) -> Path:
    more = ["nữa " * (40 * n + 9) for n in range(6)]  # so that none is a copy of another
    texts = [
        {"title": "Bài 0", "text": WHOLE, "date": "2020-01-01", "source": "A"},
        *({"title": f"Tin {n}", "text": f"{WHOLE} Kỳ {n} {more[n]}", "date": f"201{n}"} for n in range(3)),
        *({"title": f"Chợ {n}", "text": f"{APART} {more[n]}", "date": f"2021-0{n + 1}"} for n in range(6)),
        *({"title": f"Báo cáo {n}", "text": f"{CITING} {'kỳ ' * (30 * n + 5)}"} for n in range(3)),
        {"title": "Phát biểu", "text": NAMING},
    ]
    return index_of(*texts)


@pytest.fixture
def engine(data: Path) -> Iterator[WhooshEngine]:
    opened = WhooshEngine(data)
    yield opened
    opened.close()


def paged(engine: WhooshEngine, request: SearchRequest) -> list[str]:
    """Return the keys of all hits, page after page."""
    keys: list[str] = []
    for page in range(1, 20):
        hits = engine.search(replace(request, page=page, size=3)).hits
        keys += [f"{hit.kind}:{hit.id}" for hit in hits]
        if not hits:
            break
    return keys


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_one_set_under_every_order(engine: WhooshEngine, row: tuple[str, int, int | None, str]) -> None:
    typed, total, loose, reason = row
    found = engine.search(SearchRequest(q=typed))
    assert found.total == total, (reason, [(hit.kind, hit.title) for hit in found.hits])
    assert loose is None or found.total_loose == loose, reason
    sets = [
        set(paged(engine, SearchRequest(q=typed, sort="relevance", match="all"))),
        set(paged(engine, SearchRequest(q=typed, sort="newest"))),
        set(paged(engine, SearchRequest(q=typed, sort="oldest", match="all"))),
    ]
    assert all(len(keys) == total for keys in sets) and sets[0] == sets[1] == sets[2], reason
    everything = paged(engine, SearchRequest(q=typed))
    assert set(everything[:total]) == sets[0], "what holds some of it comes after"
    assert len(everything) == len(set(everything)) == total + found.total_loose == found.reachable
    assert sum(one.count for one in found.facets["kind"]) == total, "kinds add up to the total"


def test_a_facet_counts_what_its_filter_finds(engine: WhooshEngine) -> None:
    found = engine.search(SearchRequest(q="phản biện xã hội"))
    for year in found.facets["year"]:
        narrowed = engine.search(SearchRequest(q="phản biện xã hội", from_=year.value, to=year.value))
        assert narrowed.total == year.count, year


def test_where_no_document_holds_all_it_is_said(engine: WhooshEngine) -> None:
    found = engine.search(SearchRequest(q="phản biện xã hội Cà Mau"))
    assert found.total == 4 and "note_nearly_all" in found.query.notes
    assert "note_nearly_all" not in engine.search(SearchRequest(q="phản biện xã hội")).query.notes


def test_every_part_of_a_score_is_explained(engine: WhooshEngine) -> None:
    for typed in ("Đặng Vũ Minh", "chỉ thị 42-CT/TW", "báo cáo chỉ thị 42", "phản biện xã hội"):
        for hit in engine.search(SearchRequest(q=typed, explain=True, size=20)).hits:
            told = sum(float(part.rsplit(" ", 1)[1]) for part in hit.explanation)
            assert told == pytest.approx(hit.score, abs=0.01 * len(hit.explanation) + 0.001), (typed, hit)


def test_the_command_line_takes_match(data: Path) -> None:
    done = CliRunner().invoke(main, ["search", "--json", "--data", str(data), "--match", "all", "phản biện xã hội"])
    answer = json.loads(done.stdout)
    assert len(answer["results"]) == answer["total"] == 4 and answer["total_loose"] == 6


def test_what_answers_scores_the_same_whatever_follows_it(engine: WhooshEngine) -> None:
    """A page that reaches what holds some of the words must stand behind the page before as it was ordered there."""
    asked = SearchRequest(q="phản biện xã hội", size=3, explain=True)
    short = engine.search(asked).hits  # nothing loose is on it
    long = engine.search(replace(asked, size=10)).hits
    assert long[:3] == short
    assert all(hit.explanation for hit in long), "of what follows it is told as well"
