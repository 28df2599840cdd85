"""Sites on loopback that do what no honest one does: a table of behaviours, each the bytes that it sends for a path."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.index.sources.web.small_sites import joomla_article

Sent = Iterable["bytes | float"]
"""What a server sends, piece by piece; a number is a pause in seconds, `RESET` breaks the connection off."""

RESET = -1.0
_PAGE = "text/html; charset=utf-8"


def answer(body: bytes | str, kind: str = _PAGE, *heads: str, status: str = "200 OK", length: str = "") -> bytes:
    """Return an answer as it goes over the wire."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *heads, f"Content-Length: {length or len(data)}"]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + data


def _moved(target: str) -> bytes:
    return answer("", _PAGE, f"Location: {target}", status="302 Found")


def _head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", f"Content-Type: {_PAGE}", *lines, "", ""]).encode()


def _dripped(data: bytes) -> Sent:
    for byte in itertools.cycle(data):
        yield bytes([byte])
        yield 0.02


def _then(first: bytes, rest: Sent) -> Sent:
    yield first
    yield from rest


HOME = answer("<html><body class='view-featured'><a href='/a'>a</a> <a href='/b'>b</a></body></html>")
GOOD = {
    "/robots.txt": answer("User-agent: *\nAllow: /\n", "text/plain"),
    "/": HOME,
    "/sitemap.xml": answer("<urlset><url><loc>/a</loc></url><url><loc>/b</loc></url></urlset>", "application/xml"),
    "/a": answer(joomla_article(1)),
    "/b": answer(joomla_article(2)),
}
_CHUNKED = _head("Transfer-Encoding: chunked")
_LAST = b"1\r\na\r\n0\r\n"
_ZIPPED = "Content-Encoding: gzip"
_BOMB = gzip.compress(bytes(200 << 20), 1)
_XML = "application/xml"
_WORDPRESS = answer("<html><head><link rel='https://api.w.org/' href='/wp-json/'></head><body>Hội</body></html>")
_TRAP = "<body class='view-category'>{}</body>"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a site does for the paths that `of` knows, being good for all others. `told`: the reader must say so."""

    name: str
    of: Callable[[str], Sent | None]
    told: bool = True


def _on(*paths: str, sent: Callable[[], Sent]) -> Callable[[str], Sent | None]:
    return lambda path: sent() if path in paths or not paths else None


def _page(name: str, data: bytes, told: bool = True) -> Behaviour:
    return Behaviour(name, _on("/a", sent=lambda: [data]), told)


def _robots(name: str, *data: bytes | float, told: bool = False) -> Behaviour:
    return Behaviour(name, _on("/robots.txt", sent=lambda: data), told)


def _map(name: str, data: bytes, told: bool = False) -> Behaviour:
    return Behaviour(name, _on("/sitemap.xml", sent=lambda: [data]), told)


def _maps_without_end(path: str) -> Sent | None:
    if not path.endswith(".xml"):
        return None
    inner = "".join(f"<sitemap><loc>{path[:-4]}{at}.xml</loc></sitemap>" for at in range(9))
    return [answer(f"<sitemapindex>{inner}</sitemapindex>", _XML)]


def _days_without_end(path: str) -> Sent | None:
    if path.endswith(".xml"):
        return [answer("", status="404 Not Found")]
    if not path.startswith("/lich") and path != "/":
        return None
    links = "".join(f"<a href='/lich{path.removeprefix('/lich').strip('/')}{at}'>{at}</a>" for at in range(9))
    return [answer(f"<html>{_TRAP.format(links)}</html>")]


def _wordpress(listing: bytes) -> Callable[[str], Sent | None]:
    return lambda path: [_WORDPRESS] if path == "/" else [listing] if path.startswith("/wp-json") else None


def _moved_without_end(path: str) -> Sent | None:
    return [_moved(f"/a{'x' * (len(path) - 1)}")] if path.startswith("/a") else None


_ROW = '{"id": 1, "link": "/x", "modified_gmt": "2021"}'

_PAGES = "<urlset>" + "".join(f"<url><loc>/{n}</loc></url>" for n in range(30_000)) + "</urlset>"
_LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 9}'>" for n in range(1, 9))
_ENTITIES = f"<!DOCTYPE a [<!ENTITY a0 'aaaa'>{_LAUGHS}]><urlset><url><loc>&a8;</loc></url></urlset>"
_STARS = "User-agent: *\nDisallow: /" + "*a" * 2_000 + "$"

BEHAVIOURS = [
    Behaviour("never answers", _on(sent=lambda: [9.0])),
    Behaviour("closes at once", _on(sent=lambda: [])),
    Behaviour("breaks the connection off", _on(sent=lambda: [RESET])),
    Behaviour("drips its first line", _on(sent=lambda: _dripped(b"H"))),
    Behaviour("drips heads", _on(sent=lambda: _then(b"HTTP/1.1 200 OK\r\n", _dripped(b"X-A: a\r\n")))),
    Behaviour("drips a body", _on("/a", sent=lambda: _then(_head(), _dripped(b"x")))),
    Behaviour("100 Continue without end", _on(sent=lambda: itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"))),
    Behaviour("100 Continue dripped", _on(sent=lambda: _dripped(b"HTTP/1.1 100 Continue\r\n\r\n"))),
    Behaviour("a head without end", _on(sent=lambda: _then(_head()[:-2] + b"X:", itertools.repeat(b"a" * 999)))),
    Behaviour("heads without end", _on(sent=lambda: _then(_head()[:-2], itertools.repeat(b"X-A: a\r\n")))),
    Behaviour("chunks without end", _on("/a", sent=lambda: _then(_CHUNKED, itertools.repeat(b"1\r\na\r\n")))),
    Behaviour("chunks dripped", _on("/a", sent=lambda: _then(_CHUNKED, _dripped(b"1\r\na\r\n")))),
    Behaviour("trailers without end", _on("/a", sent=lambda: _then(_CHUNKED + _LAST, itertools.repeat(b"X-A: a\r\n")))),
    Behaviour("trailers dripped", _on("/a", sent=lambda: _then(_CHUNKED + _LAST, _dripped(b"X-A: a\r\n")))),
    _page("a chunk of all memory", _CHUNKED + b"FFFFFFFFFFFFFFF\r\nabc"),
    _page("a chunk of a size that is none", _CHUNKED + "²\r\nabc".encode()),
    _page("a negative chunk", _CHUNKED + b"-5\r\nabc"),
    _page("a negative length", answer(joomla_article(1), length="-1"), told=False),
    _page("a length that is no number", answer(joomla_article(1), length="²"), told=False),
    _page("a length of 5,000 digits", answer(joomla_article(1), length="9" * 5_000), told=False),
    _page("a length that is too long", answer(joomla_article(1), length="99999")),
    _page("a length that is too short", answer(joomla_article(1), length="90"), told=False),
    _page("two lengths", answer(joomla_article(1), _PAGE, "Content-Length: 5"), told=False),
    _page("unpacks to 200 MB", answer(_BOMB, _PAGE, _ZIPPED)),
    _page("a packed body cut off", answer(gzip.compress(b"a" * 5_000)[:20], _PAGE, _ZIPPED)),
    _page("a packing that nobody asked for", answer(b"abc", _PAGE, "Content-Encoding: br")),
    _page("a packing that it has not", answer(joomla_article(1), _PAGE, _ZIPPED)),
    _page("a packing of packings", answer(b"abc", _PAGE, "Content-Encoding: " + "gzip, " * 5_000)),
    _page("leads to itself", _moved("/a")),
    Behaviour("leads on without end", _moved_without_end),
    _page("leads to another host", _moved("http://hoi.example/")),
    _page("leads to the own network", _moved("http://127.0.0.2:9/")),
    _page("leads to the machine's secrets", _moved("http://169.254.169.254/latest/meta-data/")),
    _page("leads to a file", _moved("file:///etc/passwd")),
    _page("leads to no address", _moved("http://[")),
    _page("leads nowhere", answer("", status="302 Found")),
    _page("leads to an address of a megabyte", _moved("/" + "a" * (1 << 20))),
    _page("a status that is none", answer("", status="999 Xin chào")),
    _page("a version that is none", b"HTTP/9.9 200 OK\r\n\r\n"),
    Behaviour("speaks SSH", _on(sent=lambda: [b"SSH-2.0-OpenSSH_9.2\r\n", 9.0])),
    Behaviour("speaks nothing", _on(sent=lambda: [bytes(range(256)) * 9])),
    _page("no content", answer("", status="204 No Content")),
    _page("a part", answer("abc", status="206 Partial Content")),
    _page("too many requests", answer("", status="429 Too Many Requests")),
    _page("a head of zeros and bytes", answer(joomla_article(1), _PAGE, "X\0: \xff\0"), told=False),
    _page("a tag with a line end", answer(joomla_article(1), _PAGE, 'ETag: "a\rb"'), told=False),
    _page("a character set that is none", answer(joomla_article(1), "text/html; charset=undefined"), told=False),
    _page("a base that is none", answer(f"<base href='http://['>{joomla_article(1)}"), told=False),
    _page("elements in elements", answer("<div>" * 100_000 + "a"), told=False),
    _robots("robots.txt fails", answer("", status="500 Oh"), told=True),
    _robots("robots.txt leads to itself", _moved("/robots.txt"), told=True),
    _robots("robots.txt is silent", 9.0, told=True),
    _robots("robots.txt is endless", _head(), *([b"Disallow: /x\n" * 999] * 200), told=True),
    _robots("robots.txt waits for what is no number", answer("User-agent: *\nCrawl-delay: ²\n", "text/plain")),
    _robots("robots.txt has a pattern of stars", answer(_STARS, "text/plain")),
    _robots("robots.txt of bytes", answer(bytes(range(256)) * 99, "text/plain")),
    Behaviour("maps of maps without end", _maps_without_end),
    _map("a map of 30,000 pages", answer(_PAGES, _XML), told=True),
    _map("a map that unpacks to 200 MB", answer(_BOMB, "application/gzip")),
    _map("a map of entities", answer(_ENTITIES, _XML)),
    Behaviour("a calendar without end", _days_without_end),
    Behaviour(
        "WordPress of a number of pages that is none",
        _wordpress(answer(f"[{_ROW}]", "application/json", "X-WP-TotalPages: ²")),
        told=False,
    ),
    Behaviour(
        "WordPress without an end",
        _wordpress(answer(f"[{_ROW}]", "application/json", "X-WP-TotalPages: 999999")),
    ),
    Behaviour("WordPress of brackets", _wordpress(answer("[" * 200_000, "application/json")), told=False),
    Behaviour("WordPress of other things", _wordpress(answer('[{"id": 1e400}]', "application/json")), told=True),
]


class _Server(threading.Thread):
    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(daemon=True)
        self._behaviour = behaviour
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        self.stopped = threading.Event()

    def run(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:  # closed
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            asked = b""
            while b"\r\n\r\n" not in asked and (data := client.recv(65_536)):
                asked += data
            if not asked:  # whoever called has hung up
                return
            path = asked.split(b" ")[1].decode("latin-1")
            sent = self._behaviour.of(path)
            for piece in [GOOD.get(path, answer("", status="404 Not Found"))] if sent is None else sent:
                if piece == RESET:
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                if isinstance(piece, bytes):
                    client.sendall(piece)
                elif self.stopped.wait(piece):
                    return

    def close(self) -> None:
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@contextmanager
def served_badly(behaviour: Behaviour) -> Iterator[str]:
    """Run a site that behaves so, and return its address."""
    server = _Server(behaviour)
    server.start()
    try:
        yield server.address
    finally:
        server.close()
        time.sleep(0)
