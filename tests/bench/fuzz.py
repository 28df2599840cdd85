"""Hostile requests by the thousand: no answer of 500 or more, none over a second.

    python -m tests.bench.fuzz DATA [--cases 100000] [--seed 1]

Of every twenty cases seventeen go to the application as the server calls it, two to the engine as `tracuu search` calls
it (which has no limit of length before it), one over a socket to the running service. A case that took over a second
is tried three times more, since other work on the machine delays too: what counts is the quickest.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from search.engine import BadRequest
from search.results import SearchRequest
from search.whoosh_engine import WhooshEngine
from tests.bench.hostile import huge, target, text
from tests.bench.service import serving
from webui.app import create_app

_LONGEST = 1.0  # second


@dataclass
class Outcome:
    """What came of the cases: statuses by way, the slowest, and each fault with its case."""

    statuses: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slow_case: str = ""
    faults: list[str] = field(default_factory=list)

    def run(self, way: str, case: str, ask: Callable[[], int]) -> None:
        """Ask once; ask again what took too long."""
        try:
            status, seconds = _timed(ask)
            for _ in range(3):
                if seconds > _LONGEST:
                    seconds = min(seconds, _timed(ask)[1])
        except Exception:  # noqa: BLE001 - whatever comes out is the finding
            status, seconds = 599, 0.0
            self.faults.append(f"{way} {case[:300]!a}: {traceback.format_exc(limit=-3)}")
        self.statuses[f"{way} {status}"] += 1
        if seconds > self.slowest:
            self.slowest, self.slow_case = seconds, f"{way} {case[:200]!a} ({len(case)} characters)"
        if status >= 500 and status != 599:
            self.faults.append(f"{way} {case[:300]!a}: status {status}")
        if seconds > _LONGEST:
            self.faults.append(f"{way} {case[:300]!a}: {seconds:.2f} s")


def _timed(ask: Callable[[], int]) -> tuple[int, float]:
    began = time.perf_counter()
    status = ask()
    return status, time.perf_counter() - began


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


def fuzz(engine: WhooshEngine, port: int, cases: int, seed: int) -> Outcome:
    """Try as many cases; `port` 0: none over a socket."""
    chance, outcome = random.Random(seed), Outcome()
    app = create_app(engine)
    app.config["PROPAGATE_EXCEPTIONS"] = True  # where it broke, in place of an answer of 500
    for number in range(cases):
        way = number % 20
        if way < 2:
            query = huge(chance) if chance.random() < 0.02 else text(chance)
            outcome.run("engine", query, lambda query=query: through_engine(engine, query))
            continue
        address = target(chance)
        if way == 2 and port:
            outcome.run("socket", address, lambda address=address: through_socket(port, address))
        else:
            outcome.run("application", address, lambda address=address: through_application(app, address))
    return outcome


def main() -> None:
    """Do as the command line says, and print what was found; ends with 1 where there was a fault."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    engine = WhooshEngine(given.data)
    assert engine.status().generation, "there is no index to ask"
    with serving(given.data) as (address, _):
        outcome = fuzz(engine, urlsplit(address).port or 0, given.cases, given.seed)
    engine.close()
    print(f"{given.cases:,} cases in {time.monotonic() - began:.0f} s")
    print(f"slowest {outcome.slowest:.2f} s: {outcome.slow_case}")
    for status, number in sorted(outcome.statuses.items()):
        print(f"{status:<18}{number:>8,}")
    for fault in outcome.faults[:20]:
        print("FAULT", fault)
    print(f"{len(outcome.faults)} faults")
    sys.exit(bool(outcome.faults))


if __name__ == "__main__":
    main()
