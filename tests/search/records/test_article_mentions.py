"""What an article's record says of the directives and people in it, against a real index."""

from __future__ import annotations

import pytest

from search.embedded.engine import WhooshEngine

TWO_OF_ONE_NUMBER = (
    {"id": "cu", "date": "2018-03-01", "title": "Hội nghị", "text": "Nghị quyết số 18-NQ/TW ngày 25/10/2017."},
    {
        "id": "moi",
        "date": "2023-03-01",
        "title": "Tập huấn",
        "text": "Nghị quyết số 18-NQ/TW ngày 16/6/2022. Trước đó có Nghị quyết 18-NQ/TW ngày 25/10/2017.",
    },
)
TWO_OF_ONE_NAME = (
    {"id": "a", "title": "Họp", "text": "Ông Lê Văn Tám, Chủ tịch Hội Làm vườn tỉnh Cà Mau, chủ trì hội nghị."},
    {"id": "b", "title": "Họp", "text": "Ông Lê Văn Tám, Giám đốc Sở Y tế tỉnh Lào Cai, cho biết: mưa to."},
)


@pytest.fixture
def article(index_of):
    """Index records, and return a function from an id to the article's record."""
    engines = []

    def build(*records):
        engines.append(WhooshEngine(index_of(*records)))
        return engines[-1].article

    yield build
    for engine in engines:
        engine.close()


def _part(record, span):
    return {"title": record.title, "lead": record.lead, "body": record.text}.get(span.part) or record.related[span.item]


def test_spans_slice_the_part_that_they_name(article):
    record = article(
        {
            "id": "x",
            "title": "Triển khai Chỉ thị 42-CT/TW",
            "lead": "Bà Trần Thị Mơ nói về Chỉ thị 42.",
            "text": "Bà Trần Thị Mơ, Chủ tịch Hội Làm vườn, khẳng định: Chỉ thị số 42-CT/TW đã đi vào cuộc sống.",
        }
    )("x")
    (directive,) = record.directives
    assert [(s.part, _part(record, s)[s.start : s.end]) for s in directive.spans] == [
        ("title", "Chỉ thị 42-CT/TW"),
        ("lead", "Chỉ thị 42"),
        ("body", "Chỉ thị số 42-CT/TW"),
    ]
    (person,) = record.people
    assert person.name == "Trần Thị Mơ"
    assert person.roles == ("Chủ tịch Hội Làm vườn",)
    assert person.speaks
    assert {_part(record, s)[s.start : s.end] for s in person.spans} == {"Trần Thị Mơ"}
    assert any("đi vào cuộc sống" in _part(record, s)[s.start : s.end] for s in person.statements)


def test_ids_lead_to_the_records(index_of):
    engine = WhooshEngine(index_of("Ông Lê Văn Tám nói về Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị."))
    record = engine.article("d0")
    assert engine.directive(record.directives[0].id).name == record.directives[0].label == "Chỉ thị số 42-CT/TW"
    assert engine.speaker(record.people[0].id).name == record.people[0].name == "Lê Văn Tám"
    engine.close()


def test_two_documents_of_one_number_stay_two(article):
    directives = article(*TWO_OF_ONE_NUMBER)("moi").directives
    assert [d.date for d in directives] == ["2022-06-16", "2017-10-25"]
    assert len({d.id for d in directives}) == 2


def test_two_people_of_one_name_lead_to_two_records(article):
    get = article(*TWO_OF_ONE_NAME)
    (first,), (second,) = get("a").people, get("b").people
    assert first.name == second.name
    assert first.id != second.id
    assert first.chairs and not first.speaks
    assert second.speaks


def test_a_bare_number_leads_to_the_record_that_lists_what_it_may_be(article):
    (directive,) = article("Theo Nghị quyết 18, các hội sắp xếp lại tổ chức.")("d0").directives
    assert directive.id == "nghi-quyet-18"


def test_an_article_with_nothing_found_says_so(article):
    record = article("Trời hôm nay nắng đẹp.")("d0")
    assert record.directives == record.people == ()


HIDDEN = (
    {"id": "a", "date": "2020-01-01", "title": "Họp", "text": "Ông Lê Văn Tám, Chủ tịch Hội Làm vườn Cà Mau, chủ trì."},
    {
        "id": "b",
        "date": "2021-01-01",
        "title": "Họp",
        "text": "Theo ông Lê Văn Tám, Chủ tịch Hội Làm vườn Cà Mau - Giám đốc Sở Y tế Cà Mau, hội làm tốt.",
    },
)


def test_an_office_that_the_office_hides_is_told_on_no_page(article, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "corrections.toml").write_text(
        '[[hide_office]]\nname = "Lê Văn Tám"\narticle = "a"\noffice = "Chủ tịch Hội Làm vườn Cà Mau"\n', "utf-8"
    )
    of = article(*HIDDEN)
    assert [of(id).people[0].roles for id in "ab"] == [(), ("Giám đốc Sở Y tế Cà Mau",)]
    assert all("Chủ tịch Hội Làm vườn" in of(id).text for id in "ab"), "the text stays"
