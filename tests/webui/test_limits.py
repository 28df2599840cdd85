"""The limits that docs/security.md lists: what is asked up to each is answered, and what is asked beyond it refused."""

from __future__ import annotations

import re
import socket
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from search.deadline import OutOfTime, until
from search.embedded.arrays import word_prefixes
from search.embedded.engine import WhooshEngine
from search.interface.records import MentionSpan
from search.interface.reports import DirectiveReport, ReportRow
from search.interface.request import SearchRequest
from search.query import parse
from search.query.other_forms import expansion
from search.repair import repairer
from webui.feeds import atom, discovery
from webui.http import parameters
from webui.http.language import language
from webui.operations import unanswered_queries
from webui.pages.marking import paragraphs
from webui.reports.choice import ReportChoice
from webui.reports.table import report_table
from webui.reports.word_file import report_docx
from webui.serving import acceptor
from webui.settings import Settings

ROOT = Path(__file__).parents[2]
ROWS = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "docs/security.md").read_text(), re.M)
SEARCH, WORD = "/api/v1/search", "h%E1%BB%99i"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{SEARCH}?q={'a' * 1000}", 200),
        (f"{SEARCH}?q={'a' * 1001}", 400),
        (f"/?q={'a' * 1001}", 400),
        (f"{SEARCH}?page=10000&size=100", 200),
        (f"{SEARCH}?page=10001", 400),
        (f"/?page={'9' * 5000}", 400),
        (f"{SEARCH}?page=-1", 400),
        (f"{SEARCH}?size=100", 200),
        (f"{SEARCH}?size=101", 400),
        (f"{SEARCH}?" + "&".join(f"source={n}" for n in range(50)), 200),
        (f"{SEARCH}?" + "&".join(f"source={n}" for n in range(51)), 400),
        (f"{SEARCH}?source={'a' * 500}", 200),
        (f"{SEARCH}?source={'a' * 501}", 400),
        (f"{SEARCH}?" + "&".join(["q=a"] * 1000), 400),
        ("/?" + "&".join(["q=a"] * 1000), 200),
        (f"{SEARCH}?" + "&".join(f"x{n}=1" for n in range(1000)), 400),
        ("/api/v1/suggest?q=a&limit=20", 200),
        ("/api/v1/suggest?q=a&limit=21", 400),
        (f"/api/v1/suggest?q={'a' * 1001}", 400),
        (f"/completions?q={'a' * 1001}", 400),
        ("/api/v1/articles/danh-dau/similar?size=20", 200),
        ("/api/v1/articles/danh-dau/similar?size=21", 400),
        ("/api/v1/speakers?page=10001", 400),
        ("/api/v1/directives?size=101", 400),
        ("/api/v1/speakers?letter=ab", 400),
        ("/speakers?page=1000000000", 200),
        ("/directives/none?page=1000000000", 404),
        (f"/embed?q={'a' * 1001}", 400),
        (f"/feed.atom?q={'a' * 1001}", 400),
        ("/feed.atom?size=1000000", 400),
        ("/sitemaps/article-1000000000000000000000000000.xml", 404),
        (f"/articles/{'x' * 30_000}", 404),
        (f"/api/v1/articles?id={'x' * 30_000}", 404),
        (f"/articles/{'x' * 1_000_000}", 431),
        (f"/{'x' * (32_768 - 1)}", 404),
        (f"/{'x' * 32_768}", 414),
    ],
    ids=lambda value: f"{value[:60]}… ({len(value)})" if isinstance(value, str) else None,
)
def test_up_to_the_limit_and_beyond_it(get, path, status):
    assert get(path).status == status


def test_a_page_past_the_last_result_that_can_be_reached_says_so(get):
    answer = get(f"{SEARCH}?page=101&size=100").json()
    assert answer["results"] == [] and answer["query"]["notes"] == ["note_beyond_reach"]


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"X: " + b"x" * 60_000, b"200"),
        (b"X: " + b"x" * 70_000, b"431"),
        (b"\r\n".join(b"X%d: y" % n for n in range(1_000)), b"200"),
        (b"\r\n".join(b"X%d: y" % n for n in range(9_000)), b"431"),
        (b"Content-Length: 60000\r\n\r\n" + b"x" * 60_000, b"200"),
        (b"Content-Length: 99999999999", b"413"),
        (b"Transfer-Encoding: chunked\r\n\r\n" + b"fff0\r\n" + b"x" * 65_520 + b"\r\nfff0\r\n" + b"x" * 65_520, b"413"),
        (b"If-None-Match: " + b'"x",' * 9_000, b"200"),
        (b"Accept: " + b"a/b;q=0.1," * 5_000, b"200"),
    ],
    ids=["60 KB", "70 KB", "1,000 lines", "9,000 lines", "body", "long body", "chunks", "tags", "types"],
)
def test_heads_and_bodies(server, head, status):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        raw.sendall(b"GET /?q=a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + head + b"\r\n\r\n")
        assert raw.recv(65_536).split()[1] == status


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: a\r\n"], ids=["nothing", "half a request"])
def test_a_connection_on_which_nothing_comes_is_closed(data, running, sent):
    with running(WhooshEngine(data)) as server:
        waitress = server._server
        assert (waitress.adj.channel_timeout, acceptor._MOST_CONNECTIONS) == (60, 500)
        waitress.adj.channel_timeout, waitress.adj.cleanup_interval, waitress.next_channel_cleanup = 1, 1, 0
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as idle:
            idle.sendall(sent)
            began = time.monotonic()
            assert idle.recv(100) == b""
            assert time.monotonic() - began < 15


@pytest.mark.parametrize(
    "query", ["a* b* c* d* e* g* h* k*", "a " * 500, "(" * 1000, '"a' * 500, "NOT " * 250, "h*" * 500]
)
@pytest.mark.parametrize("path", [SEARCH, "/", "/embed", "/feed.atom", "/speakers", "/api/v1/suggest", "/completions"])
def test_what_costs_the_most_is_answered(get, path, query):
    assert get(f"{path}?q={quote(query)}").status == 200


def test_a_beginning_stands_for_so_many_words_and_no_more(index_of):
    words = [f"hoa{n:03d}" for n in range(500)]
    engine = WhooshEngine(index_of(*(f"{word} {'hoa000 ' * (n < 3)}" for n, word in enumerate(words))))
    try:
        assert engine.search(SearchRequest(q="hoa*")).total == word_prefixes.MAX_EXPANSIONS
    finally:
        engine.close()


def test_what_is_made_of_an_answer_ends_with_its_time_too():
    place = MentionSpan("body", 0, 0, 3)
    rows = tuple(ReportRow(f"{n}", "Bài", "2020", "", "", "", (), "Một câu.", place) for n in range(20))
    table = report_table(DirectiveReport("a", "A", "", "", "", (), rows), ReportChoice(), language("vi"), "")
    with until(time.monotonic() - 1):
        with pytest.raises(OutOfTime):
            paragraphs("một\nhai", [])
        with pytest.raises(OutOfTime):
            report_docx(table, "Trang", "vi", "")


def test_the_table_in_the_documentation_says_what_the_code_holds():
    said = " ".join(f"{what}: {most}; " for what, most, *_ in ROWS)
    defaults = Settings()
    for number in (
        parameters.MAX_QUERY,
        parameters.MAX_DEPTH,
        parameters.EXPORT_LIMIT,
        parameters.MAX_SIZE,
        parameters.MAX_VALUES,
        parameters.MAX_VALUE,
        parse.MAX_CHARACTERS,
        parse.MAX_WORDS,
        parse.MAX_DEPTH,
        parse.MAX_PREFIXES,
        word_prefixes.MAX_EXPANSIONS,
        expansion._MOST_EXPANDED,
        repairer._MOST_MENDED,
        atom._ENTRIES,
        discovery._PER_MAP,
        unanswered_queries.LONGEST,
        unanswered_queries.MOST,
        acceptor._MOST_CONNECTIONS,
        defaults.max_address,
        2 * defaults.max_address,
        defaults.waiting,
        defaults.max_seconds,
    ):
        assert re.search(rf"(?<![\d,]){number:,}(?![\d,])", said), f"{number:,} is nowhere in the table"
    for setting in ("max_address", "max_seconds", "waiting", "requests_per_minute"):
        assert any(f"`{setting}`" in row[2] for row in ROWS)


def test_the_tests_that_the_documentation_names_are_there():
    named = [place for row in ROWS for place in re.findall(r"`(\w+\.py)::(\w+)`", row[4])]
    assert len(named) >= 15
    for file, test in named:
        content = next((ROOT / "tests").rglob(file)).read_text(encoding="utf-8")
        assert f"def {test}(" in content, f"{file}::{test}"
