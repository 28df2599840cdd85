"""Reads rules that stand as tables: tab-separated files, a heading row, `#` comments."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path


class TableError(ValueError):
    """A row of an office's own table cannot be used; the message names file, line, value and remedy."""


def rows(package: str, name: str) -> list[list[str]]:
    """Return the cells of each row of a table in `package`, its heading left off; short rows are filled with ''."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    heading, *body = lines
    return [cells + [""] * (len(heading) - len(cells)) for cells in body]


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
