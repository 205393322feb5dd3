"""Reporting periods, their days, their order and their names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.periods import HALF, MONTH, QUARTER, YEAR, Period, PeriodError, around


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "Năm 2026"),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026"),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "Quý I/2026"),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "Quý III/2026"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "Quý IV/2026"),
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), "Tháng 10/2026"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "Tháng 2/2024"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "Tháng 12/2026"),
    ],
)
def test_a_period_has_its_days_and_its_name(text: str, first: date, last: date, label: str) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, period.label()) == (first, last, label)
    assert str(period) == text
    assert period.year == first.year


def test_a_period_is_read_however_it_is_typed() -> None:
    assert Period.parse(" 2026-h1 ") == Period(2026, HALF, 1)


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026-H3", "2026-Q0", "2026-Q5", "2026-13", "2026-00", "2026-1", "2026/10", "1999",
     "2101", "2026-H", "năm 2026", "２０２６"],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_advice(text: str) -> None:
    with pytest.raises(PeriodError) as refused:
        Period.parse(text)
    assert "2026-H1" in refused.value.advice


PERIODS = st.builds(
    lambda day, months: Period.holding(day, months),
    st.dates(date(2001, 1, 1), date(2099, 12, 31)),
    st.sampled_from([YEAR, HALF, QUARTER, MONTH]),
)


@given(PERIODS)
def test_writing_and_reading_a_period_changes_nothing(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(PERIODS)
def test_the_previous_period_ends_the_day_before(period: Period) -> None:
    before = period.previous()
    assert before.end + timedelta(days=1) == period.start
    assert before.months == period.months
    assert before < period
    assert not before.covers(period.start)
    assert period.covers(period.start)
    assert period.covers(period.end)


@pytest.mark.parametrize("text", ["2026", "2026-H2", "2026-Q1", "2026-10"])
def test_the_baseline_is_the_year_before_as_it_ended(text: str) -> None:
    baseline = Period.parse(text).baseline()
    assert (str(baseline), baseline.end) == ("2025", date(2025, 12, 31))


def test_periods_are_ordered_in_time_and_the_shorter_first() -> None:
    texts = ["2025", "2026-03", "2026-Q1", "2026-H1", "2026-12", "2026-Q4", "2026-H2", "2026"]
    periods = [Period.parse(text) for text in texts]
    assert sorted(set(periods)) == periods
    assert periods[0] <= periods[0] < periods[1]
    assert max(periods) >= periods[-1]


def test_around_today_are_the_periods_an_officer_may_open() -> None:
    assert [str(period) for period in around(date(2026, 1, 15))] == [
        "2026",
        "2025",
        "2026-H1",
        "2025-H2",
        "2026-Q1",
        "2025-Q4",
        "2026-01",
        "2025-12",
    ]
