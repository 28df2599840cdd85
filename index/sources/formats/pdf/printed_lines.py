"""From the lines of printed pages to paragraphs: page stamps dropped, line ends and hyphens mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_EDGE = 2  # lines at the top and bottom of a page among which headers and footers stand
_REPEATED = 3  # pages that show a line there before it is a header
_NUMBER = re.compile(r"[-–—\s]*(?:trang|page)?\s*\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_ITEM = re.compile(
    r"(?:[-–—+*•▪●○]\s|\d{1,3}[.)/]\s|\d+(?:\.\d+)+\.?\s|[a-zđ]\)|[IVX]{1,5}\.\s|(?:Điều|Chương|Mục)\s\d)"
)
_FULL = 0.75  # of the usual length of a line; a shorter one ends its paragraph
_ENDS = (".", "!", "?", ":", ";", "”", '"')
_BROKEN = re.compile(r"([a-z]{3,})-$")


def _stamp(line: str) -> str:
    return re.sub(r"\d+", "#", line).casefold()


def _edges(lines: Sequence[str]) -> set[int]:
    return {*range(min(_EDGE, len(lines))), *range(max(len(lines) - _EDGE, 0), len(lines))}


def without_stamps(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the lines of the pages without page numbers and without headers and footers, which pages repeat."""
    shown = Counter(stamp for lines in pages for stamp in {_stamp(lines[at]) for at in _edges(lines)})
    least = max(_REPEATED, len(pages) // 3)
    kept = []
    for lines in pages:
        edges = _edges(lines)
        dropped = {at for at in edges if _NUMBER.fullmatch(lines[at]) or shown[_stamp(lines[at])] >= least}
        kept.append([line for at, line in enumerate(lines) if at not in dropped])
    return kept


def _continues(before: str, line: str, usual: int) -> bool:
    if " | " in before or " | " in line:
        return False  # a row of a table
    if _ITEM.match(line) or (before.isupper() and not line.isupper()):
        return False
    length = len(before)
    if before.endswith(_ENDS):
        return length >= usual * 0.95 and line[0].islower()
    return length >= usual * _FULL or (line[0].islower() and length >= usual / 2)


def _joined(before: str, line: str) -> str:
    if before.endswith("-") and before[-2:-1].isalnum():
        # `42-` + `CT/TW` keeps its hyphen, `inter-` + `national` was one word
        return (
            before[:-1] + line
            if _BROKEN.search(before) and line[:3].islower() and line[:3].isascii()
            else before + line
        )
    return f"{before} {line}"


def paragraphs(pages: Sequence[Sequence[str]]) -> list[str]:
    """Return the paragraphs of printed pages, those that run over a page's end mended, too."""
    lines = [line for page in without_stamps(pages) for line in page]
    lengths = sorted(map(len, lines))
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    found: list[str] = []
    before = ""
    for line in lines:
        if before and _continues(before, line, usual):
            found[-1] = _joined(found[-1], line)
        else:
            found.append(line)
        before = line
    return found
