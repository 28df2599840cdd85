"""A real server on a free loopback port, for tests of whoever talks to it, and the site of somebody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from search.interface.engine import SearchEngine
from webui.serving.listening_socket import bound
from webui.serving.serve import Server
from webui.settings import Settings


@contextmanager
def running(engine: SearchEngine, settings: Settings | None = None) -> Iterator[Server]:
    """Run a server over `engine` in a thread, and stop it at the end. Slow answers are waited for."""
    server = Server(engine, bound("127.0.0.1", 0), threads=2, settings=settings or Settings(max_seconds=0))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(timeout=30)
        engine.close()


@contextmanager
def site_of(html: str) -> Iterator[str]:
    """Serve one page as a union's own site; a real one, for Chromium lets no made-up page frame a loopback address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    site = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{site.server_port}/"
    finally:
        site.shutdown()
        thread.join()
        site.server_close()
