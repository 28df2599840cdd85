"""Copies of one text and related articles, in the API and on the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from tests.press_texts import press_text, republished
from tests.webui.pages.accessibility import axe_faults
from webui.cli.progress import Silent

TEXT = "Mô hình trồng cây keo lai trên đất đồi. " * 4 + press_text(1)
RECORDS = [
    {
        "id": "phu-tho/1",
        "title": "Trồng keo lai",
        "text": TEXT,
        "source": "Liên hiệp Hội Phú Thọ",
        "date": "2020-03-01",
    },
    {"id": "..", "title": "Keo lai ở đồi", "text": republished(TEXT, 3), "source": "vusta.vn", "date": "2020-03-02"},
    {
        "id": "keo/similar",
        "title": "Thăm rừng keo",
        "text": "Thăm mô hình trồng cây keo lai trên đất đồi.",
        "source": "Báo X",
    },
    *({"id": f"z{n}", "title": f"Bài {n}", "text": press_text(50 + n, 3)} for n in range(9)),
]


@pytest.fixture(scope="module")
def port(tmp_path_factory, running) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("copies")
    (folder / "records.jsonl").write_text("".join(json.dumps(r) + "\n" for r in RECORDS), encoding="utf-8")
    reindex([folder / "records.jsonl"], folder / "var", Silent(), jobs=1)
    with running(WhooshEngine(folder / "var")) as server:
        yield server.port


@pytest.fixture
def get(ask, port):
    return lambda path: ask(port, path)


COPY = {"id": "..", "url": "/articles?id=..", "title": "Keo lai ở đồi", "source": "vusta.vn", "date": "2020-03-02"}


def test_a_result_lists_its_copies(get):
    found = get("/api/v1/search?q=keo+lai&kind=article").json()
    assert {r["id"]: r["copies"] for r in found["results"]} == {"keo/similar": [], "phu-tho/1": [COPY]}
    assert found["total"] == 2 and found["query"]["copies"] == "fold"
    every = get("/api/v1/search?q=keo+lai&kind=article&copies=all&size=1").json()
    assert every["total"] == 3 and every["query"]["copies"] == "all"
    assert "copies=all" in every["links"]["next"]
    assert get("/api/v1/search?q=keo&copies=none").status == 400


def test_an_article_lists_its_copies(get):
    assert get("/api/v1/articles/phu-tho/1").json()["copies"] == [COPY]
    assert get("/api/v1/articles?id=..").json()["copies"][0]["id"] == "phu-tho/1"


def test_related_articles_come_without_copies(get):
    answer = get("/api/v1/articles/phu-tho/1/similar").json()
    assert (answer["id"], answer["url"]) == ("phu-tho/1", "/articles/phu-tho/1")
    assert answer["articles"][0]["id"] == "keo/similar"
    assert 0 < answer["articles"][0]["score"] <= 1
    assert ".." not in [one["id"] for one in answer["articles"]]
    assert get("/api/v1/articles/similar?id=..&size=1").json()["articles"][0]["id"] == "keo/similar"


def test_an_id_may_end_in_similar(get):
    assert get("/api/v1/articles/keo/similar").json()["title"] == "Thăm rừng keo"
    assert get("/api/v1/articles/keo/similar/similar").json()["articles"][0]["id"] == "phu-tho/1"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/articles/none/similar", 404),
        ("/api/v1/articles/similar?id=none", 404),
        ("/api/v1/articles/similar", 400),
        ("/api/v1/articles/phu-tho/1/similar?size=0", 400),
        ("/api/v1/articles/phu-tho/1/similar?size=21", 400),
        ("/api/v1/articles/phu-tho/1/similar?page=2", 400),
    ],
)
def test_what_cannot_be_answered_is_refused(get, path, status):
    reply = get(path)
    assert (reply.status, reply.headers["content-type"]) == (status, "application/problem+json")


def test_pages_show_where_else_a_text_stands(get):
    results = get("/?q=keo+lai").text
    assert (
        "Cũng đăng trên:" in results
        and '<a href="/articles?id=..&amp;q=keo+lai"><bdi>Keo lai ở đồi</bdi></a>' in results
    )
    article = get("/articles/phu-tho/1").text
    assert "Cũng đăng trên:" in article and "vusta.vn" in article
    assert "Bài tương tự" in article and '<a href="/articles/keo/similar"><bdi>Thăm rừng keo</bdi></a>' in article
    assert "Also published by:" in get("/articles/phu-tho/1?lang=en").text
    alone = get("/articles/keo/similar").text
    assert "Cũng đăng trên:" not in alone and "Bài tương tự" in alone


def test_the_form_keeps_copies_apart(get):
    page = get("/?q=keo+lai&copies=all").text
    assert '<input type="hidden" name="copies" value="all">' in page
    assert page.count('class="hit"') == 3


@pytest.mark.parametrize("path", ["/?q=keo+lai", "/articles/phu-tho/1"])
def test_the_lists_fit_a_telephone_and_can_be_read_aloud(browser, port, path):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"http://127.0.0.1:{port}{path}")
    page.get_by_text("Cũng đăng trên:").click()
    assert page.get_by_role("link", name="Keo lai ở đồi").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = axe_faults(page)
    page.close()
    assert found == ""
