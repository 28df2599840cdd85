"""Values of one facet are alternatives, so each is counted as what choosing it too would add."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest

NAMES = ("Hội A", "Hội B", "Hội C")


@pytest.fixture
def engine(index_of: Callable[..., Path]) -> Iterator[WhooshEngine]:
    texts = [
        {
            "title": f"Bài {n}",
            "text": f"Hội thảo lần {n}, {'lúa' if n % 2 else 'ngô'}: {'nữa ' * (9 * n)}",
            "source": NAMES[n % 3],
            "category": "Tin" if n < 6 else "Bài",
        }
        for n in range(12)
    ]
    opened = WhooshEngine(index_of(*texts))
    yield opened
    opened.close()


def counts(engine: WhooshEngine, facet: str, **asked: object) -> dict[str, int]:
    return {one.value: one.count for one in engine.search(SearchRequest(q="hội thảo", **asked)).facets[facet]}  


def test_a_chosen_value_leaves_the_others_to_choose_from(engine: WhooshEngine) -> None:
    assert counts(engine, "source") == dict.fromkeys(NAMES, 4)
    assert counts(engine, "source", source=("Hội A",)) == dict.fromkeys(NAMES, 4)
    assert engine.search(SearchRequest(q="hội thảo", source=("Hội A", "Hội B"))).total == 8


def test_a_count_says_what_choosing_the_value_too_adds(engine: WhooshEngine) -> None:
    chosen = SearchRequest(q="hội thảo", source=("Hội A",), category=("Tin",))
    before = engine.search(chosen)
    for value, count in ((one.value, one.count) for one in before.facets["source"] if one.value != "Hội A"):
        more = engine.search(chosen.narrowed({"source": ("Hội A", value)}))
        assert more.total == before.total + count


def test_other_facets_are_of_the_answer(engine: WhooshEngine) -> None:
    assert counts(engine, "category", source=("Hội A",)) == {"Tin": 2, "Bài": 2}
    assert counts(engine, "source", category=("Tin",)) == dict.fromkeys(NAMES, 2)


def test_nothing_is_counted_for_who_does_without(engine: WhooshEngine) -> None:
    asked = SearchRequest(q="hội thảo", source=("Hội A",), kind="article")
    counted, without = engine.search(asked), engine.search(replace(asked, facets=False))
    assert without.facets == {}
    assert (without.total, without.hits) == (counted.total, counted.hits)
