"""The running service: its start, its log and its end."""

from __future__ import annotations

import json
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

from search.embedded.engine import WhooshEngine
from webui.operations.access_log import JsonLines
from webui.serving.listening_socket import CannotServe, bound
from webui.settings import Settings

COMMAND = [sys.executable, "-c", "from webui.cli.main import main; main()", "serve", "--port", "0"]


class Held(WhooshEngine):
    """The real engine, whose searches wait until they are let go."""

    def __init__(self, data):
        super().__init__(data)
        self.begun, self.let_go = threading.Event(), threading.Event()

    def search(self, request):
        self.begun.set()
        assert self.let_go.wait(20)
        return super().search(request)


def test_a_request_in_flight_is_answered_before_the_end(data, running, ask):
    engine, replies = Held(data), []
    with running(engine) as server:
        client = threading.Thread(
            target=lambda: replies.append(ask(server.port, "/api/v1/search?kind=article&size=100"))
        )
        client.start()
        assert engine.begun.wait(20)
        server.stop()
        engine.let_go.set()
        client.join(20)
    assert replies[0].status == 200
    assert replies[0].json()["total"] == 22


def test_after_the_end_nobody_listens(data, running, ask):
    with running(WhooshEngine(data)) as server:
        assert ask(server.port, "/healthz").status == 200
    with pytest.raises(ConnectionError):
        ask(server.port, "/healthz")


def test_a_loop_that_wakes_by_itself_waits_for_whoever_is_about_to_wake_it(data, running, monkeypatch):
    with running(WhooshEngine(data)) as server:
        pull = server._server.pull_trigger

        def pull_late():
            socket.create_connection(("127.0.0.1", server.port)).close()  # this wakes the loop first
            time.sleep(0.3)
            pull()  # raised EBADF once the loop had closed its pipe

        monkeypatch.setattr(server._server, "pull_trigger", pull_late)
        server.stop()


def test_a_taken_port_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe, match=rf"127\.0\.0\.1:{port}.*--port"):
            bound("127.0.0.1", port)


def test_an_address_of_another_machine_is_told():
    with pytest.raises(CannotServe, match=r"192\.0\.2\.1"):
        bound("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("settings", "line", "reason"),
    [
        (Settings(slow_ms=0), "GET /api/v1/search 200 ", "what people search for stays out of the log"),
        (Settings(log_queries=True, slow_ms=0), "GET /api/v1/search?q=b%C3%AD+m%E1%BA%ADt 200 ", "unless asked for"),
    ],
)
def test_one_line_a_request(data, running, ask, caplog, settings, line, reason):
    with caplog.at_level(logging.INFO, "tracuu.access"), running(WhooshEngine(data), settings) as server:
        reply = ask(server.port, "/api/v1/search?q=b%C3%AD+m%E1%BA%ADt")
    lines = [r.getMessage() for r in caplog.records if r.name == "tracuu.access"]
    assert len(lines) == 1
    assert lines[0].startswith(line), reason
    assert lines[0].endswith(f" ms {len(reply.body)} B {reply.headers['x-request-id']}")


def test_nobody_writes_lines_of_their_own_into_the_log(data, running, caplog):
    sent = b"GET /\x1b[31m\x0bx%0aGET HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with (
        caplog.at_level(logging.INFO, "tracuu.access"),
        running(WhooshEngine(data)) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw,
    ):
        raw.sendall(sent)
        while raw.recv(4096):
            pass
    lines = [r.getMessage() for r in caplog.records if r.name == "tracuu.access"]
    assert len(lines) == 1
    assert lines[0].isprintable()


class Broken(WhooshEngine):
    """The real engine with a fault in it."""

    def search(self, request):
        raise RuntimeError("a fault in the code, with /a/path in it")


@pytest.mark.parametrize("path", ["/api/v1/search?q=a", "/?q=a"])
def test_a_fault_in_the_code_is_logged_and_not_shown(data, running, ask, caplog, path):
    with running(Broken(data)) as server:
        reply = ask(server.port, path)
    assert reply.status == 500
    assert "/a/path" not in reply.text
    assert "Traceback" not in reply.text
    assert any(r.exc_info and "/a/path" in str(r.exc_info[1]) for r in caplog.records)


def test_a_new_generation_is_picked_up(tmp_path, write_records, running, ask):
    from index.reindexing.reindex import reindex
    from webui.cli.progress import Silent

    folder = tmp_path / "var"
    with running(WhooshEngine(folder)) as server:
        assert ask(server.port, "/readyz").status == 503
        for count in (1, 2):
            records = [{"id": f"d{n}", "title": "Hội nghị", "text": f"Bài số {n} về hội nghị."} for n in range(count)]
            reindex([write_records(*records)], folder, Silent(), jobs=1)
            assert ask(server.port, "/api/v1/search?q=hoi").json()["total"] == count


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_ends_cleanly_on_a_signal(data, number):
    process = subprocess.Popen([*COMMAND, "--data", str(data)], stderr=subprocess.PIPE, text=True)
    try:
        first = process.stderr.readline()
        address = next(word for word in first.split() if word.startswith("http://127.0.0.1:"))
        with urllib.request.urlopen(f"{address}api/v1/search?q=h%E1%BB%99i", timeout=20) as reply:
            assert reply.status == 200
        process.send_signal(number)
        _, rest = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert rest.count("GET /api/v1/search 200") == 1
    assert "Traceback" not in rest


def test_a_slow_request_is_a_warning(data, running, ask, caplog):
    class Slow(WhooshEngine):
        def search(self, request):
            time.sleep(0.05)
            return super().search(request)

    with caplog.at_level(logging.INFO, "tracuu.access"), running(Slow(data), Settings(slow_ms=50)) as server:
        ask(server.port, "/api/v1/search?q=hoi")
        ask(server.port, "/healthz")
    slow = [r for r in caplog.records if r.levelno == logging.WARNING and r.name == "tracuu.access"]
    assert len(slow) == 1
    assert slow[0].getMessage().startswith("slow: GET /api/v1/search 200 ")


def test_log_lines_as_json_hold_the_request():
    record = logging.LogRecord("tracuu.access", logging.INFO, "", 1, "GET / 200", (), None)
    record.fields = {"id": "ab", "status": 200}
    line = json.loads(JsonLines().format(record))
    assert (line["level"], line["message"], line["id"], line["status"]) == ("info", "GET / 200", "ab", 200)
    assert line["time"].endswith("+00:00")
