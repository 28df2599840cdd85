"""Where the bars of a person's offices stand on the scale of years."""

from __future__ import annotations

import pytest

from search.interface.records import RoleView
from webui.pages.charts.roles_timeline import roles_timeline


def role(from_: str = "", to: str = "", articles: int = 1, text: str = "Chủ tịch") -> RoleView:
    return RoleView("Chủ tịch", "", text, from_, to or from_, False, articles, None)


@pytest.mark.parametrize(
    ("from_", "to", "x", "width", "reason"),
    [
        ("2010", "2019", 0, 100, "years count to their last day"),
        ("2010-01-01", "2014-12-31", 0, 50, "half of ten years"),
        ("2015", "2015-06", 50, 4.96, "a month counts to its end: 181 of 365 days"),
        ("2012-07-02", "2012-07-02", 25, 1.5, "a single day is wide enough to be seen"),
        ("2019-12-31", "2019-12-31", 98.5, 1.5, "the last day does not stick out"),
    ],
)
def test_bars(from_, to, x, width, reason):
    bar = roles_timeline([role("2010", "2019", text="Bí thư"), role(from_, to)]).shown[1]
    assert (bar.x, bar.width) == (pytest.approx(x, abs=0.02), pytest.approx(width, abs=0.02)), reason


def test_an_office_without_date_has_no_bar_and_alone_no_scale():
    assert roles_timeline([role("2010"), role(text="Bí thư")]).shown[1].width == 0
    assert roles_timeline([role()]).ticks == ()
    assert roles_timeline([]).ticks == ()


def test_two_offices_told_in_the_same_words_are_drawn_once():
    both = [role("2020", text="Phó Chủ tịch kiêm Tổng Thư ký"), role("2020", text="Phó Chủ tịch kiêm Tổng Thư ký")]
    later = role("2021", text="Chủ tịch")
    assert [bar.role.text for bar in roles_timeline([*both, later]).shown] == [both[0].text, "Chủ tịch"]


@pytest.mark.parametrize(
    ("from_", "to", "years"),
    [
        ("2020", "2020", [2020, 2021]),
        ("2008-03", "2021", [2010, 2015, 2020]),
        ("1946", "2020", [1960, 1980, 2000, 2020]),
        ("2016", "2020", [2016, 2017, 2018, 2019, 2020, 2021]),
    ],
)
def test_the_scale_has_few_round_years(from_, to, years):
    assert [tick.year for tick in roles_timeline([role(from_, to)]).ticks] == years


def test_the_best_attested_offices_are_shown_in_order_of_time():
    roles = [role(str(2000 + n), articles=1 + n % 7, text=f"Vụ {n}") for n in range(14)]
    drawn = roles_timeline(roles)
    assert [bar.role.text for bar in drawn.shown] == [f"Vụ {n}" for n in (3, 4, 5, 6, 10, 11, 12, 13)]
    assert [bar.role.text for bar in drawn.more] == [f"Vụ {n}" for n in (0, 1, 2, 7, 8, 9)]
    assert not roles_timeline(roles[:10]).more
