"""What HTTP adds to a search: processor time of each step between the engine and the socket.

    python -m tests.bench.http_costs DATA QUESTIONS [N]

Each of N questions (default 200) is searched by the engine in a loop. Then every step is measured with that answer at
hand, in one thread, so that what is printed is the step alone. The last row is what the server's processes take of the
processor for a request over the wire, on one connection, searches included and none kept.
"""

from __future__ import annotations

import http.client
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from search.embedded.engine import WhooshEngine
from search.interface.answers import SearchResponse
from search.interface.request import SearchRequest
from tests.bench.service import serving, spent
from webui.api.answers import json_response, search_answer
from webui.app import create_app
from webui.http.responses.compression import compress
from webui.operations.access_log import AccessLog
from webui.operations.request_counts import RequestCounts
from webui.settings import Settings

_MANY = 200


class _Answered(WhooshEngine):
    """An engine that has its answers at hand, so that HTTP around it is all that takes time."""

    answers: dict[str, SearchResponse]

    def search(self, request: SearchRequest) -> SearchResponse:
        return self.answers[request.q]


def _median(step: Callable[..., object], given: Iterable[tuple[object, ...]]) -> float:
    """Return the median processor time of a step over what it is given, in milliseconds."""
    times = []
    for one in given:
        began = time.process_time()
        step(*one)
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def _over_the_wire(data: Path, paths: Sequence[str]) -> float:
    """Return the server's processor time a request, in milliseconds; half of the paths are asked first, uncounted."""
    with serving(data) as (address, process):
        connection = http.client.HTTPConnection(urlsplit(address).netloc)
        half = len(paths) // 2
        for number, path in enumerate(paths):
            if number == half:
                before = spent(process.pid)
            connection.request("GET", path)
            connection.getresponse().read()
        connection.close()
        return (spent(process.pid) - before) / (len(paths) - half)


def costs_table(data: Path, questions: Sequence[str]) -> str:
    """Return the steps with their processor time, in Markdown."""
    engine = _Answered(data)
    requests = [SearchRequest(q=question) for question in questions]
    half = requests[len(requests) // 2 :]
    engine.answers = {one.q: WhooshEngine.search(engine, one) for one in requests[: len(requests) // 2]}
    rows = {"the engine in a loop": _median(lambda one: WhooshEngine.search(engine, one), ((one,) for one in half))}
    engine.answers |= {one.q: WhooshEngine.search(engine, one) for one in half}
    asked = [(one, engine.answers[one.q]) for one in requests]
    rows["shapes of the API"] = _median(search_answer, asked)
    shaped = [(search_answer(*one),) for one in asked]
    rows["JSON"] = _median(json_response, shaped)
    app = create_app(engine, Settings(kept_answers=0))
    paths = [f"/api/v1/search?q={quote(question)}" for question in questions]
    with app.test_request_context(paths[0], headers={"Accept-Encoding": "gzip"}):
        rows["gzip, for who accepts it"] = _median(compress, [(json_response(*one),) for one in shaped])
    logged = AccessLog(app.wsgi_app, RequestCounts())
    for name, application in {
        "routing, parameters, shapes, JSON, headers": app.wsgi_app,
        "the same with log and counts": logged,
    }.items():
        environs = [(app.test_request_context(path).request.environ, lambda *given: None) for path in paths]
        rows[name] = _median(lambda environ, start, run=application: list(run(environ, start)), environs)
    for name, megabytes in {"every question asked twice, answers kept": 16, "the same, none kept": 0}.items():
        kept_app = create_app(WhooshEngine(data), Settings(kept_answers=megabytes))
        twice = [path for path in paths for _ in range(2)]
        environs = [kept_app.test_request_context(path).request.environ for path in twice]
        began = time.process_time()
        for environ in environs:
            list(kept_app.wsgi_app(environ, lambda *given: None))
        rows[f"{name} (mean)"] = (time.process_time() - began) * 1000 / len(twice)
    engine.close()
    rows["a request over the wire, searches included (mean)"] = _over_the_wire(data, paths)
    return "\n".join(["| step | ms |", "|---|---|", *(f"| {name} | {ms:.2f} |" for name, ms in rows.items())])


if __name__ == "__main__":
    given = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    print(costs_table(Path(sys.argv[1]), given[: int(sys.argv[3]) if len(sys.argv) > 3 else _MANY]))
