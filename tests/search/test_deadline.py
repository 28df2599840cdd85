"""Whatever is asked ends soon after its time is over, and leaves nothing half made."""

from __future__ import annotations

import time

import pytest

from search.deadline import OutOfTime, check, until
from search.embedded.engine import WhooshEngine
from search.interface.engine import NotAvailable
from search.interface.lists import ListRequest
from search.interface.request import SearchRequest


@pytest.fixture
def engine(samples_index):
    engine = WhooshEngine(samples_index)
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("hội nghị", "words"),
        ("h* OR k* OR n*", "beginnings"),
        ('"phản biện xã hội"', "a phrase"),
        ("phản biệnn xã hộii", "slips"),
        ("", "all there is"),
    ],
)
def test_a_search_ends_when_its_time_is_over(engine, query, reason):
    engine.search(SearchRequest(q=query))
    with until(time.monotonic() - 1), pytest.raises(OutOfTime):
        engine.search(SearchRequest(q=query))
    assert engine.search(SearchRequest(q=query)).total >= 0, "and the next one is as ever"


def test_lists_end_too(engine):
    with until(time.monotonic() - 1), pytest.raises(OutOfTime):
        engine.listed(ListRequest(kind="speaker", q="h*"))


def test_reports_end_too(engine):
    named = engine.identifiers("directive")[0]
    with until(time.monotonic() - 1), pytest.raises(OutOfTime):
        engine.report(named, SearchRequest())


def test_an_index_is_opened_to_the_end(samples_index, tmp_path):
    engine = WhooshEngine(samples_index)
    try:
        with until(time.monotonic() - 1), pytest.raises(OutOfTime):
            engine.search(SearchRequest(q="hội"))
        assert engine._switch._opened is not None, "what is opened is for later requests too"
    finally:
        engine.close()
    with until(time.monotonic() - 1), pytest.raises(NotAvailable):
        WhooshEngine(tmp_path).search(SearchRequest(q="hội"))


def test_the_limit_ends_with_its_block():
    with until(time.monotonic() - 1):
        with pytest.raises(OutOfTime):
            check()
        with until(time.monotonic() + 60):
            check()
    check()
