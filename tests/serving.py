"""A real server on a free loopback port, for tests of whoever talks to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

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
