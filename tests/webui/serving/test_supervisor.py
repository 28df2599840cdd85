"""Several serving processes on one socket: real processes, real signals, real kills."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.webui.prometheus_text import parsed
from webui.serving.listening_socket import CannotServe, bound
from webui.serving.supervisor import Supervisor

COMMAND = [sys.executable, "-c", "from webui.cli.main import main; main()", "serve", "--port", "0"]
PAUSE = 0.02  # seconds between two questions of a visitor: six without any take the processor from those who start


@dataclass
class Service:
    """`tracuu serve --workers 2` as it runs; `said` is its log so far."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    port: int = 0

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in children.read_text().split()]

    def until(self, condition: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + 40
        while not condition():
            assert time.monotonic() < end, f"{what}\n{''.join(self.said)}"
            time.sleep(0.05)

    def metric(self, name: str) -> float:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=20) as reply:
            text = reply.read().decode()
        return sum(float(value) for value in re.findall(rf"^{name}(?:\{{.*\}})? (\S+)$", text, re.MULTILINE))


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def serving(data, workers: int = 2) -> Iterator[Service]:
    command = [*COMMAND, "--data", str(data), "--workers", str(workers)]
    environment = {**os.environ, "TRACUU_MAX_SECONDS": "0", "TRACUU_COUNT_EMPTY_SEARCHES": "true"}  # machines are busy
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    service = Service(process)
    reader = threading.Thread(target=lambda: service.said.extend(process.stderr), daemon=True)
    reader.start()
    started: list[int] = []
    try:
        service.until(lambda: any("serves on" in line for line in service.said), "the service did not start")
        service.port = int(re.search(r"127\.0\.0\.1:(\d+)/", "".join(service.said))[1])
        started = service.workers()
        yield service
    finally:
        if process.poll() is None:
            started = service.workers()
            process.terminate()
        process.wait(timeout=40)
        reader.join(timeout=40)
        process.stderr.close()
        left = [number for number in started if alive(number)]
        for number in left:
            os.kill(number, signal.SIGKILL)
    assert not left, "no process may stay"


@pytest.fixture(scope="module")
def service(data) -> Iterator[Service]:
    with serving(data) as service:
        yield service


def test_requests_are_counted_over_all_processes(service, ask):
    before = service.metric("tracuu_requests_total")
    for n in range(10):
        assert ask(service.port, f"/api/v1/search?q=hoi+{n}").status == 200
    # A request is counted when its answer is out: another process may be asked before that. Each reading counts too.
    for readings in range(100):
        if service.metric("tracuu_requests_total") == before + 11 + readings:
            break
        time.sleep(0.02)
    else:
        pytest.fail("the ten requests were not counted once each")
    assert service.metric("tracuu_workers") == 2
    with urllib.request.urlopen(f"http://127.0.0.1:{service.port}/metrics", timeout=20) as reply:
        samples = parsed(reply.read().decode())
    searches = samples["tracuu_request_duration_seconds_count"][frozenset({("route", "/api/v1/search")})]
    assert searches >= 10, "the histogram is of all processes, too"


def test_one_that_is_killed_is_replaced_and_the_totals_stay(service, ask):
    first, second = service.workers()
    total, replaced = service.metric("tracuu_requests_total"), service.metric("tracuu_workers_replaced_total")
    os.kill(first, signal.SIGKILL)
    service.until(lambda: first not in service.workers(), "the dead one is not buried")
    assert ask(service.port, "/healthz").status == 200, "the other one serves meanwhile"
    service.until(lambda: service.metric("tracuu_workers") == 2, "nobody took its place")
    assert second in service.workers()
    assert service.metric("tracuu_workers_replaced_total") == replaced + 1
    assert service.metric("tracuu_requests_total") > total


def in_vain(service: Service, ask: Callable[..., Any], query: str) -> int | None:
    """Return how often the service says that it was searched for in vain, None where it tells nothing of that."""
    answer = ask(service.port, "/api/v1/searches-without-results").json()
    return {one["query"]: one["count"] for one in answer["searches"]}.get(query)


def test_searches_in_vain_are_counted_over_all_processes(service, ask):
    for n in range(1, 13):
        assert ask(service.port, "/api/v1/search?q=qwzxv").json()["total"] == 0
        assert in_vain(service, ask, "qwzxv") == (n if n >= 3 else None), "whichever process answers"


def test_renewal_breaks_no_connection_and_forgets_no_count(service, ask):
    for _ in range(3):
        assert ask(service.port, "/api/v1/search?q=qwzxy").json()["total"] == 0
    before, statuses, done = service.workers(), [], threading.Event()

    def visit(keeps: bool) -> None:
        headers = {} if keeps else {"Connection": "close"}
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
        while not done.wait(PAUSE):
            try:
                connection.request("GET", "/api/v1/search?q=hoi", headers=headers)
                reply = connection.getresponse()  # a connection that the service ends is opened again by the next one
                reply.read()
                statuses.append(reply.status)
            except (OSError, http.client.HTTPException) as error:
                statuses.append(repr(error))
                connection.close()
        connection.close()

    visitors = [threading.Thread(target=visit, args=(n % 2 == 0,)) for n in range(6)]
    for visitor in visitors:
        visitor.start()
    try:
        service.process.send_signal(signal.SIGHUP)
        service.until(lambda: not {*before} & {*service.workers()}, "the old ones still serve")
    finally:
        done.set()
        for visitor in visitors:
            visitor.join(20)
    service.until(lambda: service.metric("tracuu_workers") == 2, "not all were replaced")
    assert len(service.workers()) == 2
    assert {*statuses} == {200}
    assert in_vain(service, ask, "qwzxy") == 3, "counts outlast the processes"


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGKILL, -9)])
def test_the_end_leaves_nothing_behind(data, ask, number, status):
    with serving(data) as service, socket.create_connection(("127.0.0.1", service.port), timeout=20) as in_flight:
        workers = service.workers()
        in_flight.sendall(b"GET /api/v1/search?q=hoi HTTP/1.1\r\nHost: a\r\n")
        time.sleep(0.3)  # until a worker has read the half of it
        service.process.send_signal(number)
        if status == 0:
            time.sleep(0.3)
            in_flight.sendall(b"Connection: close\r\n\r\n")
            answer = b"".join(iter(lambda: in_flight.recv(65536), b""))
            assert answer.startswith(b"HTTP/1.1 200"), "it is answered before the end"
        else:
            in_flight.close()
        assert service.process.wait(40) == status
        service.until(lambda: not any(map(alive, workers)), "a worker outlived the service")
        with pytest.raises(ConnectionError):
            ask(service.port, "/healthz")
        assert "Traceback" not in "".join(service.said)


def test_when_all_die_at_once_the_command_gives_up(tmp_path):
    supervisor = Supervisor(
        tmp_path,
        bound("127.0.0.1", 0),
        workers=2,
        threads=1,
        command=lambda orders: [sys.executable, "-c", "raise SystemExit(7)"],
    )
    with pytest.raises(CannotServe, match=r"end as soon as they start .*status 7"):
        supervisor.run()


def test_a_renewal_that_does_not_start_leaves_what_serves(tmp_path):
    ready, broken = "import os, time; os.write({}, b'r'); time.sleep(60)", "raise SystemExit(7)"
    programs, seen = [ready, ready, broken], []

    def command(orders):
        if len(programs) == 2:
            threading.Thread(target=watch).start()
        return [sys.executable, "-c", programs.pop(0).format(orders.ready)]

    def watch():
        while sum(worker.ready for worker in supervisor._workers) < 2:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGHUP)
        while programs:
            time.sleep(0.05)
        time.sleep(1)
        seen.extend(worker.process.poll() for worker in supervisor._workers)
        os.kill(os.getpid(), signal.SIGTERM)

    supervisor = Supervisor(tmp_path, bound("127.0.0.1", 0), workers=2, threads=1, command=command)
    supervisor.run()
    assert seen == [None, None], "the first two still run, and no third was tried again"
