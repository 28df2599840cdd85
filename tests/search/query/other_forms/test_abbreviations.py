"""Abbreviations and what they stand for: which words are taken for them, what is found, in which order."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.engine import WhooshEngine
from search.interface.answers import SearchResponse
from search.interface.engine import NotAvailable
from search.interface.request import SearchRequest
from search.query.other_forms.expansion import expand
from search.query.other_forms.form_tables import BadTable, built_in, read_abbreviations
from search.query.parse import parse
from search.query.tree import leaves
from webui.cli.main import main

Index = Callable[..., Path]

ROWS = [
    ("UBND tỉnh miền núi", {"UBND": "Ủy ban nhân dân"}, "the plain case"),
    ("ubnd tinh", {"ubnd": "Ủy ban nhân dân"}, "as most people type it"),
    ("hdnd", {"hdnd": "Hội đồng nhân dân"}, "HĐND without its accent"),
    ("hđnd", {"hđnd": "Hội đồng nhân dân"}, "and with it"),
    ("uy ban nhan dan xa", {"uy ban nhan dan": "UBND"}, "the long form without accents"),
    ("uỷ ban nhân dân", {"uỷ ban nhân dân": "UBND"}, "the other placement of the tone"),
    ("Sở KH&CN", {"KH&CN": "khoa học và công nghệ"}, "an ampersand inside"),
    ("Sở KH & CN", {"KH CN": "khoa học và công nghệ"}, "an ampersand between blanks"),
    ("Sở KHCN", {"KHCN": "KH&CN"}, "two short forms of one thing"),
    ("Sở GD-ĐT", {"GD-ĐT": "giáo dục và đào tạo"}, "a hyphen for the ampersand of the table"),
    ("CNH, HĐH đất nước", {"CNH, HĐH": "công nghiệp hóa, hiện đại hóa"}, "a form of two short forms comes first"),
    ("TVPB", {"TVPB": "tư vấn phản biện"}, "the unions' own"),
    ("GĐXH", {"GĐXH": "giám định xã hội"}, "the unions' own"),
    ("VUSTA", {"VUSTA": "Liên hiệp Hội Việt Nam"}, "the central union"),
    ("LHHVN", {"LHHVN": "VUSTA"}, "the central union"),
    ("lhh", {"lhh": "Liên hiệp Hội"}, "a union, spoken form"),
    ("Liên hiệp Hội Việt Nam", {"Liên hiệp Hội Việt Nam": "VUSTA"}, "back, and the longer form before the shorter"),
    ('"UBND tỉnh"', {"UBND": "Ủy ban nhân dân"}, "in quotes"),
    ('"Uỷ ban nhân dân tỉnh"', {"Uỷ ban nhân dân": "UBND"}, "in quotes, back"),
    ("tiêu_đề:UBND", {"UBND": "Ủy ban nhân dân"}, "in a field of text"),
    ('vai_trò:"PCT UBND"', {"PCT": "phó chủ tịch", "UBND": "Ủy ban nhân dân"}, "in an office held"),
    ("UBND-HĐND", {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}, "two joined by a hyphen"),
    ("CT đoàn", {"CT": "chủ tịch"}, "an ambiguous one gives its meanings"),
    ("CT đoàn", {"CT": "công ty"}, "all of them"),
    ("chủ tịch đoàn", {}, "but is not looked for itself: CT is chỉ thị in every number"),
    ("TU họp", {"TU": "Tỉnh ủy"}, "spelt like a syllable: in capitals"),
    ("tu họp", {}, "tu in small letters is tu, từ, tự, tư"),
    ("TU DƯỠNG ĐẠO ĐỨC", {}, "capitals throughout say nothing"),
    ("từ ngữ", {}, "accents typed are not those of TU"),
    ("trung ương", {"trung ương": "TW"}, "TƯ is not looked for: it folds to tu"),
    ("BCH TW", {"BCH TW": "Ban Chấp hành Trung ương"}, "half short, half not, in the table as such"),
    ("hội nghị T.Ư", {"T.Ư": "Trung ương"}, "as newspapers write it"),
    ("bo to ca ban", {}, "ordinary syllables"),
    ("ban chấp", {}, "part of a long form is none"),
    ("ubndx xubnd", {}, "never inside other words"),
    ("42-CT/TW", {}, "the number of a directive stands for itself"),
    ("1020/QĐ-UBND", {}, "so does one with an office in it"),
    ("www.vusta.vn", {}, "an address too"),
    ("-UBND tỉnh", {}, "what is excluded is excluded as typed"),
    ("ubn*", {}, "a beginning of a word is no abbreviation"),
    ("Tuyên Quang", {"Tuyên Quang": "Hà Giang"}, "a province since 2025 and what it was made of"),
    ('"Tuyên Quang"', {"Tuyên Quang": "Tuyenquang"}, "in quotes only its other spelling: old ones are not the same"),
    ("Hà Giang", {"Hà Giang": "Hagiang"}, "an old province does not stand for the new one"),
    ("Đăk Lăk", {"Đăk Lăk": "Đắc Lắc"}, "another spelling of a place, in accents that no table has first"),
    ("đắc lắc", {"đắc lắc": "Đắk Lắc"}, "in small letters"),
    ("Danang", {"Danang": "Đà Nẵng"}, "as foreigners write it"),
    ("Đà Nẵng", {"Đà Nẵng": "Danang"}, "and back"),
    ("plei ku", {"plei ku": "Pleiku"}, "in two words and in one"),
    ("Cu-ba", {"Cu-ba": "Cuba"}, "a country spelt by its sound"),
    ("cu ba", {}, "in small letters and without accents that is cụ bà"),
    ("nghỉ hai năm", {}, "hai năm is not Hải Nam"),
    ("Úc", {"Úc": "Australia"}, "a country of one syllable with its accents"),
    ("đức tính", {}, "Đức is a virtue and a name first"),
    ("làm sổ đỏ", {"sổ đỏ": "giấy chứng nhận quyền sử dụng đất"}, "an everyday word for the official one"),
    ("so do", {"so do": "giấy chứng nhận quyền sử dụng đất"}, "without accents it may be meant"),
    ("đạo đức nghề", {}, "a syllable of a word is not the everyday word that it could be alone"),
    ("uy ban nhan dan xa", {"uy ban nhan dan": "UBND"}, "an everyday word hides no abbreviation"),
    ("PGĐ Sở", {"PGĐ": "phó giám đốc"}, "short forms of offices"),
    ("hội đồng quản trị", {"hội đồng quản trị": "HĐQT"}, "and back"),
    ("F-16", {"F-16": "F16"}, "one letter and a number"),
    ("F16", {"F16": "F 16"}, "and back"),
    ("SE 4", {"SE 4": "SE4"}, "typed apart"),
    ("khí CO2", {}, "a formula is no numbered thing"),
    ("tháng 6", {}, "nor is a syllable before a number"),
    ("NQ 57 về", {"NQ": "nghị quyết"}, "nor the type of a document"),
    ("tư tưởng Hồ Chí Minh", {"Hồ Chí Minh": "HCM"}, "the man is not the city"),
    ("thành phố Hồ Chí Minh", {"thành phố Hồ Chí Minh": "Bình Dương"}, "the city is"),
    ("Phú Thọ", {"Phú Thọ": "Tỉnh Hòa Bình"}, "hòa bình alone is peace"),
    ("1.000.000 đồng", {"1.000.000": "1000000"}, "dots part thousands"),
    ("1000000 đồng", {"1000000": "1.000.000"}, "and may be left out"),
    ("Covid19", {"Covid19": "Covid 19"}, "a number at the end of a name"),
    ("covid-19", {"covid-19": "covid19"}, "and with its hyphen, beside what else it is called"),
    ("100 km2", {}, "a unit is no name"),
    ("năm 2010", {}, "a year is written without a dot"),
]


@pytest.mark.parametrize(("typed", "expected", "reason"), ROWS)
def test_what_is_taken_for_an_abbreviation(typed: str, expected: dict[str, str], reason: str) -> None:
    expanded = {e.typed: [synonym.text for synonym in e.also] for e in expand(parse(typed), built_in()).expanded}
    assert expanded.keys() == expected.keys(), reason
    for form, also in expected.items():
        assert also in expanded[form], reason


PIECES = [
    "UBND",
    "ủy ban nhân dân",
    "KH&KT",
    "TU",
    '"',
    "(",
    ")",
    "-",
    " ",
    " VÀ ",
    " HOẶC ",
    "title:",
    "42-CT/TW",
    "1.000",
    "x*",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_whatever_is_typed_stays_in_the_query(text: str) -> None:
    query = parse(text)
    expanded = expand(query, built_in())
    assert leaves(expanded.root) == leaves(query.root), "words typed are neither lost nor moved"
    assert len(expanded.expanded) <= 12, "a query of nothing but short forms costs no more than some"


LONG = "Ủy ban nhân dân tỉnh họp bàn về nước sạch."
SHORT = "UBND tỉnh họp bàn về nước sạch."
APART = "Ủy viên và ban nhạc làm nhân bánh cho dân, tỉnh họp bàn về nước sạch."


@pytest.fixture
def asked(index_of: Index) -> Iterator[Callable[..., SearchResponse]]:
    engines: list[WhooshEngine] = []

    def ask(texts: list[str], q: str) -> SearchResponse:
        engines.append(WhooshEngine(index_of(*texts)))
        return engines[-1].search(SearchRequest(q=q, kind="article"))

    yield ask
    for engine in engines:
        engine.close()


def ids(answer: SearchResponse) -> list[str]:
    return [hit.id for hit in answer.hits]


def marked(answer: SearchResponse) -> dict[str, set[str]]:
    return {
        hit.id: {snippet.text[start:end] for snippet in hit.snippets for start, end in snippet.highlights}
        for hit in answer.hits
    }


@pytest.mark.parametrize("q", ["UBND tỉnh", "ubnd tinh", '"UBND tỉnh"'])
def test_a_short_form_finds_the_long_one_after_itself(asked: Callable[..., SearchResponse], q: str) -> None:
    answer = asked([LONG, SHORT, APART], q)
    assert ids(answer)[:2] == ["d1", "d0"], "first as typed, then the long form, its words apart after both"
    assert answer.query.expanded[0].also == ("Ủy ban nhân dân",)
    assert marked(answer)["d0"] == {"Ủy", "ban", "nhân", "dân", "tỉnh"}, "marked in the original"
    assert not marked(answer).get("d2", set()) & {"ban", "nhân", "dân"}, "the words of the long form only together"


@pytest.mark.parametrize("q", ["ủy ban nhân dân tỉnh", "uy ban nhan dan tinh", '"uỷ ban nhân dân tỉnh"'])
def test_a_long_form_finds_the_short_one_after_itself(asked: Callable[..., SearchResponse], q: str) -> None:
    answer = asked([SHORT, LONG, "Tỉnh họp."], q)
    assert ids(answer)[:2] == ["d1", "d0"]
    assert marked(answer)["d0"] == {"UBND", "tỉnh"}


def test_both_forms_in_one_text_are_not_counted_twice(asked: Callable[..., SearchResponse]) -> None:
    filler = " Các đơn vị dự họp đầy đủ."
    answer = asked(["Ủy ban nhân dân (UBND) họp." + filler, "UBND họp. UBND họp." + filler, "Khác."], "UBND")
    assert ids(answer) == ["d1", "d0"]


def test_the_meanings_of_an_ambiguous_form_come_after_itself(asked: Callable[..., SearchResponse]) -> None:
    answer = asked(["Chủ tịch phát biểu. " * 5, "Phòng CT phát biểu và nhiều việc khác nữa trong năm.", "Khác."], "CT")
    assert ids(answer) == ["d1", "d0"]


def test_the_old_provinces_come_after_the_new_one(asked: Callable[..., SearchResponse]) -> None:
    answer = asked(["Hội thảo ở Hà Giang. " * 4, "Hội thảo dài ở nhiều nơi, có Tuyên Quang.", "Ở Huế."], "Tuyên Quang")
    assert ids(answer) == ["d1", "d0"]


def test_every_spelling_of_a_province_has_the_old_ones_beside_it(asked: Callable[..., SearchResponse]) -> None:
    texts = ["Họp ở Phú Yên.", "Họp ở Đắk Lắk.", "Ông Đắc khen anh Lạc.", "Họp ở Huế."]
    found = {q: asked(texts, q) for q in ("Đắk Lắk", "Đăk Lăk", "Đắc Lắc", "dak lak")}
    assert {q: (sorted(ids(answer))[:2], answer.total) for q, answer in found.items()} == dict.fromkeys(
        found, (["d0", "d1"], 2)
    )


def test_an_office_adds_its_own(index_of: Index) -> None:
    data = index_of("Quỹ khuyến học dòng họ trao quà.", "QKHDH trao quà.", "Khác.")
    (data / "abbreviations.tsv").write_text("# của văn phòng\nQKHDH\tQuỹ khuyến học dòng họ\n", encoding="utf-8")
    engine = WhooshEngine(data)
    assert ids(engine.search(SearchRequest(q="qkhdh", kind="article"))) == ["d1", "d0"]
    assert ids(engine.search(SearchRequest(q="UBND", kind="article"))) == [], "no text has it"
    assert engine.search(SearchRequest(q="UBND")).query.expanded, "those of the package stay"
    with_own = engine.status().generation
    engine.close()
    (data / "abbreviations.tsv").unlink()
    assert WhooshEngine(data).status().generation != with_own, "answers held by browsers are not taken for the new ones"


BAD = [
    ("QKHDH", "line 2", "one column"),
    ("QKHDH\tQuỹ khuyến học\tmaybe", "ambiguous", "an unknown word in the third column"),
    ("\tQuỹ khuyến học", "short form", "no short form"),
    ("QKHDH\t-|Quỹ", "long form", "a form without a letter"),
    ("Q\t" + "từ " * 40, "16 words", "a whole sentence"),
]


@pytest.mark.parametrize(("line", "said", "reason"), BAD)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, said: str, reason: str) -> None:
    (tmp_path / "abbreviations.tsv").write_text(f"# đầu\n{line}\n", encoding="utf-8")
    with pytest.raises(BadTable, match=r"abbreviations\.tsv, line 2") as raised:
        read_abbreviations(tmp_path)
    assert said in str(raised.value), reason


def test_a_wrong_table_is_told_by_service_and_command(index_of: Index) -> None:
    data = index_of("Một bài.")
    (data / "abbreviations.tsv").write_bytes("QKHDH\tQuỹ".encode("utf-16"))
    with pytest.raises(NotAvailable, match=r"abbreviations\.tsv: not UTF-8"):
        WhooshEngine(data).search(SearchRequest(q="bài"))
    done = CliRunner().invoke(main, ["search", "--data", str(data), "bài"])
    assert done.exit_code == 2
    assert "abbreviations.tsv" in done.stderr


def test_the_filter_of_a_province_since_2025(index_of: Index) -> None:
    data = index_of(
        {"title": "Một", "text": "Bài một.", "province": "Hà Giang"},
        {"title": "Hai", "text": "Bài hai.", "province": "Tuyên Quang"},
        {"title": "Ba", "text": "Bài ba.", "province": "Thừa Thiên Huế"},
    )
    engine = WhooshEngine(data)

    def found(**request: object) -> list[str]:
        return sorted(ids(engine.search(SearchRequest(kind="article", **request))))  # type: ignore[arg-type]

    facet = {f.value: f.count for f in engine.search(SearchRequest()).facets["province"]}
    assert facet["Tuyên Quang (2025)"] == 2
    assert found(province=("Tuyên Quang (2025)",)) == ["d0", "d1"], "as its count says"
    assert found(province=("Tuyên Quang",)) == ["d1"], "the plain name is what the facet counts under it"
    assert found(province=("Huế",)) == ["d2"], "a name only since 2025"
    assert found(q='tỉnh:"ha giang"') == ["d0"]
    assert found(q="tỉnh:huế") == ["d2"]
    engine.close()


def test_exact_searches_what_was_typed_alone(index_of: Index) -> None:
    engine = WhooshEngine(index_of(LONG, SHORT, APART))
    answer = engine.search(SearchRequest(q="UBND", kind="article", exact=True))
    assert ids(answer) == ["d1"]
    assert answer.query.expanded == ()
    engine.close()
