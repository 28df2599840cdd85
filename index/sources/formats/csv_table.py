"""CSV: the heading row names the fields, in English or Vietnamese; a document a row, read one at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.analysis.normalise import fold_word
from index.documents import Article, Rejection
from index.sources.encodings.encoding import decoded_lines
from index.sources.fields.article_fields import LONGEST_TEXT, Place, article_of
from index.sources.files.walk import SourceFile
from index.table import rows

_DELIMITERS = ",;\t|"  # Excel writes ; where the comma is the decimal mark, as it is in Vietnam
_BLANK = f'{_DELIMITERS}" \r\n\ufeff'
_SEPARATOR = re.compile(r'\s*"?sep=(?P<mark>\\t|[^"\r\n])"?[\s,;|]*', re.IGNORECASE)  # Excel's note to itself
_OLD_END = re.compile(r"(?<=\r)(?=[^\n])")


def _key(heading: str) -> str:
    return " ".join(fold_word(word) for word in heading.replace("_", " ").split())


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    return {_key(heading): field for heading, field in rows(__package__, "columns.tsv")}


def _delimiter(heading: str) -> str:
    """Return the delimiter that splits the heading row into the most known fields."""

    def known(delimiter: str) -> int:
        return sum(_key(cell) in _fields() for cell in next(csv.reader([heading], delimiter=delimiter), []))

    return max(_DELIMITERS, key=known)


def fields_of(headings: Sequence[str]) -> list[str | None]:
    """Return the field of `Article` that each heading names, None for one that names none."""
    return [_fields().get(_key(cell)) for cell in headings]


def missing_of(headings: Sequence[str], fields: Sequence[str | None]) -> str:
    """Return what is wrong with the heading row, '' if nothing."""
    absent = [name for name in ("title", "text") if name not in fields]
    if not absent:
        return ""
    wanted = " and ".join(f'"{name}"' for name in absent)
    found = ", ".join(heading.strip()[:40] for heading in headings[:30])
    return f'no {wanted} column; found: {found}; name them in the first row (or "tiêu đề", "nội dung")'


def document_of_row(cells: Sequence[str], fields: Sequence[str | None], place: Place) -> Article | Rejection:
    """Return the document of a row under headings that name these fields."""
    if len(cells) > len(fields) and any(cell.strip() for cell in cells[len(fields) :]):
        detail = f"{len(cells)} cells under {len(fields)} headings; put cells that hold the delimiter in quotes"
        return Rejection(place.origin, "broken", detail)
    record = {field: cell for field, cell in zip(fields, cells, strict=False) if field}
    return article_of({"text": "", **record}, place)


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return a document a row; a row that cannot be read is told by the line it begins on."""
    path = source_file.path
    csv.field_size_limit(LONGEST_TEXT)  # the library's own limit, 128 KB, is less than a long report
    with path.open("rb") as stream:
        lines = _with_old_ends(decoded_lines(stream))
        above, heading = _next_line(lines)
        said = _SEPARATOR.fullmatch(heading)
        if said:
            passed, heading = _next_line(lines)
            above += passed
        if not heading:
            yield Rejection(str(path), "empty", "the file holds nothing; fill it or remove it")
            return
        delimiter = said["mark"].replace("\\t", "\t") if said else _delimiter(heading)
        headings = next(csv.reader([heading], delimiter=delimiter))
        fields = fields_of(headings)
        problem = missing_of(headings, fields)
        if problem:
            yield Rejection(f"{path}:{above}", "broken", problem)
            return
        yield from _rows(source_file, csv.reader(lines, delimiter=delimiter, strict=True), fields, above)


def _with_old_ends(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines, cut also behind a carriage return alone, with which Excel ends them for `CSV (Macintosh)`."""
    for line in lines:
        if "\r" in line[:-2]:
            yield from _OLD_END.split(line)
        else:
            yield line


def _next_line(lines: Iterator[str]) -> tuple[int, str]:
    """Return the next line that has a cell with something, '' for none, and how many lines were read for it."""
    count = 0
    for count, line in enumerate(lines, start=1):
        if line.strip(_BLANK):
            return count, line
    return count, ""


def _rows(
    source_file: SourceFile, reader: Iterator[list[str]], fields: list[str | None], above: int
) -> Iterator[Article | Rejection]:
    """Yield a document a row; `above` lines stand above the first of them, the heading among them."""
    while True:
        number = reader.line_num + above + 1  # type: ignore[attr-defined]
        place = Place(f"{source_file.path}:{number}", f"{source_file.name}#{number}", given=source_file.given)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejection(place.origin, "broken", f"{error}; look for a quote that is not doubled or not closed")
            continue
        if any(cell.strip() for cell in cells):
            yield document_of_row(cells, fields, place)
