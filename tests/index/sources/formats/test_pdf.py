"""PDF: paragraphs mended, page stamps dropped, scans and damage told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.documents import Article, Note, Rejection
from index.sources import SourceFile, read_file
from index.sources.formats.pdf.pdf_pages import PdfLimits, _child
from index.sources.formats.pdf.pdf_pages import read as read_pdf
from index.sources.formats.pdf.printed_lines import paragraphs, without_stamps
from index.sources.formats.pdf.syllable_gaps import MADE, without_gaps
from index.sources.formats.pdf.text_layer import is_usable
from index.sources.given import Given
from tests.index.sources.formats.printed_pages import SCAN, Placed, pdf

Read = Callable[..., list[object]]
One = Callable[[str, str | bytes], Article]
Bad = Callable[[str, str | bytes], Rejection]

FIRST = [
    "Hội nghị tổng kết công tác hội",
    "Ngày 16/10/2020, Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh đã tổ chức",
    "hội nghị tổng kết công tác năm theo tinh thần của Chỉ thị số 42-",
    "CT/TW của Bộ Chính trị.",
    "Các đại biểu đã thảo luận về việc tập hợp đội ngũ trí thức khoa học và",
]
SECOND = ["công nghệ của tỉnh nhà trong thời gian tới.", "1. Kết quả đạt được", "2. Phương hướng"]


def test_known_text_comes_back_in_paragraphs(article: One) -> None:
    found = article("hop/hoi-nghi.pdf", pdf([FIRST, SECOND], "Microsoft Word - bc.doc", "Nguyễn Văn An"))
    assert found.title == "Hội nghị tổng kết công tác hội"
    assert found.text.splitlines() == [
        "Ngày 16/10/2020, Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh đã tổ chức hội nghị tổng kết công tác năm "
        "theo tinh thần của Chỉ thị số 42-CT/TW của Bộ Chính trị.",
        "Các đại biểu đã thảo luận về việc tập hợp đội ngũ trí thức khoa học và công nghệ của tỉnh nhà trong thời "
        "gian tới.",
        "1. Kết quả đạt được",
        "2. Phương hướng",
    ]
    assert (found.id, found.date, found.author) == ("hoi-nghi.pdf", "2020-10-16", "Nguyễn Văn An")


def test_old_letters_without_a_map_are_mended(article: One) -> None:
    found = article("a.pdf", pdf([["Tin v¾n", "Céng hßa X· héi Chñ nghÜa ViÖt Nam"]]))
    assert (found.title, found.text) == ("Tin vắn", "Cộng hòa Xã hội Chủ nghĩa Việt Nam")


GAPS = [
    "Ngày hội của những người trồng vườn ở huyện vùng cao",
    "Phụ nữ và trẻ em tham dự theo Kế hoạch 15/2019/KH-UBND.",
]


@pytest.mark.parametrize("room", [250, 400, 700])
def test_gaps_inside_syllables_are_closed(article: One, room: int) -> None:
    """Letters with marks that come from another font stand apart: the library writes `ng ư ờ i`."""
    found = article("a.pdf", pdf([["Thông báo của vườn", *GAPS]], room=room))
    assert (found.title, found.text) == ("Thông báo của vườn", " ".join(GAPS))


@pytest.mark.parametrize(
    ("line", "closed", "reason"),
    [
        ("ph+ụ+n+ữ+h+ọ+p", "phụ nữ họp", "no widths: as few words as can be, a consonant with what follows it"),
        ("Q+Đ+x", "Q Đ x", "what is no word stays apart"),
        ("B+ộ+tr+ư+ở+ng, (+h+ọ+p)", "Bộ trưởng, (họp)", "signs around a word"),
        ("ở+v+ù+ng s+â+u", "ở vùng sâu", "a blank that the file holds is one"),
    ],
)
def test_gaps_of_unknown_width_are_closed_by_words(line: str, closed: str, reason: str) -> None:
    assert without_gaps(line.replace("+", MADE)) == closed, reason


def _column(left: int, side: str) -> list[Placed]:
    return [(left, 700 - 16 * at, f"dòng {side} số {at} của bài viết này") for at in range(7)]


LEFT, RIGHT = _column(50, "trái"), _column(320, "phải")
TEXT_LINES = [line for _, _, line in (*LEFT, *RIGHT)]


@pytest.mark.parametrize(
    ("pieces", "lines", "reason"),
    [
        (
            [(50, 716, "Bảng 1. Số hội viên"), (50, 700, "Hội Luật gia"), (50, 684, "tỉnh"), (250, 700, "120"),
             (400, 700, "mới"), (50, 668, "Hội Làm vườn"), (250, 668, "95"), (400, 668, "cũ"),
             (50, 640, "Các hội đã họp vào quý hai.")],
            ["Bảng 1. Số hội viên", "Hội Luật gia tỉnh | 120 | mới", "Hội Làm vườn | 95 | cũ",
             "Các hội đã họp vào quý hai."],
            "a row is a line, whichever of its cells has more lines",
        ),
        (
            [(50, 700, "Hội"), (250, 700, "Số hội"), (250, 684, "viên"), (50, 660, "Luật gia"), (250, 660, "120")],
            ["Hội | Số hội viên", "Luật gia | 120"],
            "a cell of two lines to the right",
        ),
        ([*LEFT, *RIGHT], TEXT_LINES, "columns that are written one after the other"),
        ([one for pair in zip(LEFT, RIGHT, strict=True) for one in pair], TEXT_LINES, "columns written line by line"),
    ],
)  # fmt: skip
def test_tables_and_columns(article: One, pieces: list[Placed], lines: list[str], reason: str) -> None:
    found = article("a.pdf", pdf([["Tin vườn ươm"], pieces]))
    assert found.text == "\n".join(paragraphs([lines])), reason


def test_the_head_of_a_letter_in_two_columns(article: One) -> None:
    head = [(50, 800, "HỘI LÀM VƯỜN"), (50, 784, "TỈNH LÀO CAI"), (250, 800, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")]
    head += [(270, 784, "Độc lập - Tự do - Hạnh phúc"), (60, 760, "Số: 12/KH-HLV")]
    head += [(270, 760, "Lào Cai, ngày 07 tháng 5 năm 2023"), (250, 730, "KẾ HOẠCH"), (230, 714, "Mở lớp ghép cây")]
    end = [(50, 690, "Hội mở lớp ghép cây."), (50, 660, "Nơi nhận:"), (50, 644, "- Sở Nội vụ (b/c);")]
    end += [(50, 628, "- Lưu: VT."), (350, 660, "CHỦ TỊCH"), (350, 600, "Lê Văn Ba")]
    found = article("a.pdf", pdf([[*head, *end]]))
    assert (found.title, found.text) == ("KẾ HOẠCH Mở lớp ghép cây", "Hội mở lớp ghép cây.\nCHỦ TỊCH\nLê Văn Ba")
    assert found.letter is not None
    assert (found.letter.number, found.letter.organ) == ("12/KH-HLV", "HỘI LÀM VƯỜN TỈNH LÀO CAI")
    assert (found.letter.signer, found.letter.recipients) == ("Lê Văn Ba", ("Sở Nội vụ (b/c)",))


def test_scanned_backs_of_sheets_are_told(read: Read) -> None:
    """An empty back is no picture, and nothing is missing with it."""
    found, told = read("a.pdf", pdf([FIRST, SCAN, SECOND, [], SECOND, SCAN]))
    assert isinstance(found, Article) and "2. Phương hướng" in found.text
    assert isinstance(told, Note)
    assert "2 of 6 pages are left out (page 2, 6)" in told.detail and "--skip-text" in told.detail


def test_letters_without_meaning_are_told(rejection: Bad) -> None:
    """A font that has no map gives the numbers of its shapes: 29 below the letters, in the fonts of most programs."""
    found = rejection("a.pdf", pdf([[*FIRST, *SECOND]], shift=29))
    assert found.reason == "undecodable" and "--force-ocr" in found.detail


@pytest.mark.parametrize(
    ("text", "usable", "reason"),
    [
        ("Hội họp. " * 40, True, "Vietnamese"),
        ("The society of New York met in the McDonald hall. " * 9, True, "another language"),
        ("Céng hßa X· héi Chñ nghÜa ViÖt Nam §éc lËp " * 9, True, "letters of TCVN3 are mended later"),
        ("12.500 3,5 7/8 " * 90, True, "figures"),
        ("\ue001\ue002 \ue003\ue004 " * 40, False, "private use"),
        ("�� ��� " * 40, False, "boxes"),
        ("\ue001\ue002", True, "too short to tell"),
    ],
)
def test_text_layers(text: str, usable: bool, reason: str) -> None:
    assert is_usable(text) is usable, reason


def test_headers_footers_and_page_numbers_are_dropped() -> None:
    pages = [["Bản tin số 3", f"Dòng {word}", f"Trang {at}/3", f"- {at} -"] for at, word in enumerate("abc", 1)]
    assert without_stamps(pages) == [["Dòng a"], ["Dòng b"], ["Dòng c"]]
    assert without_stamps([["Năm 2020", "Hết"]]) == [["Năm 2020", "Hết"]]


@pytest.mark.parametrize(
    ("lines", "whole", "reason"),
    [
        (["một dòng dài đến hết trang giấy inter-", "national cũng dài như thế"], 1, "a word broken by a hyphen"),
        (["LIÊN HIỆP CÁC HỘI KHOA HỌC", "Số: 12/BC-LHH"], 2, "capitals are a heading of their own"),
        (["Kính gửi:", "các hội thành viên của Liên hiệp hội"], 2, "a colon ends a short line"),
    ],
)
def test_where_paragraphs_end(lines: Sequence[str], whole: int, reason: str) -> None:
    assert len(paragraphs([lines])) == whole, reason


def test_a_broken_word_loses_its_hyphen_and_a_number_keeps_it() -> None:
    assert paragraphs([["trên tạp chí inter-", "national"]]) == ["trên tạp chí international"]
    assert paragraphs([["theo Chỉ thị số 42-", "CT/TW"]]) == ["theo Chỉ thị số 42-CT/TW"]


def test_a_scan_is_told_with_its_remedy(rejection: Bad) -> None:
    found = rejection("a.pdf", pdf([[], ["3"]]))
    assert found.reason == "empty"
    assert "ocrmypdf -l vie" in found.detail


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"Xin ch\xc3\xa0o", pdf([FIRST])[:300]], ids=["empty", "head", "text", "cut off"]
)
def test_what_is_no_pdf_is_broken(rejection: Bad, content: bytes) -> None:
    assert rejection("a.pdf", content).reason == "broken"


def test_a_password_is_told(rejection: Bad) -> None:
    key = "00" * 32
    locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >> /ID [<{key}> <{key}>] ".encode()
    content = pdf([FIRST]).replace(b"/Root 1 0 R ", b"/Root 1 0 R " + locked)
    found = rejection("a.pdf", content)
    assert found.reason == "broken"
    assert "password" in found.detail


@pytest.mark.parametrize("limits", [PdfLimits(seconds=0), PdfLimits(memory=1 << 20), PdfLimits(file=10)])
def test_limits_hold(tmp_path: Path, limits: PdfLimits) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([FIRST * 8] * 200))
    (item,) = read_pdf(SourceFile(path, "a"), limits)
    assert isinstance(item, Rejection)
    assert item.reason in ("too large", "broken")


def test_scanned_pages_are_recognised_where_that_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "ocrmypdf"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\necho run >> "$0.runs"\nwhile [ "$1" != --sidecar ]; do shift; done\n'
        "printf 'Tin ván\\nHội họp tại Huế.\\f' > \"$2\"\n",
        encoding="utf-8",
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[], ["3"]]))
    asked = Given(recognised=tmp_path / "kept")
    for _ in range(2):  # the second time from what was kept
        (found,) = read_file(SourceFile(path, "a", given=asked))
        assert isinstance(found, Article)
        assert (found.title, found.text) == ("Tin ván", "Hội họp tại Huế.")
    assert (program.parent / "ocrmypdf.runs").read_text() == "run\n"


def test_without_the_program_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[], ["3"]]))
    (told,) = read_file(SourceFile(path, "a", given=Given(recognised=tmp_path / "kept")))
    assert isinstance(told, Rejection)
    assert (told.reason, "apt-get install ocrmypdf" in told.detail) == ("empty", True)


def test_a_child_that_is_gone_is_replaced(article: One, tmp_path: Path) -> None:
    assert article("a.pdf", pdf([FIRST])).title == FIRST[0]
    process = _child()._process
    assert process is not None
    process.kill()
    process.wait()
    assert article("b.pdf", pdf([FIRST])).title == FIRST[0]


def test_limits_of_one_file_leave_the_next_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([FIRST * 8] * 200))
    for limits, kind in (
        (PdfLimits(memory=1 << 20), Rejection),
        (PdfLimits(), Article),
        (PdfLimits(seconds=0), Rejection),
    ):
        (item,) = read_pdf(SourceFile(path, "a"), limits)
        assert isinstance(item, kind), (limits, item)
