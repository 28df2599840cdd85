"""What an operator's tools ask."""

from __future__ import annotations

import re
import time


def test_alive_whether_or_not_there_is_an_index(get, get_empty):
    assert (get("/healthz").status, get_empty("/healthz").status) == (200, 200)


def test_ready_only_with_an_index(get, get_empty):
    ready = get("/readyz")
    assert ready.status == 200
    assert ready.json()["counts"]["article"] == 22
    assert get_empty("/readyz").status == 503


def test_metrics_are_prometheus_text_and_count_requests(get):
    def requests():
        text = get("/metrics").text
        assert all(
            re.fullmatch(r"# (HELP|TYPE) .+|[a-z_]+(\{[^{}]*\})? [0-9.e+-]+", line) for line in text.splitlines()
        )
        found = re.search(r'^tracuu_requests_total\{method="GET",status="200"\} (\d+)$', text, re.MULTILINE)
        return int(found[1]) if found else 0

    before = requests()
    get("/api/v1/search?q=a")
    until = time.monotonic() + 10
    # The search and the first reading; a request is counted a moment after its answer has arrived.
    while requests() < before + 2 and time.monotonic() < until:
        pass
    assert requests() >= before + 2
    assert 'tracuu_documents{kind="article"} 22' in get("/metrics").text


def test_without_an_index_metrics_say_so(get_empty):
    assert "\ntracuu_index_available 0\n" in get_empty("/metrics").text
