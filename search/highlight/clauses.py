"""Finds where sentences and clauses of a text end."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

Span = tuple[int, int]

_CLOSING = r"[\"”’»)\]]*"
_SPACE = re.compile(r"\s")
_LONGEST_WORD = 1_000  # characters; what goes on longer without a blank is no word and may be cut anywhere


def _no_title() -> str:
    """Return what a dot must not stand behind: `GS. TSKH. Đặng`, `TP. HCM`, the initial of `Nguyễn A. Dũng`."""
    dotted = resources.files(__package__).joinpath("dotted.txt").read_text(encoding="utf-8").split()
    return "".join(rf"(?<!\b{re.escape(word)}\.)" for word in dotted) + r"(?<!\b[A-ZĐ]\.)"


@cache
def sentence_end() -> re.Pattern[str]:
    """Return the pattern of an end of a sentence: `Nội vụ.Thực hiện`, where a space was lost, has one."""
    return re.compile(rf"\n|[.!?…]{_no_title()}{_CLOSING}(?=\s|[A-ZĐÀ-Ỹ]|$)")


@cache
def _clause_end() -> re.Pattern[str]:
    return re.compile(rf"\n|[.;:!?…]{_no_title()}{_CLOSING}(?:(?=\s|$)|(?<=[^\W\d_]\.)(?=[A-ZĐ]))")


def clauses(text: str, longest: int, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the clauses of a stretch of text without the blanks around them.

    One longer than `longest` characters comes in parts, cut at blanks: a word is never cut.
    """
    spans: list[Span] = []
    end = len(text) if end is None else end
    for found in _clause_end().finditer(text, start, end):
        spans += _parts(text, start, found.end(), longest)
        start = found.end()
    return spans + _parts(text, start, end, longest)


def _parts(text: str, start: int, end: int, longest: int) -> list[Span]:
    start, end = trimmed(text, start, end)
    parts: list[Span] = []
    while end - start > longest:
        cut = _cut(text, start, end, longest)
        parts.append(trimmed(text, start, cut))
        start, _ = trimmed(text, cut, end)
    return [*parts, (start, end)] if start < end else parts


def _cut(text: str, start: int, end: int, longest: int) -> int:
    """Return where to cut a clause: at the last blank that leaves a part of a fair length, else at the next blank."""
    blanks = [found.start() for found in _SPACE.finditer(text, start + longest // 2, start + longest + 1)]
    if blanks:
        return blanks[-1]
    found = _SPACE.search(text, start + longest, min(end, start + _LONGEST_WORD))
    if found:
        return found.start()
    return end if end - start <= _LONGEST_WORD else start + longest


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without the blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
