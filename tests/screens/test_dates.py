"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets import dates
from ui.widgets.dates import DateError

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("23/11/2026", "2026-11-23"),
        ("23-11-2026", "2026-11-23"),
        (" 1 / 2 / 26 ", "2026-02-01"),
        ("1.2.26", "2026-02-01"),
        ("1 2 26", "2026-02-01"),
        ("01022026", "2026-02-01"),
        ("010226", "2026-02-01"),
        ("5/9", "2026-09-05"),
        ("2026-11-23", "2026-11-23"),
        ("29/2/2028", "2028-02-29"),
    ],
)
def test_a_date_may_be_typed_in_many_ways(typed: str, iso: str) -> None:
    assert dates.read(typed, TODAY) == iso


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_is_no_date(typed: str) -> None:
    assert dates.read(typed, TODAY) is None


@pytest.mark.parametrize(("typed", "year"), [("1/1/36", "2036"), ("1/1/37", "1937")])
def test_two_digits_of_a_year_mean_at_most_ten_years_ahead(typed: str, year: str) -> None:
    assert dates.read(typed, TODAY) == f"{year}-01-01"


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("hôm qua", "hôm qua"),
        ("31/02/2026", "không có ngày 31"),
        ("29/2/2026", "không có ngày 29"),
        ("0/1/2026", "không có ngày 0"),
        ("12/13/2026", "tháng 13"),
        ("1/1/1800", "1800"),
        ("1/2/202", "1/2/202"),
        ("1234567", "1234567"),
    ],
)
def test_what_is_no_date_is_said_in_words(typed: str, named: str) -> None:
    with pytest.raises(DateError) as refused:
        dates.read(typed, TODAY)
    assert named in refused.value.advice


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_what_is_shown_reads_back(day: date) -> None:
    assert dates.read(dates.show(day.isoformat()), TODAY) == day.isoformat()


def test_no_date_shows_nothing() -> None:
    assert dates.show(None) == ""
