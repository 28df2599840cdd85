"""One written form for dates: ISO 8601 as far as known, in Vietnam's time.

Sites and exports write `20201001`, `2025-06-28T23:43:45+07:00`, `28/06/2025 23:43`, `Thứ sáu, 25/02/2005 22:45
(GMT+7)`, `16 tháng 10 năm 2020`, `2020`. Day comes before month, as Vietnam writes it: `10/12/2020` is December.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_VIETNAM = timezone(timedelta(hours=7))
_LONGEST = 80  # characters; what is longer is a text with a date in it, not a date
_YEARS = range(1800, 2101)  # outside of it four digits are a number

_TIME = r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
_ZONE = r"\s*(?P<zone>Z|UTC|(?:\(?(?:GMT|UTC)\s*)?[+-]\d{1,2}(?::?\d{2})?\)?)?"


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return `2020-10-16`, `2020-10` or `2020`; '' for what is no date: 31 February, month 13, year 9999."""
    if year not in _YEARS or (month is not None and not 1 <= month <= 12):
        return ""
    if month is None:
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _offset(zone: str) -> timezone:
    digits = re.search(r"([+-])(\d{1,2}):?(\d{2})?", zone)
    if digits is None:
        return UTC
    shift = timedelta(hours=int(digits[2]), minutes=int(digits[3] or 0))
    return timezone(shift if digits[1] == "+" else -shift)


def _full(found: re.Match[str]) -> str:
    """Return the day of a match in Vietnam: 18:00 UTC on the 28th is the 29th there."""
    parts = found.groupdict()
    day = iso_date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    if not day or not parts.get("hour") or not parts.get("zone"):
        return day
    try:
        moment = datetime.fromisoformat(day).replace(
            hour=int(parts["hour"]), minute=int(parts["minute"]), tzinfo=_offset(parts["zone"])
        )
        return moment.astimezone(_VIETNAM).date().isoformat()
    except (ValueError, OverflowError):  # hour 25, zone +99: the day still stands
        return day


def _parts(found: re.Match[str]) -> str:
    parts = found.groupdict()
    month = parts.get("month")
    return iso_date(int(parts["year"]), int(month) if month else None)


def _internet(found: re.Match[str]) -> str:
    """Return the day of a date as feeds write it, `Fri, 16 Oct 2020 18:05:00 GMT` (RFC 5322)."""
    try:
        moment = parsedate_to_datetime(found.string)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    if moment.tzinfo is not None:
        moment = moment.astimezone(_VIETNAM)
    return iso_date(moment.year, moment.month, moment.day)


def _epoch(found: re.Match[str]) -> str:
    """Return the day of seconds or milliseconds since 1970."""
    seconds = int(found[0]) / (1000 if len(found[0]) == 13 else 1)
    return datetime.fromtimestamp(seconds, _VIETNAM).date().isoformat()


_DAY_FIRST = r"(?<!\d)(?P<day>\d{1,2})\s*(?P<mark>[/.-])\s*(?P<month>\d{1,2})\s*(?P=mark)\s*(?P<year>\d{4})(?!\d)"
_IN_WORDS = r"(?<!\d)(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s*,?\s+(?:năm\s+)?(?P<year>\d{4})(?!\d)"
_AFTER_DATE = rf"(?:[\s,|T–-]*(?:lúc\s+)?{_TIME}{_ZONE})?"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _english(found: re.Match[str]) -> str:
    """Return the day of `16 October 2020`, as sites without a Vietnamese language pack print it."""
    month = found["name"][:3].lower()
    return iso_date(int(found["year"]), _MONTHS.index(month) + 1, int(found["day"])) if month in _MONTHS else ""


_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_WHOLE: tuple[_Form, ...] = (
    (re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?\d{4,9}Z?)?"), _full),
    (re.compile(r"1\d{9}|1\d{12}"), _epoch),
    (re.compile(r"(?P<year>\d{4})"), _parts),
    (re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})"), _parts),
    (re.compile(r"(?:tháng\s+)?(?P<month>\d{1,2})\s*[-/.]\s*(?P<year>\d{4})", re.IGNORECASE), _parts),
    (re.compile(r"tháng\s+(?P<month>\d{1,2})\s*,?\s+năm\s+(?P<year>\d{4})", re.IGNORECASE), _parts),
    (re.compile(r"năm\s+(?P<year>\d{4})", re.IGNORECASE), _parts),
)
_WITHIN: tuple[_Form, ...] = (
    (
        re.compile(rf"(?<!\d)(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d){_AFTER_DATE}"),
        _full,
    ),
    (re.compile(_DAY_FIRST + _AFTER_DATE), _full),
    (re.compile(_IN_WORDS + _AFTER_DATE, re.IGNORECASE), _full),
    (re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:"), _internet),
    (re.compile(r"(?<!\d)(?P<day>\d{1,2}) (?P<name>[A-Z][a-z]{2,8}),? (?P<year>\d{4})(?!\d)"), _english),
    (re.compile(r"(?P<name>[A-Z][a-z]{2,8}) (?P<day>\d{1,2}), (?P<year>\d{4})(?!\d)"), _english),
)


def normalise_date(written: str) -> str:
    """Return a written date in ISO form as far as known, or '' where it is none; never raises.

    `28/06/2025 23:43` → `2025-06-28`, `10/2020` → `2020-10`; a time with a zone (`2025-06-28T18:00:00Z`) becomes
    the day it is in Vietnam (`2025-06-29`); a time without one is taken as Vietnam's. `31/02/2020` is no date.
    """
    written = written.strip()
    if not written or len(written) > _LONGEST or not written.isprintable():
        return ""
    for pattern, read in _WHOLE:
        found = pattern.fullmatch(written)
        if found:
            return read(found)
    for pattern, read in _WITHIN:
        found = pattern.search(written)
        if found:
            return read(found)
    return ""
