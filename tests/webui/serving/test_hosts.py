"""The name that a request says the service has: one, a possible one, and repeated only where it is known."""

from __future__ import annotations

import socket

import pytest

from search.embedded.engine import WhooshEngine
from tests.serving import running
from webui.settings import Settings

HEADS = [
    ("HTTP/1.1", "", 400, "missing"),
    ("HTTP/1.0", "", 200, "HTTP/1.0 knows none"),
    ("HTTP/1.1", "Host: a.example\r\nHost: b.example\r\n", 400, "two"),
    ("HTTP/1.1", "Host: a.example, b.example\r\n", 400, "two in one"),
    ("HTTP/1.1", "Host: a\"><script>\r\n", 400, "no name"),
    ("HTTP/1.1", "Host: a.example:port\r\n", 400, "no port"),
    ("HTTP/1.1", "Host: user@a.example\r\n", 400, "a user"),
    ("HTTP/1.1", "Host: \r\n", 400, "empty"),
    ("HTTP/1.1", "Host: a.example:8080\r\n", 200, "a name and a port"),
    ("HTTP/1.1", "Host: [::1]:8080\r\n", 200, "a number"),
]


def _asked(port: int, version: str, head: str, path: str = "/robots.txt") -> tuple[int, str]:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(f"GET {path} {version}\r\n{head}Connection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    return int(answer.split(b" ")[1]), answer.decode()


@pytest.mark.parametrize(("version", "head", "status", "reason"), HEADS)
def test_a_request_names_one_host(server, version: str, head: str, status: int, reason: str) -> None:
    assert _asked(server.port, version, head)[0] == status, reason


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/opensearch.xml", "/?q=h%E1%BB%99i", "/feed.atom"])
def test_an_unknown_name_is_not_repeated(server, path: str) -> None:
    status, answer = _asked(server.port, "HTTP/1.1", "Host: evil.example\r\n", path)
    assert status == 200
    assert "evil.example" not in answer


@pytest.mark.parametrize("host", ["127.0.0.1:81", "localhost", "tracuu.example", socket.gethostname()])
def test_known_names_are_repeated(data, host: str) -> None:
    with running(WhooshEngine(data), Settings(hosts="tracuu.example, tin.example")) as server:
        assert f"http://{host}/sitemap.xml" in _asked(server.port, "HTTP/1.1", f"Host: {host}\r\n")[1]
