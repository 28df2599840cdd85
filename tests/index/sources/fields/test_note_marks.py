"""Marks of notes: small raised digits behind a word are no part of it, exponents are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from index.documents import Article
from index.sources.fields.note_marks import is_note_mark, without_raised_digits

One = Callable[[str, str | bytes], Article]


@pytest.mark.parametrize(
    ("before", "raised", "is_mark"),
    [
        ("Chỉ thị 42-CT/TW", "2", True),
        ("Tọa đàm", "1", True),
        ("ngày 16/4/2010", "3", True),  # a day has no power
        ("Hội thảo", "(1)", True),
        ("Hội thảo", "[12]", True),
        ("Hội thảo", "1,2", True),
        ("Hội thảo", "*", True),
        ("Hội thảo", "a", True),
        ("rộng 30 m", "2", False),
        ("rộng 30km", "2", False),
        ("hệ số R", "2", False),
        ("10", "6", False),
        ("ion Ca", "2+", False),
        ("N", "o", False),
        ("Kế hoạch 77/KH-T", "1", True),  # one letter, but of a number
    ],
)
def test_what_is_a_mark(before: str, raised: str, is_mark: bool) -> None:
    assert is_note_mark(raised, before) is is_mark


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("theo Chỉ thị 42-CT/TW² của Ban Bí thư", "theo Chỉ thị 42-CT/TW của Ban Bí thư"),
        ("tọa đàm¹, hội thảo”²", "tọa đàm, hội thảo”"),
        ("30 m² và 5 km², 10⁶ con", "30 m² và 5 km², 10⁶ con"),
    ],
)
def test_raised_digits_of_unicode(line: str, kept: str) -> None:
    assert without_raised_digits(line) == kept


TEXT = "Tọa đàm bàn Chỉ thị 42-CT/TW của Ban Bí thư trên khu đất 30 m2 ở xã."


def _word() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("Tọa đàm")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" bàn Chỉ thị 42-CT/TW")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" của Ban Bí thư trên khu đất 30 m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" ở xã.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _open_document() -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for short, full in (("office", "office"), ("text", "text"), ("style", "style"))
    )
    mark = '<text:span text:style-name="T1">{}</text:span>'.format
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>"
        '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/>'
        "</style:style></office:automatic-styles><office:body><office:text><text:p>"
        f"Tọa đàm{mark(1)} bàn Chỉ thị 42-CT/TW{mark(2)} của Ban Bí thư trên khu đất 30 m{mark(2)} ở xã."
        "</text:p></office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", content)
    return out.getvalue()


def _page(mark: str) -> bytes:
    one, two = mark.format(1), mark.format(2)
    return (
        f"<p>Tọa đàm{one} bàn Chỉ thị 42-CT/TW{two} của Ban Bí thư trên khu đất 30 m<sup>2</sup> ở xã.</p>".encode()
    )


_RTF_TEXT = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in TEXT)
_RTF = (
    "{\\rtf1\\ansi "
    + _RTF_TEXT.replace("m b", "m{\\super 1} b", 1)
    .replace("TW ", "TW\\super 2\\nosupersub  ")
    .replace("m2", "m{\\super 2}")
    + "{\\footnote Xem trang 3}\\par}"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", _word()),
        ("a.odt", _open_document()),
        ("a.rtf", _RTF.encode()),
        ("a.html", _page("<sup>{0}</sup>")),
        ("b.html", _page('<sup><a href="#f{0}">[{0}]</a></sup>')),
        ("c.html", _page('<a href="#_ftn{0}">[{0}]</a>')),
        ("e.html", _page('<span style="position:relative;top:-4pt">{0}</span>')),
        ("a.md", _page("<sup>{0}</sup>")[3:-4]),
        ("b.md", _page("[^{0}]")[3:-4].replace(b"<sup>2</sup>", b"2")),
        ("d.html", _page('<span style="font-size:8px; vertical-align: super">{0}</span>')),
    ],
)
def test_marks_in_every_format(article: One, name: str, content: bytes) -> None:
    assert article(name, content).text == TEXT
