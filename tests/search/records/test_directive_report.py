"""The rows of a report on a directive: what an office has to write down, from a real index."""

from __future__ import annotations

import pytest

from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from search.records.directive_lookup import directives_called

ARTICLES = (
    {
        "id": "sau",
        "title": "Sơ kết Chỉ thị 42-CT/TW",
        "date": "2020-10-16",
        "source": "Liên hiệp Hội Hà Giang",
        "text": "Hội nghị diễn ra sáng nay.\n"
        "TS. Trần Văn Mẫn, Chủ tịch Hội Làm vườn, khẳng định Chỉ thị 42-CT/TW đã đi vào cuộc sống. Ai cũng mừng.\n"
        "- Các hội thực hiện Chỉ thị số 42-CT/TW và Chỉ thị 42 trong cả năm.",
    },
    {
        "id": "truoc",
        "title": "Phổ biến Chỉ thị 42-CT/TW ngày 16/4/2010 của Bộ Chính trị",
        "date": "2012-05-01",
        "source": "Liên hiệp Hội Cà Mau",
        "text": "Trời nắng đẹp, mọi người đến đông đủ.",
    },
    {"id": "khac", "title": "Tin khác", "date": "2013", "text": "Về Chỉ thị số 42-CT/TU của Tỉnh ủy Cà Mau."},
)


@pytest.fixture
def engine(index_of):
    engine = WhooshEngine(index_of(*ARTICLES))
    yield engine
    engine.close()


def rows(engine, **filters):
    (called,) = directives_called(engine, "42-CT/TW")
    return engine.report(called.id, SearchRequest(**filters)).rows


def test_rows_stand_by_date_one_for_each_sentence(engine):
    assert [(row.article, row.passage[:19]) for row in rows(engine)] == [
        ("truoc", "Phổ biến Chỉ thị 42"),
        ("sau", "TS. Trần Văn Mẫn, C"),
        ("sau", "Các hội thực hiện C"),
    ]


def test_whole_sentences_are_told_and_no_more(engine):
    assert rows(engine)[1].passage.endswith("đã đi vào cuộc sống.")


def test_a_title_counts_only_where_the_text_says_nothing(engine):
    assert [row.passage for row in rows(engine) if "Sơ kết" in row.passage] == []


def test_who_speaks_is_told_with_office_and_verb(engine):
    (person,) = rows(engine)[1].people
    assert (person.honorific, person.name, person.roles, person.verb) == (
        "TS.",
        "Trần Văn Mẫn",
        ("Chủ tịch Hội Làm vườn",),
        "khẳng định",
    )
    assert rows(engine)[2].people == ()


def test_filters_narrow_the_rows(engine):
    assert {row.article for row in rows(engine, from_="2015")} == {"sau"}
    assert {row.article for row in rows(engine, source=("Liên hiệp Hội Cà Mau",))} == {"truoc"}
    assert rows(engine, to="2011") == ()


def test_no_such_directive(engine):
    assert engine.report("none", SearchRequest()) is None


@pytest.mark.parametrize(
    ("typed", "count", "reason"),
    [
        ("42-CT/TW", 1, "a number"),
        ("chi thi so 42 ct/tw", 1, "without accents"),
        ("Chỉ thị 42", 2, "the Politburo's and the province's"),
        ("43-CT/TW", 0, "there is none"),
        ("hội", 0, "no name of a directive"),
    ],
)
def test_directives_are_called_by_what_people_type(engine, typed, count, reason):
    assert len(directives_called(engine, typed)) == count, reason
