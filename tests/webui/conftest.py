"""A small real index behind a real server on a free loopback port."""

from __future__ import annotations

import http.client
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from tests.serving import running as serve_in_thread
from webui.cli.progress import Silent
from webui.serving.serve import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTICLES = Path(__file__).with_name("articles.jsonl")


@dataclass(frozen=True)
class Reply:
    """An HTTP answer, whole; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.body)


Get = Callable[..., Reply]


def _ask(port: int, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> Reply:
    """Send exactly this path: urllib and browsers would tidy up what the tests are about."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest(method, path)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an index over articles.jsonl."""
    folder = tmp_path_factory.mktemp("webui") / "var"
    report = reindex([ARTICLES], folder, Silent(), jobs=1)
    assert not report.left_out
    return folder


@pytest.fixture(scope="session")
def server(data: Path) -> Iterator[Server]:
    with serve_in_thread(WhooshEngine(data)) as server:
        yield server


@pytest.fixture(scope="session")
def get(server: Server) -> Get:
    """Ask the service over the articles."""
    return lambda path, method="GET", headers=None: _ask(server.port, path, method, headers)


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve_in_thread(WhooshEngine(tmp_path_factory.mktemp("empty") / "var")) as server:
        yield server


@pytest.fixture(scope="session")
def get_empty(empty_server: Server) -> Get:
    """Ask a service that has no index."""
    return lambda path, method="GET", headers=None: _ask(empty_server.port, path, method, headers)


@pytest.fixture(scope="session")
def ask() -> Get:
    """Ask any port of this machine: `ask(port, path, method, headers)`."""
    return _ask


@pytest.fixture(scope="session")
def running() -> Callable[..., AbstractContextManager[Server]]:
    """Run a server of one's own: `with running(engine, settings) as server`."""
    return serve_in_thread


@pytest.fixture(scope="session")
def browser():
    """A real Chromium; tests that want it skip where there is none."""
    if not CHROMIUM:
        pytest.skip("no browser: install Debian's chromium to run the browser tests")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, server):
    """Open a path of the service at a width; the test fails if the page complains or asks another host.

    `on` names another server than the usual one.
    """
    contexts, complaints = [], []

    def open_(path, width=1280, scheme="light", on=None, **options):
        address = (on or server).address
        viewport = {"width": width, "height": 800}
        context = browser.new_context(viewport=viewport, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("request", lambda r: None if r.url.startswith(address) else complaints.append(r.url))
        base = address.rstrip("/")
        page.goto(base + path.removeprefix("first result of "))
        if path.startswith("first result of "):
            page.goto(base + page.locator(".hit a").first.get_attribute("href"))
        return page

    yield open_
    for context in contexts:
        context.close()
    # A page of status 400, 404 or 503 is itself reported as a failed load; that is what was asked for.
    assert [c for c in complaints if "status of 40" not in c and "status of 503" not in c] == []
