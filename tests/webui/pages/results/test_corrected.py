"""A corrected query is said to be one, in both languages and on the command line, with a way back."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import lxml.html
import pytest
from click.testing import CliRunner

from webui.cli.main import main


def _correction(get, path):
    page = lxml.html.fromstring(get(path).text)
    (paragraph,) = page.xpath("//p[@class='suggestion']")
    return page, " ".join(paragraph.text_content().split())


SAID = [
    ("vi", "Đang hiện kết quả cho: phản biện. Tìm đúng như đã gõ: phanr bieenj"),
    ("en", "Showing results for: phản biện. Search instead for: phanr bieenj"),
]


@pytest.mark.parametrize(("lang", "sentence"), SAID)
def test_the_frame_for_other_sites_says_so_too(get, lang, sentence):
    page, said = _correction(get, f"/embed?q=phanr+bieenj&lang={lang}")
    assert said == sentence
    (back,) = page.xpath("//p[@class='suggestion']/a/@href")
    assert back.startswith("/embed?") and parse_qs(urlsplit(back).query)["exact"] == ["1"]
    exact = lxml.html.fromstring(get(back).text)
    assert not exact.xpath("//ol") and not exact.xpath("//input[@name='exact']"), "the next search is not an exact one"


def test_a_feed_is_called_by_what_was_searched(get):
    assert "“phản biện”" in get("/feed.atom?q=phanr+bieenj").text


@pytest.mark.parametrize(("lang", "sentence"), SAID)
def test_the_page_says_what_was_searched(get, lang, sentence):
    page, said = _correction(get, f"/?q=phanr+bieenj&lang={lang}")
    assert said == sentence
    assert page.xpath("//input[@id='q']/@value") == ["phanr bieenj"], "what was typed stays in the field"
    marked = {" ".join(mark.text_content().split()).lower() for mark in page.xpath("//ol[@class='hits']//mark")}
    assert marked & {"phản biện", "phản"}, "what is marked is what was searched"
    (first, *_) = page.xpath("//ol[@class='hits']/li//h2//a/@href | //ol[@class='hits']/li//h3//a/@href")
    assert parse_qs(urlsplit(first).query)["q"] == ["phản biện"], "and so on the article's page"


def test_the_way_back_leads_to_what_was_typed(get):
    page, _ = _correction(get, "/?q=phanr+bieenj&kind=article")
    (back,) = page.xpath("//p[@class='suggestion']/a/@href")
    assert parse_qs(urlsplit(back).query) == {"q": ["phanr bieenj"], "kind": ["article"], "exact": ["1"]}
    page, said = _correction(get, back)
    assert not page.xpath("//ol[@class='hits']")
    assert said == "Có phải bạn muốn tìm: phản biện"
    (forth,) = page.xpath("//p[@class='suggestion']/a/@href")
    assert parse_qs(urlsplit(forth).query) == {"q": ["phản biện"], "kind": ["article"]}


def test_the_api_says_so_too(get):
    answer = get("/api/v1/search?q=phanr+bieenj").json()
    assert answer["corrected"] == answer["query"]["text"] == "phản biện"
    assert answer["total"] == get(f"/api/v1/search?q={quote('phản biện')}").json()["total"] > 0
    exact = get("/api/v1/search?q=phanr+bieenj&exact=1").json()
    assert (exact["corrected"], exact["suggestion"], exact["total"]) == (None, "phản biện", 0)
    assert get("/api/v1/search?q=phanr+bieenj&exact=yes").status == 400


def test_the_command_line_says_so_too(data):
    said = CliRunner().invoke(main, ["search", "phanr bieenj", "--data", str(data)])
    assert "Showing hits for: phản biện" in said.stderr
    assert said.stdout.startswith("1. ")
    exact = CliRunner().invoke(main, ["search", "phanr bieenj", "--data", str(data), "--exact"])
    assert exact.stdout == ""
    assert "Did you mean: phản biện" in exact.stderr
