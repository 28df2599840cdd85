"""The offices of a person as bars on a scale of years, for drawing: places in percent of the width."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis.partial_dates import first_day, last_day
from search.interface.records import RoleView

_SHOWN = 8  # offices drawn at once; the rest stand behind a disclosure
_TICKS = 6  # years written on the scale at most: they must not touch on a screen of 320 pixels
_LEAST = 1.5  # percent: a single day is still seen, and can be pointed at
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class RoleBar:
    """An office, and where its bar begins and how long it is; `width` is 0 where no article is dated."""

    role: RoleView
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the scale; `anchor` keeps the outermost ones inside the drawing."""

    year: int
    x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class RolesTimeline:
    """The best attested offices, by time, the others, and the scale (empty where nothing is dated)."""

    shown: tuple[RoleBar, ...]
    more: tuple[RoleBar, ...]
    ticks: tuple[Tick, ...]


def roles_timeline(roles: Sequence[RoleView]) -> RolesTimeline:
    """Return the drawing of `roles`, which are in order of time.

    `Phó Chủ tịch kiêm Tổng Thư ký` is two offices, told in the same words: it is drawn once.
    """
    roles = list({(role.text, role.from_, role.to, role.former): role for role in reversed(roles)}.values())[::-1]
    spans = [_span(role) for role in roles]
    known = [span for span in spans if span]
    first = int(min((start for start, _ in known), default=0))
    last = max(int(-(-max((end for _, end in known), default=0) // 1)), first + 1)
    bars = [_bar(role, span, first, last) for role, span in zip(roles, spans, strict=True)]
    kept = len(bars) if len(bars) <= _SHOWN + 2 else _SHOWN  # a disclosure that hides one or two saves nothing
    best = sorted(range(len(bars)), key=lambda n: (-roles[n].articles, n))[:kept]
    return RolesTimeline(
        shown=tuple(bars[n] for n in sorted(best)),
        more=tuple(bar for n, bar in enumerate(bars) if n not in best),
        ticks=_ticks(first, last) if known else (),
    )


def _span(role: RoleView) -> tuple[float, float] | None:
    """Return the time of an office in years (2020-07-02 is 2020.5), to the end of its last day."""
    if not role.from_:
        return None
    return _years(first_day(role.from_), 0), _years(last_day(role.to or role.from_), 1)


def _years(day: int, days_later: int) -> float:
    year = day // 10000
    passed = datetime.date(year, day // 100 % 100, day % 100) - datetime.date(year, 1, 1)
    whole = datetime.date(year, 12, 31) - datetime.date(year, 1, 1)
    return year + (passed.days + days_later) / (whole.days + 1)


def _bar(role: RoleView, span: tuple[float, float] | None, first: int, last: int) -> RoleBar:
    if span is None:
        return RoleBar(role, 0.0, 0.0)
    x, end = (100 * (place - first) / (last - first) for place in span)
    width = max(end - x, _LEAST)
    return RoleBar(role, round(min(x, 100 - width), 2), round(width, 2))


def _ticks(first: int, last: int) -> tuple[Tick, ...]:
    step = next(step for step in _STEPS if (last - first) / step < _TICKS)
    years = [year for year in range(first, last + 1) if year % step == 0]
    places = [(year, round(100 * (year - first) / (last - first), 2)) for year in years]
    return tuple(Tick(year, x, "start" if x < 5 else "end" if x > 95 else "middle") for year, x in places)
