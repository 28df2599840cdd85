"""Reads rules that stand as tables: tab-separated files, a heading row, `#` comments."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path


class TableError(ValueError):
    """A row of an office's own table cannot be used; the message names file, line, value and remedy."""


def _read(package: str, name: str) -> tuple[list[str], list[list[str]]]:
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    heading, *body = lines
    return heading, [cells + [""] * (len(heading) - len(cells)) for cells in body]


def rows(package: str, name: str) -> list[list[str]]:
    """Return the cells of each row of a table in `package`, its heading left off; short rows are filled with ''."""
    return _read(package, name)[1]


def records(package: str, name: str) -> list[dict[str, str]]:
    """Return each row of a table in `package` as column → value."""
    heading, body = _read(package, name)
    return [dict(zip(heading, cells, strict=False)) for cells in body]


def office_text(path: Path, error: type[TableError]) -> str:
    """Return the text of an office's own CSV file. Raises `error` where it is no UTF-8 or cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        raise error(f"{path}: cannot be read as UTF-8 text ({cause}); save it as CSV UTF-8") from cause


def csv_lines(text: str, origin: str) -> tuple[list[str], Iterator[tuple[str, list[str]]]]:
    """Return the columns that the first line of a CSV names, and where each other line that holds any stands."""
    lines = csv.reader(text.splitlines())
    columns = [column.strip().lower() for column in next(lines, [])]
    return columns, ((f"{origin}, line {lines.line_num}", values) for values in lines if any(map(str.strip, values)))


def csv_row(columns: Sequence[str], values: Sequence[str], where: str, error: type[TableError]) -> dict[str, str]:
    """Return a line of a CSV as column → value. Raises `error` where it has not as many values as there are columns."""
    if len(values) != len(columns):
        raise error(
            f"{where}: {len(values)} values for {len(columns)} columns in {','.join(values)[:80]!r}; "
            'put "…" around a value that holds a comma'
        )
    return {column: value.strip() for column, value in zip(columns, values, strict=True)}


def write_at_once(path: Path, text: str) -> None:
    """Put `text` in place of a file at once: whoever reads it meanwhile has the old or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
