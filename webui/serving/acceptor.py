"""Takes connections and hands requests to threads, within bounds, until it is told to end."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.wasyncore import loop

from webui.serving.connection_share import ConnectionShare
from webui.serving.connections import Connection

_MOST_CONNECTIONS = 500
"""Open at once in a process; beyond it the one that has sent nothing whole for the longest gives way."""

_LEFT, _MOMENT = 20, 0.001
"""Times that a new connection is left to processes that have fewer, and seconds each time."""

_LAST_WORD = 2.0
"""Seconds that a connection may use after the signal to stop for a request: it may be on its way."""

_GRACE = 20.0
"""Seconds that requests in flight may take after the signal to stop."""

_WEIGHT = 0.05
"""Of the latest answer in the mean of how long answers take."""


class Acceptor(TcpWSGIServer):  # type: ignore[misc]
    """Waitress's server over one bound socket, which other processes may share.

    Requests that would wait for too long are marked as refused and handed to a thread that has nothing else to do, so
    that their refusal need not wait as well; so are others in the same case that must not be refused (`/healthz`).
    """

    channel_class = Connection
    ending = False
    """True where each answer from now on is the last of its connection."""

    def __init__(
        self,
        application: Any,
        listening: socket.socket,
        *,
        threads: int,
        waiting: int = 0,
        max_wait: float = 0.0,
        unread: Callable[[], None] = lambda: None,
        share: ConnectionShare | None = None,
        **adjustments: Any,
    ) -> None:
        """Listen. `waiting` requests may wait, none of them for more than `max_wait` seconds (0: no limit).

        `unread` is called for each request that is refused since it cannot be read; `share` knows what others have.
        `adjustments` are waitress's.
        """
        limit = 2 * _MOST_CONNECTIONS  # where none gives way: all of them wait for answers
        adj = Adjustments(sockets=[listening], threads=threads, connection_limit=limit, **adjustments)
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(threads)
        self._refusing = ThreadedTaskDispatcher()
        self._refusing.set_thread_count(1)
        self._most_waiting, self._max_wait = waiting, max_wait
        self.unread = unread
        self._share, self._left_to_others = share or ConnectionShare(), 0
        self._seconds = 0.0
        self.lingering: set[Connection] = set()
        address = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            application, _sock=listening, dispatcher=dispatcher, adj=adj, sockinfo=address, bind_socket=False
        )

    def handle_accept(self) -> None:
        """Take a connection, unless another process has fewer: it was woken, too, and has a moment to take it."""
        if self._share.has_more(len(self.active_channels)) and self._left_to_others < _LEFT:
            self._left_to_others += 1
            time.sleep(_MOMENT)
            return
        self._left_to_others = 0
        super().handle_accept()
        self._share.tell(len(self.active_channels))

    def add_task(self, task: Connection) -> None:
        if self._is_full():
            task.requests[0].refused = True
            self._refusing.add_task(task)
        else:
            super().add_task(task)

    def answered(self, seconds: float) -> None:
        """Take note of how long an answer took, of late: of two threads that note at once one may be lost."""
        self._seconds += _WEIGHT * (seconds - self._seconds)

    @property
    def waiting(self) -> int:
        """Return how many requests wait for a thread; negative where threads wait for requests."""
        threads = self.task_dispatcher
        idle = self.adj.threads - threads.active_count  # each takes one of the queue as soon as it wakes
        return int(len(threads.queue) - idle)

    def _is_full(self) -> bool:
        waiting = self.waiting
        if self._most_waiting and waiting >= self._most_waiting:
            return True
        return bool(self._max_wait) and waiting * self._seconds / self.adj.threads > self._max_wait

    def serve_once(self) -> None:
        """Do what there is to do, or wait for it; at most a second."""
        self._share.tell(len(self.active_channels))
        loop(timeout=1.0, use_poll=True, map=self._map, count=1)
        # Not while the loop runs: it would take the number of a closed socket for the connection that got it next.
        self._close_overdue()
        if len(self.active_channels) >= _MOST_CONNECTIONS:
            self._make_room()

    def maintenance(self, now: float) -> None:
        """Close the connections on which nothing comes, and those whose request takes as long to come in."""
        super().maintenance(now)
        for connection in self.active_channels.values():
            if connection.waits_since < now - self.adj.channel_timeout:
                connection.will_close = True

    def finish(self) -> None:
        """Take no more connections, and return when those that were taken have had their answers.

        The listening socket is closed in this process. What asks meanwhile on a connection is answered, with
        `Connection: close`; connections on which nothing is asked are ended after some seconds.
        """
        self.ending, self.accepting = True, False
        self._share.leave()
        self.del_channel()
        self.socket.close()
        began = time.monotonic()
        while self.active_channels and time.monotonic() < began + _GRACE:
            loop(timeout=0.05, use_poll=True, map=self._map, count=1)
            self._close_overdue()
            if time.monotonic() >= began + _LAST_WORD:
                for connection in list(self.active_channels.values()):
                    connection.end_if_quiet()
        self.task_dispatcher.shutdown()
        self._refusing.shutdown()
        for connection in list(self.active_channels.values()):
            connection.close_now()
        self.trigger.close()

    def _close_overdue(self) -> None:
        now = time.monotonic()
        for connection in [one for one in self.lingering if one.lingers_until <= now]:
            connection.close_now()

    def _make_room(self) -> None:
        """Close a tenth of the connections: those that have owed a whole request for the longest, a second at least."""
        slowest = sorted(self.active_channels.values(), key=lambda one: one.waits_since)
        for connection in slowest[: _MOST_CONNECTIONS // 10 + 1]:
            if connection.waits_since < time.time() - 1:
                connection.give_way()
