"""One or several processes that serve on one socket, and the one that keeps them: replaces the dead, renews, stops.

A file of the index that is cut off while it is mapped ends whoever reads it (SIGBUS); so one process is kept, too.

Workers are started anew (not forked), so that a restart by SIGHUP runs the code that is installed by then. They share
the socket and, through the page cache, the mapped index. While one is replaced another serves.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from index.generations.opensearch.connection import Connection
from webui.http.limits import client_limits
from webui.operations.request_counts import RequestCounts, memory_size
from webui.serving import connection_share
from webui.serving.listening_socket import CannotServe, address_of
from webui.serving.shared_memory import memory_file
from webui.serving.worker import ORDERS, Orders
from webui.settings import Settings

_ENDURING = 5.0
"""Seconds after which a worker counts as working: one that dies sooner died at once."""

_MOST_AT_ONCE = 5
"""Deaths at once, with no worker that endures, after which there is no sense in going on."""

_BACK_OFF, _LONGEST_BACK_OFF = 0.2, 30.0
"""Seconds before a worker that died at once is replaced: the first, doubled each further time, and the last."""

_PATIENCE = 30.0
"""Seconds from SIGTERM until a worker is killed; its requests in flight have twenty of them."""

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from webui.serving.worker import main; main()"


@dataclass(eq=False, slots=True)
class _Worker:
    """A process, the slot it counts in, and the pipe on which it says that it is ready."""

    process: subprocess.Popen[bytes]
    slot: int
    pipe: int
    began: float
    ready: bool = False
    kill_at: float = float("inf")

    @property
    def is_stopping(self) -> bool:
        return self.kill_at < float("inf")

    @property
    def endures(self) -> bool:
        return self.ready and time.monotonic() - self.began >= _ENDURING

    def stop(self) -> None:
        if not self.is_stopping:
            self.kill_at = time.monotonic() + _PATIENCE
            self.process.terminate()


Command = Callable[[Orders], Sequence[str]]


def _command(_: Orders) -> Sequence[str]:
    path = json.dumps([entry or os.getcwd() for entry in sys.path])  # noqa: PTH109 - '' stands for it as text
    return [sys.executable, "-P", "-c", _START, path]


def _print(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


@dataclass(slots=True)
class _Deaths:
    """Workers that died at once, in a row, and the time from which the next may be started."""

    in_a_row: int = 0
    not_before: float = 0.0
    replaced: int = 0
    last: int = 0

    def count(self, worker: _Worker) -> None:
        """Take note of a worker that ended without having been asked to."""
        self.replaced += 1
        self.last = worker.process.returncode
        if worker.endures:
            self.in_a_row = 0
            return
        self.in_a_row += 1
        self.not_before = time.monotonic() + min(_BACK_OFF * 2 ** min(self.in_a_row - 1, 10), _LONGEST_BACK_OFF)


class Supervisor:
    """Keeps a number of workers serving on one socket. `run` is for the main thread: it takes the signals."""

    def __init__(
        self,
        data: Path,
        listening: socket.socket,
        *,
        workers: int,
        threads: int,
        settings: Settings | None = None,
        cluster: Connection | None = None,
        command: Command = _command,
        tell: Callable[[str], None] = _print,
    ) -> None:
        """Take a bound socket; `command` is what starts a worker, `tell` says how it goes."""
        self._data = data
        self._listening = listening
        self._wanted = workers
        self._threads = threads
        self._settings = settings or Settings()
        self._cluster = cluster
        self._command = command
        self._tell = tell
        self._slots = 2 * workers + 1  # while all are renewed those that end still count
        self._files = ExitStack()
        self._counts_file = self._files.enter_context(memory_file(memory_size(self._slots)))
        counting = self._settings.count_empty_searches
        self._searches_file = self._files.enter_context(memory_file()) if counting else None
        self._clients_file = self._files.enter_context(memory_file(client_limits.SIZE))
        self._connections_file = self._files.enter_context(memory_file(connection_share.memory_size(self._slots)))
        self._counts = RequestCounts(self._counts_file.fileno(), self._slots)
        self._workers: list[_Worker] = []
        self._outdated: list[_Worker] = []
        self._deaths = _Deaths()
        self._is_to_stop, self._is_to_renew = False, False  # as signals that came wish
        self._announced = False
        self._alive, self._hold = os.pipe()

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; renew the workers on SIGHUP. Raises CannotServe where they die at once."""
        self._listening.listen(1024)
        with selectors.DefaultSelector() as selector, self._signals(selector):
            try:
                while not self._is_to_stop:
                    self._step()
                    self._wait(selector)
                    if self._deaths.in_a_row >= _MOST_AT_ONCE and not any(w.endures for w in self._workers):
                        raise CannotServe(
                            f"the serving processes end as soon as they start (the last with status "
                            f"{self._deaths.last}); what they printed above says why"
                        )
            finally:
                self._listening.close()
                os.close(self._hold)  # ends workers that a signal would not reach, too
                for worker in self._workers:
                    worker.stop()
                while self._workers:
                    self._wait(selector)
                os.close(self._alive)
                self._files.close()

    def _step(self) -> None:
        """Start, replace, and end workers as far as that can be done now."""
        if self._is_to_renew:
            self._is_to_renew = False
            self._outdated = [w for w in self._workers if not w.is_stopping]
        serving = [w for w in self._workers if not w.is_stopping]
        self._outdated = [w for w in self._outdated if w in serving]
        renewing = bool(self._outdated) and len(self._workers) <= self._wanted
        missing = self._wanted + renewing - len(serving)
        if missing > 0 and time.monotonic() >= self._deaths.not_before:
            for _ in range(missing):
                self._start()
        elif self._outdated and len(serving) > self._wanted and all(w.ready for w in serving):
            self._outdated.pop(0).stop()
        ready = sum(w.ready for w in serving)
        self._counts.set_processes(ready, self._deaths.replaced)
        if ready >= self._wanted and not self._announced:
            self._announced = True
            address = address_of(self._listening)
            if ready > 1:
                self._tell(f"tracuu serves on {address} with {ready} processes (Ctrl+C stops it)")
            else:
                self._tell(f"tracuu serves on {address} (Ctrl+C stops it)")

    def _start(self) -> None:
        slot = min({*range(self._slots)} - {w.slot for w in self._workers})
        ours, theirs = os.pipe()
        orders = Orders(
            data=str(self._data),
            threads=self._threads,
            settings=self._settings,
            cluster=self._cluster,
            listening=self._listening.fileno(),
            ready=theirs,
            counts=self._counts_file.fileno(),
            slots=self._slots,
            slot=slot,
            searches=-1 if self._searches_file is None else self._searches_file.fileno(),
            clients=self._clients_file.fileno(),
            connections=self._connections_file.fileno(),
        )
        inherited = (orders.listening, theirs, orders.counts, orders.searches, orders.clients, orders.connections)
        try:
            process = subprocess.Popen(
                self._command(orders),
                stdin=self._alive,
                pass_fds=[fd for fd in inherited if fd != -1],
                env={**os.environ, ORDERS: msgspec.json.encode(orders).decode()},
            )
        finally:
            os.close(theirs)
        self._workers.append(_Worker(process, slot, ours, time.monotonic()))

    def _wait(self, selector: selectors.BaseSelector) -> None:
        """Wait for a signal, for a worker to be ready or to end; at most a second."""
        pipes = {worker.pipe: worker for worker in self._workers}
        for pipe in pipes:
            selector.register(pipe, selectors.EVENT_READ)
        due = [self._deaths.not_before, *(w.kill_at for w in self._workers)]
        soonest = min([moment - time.monotonic() for moment in due if moment > time.monotonic()], default=1.0)
        events = selector.select(min(soonest + 0.01, 1.0))
        for pipe in pipes:
            selector.unregister(pipe)
        for key, _ in events:
            worker = pipes.get(key.fd)
            if worker is None:
                os.read(key.fd, 64)  # a signal, whose handler has noted what is wished
            elif os.read(key.fd, 1):
                worker.ready = True
            else:  # its end of the pipe is closed: it ended, or is about to
                self._bury(worker)
        for worker in self._workers:
            if worker.kill_at < time.monotonic():
                worker.process.kill()

    def _bury(self, worker: _Worker) -> None:
        worker.process.wait()
        os.close(worker.pipe)
        self._workers.remove(worker)
        self._counts.clear_waiting(worker.slot)
        if worker.is_stopping:
            return
        self._tell(f"a serving process ended with status {worker.process.returncode}")
        if self._outdated and not worker.ready:  # what is installed now does not start; what runs goes on
            self._outdated = []
            self._tell("the restart was given up: the processes that serve stay as they are")
        else:
            self._deaths.count(worker)

    @contextmanager
    def _signals(self, selector: selectors.BaseSelector) -> Iterator[None]:
        """Note what signals ask for, and wake the selector."""
        wake, woken = socket.socketpair()
        wake.setblocking(False)
        selector.register(woken, selectors.EVENT_READ)

        def ask_stop(*_: object) -> None:
            self._is_to_stop = True

        def ask_renewal(*_: object) -> None:
            self._is_to_renew = True

        handlers = {signal.SIGTERM: ask_stop, signal.SIGINT: ask_stop, signal.SIGHUP: ask_renewal}
        waking = signal.set_wakeup_fd(wake.fileno())
        before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(waking)
            wake.close()
            woken.close()
