"""Addresses of records and searches."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.interface.request import SearchRequest
from webui.app import create_app
from webui.http.addresses import record_path, search_address, web_address, with_parameters

ROUTES = create_app(engine=None).url_map.bind("localhost")


@pytest.mark.parametrize(
    ("id", "path", "reason"),
    [
        ("tin-1", "/articles/tin-1", "plain"),
        ("91/2015/QH13@1", "/articles/91/2015/QH13@1", "slashes and @ stay readable"),
        ("a b", "/articles/a%20b", "a space"),
        ("50%?#", "/articles/50%25%3F%23", "characters with a meaning in addresses"),
        ("hội", "/articles/h%E1%BB%99i", "UTF-8"),
        ("ho\u0323\u0302i", "/articles/ho%CC%A3%CC%82i", "an id in NFD stays in NFD"),
        ("../x", "/articles?id=..%2Fx", "browsers resolve .. in paths"),
        ("a/./b", "/articles?id=a%2F.%2Fb", "and single dots"),
        ("a//b", "/articles?id=a%2F%2Fb", "proxies merge slashes"),
        ("/a", "/articles?id=%2Fa", "so at the beginning"),
        ("a/", "/articles?id=a%2F", "and at the end"),
        ("..", "/articles?id=..", "an id of dots alone"),
        ("a&id=b", "/articles/a%26id=b", "no second parameter"),
    ],
)
def test_record_path(id, path, reason):
    assert record_path("article", id) == path, reason


@given(st.text(alphabet=st.sampled_from("a./ @%?#&=+;ệ\n\\") | st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_id_comes_back_from_its_path(id):
    path, _, query = record_path("article", id).partition("?")
    _, values = ROUTES.match(unquote(path))
    assert (parse_qs(query)["id"][0] if query else values["id"]) == id


def test_parameters_join_either_form():
    assert with_parameters("/articles/a", q="x y", lang="") == "/articles/a?q=x+y"
    assert with_parameters("/articles?id=..", q="x") == "/articles?id=..&q=x"


def test_one_search_has_one_address():
    asked = SearchRequest(q="hội", kind="article", page=2, source=("a", "b"), from_="2020", explain=True)
    assert search_address("/", asked, "en") == (
        "/?q=h%E1%BB%99i&kind=article&from=2020&source=a&source=b&page=2&explain=1&lang=en"
    )
    assert search_address("/", SearchRequest()) == "/"
    assert search_address("/", replace(asked, size=10)) == search_address("/", asked), "defaults are left out"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://vusta.vn/a?b=1", True),
        ("http://vusta.vn", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//vusta.vn/a", False),
        ("/a", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url, kept):
    assert web_address(url) == (url if kept else "")
