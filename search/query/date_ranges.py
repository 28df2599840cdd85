"""Dates as people and programs give them to a search, and ranges of them."""

from __future__ import annotations

import datetime
import re

from search.interface.engine import BadRequest

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_VIETNAMESE = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})")


def parse_date(text: str) -> str | None:
    """Return an ISO date as far as given (`2010-04-16`, `2010-04`, `2010`), or None where it is no date.

    Takes `2010`, `2010-04`, `2010-4-16`, `16/4/2010`, `16-04-2010`, `4/2010`.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _VIETNAMESE.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def checked_date(field: str, text: str) -> str:
    """Return `text` as an ISO date as far as given, empty for empty. Raises BadRequest naming the value."""
    if not text:
        return ""
    date = parse_date(text)
    if date is None:
        raise BadRequest(
            field,
            f"{field}={text!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, for example {field}=2020-10-16",
        )
    return date
