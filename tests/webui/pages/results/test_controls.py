"""Tabs, filters and paging, worked out from an answer."""

from __future__ import annotations

import re
from html import unescape

import pytest

from search.interface.answers import FacetCount, Hit, SearchResponse, Understood
from search.interface.request import SearchRequest
from webui.http.language import language
from webui.pages.results.controls import results_view


def _view(asked, total=14, kinds=("article",), **facets):
    found = SearchResponse(Understood(asked.q), total, (), {name: tuple(counts) for name, counts in facets.items()})
    return results_view(asked, found, language("vi"), "", kinds)


@pytest.mark.parametrize(
    ("kind", "kinds", "tabs", "reason"),
    [
        ("all", ["article"], ["Tất cả", "Bài viết"], "a tab that can only be empty is none"),
        ("all", ["article", "speaker"], ["Tất cả", "Bài viết", "Người được nêu tên"], "what the index holds"),
        ("directive", ["article"], ["Tất cả", "Bài viết", "Văn bản"], "what was asked for is shown, empty or not"),
    ],
)
def test_tabs(kind, kinds, tabs, reason):
    view = _view(SearchRequest(q="hội", kind=kind), kinds=kinds)
    assert [tab.label for tab in view.tabs] == tabs, reason
    assert [tab.label for tab in view.tabs if tab.current] == [tabs[-1] if kind == "directive" else tabs[0]]


@pytest.mark.parametrize(
    ("total", "loose", "rows", "only_answers"),
    [(2, 3265, 2, True), (0, 40, 40, False), (2, 0, 2, True)],  # nothing answers: what has some of the words
)
def test_the_files_hold_as_many_as_the_page_counts(total, loose, rows, only_answers):
    asked = SearchRequest(q="chỉ thị 42")
    found = SearchResponse(Understood(asked.q), total, (), {}, total_loose=loose, loose_follow=True)
    view = results_view(asked, found, language("vi"), "", ["article"])
    assert view.file_rows == rows
    assert all(("match=all" in file.href) == only_answers for file in view.files)


def test_a_long_facet_hides_its_rest_and_a_short_one_does_not():
    def lengths(count):
        counts = [FacetCount(f"n{i}", 1, f"n{i}") for i in range(count)]
        group = _view(SearchRequest(q="hội"), source=counts).facets[0]
        return len(group.first), len(group.more)

    assert (lengths(8), lengths(9)) == ((8, 0), (6, 3))


def test_a_filter_on_a_record_shows_its_name_and_not_its_id():
    asked = SearchRequest(q="hội", directive=("d-1", "d-2"))
    view = _view(asked, directive=[FacetCount("d-1", 3, "Chỉ thị 42-CT/TW")])
    assert [choice.label for choice in view.active] == ["Chỉ thị 42-CT/TW", "d-2"]


def test_paging_ends_where_results_can_no_longer_be_reached():
    view = _view(SearchRequest(q="hội", page=1000), total=1_000_000)
    assert (view.pager.pages, view.pager.next) == (1000, "")
    assert view.pager.previous.endswith("page=999")


@pytest.mark.parametrize(
    ("title", "offered", "reason"),
    [
        ("Phạm Văn Tân", False, "he is found already"),
        ("Phạm Văn Tấn", True, "that is somebody else"),
        ("", True, "nothing is found"),
    ],
)
def test_a_suggestion_of_what_stands_first_is_none(title, offered, reason):
    hits = (Hit("speaker", "x", title, "", 1.0),) if title else ()
    found = SearchResponse(Understood("pham van tan"), len(hits), hits, {}, suggestion="Phạm Văn Tân")
    view = results_view(SearchRequest(q="pham van tan"), found, language("vi"), "", ("speaker",))
    assert bool(view.suggestion) == offered, reason


@pytest.mark.parametrize(("size", "reason"), [(1, "they begin a page of their own"), (4, "they begin within a page")])
def test_the_link_to_what_has_some_of_the_words_leads_to_where_it_begins(get, size, reason):
    first = get(f"/?q=h%E1%BB%99i+th%E1%BA%A3o+khoa+h%E1%BB%8Dc&size={size}").text
    address, _, place = unescape(re.search(r'<a class="loose" href="([^"]+)"', first)[1]).partition("#")
    page = get(address).text
    assert f'id="{place}"' in page and "page=" in address, reason
    before, after = page.split(f'id="{place}"')
    assert 'class="hit"' in after and before.count('class="hit"') < size
