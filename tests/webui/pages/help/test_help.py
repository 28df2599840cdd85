"""Every operator is told with an example that finds something here, and a form writes the query."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from search.embedded.engine import WhooshEngine
from search.interface.filters import filters
from search.interface.request import SearchRequest
from webui.pages.help.advanced_form import BadYear, written_query
from webui.pages.help.examples import OPERATORS, Examples


def test_every_field_of_a_query_is_told():
    assert {one.name for one in filters()} - set(OPERATORS) == set()


def test_every_example_finds_something(samples_index):
    engine = WhooshEngine(samples_index)
    found, whole = Examples(engine).of_now(600)
    assert whole
    assert {name for name, query in found.items() if not query} <= {"category"}, "no sample has a category"
    for name, query in ((name, query) for name, query in found.items() if query):
        answer = engine.search(SearchRequest(q=query, match="all"))
        assert answer.total and not answer.corrected, (name, query)
    engine.close()


def test_what_is_not_found_in_time_is_found_by_the_next_page(samples_index):
    engine = WhooshEngine(samples_index)
    examples, before = Examples(engine), -1
    for _ in range(100):
        found, whole = examples.of_now(0.05)
        assert len(found) >= before
        before = len(found)
        if whole:
            break
    assert whole and found == Examples(engine).of_now(600)[0]
    engine.close()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_leads_to_what_each_example_finds(get, lang):
    while "etag" not in get(f"/help?lang={lang}").headers:
        pass  # the first page may come before all examples are found
    text = get(f"/help?lang={lang}").text
    links = [unescape(href) for href in re.findall(r'<dd><a href="([^"]+)"', text)]
    assert len(links) > 15
    for href in links:
        assert '<article class="hit">' in get(href).text, href


def test_the_page_of_an_index_without_articles_says_so(get_empty):
    assert get_empty("/help").status == 503


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({"all": "hội thảo", "phrase": "phản biện xã hội"}, 'hội thảo "phản biện xã hội"'),
        ({"phrase": 'một "hai'}, '"một hai"'),
        ({"all": "lúa", "without": "ngô -khoai"}, "lúa -ngô -khoai"),
        ({"organisation": "Hội A", "office": "chủ tịch"}, 'tổ_chức:"Hội A" vai_trò:"chủ tịch"'),
        ({"province": "Hà Giang", "from_year": "2020", "to_year": "2015"}, 'tỉnh:"Hà Giang" năm:2015..2020'),
        ({"from_year": "2020"}, "năm:2020.."),
        ({"to_year": "2020"}, "năm:..2020"),
        ({"from_year": "2020", "to_year": "2020"}, "năm:2020"),
        ({"category": "Tin", "directive": "42-CT/TW", "person": "A"},
         'chuyên_mục:"Tin" văn_bản:"42-CT/TW" người:"A"'),
        ({}, ""),
    ],
)  # fmt: skip
def test_the_fields_say_a_query(given, query):
    assert written_query(given) == query


def test_a_year_that_is_none_is_told(get):
    with pytest.raises(BadYear):
        written_query({"from_year": "20"})
    reply = get("/advanced?all=a&to_year=x")
    assert reply.status == 400 and "bốn chữ số" in reply.text and 'value="a"' in reply.text


@pytest.mark.parametrize(
    ("years", "bounds"),
    [("2015..2018", ("2015", "2018")), ("2019..", ("2019", None)), ("..2006", (None, "2006"))],
)
def test_periods_without_an_end_are_understood(samples_index, years, bounds):
    engine = WhooshEngine(samples_index)
    answer = engine.search(SearchRequest(q=f"năm:{years}", kind="article", size=50))
    low, high = bounds
    assert not answer.query.notes
    assert all((low or "0") <= hit.date[:4] <= (high or "9999") for hit in answer.hits)
    engine.close()


def test_the_form_leads_to_the_search_without_script(get):
    reply = get("/advanced?" + urlencode({"all": "hội", "to_year": "2030", "lang": "en"}))
    assert reply.status == 303
    target = urlsplit(reply.headers["location"])
    assert (target.path, parse_qs(target.query)) == ("/", {"q": ["hội năm:..2030"], "lang": ["en"]})
    assert get(reply.headers["location"]).status == 200


def test_the_query_stands_in_the_field(open_page):
    page = open_page("/advanced", java_script_enabled=False)
    page.get_by_label("Có tất cả các từ").fill("hội")
    page.get_by_label("Đến năm").fill("2030")
    page.get_by_role("button", name="Tìm", exact=True).last.click()
    assert page.locator("#q").input_value() == "hội năm:..2030"
    assert page.locator(".hit").count()
