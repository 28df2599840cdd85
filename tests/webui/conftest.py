"""A small real index behind a real server on a free loopback port."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index.reindex import reindex
from search.whoosh_engine import WhooshEngine
from tests.serving import running as serve_in_thread
from webui.progress import Silent
from webui.serve import Server

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
