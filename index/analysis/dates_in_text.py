"""Dates written in a running text, so that one day is found in any of its spellings."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

# `16/4/2010`, `16-04-2010`, `16.4.2010`, `2010-04-16`, `2010/04/16`, `ngày 16 tháng 4 năm 2010`, `16 thang 4 nam 2010`.
# Each begins with its digit, and looks back from behind it, so that all between the digits of a text is passed over.
_NUMERIC = re.compile(r"(\d(?<![\d/.-].)\d?)\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?![\d/]|[.-]\d)")
_ISO = re.compile(r"(\d(?<![\d/.-].)\d{3})([/.-])(\d{1,2})\2(\d{1,2})(?![\d/]|[.-]\d)")
_SPOKEN = re.compile(
    r"(\d(?<!\d.)\d?)\s+th(?:á|a\u0301?)ng\s+(\d{1,2})[\s,]+n(?:ă|a\u0306?)m\s+(\d{4})(?!\d)", re.IGNORECASE
)


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:  # 31/02/2010, or a number that only looks like a date
        return None


def dates_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, ISO date) of each full date in `text`, in no particular order."""
    for pattern, year, month, day in ((_NUMERIC, 4, 3, 1), (_ISO, 1, 3, 4), (_SPOKEN, 3, 2, 1)):
        for found in pattern.finditer(text):
            date = _iso(found[year], found[month], found[day])
            if date:
                yield found.start(), found.end(), date
