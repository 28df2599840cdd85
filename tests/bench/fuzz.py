"""Hostile requests by the thousand: no answer of 500 or more, none over a second.

    python -m tests.bench.fuzz DATA [--cases 100000] [--seed 1] [--faults FILE]

Of every forty cases thirty-four go to the application as the server calls it, to all its routes, four to the engine as
`tracuu search` calls it (which has no limit of length before it), two over a socket to the running service: one an
address, one bytes that may be no request at all. A case that took over a second is tried three times more, since other
work on the machine delays too: what counts is the processor time of the quickest. Over the socket it is the clock: the
processor time is another process's.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import socket
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from werkzeug.exceptions import HTTPException

from search.embedded.engine import WhooshEngine
from search.interface.engine import BadRequest
from search.interface.request import Kind, SearchRequest
from tests.bench.hostile import huge, raw, target, text
from tests.bench.service import serving
from webui.app import create_app
from webui.settings import Settings

_LONGEST = 1.0  # second
_NONE = 0  # status of a connection that was closed without an answer


@dataclass
class Outcome:
    """What came of the cases: statuses by way, routes asked, the slowest by processor, and each fault with its case.

    `late` are the cases that took over a second by the clock each time they were tried, though the processor did not.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    routes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slow_case: str = ""
    tried_again: int = 0
    late: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    file: Path | None = None

    def run(self, way: str, case: str, ask: Callable[[], int]) -> None:
        """Ask once; ask again what took too long."""
        try:
            status, clock, processor = _timed(ask)
            self.tried_again += clock > _LONGEST
            for _ in range(3):
                if clock > _LONGEST:
                    again = _timed(ask)
                    clock, processor = min(clock, again[1]), min(processor, again[2])
        except Exception:  # noqa: BLE001 - whatever comes out is the finding
            status, clock, processor = 599, 0.0, 0.0
            self._fault(way, case, traceback.format_exc(limit=-3))
        self.statuses[f"{way} {status}"] += 1
        spent = clock if way in ("socket", "bytes") else processor
        if spent > self.slowest:
            self.slowest, self.slow_case = spent, f"{way} {case[:200]!a} ({len(case)} characters)"
        if status >= 500 and status not in (501, 599):  # 501: an unknown Transfer-Encoding (RFC 9112, 6.1)
            self._fault(way, case, f"status {status}")
        if spent > _LONGEST:
            self._fault(way, case, f"{spent:.2f} s")
        elif clock > _LONGEST:
            self.late.append(f"{way} {case[:200]!a}: {clock:.2f} s by the clock, {processor:.2f} s of the processor")

    def _fault(self, way: str, case: str, what: str) -> None:
        self.faults.append(f"{way} {case[:300]!a}: {what}")
        print("FAULT", self.faults[-1], file=sys.stderr, flush=True)
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as handle:
                handle.write(json.dumps({"way": way, "what": what, "case": case}) + "\n")


def _timed(ask: Callable[[], int]) -> tuple[int, float, float]:
    """Return the status, and the seconds by the clock and of this process's processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    status = ask()
    return status, time.perf_counter() - clock, time.process_time() - processor


def through_application(app: Any, address: str) -> int:
    """Call the application as a WSGI server does, and read the whole answer."""
    path, _, query = address.partition("?")
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": address,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": None,
        "wsgi.errors": sys.stderr,
    }
    body = app(environ, lambda status, headers, exc_info=None: said.append(status))
    for _ in body:
        pass
    if hasattr(body, "close"):
        body.close()
    return int(said[0][:3])


def through_engine(engine: WhooshEngine, query: str) -> int:
    """Search as the command line does."""
    try:
        engine.search(SearchRequest(q=query))
    except BadRequest:
        return 400
    return 200


def through_socket(port: int, address: str) -> int:
    """Ask the running service."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.putrequest("GET", address, skip_accept_encoding=True)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def send_bytes(port: int, request: bytes) -> int:
    """Send the bytes and no more; return the status of the first answer, `_NONE` where there is none."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        except ConnectionError:
            return _NONE
    return int(answer[9:12]) if answer.startswith(b"HTTP/1.") else _NONE


def fuzz(engine: WhooshEngine, port: int, cases: int, seed: int, faults: Path | None = None) -> Outcome:
    """Try as many cases; `port` 0: none over a socket. Faults are added to the file as they are found."""
    chance, outcome = random.Random(seed), Outcome(file=faults)
    app = create_app(engine, Settings(count_empty_searches=True))
    app.config["PROPAGATE_EXCEPTIONS"] = True  # where it broke, in place of an answer of 500
    ids = {kind: chance.sample(held := engine.identifiers(kind), min(50, len(held))) for kind in _KINDS}
    for number in range(cases):
        way = number % 40
        if way < 4:
            query = huge(chance) if chance.random() < 0.02 else text(chance)
            outcome.run("engine", query, lambda query=query: through_engine(engine, query))
            continue
        if way == 4 and port:
            request = raw(chance)
            outcome.run("bytes", request.decode("latin-1"), lambda request=request: send_bytes(port, request))
            continue
        address = target(chance, ids)
        outcome.routes[route_of(app, address)] += 1
        if way == 5 and port:
            outcome.run("socket", address, lambda address=address: through_socket(port, address))
        else:
            outcome.run("application", address, lambda address=address: through_application(app, address))
    return outcome


_KINDS: tuple[Kind, ...] = ("article", "directive", "speaker", "organisation")


def route_of(app: Any, address: str) -> str:
    """Return the rule that answers an address, empty for none."""
    path = unquote_to_bytes(address.partition("?")[0]).decode("utf-8", "replace")
    try:
        rule, _ = app.url_map.bind("127.0.0.1").match(path, return_rule=True)
    except HTTPException:
        return ""
    return str(rule.rule)


def main() -> None:
    """Do as the command line says, and print what was found; ends with 1 where there was a fault."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=Path, help="File that each fault is added to, with its whole case.")
    given = parser.parse_args()
    began, busy = time.monotonic(), time.process_time()
    engine = WhooshEngine(given.data)
    assert engine.status().generation, "there is no index to ask"
    with serving(given.data) as (address, _):
        outcome = fuzz(engine, urlsplit(address).port or 0, given.cases, given.seed, given.faults)
    engine.close()
    seconds, processor = time.monotonic() - began, time.process_time() - busy
    print(f"{given.cases:,} cases, seed {given.seed}, in {seconds:.0f} s, {processor:.0f} s of the processor")
    print(f"slowest {outcome.slowest:.2f} s: {outcome.slow_case}")
    for status, number in sorted(outcome.statuses.items()):
        print(f"{status:<18}{number:>8,}")
    for route, number in sorted(outcome.routes.items()):
        print(f"{number:>8,}  {route or '(none)'}")
    print(f"{outcome.tried_again} took over a second by the clock and were tried again, {len(outcome.late)} each time:")
    for late in outcome.late[:20]:
        print("LATE", late)
    print(f"{len(outcome.faults)} faults")
    sys.exit(bool(outcome.faults))


if __name__ == "__main__":
    main()
