"""Which person each name means, and over which years they held what."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import PersonMention
from index.organisations.names import OrganisationNames
from index.organisations.table import organisations_in
from index.resolve.namesakes.offices import offices_of, post_of
from index.resolve.people import Appearance, company, person_bucket, resolve_people

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
    ("nguyên là Viện trưởng Viện Lúa", [("Viện trưởng", "Viện Lúa", True)], "a former office with là"),
    ("từng là Viện trưởng Viện Lúa", [("Viện trưởng", "Viện Lúa", True)], "one that somebody had once"),
    ("quyền Vụ trưởng Vụ Tổ chức, Bộ Y tế", [("Vụ trưởng", "Vụ Tổ chức, Bộ Y tế", False)], "an acting one"),
    ("Hội Làm vườn", [("", "Hội Làm vườn", False)], "an organisation alone"),
    (
        "Chủ tịch HĐQT - Tổng Giám đốc Thép Xanh",
        [("Chủ tịch HĐQT", "Thép Xanh", False), ("Tổng Giám đốc", "Thép Xanh", False)],
        "a dash joins two offices of one firm",
    ),
    (
        "Phó Chủ tịch Hội Lúa và Phó Giám đốc Đài Gió",
        [("Phó Chủ tịch", "Hội Lúa", False), ("Phó Giám đốc", "Đài Gió", False)],
        "`và` joins two, each with its own organisation",
    ),
    (
        "Giám đốc Sở Gió, nguyên Bí thư Huyện ủy",
        [("Giám đốc", "Sở Gió", False), ("Bí thư", "Huyện ủy", True)],
        "one of two is past",
    ),
    ("Vụ trưởng Vụ Nhà giáo và Cán bộ quản lý", [("Vụ trưởng", "Vụ Nhà giáo và Cán bộ quản lý", False)], "one body"),
    ("Bộ trưởng Bộ Lúa - Gió và Mưa", [("Bộ trưởng", "Bộ Lúa - Gió và Mưa", False)], "a dash within a name"),
    ("thư ký của Phó Chủ tịch Hội Lúa", [("thư ký", "Phó Chủ tịch Hội Lúa", False)], "another's office"),
    ("Phó Bí thư Đảng ủy nhiệm kỳ 2015-2020", [("Phó Bí thư", "Đảng ủy", False)], "a term is no organisation"),
    ("Ủy viên Ban Lúa Trung ương khoá XII", [("Ủy viên", "Ban Lúa Trung ương", False)], "nor is another"),
    ("CEO của Thép Xanh", [("CEO", "Thép Xanh", False)], "the word that links them is of neither"),
    ("cố vấn an ninh quốc gia", [("cố vấn an ninh quốc gia", "", False)], "`cố` is no late holder here"),
    ("nguyên Chủ tịch nước", [("Chủ tịch nước", "", True)], "the country is of the office"),
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
    ("Giám đốc Bệnh viện quân y 175", "Giám đốc BV175", "an abbreviation stuck to a number"),
    ("Chủ tịch HHDL Mù Cang", "Chủ tịch Hiệp hội Du lịch Mù Cang", "initials of the other's words"),
    ("Phó trưởng Phòng GD&ĐT quận Ba Đình", "Phó Trưởng phòng Giáo dục quận Ba Đình", "an organisation told shorter"),
    ("Chủ tịch UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh Cà Mau", "a province's chairman, without the province"),
    ("Bí thư", "Bí thư Tỉnh ủy Cà Mau", "an office alone"),
    ("PGĐ Sở Y tế Cà Mau", "P. Giám đốc Sở Y tế tỉnh Cà Mau", "one post, abbreviated in two ways"),
    ("CEO Công ty Thép Xanh", "Giám đốc điều hành Thép Xanh", "a firm with and without its kind; an English post"),
    ("Chủ tịch HĐQT Tập đoàn Thép Xanh", "Chủ tịch Thép Xanh", "the chairman of a board"),
    ("Hiệu trưởng Trường ĐH Hoa Sen", "Hiệu trưởng nhà trường", "the school itself"),
    ("Trưởng Ban Đào tạo", "Trưởng Ban Đào tạo ĐHQGHN", "a unit, without what it is a part of"),
    ("Chuyên gia giáo dục", "Giáo viên môn Hoá tại Hệ thống Giáo dục Hoa Sen", "an expert of the field"),
    ("Bí thư Tỉnh ủy Đồng Tháp", "Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn", "offices of the party's centre"),
    ("Thường trực Ban Bí thư", "Trưởng Ban Tuyên giáo Trung ương", "the same, both in the centre"),
    ("Bộ trưởng Bộ Kế hoạch và Đầu tư", "Bộ trưởng", "a minister in short"),
    ("Trưởng Phòng GTVT Mường Lát", "Trưởng phòng Giao thông vận tải Mường Lát", "a ministry's field, abbreviated"),
]

DIFFERENT = [
    ("Chủ tịch Hội Làm vườn Nghệ An", "Chủ tịch Hội Làm vườn Cà Mau", "two provinces"),
    ("Giám đốc Công ty Thép Xanh", "Hiệu trưởng Trường Mầm non Hoa Sen", "two firms that have nothing in common"),
    ("Bí thư Tỉnh ủy Cà Mau", "Bí thư Tỉnh ủy Lào Cai", "two provinces' secretaries"),
    ("ca sĩ", "Bộ trưởng Bộ Y tế", "a singer is no minister"),
    ("Chủ quán", "Giám đốc Sở Y tế Cà Mau", "nor does a director keep an inn"),
    ("Chủ tịch UBND xã Lý Nhân", "Chủ tịch UBND tỉnh Cà Mau", "a commune's chairman and a province's"),
    ("Phó Giám đốc Sở GD-ĐT TP.HCM", "Chủ nhiệm Ủy ban Kiểm tra Thành ủy TP.HCM", "many of one name in a great city"),
    ("Thứ trưởng Bộ Nội vụ", "Chánh Văn phòng Hội đồng Giáo sư nhà nước", "the centre is large"),
    ("Trưởng ban Kinh tế báo Mới", "Hiệu trưởng Trường Đại học Kinh tế Xanh", "a word in common is no organisation"),
    ("Chủ tịch Quốc hội Lào", "Chủ tịch Mặt trận Tổ quốc tỉnh Cà Mau", "a syllable in common is none"),
    ("Giám đốc Sở Tư pháp", "Vụ trưởng Vụ Pháp chế Bộ Y tế", "justice is not the centre, though it is written alike"),
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


def beside(
    article: str, date: str, others: set[str], *roles: str, place: str = "", honorific: str | None = None
) -> Appearance:
    return Appearance(article, date, PersonMention(NAME, honorific, roles, False, ((0, 11),)), place, frozenset(others))


def test_what_fits_two_people_joins_neither_and_keeps_them_apart() -> None:
    people = resolve_people(
        person_bucket(NAME),
        [
            seen("a", "2015", "Giám đốc Công ty Thép Xanh"),
            seen("b", "2015", "Giám đốc Công ty Gỗ Đỏ"),
            seen("c", "2016", "Giám đốc"),
        ],
    )
    assert sorted(person.articles for person in people) == [("a",), ("b",), ("c",)]


def test_a_story_of_one_month_is_of_one_person() -> None:
    one = beside("a", "2021-04-19", {"trần thị bích"}, "giáo viên tiếng Anh lớp 3D")
    other = beside("b", "2021-04-20", {"trần thị bích"}, "giáo viên Trường Tiểu học Hoa Sen")
    later = beside("c", "2022-04-20", {"trần thị bích"}, "giáo viên Trường THPT Gỗ Đỏ")
    people = resolve_people(person_bucket(NAME), [one, other, later])
    assert sorted(person.articles for person in people) == [("a", "b"), ("c",)]
    assert any("beside the same (trần thị bích)" in reason for person in people for reason in person.evidence)


def test_leaders_whom_every_story_names_tell_no_story() -> None:
    leader = PersonMention("Phạm Văn Tám", None, ("Thủ tướng Chính phủ",), False, ((0, 5),))
    teacher = PersonMention("Trần Thị Bích", None, ("giáo viên",), False, ((0, 5),))
    assert company([leader, teacher], ["chi-thi/42-ct-tw"]) == {"trần thị bích", "chi-thi/42-ct-tw"}


SILENT = [
    (beside("c", "2021-04-20", {"trần thị bích"}), "company"),
    (beside("c", "2019", set(), honorific="BS.CK1"), "the career of the honorific"),
    (beside("c", "2019", set(), place="Cà Mau"), "the office that writes"),
]


@pytest.mark.parametrize(("silent", "reason"), SILENT)
def test_one_without_office_goes_to_the_only_one_whom_the_circumstances_fit(silent: Appearance, reason: str) -> None:
    doctor = beside("a", "2021-04-19", {"trần thị bích"}, "Trưởng khoa Nội Bệnh viện Cà Mau", honorific="BS")
    other = beside("b", "2021-04-19", set(), "Chủ tịch UBND xã Lý Nhân")
    people = resolve_people(person_bucket(NAME), [doctor, other, silent])
    assert sorted(person.articles for person in people) == [("a", "c"), ("b",)], reason


def test_provinces_merged_in_2025_are_one_place_from_then_on() -> None:
    before = seen("a", "2025-05", "Chủ tịch UBND tỉnh Hà Giang")
    after = seen("b", "2025-08", "Phó Chủ tịch UBND tỉnh Tuyên Quang")
    rival = seen("b", "2025-06", "Phó Chủ tịch UBND tỉnh Tuyên Quang")
    assert len(resolve_people(person_bucket(NAME), [before, after])) == 1
    assert len(resolve_people(person_bucket(NAME), [before, rival])) == 2


def test_ministries_under_their_old_and_new_names_are_one() -> None:
    names = OrganisationNames(organisations_in(Path("none.csv")))
    told = [seen("a", "2023", "Chánh Thanh tra Bộ KH&CN"), seen("b", "2024", "Chánh Thanh tra Bộ Khoa học - Công nghệ")]
    (person,) = resolve_people(person_bucket(NAME), told, names)
    assert any("bo-khoa-hoc-va-cong-nghe" in reason for reason in person.evidence)


def test_a_foreign_name_has_one_bearer() -> None:
    def foreign(article: str, *roles: str) -> Appearance:
        return Appearance(article, "2021", PersonMention("John Smith", None, roles, False, ((0, 10),)))

    assert len(resolve_people("john smith", [foreign("a", "CEO Apple"), foreign("b", "Thượng nghị sĩ Mỹ")])) == 1


def test_every_record_of_a_shared_name_says_from_whom_it_is_kept_apart() -> None:
    people = resolve_people(
        person_bucket(NAME), [seen("a", "2015", "Bí thư Tỉnh ủy Cà Mau"), seen("b", "2015", "Bí thư Tỉnh ủy Lào Cai")]
    )
    for person, other in zip(people, reversed(people), strict=True):
        assert person.evidence[-1].startswith(f"Kept apart from {other.id}: offices in two provinces at one time")


POSTS = [
    ("PGĐ", "phó giám đốc"),
    ("P. Giám đốc", "phó giám đốc"),
    ("Phó Giám đốc Thường trực", "phó giám đốc"),
    ("Viện phó", "phó viện trưởng"),
    ("PCT UBND", "phó chủ tịch"),
    ("Phó Chủ tịch phụ trách", "phó chủ tịch"),
    ("Người phát ngôn", "phát ngôn viên"),
    ("Bí thư thứ nhất", "bí thư"),
    ("Phó Tổng Giám đốc", "phó tổng giám đốc"),
]


@pytest.mark.parametrize(("told", "post"), POSTS)
def test_one_post_told_in_several_ways(told: str, post: str) -> None:
    assert post_of(told) == post


_ROLES = st.sampled_from(
    [
        "",
        "Chủ tịch Hội X Nghệ An",
        "Giám đốc Sở Y tế Nghệ An",
        "Chủ tịch Hội X Cà Mau",
        "Thứ trưởng Bộ Y tế",
        "Bộ trưởng",
        "Chủ tịch",
        "Giám đốc Sở Y tế",
        "ca sĩ",
        "Chủ tịch UBND xã Lý Nhân",
    ]
)


_ROWS = st.tuples(
    st.sampled_from(["2010", "2015", "2020-05", ""]),
    _ROLES,
    st.sampled_from(["", "x", "y"]),
    st.sampled_from(["", "Cà Mau"]),
)


@given(st.lists(_ROWS, min_size=1, max_size=8), st.randoms())
def test_the_order_of_articles_does_not_matter(rows: list[tuple[str, str, str, str]], chance) -> None:
    appearances = [
        beside(f"a{n}", date, {other} - {""}, *([role] if role else []), place=place)
        for n, (date, role, other, place) in enumerate(rows)
    ]
    people = resolve_people(person_bucket(NAME), appearances)
    mixed = list(appearances)
    chance.shuffle(mixed)
    assert resolve_people(person_bucket(NAME), mixed) == people
    assert sorted(a for person in people for a in person.articles) == sorted(a.article_id for a in appearances)
