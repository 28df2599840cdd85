"""The pages at their bounds, in a real browser: nothing indexed, ten thousand hits, endless names; their weight."""

from __future__ import annotations

import json

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from tests.webui.pages.screens import too_wide
from webui.cli.progress import Silent

LONG = "Viện Nghiên cứu Khoa học và Kỹ thuật tỉnh " * 12
UNBROKEN = "A" * 300
MANY = 10_200


def articles():
    for n in range(MANY):
        date = f"{1990 + n % 35}-01-{n % 28 + 1:02d}"
        yield {"id": f"n{n}", "title": f"Tin số {n}", "text": "Hội thảo.", "date": date}
    yield {
        "id": f"dài/{UNBROKEN}",
        "title": f"{LONG}{UNBROKEN}",
        "source": f"{LONG}{UNBROKEN}",
        "author": UNBROKEN,
        "category": LONG,
        "province": UNBROKEN,
        "date": "2020-01-02",
        "text": f"{UNBROKEN} bàn về tên dài. Bà Trần Thị Mơ, Chủ tịch {LONG}, nói về Chỉ thị số 42-CT/TW. " * 3,
    }


@pytest.fixture(scope="module")
def many(tmp_path_factory, running):
    """A server over some ten thousand articles."""
    folder = tmp_path_factory.mktemp("many")
    source = folder / "articles.jsonl"
    source.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles()), encoding="utf-8")
    report = reindex([source], folder / "var", Silent(), jobs=1)
    assert not report.left_out
    with running(WhooshEngine(folder / "var")) as server:
        yield server


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("many", "/?q=hoi+thao"),
        ("many-deep", "/?q=hoi+thao&page=1000"),
        ("many-beyond", "/?q=hoi+thao&page=1001"),
        ("long-names", "/?q=ten+dai"),
        ("long-names-article", "first result of /?q=ten+dai"),
        ("long-names-speaker", "first result of /?q=tran+thi+mo&kind=speaker"),
        ("long-names-list", "/speakers"),
    ],
)
def test_nothing_is_wider_than_the_screen(open_page, many, name, path):
    page = open_page(path, 360, on=many)
    assert too_wide(page, name, (360, 768, 1280)) == []


def test_ten_thousand_hits_are_counted_and_the_last_can_be_reached(open_page, many):
    page = open_page("/?q=hoi+thao", on=many)
    assert "10.200" in page.locator(".range").inner_text()
    deep = open_page("/?q=hoi+thao&page=1000", on=many)
    assert deep.locator(".hit").count() == 10
    beyond = open_page("/?q=hoi+thao&page=1001", on=many)
    assert "10.000 kết quả đầu" in beyond.locator(".note").inner_text()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_an_index_the_page_says_what_to_do(open_page, empty_server, lang):
    page = open_page(f"/?lang={lang}", 360, on=empty_server)
    assert "tracuu reindex" in page.locator("main").inner_text()
    assert too_wide(page, f"no-index-{lang}", (360, 1280)) == []


def test_a_page_of_results_weighs_little_and_does_not_move(browser, server):
    """All that a first visit loads, as sent, on a phone; a page that jumps makes the finger hit the wrong link."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    sent = []
    page.on("requestfinished", lambda request: sent.append(request.sizes()["responseBodySize"]))
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(f"{server.address}?q=hoi+thao", wait_until="networkidle")
    assert len(sent) >= 3, "page, sheet and script at least"
    assert sum(sent) <= 100_000
    assert page.evaluate("window.moved") == 0
    context.close()
