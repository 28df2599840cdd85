"""What an operator's tools ask."""

from __future__ import annotations

import datetime
import socket
import tempfile
import time

import pytest

from index.reindexing.last_run import recorded
from index.reindexing.reindex import reindex
from index.sources import SourceError
from search.embedded.engine import WhooshEngine
from search.interface.answers import IndexStatus
from tests.webui.prometheus_text import parsed
from webui.cli.progress import Silent
from webui.operations.metrics import exposition
from webui.operations.request_counts import RequestCounts, memory_size
from webui.settings import Settings


def test_alive_whether_or_not_there_is_an_index(get, get_empty):
    assert (get("/healthz").status, get_empty("/healthz").status) == (200, 200)


def test_ready_only_with_an_index(get, get_empty):
    ready = get("/readyz")
    assert ready.status == 200
    assert ready.json()["counts"]["article"] == 22
    assert get_empty("/readyz").status == 503


def labels(**values):
    return frozenset(values.items())


@pytest.fixture
def metrics(get):
    """Read the metrics: `metrics("documents", kind="article")`, 0 where there is no such sample."""
    return lambda name, **values: parsed(get("/metrics").text).get(f"tracuu_{name}", {}).get(labels(**values), 0)


def until(condition):
    """A request is counted a moment after its answer has arrived."""
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/api/v1/search?q=a", "/api/v1/search", "2xx"),
        ("/api/v1/search?size=0", "/api/v1/search", "4xx"),
        ("/articles/danh-dau", "/articles/<id>", "2xx"),
        ("/articles/none-of-this-id", "/articles/<id>", "4xx"),
        ("/api/v1/articles/danh-dau/similar", "/api/v1/articles/<id>/similar", "2xx"),
        ("/static/style.css", "/static/<filename>", "2xx"),
        ("/no/such/thing", "none", "4xx"),
    ],
)
def test_requests_are_counted_by_the_route_that_answers_and_never_by_what_was_asked(get, metrics, path, route, status):
    of, all_of_it = {"route": route, "method": "GET", "status": status}, {"route": route, "le": "+Inf"}
    before = metrics("requests_total", **of), metrics("request_duration_seconds_bucket", **all_of_it)
    get(path)
    until(lambda: metrics("requests_total", **of) == before[0] + 1)
    assert metrics("request_duration_seconds_bucket", **all_of_it) == before[1] + 1
    assert "none-of" not in get("/metrics").text and "such" not in get("/metrics").text


def test_a_time_falls_into_its_bucket():
    counts = RequestCounts()
    for seconds in (0.005, 0.0051, 0.3, 60):
        counts.add("GET", 200, seconds)
    samples = parsed(exposition(IndexStatus(""), None, counts.snapshot(), (1, 0)))
    held = {dict(of)["le"]: value for of, value in samples["tracuu_request_duration_seconds_bucket"].items()}
    assert [held[le] for le in ("0.005", "0.01", "0.25", "0.5", "10", "+Inf")] == [1, 2, 2, 3, 3, 4]
    assert samples["tracuu_request_duration_seconds_sum"] == {labels(route="none"): pytest.approx(60.3101)}


def test_metrics_tell_of_the_index(get, metrics):
    assert metrics("documents", kind="article") == 22
    assert metrics("index_available") == 1
    assert metrics("generation_info", generation=get("/readyz").json()["generation"]) == 1
    published = metrics("index_published_timestamp_seconds")
    assert time.time() - 3600 < published <= time.time()
    assert metrics("index_age_seconds") == pytest.approx(time.time() - published, abs=30)


def test_a_clock_that_was_set_back_makes_no_age_below_zero():
    published = datetime.datetime.fromtimestamp(time.time() + 86_400, datetime.UTC).isoformat(timespec="seconds")
    text = exposition(IndexStatus("g000001", published), None, RequestCounts().snapshot(), (1, 0))
    assert parsed(text)["tracuu_index_age_seconds"] == {labels(): 0}


def test_without_an_index_metrics_say_so(get_empty):
    samples = parsed(get_empty("/metrics").text)
    assert samples["tracuu_index_available"] == {labels(): 0}
    assert "tracuu_index_age_seconds" not in samples


def test_refusals_are_counted_by_reason(data, running, ask):
    with running(WhooshEngine(data), Settings(requests_per_minute=3, api_token="t")) as server:
        statuses = [ask(server.port, "/api/v1/search").status, ask(server.port, "/").status]
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
            raw.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 70_000)
            assert b" 431 " in raw.recv(20)
        statuses += [ask(server.port, "/").status, ask(server.port, "/").status]
        assert statuses == [401, 200, 200, 429]
        wanted = {"credentials": 1, "rate": 1, "unread": 1}
        until(lambda: {reason: n for reason, n in server._counts.snapshot().refused.items() if n} == wanted)


def test_names_are_escaped_where_the_format_wants_it():
    status = IndexStatus("g1", counts={'a\nb"c\\': 1})
    text = exposition(status, None, RequestCounts().snapshot(), (1, 0))
    assert parsed(text)["tracuu_documents"] == {labels(kind=r"a\nb\"c\\"): 1}


def test_the_last_reindex_is_told(get_empty, tmp_path, running, ask, write_records):
    data = tmp_path / "data"
    source = write_records({"id": "a", "title": "A", "text": "Một."}, {"id": "b", "title": "", "text": ""})
    recorded(data, lambda: reindex([source], data, Silent(), jobs=1))
    with running(WhooshEngine(data)) as server:
        samples = parsed(ask(server.port, "/metrics").text)
        results = {dict(of)["result"]: value for of, value in samples["tracuu_reindex_last_documents"].items()}
        assert (results["added"], results["skipped"], samples["tracuu_reindex_last_ok"]) == (1, 1, {labels(): 1})
        good = samples["tracuu_reindex_last_success_timestamp_seconds"]

        with pytest.raises(SourceError):
            recorded(data, lambda: reindex([tmp_path / "gone"], data, Silent(), jobs=1))
        samples = parsed(ask(server.port, "/metrics").text)
        assert samples["tracuu_reindex_last_ok"] == {labels(): 0}
        assert samples["tracuu_reindex_last_success_timestamp_seconds"] == good
        assert "tracuu_reindex_last_documents" not in samples
        told = ask(server.port, "/readyz").json()["last_reindex"]
        assert (told["ok"], "error" in told) == (False, False), "who may not see the page may still ask this"
    assert "tracuu_reindex_last_ok" not in parsed(get_empty("/metrics").text)


def test_routes_of_another_version_are_left_out_and_what_is_not_by_route_stays():
    with tempfile.TemporaryFile() as file:
        file.truncate(memory_size(2))
        old, new = RequestCounts(file.fileno(), 2, 0), RequestCounts(file.fileno(), 2, 1)
        old.name_routes(["/a", "/b"])
        old.add("GET", 200, 0.1, "/b")
        new.name_routes(["/b"])
        new.add("GET", 200, 0.1, "/b")
        assert new.snapshot().requests == {("/b", "GET", "2xx"): 1}
        assert new.snapshot().statuses == {200: 2}
        again = RequestCounts(file.fileno(), 2, 0)
        again.name_routes(["/b"])
        again.add("GET", 200, 0.1, "/b")
        assert new.snapshot().requests == {("/b", "GET", "2xx"): 2}


def test_memory_of_another_version_is_left_alone():
    with tempfile.TemporaryFile() as file:
        file.truncate(100)
        counts = RequestCounts(file.fileno(), 2, 1)
        counts.add("GET", 200, 0.1)
        assert counts.snapshot().statuses == {200: 1}
        file.seek(0)
        assert file.read() == bytes(100)
