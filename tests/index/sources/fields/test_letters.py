"""Official letters: kind and subject are the title, the date is that of the letter, the head is no text."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from index.documents import Article, OfficialLetter
from index.sources.fields.letter_endings import without_recipients
from index.sources.fields.letters import letter_of
from tests.index.sources.formats.printed_pages import pdf

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
SIGNED = ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lê Văn Ba"]
END = [*SIGNED, "Nơi nhận:", "- Như trên;", "- Lưu: VT."]


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
    assert (found.title, found.said.date, found.said.place) == (title, "2023-05-07", "Lào Cai")
    assert found.said.number in ("12/KH-LHH", "12/LHH-VP", "12-CV/ĐĐ", "12/QĐ-LHH")
    assert found.said.type in ("Kế hoạch", "Tờ trình", "Công văn", "Quyết định")
    assert found.body[-2:] == (BODY[0], "TM. BAN THƯỜNG VỤ CHỦ TỊCH (Đã ký) Lê Văn Ba")
    assert (found.said.organ, found.said.signer, found.province) == (ORGAN, "Lê Văn Ba", "Lào Cai")
    assert found.said.recipients == ("Như trên",)


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


@pytest.mark.parametrize(
    ("lines", "place", "date"),
    [
        ([f"{ORGAN}\t{STATE}", f"Số: 12/KH-LHH\t{PLACE}"], "Lào Cai", "2023-05-07"),
        ([f"{ORGAN}      {STATE}", f"Số: 12/KH-LHH       {PLACE}"], "Lào Cai", "2023-05-07"),
        ([ORGAN, STATE, "Số: 12/KH-LHH", "Thành phố Hồ Chí Minh, ngày 1 tháng", "4 năm 2022"],
         "Thành phố Hồ Chí Minh", "2022-04-01"),
        ([ORGAN, STATE, "Số: 12/KH-LHH", "TP. Vinh, ngày 01/4/2022"], "TP. Vinh", "2022-04-01"),
        ([ORGAN, STATE, "Số: 12/KH-LHH", "Bà Rịa - Vũng Tàu, ngày … tháng 4 năm 2022"], "Bà Rịa - Vũng Tàu", ""),
    ],
)  # fmt: skip
def test_place_and_date(lines: list[str], place: str, date: str) -> None:
    """Tabs or runs of blanks part the columns; a narrow one breaks the date; a draft leaves the day open."""
    found = letter_of([*lines, "KẾ HOẠCH", SUBJECT, "-----", *BODY])
    assert found is not None
    assert (found.said.organ, found.said.place, found.said.date) == (ORGAN, place, date)
    assert (found.title, found.body[0]) == (f"KẾ HOẠCH {SUBJECT}", BODY[0])


def test_a_sentence_with_a_day_is_no_place_and_date() -> None:
    sentence = "Căn cứ văn bản của Bộ Tài Chính, ngày 5 tháng 3 năm 2020;"
    found = letter_of([ORGAN, STATE, "Số: 12/KH-LHH", "KẾ HOẠCH", SUBJECT, sentence, *BODY])
    assert found is not None and (found.said.place, found.said.date) == ("", "")


def _word() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells],
        [f"TỔNG HỘI Y HỌC VIỆT NAM\n{ORGAN}", f"{STATE}\n{MOTTO}", "Số: 12/KH-LHH", PLACE],
        strict=True,
    ):
        cell.text = text
    for text in ("KẾ HOẠCH", SUBJECT, *BODY):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _rich(lines: list[str]) -> bytes:
    text = "\\par ".join(lines)
    coded = "".join(letter if letter.isascii() else rf"\u{ord(letter)}?" for letter in text)
    return rf"{{\rtf1\ansi {coded}}}".encode("ascii")


_PAGE = (
    f"<html><head><title>Trang chủ</title></head><body><table><tr><td><b>{ORGAN}</b></td><td>{STATE}<br>{MOTTO}</td>"
    f"</tr><tr><td>Số: 12/KH-LHH</td><td><i>{PLACE}</i></td></tr></table><p align=center>KẾ HOẠCH</p><p>{SUBJECT}</p>"
    + "".join(f"<p>{line}</p>" for line in BODY)
    + "</body></html>"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", _word()),
        ("a.html", _PAGE),
        ("a.pdf", pdf([[ORGAN, "Số: 12/KH-LHH", STATE, MOTTO, PLACE, "KẾ HOẠCH", SUBJECT, BODY[0], *END]])),
        ("a.rtf", _rich([ORGAN, STATE, MOTTO, "Số: 12/KH-LHH", PLACE, "KẾ HOẠCH", SUBJECT, *BODY])),
        ("a.txt", "\n".join([ORGAN, STATE, MOTTO, "Số: 12/KH-LHH", PLACE, "KẾ HOẠCH", SUBJECT, *BODY])),
    ],
)
def test_letters_in_every_format(article: One, name: str, content: str | bytes) -> None:
    found = article(name, content)
    assert (found.title, found.date, found.date_origin) == (f"KẾ HOẠCH {SUBJECT}", "2023-05-07", "date line")
    assert found.text.startswith("Căn cứ Chỉ thị số 42-CT/TW") and "12/KH-LHH" not in found.text
    assert "Như trên" not in found.text and found.author == "Lê Văn Ba"
    said = ("Kế hoạch", "12/KH-LHH", "2023-05-07", "Lào Cai", ORGAN, "Lê Văn Ba", ("Như trên",))
    assert found.letter == OfficialLetter(*said)


@pytest.mark.parametrize(
    ("lines", "left", "recipients"),
    [
        (["Nơi nhận:", "- Như Điều 3;", "- Sở Nội vụ (b/c);", "- Lưu: VT.", *SIGNED], SIGNED,
         ("Như Điều 3", "Sở Nội vụ (b/c)")),
        ([*SIGNED, "Nơi nhận:", "- Tỉnh ủy", "(để báo cáo);", "-Lưu VT.", "Phụ lục"], [*SIGNED, "Phụ lục"],
         ("Tỉnh ủy (để báo cáo)",)),
        (["Nơi nhận: | CHỦ TỊCH", "- Như trên; |", "- Lưu: VT. | Lê Văn Ba"], ["CHỦ TỊCH", "Lê Văn Ba"], ("Như trên",)),
        (["Nơi nhận: Như Điều 3; Lưu VT.", *SIGNED], SIGNED, ("Như Điều 3",)),
        (["Nơi nhận:", "Các hội thành viên;", "UBND tỉnh.", *SIGNED], SIGNED, ("Các hội thành viên", "UBND tỉnh")),
        (["Nơi nhận hồ sơ là văn phòng hội."], ["Nơi nhận hồ sơ là văn phòng hội."], ()),
    ],
)  # fmt: skip
def test_recipients_are_no_text(lines: list[str], left: list[str], recipients: tuple[str, ...]) -> None:
    assert without_recipients(["Hội mở lớp.", *lines]) == (["Hội mở lớp.", *left], recipients)


@pytest.mark.parametrize(
    ("head", "organ", "kind"),
    [
        (["LIÊN HIỆP CÁC", "HỘI KHOA HỌC", "TỈNH LÀO CAI", "Số: 1/HD"], "LIÊN HIỆP CÁC HỘI KHOA HỌC TỈNH LÀO CAI", ""),
        (["UBND TỈNH LÀO CAI", "SỞ NỘI VỤ", "Số: 1/QĐ-SNV"], "SỞ NỘI VỤ", ""),
        (["TỔNG HỘI Y HỌC VIỆT NAM", "VĂN PHÒNG", "Số: 1/TTr-VP"], "VĂN PHÒNG", ""),
        (["HỘI LÀM VƯỜN", STATE.removesuffix(" NAM"), "NAM", "TỈNH LÀO CAI", MOTTO, "Số: 1/HLV"],
         "HỘI LÀM VƯỜN TỈNH LÀO CAI", ""),
        ([f"QUỐC HỘI | {STATE}", "Luật số: 31/2024/QH15", "LUẬT", "ĐẤT ĐAI"], "QUỐC HỘI", "Luật"),
        ([f"HỘI LÀM VƯỜN   {STATE}", f"TỈNH LÀO CAI   {MOTTO}", "Số: 1/HLV"], "HỘI LÀM VƯỜN TỈNH LÀO CAI", ""),
    ],
)  # fmt: skip
def test_the_organ_is_the_one_above_the_number(head: list[str], organ: str, kind: str) -> None:
    """Its lines are one, the organ above it is another's; two columns of plain text stand in one line."""
    found = letter_of([*head[:3], *([STATE] if STATE not in head[0] else []), *head[3:], "Hội mở lớp."])
    assert found is not None
    assert (found.said.organ, found.said.type) == (organ, kind)
