"""Several values of a facet at once, with and without script."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from index.analysis.normalise import fold
from search.embedded.engine import WhooshEngine


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


def test_without_script_there_is_no_field_inside_a_facet(open_page, running, samples_index):
    with running(WhooshEngine(samples_index)) as server:
        page = open_page("/?q=h%E1%BB%99i", on=server, java_script_enabled=False)
        assert page.locator("input[data-within]").count() and not page.locator("input[data-within]:visible").count()
