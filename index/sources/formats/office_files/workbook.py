"""Workbooks (.xlsx, .xlsm, .xls, .ods): a table of records as CSV is read, any other as one document, a row a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine

from index.documents import Article, Rejection
from index.sources.fields.article_fields import LONGEST_TEXT, Place, clean, one_line
from index.sources.fields.article_from_lines import article_of_office_file
from index.sources.fields.office_fields import sensible_title
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import TooLarge
from index.sources.files.zip_bounds import Bounds, Damaged, content_of, open_zip
from index.sources.formats.csv_table import document_of_row, fields_of, missing_of
from index.sources.formats.office_files.zipped_text import properties_of

_BOUNDS = Bounds(members=5_000, total=256 << 20)
_LARGEST = 128 << 20  # bytes of an old workbook, which is not packed
_UNREADABLE = (python_calamine.CalamineError, OSError, ValueError)
_VISIBLE = python_calamine.SheetVisibleEnum.Visible
_NAMED_BY_PROGRAMS = ("sheet", "trang tính", "trang_tính", "table")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its name, and its rows with their numbers as a person counts them."""

    name: str
    rows: tuple[tuple[int, list[str]], ...]


def _shown(value: Any) -> str:
    """Return a cell as a reader of the sheet sees it: `3`, not `3.0`; days as documents write them."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        day = f"{value.day}/{value.month}/{value.year}"
        return day if value.time() == time() else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    return one_line(clean(str(value)))


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    first = sheet.start[0] + 1 if sheet.start else 1
    length = 0
    for number, row in enumerate(sheet.iter_rows(), start=first):
        cells = [_shown(value) for value in row]
        length += sum(map(len, cells))
        if length > LONGEST_TEXT:
            raise TooLarge(sheet.name)
        if any(cells):
            yield number, cells


def _sheets(path: Path) -> list[_Sheet]:
    """Return the sheets that are shown. Raises Damaged, TooLarge."""
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            shown = [one.name for one in book.sheets_metadata if one.visible == _VISIBLE]
            return [_Sheet(name, tuple(_rows(book.get_sheet_by_name(name)))) for name in shown]
    except python_calamine.PasswordError as error:
        raise Damaged("it is protected by a password; save it without one") from error
    except _UNREADABLE as error:
        raise Damaged("it is cut off or no workbook; open it and save it again as .xlsx") from error


def _checked(path: Path) -> tuple[str, str]:
    """Return title and author as its properties say, of a file within bounds. Raises Damaged, Exceeds, TooLarge."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"PK"
        size = stream.seek(0, 2)
    if not packed and path.suffix.lower() == ".xls":
        if size > _LARGEST:
            raise TooLarge(path)
        return "", ""
    with open_zip(path, _BOUNDS) as archive:
        for entry in archive.infolist():  # the library trusts the sizes that the file states
            content_of(archive, entry)
        return properties_of(archive)


def _records(sheet: _Sheet, prefix: str, source_file: SourceFile) -> Iterator[Article | Rejection]:
    fields = fields_of(sheet.rows[0][1])
    for number, cells in sheet.rows[1:]:
        place = Place(f"{source_file.path}!{sheet.name}:{number}", f"{prefix}#{number}", given=source_file.given)
        yield document_of_row(cells, fields, place)


def _is_table_of_records(sheet: _Sheet) -> bool:
    return len(sheet.rows) > 1 and not missing_of(sheet.rows[0][1], fields_of(sheet.rows[0][1]))


def _lines(sheets: Sequence[_Sheet]) -> Iterator[str]:
    for sheet in sheets:
        if len(sheets) > 1 and sheet.rows and not sheet.name.lower().startswith(_NAMED_BY_PROGRAMS):
            yield one_line(clean(sheet.name))
        for _, cells in sheet.rows:
            yield " | ".join(filter(None, cells))


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return a document a row of each sheet whose first row names a title and a text, and one of all other sheets.

    Sheets that are hidden are left out, formulas are read as what they gave when the file was saved. Raises Damaged,
    Exceeds, TooLarge.
    """
    title, author = _checked(source_file.path)
    sheets = _sheets(source_file.path)
    tables = [sheet for sheet in sheets if _is_table_of_records(sheet)]
    for at, sheet in enumerate(tables):
        yield from _records(sheet, source_file.name if at == 0 else f"{source_file.name}#{sheet.name}", source_file)
    others = [sheet for sheet in sheets if sheet not in tables]
    if any(sheet.rows for sheet in others) or not tables:
        yield article_of_office_file(list(_lines(others)), sensible_title(title), author, source_file)
