"""Finds what is one thing however it is written, and so has one term: a full date, a telephone number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.analysis.dates_in_text import dates_in

# Thông tư 22/2014/TT-BTTTT, the plan of telephone numbers: 0 or +84, then 9 or 10 digits with the area's code; 1800 and
# 1900, then 4 to 6 more. `024.3943.2206`, `(024) 39432206`, `+84 24 3943 2206`, `0912 345 678`. Each digit may have
# one blank, dot or hyphen and a bracket before it; a comma would make numbers of a list one.
# Each pattern begins with its sign, and looks back from behind it, so that all between is passed over.
_GAP = r"(?:[ \u00a0.-]\(?|\)[ \u00a0.-]?|\()?"
_NATIONAL = rf"([1-9](?:{_GAP}\d){{8,9}})(?!\d)"
_BEFORE = r"(?<![\w.,/+-].)"
_TELEPHONES = (
    (re.compile(rf"\+{_BEFORE}{_GAP}84{_GAP}(?:0{_GAP})?{_NATIONAL}"), "84"),
    (re.compile(rf"0{_BEFORE}(?:0{_GAP}84{_GAP}(?:0{_GAP})?|{_GAP}){_NATIONAL}"), "84"),
    (re.compile(rf"1{_BEFORE}([89]00(?:[ \u00a0.]?\d){{4,6}})(?!\d)"), "1"),
)
_NO_DIGIT = re.compile(r"\D+")


def telephones_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, number) of each telephone number of Vietnam: `+842439432206`, `+19001234`.

    A date with a time behind it is none, though it may have as many digits.
    """
    taken: list[tuple[int, int]] | None = None
    for pattern, country in _TELEPHONES:
        for found in pattern.finditer(text):
            if taken is None:
                taken = [(start, end) for start, end, _ in dates_in(text)]
            if not any(start < found.end() and found.start() < end for start, end in taken):
                taken.append(found.span())
                start = found.start() - (text[found.start() - 1 : found.start()] == "(")
                yield start, found.end(), f"+{country}{_NO_DIGIT.sub('', found[1])}"


def wholes_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, term) of each full date and telephone number in `text`, in no particular order."""
    yield from dates_in(text)
    yield from telephones_in(text)
