"""Connections that are kept are shared evenly among processes, whichever of them wakes first."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from webui.serving import connection_share
from webui.serving.acceptor import Acceptor
from webui.serving.connection_share import ConnectionShare, memory_size
from webui.serving.listening_socket import bound
from webui.serving.shared_memory import memory_file

SLOTS = 3


def _answer(_: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@pytest.fixture
def shares() -> Iterator[list[ConnectionShare]]:
    with memory_file(memory_size(SLOTS)) as file:
        yield [ConnectionShare(file.fileno(), SLOTS, slot) for slot in range(SLOTS)]


def test_who_has_more(shares: list[ConnectionShare], monkeypatch: pytest.MonkeyPatch) -> None:
    mine, other, ending = shares
    assert not mine.has_more(9), "the others do not serve"
    other.tell(3)
    ending.tell(0)
    ending.leave()
    assert mine.has_more(4) and not mine.has_more(3)
    monkeypatch.setattr(connection_share, "_FRESH", -1)
    assert not mine.has_more(4), "it told long ago: it hangs, or is no more"
    assert not ConnectionShare().has_more(9)


def test_connections_that_come_at_once_are_shared(shares: list[ConnectionShare]) -> None:
    listening = bound("127.0.0.1", 0)
    listening.listen(64)
    port = listening.getsockname()[1]
    sockets = zip((listening, listening.dup()), shares, strict=False)
    servers = [Acceptor(_answer, one, threads=1, share=share) for one, share in sockets]
    stop = threading.Event()

    def serve(server: Acceptor) -> None:
        while not stop.is_set():
            server.serve_once()

    running = [threading.Thread(target=serve, args=(server,)) for server in servers]
    for share, thread in zip(shares, running, strict=False):
        share.tell(0)
        thread.start()
    try:
        kept = [http.client.HTTPConnection("127.0.0.1", port) for _ in range(8)]
        for connection in kept:
            connection.connect()
        for connection in kept:
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"ok"
        assert [len(server.active_channels) for server in servers] == [4, 4]
        for connection in kept:
            connection.close()
    finally:
        stop.set()
        for server, thread in zip(servers, running, strict=True):
            server.pull_trigger()
            thread.join()
            server.finish()
