"""A report as an Excel workbook: one sheet of the table, one of what stands above it."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from search.deadline import check
from webui.reports.table import ReportTable, moment

_WIDTHS = {  # characters
    **{"number": 6, "date": 12, "union": 22, "who": 26, "how": 14},
    **{"passage": 60, "settled": 16, "article": 28, "link": 18, "directives": 26},
}
LONGEST_CELL = 32_767  # characters, by Excel's specification
_LONGEST_LINK = 2_079
_MOST_LINKS = 65_530
_LINE = 15.0  # points
_FILLED = 0.9  # share of a line that whole words fill
_TALLEST = 409.0  # points, by Excel's specification


def report_xlsx(table: ReportTable, table_name: str, about_name: str, published: str) -> bytes:
    """Return the workbook; the names are those of its two sheets. Texts stay texts, whatever they begin with.

    The same table gives the same bytes: the time in the file is `published`, when the index was made (ISO 8601).
    """
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        head, body = set_up(book, published, title=table.heading[:255])
        link = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#0B5069", "underline": 1})
        sheet = book.add_worksheet(table_name)
        widths = [_WIDTHS[column] for column in table.columns]
        lay_out(sheet, widths, table.heads, head)
        for place, cells in enumerate(table.rows, 1):
            check()
            sheet.set_row(place, row_height(widths, cells))
            for number, cell in enumerate(cells):
                if table.columns[number] == "link" and cell and len(cell) <= _LONGEST_LINK and place <= _MOST_LINKS:
                    sheet.write_url(place, number, cell, link)
                else:
                    sheet.write_string(place, number, cell[:LONGEST_CELL], body)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        write_about(book.add_worksheet(about_name), (table.heading, *table.notes), body)
    return out.getvalue()


def set_up(book: Workbook, published: str, **properties: str) -> tuple[Format, Format]:
    """Give a workbook its properties; return the formats of heads and of other cells."""
    when = moment(published).replace(tzinfo=None)
    book.set_properties({**properties, "author": "Tra cứu", "created": when})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    return head, book.add_format({"text_wrap": True, "valign": "top"})


def write_about(sheet: Worksheet, lines: Iterable[str], body: Format) -> None:
    """Write what a workbook is, a line a row."""
    sheet.set_column(0, 0, 100)
    for place, line in enumerate(lines):
        sheet.write_string(place, 0, line[:LONGEST_CELL], body)


def lay_out(sheet: Worksheet, widths: Sequence[int], heads: Sequence[str], bold: Format) -> None:
    """Write the head of a table whose columns are so many characters wide; it stays in sight while one scrolls.

    All columns are printed on one page, across.
    """
    sheet.set_row(0, row_height(widths, heads))
    for number, (width, head) in enumerate(zip(widths, heads, strict=True)):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, head, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def row_height(widths: Sequence[int], cells: Sequence[str]) -> float:
    """Return the height of a row, in points, that shows its longest cell: not every program fits it to the text.

    `widths` are those of the columns, in characters. Addresses do not count: nobody reads them.
    """
    shown = [(len(cell), width) for cell, width in zip(cells, widths, strict=True) if "://" not in cell[:8]]
    lines = max(math.ceil(length / (_FILLED * width)) for length, width in shown)
    return min(_LINE * max(lines, 1), _TALLEST)
