"""Official letters: kind and subject are the title, the date is that of the letter, the head is no text."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from index.documents import Article
from index.sources.fields.letters import letter_of

One = Callable[[str, str | bytes], Article]

ORGAN = "LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT TỈNH LÀO CAI"
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PLACE = "Lào Cai, ngày 07 tháng 5 năm 2023"
BODY = [
    "Căn cứ Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị, Liên hiệp Hội mở lớp cho cán bộ các hội thành viên.",
    "Nơi nhận: - Như trên; - Lưu: VT. | TM. BAN THƯỜNG VỤ CHỦ TỊCH (Đã ký) Lê Văn Ba",
]
SUBJECT = "Mở lớp viết báo cáo khoa học"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ([ORGAN, "Số: 12/KH-LHH", STATE, MOTTO, PLACE, "KẾ HOẠCH", SUBJECT], f"KẾ HOẠCH {SUBJECT}"),
        ([f"{ORGAN} | {STATE} {MOTTO}", f"Số: 12/KH-LHH | {PLACE}", "KẾ HOẠCH", SUBJECT], f"KẾ HOẠCH {SUBJECT}"),
        ([f"{ORGAN} Số: 12/KH-LHH | {STATE} {MOTTO} {PLACE}", "TỜ TRÌNH", f"Về việc {SUBJECT}"],
         f"TỜ TRÌNH Về việc {SUBJECT}"),
        ([ORGAN, "Số: 12/LHH-VP", f"V/v {SUBJECT}", STATE, MOTTO, PLACE, "Kính gửi: Các hội thành viên"], SUBJECT),
        ([ORGAN, "*", "Số 12-CV/ĐĐ", "ĐẢNG CỘNG SẢN VIỆT NAM", PLACE, "CÔNG VĂN", SUBJECT], f"CÔNG VĂN {SUBJECT}"),
        ([ORGAN, f"{STATE}", MOTTO, "-------", "Số: 12/QĐ-LHH", PLACE, f"QUYẾT ĐỊNH {SUBJECT}"],
         f"QUYẾT ĐỊNH {SUBJECT}"),
    ],
)  # fmt: skip
def test_the_head_of_a_letter(head: list[str], title: str) -> None:
    found = letter_of([*head, *BODY])
    assert found is not None
    assert (found.title, found.date, found.place) == (title, "2023-05-07", "Lào Cai")
    assert found.number in ("12/KH-LHH", "12/LHH-VP", "12-CV/ĐĐ", "12/QĐ-LHH")
    assert found.body[-2:] == tuple(BODY)
    assert (found.signer, found.province) == ("Lê Văn Ba", "Lào Cai")


@pytest.mark.parametrize(
    "lines",
    [
        ["Hội thảo mía đường", "Số: 12/KH-LHH", BODY[0]],
        [f"Quốc hiệu {STATE} và tiêu ngữ", "Bài viết nói về quốc hiệu qua các thời kỳ.", BODY[0]],
    ],
)
def test_what_is_no_letter(lines: list[str]) -> None:
    """A number alone makes no letter, nor does a text on the motto."""
    assert letter_of(lines) is None


def _word() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells],
        [ORGAN, f"{STATE}\n{MOTTO}", "Số: 12/KH-LHH", PLACE],
        strict=True,
    ):
        cell.text = text
    for text in ("KẾ HOẠCH", SUBJECT, *BODY):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_PAGE = (
    f"<html><head><title></title></head><body><table><tr><td><b>{ORGAN}</b></td><td>{STATE}<br>{MOTTO}</td></tr>"
    f"<tr><td>Số: 12/KH-LHH</td><td><i>{PLACE}</i></td></tr></table><p align=center>KẾ HOẠCH</p><p>{SUBJECT}</p>"
    + "".join(f"<p>{line}</p>" for line in BODY)
    + "</body></html>"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", _word()),
        ("a.html", _PAGE),
        ("a.txt", "\n".join([ORGAN, STATE, MOTTO, "Số: 12/KH-LHH", PLACE, "KẾ HOẠCH", SUBJECT, *BODY])),
    ],
)
def test_letters_in_every_format(article: One, name: str, content: str | bytes) -> None:
    found = article(name, content)
    assert (found.title, found.date, found.date_origin) == (f"KẾ HOẠCH {SUBJECT}", "2023-05-07", "date line")
    assert found.text.startswith(BODY[0]) and "12/KH-LHH" not in found.text
    assert found.author == "Lê Văn Ba"
