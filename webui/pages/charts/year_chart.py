"""Draws how many results each year has, as bars that are links: places in percent, so that it fits any width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.interface.answers import FacetCount

_MOST_BARS = 40
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_LEAST = 4  # percent of the height: one result among thousands is still seen


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year, or a few (`2010–2014`), with its count; `x` and `width` are percent of the chart's width."""

    label: str
    count: int
    href: str
    x: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class YearChart:
    """Bars from the first year to the last, those without results too; empty where there are fewer than two years."""

    bars: tuple[YearBar, ...]
    first: str
    last: str


def year_chart(counts: Sequence[FacetCount], link: Callable[[str, str], str]) -> YearChart:
    """Return the chart of counts by year; `link` gives the address of the results of a span of years."""
    years = {int(count.value): count.count for count in counts if count.value.isdigit()}
    if len(years) < 2:
        return YearChart((), "", "")
    step = next((s for s in _STEPS if max(years) // s - min(years) // s < _MOST_BARS), _STEPS[-1])
    starts = range(min(years) // step * step, max(years) + 1, step)
    sums = [sum(years.get(year, 0) for year in range(start, start + step)) for start in starts]
    width = 100 / len(sums)
    bars = tuple(
        YearBar(
            label=str(start) if step == 1 else f"{start}–{start + step - 1}",
            count=count,
            href=link(str(start), str(start + step - 1)),
            x=round(place * width, 3),
            width=round(width, 3),
            height=round(max(100 * count / max(sums), _LEAST), 2) if count else 0,
        )
        for place, (start, count) in enumerate(zip(starts, sums, strict=True))
    )
    return YearChart(bars, bars[0].label[:4], bars[-1].label[-4:])
