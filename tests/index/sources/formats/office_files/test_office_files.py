"""Workbooks, slides, documents with macros: what a reader of them sees."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

from index.documents import Article, Note, Rejection
from tests.index.sources.formats.office_files.office_files import slide, slides, with_macros, workbook

One = Callable[[str, str | bytes], Article]
Read = Callable[..., list[Article | Rejection]]
Bad = Callable[[str, str | bytes], Rejection]

TABLE = [["Số liệu vườn ươm năm 2024"], ["Vườn", "Ngày", "Cây"], ["Hoa Sim", date(2024, 3, 5), 1200.0], ["", "", 2.5]]


def test_a_workbook_is_read_a_row_a_line(article: One) -> None:
    found = article("a.xlsx", workbook({"Sheet1": TABLE}))
    assert (found.id, found.title) == ("a.xlsx", "Số liệu vườn ươm năm 2024")
    assert found.text.splitlines() == ["Vườn | Ngày | Cây", "Hoa Sim | 5/3/2024 | 1200", "2.5"]


def test_sheets_are_named_where_there_are_several_and_hidden_ones_left_out(article: One) -> None:
    sheets = {"Quý I": TABLE, "Quý II": [["Không đổi"]], "Nháp": [["Bí mật"]]}
    found = article("a.xlsx", workbook(sheets, hidden=["Nháp"]))
    assert found.title == "Quý I"
    assert "Quý II\nKhông đổi" in found.text
    assert "Bí mật" not in found.text


def test_a_table_of_records_gives_a_document_a_row(read: Read) -> None:
    rows = [["Tiêu đề", "Nội dung", "Ngày"], ["Tin một", "Vườn thứ nhất.", date(2024, 3, 5)], ["Tin hai", "", ""]]
    first, second = read("a.xlsx", workbook({"Tin": rows, "Ghi chú": [["Người lập", "An"]]}))[:2]
    assert isinstance(first, Article)
    assert (first.id, first.title, first.text, first.date) == ("a.xlsx#2", "Tin một", "Vườn thứ nhất.", "2024-03-05")
    assert isinstance(second, Rejection) and second.reason == "empty" and second.origin.endswith("a.xlsx!Tin:3")


def test_workbooks_that_cannot_be_read_are_told(rejection: Bad) -> None:
    assert "protected" in rejection("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600)).detail
    assert rejection("a.xls", b"<table><tr><td>Tin</td></tr></table>").reason == "broken"
    assert rejection("a.ods", b"").reason == "broken"


def test_slides_are_read_in_the_order_they_are_shown(article: One) -> None:
    table = "<a:tbl><a:tr><a:tc><a:p><a:r><a:t>Cây</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r><a:t>12</a:t></a:r></a:p>"
    table += "</a:tc></a:tr></a:tbl>"
    note = '<p:sp><a:p><a:r><a:t>Chỉ thị 42-CT/TW</a:t></a:r><a:r><a:rPr baseline="30000"/><a:t>3</a:t></a:r>'
    note += "</a:p></p:sp>"
    pages = [
        slide("Kết quả", ["Trồng cây"], more=table),
        slide("Tập huấn làm vườn", ["Đất và nước"], more=note),
        slide("Nháp", ["Không chiếu"], show="0"),
    ]
    found = article("a.pptx", slides(pages, order=[1, 0, 2]))
    assert found.title == "Tập huấn làm vườn"
    assert found.text.splitlines() == ["Đất và nước", "Chỉ thị 42-CT/TW", "Kết quả", "Trồng cây", "Cây | 12"]


def test_slides_that_are_damaged_are_told(rejection: Bad) -> None:
    whole = slides([slide("Tin", ["Vườn"])])
    assert rejection("a.pptx", whole[: len(whole) // 2]).reason == "broken"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "Tin")
    assert "ppt" in rejection("b.pptx", stream.getvalue()).detail


def test_a_document_with_macros_is_a_document(read: Read) -> None:
    found, told = read("a.docm", with_macros(["Tin vui", "Vườn ươm của hội mở cửa."]))
    assert isinstance(told, Note) and "macros" in told.detail and isinstance(found, Article)
    assert (found.id, found.title, found.text) == ("a.docm", "Tin vui", "Vườn ươm của hội mở cửa.")
