"""Word documents: order, tables, old fonts, properties, and what is wrong with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from index.documents import Article, Rejection
from index.sources import read_file
from index.sources.fields.office_fields import sensible_author, sensible_title
from index.sources.files.walk import SourceFile
from index.sources.files.zip_bounds import Bounds
from index.sources.formats.office_files import word_document

One = Callable[[str, str | bytes], Article]
Bad = Callable[[str, str | bytes], Rejection]


def word(build: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    build(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _report(document: docx.document.Document) -> None:
    document.core_properties.author = "Microsoft Office User"
    document.add_paragraph("LIÊN HIỆP HỘI TỈNH")
    document.add_heading("Báo cáo tổng kết năm 2019", 1)
    document.add_paragraph("Đoạn thứ nhất của báo cáo.")
    table = document.add_table(rows=2, cols=2)
    for at, text in enumerate(["Đơn vị", "Số hội viên", "Hội Luật gia", "120"]):
        table.cell(at // 2, at % 2).text = text
    document.add_paragraph("Đoạn thứ hai, sau bảng.")


def test_paragraphs_and_tables_come_in_their_order(article: One) -> None:
    found = article("a/bao-cao.docx", word(_report))
    assert found.title == "Báo cáo tổng kết năm 2019"
    assert found.text.splitlines() == [
        "LIÊN HIỆP HỘI TỈNH",
        "Đoạn thứ nhất của báo cáo.",
        "Đơn vị | Số hội viên",
        "Hội Luật gia | 120",
        "Đoạn thứ hai, sau bảng.",
    ]
    assert (found.id, found.author, found.date) == ("bao-cao.docx", "", "")


def test_old_fonts_decide_by_run_and_by_style(article: One) -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("Tin")
        document.styles["Normal"].font.name = ".VnTime"
        paragraph = document.add_paragraph("Céng hßa ")
        for text, font in [
            ("x· héi", ".VnTimeH"),
            (" Vieä", "VNI-Times"),
            ("t Nam", "VNI-Times"),
            (" café", "Arial"),
        ]:
            paragraph.add_run(text).font.name = font

    assert article("a.docx", word(build)).text == "Cộng hòa XÃ HỘI Việt Nam café"


def test_what_was_deleted_is_gone_and_what_was_inserted_is_there(article: One) -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("Tin")
        paragraph = document.add_paragraph("Giữ")
        for tag, text in (("w:del", " xóa"), ("w:ins", " thêm")):
            run = paragraph.add_run(text)._r
            change = docx.oxml.OxmlElement(tag)
            run.addprevious(change)
            change.append(run)
        paragraph.add_run(" ẩn").font.hidden = True

    assert article("a.docx", word(build)).text == "Giữ thêm"


def _packed(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not what its suffix says"),
        (b"Xin ch\xc3\xa0o", "not what its suffix says"),
        (word(_report)[:3000], "cut off"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password"),
        (_packed(a=b"x"), "no Word document"),
    ],
)
def test_what_is_no_word_document_is_broken(rejection: Bad, content: bytes, says: str) -> None:
    found = rejection("a.docx", content)
    assert found.reason == "broken"
    assert says in found.detail


def _with(before: bytes, after: bytes) -> bytes:
    """Return a document with some bytes of its parts replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(_report))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before, after))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"Override PartName=", b"Override Part="),
        (b"Relationships", b"Relations"),
        (b"w:document", b"w:documen2"),
        (b"w:body", b"w:bodies"),
    ],
)
def test_a_part_without_its_name_is_broken(rejection: Bad, before: bytes, after: bytes) -> None:
    """Found by the fuzzer: python-docx takes the names of parts and elements for given."""
    assert rejection("a.docx", _with(before, after)).reason == "broken"


@pytest.mark.parametrize(("before", "after"), [(b"coreProperties", b"coreOther"), (b"w:styles", b"w:other")])
def test_damaged_properties_or_styles_cost_no_text(article: One, before: bytes, after: bytes) -> None:
    assert "Đoạn thứ nhất" in article("a.docx", _with(before, after)).text


def test_damage_in_the_middle_is_broken(rejection: Bad) -> None:
    content = bytearray(word(_report))
    at = content.index(b"word/document.xml") + 200
    content[at : at + 100] = b"\xff" * 100
    assert rejection("a.docx", bytes(content)).reason == "broken"


@pytest.mark.parametrize("bounds", [Bounds(members=3), Bounds(total=1000), Bounds(small=1000, ratio=2)])
def test_bombs_are_told_before_they_are_unpacked(
    tmp_path: Path, bounds: Bounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word(_report))
    monkeypatch.setattr(word_document, "_BOUNDS", bounds)
    (item,) = read_file(SourceFile(path, "a"))
    assert isinstance(item, Rejection)
    assert item.reason == "too large"


def test_entities_are_not_expanded(tmp_path: Path, read: Callable[..., list[Article | Rejection]]) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("MẬT", encoding="utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(_report))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                declared = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
                content = content.replace(b"<w:document", declared + b"<w:document", 1)
                content = content.replace("thứ nhất".encode(), b"&x;")
            new.writestr(name, content)
    (item,) = read("a.docx", stream.getvalue())
    assert "MẬT" not in repr(item)


@pytest.mark.parametrize(
    ("author", "kept"),
    [
        ("Nguyễn Văn An", True),
        ("NguyÔn V¨n An", True),
        ("Windows User", False),
        ("hoangnv", False),
        ("Phòng Tổng hợp", False),
    ],
)
def test_who_is_an_author(author: str, kept: bool) -> None:
    assert sensible_author(author) == ("Nguyễn Văn An" if kept else "")


@pytest.mark.parametrize("title", ["Microsoft Word - bc1.doc", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "a", "Document 1"])
def test_what_is_no_title(title: str) -> None:
    assert sensible_title(title) == ""
