"""Which document a citation means: time, term, title and the article's own words decide; nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.extract.directives.find import find_directives
from index.resolve.directives.buckets import bucket_of
from index.resolve.directives.citations import Citation
from index.resolve.directives.registry import KnownDocument, Registry, RegistryError, load_registry
from index.resolve.directives.settle import resolve_bucket

CENTRE = "Ban Chấp hành Trung ương Đảng"
KNOWN = Registry(
    [
        KnownDocument(
            "Nghị quyết", "18-NQ/TW", "Về sắp xếp tổ chức bộ máy tinh gọn", "2017-10-25", f"{CENTRE} khóa XII"
        ),
        KnownDocument(
            "Nghị quyết",
            "18-NQ/TW",
            "Về nâng cao hiệu lực, hiệu quả quản lý và sử dụng đất",
            "2022-06-16",
            f"{CENTRE} khóa XIII",
        ),
        KnownDocument(
            "Chỉ thị", "42-CT/TW", "Về nâng cao chất lượng hoạt động của Liên hiệp Hội", "2010-04-16", "Bộ Chính trị"
        ),
        KnownDocument(
            "Quyết định", "501/QĐ-TTg", "Về việc thí điểm Diễn đàn khoa học", "2015-04-15", "Thủ tướng Chính phủ"
        ),
    ]
)


HEAD = "type,number,title,date,issuer\n"


def cite(article: str, date: str, text: str, place: str = "") -> list[Citation]:
    return [
        Citation(article, date, mention, text[mention.end : mention.end + 120], place)
        for mention in find_directives(text, date)
    ]


def resolve(*citations: list[Citation], registry: Registry = KNOWN):
    buckets: dict[str, list[Citation]] = {}
    for citation in (c for group in citations for c in group):
        buckets.setdefault(bucket_of(citation.mention, registry), []).append(citation)
    records = [r for key, group in sorted(buckets.items()) for r in resolve_bucket(key, group, registry)]
    return {record.id: record for record in records}


def test_conflicting_days_are_one_document_and_all_kept():
    records = resolve(
        cite("a", "2020-10-16", "Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị; Chỉ thị 42-CT/TW ngày 16/4/2010"),
        cite("b", "2020-11-01", "Chỉ thị số 42-CT/TW ngày 14/4/2010 của Bộ Chính trị"),
    )
    (record,) = records.values()
    assert record.id == "chi-thi-42-ct-tw-2010"
    assert record.date == "2010-04-16"
    assert record.dates == (("2010-04-16", 2), ("2010-04-14", 1))
    assert len(record.citations) == 3
    assert any("Conflicting dates" in sentence and "2010-04-14" in sentence for sentence in record.evidence)


def test_without_registry_the_majority_gives_the_date():
    records = resolve(
        cite("a", "2020", "Chỉ thị 42-CT/TW ngày 16/4/2010, Chỉ thị 42-CT/TW ngày 16/4/2010"),
        cite("b", "2020", "Chỉ thị 42-CT/TW ngày 14/4/2010"),
        registry=Registry([]),
    )
    assert records["chi-thi-42-ct-tw-2010"].date == "2010-04-16"


def test_an_article_cannot_cite_a_later_namesake():
    records = resolve(cite("a", "2020-10-16", "thực hiện Nghị quyết 18-NQ/TW"))
    (record,) = records.values()
    assert record.id == "nghi-quyet-18-nq-tw-2017"
    assert any("no date is stated" in sentence for sentence in record.evidence)


NAMESAKES = [
    ("Nghị quyết 18-NQ/TW ngày 25/10/2017", "2017", "the date is stated"),
    ("Nghị quyết 18-NQ/TW khóa XIII", "2022", "the term is stated"),
    ("Nghị quyết 18-NQ/TW (khoá 12)", "2017", "the term in figures"),
    ("Nghị quyết 18-NQ/TW về nâng cao hiệu lực, hiệu quả quản lý và sử dụng đất", "2022", "the title follows"),
    ("Nghị quyết số 18-NQ/TW của Ban Chấp hành Trung ương Đảng khóa XII", "2017", "the issuer's term"),
]


@pytest.mark.parametrize(("text", "year", "reason"), NAMESAKES, ids=[row[2] for row in NAMESAKES])
def test_namesakes_are_told_apart(text, year, reason):
    assert list(resolve(cite("a", "2023-05-01", text))) == [f"nghi-quyet-18-nq-tw-{year}"], reason


def test_what_is_ambiguous_stays_unresolved_and_says_so():
    records = resolve(
        cite("a", "2023-05-01", "theo Nghị quyết 18-NQ/TW"),
        cite("b", "2023-05-01", "theo Nghị quyết 18-NQ/TW ngày 16/6/2022; Nghị quyết 18 nêu trên"),
    )
    assert set(records) == {"nghi-quyet-18-nq-tw", "nghi-quyet-18-nq-tw-2022"}
    unsettled = records["nghi-quyet-18-nq-tw"]
    assert unsettled.ambiguous
    assert unsettled.confidence < records["nghi-quyet-18-nq-tw-2022"].confidence
    assert len(records["nghi-quyet-18-nq-tw-2022"].citations) == 2
    assert any("2017-10-25, 2022-06-16" in sentence for sentence in unsettled.evidence)


def test_years_far_apart_make_two_documents_without_a_registry():
    records = resolve(
        cite("a", "2023", "Nghị quyết 27-NQ/TW ngày 06/8/2008; Nghị quyết 27-NQ/TW ngày 21/5/2018"),
        registry=Registry([]),
    )
    assert set(records) == {"nghi-quyet-27-nq-tw-2008", "nghi-quyet-27-nq-tw-2018"}


def test_state_numbers_begin_anew_each_year():
    records = resolve(
        cite("a", "2023", "Quyết định 99/QĐ-TTg ngày 5/1/2015; Quyết định 99/QĐ-TTg ngày 7/1/2016"),
        registry=Registry([]),
    )
    assert set(records) == {"quyet-dinh-99-qd-ttg-2015", "quyet-dinh-99-qd-ttg-2016"}


def test_a_dated_mention_settles_on_the_one_known_document():
    text = "Quyết định ngày 15/4/2015 của Thủ tướng Chính phủ"
    (record,) = resolve(cite("a", "2020-10-16", text)).values()
    assert (record.id, record.number) == ("quyet-dinh-501-qd-ttg-2015", "501/QĐ-TTg")
    assert record.confidence < 0.9
    assert any("exactly one document" in sentence for sentence in record.evidence)


def test_a_dated_mention_that_two_documents_fit_keeps_its_own_record():
    two = Registry(
        [*KNOWN.documents, KnownDocument("Quyết định", "502/QĐ-TTg", "", "2015-04-15", "Thủ tướng Chính phủ")]
    )
    text = "Quyết định ngày 15/4/2015 của Thủ tướng Chính phủ"
    assert list(resolve(cite("a", "2020", text), registry=two)) == ["quyet-dinh-2015-04-15-thu-tuong-chinh-phu"]


def test_provinces_share_numbers_and_not_documents():
    records = resolve(
        cite("a", "2020", "Nghị quyết số 10-NQ/TU ngày 5/6/2018 của Tỉnh ủy Phú Thọ"),
        cite("b", "2020", "Nghị quyết số 10-NQ/TU ngày 5/6/2018", place="Ninh Thuận"),
    )
    assert set(records) == {"nghi-quyet-10-nq-tu-phu-tho-2018", "nghi-quyet-10-nq-tu-ninh-thuan-2018"}


def test_a_bare_number_without_an_issuer_has_a_bucket_of_its_own():
    (citation,) = cite("a", "2020", "theo Nghị quyết 18 thì")
    assert bucket_of(citation.mention, KNOWN) == "nghi-quyet/18"
    (record,) = resolve([citation]).values()
    assert record.ambiguous and [one.id for one in record.possible] == ["nghi-quyet-18-nq-tw-2017"]


ARTICLES = [
    ("2016-01-01", "Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị"),
    ("2020-10-16", "Chỉ thị 42/CT-TW ngày 14/4/2010 và Nghị quyết 18-NQ/TW"),
    ("2022-07-01", "Nghị quyết 18-NQ/TW ngày 16/6/2022, Nghị quyết 18 và Chỉ thị 42"),
    ("2023-07-01", "Nghị quyết 18-NQ/TW, Quyết định ngày 15/4/2015 của Thủ tướng Chính phủ"),
    ("", "Chỉ thị 42-CT/TW, Nghị quyết 18-NQ/TW khóa XII, Quyết định 501/QĐ-TTg"),
    ("2019-01-01", "Nghị quyết số 18-NQ/TW ngày 25-10-2017; Chỉ thị 42-CT/TW ngày 16/4/2011"),
]


@given(st.permutations(range(len(ARTICLES))), st.sets(st.integers(0, len(ARTICLES) - 1)))
def test_records_do_not_depend_on_the_order_of_articles(order, kept):
    chosen = [number for number in order if number in kept]
    groups = [cite(str(number), *ARTICLES[number]) for number in chosen]
    in_order = [cite(str(number), *ARTICLES[number]) for number in sorted(kept)]
    assert resolve(*groups) == resolve(*in_order)
    cited = sum(len(record.citations) for record in resolve(*groups).values())
    assert cited == sum(bool(bucket_of(c.mention, KNOWN)) for group in groups for c in group)


ROWS = [
    KnownDocument("Chỉ thị", "42-CT/TW", "Về hoạt động xuất bản", "2004-08-25", "Ban Bí thư"),
    KnownDocument("Chỉ thị", "42-CT/TW", "Về giáo dục lý tưởng cách mạng cho thế hệ trẻ", "2015-03-24", "Ban Bí thư"),
    KnownDocument("Nghị quyết", "18-NQ/TW", "Về chiến lược năng lượng", "2007-10-25", "Bộ Chính trị"),
    KnownDocument("Quyết định", "501/QĐ-TTg", "Về một việc khác", "2016-04-15", "Thủ tướng Chính phủ"),
]


@given(st.sets(st.integers(0, len(ARTICLES) - 1), min_size=1), st.sampled_from(ROWS))
def test_a_row_more_in_the_registry_never_joins_two_records(kept, row):
    groups = [cite(str(number), *ARTICLES[number]) for number in sorted(kept)]
    before = [set(r.citations) for r in resolve(*groups).values() if not r.ambiguous]
    after = [set(r.citations) for r in resolve(*groups, registry=Registry([*KNOWN.documents, row])).values()]
    for one in after:
        assert sum(bool(one & other) for other in before) <= 1


@pytest.mark.parametrize("day", ["", " năm 2015", " ngày 24/3/2015"])
def test_an_issuer_that_contradicts_never_joins(day):
    text = f"chỉ thị số 42-CT/TW{day} của Ban Bí thư về giáo dục thế hệ trẻ"
    assert "chi-thi-42-ct-tw-2010" not in resolve(cite("a", "2020-01-01", text))


def test_a_name_that_many_countries_use_is_nobodys():
    one = cite("a", "2020", "Luật Hợp tác xã của Nhật Bản được nêu làm ví dụ.")
    two = [cite(id, "2020", "Luật Hợp tác xã được nêu làm ví dụ.") for id in "bc"]
    (alone,) = resolve(one).values()
    (among,) = resolve(one, *two).values()
    assert (alone.issuer, among.issuer) == ("Nhật Bản", ""), "most citations say nothing of the kind"


def test_the_shipped_registry_knows_the_unions_directives():
    registry = load_registry()
    assert [d.date for d in registry.with_key("nghi-quyet/18-nq-tw")] == ["2017-10-25", "2022-06-16", "2026-07-28"]
    issued = {d.date[:4]: d.issuer for d in registry.with_key("chi-thi/42-ct-tw")}
    assert issued == {
        "1998": "Bộ Chính trị",
        "2004": "Ban Bí thư",
        "2010": "Bộ Chính trị",
        "2015": "Ban Bí thư",
        "2020": "Ban Bí thư",
    }
    assert all(d.type for d in registry.documents)


def test_an_offices_csv_adds_documents(tmp_path: Path):
    table = tmp_path / "ours.csv"
    table.write_text(f"{HEAD}Kế hoạch,12/KH-LHH,Về tư vấn,2021-03,Liên hiệp Hội Hà Giang\n", "utf-8")
    (document,) = load_registry([table]).with_key("ke-hoach/12-kh-lhh")
    assert document.date == "2021-03"


BROKEN = [
    ("type,number,title,date\n", ["line 1", "issuer"], "a column is missing"),
    (f"{HEAD}Chỉ thị,42-CT/TW,T,16/4/2010,B\n", ["line 2", "16/4/2010", "2010-04-16"], "a date not in ISO form"),
    (f"{HEAD}Chỉ thj,42-CT/TW,T,2010,B\n", ["line 2", "Chỉ thj", "types.tsv"], "an unknown type"),
    (f"{HEAD}Chỉ thị,CT/TW,T,2010,B\n", ["line 2", "CT/TW", "whole"], "a number without digits"),
    (f"{HEAD}Chỉ thị,42-CT/TW,Một, hai,2010,B\n", ["line 2", "6 values"], "a comma without quotes"),
]


@pytest.mark.parametrize(("content", "told", "reason"), BROKEN, ids=[row[2] for row in BROKEN])
def test_a_broken_row_is_told_with_file_line_value_and_remedy(tmp_path, content, told, reason):
    table = tmp_path / "ours.csv"
    table.write_text(content, "utf-8")
    with pytest.raises(RegistryError) as error:
        load_registry([table])
    for part in ["ours.csv", *told]:
        assert part in str(error.value), reason


def test_dates_before_the_first_congress_are_one_slip_and_no_search_without_end():
    records = resolve(
        cite("a", "2020-10-16", "Chỉ thị số 7-CT/TW ngày 3/2/1920; Chỉ thị số 7-CT/TW ngày 4/5/1921"),
        cite("b", "2021-01-01", "Chỉ thị số 7-CT/TW ngày 3/2/1920 của Ban Bí thư"),
    )
    assert [(record.date, len(record.citations)) for record in records.values()] == [("1920-02-03", 3)]


def test_a_whole_number_beside_a_bare_one_tells_it_but_not_itself():
    text = "Thông tư 33/2021/TT-BYT, Thông tư 33 của Bộ Y tế và Thông tư 3 của Bộ Y tế"
    mentions = find_directives(text, "2022-01-01")
    whole = frozenset(m.key for m in mentions if "/" in m.key)
    buckets = [bucket_of(mention, KNOWN, "", "2022-01-01", "", whole) for mention in mentions]
    assert buckets == ["thong-tu/33-2021-tt-byt", "thong-tu/33-2021-tt-byt", "thong-tu/3"]
