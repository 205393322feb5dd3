"""Numbers of certificates, one after the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rules.certificates import series


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("07/CN-2026", ["07/CN-2026", "08/CN-2026", "09/CN-2026"]),
        ("98", ["98", "99", "100"]),
        ("GCN 009", ["GCN 009", "GCN 010", "GCN 011"]),
    ],
)
def test_the_first_figures_count_up_and_keep_their_zeros(first: str, then: list[str]) -> None:
    assert series(first, 3) == then


def test_without_figures_nothing_can_be_counted() -> None:
    with pytest.raises(ValueError, match="no figures"):
        series("A/CN", 1)


@given(some.integers(0, 9999), some.text(some.sampled_from("ABC-/ "), max_size=6))
def test_no_number_is_given_twice(start: int, around: str) -> None:
    given_out = series(f"{around}{start}{around}", 40)
    assert len(set(given_out)) == 40
    assert given_out[0] == f"{around}{start}{around}"
