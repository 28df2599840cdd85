"""Running a server: waitress on one socket, stopped when requests in flight have ended."""

from __future__ import annotations

import logging
import socket
import sys
import threading
from typing import Any

from search.interface.engine import SearchEngine
from search.process_memory import few_arenas
from webui.app import create_app
from webui.http.limits.client_limits import ClientLimits
from webui.operations.access_log import AccessLog, JsonLines
from webui.operations.request_counts import RequestCounts
from webui.operations.unanswered_queries import EmptySearches
from webui.serving.acceptor import Acceptor
from webui.serving.connection_share import ConnectionShare
from webui.serving.listening_socket import address_of
from webui.settings import Settings

_SHARE_WAITED = 0.2
"""Of the seconds that a request may take, those that it may wait for a thread."""


class Server:
    """A bound, listening server. `run` serves until `stop`, which any thread or signal handler may call."""

    def __init__(
        self,
        engine: SearchEngine,
        listening: socket.socket,
        *,
        threads: int,
        settings: Settings,
        counts: RequestCounts | None = None,
        searches: EmptySearches | None = None,
        clients: ClientLimits | None = None,
        share: ConnectionShare | None = None,
    ) -> None:
        """Take a bound socket, which other processes may share, and close it at the end."""
        few_arenas()
        self._counts = counts = counts or RequestCounts()
        app = create_app(engine, settings, counts, searches, clients)
        self._socket = listening
        log = AccessLog(app.wsgi_app, counts, with_queries=settings.log_queries, slow_ms=settings.slow_ms)
        self._server = Acceptor(
            log,
            self._socket,
            threads=threads,
            waiting=settings.waiting,
            max_wait=settings.max_seconds * _SHARE_WAITED,
            unread=lambda: counts.refuse("unread"),
            share=share,
            ident="tracuu",
            max_request_header_size=2 * settings.max_address,
            max_request_body_size=65_536,  # nothing here reads a body
            channel_timeout=60,
            clear_untrusted_proxy_headers=True,
            **_proxy(settings.trusted_proxy),
        )
        self._stopping = False
        self._stop_told = threading.RLock()  # a signal handler may come upon its own thread in `stop`

    @property
    def address(self) -> str:
        """Return where the service is reached, such as `http://127.0.0.1:8080/`."""
        return address_of(self._socket)

    @property
    def port(self) -> int:
        """Return the port in use, also where any free one was asked for."""
        return int(self._server.effective_port)

    def run(self) -> None:
        """Serve until `stop`; then refuse new connections, finish the requests in flight, and return."""
        while not self._stopping:
            self._server.serve_once()
            self._counts.set_waiting(max(0, self._server.waiting))
        with self._stop_told:  # who stops may still be about to wake the loop, by a pipe that `finish` closes
            self._counts.set_waiting(0)
        self._server.finish()

    def stop(self) -> None:
        """Ask `run` to end. Returns at once; asking again changes nothing."""
        with self._stop_told:
            if not self._stopping:
                self._stopping = True
                self._server.pull_trigger()


def _proxy(address: str) -> dict[str, Any]:
    """Return what waitress needs to believe one proxy when it tells the client's address, scheme and host."""
    if not address:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
    return {"trusted_proxy": address, "trusted_proxy_count": 1, "trusted_proxy_headers": headers}


def start_log(settings: Settings) -> None:
    """Send one line a request to stderr, in the form that the settings want."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else logging.Formatter("%(asctime)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news
