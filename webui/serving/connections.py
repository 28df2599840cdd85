"""Connections and their ends: nothing that was answered, or may still be asked, is lost by closing too soon.

A socket that is closed with bytes unread tells the other side so (RST), and what was sent but not yet read there is
thrown away. So the sending side is shut first, what still comes is read to its end, and only then is it closed
(RFC 9112, 9.6). Waitress closes at once.
"""

from __future__ import annotations

import logging
import re
import select
import socket
import time
from typing import Any, Protocol

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask, WSGITask

from webui.http.environment import ARRIVED, REFUSED
from webui.http.problems import CONTENT_TYPE, problem

logger = logging.getLogger("tracuu.access")

_LINGERS = 2.0
"""Seconds in which what a client still sends is read, after our side was shut."""


class Accepting(Protocol):
    """The server that took a connection, as far as the connection asks anything of it."""

    ending: bool
    """True where each answer from now on is the last of its connection."""

    lingering: set[Connection]
    """Connections whose sending side is shut, and which are closed in a while."""

    def answered(self, seconds: float) -> None:
        """Take note of how long an answer took."""

    def unread(self) -> None:
        """Take note of a request that is refused since it cannot be read."""


_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")


class Request(HTTPRequestParser):  # type: ignore[misc]
    """A request as it comes in; `arrived` as in `ARRIVED`, `refused` as in `REFUSED`. `began`: its first byte."""

    arrived = 0.0
    refused = False

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.began = time.time()

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head. Raises ParsingError where it has no host, or two, or one that is no name (RFC 9112, 3.2)."""
        super().parse_header(header_plus)
        host = self.headers.get("HOST")
        if host is None and self.version == "1.1":
            raise ParsingError("Host is missing")
        if host is not None and not _HOST.fullmatch(host):  # of two, waitress makes one with a comma
            raise ParsingError("Host is no name")

    def received(self, data: bytes) -> int:
        consumed = int(super().received(data))
        if self.completed:
            self.arrived = time.monotonic()
        return consumed


class _Joined:
    """Takes the writes of a task in place of its channel, and joins them."""

    def __init__(self, channel: HTTPChannel) -> None:
        self.server = channel.server
        self.joined = bytearray()

    def write_soon(self, data: bytes) -> None:
        self.joined += data


class Answer(WSGITask):  # type: ignore[misc]
    """One answer; it says that it is the last of its connection where the service ends."""

    def write(self, data: bytes) -> None:
        """Send head and body at once: who dies between the two leaves an answer that no proxy can ask for again."""
        if self.wrote_header or not data:
            super().write(data)
            return
        channel: HTTPChannel = self.channel
        self.channel: HTTPChannel | _Joined
        self.channel = head = _Joined(channel)
        try:
            super().write(data)
        finally:
            self.channel = channel
        channel.write_soon(bytes(head.joined))

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[ARRIVED], environ[REFUSED] = self.request.arrived, self.request.refused
        return environ

    def execute(self) -> None:
        began = time.monotonic()
        super().execute()
        if not self.request.refused:
            self.channel.server.answered(time.monotonic() - began)

    def build_response_header(self) -> bytes:
        if self.channel.server.ending:
            self.request.headers["CONNECTION"] = "close"
        header: bytes = super().build_response_header()
        return header


class ProblemTask(ErrorTask):  # type: ignore[misc]
    """Answers what waitress itself refuses (a header too large, a broken first line), as the service does."""

    def execute(self) -> None:
        error = self.request.error
        self.channel.server.unread()
        logger.info("refused unread: %d %s", error.code, error.reason)
        body = problem(error.code)
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body)))]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Connection(HTTPChannel):  # type: ignore[misc]
    """A client's connection. All but `service` is for the thread that runs the loop."""

    error_task_class = ProblemTask
    task_class = Answer
    parser_class = Request
    server: Accepting
    lingers_until = float("inf")
    """The time by which it is closed, in monotonic seconds; finite once our side is shut."""

    _flushing = False

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing was asked that is not answered; a request that has begun to come in counts as asked."""
        return not (self.requests or self.request or self.total_outbufs_len or self.close_when_flushed)

    @property
    def waits_since(self) -> float:
        """Return since when, in seconds of the clock, it has owed us a whole request; infinite where it does not."""
        if self.requests or self.total_outbufs_len or self.close_when_flushed:
            return float("inf")
        partial = self.request
        return float(self.last_activity if partial is None else partial.began)

    @property
    def is_ended(self) -> bool:
        """Tell whether our side is shut; what the client still sends is not answered."""
        return self.lingers_until < float("inf")

    def end_if_quiet(self) -> None:
        """Shut our side unless something is asked, or has come that nobody has read yet."""
        if self.is_idle and not self.is_ended and not self._has_unread():
            self.end()

    def end(self) -> None:
        """Shut our side; what the client still sends is read and thrown away."""
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:  # the client has gone
            self.close_now()
            return
        self.lingers_until = time.monotonic() + _LINGERS
        self.server.lingering.add(self)

    def give_way(self) -> None:
        """Close unless more of a request has come that nobody has read yet. Nothing was asked that is not answered."""
        if not self._has_unread():
            self.close_now()

    def writable(self) -> bool:
        return not self.is_ended and bool(super().writable())

    def readable(self) -> bool:
        return self.is_ended or bool(super().readable())

    def handle_read(self) -> None:
        if not self.is_ended:
            super().handle_read()
            return
        try:
            self.recv(65_536)  # thrown away; at its end the connection is closed
        except OSError:
            self.close_now()

    def handle_write(self) -> None:
        if self.will_close and not self.close_when_flushed and self.is_idle and self._has_unread():
            # Idle for too long, but a request came in that very moment.
            self.will_close: bool = False
            self.last_activity = time.time()
            return
        self._flushing = True
        try:
            super().handle_write()
        finally:
            self._flushing = False

    def handle_close(self) -> None:
        """End the connection: gently where all was sent, at once where it is broken or the client has gone."""
        if self._flushing and self.connected and not self.total_outbufs_len:
            self.end()
        else:
            self.close_now()

    def close_now(self) -> None:
        """Close, whatever may be unread."""
        self.server.lingering.discard(self)
        super().handle_close()

    def _has_unread(self) -> bool:
        poll = select.poll()
        poll.register(self.socket, select.POLLIN)
        return bool(poll.poll(0))
