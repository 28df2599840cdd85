"""The service's figures in Prometheus' text format, version 0.0.4; `metrics.tsv` has names, types and meanings."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import accumulate

from index.reindexing.last_run import LastRun
from index.table import rows
from search.interface.answers import IndexStatus
from webui.operations.request_counts import BOUNDS, KEPT, REASONS, Counts

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[str, Mapping[str, str], float]
"""Suffix of the metric's name, labels, value."""

_PREFIX = "tracuu_"
_RESULTS = ("added", "changed", "removed", "unchanged", "kept", "skipped")


def exposition(status: IndexStatus, last: LastRun | None, counts: Counts, processes: tuple[int, int]) -> str:
    """Return the figures: of the index as this process sees it, of requests and processes as all together have it.

    What is not known (no reindex yet) has no sample.
    """
    samples = _index(status) | _last_run(last) | _requests(counts)
    samples |= {"workers": _one(processes[0]), "workers_replaced_total": _one(processes[1])}
    return "".join(
        f"# HELP {_PREFIX}{name} {told}\n# TYPE {_PREFIX}{name} {kind}\n" + "".join(_lines(name, samples.get(name, ())))
        for name, kind, told in _metrics()
    )


@lru_cache(maxsize=1)
def _metrics() -> list[tuple[str, str, str]]:
    return [(name, kind, told) for name, kind, told in rows(__package__, "metrics.tsv")]


def _index(status: IndexStatus) -> dict[str, Iterable[Sample]]:
    published = _moment(status.published)
    return {
        "index_available": _one(bool(status.generation)),
        "index_fault": _one(bool(status.fault)),
        "index_published_timestamp_seconds": _one(published),
        "index_age_seconds": _one(None if published is None else max(0.0, time.time() - published)),
        "generation_info": [("", {"generation": status.generation}, 1)] if status.generation else [],
        "cluster_requests_total": [
            ("", {"what": name}, held) for name, held in status.asked.items() if name != "seconds"
        ],
        "cluster_request_seconds_total": _one(status.asked.get("seconds")),
        "documents": [("", {"kind": kind}, held) for kind, held in sorted(status.counts.items())],
    }


def _last_run(last: LastRun | None) -> dict[str, Iterable[Sample]]:
    if last is None:
        return {}
    return {
        "reindex_last_ok": _one(last.ok),
        "reindex_last_timestamp_seconds": _one(_moment(last.finished)),
        "reindex_last_success_timestamp_seconds": _one(_moment(last.succeeded)),
        "reindex_last_duration_seconds": _one(last.seconds),
        "reindex_last_documents": [("", {"result": name}, getattr(last, name)) for name in _RESULTS if last.ok],
    }


def _requests(counts: Counts) -> dict[str, Iterable[Sample]]:
    return {
        "requests_total": [
            ("", {"route": _named(route), "method": method, "status": status}, held)
            for (route, method, status), held in sorted(counts.requests.items())
        ],
        "responses_total": [("", {"code": str(status)}, held) for status, held in sorted(counts.statuses.items())],
        "request_duration_seconds": [
            sample for route in sorted(counts.buckets) for sample in _histogram(route, counts)
        ],
        "requests_refused_total": [("", {"reason": reason}, counts.refused[reason]) for reason in REASONS],
        "answers_looked_up_total": [("", {"answer": name}, counts.looked_up[name]) for name in KEPT],
        "requests_waiting": _one(counts.waiting),
    }


def _histogram(route: str, counts: Counts) -> Iterable[Sample]:
    buckets, labels = counts.buckets[route], {"route": _named(route)}
    for bound, held in zip((*map(_number, BOUNDS), "+Inf"), accumulate(buckets), strict=True):
        yield "_bucket", {**labels, "le": bound}, held
    yield "_sum", labels, counts.seconds[route]
    yield "_count", labels, sum(buckets)


def _one(value: float | None) -> Iterable[Sample]:
    """Return the sample of a metric without labels; none where it is not known."""
    return [] if value is None else [("", {}, value)]


def _lines(name: str, samples: Iterable[Sample]) -> Iterable[str]:
    for suffix, labels, value in samples:
        shown = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{_PREFIX}{name}{suffix}{f'{{{shown}}}' if shown else ''} {_number(value)}\n"


def _named(route: str) -> str:
    """Return what a route is called; that of addresses where there is nothing is `none`."""
    return route or "none"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _moment(iso: str) -> float | None:
    """Return an ISO 8601 moment in seconds since 1970; None for what is none."""
    try:
        return datetime.datetime.fromisoformat(iso).timestamp()
    except ValueError:
        return None
