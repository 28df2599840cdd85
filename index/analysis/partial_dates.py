"""The days that a date may mean of which perhaps only the year or the month is known."""

from __future__ import annotations

import calendar


def first_day(date: str) -> int:
    """Return the first day that an ISO date as far as known may mean, as the number YYYYMMDD."""
    parts = [int(p) for p in date.split("-")]
    year, month, day = [*parts, 1, 1][:3]
    return year * 10000 + month * 100 + day


def last_day(date: str) -> int:
    """Return the last day that an ISO date as far as known may mean, as the number YYYYMMDD."""
    parts = [int(p) for p in date.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return year * 10000 + month * 100 + day
