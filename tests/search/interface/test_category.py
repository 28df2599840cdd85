"""The filter and facet of categories, through engine, API, page and command line."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request

import pytest
from click.testing import CliRunner

from search.interface.request import SearchRequest
from search.opening import open_engine
from tests.serving import running
from webui.cli.main import main

RECORDS = (
    {"title": "Tập huấn nuôi ong", "text": "Lớp tập huấn nuôi ong lấy mật.", "category": "Hoạt động hội viên"},
    {"title": "Thi sáng tạo trẻ", "text": "Cuộc thi tập huấn viên giỏi.", "category": "Hội thi – Giải thưởng"},
    {"title": "Đại hội", "text": "Đại hội bàn việc tập huấn.", "category": "Hoạt động hội viên"},
    {"title": "Thư ngỏ", "text": "Bài không có chuyên mục, nói về tập huấn."},
)


@pytest.fixture
def data(index_of):
    return index_of(*RECORDS)


@pytest.fixture
def engine(data):
    opened = open_engine(data)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param('chuyên_mục:"hoạt động"', {"d0", "d2"}, id="words side by side in the category are enough"),
        pytest.param("chuyen_muc:hoi", {"d0", "d1", "d2"}, id="in any accents"),
        pytest.param('category:"động hoạt"', set(), id="but in their order"),
        pytest.param("tập huấn -chuyên_mục:thi", {"d0", "d2", "d3"}, id="left out by a minus"),
        pytest.param("chuyên_mục:hoat*", {"d0", "d2"}, id="by a beginning"),
        pytest.param("chuyên_mục:hoa", set(), id="a part of a word is no word"),
    ],
)
def test_a_prefix_finds_categories_by_their_words(engine, typed, found):
    assert {hit.id for hit in engine.search(SearchRequest(q=typed)).hits} == found


def test_the_filter_takes_the_value_of_the_facet_and_counts_agree(engine):
    every = engine.search(SearchRequest(q="tập huấn"))
    counts = {one.value: one.count for one in every.facets["category"]}
    assert counts == {"Hoạt động hội viên": 2, "Hội thi – Giải thưởng": 1}
    for value, count in counts.items():
        assert engine.search(SearchRequest(q="tập huấn", category=(value,))).total == count
    assert engine.search(SearchRequest(q="tập huấn", category=tuple(counts))).total == 3
    assert engine.search(SearchRequest(category=("hoạt động hội viên",))).total == 0, "a value is taken as it is"


def test_api_and_page_take_it(engine):
    query = urllib.parse.urlencode({"q": "tập huấn", "category": "Hoạt động hội viên"})
    with running(engine) as server:
        base = f"http://127.0.0.1:{server.port}"
        with urllib.request.urlopen(f"{base}/api/v1/search?{query}") as reply:
            answer = json.load(reply)
        with urllib.request.urlopen(f"{base}/?{query}") as reply:
            page = reply.read().decode()
        with urllib.request.urlopen(f"{base}/?q=t%E1%BA%ADp") as reply:
            unfiltered = reply.read().decode()
    assert answer["total"] == 2 and answer["query"]["category"] == ["Hoạt động hội viên"]
    assert [(one["value"], one["count"]) for one in answer["facets"]["category"]] == [
        ("Hoạt động hội viên", 2),
        ("Hội thi – Giải thưởng", 1),
    ], "another category is an alternative"
    assert '<input type="hidden" name="category" value="Hoạt động hội viên">' in page
    assert ">Chuyên mục</h2>" in unfiltered and "category=H%E1%BB%99i+thi" in unfiltered


def test_the_command_line_takes_it(data):
    options = ["search", "--json", "--data", str(data), "--category", "Hội thi – Giải thưởng"]
    done = CliRunner().invoke(main, [*options, "--", "tập huấn"])
    assert done.exit_code == 0, done.output
    assert [hit["id"] for hit in json.loads(done.stdout)["results"]] == ["d1"]
