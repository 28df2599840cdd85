"""From the lines of a page that was not made for machines to an Article: title, date line, furniture, author line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.documents import Article, Rejection
from index.sources.bylines import cut_byline
from index.sources.date_places import is_date_line
from index.sources.furniture import cut_furniture, effect_of
from index.sources.legacy_detection import mended
from index.sources.records import (
    clean,
    complete,
    empty,
    has_letters,
    headline_of,
    is_too_large,
    one_line,
    opening_of,
    too_large,
)
from index.sources.walk import SourceFile

_TOP = 6  # lines among which a site's date line stands
_BOTTOM = 3


@dataclass(frozen=True, slots=True)
class Page:
    """What a format alone tells of a page; `known` holds the fields that its metadata gave."""

    lines: tuple[str, ...]
    known: Article


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of `text` that hold something, white space around them removed."""
    return tuple(line for line in (line.strip() for line in clean(text).splitlines()) if line)


def _without_date_line(lines: Sequence[str]) -> tuple[list[str], str]:
    """Return the lines without the date line at the top or the bottom of a page, and that line."""
    for at, line in enumerate(lines):
        if (at < _TOP or at >= len(lines) - _BOTTOM) and is_date_line(line):
            return [*lines[:at], *lines[at + 1 :]], line
    return list(lines), ""


def _split_title(lines: list[str]) -> tuple[str, list[str]]:
    """Return title and body: the first line where it can be a headline, else its opening words."""
    start = next((at for at, line in enumerate(lines) if effect_of(line) is None), 0)
    lines = lines[start:]
    title = headline_of(lines[0]) if lines else ""
    if not title:
        return opening_of(lines[0]) if lines else "", lines
    return title, lines[1:] or lines


def article_of_page(page: Page, source_file: SourceFile) -> Article | Rejection:
    """Return the article of a page, its first line the title where its metadata gave none."""
    origin = str(source_file.path)
    known = page.known
    all_lines, title = mended(page.lines, known.title)
    lines, date_line = _without_date_line(all_lines)
    if not title:
        title, lines = _split_title(lines)
    cut = cut_furniture(lines)
    # Pages print their date line under the list of other news, too
    inner, lower = _without_date_line(cut.body)
    signed = cut_byline(inner)
    text = "\n".join(signed.body)
    if is_too_large(text):
        return too_large(origin)
    if not has_letters(text):
        return empty(origin)
    article = replace(
        known,
        id=known.id or source_file.name,
        title=one_line(title),
        text=text,
        author=known.author or one_line(signed.author),
        source=known.source or one_line(signed.source),
        related=known.related or tuple(one_line(title) for title in cut.related),
        origin=origin,
    )
    return complete(article, source_file.name, date_line or lower)
