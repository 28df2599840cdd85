"""Small sites on a free loopback port: one like WordPress, one like Joomla, with the faults that real ones have."""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.index.sources.exports.site_exports import HTML, P1, P2, TITLE
from tests.index.sources.formats.printed_pages import pdf

Reply = tuple[int, dict[str, str], bytes]
HTML_TYPE = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Site:
    """What a site answers, by path with its query, and what it was asked."""

    address: str = ""
    replies: dict[str, Reply | Callable[[], Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    conditional: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Paths whose answers end before their length."""
    slow: set[str] = field(default_factory=set)
    """Paths that are answered a letter at a time, without end."""

    def page(self, path: str, body: str, status: int = 200, **headers: str) -> None:
        """Answer a path with a page."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = (status, {**HTML_TYPE, **named}, body.encode())

    def of(self, path: str) -> Reply:
        """Return the answer for a path; 404 where there is none."""
        reply = self.replies.get(path, (404, HTML_TYPE, b"<p>404</p>"))
        return reply() if callable(reply) else reply


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        site = self.site
        site.asked.append(self.path)
        status, headers, body = site.of(self.path)
        etag = headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            site.conditional.append(self.path)
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.path in site.slow:
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self._drip()
            return
        if self.path not in site.broken and "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 500:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body) + (100 if self.path in site.broken else 0)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def _drip(self) -> None:
        self.close_connection = True
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:  # the client had enough
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""


@contextmanager
def served(fill: Callable[[Site], None]) -> Iterator[Site]:
    """Run a site in a thread; `fill` gives it its pages once its address is known."""
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_", (_Handler,), {"site": site}))
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_port}/"
    fill(site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


REPORT = pdf([["Báo cáo tổng kết", "Liên hiệp Hội đề nghị nuôi cá tầm ở vùng cao."]])


def wordpress(site: Site, posts: int = 3) -> None:
    """Fill a site like WordPress: posts through its interface, the list in two pages, an office file."""
    changed = {number: f"2021-01-{number:02}T00:00:00" for number in range(1, posts + 1)}
    bodies = {number: HTML.replace("Các", f"{number} Các") for number in changed}
    bodies[1] += f'<p><a href="{site.address}tep/bao-cao.pdf">Báo cáo</a></p>'

    def listing(numbers: list[int], total: int) -> Reply:
        rows = [{"id": n, "link": f"{site.address}bai-{n}/", "modified_gmt": changed[n]} for n in numbers]
        return 200, {"Content-Type": "application/json", "X-WP-TotalPages": str(total)}, json.dumps(rows).encode()

    def full(path: str) -> Reply:
        wanted = [int(n) for n in parse_qs(urlsplit(path).query)["include"][0].split(",")]
        rows = [
            {
                "id": n,
                "link": f"{site.address}bai-{n}/",
                "modified_gmt": changed[n],
                "date": f"2020-12-{n:02}T08:00:00",
                "title": {"rendered": f"{TITLE} {n}".replace("&", "&amp;")},
                "content": {"rendered": bodies[n], "protected": False},
                "excerpt": {"rendered": "<p>x [&hellip;]</p>"},
                "_embedded": {"author": [{"name": "Lê Thị Hoa"}]},
            }
            for n in wanted
            if n in changed
        ]
        return 200, {"Content-Type": "application/json"}, json.dumps(rows).encode()

    class Replies(dict[str, "Reply | Callable[[], Reply]"]):
        def get(self, path: str, default: object = None) -> object:  # type: ignore[override]
            if path.startswith("/wp-json/wp/v2/posts?per_page"):
                page = int(re.findall(r"[?&]page=(\d+)", path)[0])
                numbers = sorted(changed)
                return listing(numbers[:2] if page == 1 else numbers[2:], 2)
            if path.startswith("/wp-json/wp/v2/pages?per_page"):
                return listing([], 0)
            if path.startswith("/wp-json/wp/v2/posts?include"):
                return full(path)
            return super().get(path, default)

    site.replies = Replies()
    site.changed = changed  # type: ignore[attr-defined]
    site.bodies = bodies  # type: ignore[attr-defined]
    site.page(
        "/", f'<html><head><link rel="https://api.w.org/" href="{site.address}wp-json/"></head><body>Hội</body></html>'
    )
    site.replies["/tep/bao-cao.pdf"] = (200, {"Content-Type": "application/pdf"}, REPORT)
    site.replies["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /wp-admin/\n")


def joomla_article(number: int, more: str = "") -> str:
    """Return a page of a Joomla site."""
    return (
        f"<html><head><title>Đại hội {number}</title></head><body class='site com_content view-article'>"
        f"<nav><a href=/>Trang chủ</a></nav><div class=item-page><h2 itemprop=headline>Đại hội {number}</h2>"
        "<dl class=article-info><dd class=published>Ngày đăng: 22/12/2020 00:14</dd></dl>"
        f"<div itemprop=articleBody><p>{P1}</p><p>{P2} Số {number}.</p>{more}</div></div></body></html>"
    )


def joomla(site: Site, site_map: bool = True) -> None:
    """Fill a site like Joomla: a site map or only links, robots.txt, redirects, slow, broken and forbidden pages."""
    links = (
        "<a href='/tin/1-dai-hoi.html'>1</a> <a href='/cu'>cũ</a> <a href='/tin?Itemid=5'>tin</a> <a href='/chet'>x</a>"
    )
    elsewhere = (
        "<a href='http://127.0.0.2:9/x'>khác</a> <a href='/ngoai'>ngoài</a> <a href='/administrator/a'>quản trị</a>"
    )
    site.page(
        "/",
        f"<html><body class='view-featured'><p>Hội {links} {elsewhere} <a href='/anh.jpg'>ảnh</a></p></body></html>",
    )
    site.page(
        "/tin", "<html><body class='view-category'><a href='/tin/2-dai-hoi.html'>2</a><a href='/'>0</a></body></html>"
    )
    site.page("/tin/1-dai-hoi.html", joomla_article(1, "<p><a href='/tep/bao-cao.pdf'>Báo cáo</a></p>"), ETag='"a1"')
    site.page("/tin/2-dai-hoi.html", joomla_article(2), ETag='"a2"')
    site.page("/tin/3-dai-hoi.html", joomla_article(3))
    site.page("/cu", "", status=301, Location="/tin/3-dai-hoi.html")
    site.page("/ngoai", "", status=302, Location="http://127.0.0.2:9/x")
    site.page("/administrator/a", joomla_article(9))
    site.replies["/tep/bao-cao.pdf"] = (200, {"Content-Type": "application/pdf", "ETag": '"p"'}, REPORT)
    robots = "User-agent: *\nDisallow: /administrator/\n"
    if site_map:
        robots += f"Sitemap: {site.address}ban-do.xml\n"
        index = f"<sitemapindex><sitemap><loc>{site.address}bai.xml</loc></sitemap></sitemapindex>"
        urls = [("tin/1-dai-hoi.html", "2021-01-01"), ("tin/2-dai-hoi.html", "2021-01-02"), ("cu", ""), ("mat", "")]
        entries = "".join(f"<url><loc>{site.address}{path}</loc><lastmod>{day}</lastmod></url>" for path, day in urls)
        listed = f"<urlset>{entries}<url><loc>http://127.0.0.2:9/x</loc></url></urlset>"
        site.replies["/ban-do.xml"] = (200, {"Content-Type": "text/xml"}, index.encode())
        site.replies["/bai.xml"] = (200, {"Content-Type": "text/xml"}, listed.encode())
    site.replies["/robots.txt"] = (200, {"Content-Type": "text/plain"}, robots.encode())
