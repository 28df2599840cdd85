"""The search in another site: the light page, who may frame it, and the snippets of the documentation as they stand."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest

from tests.serving import site_of
from tests.webui.pages.accessibility import axe_faults

DOCS = (Path(__file__).parents[3] / "docs" / "embedding.md").read_text(encoding="utf-8")
FORM, FRAME = re.findall(r"```html\n(.*?)```", DOCS, re.DOTALL)


def _page(get, path, status=200):
    reply = get(path)
    assert reply.status == status, reply.text
    return lxml.html.fromstring(reply.text)


def test_any_site_may_frame_it_and_no_other_page(get):
    for path, ancestors in (("/embed?q=a", "*"), ("/embed?page=0", "*"), ("/?q=a", "'self'"), ("/embedded", "'self'")):
        policy = get(path).headers["content-security-policy"]
        assert f"frame-ancestors {ancestors}" in policy
        assert "default-src 'none'" in policy and "script-src 'self'" in policy


def test_hits_open_outside_and_searches_stay_inside(get):
    page = _page(get, "/embed?q=h%E1%BB%99i+th%E1%BA%A3o&source=vusta.vn&size=5&lang=en")
    hits = page.xpath("//ol[@class='hits']//h2/a")
    assert len(hits) == 5
    assert {a.get("target") for a in hits} == {"_blank"}
    assert {a.get("rel") for a in hits} == {"noopener"}
    following = page.xpath("//a[@rel='next']/@href")[0]
    assert following.startswith("/embed?")
    assert parse_qs(urlsplit(following).query) == {
        "q": ["hội thảo"], "source": ["vusta.vn"], "size": ["5"], "page": ["2"], "lang": ["en"]
    }  # fmt: skip
    sent = dict(page.forms[0].form_values())
    assert (page.forms[0].action, sent) == (
        "/embed", {"q": "hội thảo", "source": "vusta.vn", "size": "5", "lang": "en"}
    )  # fmt: skip


def test_it_is_light_and_for_no_search_engine(get):
    reply = get("/embed?q=h%E1%BB%99i+th%E1%BA%A3o")
    page = lxml.html.fromstring(reply.text)
    assert not page.xpath("//script")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert urlsplit(page.xpath("//link[@rel='canonical']/@href")[0]).path == "/"
    assert len(reply.body) < 15_000


@pytest.mark.parametrize(
    ("path", "shown", "reason"),
    [
        ("/embed", 0, "nothing is asked: the field alone"),
        ("/embed?size=5&lang=en", 0, "how much to show asks nothing"),
        ("/embed?source=vusta.vn&size=3", 3, "a filter alone: the newest under it"),
        ("/embed?q=zzzzzz", 0, "nothing is found"),
    ],
)
def test_what_is_shown(get, path, shown, reason):
    assert len(_page(get, path).xpath("//ol[@class='hits']/li")) == shown, reason


def test_a_filter_alone_shows_the_newest(get):
    days = _page(get, "/embed?source=vusta.vn&size=5").xpath("//time/@datetime")
    assert len(days) == 5 and days == sorted(days, reverse=True)


def test_a_bad_parameter_is_told_inside(get):
    assert "31/2" not in _page(get, "/embed?from=31/2/2020", 400).xpath("//title")[0].text
    assert "Từ ngày: vui lòng ghi năm" in _page(get, "/embed?from=31/2/2020", 400).text_content()


def test_without_an_index_it_says_so(get_empty):
    assert get_empty("/embed?q=a").status == 503


@pytest.mark.parametrize("width", [320, 700])
def test_the_snippets_work_in_another_site(browser, server, width):
    """A page of a union's own address, with both snippets in it, as a browser shows it."""
    here = server.address.rstrip("/")
    frame = re.sub(r'(?<=/embed\?)[^"]*', "source=vusta.vn&amp;size=5", FRAME)
    snippets = (FORM + frame).replace("https://tracuu.example.vn", here)
    body = f"<!doctype html><html lang='vi'><title>Liên hiệp Hội</title><main><h1>Hội</h1>{snippets}</main></html>"
    context = browser.new_context(viewport={"width": width, "height": 800})
    with site_of(body) as site:
        page = context.new_page()
        page.goto(site)
        frame = page.frame_locator("iframe")
        frame.locator("#q").fill("phản biện")
        frame.get_by_role("button", name="Tìm").click()
        frame.locator(".hit mark").first.wait_for()
        assert "source=vusta.vn" in page.frames[1].url, "the filter of the address stays"
        assert page.frames[1].evaluate("document.documentElement.scrollWidth") <= width
        assert axe_faults(page.frames[1]) == ""
        with context.expect_page() as opened:
            frame.locator(".hit a").first.click()
        assert urlsplit(opened.value.url).path.startswith("/articles/")
        page.get_by_label("Tìm trong tài liệu").fill("hội thảo")
        with context.expect_page() as opened:
            page.get_by_role("button", name="Tìm").first.click()
        assert parse_qs(urlsplit(opened.value.url).query) == {"q": ["hội thảo"]}
        context.close()


def test_the_frame_of_the_docs_asks_what_the_service_understands(get):
    source = urlsplit(unescape(re.search(r'src="([^"]*)"', FRAME)[1]))
    assert get(f"{source.path}?{source.query}").status == 200
    assert parse_qs(source.query) == {"province": ["Phú Thọ"], "size": ["5"]}
