"""Lists of directives and people, from a real index."""

from __future__ import annotations

import pytest

from search.embedded.engine import WhooshEngine
from search.interface.lists import ListRequest

ARTICLES = (
    {"id": "a", "title": "Một", "date": "2012", "text": "Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị."},
    {
        "id": "b",
        "title": "Hai",
        "date": "2020-10",
        "text": "Chỉ thị số 42-CT/TW ngày 16/4/2010 và Nghị quyết số 945-NQ/TW ngày 24/11/2018 của Bộ Chính trị, "
        "Quyết định số 5/QĐ-TTg ngày 1/2/2019 của Thủ tướng Chính phủ.\n"
        "Ông Lê Văn Ánh, Chủ tịch Hội Làm vườn, cho biết như vậy.",
    },
    {
        "id": "c",
        "title": "Ba",
        "date": "2021",
        "text": "Ông Lê Văn Ánh, Chủ tịch Hội Làm vườn, phát biểu. Bà Đỗ Thị Đoan, Phó Chủ tịch Hội Nuôi ong, đồng ý. "
        "TS. Trần Bình dự họp.",
    },
)


@pytest.fixture
def listed(index_of):
    engine = WhooshEngine(index_of(*ARTICLES))
    yield lambda kind, **asked: engine.listed(ListRequest(kind, **asked))
    engine.close()


def names(found):
    return [row.name for row in found.rows]


def test_the_most_mentioned_come_first(listed):
    found = listed("directive")
    assert found.total == 3
    first = found.rows[0]
    assert (first.name, first.date, first.articles, first.first_year, first.last_year) == (
        "Chỉ thị số 42-CT/TW",
        "2010-04-16",
        2,
        "2012",
        "2020",
    )


@pytest.mark.parametrize(
    ("sort", "dates"),
    [
        ("newest", ["2019-02-01", "2018-11-24", "2010-04-16"]),
        ("oldest", ["2010-04-16", "2018-11-24", "2019-02-01"]),
        ("name", ["2010-04-16", "2018-11-24", "2019-02-01"]),
    ],
)
def test_directives_are_sorted(listed, sort, dates):
    assert [row.date for row in listed("directive", sort=sort).rows] == dates


def test_directives_are_narrowed_by_type_issuer_date_and_words(listed):
    assert names(listed("directive", type="Nghị quyết")) == ["Nghị quyết số 945-NQ/TW"]
    assert names(listed("directive", issuer="Thủ tướng Chính phủ")) == ["Quyết định số 5/QĐ-TTg"]
    assert names(listed("directive", from_="2018-12", to="2020")) == ["Quyết định số 5/QĐ-TTg"]
    assert names(listed("directive", q="42-CT/TW")) == ["Chỉ thị số 42-CT/TW"]
    counts = {count.value: count.count for count in listed("directive").types}
    assert counts == {"Chỉ thị": 1, "Nghị quyết": 1, "Quyết định": 1}


def test_people_stand_by_given_name(listed):
    assert names(listed("speaker", sort="name")) == ["Lê Văn Ánh", "Trần Bình", "Đỗ Thị Đoan"]
    assert [(c.value, c.count) for c in listed("speaker").letters] == [("A", 1), ("B", 1), ("Đ", 1)]
    assert names(listed("speaker", letter="Đ")) == ["Đỗ Thị Đoan"]


def test_letters_stay_to_choose_from_when_one_is_chosen(listed):
    assert len(listed("speaker", letter="Đ").letters) == 3


def test_people_are_narrowed_by_office(listed):
    assert names(listed("speaker", q='vai_trò:"phó chủ tịch"')) == ["Đỗ Thị Đoan"]


def test_a_person_is_told_by_title_and_office(listed):
    about = {row.name: row.about for row in listed("speaker").rows}
    assert about["Lê Văn Ánh"] == "Chủ tịch Hội Làm vườn"
    assert about["Trần Bình"] == "TS."


def test_pages_hold_each_record_once(listed):
    pages = [names(listed("speaker", sort="name", size=2, page=page)) for page in (1, 2, 3)]
    assert pages == [["Lê Văn Ánh", "Trần Bình"], ["Đỗ Thị Đoan"], []]


def test_an_index_without_people_has_empty_lists(index_of):
    engine = WhooshEngine(index_of("Trời nắng đẹp."))
    found = engine.listed(ListRequest("speaker"))
    assert (found.total, found.rows, found.letters) == (0, (), ())
    engine.close()


def test_whoever_is_called_just_so_comes_first(index_of):
    """A list by articles puts Nguyễn Văn Anh Tuấn of many articles before the Nguyễn Văn Anh who was typed."""
    said = "Ông {}, Chủ tịch Hội Làm vườn, cho biết như vậy."
    called = ["Nguyễn Văn Anh Tuấn"] * 3 + ["Nguyễn Văn Ánh"] * 2 + ["Nguyễn Văn Anh"]
    engine = WhooshEngine(index_of(*(said.format(name) for name in called)))
    for typed, first in (
        ("Nguyễn Văn Anh", ["Nguyễn Văn Anh", "Nguyễn Văn Ánh"]),
        ("nguyen van anh", ["Nguyễn Văn Ánh", "Nguyễn Văn Anh"]),
        ("Nguyễn Văn Ánh", ["Nguyễn Văn Ánh"]),
        ('"nguyễn văn anh tuấn"', ["Nguyễn Văn Anh Tuấn"]),
    ):
        assert names(engine.listed(ListRequest("speaker", typed)))[: len(first)] == first, typed
    engine.close()
