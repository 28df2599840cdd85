"""The service below a path of a host, behind a proxy that takes the path off: every address leads somewhere."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
import xml.etree.ElementTree as ET
from collections import deque
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

import webui
from search.embedded.engine import WhooshEngine
from webui.settings import Settings

_NGINX = """
daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;
events {{ }}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port};
    location /tracuu/ {{ proxy_pass http://127.0.0.1:{behind}/; }}
  }}
}}
"""


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class _Stripping(BaseHTTPRequestHandler):
    """What nginx does with `location /tracuu/`, for machines that have none."""

    behind = 0

    def do_GET(self) -> None:
        inside = self.path.startswith("/tracuu/")
        address = f"http://127.0.0.1:{self.behind}{self.path.removeprefix('/tracuu')}"
        try:
            with urllib.request.urlopen(address) as answer:
                status, headers, body = (answer.status, answer.headers, answer.read()) if inside else (404, {}, b"")
        except urllib.error.HTTPError as error:
            status, headers, body = error.code, error.headers, error.read()
        self.send_response(status)
        self.send_header("Content-Type", headers.get("Content-Type", "text/plain"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def host(samples_index: Path, running, tmp_path_factory) -> Iterator[str]:
    """The address of a host on which the service stands below /tracuu."""
    port = _free_port()
    settings = Settings(public_address=f"http://127.0.0.1:{port}/tracuu")
    with running(WhooshEngine(samples_index), settings) as server:
        if shutil.which("nginx"):
            folder = tmp_path_factory.mktemp("nginx")
            (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port, behind=server.port))
            proxy = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
            proxy.terminate()
            proxy.wait(10)
        else:
            handler = type("Handler", (_Stripping,), {"behind": server.port})
            with ThreadingHTTPServer(("127.0.0.1", port), handler) as proxy:
                threading.Thread(target=proxy.serve_forever, daemon=True).start()
                yield f"http://127.0.0.1:{port}"
                proxy.shutdown()


def _fetch(address: str) -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, "", ""


def _led_to(address: str, content_type: str, body: str) -> set[str]:
    """Return what an answer leads to: links, forms, what is loaded, addresses in feeds, maps and JSON."""
    if content_type == "text/html":
        found = re.findall(r'(?:href|src|action|formaction|data-suggest)="([^"]*)"', body)
        found += re.findall(r'property="og:url" content="([^"]*)"', body)
    elif content_type == "application/json":
        found = re.findall(r'"(?:url|self|next|prev)":"([^"]+)"', body)
    elif content_type.endswith("xml") or body.startswith("<?xml"):
        found = re.findall(r'(?:href|template)="([^"]*)"', body) + re.findall(r"<loc>([^<]*)</loc>", body)
    else:
        found = re.findall(r"Sitemap: (\S+)", body)
    return {urldefrag(urljoin(address, unescape(one).replace("{searchTerms}", "a")))[0] for one in found}


def _kind(address: str) -> tuple[str, ...]:
    """Return what is alike for addresses that are made in the same way."""
    parts = urlsplit(address)
    names = sorted(set(re.findall(r"(\w+)=", parts.query)))
    return parts.path.split("/")[2], parts.path.rpartition(".")[2][:5], *(names if len(names) < 3 else names[:1])


def test_every_address_below_a_path_leads_somewhere(host):
    """A crawl from the home page, one of each kind of address: no link leaves the path, and none is broken."""
    begin = [f"{host}/tracuu/", f"{host}/tracuu/?q=42-CT%2FTW&lang=en", f"{host}/tracuu/robots.txt"]
    begin += [f"{host}/tracuu/embed?q=chi+thi", f"{host}/tracuu/api/v1/search?q=chi+thi"]
    begin += [f"{host}/tracuu/api/v1/directives?q=42-CT%2FTW"]
    waiting, seen, kinds, outside, broken = deque(begin), set(begin), {}, set(), set()
    while waiting:
        address = waiting.popleft()
        status, content_type, body = _fetch(address)
        if status != 200:
            broken.add((status, address))
        for led in sorted(_led_to(address, content_type, body)):
            if not led.startswith(host):
                continue
            if not led.startswith(f"{host}/tracuu/"):
                outside.add((address, led))
            elif led not in seen and kinds.setdefault(_kind(led), 0) < 1:
                kinds[_kind(led)] += 1
                seen.add(led)
                waiting.append(led)
    outside.discard((f"{host}/tracuu/api/v1/openapi.json", f"{host}/tracuu"))  # a server, to which paths are added
    assert outside == set() and broken == set()
    assert len(seen) > 60 and any("report.docx" in one for one in seen), sorted(seen)


@pytest.mark.parametrize("path", ["/articles/", "/directives/", "/speakers/", "/organisations/"])
def test_a_page_tells_how_a_link_to_it_is_shown(host, path):
    """By the Open Graph protocol, https://ogp.me, which Zalo and Facebook read."""
    kind = path.strip("/")[:-1]
    found = ET.fromstring(_fetch(f"{host}/tracuu/sitemaps/{kind}-1.xml")[2])
    address = next(iter(found))[0].text
    page = _fetch(address)[2]
    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]+)">', page))
    assert set(told) == {"title", "description", "type", "url", "site_name", "locale"}
    assert told["url"] == address and told["site_name"] == "Tra cứu" and len(told["description"]) <= 200
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
    assert told["title"] == re.sub(r"<[^>]+>", "", heading).strip()


def test_a_proxy_may_leave_the_path_as_it_is(samples_index, running, ask):
    with running(WhooshEngine(samples_index), Settings(public_address="https://x.example/tracuu/")) as server:
        for path in ("/tracuu/directives", "/directives"):
            page = ask(server.port, path)
            assert page.status == 200 and 'href="/tracuu/directives/' in page.text
        assert ask(server.port, "/tracuu").status == 200
        assert ask(server.port, "/tracuuu").status == 404


def test_no_template_writes_a_path_of_its_own():
    """A path that does not come from `site_path` leads out of the service where that stands below one."""
    templates = (Path(webui.__file__).parent / "pages" / "templates").glob("*.html")
    written = re.compile(r'(?:href|action|src)="/[^"]*')
    assert [(one.name, path) for one in templates for path in written.findall(one.read_text())] == []
