"""Pages and reports are the same from arrays and from a dictionary of records: what fetches them is no part of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.embedded.engine import WhooshEngine
from search.interface.answers import Mentioned
from search.interface.engine import SearchEngine
from search.interface.records import DirectiveView, SpeakerView
from search.interface.request import SearchRequest
from tests.search.memory_engine.engine import MemoryEngine

Engines = tuple[SearchEngine, SearchEngine]


@pytest.fixture(scope="module")
def engines(samples_index: Path) -> Iterator[Engines]:
    both = WhooshEngine(samples_index), MemoryEngine(samples_index)
    yield both
    both[0].close()


def by_count(mentioned: tuple[Mentioned, ...]) -> tuple[Mentioned, ...]:
    """Return what is mentioned with equals by id, for an engine may order these as it likes, and cut the list there."""
    least = mentioned[-1].count if len(mentioned) == 20 else 0
    told = [replace(one, about="") for one in mentioned if one.count > least]
    return tuple(sorted(told, key=lambda one: (-one.statements, -one.count, one.id)))


def test_directives(engines: Engines) -> None:
    ids = engines[0].identifiers("directive")
    assert len(ids) > 10
    for id in ids:
        one, other = (ordered_directive(engine.directive(id)) for engine in engines)
        assert one == other


def ordered_directive(view: DirectiveView | None) -> DirectiveView:
    assert view is not None
    return replace(view, cited_with=by_count(view.cited_with), people=by_count(view.people))


def test_people(engines: Engines) -> None:
    ids = engines[0].identifiers("speaker")
    assert len(ids) > 10
    for id in ids:
        one, other = (ordered_person(engine.speaker(id)) for engine in engines)
        assert one == other


def ordered_person(view: SpeakerView | None) -> SpeakerView:
    assert view is not None
    return replace(view, directives=by_count(view.directives), appears_with=by_count(view.appears_with))


def test_articles(engines: Engines) -> None:
    for id in engines[0].identifiers("article"):
        one, other = (engine.article(id, "hội thảo") for engine in engines)
        assert one is not None and other is not None
        assert replace(one, copies=()) == replace(other, copies=())


def test_reports(engines: Engines) -> None:
    narrowed = SearchRequest(from_="2012", to="2020")
    for id in engines[0].identifiers("directive"):
        assert engines[0].report(id, narrowed) == engines[1].report(id, narrowed)
