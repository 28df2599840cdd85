"""What counts as a mention of a document, how far it goes, and what is read from it: one row, one reason."""

from __future__ import annotations

import unicodedata

import pytest

from index.analysis.normalise import strip_accents
from index.extract.directives.find import find_directives

# text, what is found as (quote, type, number, date, issuer), why the row is here
FOUND = [
    (
        "kết quả 10 năm thực hiện Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị về tiếp tục đổi mới",
        [("Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị", "Chỉ thị", "42-CT/TW", "2010-04-16", "Bộ Chính trị")],
        "the whole form, stopped before its subject",
    ),
    (
        "Nghị quyết 18-NQ/TW và 19-NQ/TW",
        [
            ("Nghị quyết 18-NQ/TW", "Nghị quyết", "18-NQ/TW", None, None),
            ("19-NQ/TW", "Nghị quyết", "19-NQ/TW", None, None),
        ],
        "each number of a list is a mention of its own",
    ),
    (
        "các thông tư 20, 21, 22/2015/TTLT-BGDĐT-BNV",
        [
            ("thông tư 20", "Thông tư", "20", None, None),
            ("21", "Thông tư", "21", None, None),
            ("22/2015/TTLT-BGDĐT-BNV", "Thông tư liên tịch", "22/2015/TTLT-BGDĐT-BNV", None, None),
        ],
        "a list of short numbers; the last one's own symbol tells its type",
    ),
    (
        "Quyết định số 22/2002/QĐ-TTg ngày 30-01-2002; Chỉ thị số 14/2000/CT-TTg ngày 01-8-2000; 10-NQ/TU",
        [
            ("Quyết định số 22/2002/QĐ-TTg ngày 30-01-2002", "Quyết định", "22/2002/QĐ-TTg", "2002-01-30", None),
            ("Chỉ thị số 14/2000/CT-TTg ngày 01-8-2000", "Chỉ thị", "14/2000/CT-TTg", "2000-08-01", None),
            ("10-NQ/TU", "Nghị quyết", "10-NQ/TU", None, None),
        ],
        "dates with hyphens; a number of another type does not continue the list",
    ),
    (
        "Nghị định số 36/2012/NĐ-CP ngày 18 tháng 4 năm 2012 của Chính phủ quy định chức năng, nhiệm vụ",
        [
            (
                "Nghị định số 36/2012/NĐ-CP ngày 18 tháng 4 năm 2012 của Chính phủ",
                "Nghị định",
                "36/2012/NĐ-CP",
                "2012-04-18",
                "Chính phủ",
            )
        ],
        "the date in words, as the gazette writes it",
    ),
    (
        "Tờ trình của Ban Tổ chức Trung ương (số 374-TTr / BTCTW, ngày 20/6/2019), Bộ Chính trị",
        [
            (
                "Tờ trình của Ban Tổ chức Trung ương (số 374-TTr / BTCTW, ngày 20/6/2019)",
                "Tờ trình",
                "374-TTr/BTCTW",
                "2019-06-20",
                "Ban Tổ chức Trung ương",
            )
        ],
        "the issuer stands before the number, the number in brackets",
    ),
    (
        "theo Thông tư số 37/2018/TT-BGTVT và Thông tư số 49/2016/TT-BGTVT của Bộ Giao thông vận tải",
        [
            ("Thông tư số 37/2018/TT-BGTVT", "Thông tư", "37/2018/TT-BGTVT", None, "Bộ Giao thông vận tải"),
            (
                "Thông tư số 49/2016/TT-BGTVT của Bộ Giao thông vận tải",
                "Thông tư",
                "49/2016/TT-BGTVT",
                None,
                "Bộ Giao thông vận tải",
            ),
        ],
        "one issuer named after two of its documents",
    ),
    (
        "Ngày 10-7-2019, Chủ tịch UBND tỉnh Sơn La đã có công văn số 2267 gửi các sở",
        [("công văn số 2267", "Công văn", "2267", "2019-07-10", "Chủ tịch UBND tỉnh Sơn La")],
        "the sentence's subject issues it, on the day the sentence begins with",
    ),
    (
        "sơ kết việc thực hiện Quyết định ngày 15/4/2015 của Thủ tướng Chính phủ “Quyết định về việc thí điểm”",
        [
            (
                "Quyết định ngày 15/4/2015 của Thủ tướng Chính phủ",
                "Quyết định",
                None,
                "2015-04-15",
                "Thủ tướng Chính phủ",
            )
        ],
        "known by its date alone",
    ),
    (
        "công văn mà Thứ trưởng Trần Thị Bích Ngọc ký tháng 3-2017 không phải là văn bản quy phạm",
        [("công văn", "Công văn", None, "2017-03", "Thứ trưởng Trần Thị Bích Ngọc")],
        "who signed it and when stands in a clause",
    ),
    (
        "theo Luật giáo dục đại học (năm 2018) và Bộ luật Hình sự 2015",
        [
            ("Luật giáo dục đại học (năm 2018)", "Luật", None, "2018", None),
            ("Bộ luật Hình sự 2015", "Bộ luật", None, "2015", None),
        ],
        "known by name, with the year",
    ),
    (
        "trái với Cương lĩnh chính trị, Điều lệ Đảng, Nghị quyết Đại hội XIII, Nghị quyết Trung ương 4 khoá XII",
        [
            ("Cương lĩnh chính trị", "Cương lĩnh", None, None, None),
            ("Điều lệ Đảng", "Điều lệ", None, None, None),
            ("Nghị quyết Đại hội XIII", "Nghị quyết", None, None, None),
            ("Nghị quyết Trung ương 4 khoá XII", "Nghị quyết", None, None, None),
        ],
        "Party documents known by name; the 4 is a session, not a number",
    ),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục đại học (Luật số 34)",
        [
            ("Luật sửa đổi, bổ sung một số điều của", "Luật", None, None, None),
            ("Luật Giáo dục đại học", "Luật", None, None, None),
            ("Luật số 34", "Luật", "34", None, None),
        ],
        "the amended law is a mention too, and spans do not overlap",
    ),
    (
        "Bộ luật Hình sự số 100/2015/QH13 và Luật số 24/2018/QH14",
        [
            ("Bộ luật Hình sự số 100/2015/QH13", "Bộ luật", "100/2015/QH13", None, None),
            ("Luật số 24/2018/QH14", "Luật", "24/2018/QH14", None, None),
        ],
        "name and number are one mention",
    ),
    (
        "nghị quyết 54 / 2017/QH 14 của Quốc hội, quyết định số 20/2 012/QĐ-TTg ngày 27-4-2012",
        [
            ("nghị quyết 54 / 2017/QH 14 của Quốc hội", "Nghị quyết", "54/2017/QH14", None, "Quốc hội"),
            ("quyết định số 20/2 012/QĐ-TTg ngày 27-4-2012", "Quyết định", "20/2012/QĐ-TTg", "2012-04-27", None),
        ],
        "spaces that conversion left inside a number",
    ),
    (
        "tại xã.Thực hiệnChỉ thị số 40-CT/TW của Ban Bí thư khoá XI, Thông tư 10/2021/TT-BGDĐTsẽ có",
        [
            ("Chỉ thị số 40-CT/TW của Ban Bí thư khoá XI", "Chỉ thị", "40-CT/TW", None, "Ban Bí thư khoá XI"),
            ("Thông tư 10/2021/TT-BGDĐT", "Thông tư", "10/2021/TT-BGDĐT", None, None),
        ],
        "lost spaces before a type and after a number",
    ),
    (
        "theo Quyết định số 1179/ QĐ BGDĐT ngày 5/4/2021 và Thông tư 03/2020/TT BTP, Kế hoạch 37/ KH-UBND",
        [
            ("Quyết định số 1179/ QĐ BGDĐT ngày 5/4/2021", "Quyết định", "1179/QĐ-BGDĐT", "2021-04-05", None),
            ("Thông tư 03/2020/TT BTP", "Thông tư", "03/2020/TT-BTP", None, None),
            ("Kế hoạch 37/ KH-UBND", "Kế hoạch", "37/KH-UBND", None, None),
        ],
        "a blank behind the slash, and in place of the hyphen before the issuer",
    ),
    (
        "theo Luật Hoạt động giám sát của Quốc hội và HĐND, Quy chế tổ chức và hoạt động của Hội",
        [
            ("Luật Hoạt động giám sát của Quốc hội và HĐND", "Luật", None, None, None),
            ("Quy chế tổ chức và hoạt động của Hội", "Quy chế", None, None, None),
        ],
        "names that go on behind và",
    ),
    (
        "Thực hiện CT 42, NQ 18 và QĐ 22/2002/QĐ-TTg",
        [
            ("CT 42", "Chỉ thị", "42", None, None),
            ("NQ 18", "Nghị quyết", "18", None, None),
            ("QĐ 22/2002/QĐ-TTg", "Quyết định", "22/2002/QĐ-TTg", None, None),
        ],
        "abbreviated types",
    ),
    (
        "Thực hiện Chỉ thị 05-CT/TW, ngày 16/10/2020, Liên hiệp Hội tổ chức hội nghị",
        [("Chỉ thị 05-CT/TW", "Chỉ thị", "05-CT/TW", None, None)],
        "a date between commas is the sentence's, not the document's",
    ),
    (
        "Ngày 12/3/2020, Thủ tướng Chính phủ Nguyễn Văn An đã ký Quyết định số 280/QĐ-TTg phê duyệt Chương trình",
        [("Quyết định số 280/QĐ-TTg", "Quyết định", "280/QĐ-TTg", "2020-03-12", "Thủ tướng Chính phủ")],
        "the name of the office-holder stands between the issuer and the document",
    ),
    (
        "theo quyết định số 37/2018/QĐ-TTg quy định tiêu chuẩn chức danh giáo sư của Thủ tướng Chính phủ.",
        [("quyết định số 37/2018/QĐ-TTg", "Quyết định", "37/2018/QĐ-TTg", None, "Thủ tướng Chính phủ")],
        "the issuer closes the sentence, and the number's symbol is its own",
    ),
    (
        "Nghị quyết 30a của Chính phủ, Nghị quyết 19-2018/NQ-CP và nghị định 46 (2016)",
        [
            ("Nghị quyết 30a của Chính phủ", "Nghị quyết", "30a", None, "Chính phủ"),
            ("Nghị quyết 19-2018/NQ-CP", "Nghị quyết", "19-2018/NQ-CP", None, None),
            ("nghị định 46 (2016)", "Nghị định", "46", "2016", None),
        ],
        "a letter after the number, a year after a hyphen, a year in brackets",
    ),
    (
        "UBND TP.HCM vừa ban hành Kế hoạch số 12/KH-UBND; dự án Luật người làm thư viện (sửa đổi)",
        [
            ("Kế hoạch số 12/KH-UBND", "Kế hoạch", "12/KH-UBND", None, "UBND TP.HCM"),
            ("Luật người làm thư viện (sửa đổi)", "Luật", None, None, None),
        ],
        "no space in the place's name; a law that the table of names lacks",
    ),
    (
        "quyết định kỷ luật số 25/QĐ-LHH ngày 10/4/2021",
        [("quyết định kỷ luật số 25/QĐ-LHH ngày 10/4/2021", "Quyết định", "25/QĐ-LHH", "2021-04-10", None)],
        "kỷ luật is no Luật",
    ),
    (
        "nghị quyết 02/2019/NQ-HĐND của HĐND TP. Hà Nội quy định giá",
        [
            (
                "nghị quyết 02/2019/NQ-HĐND của HĐND TP. Hà Nội",
                "Nghị quyết",
                "02/2019/NQ-HĐND",
                None,
                "HĐND TP. Hà Nội",
            )
        ],
        "Nội of a place is not the stop word nơi; the full stop after TP ends nothing",
    ),
]


def _rows(text: str) -> list[tuple[str, str, str | None, str | None, str | None]]:
    return [(m.text, m.type, m.number, m.date, m.issuer) for m in find_directives(text)]


@pytest.mark.parametrize(("text", "expected", "reason"), FOUND, ids=[row[2] for row in FOUND])
def test_found(text, expected, reason):
    assert _rows(text) == expected, reason


NOTHING = [
    ("nghị quyết này nêu rõ, theo quy định của pháp luật và quyết định kỷ luật", "generic words"),
    ("kết luận 3 nội dung, quyết định 5 vấn đề, kế hoạch 5 năm, quy định 2 người", "numbers that count"),
    ("mở cửa 24/7, tỷ số 3-1, máy bay A320-200, biển số 29A-123.45", "codes and scores"),
    ("gọi 0912-345-678 hoặc 024.3822.1234 trước ngày 16/4/2010", "telephone numbers and dates"),
    ("vốn điều lệ 1.000 tỷ đồng, lãi 9,9%", "a company's capital"),
    ("chương trình số 11 của mùa này, đề án 20 trang", "programmes and pages"),
    ("Luật sư Nguyễn An, Hội Luật gia, khoa Luật, kỷ luật, pháp luật", "luật inside other words"),
    ("ở toà CT 3, xe TT 125, công ty CT 5, sao HD 965", "blocks of flats, motorcycles, companies and stars"),
    ("đĩa 2 CD-box, Mẫu số 05/BC-TTr, TCVN 7699-2-11:2007, QCVN 01:2020/BYT", "discs, forms and standards"),
    ("vận động viên Đỗ Quốc Luật - cánh chim đầu đàn; Đạo luật Đầu tư của Canada", "a name; a foreign act"),
    ("bộ thông báo ngày 15/4/2020 sẽ khai giảng", "thông báo is a verb here"),
    ("Quyết định 2.500 tỷ đồng; Nghị quyết 18% ; Thông tư 4K", "amounts, shares and resolutions of screens"),
    ("", "an empty text"),
]


@pytest.mark.parametrize(("text", "reason"), NOTHING, ids=[row[1] for row in NOTHING])
def test_nothing_is_found(text, reason):
    assert _rows(text) == [], reason


SAME = [
    "Chỉ thị số 42-CT/TW",
    "Chỉ thị 42/CT-TW",
    "chỉ thị 42 - CT / TW",
    "Chỉ thị số: 42-CT/TW",
    "CHỈ THỊ SỐ 42-CT/TW",
    "chi thi so 42-ct/tw",
    "Chỉthị số 42-CT/TW",
    "Chỉ thị số 42–CT/TW",
    "CT số 42-CT/TW",
    "Văn bản số 42-CT/TW",
    "42-CT/TW",
    unicodedata.normalize("NFD", "Chỉ thị số 42-CT/TW"),
]


@pytest.mark.parametrize("text", SAME)
def test_written_variants_share_number_and_key(text):
    (mention,) = find_directives(f"Thực hiện {text}.")
    assert (mention.number, mention.key) == ("42-CT/TW", "chi-thi/42-ct-tw")
    assert mention.text == text


def test_spans_are_the_sources_own_in_any_unicode_form():
    text = unicodedata.normalize("NFD", "Đề cương: Nghị quyết số 27-NQ/TW ngày 06/8/2008 của Ban Chấp hành Trung ương")
    (mention,) = find_directives(text)
    assert text[mention.start : mention.end] == mention.text
    assert mention.issuer == "Ban Chấp hành Trung ương"


def test_unaccented_text_gives_the_same_fields():
    text = "Thực hiện Nghị định số 15/2015/NĐ-CP ngày 14/02/2015 của Chính phủ về đầu tư"
    (plain,) = find_directives(strip_accents(text).lower())
    (accented,) = find_directives(text)
    assert (plain.number, plain.date, plain.key) == (accented.number, accented.date, accented.key)
    assert plain.issuer == "chinh phu"


def test_short_form_takes_the_key_of_the_full_form_that_fits():
    first, second = find_directives("Chỉ thị 42 nêu rõ. Chỉ thị số 42-CT/TW của Bộ Chính trị")
    assert first.key == second.key == "chi-thi/42-ct-tw"


def test_short_form_with_two_possible_full_forms_stays_unresolved():
    mentions = find_directives("Nghị quyết 18-NQ/TW, Nghị quyết 18-NQ/TU; theo Nghị quyết 18 nêu trên")
    assert [m.key for m in mentions] == ["nghi-quyet/18-nq-tw", "nghi-quyet/18-nq-tu", ""]


def test_the_old_symbol_of_the_centre_is_not_the_provinces():
    centre, province = find_directives("Nghị quyết 11-NQ/TƯ và Nghị quyết 11-NQ/TU")
    assert centre.key == "nghi-quyet/11-nq-tw"
    assert province.key == "nghi-quyet/11-nq-tu"


def test_a_date_without_year_is_completed_by_the_day_of_publication():
    text = "tại Tờ trình số 111-TTr/UBKTTW, ngày 27-4 về việc đề nghị"
    assert [m.date for m in find_directives(text)] == [None]
    assert [m.date for m in find_directives(text, published="2018-05-04")] == ["2018-04-27"]
    assert [m.date for m in find_directives(text, published="2018-01-04")] == ["2017-04-27"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Luật KH&CN năm 2013 quy định", "luat:khoa hoc va cong nghe@2013"),
        ("Luật KHCN năm 2013 quy định", "luat:khoa hoc va cong nghe@2013"),
        ("Luật KH-CN 2013.", "luat:khoa hoc va cong nghe@2013"),
        ("Luật Khoa học - Công nghệ năm 2013", "luat:khoa hoc va cong nghe@2013"),
        ("Luật KH,CN&ĐMST năm 2025", "luat:khoa hoc cong nghe va doi moi sang tao@2025"),
        ("Luật KH, CN và ĐMST năm 2025", "luat:khoa hoc cong nghe va doi moi sang tao@2025"),
        ("Luật SHTT (sửa đổi)", "luat:so huu tri tue sua doi"),
        ("Luật PCCC và CNCH năm 2024", "luat:phong chay chua chay va cuu nan cuu ho@2024"),
        ("Bộ luật TTHS năm 2015", "bo-luat:to tung hinh su@2015"),
        ("theo Luật Phòng cháy, chữa cháy", "luat:phong chay va chua chay"),
        ("theo Luật Thú y năm 2015", "luat:thu y@2015"),
        ("Luật Hội Kín năm 2015.", "luat:hoi kin@2015"),
    ],
)
def test_a_law_has_one_key_in_short_and_whole(text: str, key: str) -> None:
    """Papers write `Luật KH&CN` as often as the name; a year that ends a sentence is a year as well."""
    assert [mention.key for mention in find_directives(text)] == [key]


@pytest.mark.parametrize("text", ["luật ai cũng biết", "luật HS đã học", "ngành luật ds"])
def test_letters_that_name_no_law(text: str) -> None:
    assert find_directives(text) == ()
