"""Tells the marks of notes, small raised digits behind a word (`Chỉ thị 42-CT/TW²`), from exponents and drops them.

A mark is no part of the word or number that it stands behind: left there, `42-CT/TW` would be `42-CT/TW2`. Raised
digits behind a unit, a single letter or ten (`km²`, `R²`, `10⁶`) are exponents and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from index.sources.encodings.legacy_fonts import Run

_MARK = re.compile(
    r"[(\[]?\s*(?:\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*|[ivx]{1,5}|[a-d]|\*{1,4}|[†‡§¶])\s*[)\]]?[,;]?", re.IGNORECASE
)
_BASE = re.compile(
    r"(?:\d|(?<![\w/.-]))(?:[kcdmnμµ]?m|dặm|ft|inch|in|giây|phút|giờ|[^\W\d_])$|(?<![\w/.-])10$", re.IGNORECASE
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = re.compile(r"(?<=[\w)\]”\"’.,;:!?…])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?![\w⁺⁻])")
_TAIL = 40  # characters before a mark that tell what it is


def is_note_mark(raised: str, before: str) -> bool:
    """Tell whether raised text is the mark of a note; `before` is what stands before it on the line."""
    text = raised.strip()
    if not text or not _MARK.fullmatch(text):
        return False
    before = before[-_TAIL:]
    if text.isalpha():  # `No`, `1a`: only behind a whole word
        return bool(re.search(r"[^\W\d_]{2}$", before))
    return not (text.isdecimal() and _BASE.search(before))


def without_raised_digits(line: str) -> str:
    """Return a line without marks that are written with the raised digits of Unicode."""

    def kept(found: re.Match[str]) -> str:
        before = line[max(found.start() - _TAIL, 0) : found.start()]
        return "" if is_note_mark(found[0].translate(_DIGITS), before) else found[0]

    return _RAISED.sub(kept, line)


def without_marks(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs without those that are marks of notes; raised runs next to each other are one."""
    before = ""
    for raised, group in groupby(runs, key=lambda run: run.raised):
        found = list(group)
        text = "".join(run.text for run in found)
        if raised and is_note_mark(text, before):
            continue
        before = (before + text)[-_TAIL:]
        yield from found
