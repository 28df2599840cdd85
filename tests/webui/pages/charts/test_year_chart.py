"""Bars by year: every result is in one, every year has its place, and a bar leads to its results."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.interface.answers import FacetCount
from webui.pages.charts.year_chart import year_chart


def chart(**counts):
    years = [FacetCount(name[1:], count, name[1:]) for name, count in counts.items()]
    return year_chart(years, lambda a, b: f"{a}-{b}")


def test_years_without_results_keep_their_place():
    bars = chart(y2018=4, y2020=2).bars
    assert [(bar.label, bar.count, bar.height) for bar in bars] == [("2018", 4, 100), ("2019", 0, 0), ("2020", 2, 50)]
    assert bars[2].href == "2020-2020"


def test_one_year_is_no_chart():
    assert chart(y2018=4).bars == chart().bars == ()


def test_many_years_are_put_together():
    drawn = chart(y1930=1, y2020=3)
    assert (drawn.bars[0].label, drawn.bars[-1].label) == ("1930–1934", "2020–2024")
    assert drawn.bars[-1].href == "2020-2024"
    assert (drawn.first, drawn.last) == ("1930", "2024")


def test_one_among_thousands_is_seen():
    assert chart(y2018=1, y2020=9000).bars[0].height >= 4


@given(st.dictionaries(st.integers(1000, 2999), st.integers(1, 10_000), min_size=2))
def test_every_result_is_in_one_bar(years):
    bars = year_chart([FacetCount(str(y), n, str(y)) for y, n in years.items()], lambda a, b: a).bars
    assert sum(bar.count for bar in bars) == sum(years.values())
    assert len(bars) <= 41
    assert abs(sum(bar.width for bar in bars) - 100) < 1
    assert all(0 <= bar.x < 100 and 0 <= bar.height <= 100 for bar in bars)
