"""Searches that found nothing: what is counted, what is shown of it, and that nothing else is kept."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest

from search.embedded.engine import WhooshEngine
from tests.webui.pages.screens import too_wide
from webui.operations.unanswered_queries import LONGEST, MOST, EmptySearches
from webui.serving.shared_memory import memory_file
from webui.settings import Settings

PATH = "/searches-without-results"
ON = Settings(count_empty_searches=True, max_seconds=0)


@pytest.fixture
def counting(data, running, ask):
    """A server that counts; gives what asks it."""
    with running(WhooshEngine(data), ON) as server:
        yield lambda path, headers=None: ask(server.port, path, "GET", headers)


def told(get):
    return [(one["query"], one["count"]) for one in get(f"/api/v1{PATH}").json()["searches"]]


def test_what_was_asked_often_enough_is_shown_and_what_was_asked_less_often_is_not(counting):
    for path in ("/?q=qwzxv+kjhgf", "/api/v1/search?q=QWZXV++kjhgf", "/embed?q=qwzxv+KJHGF&lang=en"):
        assert told(counting) == []
        assert counting(path).status == 200
    for _ in range(2):
        counting("/?q=zzqqx+vvbbn")
    assert told(counting) == [("qwzxv kjhgf", 3)]
    answer = counting(f"/api/v1{PATH}")
    assert answer.json()["since"] == datetime.date.today().isoformat()
    page = counting(PATH)
    assert "qwzxv kjhgf" in page.text and "zzqqx" not in page.text
    for reply in (answer, page):
        assert (reply.headers["cache-control"], reply.headers["x-robots-tag"]) == ("no-store", "noindex, nofollow")


@pytest.mark.parametrize(
    "path",
    [
        "/?q=hoi",
        "/?q=qwzxv&from=2020",
        "/?q=qwzxv&source=x",
        "/?q=qwzxv&kind=speaker",
        "/?q=qwzxv&page=2",
        "/?q=qwzxv&exact=1",
        "/?q=qwzxv" + "x" * LONGEST,
        "/?kind=speaker&province=x",
        "/feed.atom?q=qwzxv",
        "/api/v1/speakers?q=qwzxv",
        "/api/v1/suggest?q=qwzxv",
    ],
    ids=["found", "dates", "source", "kind", "page", "exact", "long", "no words", "feed", "list", "suggest"],
)
def test_what_is_not_a_search_in_vain_by_its_words_alone_is_not_counted(counting, path):
    for n in range(3):
        assert counting(path).status == 200, n
    assert told(counting) == []


def test_an_answer_that_a_browser_still_holds_counts_once(counting):
    tag = counting("/?q=qwzxv").headers["etag"]
    assert [counting("/?q=qwzxv", {"If-None-Match": tag}).status for _ in range(3)] == [304] * 3
    assert told(counting) == []


def test_it_is_off_unless_asked_for(get):
    for _ in range(3):
        get("/?q=qwzxv")
    assert (get(PATH).status, get(f"/api/v1{PATH}").status) == (404, 404)
    assert "count_empty_searches" in get(f"/api/v1{PATH}").json()["detail"]


def test_it_is_behind_the_password_of_the_page(data, running, ask):
    closed = Settings(count_empty_searches=True, page_user="a", page_password="b", api_token="t")
    with running(WhooshEngine(data), closed) as server:
        assert [ask(server.port, path).status for path in (PATH, f"/api/v1{PATH}")] == [401, 401]


def test_parameters_are_refused_as_everywhere(counting):
    assert counting(f"/api/v1{PATH}?at_least=1").status == 400


COUNTS = """
import sys
from webui.operations.unanswered_queries import EmptySearches
table = EmptySearches(int(sys.argv[1]))
for n in range(100):
    table.count("Chỉ thị 99")
    table.count(f"của {sys.argv[2]}, lần {n}")
"""


def test_processes_count_together_and_what_they_counted_outlasts_them():
    with memory_file() as file:
        number = file.fileno()
        workers = [
            subprocess.Popen([sys.executable, "-c", COUNTS, str(number), str(n)], pass_fds=[number]) for n in range(3)
        ]
        assert [worker.wait() for worker in workers] == [0, 0, 0]
        table = EmptySearches(number)
        table.count("CHI\u0309 THI\u0323 99")  # the same letters, decomposed
        assert table.counts(2) == [("chỉ thị 99", 301)], "and none is lost where they write at the same time"
        assert len(table.counts(1)) == 301
        assert table.since == datetime.date.today()


def test_the_table_is_bounded_and_the_rarest_gives_way():
    table = EmptySearches()
    for n in range(3 * MOST):
        table.count("bão số 3" if n % 7 == 0 else f"lần {n}")
    assert len(table.counts(1)) == MOST
    assert table.counts(2) == [("bão số 3", -(-3 * MOST // 7))]


def test_signs_that_no_text_holds_do_not_stop_it():
    table = EmptySearches()
    for query in ("\ud800", "a\0b", "\u202ea\ud800", "😀" * LONGEST, " ", "\u0301", ""):
        table.count(query)
    assert dict(table.counts(1)) == {"a b": 1, "a": 1, "😀" * LONGEST: 1, "\u0301": 1}


def test_counts_that_were_not_written_to_their_end_begin_anew():
    with memory_file() as file:
        table = EmptySearches(file.fileno())
        for query in ("một", "hai"):
            table.count(query)
        file.truncate(40)
        assert table.counts(1) == []
        table.count("ba")
        assert EmptySearches(file.fileno()).counts(1) == [("ba", 1)]


def test_a_shorter_table_is_read_where_a_longer_one_stood():
    with memory_file() as file:
        table = EmptySearches(file.fileno())
        for n in range(MOST):
            table.count(f"{n} " + "x" * 90)
        for n in range(MOST):
            table.count(f"{n}")
            table.count(f"{n}")
        assert len(table.counts(2)) > 1 and len(table.counts(1)) == MOST


def test_memory_of_another_version_is_left_alone():
    with memory_file(100) as file:
        table = EmptySearches(file.fileno())
        table.count("một")
        assert table.counts(1) == [("một", 1)]
        file.seek(0)
        assert file.read() == bytes(100)


@pytest.mark.parametrize(
    ("lang", "heading"), [("vi", "Những tìm kiếm không có kết quả"), ("en", "Searched for and not found")]
)
def test_the_page(open_page, data, running, ask, lang, heading):
    with running(WhooshEngine(data), ON) as server:
        page = open_page(f"{PATH}?lang={lang}", 360, on=server)
        assert page.locator(".rows").count() == 0, "and it says that there is nothing"
        for n, query in enumerate(("qwzxv+kjhgf", "zzqqx%3Cvvbbn%3E", "vwxk" * 24)):
            for _ in range(4 + n):
                assert ask(server.port, f"/api/v1/search?q={query}").json()["total"] == 0
        page = open_page(f"{PATH}?lang={lang}", 360, on=server)
        assert page.locator("h1").inner_text() == heading
        assert page.locator(".rows li").count() == 3
        assert page.locator(".rows a").nth(1).inner_text() == "zzqqx<vvbbn>"
        assert too_wide(page, f"vain-{lang}", (360, 1280)) == []
        page.locator(".rows a").last.click()
        assert page.locator("input[name=q]").first.input_value() == "qwzxv kjhgf"
