"""From the lines of a page that was not made for machines to an Article: title, date line, furniture, author line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.documents import Article, Rejection
from index.sources.encodings.legacy_detection import mended
from index.sources.fields.article_fields import (
    Place,
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
from index.sources.fields.bylines import cut_byline
from index.sources.fields.date_places import is_date_line
from index.sources.fields.furniture import cut_furniture, effect_of
from index.sources.fields.letters import letter_of
from index.sources.fields.note_marks import without_raised_digits
from index.sources.fields.office_fields import sensible_author, sensible_title, without_title
from index.sources.files.walk import SourceFile

_TOP = 6  # lines among which a site's date line stands
_BOTTOM = 3
_SECOND = {"1": ("2.", "2)"), "I": ("II.", "II)"), "A": ("B.", "B)")}
_FIRST_SECTION = re.compile(r"(?P<number>1|I|A)[.)]\s")


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page that a format alone tells; `known` holds the fields that its metadata gave.

    `spare_title` is for a page whose first line is no headline.
    """

    lines: tuple[str, ...]
    known: Article
    spare_title: str = ""


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of `text` that hold something, white space around them removed."""
    return tuple(line for line in (line.strip() for line in clean(text).splitlines()) if line)


def _without_date_line(lines: Sequence[str]) -> tuple[list[str], str]:
    """Return the lines without the date line at the top or the bottom of a page, and that line."""
    for at, line in enumerate(lines):
        if (at < _TOP or at >= len(lines) - _BOTTOM) and is_date_line(line):
            return [*lines[:at], *lines[at + 1 :]], line
    return list(lines), ""


def _is_first_of_several(lines: Sequence[str]) -> bool:
    """Tell whether the first line heads the first section of a text (`1. Tên gọi`) rather than all of it."""
    first = _FIRST_SECTION.match(lines[0])
    return first is not None and any(line.startswith(_SECOND[first["number"]]) for line in lines[1:])


def _split_title(lines: list[str], spare: str) -> tuple[str, list[str]]:
    """Return title and body: the first line where it can be a headline, else `spare`, else its opening words."""
    start = next((at for at, line in enumerate(lines) if effect_of(line) is None), 0)
    lines = lines[start:]
    if not lines:
        return spare, lines
    in_sections = _is_first_of_several(lines)
    title = "" if in_sections else headline_of(lines[0])
    if not title:
        return spare or opening_of(lines[1] if in_sections else lines[0]), lines
    return title, lines[1:] or lines


def article_of_page(page: Page, source_file: SourceFile) -> Article | Rejection:
    """Return the article of a file of its own, its first line the title where its metadata gave none."""
    return article_at(page, Place(str(source_file.path), source_file.name, source_file.name, source_file.given))


def article_of_office_file(
    lines: list[str], title: str, author: str, source_file: SourceFile
) -> Article | Rejection:
    """Return the article of a file of an office, by its title and the author that its properties tell."""
    known = Article("", title, "", author=sensible_author(author))
    return article_of_page(Page(tuple(without_title(lines, title)), known), source_file)


def article_at(page: Page, place: Place) -> Article | Rejection:
    """Return the article of a page that stands anywhere, its first line the title where its metadata gave none."""
    origin = place.origin
    known = page.known
    all_lines, title = mended(page.lines, known.title)
    all_lines = tuple(map(without_raised_digits, all_lines))
    letter = letter_of(all_lines)
    all_lines = tuple(line.replace("\t", " ") for line in all_lines)
    if letter is not None and letter.title and letter.body:
        head = " ".join(all_lines[: len(all_lines) - len(letter.body)])
        if not sensible_title(title) or title.casefold() in head.casefold():  # `Trang chủ`, or the organ
            title = letter.title
        all_lines = tuple(line.replace("\t", " ") for line in letter.body)
        known = replace(
            known, author=known.author or letter.said.signer, province=known.province or letter.province
        )
    lines, date_line = _without_date_line(all_lines)
    if letter is not None:
        known = replace(known, letter=letter.said)
        date_line = letter.said.date or date_line
    if not title:
        title, lines = _split_title(lines, page.spare_title)
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
        id=known.id or place.id,
        title=one_line(title),
        text=text,
        author=known.author or one_line(signed.author),
        source=known.source or one_line(signed.source),
        related=known.related or tuple(one_line(title) for title in cut.related),
        origin=origin,
    )
    return complete(article, place.name, date_line or lower, place.given)
