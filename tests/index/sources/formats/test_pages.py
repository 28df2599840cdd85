"""Plain text and Markdown: title, date line, furniture, author line, front matter, encodings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.documents import Article, Rejection
from index.organisations.provinces import province_of, province_of_place, successor_of
from index.sources.fields.bylines import cut_byline, read_byline
from index.sources.fields.furniture import cut_furniture, effect_of
from index.sources.formats.markdown import plain
from index.table import rows

One = Callable[[str, str | bytes], Article]
Bad = Callable[[str, str | bytes], Rejection]

LONG = "Các đại biểu đã thảo luận về việc tập hợp đội ngũ trí thức khoa học và công nghệ của tỉnh nhà trong năm tới."
PAGE = f"""Trang chủ > Tin tức
Thứ sáu, 25/02/2005 22:45 (GMT+7)

Hội thảo về cây chè tại vùng cao

Hội thảo về cây chè tại vùng cao
  {LONG}Ban tổ chức cảm ơn.
{LONG}
Lê Thị Hoa, Liên hiệp Hội Hà Giang.

Submit Thread to Facebook Submit Thread to Twitter
Lượt xem: 1.234
icon Các tin tức khác
icon Khai mạc hội thi sáng tạo
icon Tập huấn phổ biến kiến thức
Liên hiệp Hội Việt Nam
Thiết kế website
"""


def test_a_page_copied_as_text(article: One) -> None:
    found = article("tin.txt", PAGE)
    assert found == Article(
        id="tin",
        title="Hội thảo về cây chè tại vùng cao",
        text=f"Hội thảo về cây chè tại vùng cao\n{LONG}Ban tổ chức cảm ơn.\n{LONG}",
        date="2005-02-25",
        date_origin="date line",
        author="Lê Thị Hoa",
        source="Liên hiệp Hội Hà Giang",
        province="Hà Giang",
        related=("Khai mạc hội thi sáng tạo", "Tập huấn phổ biến kiến thức"),
        origin=found.origin,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_give_one_text(article: One, encoding: str) -> None:
    assert article("a.txt", "Tin\nHội họp tại Đà Nẵng.".encode(encoding)).text == "Hội họp tại Đà Nẵng."


BYTES = [
    (b"Tin\nabc \xff\xfe def", "undecodable", "byte 8"),
    (b"\xef\xbb\xbfTin\n\xc3", "undecodable", "byte 7"),
    (b"\xff\xfea\x00b", "undecodable", "byte 4"),
    (b"", "empty", "no text"),
    (b" \n\n", "empty", "no text"),
    (b"a" * 20_000_001, "too large", "20 MB"),
]


@pytest.mark.parametrize(("content", "reason", "detail"), BYTES, ids=range(len(BYTES)))
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_bad_files(rejection: Bad, name: str, content: bytes, reason: str, detail: str) -> None:
    found = rejection(name, content)
    assert found.reason == reason
    assert detail in found.detail


TITLES = [
    ("Tin vui\nHội họp.", "Tin vui", "Hội họp.", "the first line"),
    ("Tin vui", "Tin vui", "Tin vui", "a note of one line is its own body"),
    (f"{LONG} {LONG}\nHội họp.", LONG + " Các đại…", f"{LONG} {LONG}\nHội họp.", "a paragraph is no headline"),
    ("25/02/2005\nTin vui\nHội họp.", "Tin vui", "Hội họp.", "the date line is not the title"),
]


@pytest.mark.parametrize(("content", "title", "text", "reason"), TITLES)
def test_titles(article: One, content: str, title: str, text: str, reason: str) -> None:
    found = article("a.txt", content)
    assert (found.title, found.text) == (title, text), reason


def test_the_file_name_dates_a_text_of_its_own(article: One) -> None:
    found = article("2020-10-16 giao ban.txt", "Tin vui\nHội họp.")
    assert (found.date, found.date_origin) == ("2020-10-16", "file name")


BYLINES = [
    ("Cao Hồng Kỳ, Liên hiệp Hội Hà Giang.", ("Cao Hồng Kỳ", "Liên hiệp Hội Hà Giang"), "name and organisation"),
    ("Lê Hoa (Sở Khoa học và Công nghệ)", ("Lê Hoa", "Sở Khoa học và Công nghệ"), "organisation in brackets"),
    ("Lê Hoa - Báo Hà Giang", ("Lê Hoa", "Báo Hà Giang"), "a hyphen between"),
    ("Nguyễn Văn A", ("Nguyễn Văn A", ""), "a name alone"),
    ("Thu Hà - Văn Nam", ("Thu Hà - Văn Nam", ""), "two names"),
    ("TS. Nguyễn Văn A", ("TS. Nguyễn Văn A", ""), "a name with a title"),
    ("Theo vusta.vn", ("", "vusta.vn"), "taken from a site"),
    ("(Theo TTXVN)", ("", "TTXVN"), "taken from an agency"),
    ("Theo Thu Hà (TTXVN)", ("Thu Hà", "TTXVN"), "a person of an agency"),
    ("Tin, ảnh: Thu Hà", ("Thu Hà", ""), "labelled"),
    ("Bài và ảnh: Thu Hà (Văn phòng Liên hiệp Hội)", ("Thu Hà", "Văn phòng Liên hiệp Hội"), "labelled, with office"),
    ("(Nguồn: vusta.vn)", ("", "vusta.vn"), "source in brackets"),
    ("Trần Ánh Đào", ("Trần Ánh Đào", ""), "letters beyond ASCII begin names, too"),
    ("Xin cảm ơn", None, "no capitals"),
    ("Hà Giang", None, "a province is no person"),
    ("Văn phòng Liên hiệp Hội", ("", "Văn phòng Liên hiệp Hội"), "an organisation alone is the source"),
    ("Hội nghị kết thúc tốt đẹp.", None, "a sentence that begins like an organisation"),
    ("Theo: Báo Hà Giang", ("", "Báo Hà Giang"), "a label with a colon"),
    ("Theo kế hoạch, hội thảo sẽ họp vào tháng sau tại thành phố Huế.", None, "a sentence that begins so"),
    ("Xin trân trọng cảm ơn", None, "a closing word"),
    ("Nguồn lực là quý nhất.", None, "a word that begins like a label"),
    (LONG, None, "a paragraph"),
]


@pytest.mark.parametrize(("line", "expected", "reason"), BYLINES)
def test_bylines(line: str, expected: tuple[str, str] | None, reason: str) -> None:
    assert read_byline(line, before=LONG) == expected, reason


SIGNED = [
    (["Theo N.Dương", "Trí thức trẻ", "Theo Cafebiz"], ("N.Dương", "Cafebiz"), "a paper between two lines that sign"),
    (["Nhóm Phóng viên", "Theo báo Tổ Quốc"], ("", "báo Tổ Quốc"), "staff without a name"),
    (["HT."], ("", ""), "initials"),
    (["Trí thức trẻ", "Theo Cafebiz"], None, "a short line that nothing signs above stays"),
]


@pytest.mark.parametrize(("lines", "expected", "reason"), SIGNED)
def test_lines_that_sign(lines: list[str], expected: tuple[str, str] | None, reason: str) -> None:
    signed = cut_byline([LONG, LONG, *lines])
    assert ((signed.author, signed.source) if signed.body == (LONG, LONG) else None) == expected, reason


@pytest.mark.parametrize("line", ["Báo cáo tổng kết năm 2020", "Hội nghị tổng kết", "Khoa học và đời sống"])
def test_what_begins_like_an_organisation_and_is_none(line: str) -> None:
    assert read_byline(line, before=LONG) is None


def test_a_name_under_an_office_signs_a_document_not_the_report() -> None:
    assert read_byline("Nguyễn Văn A", before="CHỦ TỊCH") is None


EFFECTS = [
    ("Lượt xem: 1.234", "line", "a count"),
    ("LƯỢT XEM (12)", "line", "capitals"),
    ("» Bình luận (0)", "end", "a mark before"),
    ("Submit Thread to Facebook Submit Thread to Twitter", "line", "a row of share links"),
    ("icon Các tin tức khác", "list", "Joomla's bullet"),
    ("Tin liên quan:", "list", "a colon"),
    ("Các bài viết mới hơn", "list", "Joomla's own words"),
    ("Copyright © 2020 Liên hiệp Hội", "end", "page foot"),
    ("Chia sẻ kinh nghiệm làm vườn", None, "a sentence that begins so"),
    ("Trước", "line", "a link to the page before"),
    ("Trước khi họp", None, "a sentence that begins so"),
    ("2020", None, "a number alone"),
    ("In", "line", "a print link"),
    ("In trang | Gửi email", "line", "two links on a line"),
    ("Thích 0 Chia sẻ", "line", "links with counts"),
    ("Từ khóa: trí thức, khoa học", "line", "labels"),
    ("Từ khóa của năm là trí thức", None, "a sentence that begins so"),
]


@pytest.mark.parametrize(("line", "effect", "reason"), EFFECTS)
def test_lines_of_furniture(line: str, effect: str | None, reason: str) -> None:
    assert effect_of(line) == effect, reason


CUTS = [
    ([LONG, "Tin liên quan", "Một tin", "Hai tin"], [LONG], ["Một tin", "Hai tin"], "a list ends the article"),
    ([LONG, "Tin liên quan", "• Một", LONG], [LONG, LONG], ["Một"], "a list in the middle loses its own lines only"),
    ([LONG, "Tin mới hơn", "Một", "Tin cũ hơn", "Hai"], [LONG], ["Một", "Hai"], "two lists"),
    ([LONG, "- Tin khác", "- Một", "Liên kết", "Sở KH&CN"], [LONG], ["Một"], "a foot under the list"),
    ([LONG, "Copyright 2020", "Hội X", "Số 1 phố Y"], [LONG], [], "a page foot"),
    ([LONG, "Ý kiến bạn đọc", LONG], [LONG], [], "comments can be long"),
    (["Bình luận", LONG], [LONG], [], "before the body only the line goes"),
    ([LONG, "Bình luận", LONG], [LONG, LONG], [], "a heading of the report itself, more or less"),
    ([LONG, "Chia sẻ", LONG], [LONG, LONG], [], "a button between paragraphs"),
]


@pytest.mark.parametrize(("lines", "body", "related", "reason"), CUTS)
def test_furniture_is_cut(lines: list[str], body: list[str], related: list[str], reason: str) -> None:
    cut = cut_furniture(lines)
    assert (list(cut.body), list(cut.related)) == (body, related), reason


PROVINCES = [
    ("Liên hiệp Hội Hà Giang", "Hà Giang", "a union"),
    ("LIÊN HIỆP HỘI TỈNH PHÚ THỌ", "Phú Thọ", "capitals"),
    ("Sở KH&CN tỉnh Hoà Bình", "Hòa Bình", "the other tone placement"),
    ("Liên hiệp Hội Đăk Lăk", "Đắk Lắk", "another spelling"),
    ("Hội Làm vườn TP.HCM", "Hồ Chí Minh", "an abbreviation"),
    ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu", "a name of two"),
    ("thành phố Huế", "Thừa Thiên Huế", "the city for its province"),
    ("Viện Nghiên cứu Thái Bình Dương", "", "the Pacific is not Thái Bình"),
    ("Liên hiệp Hội Hà Giang, Việt Nam", "Hà Giang", "a comma ends the name"),
    ("Liên hiệp Hội Hà Giang và Cao Bằng", "", "two are ambiguous"),
    ("Hội yêu hòa bình", "", "peace is not Hòa Bình"),
    ("Liên hiệp Hội Việt Nam", "", "no province"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PROVINCES)
def test_provinces(text: str, expected: str, reason: str) -> None:
    assert province_of(text) == expected, reason


PLACES = [
    ("tỉnh Phú Thọ", "Phú Thọ", "named as a province"),
    ("Hà Nội", "Hà Nội", "the bare name"),
    ("thành phố Việt Trì, tỉnh Phú Thọ", "Phú Thọ", "a town of it"),
    ("Khách sạn Hòa Bình", "", "a hotel"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("place", "expected", "reason"), PLACES)
def test_places(place: str, expected: str, reason: str) -> None:
    assert province_of_place(place) == expected, reason


def test_the_63_provinces_became_34() -> None:
    table = rows("index.organisations", "provinces.tsv")
    assert len({row[0] for row in table}) == 63
    assert len({row[2] for row in table}) == 34
    assert successor_of("Hà Giang") == "Tuyên Quang"
    assert successor_of("Nowhere") == ""


MARKDOWN = [
    ("## Mục **một**", "Mục một", "heading and bold"),
    ("một *hai* _ba_ ~~bốn~~ `năm`", "một hai ba bốn năm", "emphasis"),
    ("[Hội](https://a.example/x_(y)) ![ảnh](b.png)", "Hội ảnh", "links and pictures"),
    ("một\nhai\n\nba", "một hai\nba", "a paragraph is a line"),
    ("- một\n- hai\n1. ba", "một\nhai\n1. ba", "lists keep lines and numbers"),
    ("| A | B |\n|---|---|\n| 1 | 2 |", "A | B\n1 | 2", "table rows"),
    ("> lời nói", "lời nói", "a quotation"),
    ("2 * 3 * 4 và snake_case_name", "2 * 3 * 4 và snake_case_name", "marks that are none"),
    ("một  \nhai", "một\nhai", "a hard line break"),
    ("một<!-- x --> <b>hai</b> &amp; ba", "một hai & ba", "HTML within"),
    ("***\nmột\n---", "một", "rules"),
    ("~~~\n# mã\n~~~", "# mã", "code stays"),
    ("\\*một\\*", "*một*", "escaped marks"),
    ("dòng<br>mới và<BR/>nữa", "dòng\nmới và\nnữa", "a break in HTML is one"),
    ("| a \\| b | c |\n|---|---|\n| 1 | 2 |", "a | b | c\n1 | 2", "an escaped bar is of its cell"),
    ("| A | B |\n|---|---|\n| một<br>hai | ba |", "A | B\nmột hai | ba", "a row is a line, whatever breaks in it"),
    ("> lời\n> nói", "lời nói", "a quotation is a paragraph"),
    ("- [x] xong\n2) hai", "xong\n2) hai", "a task, and a number with a bracket"),
    ("[Hội][1] và điều [2]\n\n[1]: https://a.example", "Hội và điều [2]", "a link told below; a bracket that is none"),
    ("    thụt *vào*", "thụt vào", "indented text is no code: offices indent"),
    ("<div>\nmột &amp; hai<br>ba <!-- x -->\n</div>", "một & hai\nba", "a block of HTML"),
    ("<!-- không hết\n\nba", "<!-- không hết\nba", "a comment that does not end hides nothing"),
    ("[" * 39_000, "[" * 39_000, "39 KB of brackets, once 7 s"),
    ("[a](" * 9_000, "[a](" * 9_000, "links that do not end"),
    ("<!--" * 9_000, "<!--" * 9_000, "comments that do not end"),
    (">" * 5_000 + " lời", "lời", "quotations in quotations, each read by calling itself"),
    ("- " * 300 + "lời", "- " * 300 + "lời", "lists deeper than are read stay as they are"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), MARKDOWN)
def test_markdown_marks_go(text: str, expected: str, reason: str) -> None:
    assert plain(text) == expected, reason


def test_front_matter_names_the_fields(article: One) -> None:
    found = article(
        "a.md",
        "---\nid: x 1\ntitle: Tin vui\ndate: 2020-10-16\ntags: [một, hai]\nrelated:\n  - Tin kia\n---\n\n"
        f"{LONG}\n\nThu Hà\n",
    )
    assert (found.id, found.title, found.date, found.date_origin) == ("x 1", "Tin vui", "2020-10-16", "metadata")
    assert (found.text, found.author, found.category, found.related) == (LONG, "Thu Hà", "một, hai", ("Tin kia",))


def test_markdown_without_front_matter_takes_its_heading(article: One) -> None:
    found = article("tin/a.md", "# Tin vui\n\nHội họp.")
    assert (found.id, found.title, found.text) == ("a", "Tin vui", "Hội họp.")


FRONT_MATTER = [
    ("title: [a", "line", "a bracket left open"),
    ("- a", "no list", "no mapping"),
    ("date: 2020-13-45", "", "YAML's own idea of a date fails"),
    ("title: {a: b}", '"title" is an object', "a field of a wrong shape"),
]


@pytest.mark.parametrize(("yaml", "detail", "reason"), FRONT_MATTER)
def test_broken_front_matter(rejection: Bad, yaml: str, detail: str, reason: str) -> None:
    found = rejection("a.md", f"---\n{yaml}\n---\nHội họp.")
    assert found.reason == "broken", reason
    assert detail in found.detail


def test_the_unions_own_article(shared: Path) -> None:
    from index.sources import read_file, read_paths

    (file,) = read_paths([shared / "data" / "union" / "giao-ban-2020.txt"])
    (found,) = read_file(file)
    assert isinstance(found, Article)
    assert (found.date, found.date_origin, found.province) == ("2020-10-16", "dateline", "Hà Giang")
    assert (found.author, found.source) == ("Cao Hồng Kỳ", "Liên hiệp Hội Hà Giang")
    assert len(found.related) == 10
    assert not any(title.startswith("icon") for title in found.related)
    assert found.text.startswith("Ngày 16/10/2020, tại tỉnh Phú Thọ")
    assert found.text.endswith("34 triệu đồng.")
    assert "Nội vụ.Thực hiện" in found.text


@pytest.mark.parametrize(
    ("below", "kept", "related"),
    [
        (["Xem thêm", "Hội nghị tổng kết năm 2019", "Cây giống về làng"], 0, 2),
        (["Xem thêm", "Người dân học cách ghép cây rồi về làm. " * 3, "Hội sẽ mở lớp."], 2, 0),
        (["Xem thêm", "Người dân học cách ghép cây rồi về làm ở vườn nhà.", "Hội sẽ mở lớp."], 2, 0),
        (["Xem thêm", "Người dân học cách ghép cây rồi…", "Ai được học cách ghép cây ở vườn nhà?"], 0, 2),
    ],
)  # fmt: skip
def test_a_line_that_leads_to_more_cuts_only_titles(article: One, below: list[str], kept: int, related: int) -> None:
    """Below `Xem thêm` stand titles of other news; a paragraph there, and what follows it, is of the article."""
    found = article("a.txt", "\n".join(["Vườn ươm của hội", "Hội mở vườn ươm mới ở xã vùng cao.", *below]))
    assert (len(found.text.splitlines()), len(found.related)) == (1 + kept, related)
