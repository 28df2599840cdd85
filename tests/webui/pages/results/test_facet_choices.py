"""Several values of a facet at once, with and without script."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest

from index.analysis.normalise import fold
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from webui.pages.results.facet_search import FacetSearch, with_values_within


def choices(text: str) -> list[tuple[str, bool]]:
    """The addresses of the choices of all facets, each with whether it is chosen."""
    aside = text.partition('<aside class="facets"')[2].partition("</aside>")[0]
    return [(unescape(href), "chosen" in rest) for href, rest in re.findall(r'<li><a href="([^"]+)"([^>]*)>', aside)]


def sources(href: str) -> list[str]:
    return parse_qs(urlsplit(href).query).get("source", [])


def test_a_second_value_is_added_and_each_is_taken_off(get):
    first = next(href for href, _ in choices(get("/?q=h%E1%BB%99i").text) if sources(href))
    page = choices(get(first).text)
    assert [sources(href) for href, chosen in page if chosen] == [[]], "the chosen one stays, and its link takes it off"
    second = next(href for href, chosen in page if len(sources(href)) == 2 and not chosen)
    both = choices(get(second).text)
    assert sorted(sources(href) for href, chosen in both if chosen) == sorted([[one] for one in sources(second)])


def test_a_value_is_found_inside_a_facet(open_page, running, samples_index):
    with running(WhooshEngine(samples_index)) as server:
        page = open_page("/?q=h%E1%BB%99i", on=server)
        section = page.locator(".facets section", has=page.locator("details")).first
        hidden = section.locator("details bdi").last.text_content()
        field = section.get_by_role("searchbox")
        field.fill(fold(hidden))
        shown = section.locator("li:visible bdi").all_inner_texts()
        assert hidden in shown and all(fold(hidden) in fold(one) for one in shown)
        field.fill("")
        assert not section.locator("details").evaluate("one => one.open")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_value_is_found_by_sending_the_field(open_page, running, samples_index, script):
    """Without script, and with it beyond the values that the page holds."""
    with running(WhooshEngine(samples_index)) as server:
        page = open_page("/?q=h%E1%BB%99i&lang=en", 360, on=server, java_script_enabled=script)
        page.locator("summary", has_text="Filter").click()
        section = page.locator(".facets section", has=page.locator("details")).last
        hidden = section.locator("details bdi").last.text_content()
        section.get_by_role("searchbox").fill(fold(hidden))
        section.get_by_role("button").click()
        page.wait_for_url("**within=**")
        found = page.locator(".facets section", has=page.locator("input[value]:not([value=''])"))
        link = found.locator("li a", has_text=hidden).first
        assert link.is_visible() and "lang=en" in link.get_attribute("href")
        link.click()
        assert page.locator(".chips", has_text=hidden).is_visible()


def _inside(get, look: str) -> list[str]:
    """Return the labels that a facet shows when something is looked for in it."""
    page = lxml.html.fromstring(get(f"/?q=h%E1%BB%99i&{look}").text)
    facet = parse_qs(look)["facet"][0]
    return [one.text_content() for one in page.xpath(f"//section[h2[@id='facet-{facet}']]//li//bdi")]


@pytest.mark.parametrize(
    ("look", "shown", "reason"),
    [
        ("facet=source&within=vusta", True, "part of a value"),
        ("facet=source&within=VUSTA", True, "in any case"),
        ("facet=source&within=zzz", False, "nothing is called so, and the page says it"),
        ("facet=source&within=zzz&source=vusta.vn", True, "what is chosen stays"),
    ],
)
def test_what_a_facet_shows_of_what_is_looked_for_in_it(get, look, shown, reason):
    assert bool(_inside(get, look)) == shown, reason


@pytest.mark.parametrize("look", ["facet=kind&within=a", "facet=x&within=a", "facet=year&within=%20", "facet=year"])
def test_a_look_that_says_nothing_leaves_the_page_as_it_is(get, look):
    page = lxml.html.fromstring(get(f"/?q=h%E1%BB%99i&{look}").text)
    assert not page.xpath("//details[@id='refine']/@open")


def test_records_beyond_the_counted_ones_are_found_with_their_counts(index_of):
    """A facet counts the 50 most frequent; who is named once is found as well."""
    people = [f"Nguyễn Văn {name}" for name in ("Anh", "Bình", "Cường", "Dũng", "Giang", "Hùng")]
    data = index_of(*(f"Hội thảo khoa học. Ông {name}, Chủ tịch Hội Cơ học, phát biểu." for name in people))
    with closing(WhooshEngine(data)) as engine:
        asked = SearchRequest(q="hội thảo")
        found = engine.search(asked)
        cut = replace(found, facets={**found.facets, "speaker": found.facets["speaker"][:2]})
        (there,) = with_values_within(engine, asked, cut, FacetSearch("speaker", "van hung")).facets["speaker"]
        assert (there.label, there.count) == ("Nguyễn Văn Hùng", 1)
        elsewhere = replace(asked, q='hội thảo "Văn Anh"', match="all")
        narrowed = with_values_within(engine, elsewhere, engine.search(elsewhere), FacetSearch("speaker", "van hung"))
        assert narrowed.facets["speaker"] == (), "nothing that would find nothing"
