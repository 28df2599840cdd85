"""Documents as the gazette cites them: preambles, repeals, old numbers, lines broken by the page."""

from __future__ import annotations

import pytest

from index.extract.directives.find import find_directives

# text, what is found as (quote, type, number, date, issuer), why the row is here
FOUND = [
    (
        "Căn cứ Nghị định số\n31/2014/NĐ-CP ngày 5 tháng 6\nnăm 2014 của\nChính phủ quy định",
        [
            (
                "Nghị định số\n31/2014/NĐ-CP ngày 5 tháng 6\nnăm 2014 của\nChính phủ",
                "Nghị định",
                "31/2014/NĐ-CP",
                "2014-06-05",
                "Chính phủ",
            )
        ],
        "the page's edge broke the lines",
    ),
    (
        "Thông tư số 07/2016/\nTT-BYT và Quyết định số 88/QĐ-\nUBND",
        [
            ("Thông tư số 07/2016/\nTT-BYT", "Thông tư", "07/2016/TT-BYT", None, None),
            ("Quyết định số 88/QĐ-\nUBND", "Quyết định", "88/QĐ-UBND", None, None),
        ],
        "and broke them inside numbers",
    ),
    (
        "Căn cứNghị định số 31/2014/NĐ-CPngày 5/6/2014; Luật số 09/2012/QH13ngày 8/6/2012; Quyết định 61/QĐ-TTgvề",
        [
            ("Nghị định số 31/2014/NĐ-CPngày 5/6/2014", "Nghị định", "31/2014/NĐ-CP", "2014-06-05", None),
            ("Luật số 09/2012/QH13ngày 8/6/2012", "Luật", "09/2012/QH13", "2012-06-08", None),
            ("Quyết định 61/QĐ-TTg", "Quyết định", "61/QĐ-TTg", None, None),
        ],
        "conversion lost the space behind the number",
    ),
    (
        "THỰC HIỆN PHÁP LỆNH SỐ 04/2009/PL-UBTVQH12 NGÀY 1/4/2009",
        [
            (
                "PHÁP LỆNH SỐ 04/2009/PL-UBTVQH12 NGÀY 1/4/2009",
                "Pháp lệnh",
                "04/2009/PL-UBTVQH12",
                "2009-04-01",
                None,
            )
        ],
        "HIỆN PHÁP is no Hiến pháp, and hides no Pháp lệnh",
    ),
    (
        "Kết luận số 77-KL/TW của Hội nghị lần thứ năm Ban Chấp hành Trung ương Đảng khóa XI về lương",
        [
            (
                "Kết luận số 77-KL/TW của Hội nghị lần thứ năm Ban Chấp hành Trung ương Đảng khóa XI",
                "Kết luận",
                "77-KL/TW",
                None,
                "Hội nghị lần thứ năm Ban Chấp hành Trung ương Đảng khóa XI",
            )
        ],
        "năm is the fifth here, not a year",
    ),
    (
        "Nghị định số 71/2013/NĐ-CP và Nghị định số 72/2013/NĐ-CP cùng ngày 9 tháng 7 năm 2013",
        [
            ("Nghị định số 71/2013/NĐ-CP", "Nghị định", "71/2013/NĐ-CP", "2013-07-09", None),
            (
                "Nghị định số 72/2013/NĐ-CP cùng ngày 9 tháng 7 năm 2013",
                "Nghị định",
                "72/2013/NĐ-CP",
                "2013-07-09",
                None,
            ),
        ],
        "one date of two documents",
    ),
    (
        "Thông tư số 46-TC/TCT ngày 3/9/1994; Nghị định 57-HĐBT; Quyết định số 911 QĐ/UB; Thông tư số 12 TT/LB",
        [
            ("Thông tư số 46-TC/TCT ngày 3/9/1994", "Thông tư", "46-TC/TCT", "1994-09-03", None),
            ("Nghị định 57-HĐBT", "Nghị định", "57-HĐBT", None, None),
            ("Quyết định số 911 QĐ/UB", "Quyết định", "911/QĐ-UB", None, None),
            ("Thông tư số 12 TT/LB", "Thông tư", "12/TT-LB", None, None),
        ],
        "old numbers; TC is the Ministry of Finance there, not a Thông cáo",
    ),
    (
        "Nghị định 158 quy định mức lương; ký quyết định 167 phê duyệt quy hoạch; Nghị định 137/2015 hướng dẫn",
        [
            ("Nghị định 158", "Nghị định", "158", None, None),
            ("quyết định 167", "Quyết định", "167", None, None),
            ("Nghị định 137/2015", "Nghị định", "137/2015", None, None),
        ],
        "the words behind a bare number say what the document does; they count nothing",
    ),
    (
        "Nghị quyết 1973 của Hội đồng Bảo an; Nghị quyết 2010 nêu rõ",
        [("Nghị quyết 1973 của Hội đồng Bảo an", "Nghị quyết", "1973", None, "Hội đồng Bảo an")],
        "a number that looks like a year counts where its issuer numbers so high",
    ),
    (
        "theo khoản 2 Điều 5 Luật Nhà ở; Nghị định này, Điều 4 Luật này, Quyết định ban hành kèm theo",
        [("Luật Nhà ở", "Luật", None, None, None)],
        "the document citing itself is no mention",
    ),
    (
        "quyet dinh so 19/2011/QD-UBND ngay 4/5/2011 cua Hoi Cuu chien binh Viet Nam ve viec",
        [
            (
                "quyet dinh so 19/2011/QD-UBND ngay 4/5/2011 cua Hoi Cuu chien binh Viet Nam",
                "Quyết định",
                "19/2011/QĐ-UBND",
                "2011-05-04",
                "Hoi Cuu chien binh Viet Nam",
            )
        ],
        "without accents nam is a year, but not in Viet Nam",
    ),
    ("theo luật pháp và luật lệ; Luật pháp Việt Nam; luật rừng", [], "the law in general"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), FOUND, ids=[row[2] for row in FOUND])
def test_found(text, expected, reason):
    assert [(m.text, m.type, m.number, m.date, m.issuer) for m in find_directives(text)] == expected, reason
