"""Households are drawn by chance, and the same ones whenever the draw is repeated."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules import sampling

HOUSEHOLDS = [f"ho-{number:03}" for number in range(200)]
lists = st.lists(st.text(min_size=1, max_size=6), unique=True, max_size=30)


@given(lists, st.integers(0, 40), st.text(), st.randoms())
def test_the_order_of_the_list_changes_nothing(
    households: list[str], count: int, seed: str, random: object
) -> None:
    drawn = sampling.sample(households, count, seed)
    random.shuffle(households)  # type: ignore[attr-defined]
    assert sampling.sample(households, count, seed) == drawn
    assert len(drawn) == min(count, len(households))
    assert set(drawn) <= set(households)


@given(lists, st.text(min_size=7, max_size=7), st.integers(0, 40), st.text())
def test_a_household_added_later_pushes_out_one_at_most(
    households: list[str], late: str, count: int, seed: str
) -> None:
    before = sampling.sample(households, count, seed)
    after = sampling.sample([*households, late], count, seed)
    assert len(set(before) - set(after)) <= 1


def test_another_seed_draws_others_and_everybody_has_a_chance() -> None:
    drawn = [set(sampling.sample(HOUSEHOLDS, 20, str(seed))) for seed in range(200)]
    assert drawn[0] != drawn[1]
    assert set().union(*drawn) == set(HOUSEHOLDS)


def test_the_least_share_is_rounded_up() -> None:
    assert sampling.needed(201, 60) == 121
    assert sampling.needed(200, 60) == 120
    assert sampling.needed(10, 66.6) == 7
    assert sampling.needed(0, 60) == 0


def test_a_seed_is_drawn_and_can_be_read_out() -> None:
    assert len(sampling.draw_seed()) == 8
    assert sampling.draw_seed() != sampling.draw_seed()


def test_households_are_drawn_by_number_and_drawn_again_the_same() -> None:
    first = sampling.numbers("thon-1", 1874, 60, "9f2c")
    assert len(first) == 1125
    assert first == sampling.numbers("thon-1", 1874, 60, "9f2c")
    assert first != sampling.numbers("thon-2", 1874, 60, "9f2c")
    assert sampling.numbers("thon-1", 3, 100, "x") == (1, 2, 3)
    assert sampling.numbers("thon-1", 0, 60, "x") == ()
