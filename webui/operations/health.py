"""For whoever keeps the service running: is it alive, can it answer, how much does it do."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response

from search.interface.engine import SearchEngine
from webui.http.problems import problem_response
from webui.operations.metrics import CONTENT_TYPE, exposition
from webui.operations.request_counts import RequestCounts


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
        # Anybody may ask this: what went wrong with the last reindex may name folders and sites.
        last = {name: value for name, value in msgspec.to_builtins(engine.last_run() or {}).items() if name != "error"}
        content = msgspec.json.encode({**msgspec.to_builtins(status), "last_reindex": last or None})
        return _uncached(Response(content, content_type="application/json"))

    @operations.get("/metrics")
    def metrics() -> Response:
        text = exposition(engine.status(), engine.last_run(), counts.snapshot(), counts.processes)
        return _plain(text, CONTENT_TYPE)

    return operations


def _plain(text: str, content_type: str = "text/plain; charset=utf-8") -> Response:
    return _uncached(Response(text, content_type=content_type))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
