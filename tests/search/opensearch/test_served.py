"""Pages and API of a real server over a cluster; what the engine says of a cluster that is gone."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.generations.opensearch.client import Cluster
from index.generations.opensearch.connection import Connection
from search.deadline import OutOfTime, until
from search.interface.engine import NotAvailable
from search.interface.request import SearchRequest
from search.opensearch.engine import OpenSearchEngine
from tests.bench.proxy import behind_nginx, is_here
from tests.cluster.published import over_cluster, published
from tests.serving import running

DIRECTIVE = "chi-thi-42-ct-tw-2010"
PAGES = [
    "/",
    "/?q=h%E1%BB%99i+khoa+h%E1%BB%8Dc",
    f"/directives/{DIRECTIVE}",
    "/directives",
    "/speakers?letter=%C4%90",
    "/healthz",
    "/readyz",
    "/sitemap.xml",
]


@pytest.fixture(scope="module")
def base(samples_index: Path) -> Iterator[str]:
    with running(over_cluster(samples_index)) as server:
        yield f"http://127.0.0.1:{server.port}"


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as reply:
        content: bytes = reply.read()
    return content


@pytest.mark.parametrize("path", PAGES)
def test_pages(path: str, base: str) -> None:
    assert fetched(base + path)


def test_the_api(base: str) -> None:
    found = json.loads(fetched(f"{base}/api/v1/search?q=ch%E1%BB%89+th%E1%BB%8B+42"))
    assert found["results"][0]["id"] == DIRECTIVE
    assert json.loads(fetched(f"{base}/api/v1/directives/{DIRECTIVE}"))["id"] == DIRECTIVE
    assert json.loads(fetched(f"{base}/api/v1/suggest?q=chi+thi"))


@pytest.mark.skipif(not is_here(), reason="nginx is not installed")
def test_two_front_ends_behind_nginx_of_which_one_stops(samples_index: Path, tmp_path: Path) -> None:
    with ExitStack() as started:
        servers = [ExitStack(), ExitStack()]
        ports = [stack.enter_context(running(over_cluster(samples_index))).port for stack in servers]
        for stack in servers:
            started.push(stack)
        addresses = [f"http://127.0.0.1:{port}/" for port in ports]
        address = started.enter_context(behind_nginx(addresses, tmp_path / "nginx"))
        asked = f"{address}api/v1/search?q=ph%E1%BA%A3n+bi%E1%BB%87n"
        found = {fetched(asked).partition(b'"took_ms"')[0] for _ in range(4)}
        servers[0].close()
        found |= {fetched(asked).partition(b'"took_ms"')[0] for _ in range(4)}
    assert len(found) == 1


def test_an_unknown_record_is_not_found(base: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as told:
        fetched(f"{base}/api/v1/articles/none")
    assert told.value.code == 404
    told.value.close()


@pytest.fixture
def counting(samples_index: Path) -> Iterator[tuple[OpenSearchEngine, list[str]]]:
    """An engine that was opened, and the paths that it asks for from then on, one a round trip."""
    client = Cluster(published(samples_index))
    engine = OpenSearchEngine(client, samples_index)
    engine.status()
    paths: list[str] = []
    request = client._request

    def counted(method: str, path: str, *arguments: Any) -> Any:
        paths.append(path)
        return request(method, path, *arguments)

    client._request = counted  # type: ignore[method-assign]
    yield engine, paths
    engine.close()


ASKED = ["phản biện xã hội", "chi thi 42", "Đặng Vũ Minh", "hội", '"khoa học và kỹ thuật"', '"lâm nghhiệp"']


@pytest.mark.parametrize("asked", ASKED)
def test_a_search_takes_three_round_trips_at_most(asked: str, counting: tuple[OpenSearchEngine, list[str]]) -> None:
    engine, paths = counting
    assert engine.search(SearchRequest(q=asked)).total
    assert len(paths) <= 3, paths


@pytest.mark.parametrize("kind", ["article", "directive", "speaker", "organisation"])
def test_a_page_takes_four_round_trips_at_most(kind: Any, counting: tuple[OpenSearchEngine, list[str]]) -> None:
    engine, paths = counting
    for id in engine.identifiers(kind)[:10]:
        paths.clear()
        assert getattr(engine, kind)(id) is not None
        assert len(paths) <= 4, id


def test_a_switched_alias_is_seen_by_the_next_answer(samples_index: Path) -> None:
    """The round trip that asks for the answer asks what the alias means as well."""
    name = published(samples_index).name
    cluster, engine = Cluster(published(samples_index)), over_cluster(samples_index)
    before = cluster.resolve()
    found = engine.search(SearchRequest(q="hội"))
    other = f"{name}-g000099"
    cluster.request("PUT", f"/{before}/_clone/{other}", timeout=120)

    def switch(new: str, old: str) -> None:
        actions = [{"add": {"index": new, "alias": name}}, {"remove": {"index": old, "alias": name}}]
        cluster.request("POST", "/_aliases", {"actions": actions})

    switch(other, before)
    try:
        assert replace(engine.search(SearchRequest(q="hội")), took_ms=found.took_ms) == found
        assert engine._opened is not None and engine._opened.name == other
    finally:
        switch(before, other)
        cluster.request("DELETE", f"/{other}")
    assert engine.search(SearchRequest(q="hội")).total == found.total, "though the index that it has open is gone"
    engine.close()
    cluster.close()


def test_time_that_is_over_is_told_as_such(samples_index: Path) -> None:
    engine = over_cluster(samples_index)
    engine.status()
    with until(0.0), pytest.raises(OutOfTime):
        engine.search(SearchRequest(q="hội"))
    engine.close()


def test_a_cluster_that_does_not_answer_is_not_available(tmp_path: Path) -> None:
    engine = OpenSearchEngine(Cluster(Connection(("http://127.0.0.1:9",))), tmp_path)
    with pytest.raises(NotAvailable):
        engine.search(SearchRequest(q="hội"))
    assert engine.status().generation == ""
    engine.close()
