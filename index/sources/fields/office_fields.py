"""Title and author in the properties of an office file, where a person wrote them."""

from __future__ import annotations

from index.sources.encodings.legacy_detection import mended
from index.sources.fields.article_fields import clean, one_line
from index.table import rows

_LEAST_WORDS = 2
_LONGEST = 200  # characters


def _sensible(field: str, value: str) -> str:
    _, value = mended((), one_line(clean(value)))
    lowered = f" {value.lower()} "
    named = any(
        (f" {words} " if field == "author" else words) in lowered
        for kind, words in rows(__package__, "office_fields.tsv")
        if kind == field
    )
    return "" if named or len(value) > _LONGEST or len(value.split()) < _LEAST_WORDS else value


def sensible_title(value: str) -> str:
    """Return a title from the properties of a file, '' where a program put it there: `Microsoft Word - abc.doc`."""
    return _sensible("title", value)


def sensible_author(value: str) -> str:
    """Return an author from the properties of a file, '' for `Administrator`, `Microsoft Office User`, `hoangnv`."""
    return _sensible("author", value)


def without_title(lines: list[str], title: str) -> list[str]:
    """Return the lines of a document without its title where that stands among the first of them."""
    for at, line in enumerate(lines[:10]):
        if title and line.casefold() == title.casefold():
            return [*lines[:at], *lines[at + 1 :]] or lines
    return lines
