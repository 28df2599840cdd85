"""The engine over a cluster answers as the embedded one does: pages, lists, suggestions, orders, explanations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from search.embedded.engine import WhooshEngine
from search.interface.answers import SearchResponse
from search.interface.engine import SearchEngine
from search.interface.lists import ListedKind, ListRequest, ListSort
from search.interface.request import SearchRequest
from tests.cluster.published import over_cluster

Engines = tuple[SearchEngine, SearchEngine]
KINDS = ("article", "directive", "speaker", "organisation")
SIZE = 25  # records of each kind that are looked at


@pytest.fixture(scope="module")
def engines(samples_index: Path) -> Iterator[Engines]:
    both = over_cluster(samples_index), WhooshEngine(samples_index)
    yield both
    for engine in both:
        engine.close()


def ids(engine: SearchEngine, kind: Any) -> tuple[str, ...]:
    return engine.identifiers(kind)[:SIZE]


def test_ids_of_all_records(engines: Engines) -> None:
    cluster, embedded = engines
    for kind in KINDS:
        assert cluster.identifiers(kind) == embedded.identifiers(kind)
        assert cluster.identifiers(kind, 2, 5) == embedded.identifiers(kind, 2, 5)


def test_pages_of_articles(engines: Engines) -> None:
    cluster, embedded = engines
    for id in ids(embedded, "article"):
        assert cluster.article(id, "hội khoa học") == embedded.article(id, "hội khoa học")
        assert cluster.similar(id) == embedded.similar(id)
    assert cluster.article("no such") is None


@pytest.mark.parametrize("kind", KINDS[1:])
def test_pages_of_records(kind: str, engines: Engines) -> None:
    cluster, embedded = engines
    for id in ids(embedded, kind):
        assert getattr(cluster, kind)(id) == getattr(embedded, kind)(id)
    assert getattr(cluster, kind)("no such") is None


def test_reports(engines: Engines) -> None:
    cluster, embedded = engines
    since = SearchRequest(copies="all", from_="2015")
    for id in ids(embedded, "directive"):
        assert cluster.report(id, SearchRequest()) == embedded.report(id, SearchRequest())
        assert cluster.report(id, since, unsettled=True) == embedded.report(id, since, unsettled=True)


LISTS = [
    *(ListRequest(kind, sort=sort) for kind in get_args(ListedKind) for sort in get_args(ListSort)),
    ListRequest("speaker", letter="Đ"),
    ListRequest("speaker", q='vai_trò:"chủ tịch"', size=5, page=2),
    ListRequest("speaker", q='vai_trò:"chủ tịch" năm:2020'),
    ListRequest("directive", type="Chỉ thị"),
    ListRequest("directive", q="luật", from_="2010", to="2019"),
    ListRequest("speaker", q="nguyễn"),
]


@pytest.mark.parametrize("asked", LISTS, ids=str)
def test_lists(asked: ListRequest, engines: Engines) -> None:
    cluster, embedded = engines
    assert cluster.listed(asked) == embedded.listed(asked)


@pytest.mark.parametrize("typed", ["chỉ thị 4", "nguy", "liên hi", "hội kh", "42-ct", ""])
def test_suggestions(typed: str, engines: Engines) -> None:
    cluster, embedded = engines
    assert cluster.suggest(typed) == embedded.suggest(typed)


SEARCHES = [
    SearchRequest(q="hội", size=20, page=2),
    SearchRequest(q="hội", sort="newest", size=15, page=2),
    SearchRequest(q="hội", sort="oldest"),
    SearchRequest(kind="article"),
    SearchRequest(q="hội", copies="all"),
    SearchRequest(q="hội khoa học", match="all", page=2),
    SearchRequest(q="hội khoa học", explain=True),
    SearchRequest(q="khoa*", explain=True),
    SearchRequest(q='"phản bi*"'),
    SearchRequest(q="UBND tỉnh", explain=True),
    SearchRequest(q="năm:2019 hội"),
    SearchRequest(q="hội -khoa"),
    SearchRequest(q="nông dân OR trí thức"),
    SearchRequest(q="hội", from_="2018", to="2020-06"),
    SearchRequest(q="hội", province=("Hà Giang", "Đồng Tháp")),
    SearchRequest(q="hội", directive=("chi-thi-42-ct-tw-2010",)),
    SearchRequest(q="tiêu_đề:hội tỉnh:hà_giang"),
    SearchRequest(q='vai_trò:"chủ tịch" năm:2020', kind="speaker"),
    SearchRequest(q="lien hiep hoi"),
    SearchRequest(q="không có gì như vầy zzz"),
]


@pytest.mark.parametrize("asked", SEARCHES, ids=str)
def test_searches(asked: SearchRequest, engines: Engines) -> None:
    cluster, embedded = map(_comparable, (engine.search(asked) for engine in engines))
    assert cluster == embedded


def _comparable(answer: SearchResponse) -> SearchResponse:
    """Return an answer without what may differ: its time, the last digits of scores."""
    hits = tuple(replace(hit, score=round(hit.score, 1)) for hit in answer.hits)
    return replace(answer, took_ms=0.0, hits=hits)
