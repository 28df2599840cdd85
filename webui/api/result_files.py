"""The hits of a search as a file: CSV and JSON lines sent while they are found, or an Excel workbook."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import msgspec

from index.analysis.normalise import fold
from webui.api.contract import search_shapes
from webui.api.result_rows import COLUMNS, FoundRows, row_of
from webui.api.shapes import answer_of
from webui.http.addresses import ExportFormat
from webui.http.language import Language
from webui.reports.csv_file import MARK, csv_lines

_LINES = 50  # joined before they are sent
_CHUNK = 65_536  # bytes of a finished workbook sent at once
_WIDTHS = {"number": 6, "kind": 18, "id": 22, "title": 36, "date": 12, "source": 22, "province": 16, "author": 16,
           "match": 14, "passage": 60, "link": 18}  # fmt: skip
_NAME = 60  # characters of a file's name that say what was searched for


_One = TypeVar("_One")


def found_file(found: FoundRows, format: ExportFormat, text: Language, base: str, published: str) -> Iterator[bytes]:
    """Return the parts of a file of the hits, the same in the same order. `base` as in `row_of`.

    Where the limit cuts them, the file says so: CSV and JSON lines in a line of its own at the end, a workbook on its
    second sheet. `published` is when the index was made (ISO 8601), for the time in a workbook.
    """
    if format == "jsonl":
        return _json_lines(found)
    return _csv(found, text, base) if format == "csv" else _workbook(found, text, base, published)


def file_name(found: FoundRows, query: str, format: ExportFormat, text: Language) -> str:
    """Return the name of the file: what was searched for in plain letters, and whether it holds the first hits only."""
    words = re.sub(r"[^0-9a-z]+", "-", fold(query)).strip("-")
    parts = [text.t("export.file"), words[:_NAME].strip("-"), text.t("export.file_cut", count=str(found.count))]
    return "-".join(part for part in (parts if found.is_cut else parts[:2]) if part) + f".{format}"


def _cut(found: FoundRows, text: Language) -> str:
    return text.t("export.cut", count=found.count, total=found.total)


def _rows(found: FoundRows, text: Language, base: str) -> Iterator[tuple[str, ...]]:
    return (row_of(number, hit, found, text, base) for number, hit in enumerate(found.hits, 1))


def _heads(text: Language) -> tuple[str, ...]:
    return tuple(text.t(f"export.{column}") for column in COLUMNS)


def _batches(every: Iterable[_One]) -> Iterator[list[_One]]:
    left = iter(every)
    while some := list(islice(left, _LINES)):
        yield some


def _csv(found: FoundRows, text: Language, base: str) -> Iterator[bytes]:
    yield (MARK + csv_lines([_heads(text)])).encode("utf-8")
    for some in _batches(_rows(found, text, base)):
        yield csv_lines(some).encode("utf-8")
    if found.is_cut:
        yield csv_lines([(_cut(found, text),)]).encode("utf-8")


def _json_lines(found: FoundRows) -> Iterator[bytes]:
    for some in _batches(found.hits):
        yield b"".join(msgspec.json.encode(answer_of(search_shapes.Result, hit)) + b"\n" for hit in some)
    if found.is_cut:
        yield msgspec.json.encode({"cut": True, "rows": found.count, "total": found.total}) + b"\n"


def _workbook(found: FoundRows, text: Language, base: str, published: str) -> Iterator[bytes]:
    """Yield a workbook whose rows lie on disk, not in memory, until it is whole. Texts stay texts."""
    from xlsxwriter import Workbook  # loads slowly: every start of the service would wait

    from webui.reports.excel_file import LONGEST_CELL, lay_out, row_height, set_up, write_about

    with tempfile.TemporaryFile() as file:
        with Workbook(file, {"constant_memory": True, "strings_to_urls": False}) as book:
            head, body = set_up(book, published)
            sheet, about = book.add_worksheet(text.t("export.sheet")), book.add_worksheet(text.t("report.about"))
            widths = [_WIDTHS[column] for column in COLUMNS]
            lay_out(sheet, widths, _heads(text), head)
            for place, cells in enumerate(_rows(found, text, base), 1):
                sheet.set_row(place, row_height(widths, cells))
                for number, cell in enumerate(cells):
                    sheet.write_string(place, number, cell[:LONGEST_CELL], body)
            sheet.autofilter(0, 0, found.count, len(COLUMNS) - 1)
            told = _cut(found, text) if found.is_cut else text.t("export.whole", count=found.count)
            typed = found.first.query.text
            heading = text.t("results.heading", query=text.quoted(typed)) if typed.strip() else text.t("results.browse")
            write_about(about, (heading, told), body)
        file.seek(0)
        while part := file.read(_CHUNK):
            yield part
