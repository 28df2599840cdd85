"""Reads rules that stand as tables: tab-separated files, a heading row, `#` comments."""

from __future__ import annotations

from importlib.resources import files


class TableError(ValueError):
    """A row of an office's own table cannot be used; the message names file, line, value and remedy."""


def rows(package: str, name: str) -> list[list[str]]:
    """Return the cells of each row of a table in `package`, its heading left off; short rows are filled with ''."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    heading, *body = lines
    return [cells + [""] * (len(heading) - len(cells)) for cells in body]
