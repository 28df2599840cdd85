"""For whoever keeps the service running: is it alive, can it answer, how much does it do."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response

from search.engine import SearchEngine
from webui.problems import problem_response
from webui.request_counts import RequestCounts


def create_blueprint(engine: SearchEngine, counts: RequestCounts) -> Blueprint:
    """Return /healthz, /readyz and /metrics."""
    operations = Blueprint("operations", __name__)

    @operations.get("/healthz")
    def health() -> Response:
        return _plain("ok\n")

    @operations.get("/readyz")
    def ready() -> Response:
        status = engine.status()
        if not status.generation:
            return problem_response(503)
        return _uncached(Response(msgspec.json.encode(status), content_type="application/json"))

    @operations.get("/metrics")
    def metrics() -> Response:
        return _plain(exposition(engine, counts), "text/plain; version=0.0.4; charset=utf-8")

    return operations


def exposition(engine: SearchEngine, counts: RequestCounts) -> str:
    """Return the figures in Prometheus' text format 0.0.4: the index as this process sees it, requests of all."""
    status = engine.status()
    requests, seconds = counts.snapshot()
    lines = [
        "# HELP tracuu_index_available Whether there is an index to answer from.",
        "# TYPE tracuu_index_available gauge",
    ]
    lines += [f"tracuu_index_available {int(bool(status.generation))}"]
    lines += [
        "# HELP tracuu_index_fault Whether the live generation is damaged and an older one is served.",
        "# TYPE tracuu_index_fault gauge",
        f"tracuu_index_fault {int(bool(status.fault))}",
    ]
    lines += [
        "# HELP tracuu_generation_info The generation being served.",
        "# TYPE tracuu_generation_info gauge",
    ]
    lines += [f'tracuu_generation_info{{generation="{_label(status.generation)}"}} 1']
    lines += ["# HELP tracuu_documents Records in the index by kind.", "# TYPE tracuu_documents gauge"]
    lines += [f'tracuu_documents{{kind="{_label(k)}"}} {n}' for k, n in sorted(status.counts.items())]
    lines += ["# HELP tracuu_requests_total Requests answered.", "# TYPE tracuu_requests_total counter"]
    lines += [f'tracuu_requests_total{{method="{m}",status="{s}"}} {n}' for (m, s), n in sorted(requests.items())]
    lines += [
        "# HELP tracuu_request_seconds_total Time spent on them.",
        "# TYPE tracuu_request_seconds_total counter",
    ]
    lines += [f"tracuu_request_seconds_total {seconds:.6f}"]
    serving, replaced = counts.processes
    lines += ["# HELP tracuu_workers Processes that serve.", "# TYPE tracuu_workers gauge"]
    lines += [f"tracuu_workers {serving}"]
    lines += [
        "# HELP tracuu_workers_replaced_total Processes that died and were replaced.",
        "# TYPE tracuu_workers_replaced_total counter",
    ]
    lines += [f"tracuu_workers_replaced_total {replaced}"]
    return "\n".join(lines) + "\n"


def _label(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _plain(text: str, content_type: str = "text/plain; charset=utf-8") -> Response:
    return _uncached(Response(text, content_type=content_type))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
