"""The address that the service listens on."""

from __future__ import annotations

import socket


class CannotServe(RuntimeError):
    """The service cannot start or go on; the message says why and what to do."""


def bound(host: str, port: int) -> socket.socket:
    """Return a socket bound to `host` and `port` (0: any free one). Raises CannotServe where that cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError, OverflowError) as error:
        raise CannotServe(
            f"cannot serve on {host}:{port}: {_reason(error)}. Give an address of this machine with --host."
        ) from error
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
    except (OSError, OverflowError) as error:
        found.close()
        raise CannotServe(
            f"cannot serve on {host}:{port}: {_reason(error)}. Choose another with --port (0: any free one)."
        ) from error
    return found


def address_of(listening: socket.socket) -> str:
    """Return where a bound socket is reached, such as `http://127.0.0.1:8080/`."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
