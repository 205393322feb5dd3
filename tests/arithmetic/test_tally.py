"""A survey's figures: checked, rolled up from villages, held against its terms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from rules import keying, tally
from rules.tally import Count, Tally, Terms

QUESTIONS = ["1", "2"]


def village(name: str, satisfied: int = 8, against: int = 1, silent: int = 1) -> Tally:
    """A village whose figures hold together."""
    count = Count(satisfied, against, silent)
    sheets = count.sheets
    return Tally(name, 20, sheets, 15, sheets + 1, sheets, 1, dict.fromkeys(QUESTIONS, count))


def test_the_commune_is_the_sum_of_its_villages() -> None:
    result = tally.result([village("a"), village("b", satisfied=3)], QUESTIONS, Terms())
    assert (result.total.households, result.total.valid) == (40, 15)
    assert result.total.answers["1"] == Count(11, 2, 2)
    assert result.overall == Fraction(11, 13)  # who stayed silent said neither
    assert result.represented == Fraction(15, 40)
    assert (result.complete, result.failed) == (True, ())


def test_published_figures_come_out_as_published() -> None:
    # Quang Phuoc, Hue: 1,685 of 1,874 households, 1,680 of them satisfied
    whole = Tally("xa", 1874, 1685, 1685, 1685, 1685, 0, {"1": Count(1680, 5)})
    result = tally.result([whole], ["1"], Terms(households=60, overall=90, each=80))
    assert result.represented is not None
    assert result.overall is not None
    assert (round(float(result.represented), 2), round(float(result.overall), 3)) == (0.90, 0.997)
    assert (result.complete, result.failed) == (True, ())


def test_a_village_that_has_not_said_all_leaves_the_whole_unjudged() -> None:
    late = replace(village("b"), households=None)
    result = tally.result([village("a"), late], QUESTIONS, Terms(overall=100))
    assert (result.complete, result.missing, result.failed) == (False, ("b",), ())
    assert result.total.households is None  # not 20: a gap is no 0
    assert result.represented is None


def test_each_term_is_judged_by_itself() -> None:
    mixed = replace(village("a"), answers={"1": Count(10), "2": Count(7, 3)})
    judged = tally.result([mixed], QUESTIONS, Terms(households=60, overall=90, each=80))
    assert judged.failed == ("households", "overall", "2")
    assert (
        tally.result([mixed], QUESTIONS, Terms()).failed == ()
    )  # nothing published, nothing judged


def test_a_share_that_just_reaches_its_term_passes() -> None:
    exact = replace(village("a"), answers={"1": Count(9, 1), "2": Count(9, 1)})
    assert tally.result([exact], QUESTIONS, Terms(overall=90, each=90)).failed == ()


@pytest.mark.parametrize(
    ("wrong", "left"),
    [
        ({"represented": 21}, "represented"),
        ({"collected": 16, "invalid": 6}, "collected"),
        ({"invalid": 3}, "valid+invalid"),
        ({"answers": {"1": Count(9), "2": Count(10)}}, "1"),
    ],
)
def test_figures_that_cannot_be_true_are_named(wrong: dict[str, int], left: str) -> None:
    whole = replace(village("a"), **wrong)
    assert [(flaw.village, flaw.left) for flaw in tally.flaws(whole)] == [("a", left)]
    assert not tally.result([whole], QUESTIONS, Terms()).complete


def test_figures_that_hold_together_have_no_flaw_and_missing_ones_are_none() -> None:
    assert tally.flaws(village("a")) == ()
    assert tally.flaws(Tally("a")) == ()


sheets = st.lists(st.text("120", min_size=len(QUESTIONS), max_size=len(QUESTIONS)), max_size=30)


@given(st.lists(sheets, min_size=1, max_size=4))
def test_a_count_of_villages_is_the_count_of_all_their_sheets(by_village: list[list[str]]) -> None:
    tallies = [
        keying.counted(
            Tally(str(n), len(each), len(each), len(each), len(each), None, 0), each, QUESTIONS
        )
        for n, each in enumerate(by_village)
    ]
    result = tally.result(tallies, QUESTIONS, Terms())
    all_sheets = [sheet for each in by_village for sheet in each]
    assert result.total.valid == len(all_sheets)
    for at, question in enumerate(QUESTIONS):
        said = [sheet[at] for sheet in all_sheets]
        assert result.total.answers[question] == Count(*(said.count(figure) for figure in "120"))
        assert all(not tally.flaws(each) for each in tallies)
