"""Old numbers for new units: all parts or none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.lineage import Link, Part, Sum, links, parts_of, share_of, sum_through, valid

MERGED = (*links("a", ["n"]), *links("b", ["n"]))
SPLIT = links("c", ["n", "m"])


def test_one_successor_takes_all_and_several_an_unknown_share() -> None:
    assert links("a", ["n"]) == (Link("a", "n", 1),)
    assert links("c", ["n", "m"]) == (Link("c", "n", None), Link("c", "m", None))
    assert links("d", []) == ()


def test_a_merger_adds_its_villages_up() -> None:
    parts = parts_of("n", ["a", "b", "x"], MERGED)
    assert parts == (Part("a"), Part("b"))
    assert sum_through(parts, {"a": 120, "b": 30, "x": 999}) == Sum(150)


def test_a_missing_part_is_named_and_nothing_is_summed() -> None:
    parts = parts_of("n", ["a", "b"], MERGED)
    assert sum_through(parts, {"a": 120}) == Sum(None, missing=("b",))
    assert sum_through(parts, {"a": 120, "b": None}) == Sum(None, missing=("b",))
    assert sum_through(parts, {"a": 120, "b": 0}) == Sum(120)


def test_an_unknown_share_is_never_guessed() -> None:
    parts = parts_of("n", ["a", "c"], MERGED + SPLIT)
    assert parts == (Part("a"), Part("c", None))
    assert sum_through(parts, {"a": 120, "c": 40}) == Sum(None, unshared=("c",))
    assert sum_through(parts, {"a": 120, "c": 0}) == Sum(120)


def test_a_known_share_is_taken() -> None:
    known = (Link("c", "n", 0.4), Link("c", "m", 0.6))
    assert sum_through(parts_of("n", ["c"], known), {"c": 10}) == Sum(4)
    assert share_of("c", "m", known) == 0.6


def test_a_single_unknown_share_stays_unknown() -> None:
    assert share_of("c", "n", [Link("c", "n", None)]) is None


def test_pieces_that_come_together_again_are_whole() -> None:
    known = (*SPLIT, *links("n", ["z"]), *links("m", ["z"]))
    assert share_of("c", "z", known) == 1
    assert share_of("c", "n", known) is None


def test_shares_multiply_over_the_years() -> None:
    known = (Link("c", "n", 0.5), Link("c", "m", 0.5), Link("n", "z", 0.5), Link("n", "y", 0.5))
    assert share_of("c", "z", known) == 0.25
    assert share_of("c", "q", known) == 0


def test_a_unit_that_keeps_its_code_is_itself() -> None:
    known = (Link("a", "a", None), Link("a", "n", None))
    assert share_of("a", "a", known) == 1
    assert share_of("a", "n", known) is None


def test_links_in_a_circle_end() -> None:
    assert share_of("a", "z", [Link("a", "b"), Link("b", "a")]) == 0


def test_no_parts_are_no_sum() -> None:
    assert sum_through((), {"a": 1}) == Sum(None)


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2025, 6, 30), False),
        (date(2025, 7, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_village_counts_from_its_first_to_its_last_day(day: date, there: bool) -> None:
    assert valid(date(2025, 7, 1), date(2026, 3, 31), day) is there
    assert valid(None, None, day)


@given(st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(0, 99), max_size=6))
def test_a_sum_is_either_complete_or_says_who_is_missing(values: dict[str, int | None]) -> None:
    units = "abcd"
    known = [link for unit in units for link in links(unit, ["n"])]
    added = sum_through(parts_of("n", units, known), values)
    gaps = tuple(unit for unit in units if values.get(unit) is None)
    assert added.missing == gaps
    assert added.value == (None if gaps else sum(values[unit] or 0 for unit in units))
