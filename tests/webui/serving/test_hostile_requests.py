"""Requests as nobody should send them: each has an answer, none is a fault of the service."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from tests.bench.fuzz import fuzz, route_of
from tests.bench.hostile import HUGE, target
from webui.app import create_app
from webui.http.parameters import SEARCH_PARAMETERS


def test_a_sample_of_the_fuzzer(data, server):
    """`python -m tests.bench.fuzz` runs 100,000 of these; docs/reliability.md has its figures."""
    engine = WhooshEngine(data)
    outcome = fuzz(engine, server.port, 400, seed=20201016)
    engine.close()
    assert outcome.faults == []
    ways = {way.split()[0] for way in outcome.statuses}
    assert ways == {"application", "engine", "socket", "bytes"}, "all four ways were gone"
    assert outcome.statuses["application 200"] > 50 and outcome.statuses["application 400"] > 50


def test_the_fuzzer_goes_to_every_route():
    app, chance, asked = create_app(WhooshEngine(Path("none"))), random.Random(1), set()
    for _ in range(3_000):
        asked.add(route_of(app, target(chance, {})))
    assert {rule.rule for rule in app.url_map.iter_rules()} - asked == set()


@pytest.mark.parametrize("number", range(len(HUGE)))
def test_huge_queries_find_their_end(data, number):
    """100 KB of brackets or quotes, 10,000 words or operators: the command line sets no bound on what is typed."""
    engine = WhooshEngine(data)
    try:
        query = HUGE[number](random.Random(1))
        assert len(query) >= 40_000
        assert engine.search(SearchRequest(q=query, exact=True)).total >= 0
        assert engine.search(SearchRequest(q=query)).total >= 0
    finally:
        engine.close()


@pytest.mark.parametrize("name", [p.name for p in SEARCH_PARAMETERS if "enum" in p.schema or "pattern" in p.schema])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_page_names_the_parameter_that_it_cannot_use(get, name, lang):
    """`/?exact=2` had no word for `exact` and was a 500."""
    for path in ("/", "/embed"):
        reply = get(f"{path}?q=a&{name}=%3F&lang={lang}")
        assert reply.status == 400
        assert "text/html" in reply.headers["content-type"]
