"""Pages and API of a real server over a cluster; what the engine says of a cluster that is gone."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.generations.opensearch.client import Cluster
from index.generations.opensearch.connection import Connection
from search.deadline import OutOfTime, until
from search.interface.engine import NotAvailable
from search.interface.request import SearchRequest
from search.opensearch.asking import Asking
from search.opensearch.engine import OpenSearchEngine
from tests.cluster.published import over_cluster
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


def test_an_unknown_record_is_not_found(base: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as told:
        fetched(f"{base}/api/v1/articles/none")
    assert told.value.code == 404
    told.value.close()


def test_a_search_takes_few_round_trips(samples_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = over_cluster(samples_index)
    rounds = []
    fetch = Asking._fetch

    def counted(asking: Asking) -> None:
        rounds.append(asking)
        fetch(asking)

    monkeypatch.setattr(Asking, "_fetch", counted)
    for asked in ("phản biện xã hội", "chi thi 42", "Đặng Vũ Minh", "hội", '"khoa học và kỹ thuật"'):
        engine.search(SearchRequest(q=asked))  # the names of its records are known from then on
        rounds.clear()
        assert engine.search(SearchRequest(q=asked)).total
        assert len(rounds) <= 4, asked  # three, and one more where it guessed wrong how many hold all words
    engine.close()


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
