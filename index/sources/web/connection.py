"""A connection to a web server that ends at its time and its bytes, whatever the server does."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

from index.sources.web.resolution import Resolve, addresses_of
from index.sources.web.round_bounds import Limits

_HEADS = 1 << 20  # bytes beside the body: heads, lines of chunks, trailers


class Overlong(OSError):
    """The server sent more than an answer may have."""


class _Metered(io.RawIOBase):
    """The bytes that come over a socket, until its time is over or its bytes are used up."""

    def __init__(self, owner: TimedSocket) -> None:
        self._owner = owner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._owner.receive_into(buffer)


class TimedSocket:
    """A socket as `http.client` uses it; every wait is bounded by `until`, in monotonic seconds, and by `silent`."""

    def __init__(self, inner: socket.socket, until: float, limits: Limits) -> None:
        self._socket, self._until, self._limits = inner, until, limits
        self.received = 0
        """Bytes so far, heads included."""

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self._limits.silent)

    def receive_into(self, buffer: Any) -> int:
        """Receive bytes. Raises TimeoutError and Overlong."""
        self._socket.settimeout(self._left())
        count = self._socket.recv_into(buffer)
        self.received += count
        if self.received > self._limits.size + _HEADS:
            raise Overlong
        return count

    def sendall(self, data: Any) -> None:
        """Send bytes. Raises TimeoutError."""
        self._socket.settimeout(self._left())
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return what is received as a file; `http.client` asks for no other than `rb`."""
        return io.BufferedReader(_Metered(self))

    def close(self) -> None:
        """Do nothing: `http.client` closes before it reads a body, as the files of a socket keep that open."""

    def end(self) -> None:
        """Close the socket."""
        self._socket.close()


def _connected(addresses: list[str], port: int, until: float, silent: float) -> socket.socket:
    problem: OSError = OSError("no address")
    for address in addresses:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            return socket.create_connection((address, port), timeout=min(left, silent))
        except OSError as error:
            problem = error
    raise problem


def open_connection(
    address: str, until: float, limits: Limits, private: bool, resolve: Resolve
) -> tuple[http.client.HTTPConnection, TimedSocket]:
    """Return a connection to the host of an address, and the socket below it.

    What is connected to is an address that was checked, so that no second look-up can lead elsewhere. Raises OSError:
    TimeoutError, Unreachable, and what the system says.
    """
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    left = min(until - time.monotonic(), limits.silent)
    inner = _connected(addresses_of(host, port, left, private, resolve), port, until, limits.silent)
    try:
        if secure:
            inner.settimeout(max(min(until - time.monotonic(), limits.silent), 0.001))
            inner = ssl.create_default_context().wrap_socket(inner, server_hostname=host)
    except BaseException:
        inner.close()
        raise
    timed = TimedSocket(inner, until, limits)
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(host, parts.port)
    connection.sock = timed
    return connection, timed
