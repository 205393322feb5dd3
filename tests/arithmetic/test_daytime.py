"""A time of day, however the office writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rules import daytime


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7h30", "07:30"),
        ("07:30", "07:30"),
        ("13 giờ 30 phút", "13:30"),
        ("13 h", "13:00"),
        ("8", "08:00"),
        ("0730", "07:30"),
        ("  ", None),
    ],
)
def test_times_are_read_as_they_are_written(typed: str, kept: str | None) -> None:
    assert daytime.read(typed) == kept


@pytest.mark.parametrize("typed", ["25h", "7h75", "sáng", "7h3", "-1"])
def test_what_is_no_time_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(daytime.DaytimeError, match="7h30"):
        daytime.read(typed)


@given(some.times())
def test_what_was_kept_is_read_again_as_the_same(time: object) -> None:
    kept = f"{time:%H:%M}"
    assert daytime.read(kept) == kept
