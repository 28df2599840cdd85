"""How connections end: what is asked when a server stops is answered, and no answer is lost by closing too soon."""

from __future__ import annotations

import contextlib
import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from search.embedded.engine import WhooshEngine
from webui.serving import acceptor


@contextmanager
def connection(server) -> Iterator[http.client.HTTPConnection]:
    one = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    one.connect()
    try:
        yield one
    finally:
        one.close()


def asked(one: http.client.HTTPConnection) -> http.client.HTTPResponse:
    one.request("GET", "/healthz")
    reply = one.getresponse()
    reply.read()
    return reply


def until_stopping(server) -> None:
    server.stop()
    while not server._server.ending:
        time.sleep(0.01)


def test_what_is_asked_on_a_kept_connection_after_the_signal_is_answered_and_is_the_last(data, running):
    with running(WhooshEngine(data)) as server, connection(server) as kept:
        assert not asked(kept).will_close
        until_stopping(server)
        reply = asked(kept)
        assert (reply.status, reply.headers["Connection"]) == (200, "close")


def test_a_request_that_nobody_has_read_yet_is_read(data, running, monkeypatch):
    """On a busy machine the loop may come round only after the time that connections have for a request."""
    deaf = []

    def late(*given, **named):
        if not deaf:
            return loop(*given, **named)
        deaf.pop()
        return time.sleep(0.2)

    loop = acceptor.loop
    monkeypatch.setattr(acceptor, "loop", late)
    monkeypatch.setattr(acceptor, "_LAST_WORD", 0.0)
    with running(WhooshEngine(data)) as server, connection(server) as fresh:
        while not server._server.active_channels:
            time.sleep(0.01)
        deaf.extend([1, 1])
        server.stop()  # the loop that wakes for it may be one of the deaf
        assert asked(fresh).status == 200


def test_a_connection_on_which_nothing_is_asked_is_ended(data, running):
    with running(WhooshEngine(data)) as server, connection(server) as idle:
        assert asked(idle).status == 200
        server.stop()
        assert idle.sock.recv(1) == b"", "ended, not broken"


def test_a_body_that_nobody_reads_does_not_break_the_answer(server):
    """A socket closed with bytes unread resets the connection, and the client never sees why it was refused."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        raw.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n")
        time.sleep(0.3)  # until it was refused
        raw.sendall(b"x" * 3_000_000)
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: a"], ids=["idle", "half a request"])
def test_connections_that_ask_nothing_do_not_keep_others_out(data, running, monkeypatch, sent):
    monkeypatch.setattr(acceptor, "_MOST_CONNECTIONS", 10)
    with running(WhooshEngine(data)) as server:
        held = [socket.create_connection(("127.0.0.1", server.port), timeout=20) for _ in range(30)]
        try:
            for one in held:
                one.sendall(sent)
            for _ in range(5):
                with connection(server) as fresh:
                    assert asked(fresh).status == 200
        finally:
            for one in held:
                one.close()


def test_a_head_that_drips_in_does_not_keep_its_connection(data, running):
    with running(WhooshEngine(data)) as server:
        waitress = server._server
        waitress.adj.channel_timeout, waitress.adj.cleanup_interval, waitress.next_channel_cleanup = 1, 1, 0
        with socket.create_connection(("127.0.0.1", server.port), timeout=0.2) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nX: ")
            end = time.monotonic() + 20
            while time.monotonic() < end:
                with contextlib.suppress(TimeoutError):
                    assert slow.recv(1) == b"", "ended, and not answered"
                    break
                slow.sendall(b"a")
            else:
                pytest.fail("it was kept for as long as a byte came now and then")


def test_head_and_body_are_sent_at_once(data, running):
    """A process that dies between the two would leave half an answer, which no proxy can ask for again."""
    with running(WhooshEngine(data)) as server:
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as one:
                one.sendall(b"GET /api/v1/search?q=h HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                head, _, body = one.recv(1 << 20).partition(b"\r\n\r\n")
                length = next(line for line in head.split(b"\r\n") if line.startswith(b"Content-Length"))
                assert len(body) == int(length.partition(b":")[2])
