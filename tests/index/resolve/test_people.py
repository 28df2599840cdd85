"""Which person each name means, and over which years they held what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import PersonMention
from index.resolve.people import Appearance, offices_of, person_bucket, resolve_people

NAME = "Lê Văn Hạnh"


def seen(article: str, date: str, *roles: str, honorific: str | None = None, speaks: bool = False) -> Appearance:
    return Appearance(article, date, PersonMention(NAME, honorific, roles, speaks, ((0, 11),)))


ROLES = [
    ("Chủ tịch Hội Toán học", [("Chủ tịch", "Hội Toán học", False)], "office and organisation"),
    (
        "Phó Chủ tịch kiêm Tổng Thư ký Hội Toán học",
        [("Phó Chủ tịch", "Hội Toán học", False), ("Tổng Thư ký", "Hội Toán học", False)],
        "two offices at one organisation",
    ),
    ("nguyên Viện trưởng Viện Lúa", [("Viện trưởng", "Viện Lúa", True)], "a former office"),
    ("quyền Vụ trưởng Vụ Tổ chức, Bộ Y tế", [("Vụ trưởng", "Vụ Tổ chức, Bộ Y tế", False)], "an acting one"),
    ("Hội Làm vườn", [("", "Hội Làm vườn", False)], "an organisation alone"),
]


@pytest.mark.parametrize(("role", "offices", "reason"), ROLES)
def test_a_role_is_taken_apart(role: str, offices: list[tuple[str, str, bool]], reason: str) -> None:
    assert [(o.head, o.organisation, o.former) for o in offices_of(role)] == offices, reason


SPELLINGS = [
    ("Vũ Thị Hoà", "Vũ thị Hòa", True, "tone placement and case"),
    ("Kim Dae-jung", "Kim Dae Jung", True, "a hyphen between syllables"),
    ("Jean\u2011Paul Sartre", "Jean-Paul  Sartre", True, "a hyphen that does not break, two blanks"),
    ("Lê Văn Hạnh", "Lê Văn Hành", False, "another tone is another name"),
]


@pytest.mark.parametrize(("one", "other", "alike", "reason"), SPELLINGS)
def test_spellings_of_one_name(one: str, other: str, alike: bool, reason: str) -> None:
    assert (person_bucket(one) == person_bucket(other)) is alike, reason


SAME = [
    ("Chủ tịch Liên hiệp Hội Việt Nam", "Chủ tịch VUSTA", "one organisation under two names"),
    ("Giám đốc Sở KH&CN Nghệ An", "Giám đốc Sở Khoa học và Công nghệ Nghệ An", "an abbreviation"),
    ("Trưởng phòng Sở Y tế Nghệ An", "Giám đốc Sở Giáo dục Nghệ An", "one province, over the years"),
    ("Thứ trưởng Bộ Y tế", "Bộ trưởng Bộ Nội vụ", "offices of the centre"),
    ("Chủ tịch Hội Làm vườn Nghệ An", "Chủ tịch", "an office with its organisation and without"),
]

DIFFERENT = [
    ("Chủ tịch Hội Làm vườn Nghệ An", "Chủ tịch Hội Làm vườn Cà Mau", "two provinces"),
    ("Giám đốc Công ty Thép Xanh", "Hiệu trưởng Trường Mầm non Hoa Sen", "two firms that have nothing in common"),
]


@pytest.mark.parametrize(("one", "other", "reason"), SAME)
def test_one_person(one: str, other: str, reason: str) -> None:
    people = resolve_people(person_bucket(NAME), [seen("a", "2015", one), seen("b", "2016", other)])
    assert len(people) == 1, reason
    assert people[0].evidence, "every merge is explained"


@pytest.mark.parametrize(("one", "other", "reason"), DIFFERENT)
def test_namesakes_stay_two(one: str, other: str, reason: str) -> None:
    people = resolve_people(person_bucket(NAME), [seen("a", "2015", one), seen("b", "2016", other)])
    assert [person.articles for person in people] in ([("a",), ("b",)], [("b",), ("a",)]), reason
    assert len({person.id for person in people}) == 2


def test_offices_without_place_are_one_person_where_one_province_writes_of_both() -> None:
    def local(article: str, place: str, role: str) -> Appearance:
        return Appearance(article, "2015", PersonMention(NAME, None, (role,), False, ((0, 11),)), place)

    one = [local("a", "Nghệ An", "Trưởng Ban Kỹ thuật"), local("b", "Nghệ An", "Chủ tịch hội")]
    other = local("c", "Cà Mau", "Chủ nhiệm câu lạc bộ")
    people = resolve_people(person_bucket(NAME), [*one, other])
    assert sorted(person.articles for person in people) == [("a", "b"), ("c",)]


def test_a_bare_mention_belongs_to_the_only_person_of_that_name() -> None:
    (person,) = resolve_people(person_bucket(NAME), [seen("a", "2015", "Chủ tịch Hội X"), seen("b", "2016")])
    assert person.articles == ("a", "b") and not person.ambiguous


def test_a_bare_mention_among_namesakes_stays_unresolved() -> None:
    people = resolve_people(
        person_bucket(NAME),
        [seen("a", "2015", "Chủ tịch Hội Y Nghệ An"), seen("b", "2016", "Chủ tịch Hội Y Cà Mau"), seen("c", "2017")],
    )
    assert [p.articles for p in people if p.ambiguous] == [("c",)]


def test_the_timeline_has_first_and_last_year_and_the_evidence() -> None:
    (person,) = resolve_people(
        person_bucket(NAME),
        [
            seen("a", "2012-03-01", "Phó Chủ tịch Hội X Nghệ An"),
            seen("b", "2014-05", "Phó Chủ tịch Hội X Nghệ An"),
            seen("c", "2019", "Chủ tịch Hội X Nghệ An", honorific="TS."),
            seen("d", "2021", "nguyên Chủ tịch Hội X Nghệ An"),
        ],
    )
    assert [(r.office, r.from_, r.to, r.former, r.articles) for r in person.roles] == [
        ("Phó Chủ tịch", "2012-03-01", "2014-05", False, ("a", "b")),
        ("Chủ tịch", "2019", "2019", False, ("c",)),
        ("Chủ tịch", "2021", "2021", True, ("d",)),
    ]
    assert person.honorifics == (("TS.", 1),)


def test_spellings_of_a_name_share_a_bucket_and_other_names_do_not() -> None:
    assert person_bucket("Vũ Thị Hoà") == person_bucket("VŨ thị Hòa")
    assert person_bucket("Lê Thị Mận") != person_bucket("Lê Thị Mẫn")


_ROLES = st.sampled_from(
    [
        "",
        "Chủ tịch Hội X Nghệ An",
        "Giám đốc Sở Y tế Nghệ An",
        "Chủ tịch Hội X Cà Mau",
        "Thứ trưởng Bộ Y tế",
        "Bộ trưởng",
    ]
)


@given(st.lists(st.tuples(st.sampled_from(["2010", "2015", "2020-05"]), _ROLES), min_size=1, max_size=8), st.randoms())
def test_the_order_of_articles_does_not_matter(rows: list[tuple[str, str]], chance) -> None:
    appearances = [seen(f"a{n}", date, *([role] if role else [])) for n, (date, role) in enumerate(rows)]
    people = resolve_people(person_bucket(NAME), appearances)
    mixed = list(appearances)
    chance.shuffle(mixed)
    assert resolve_people(person_bucket(NAME), mixed) == people
    assert sorted(a for person in people for a in person.articles) == sorted(a.article_id for a in appearances)
