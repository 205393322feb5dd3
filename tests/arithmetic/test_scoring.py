"""Whether an answer passes, tried on tables of cases and on any answer at all."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from resources.criteria import Bound, Comparison, Confidence, Indicator, ValueKind
from rules.scoring import (
    NOTHING,
    Amount,
    Answer,
    Context,
    Lacking,
    LocalBound,
    Reason,
    Result,
    Verdict,
    Why,
    choose_bound,
    judge,
    judge_set,
    together,
    worth,
)
from rules.villages import VillageAnswer
from tests.support.indicators import HERE, criteria_set, indicator, village, yes_no

AT_LEAST, AT_MOST = Comparison.AT_LEAST, Comparison.AT_MOST
MORE, LESS, EQUAL = Comparison.MORE_THAN, Comparison.LESS_THAN, Comparison.EQUAL
PASSED, FAILED, MISSING = Result.PASSED, Result.FAILED, Result.MISSING
NO_THRESHOLD, NEEDS_REVIEW = Result.NO_THRESHOLD, Result.NEEDS_REVIEW

AT_LEAST_80 = indicator(ValueKind.PERCENT, 80)


def part(numerator: float, denominator: float) -> Answer:
    return Answer(numerator=numerator, denominator=denominator)


def percent(comparison: Comparison, bound: float) -> Indicator:
    return indicator(ValueKind.PERCENT, bound, comparison=comparison)


@pytest.mark.parametrize(
    ("comparison", "numerator", "denominator", "result"),
    [
        (AT_LEAST, 8, 10, PASSED),
        (AT_LEAST, 79, 100, FAILED),
        (AT_LEAST, 799_999, 1_000_000, FAILED),
        (AT_LEAST, 800_001, 1_000_000, PASSED),
        (AT_LEAST, 0, 10, FAILED),
        (AT_MOST, 8, 10, PASSED),
        (AT_MOST, 800_001, 1_000_000, FAILED),
        (AT_MOST, 0, 10, PASSED),
        (MORE, 8, 10, FAILED),
        (MORE, 800_001, 1_000_000, PASSED),
        (LESS, 8, 10, FAILED),
        (LESS, 799_999, 1_000_000, PASSED),
        (EQUAL, 8, 10, PASSED),
        (EQUAL, 800_001, 1_000_000, FAILED),
    ],
)
def test_a_percentage_is_compared_exactly_at_its_bound(
    comparison: Comparison, numerator: int, denominator: int, result: Result
) -> None:
    asked = percent(comparison, 80)
    assert judge(asked, part(numerator, denominator), HERE).result is result


def test_two_thirds_are_not_rounded_up_to_a_pass() -> None:
    assert judge(indicator(ValueKind.PERCENT, 66.67), part(2, 3), HERE).result is FAILED
    assert judge(indicator(ValueKind.PERCENT, 66.66), part(2, 3), HERE).result is PASSED


def test_lengths_with_decimals_are_compared_as_they_were_typed() -> None:
    exactly = indicator(ValueKind.PERCENT, 80.1)
    assert judge(exactly, part(8.01, 10), HERE).result is PASSED
    assert judge(exactly, part(0.801, 1), HERE).result is PASSED
    assert judge(exactly, part(8.009, 10), HERE).result is FAILED


@pytest.mark.parametrize(
    "kind", [ValueKind.NUMBER, ValueKind.MONEY, ValueKind.COUNT, ValueKind.INDEX]
)
@pytest.mark.parametrize(("number", "result"), [(2, FAILED), (3, PASSED), (4, PASSED)])
def test_amounts_are_judged_by_their_number(kind: ValueKind, number: int, result: Result) -> None:
    verdict = judge(indicator(kind, 3), Answer(number=number), HERE)
    assert (verdict.result, verdict.value) == (result, number)


def test_a_percentage_may_be_typed_directly() -> None:
    assert judge(AT_LEAST_80, Answer(number=80), HERE).result is PASSED
    assert judge(AT_LEAST_80, Answer(number=79.99), HERE).result is FAILED


@pytest.mark.parametrize(("passed", "result"), [(True, PASSED), (False, FAILED), (None, MISSING)])
def test_a_yes_or_no_is_judged_by_the_officer(passed: bool | None, result: Result) -> None:
    assert judge(yes_no(), Answer(passed=passed), HERE).result is result


# Missing --------------------------------------------------------------------------------------


def test_a_missing_value_is_not_zero() -> None:
    poverty = indicator(ValueKind.PERCENT, 5, comparison=AT_MOST)
    assert judge(poverty, NOTHING, HERE).result is MISSING
    assert judge(poverty, Answer(number=0), HERE).result is PASSED


@pytest.mark.parametrize("kind", ValueKind)
def test_what_nobody_answered_is_missing_whatever_the_bound(kind: ValueKind) -> None:
    leaf = indicator(kind, parts=(yes_no(code="1.1.a"),) if kind is ValueKind.COMPOSITE else ())
    assert judge(leaf, NOTHING, HERE).result is MISSING
    bounded = replace(leaf, bounds=(Bound(1),))
    assert judge(bounded, NOTHING, HERE).result is MISSING


def test_a_remark_alone_is_no_answer() -> None:
    assert judge(yes_no(), Answer(text="Đang làm"), HERE).result is MISSING


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (NOTHING, Why.UNANSWERED),
        (Answer(numerator=8), Why.DENOMINATOR_MISSING),
        (Answer(denominator=10), Why.NUMERATOR_MISSING),
        (Answer(passed=True), Why.NUMBER_MISSING),
    ],
)
def test_half_an_answer_is_missing_and_says_which_half(answer: Answer, why: Why) -> None:
    verdict = judge(AT_LEAST_80, answer, HERE)
    assert (verdict.result, verdict.value) == (MISSING, None)
    assert verdict.reasons == (Reason(why),)


def test_a_number_does_not_replace_the_opinion_a_bound_asks_for() -> None:
    asked = indicator(ValueKind.INDEX, Bound(None), comparison=Comparison.PASS)
    verdict = judge(asked, Answer(number=2), HERE)
    assert verdict.result is MISSING
    assert verdict.has(Why.OPINION_MISSING)
    assert judge(asked, Answer(number=2, passed=True), HERE).result is PASSED


# The bound ------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [part(8, 10), Answer(number=0)])
def test_nothing_is_judged_where_nobody_published_a_bound(answer: Answer) -> None:
    verdict = judge(indicator(ValueKind.PERCENT), answer, HERE)
    assert verdict.result is NO_THRESHOLD
    assert verdict.has(Why.NO_BOUND)
    assert verdict.value is not None


def test_a_bound_the_province_sets_is_no_bound_until_it_is_published() -> None:
    provincial = indicator(ValueKind.YES_NO, provincial=True)
    verdict = judge(provincial, Answer(passed=True), HERE)
    assert verdict.result is NO_THRESHOLD
    assert verdict.has(Why.PROVINCE_DECIDES)
    own = LocalBound(Comparison.PASS, None, "12/QĐ-UBND")
    assert judge(provincial, Answer(passed=True), HERE, local=own).result is PASSED
    assert judge(provincial, Answer(passed=False), HERE, local=own).result is FAILED


GENERAL = Bound(50)
REGION = Bound(60, region="bac_trung_bo")
GROUP = Bound(70, group="2")
GROUP_IN_REGION = Bound(75, region="bac_trung_bo", group="2")
YEAR = Bound(80, year=2026)
ELSEWHERE = (
    Bound(1, region="tay_nguyen"),
    Bound(2, group="3"),
    Bound(3, year=2025),
    Bound(4, region="bac_trung_bo", group="1", year=2026),
)


@pytest.mark.parametrize(
    ("bounds", "chosen"),
    [
        ((GENERAL,), GENERAL),
        ((GENERAL, REGION), REGION),
        ((GROUP, GENERAL, REGION), GROUP),
        ((GROUP, GROUP_IN_REGION, REGION), GROUP_IN_REGION),
        ((GROUP_IN_REGION, YEAR, GENERAL), YEAR),
        ((), None),
    ],
)
def test_the_most_specific_bound_holds(bounds: tuple[Bound, ...], chosen: Bound | None) -> None:
    for order in (bounds, bounds[::-1]):
        asked = indicator(ValueKind.PERCENT, *ELSEWHERE, *order)
        assert choose_bound(asked, HERE, part(1, 2)) == chosen


def test_another_region_group_or_year_judges_nothing_here() -> None:
    assert judge(indicator(ValueKind.PERCENT, *ELSEWHERE), part(1, 2), HERE).result is NO_THRESHOLD


def test_a_commune_without_a_group_is_judged_by_bounds_for_any_group_only() -> None:
    asked = indicator(ValueKind.PERCENT, GENERAL, GROUP)
    assert choose_bound(asked, replace(HERE, group=None), part(1, 2)) == GENERAL


FEW_SCHOOLS = Bound(50, most_denominator=3)
MANY_SCHOOLS = Bound(70, least_denominator=4)
BY_SCHOOLS = indicator(ValueKind.PERCENT, FEW_SCHOOLS, MANY_SCHOOLS)


@pytest.mark.parametrize(
    ("numerator", "denominator", "bound", "result"),
    [
        (1, 2, FEW_SCHOOLS, PASSED),
        (1, 3, FEW_SCHOOLS, FAILED),
        (2, 3, FEW_SCHOOLS, PASSED),
        (2, 4, MANY_SCHOOLS, FAILED),
        (3, 4, MANY_SCHOOLS, PASSED),
    ],
)
def test_a_bound_may_depend_on_how_many_schools_there_are(
    numerator: int, denominator: int, bound: Bound, result: Result
) -> None:
    verdict = judge(BY_SCHOOLS, part(numerator, denominator), HERE)
    assert (verdict.bound, verdict.result) == (bound, result)


def test_a_bound_by_denominator_asks_for_the_denominator() -> None:
    own = LocalBound(AT_LEAST, 10)
    verdict = judge(BY_SCHOOLS, Answer(number=90), HERE, local=own)
    assert (verdict.result, verdict.bound) == (MISSING, None)
    assert verdict.has(Why.BOUND_ASKS_DENOMINATOR)


def test_a_bound_that_is_no_number_judges_nothing() -> None:
    empty = indicator(ValueKind.PERCENT, Bound(None), Bound(math.nan))
    assert judge(empty, part(8, 10), HERE).result is NO_THRESHOLD
    local = LocalBound(AT_LEAST, None)
    assert judge(empty, part(8, 10), HERE, local=local).result is NO_THRESHOLD


@pytest.mark.parametrize("confidence", [c for c in Confidence if c is not Confidence.EXACT])
def test_a_bound_nobody_compared_with_the_text_says_so(confidence: Confidence) -> None:
    verdict = judge(replace(AT_LEAST_80, confidence=confidence), part(8, 10), HERE)
    assert verdict.result is PASSED
    assert verdict.has(Why.BOUND_UNCHECKED)
    assert not judge(AT_LEAST_80, part(8, 10), HERE).has(Why.BOUND_UNCHECKED)


def test_a_local_bound_judges_until_one_is_published() -> None:
    own = LocalBound(AT_MOST, 50, "Công văn 12")
    unpublished = indicator(ValueKind.PERCENT)
    verdict = judge(unpublished, part(6, 10), HERE, local=own)
    assert (verdict.result, verdict.bound, verdict.bound_is_local) == (FAILED, own, True)
    assert verdict.reasons == (Reason(Why.BOUND_LOCAL, ("Công văn 12",)),)
    assert verdict.superseded_local is None


def test_a_published_bound_always_wins_over_a_local_one() -> None:
    own = LocalBound(AT_LEAST, 10)
    verdict = judge(AT_LEAST_80, part(6, 10), HERE, local=own)
    assert (verdict.result, verdict.bound, verdict.bound_is_local) == (FAILED, Bound(80), False)
    assert verdict.superseded_local == own
    assert verdict.has(Why.LOCAL_SUPERSEDED)


# What cannot be true --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        part(11, 10),
        part(-1, 10),
        part(1, -10),
        part(1, 0),
        Answer(number=130),
        Answer(number=-1),
        Answer(number=math.inf),
        part(math.nan, 10),
    ],
)
def test_an_impossible_answer_needs_review_and_is_never_judged(answer: Answer) -> None:
    verdict = judge(AT_LEAST_80, answer, HERE)
    assert (verdict.result, verdict.value) == (NEEDS_REVIEW, None)
    assert verdict.has(Why.IMPOSSIBLE)


def test_a_share_of_nothing_cannot_be_computed() -> None:
    verdict = judge(AT_LEAST_80, part(0, 0), HERE)
    assert (verdict.result, verdict.value) == (NEEDS_REVIEW, None)
    assert verdict.reasons == (Reason(Why.NOTHING_TO_DIVIDE),)
    assert judge(AT_LEAST_80, Answer(denominator=0), HERE) == replace(
        verdict, answer=Answer(denominator=0)
    )


def test_a_share_of_nothing_is_an_answer_where_nothing_is_judged() -> None:
    assert judge(indicator(ValueKind.PERCENT), Answer(denominator=0), HERE).result is NO_THRESHOLD


def test_growth_over_nothing_needs_review() -> None:
    growth = indicator(ValueKind.PERCENT, 10, unit="%/năm")
    assert judge(growth, part(5, 0), HERE).result is NEEDS_REVIEW
    assert judge(growth, part(30, 20), HERE).result is PASSED
    assert judge(growth, Answer(number=-3), HERE).result is FAILED


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        (84, PASSED),
        (85, PASSED),
        (84.1, PASSED),
        (84.12, PASSED),
        (84.11, PASSED),
        (83, NEEDS_REVIEW),
        (84.3, NEEDS_REVIEW),
        (84.13, NEEDS_REVIEW),
        (86, NEEDS_REVIEW),
    ],
)
def test_a_typed_percentage_may_be_rounded_but_not_another_one(
    typed: float, result: Result
) -> None:
    both = Answer(numerator=1234, denominator=1467, number=typed)
    assert judge(AT_LEAST_80, both, HERE).result is result


def test_the_fraction_decides_where_a_rounded_percentage_stands_beside_it() -> None:
    both = Answer(numerator=7996, denominator=10_000, number=80)
    assert judge(AT_LEAST_80, both, HERE).result is FAILED


@pytest.mark.parametrize(("passed", "numerator"), [(True, 7), (False, 9)])
def test_an_officer_who_says_the_opposite_of_the_numbers_is_asked(
    passed: bool, numerator: int
) -> None:
    verdict = judge(AT_LEAST_80, Answer(passed=passed, numerator=numerator, denominator=10), HERE)
    assert verdict.result is NEEDS_REVIEW
    assert verdict.has(Why.OFFICER_DIFFERS)
    agreed = Answer(passed=not passed, numerator=numerator, denominator=10)
    assert judge(AT_LEAST_80, agreed, HERE).result in (PASSED, FAILED)


# What is lacking ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answer", "lack"),
    [
        (AT_LEAST_80, part(7, 10), Lacking(Amount.NUMERATOR, 1)),
        (AT_LEAST_80, part(1171, 1467), Lacking(Amount.NUMERATOR, 3)),
        (AT_LEAST_80, Answer(number=77.5), Lacking(Amount.POINTS, 2.5)),
        (AT_LEAST_80, part(7.5, 10), Lacking(Amount.POINTS, 5)),
        (percent(MORE, 80), part(8, 10), Lacking(Amount.NUMERATOR, 1)),
        (percent(MORE, 80), Answer(number=80), Lacking(Amount.POINTS, 0, beyond=True)),
        (percent(LESS, 80), Answer(number=80), Lacking(Amount.POINTS, 0, beyond=True)),
        (percent(AT_MOST, 25), part(4, 10), Lacking(Amount.NUMERATOR, -2)),
        (percent(EQUAL, 25), part(4, 10), None),
        (percent(MORE, 100), part(10, 10), None),
        (percent(MORE, 100), Answer(number=100), None),
        (percent(LESS, 0), Answer(number=0), None),
        (percent(AT_LEAST, 120), part(10, 10), None),
        (indicator(ValueKind.COUNT, 3), Answer(number=1), Lacking(Amount.NUMBER, 2)),
        (indicator(ValueKind.COUNT, 2.5), Answer(number=1), Lacking(Amount.NUMBER, 2)),
        (indicator(ValueKind.MONEY, 44.5), Answer(number=42.2), Lacking(Amount.NUMBER, 2.3)),
        (yes_no(), Answer(passed=False), None),
    ],
)
def test_what_is_lacking_is_said_in_the_indicators_own_terms(
    asked: Indicator, answer: Answer, lack: Lacking | None
) -> None:
    verdict = judge(asked, answer, HERE)
    assert (verdict.result, verdict.lacking) == (FAILED, lack)


COMPARISONS = st.sampled_from([AT_LEAST, AT_MOST, MORE, LESS, EQUAL])


@given(COMPARISONS, st.integers(0, 400), st.data())
def test_the_lacking_households_are_the_fewest_that_pass(
    comparison: Comparison, denominator: int, data: st.DataObject
) -> None:
    asked = percent(comparison, data.draw(st.integers(0, 1000)) / 10)
    numerator = data.draw(st.integers(0, denominator))
    verdict = judge(asked, part(numerator, denominator), HERE)
    assume(verdict.result is FAILED)
    anything = range(denominator + 1)
    passing = [n for n in anything if judge(asked, part(n, denominator), HERE).result is PASSED]
    nearest = min(passing, key=lambda n: abs(n - numerator), default=None)
    expected = None if nearest is None else Lacking(Amount.NUMERATOR, nearest - numerator)
    assert verdict.lacking == expected


@given(COMPARISONS, st.integers(-50, 50), st.integers(0, 40))
def test_the_lacking_count_is_the_least_that_passes(
    comparison: Comparison, half: int, number: int
) -> None:
    asked = indicator(ValueKind.COUNT, half / 2, comparison=comparison)
    lack = judge(asked, Answer(number=number), HERE).lacking
    assume(lack is not None)
    needed = number + lack.change
    one_less = needed - int(math.copysign(1, lack.change))
    assert judge(asked, Answer(number=needed), HERE).result is PASSED
    assert judge(asked, Answer(number=one_less), HERE).result is FAILED


# Villages -------------------------------------------------------------------------------------


def test_villages_are_summed_and_not_averaged() -> None:
    verdict = judge(
        AT_LEAST_80,
        NOTHING,
        HERE,
        villages=[
            village(1, numerator=10, denominator=10),
            village(2, numerator=60, denominator=90),
        ],
    )
    assert (verdict.result, verdict.value) == (FAILED, 70)
    assert verdict.answer == part(70, 100)


def test_a_village_that_has_not_reported_is_named_and_never_a_zero() -> None:
    villages = [village(1, numerator=10, denominator=10), village(2), village(3, numerator=4)]
    verdict = judge(AT_LEAST_80, part(9, 10), HERE, villages=villages)
    assert (verdict.result, verdict.value) == (MISSING, None)
    assert verdict.reasons == (Reason(Why.VILLAGES_INCOMPLETE, ("Thôn 2", "Thôn 3")),)
    assert verdict.villages is not None
    assert (verdict.villages.numerator, verdict.villages.denominator) == (10, 10)


def test_without_any_village_report_the_communes_own_value_counts() -> None:
    verdict = judge(AT_LEAST_80, part(9, 10), HERE, villages=[village(1), village(2)])
    assert (verdict.result, verdict.villages) == (PASSED, None)


@pytest.mark.parametrize(
    ("own", "differs"),
    [
        (part(9, 10), False),
        (Answer(denominator=10), False),
        (Answer(number=90), False),
        (part(8, 10), True),
        (Answer(denominator=11), True),
        (Answer(number=80), True),
        (Answer(number=math.inf), True),
    ],
)
def test_villages_go_before_the_communes_value_and_a_difference_is_told(
    own: Answer, differs: bool
) -> None:
    verdict = judge(AT_LEAST_80, own, HERE, villages=[village(1, numerator=9, denominator=10)])
    assert (verdict.result, verdict.value) == (PASSED, 90)
    assert verdict.has(Why.VILLAGES_DIFFER) is differs


def test_one_village_with_impossible_numbers_spoils_the_total() -> None:
    villages = [
        village(1, numerator=90, denominator=100),
        village(2, numerator=5, denominator=4),
    ]
    verdict = judge(AT_LEAST_80, NOTHING, HERE, villages=villages)
    assert verdict.result is NEEDS_REVIEW
    assert Reason(Why.VILLAGES_WRONG, ("Thôn 2",)) in verdict.reasons


def test_an_average_per_person_does_not_add_up_over_villages() -> None:
    green = indicator(ValueKind.NUMBER, 2, unit="m2/người")
    verdict = judge(green, Answer(number=3), HERE, villages=[village(1, number=9)])
    assert (verdict.result, verdict.value) == (PASSED, 3)
    assert verdict.has(Why.VILLAGES_NOT_SUMMED)


def test_the_bound_waits_for_the_last_village_where_it_depends_on_the_denominator() -> None:
    villages = [village(1, numerator=1, denominator=2), village(2)]
    assert judge(BY_SCHOOLS, NOTHING, HERE, villages=villages).bound is None


REPORTS = st.builds(
    lambda number, whole, share: village(number, numerator=min(share, whole), denominator=whole),
    st.integers(0, 99),
    st.integers(0, 50),
    st.integers(0, 50),
)


@given(st.lists(REPORTS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_villages_does_not_matter(
    villages: list[VillageAnswer], chance: Random
) -> None:
    shuffled = list(villages)
    chance.shuffle(shuffled)
    assert judge(AT_LEAST_80, NOTHING, HERE, villages=villages) == judge(
        AT_LEAST_80, NOTHING, HERE, villages=shuffled
    )


@given(st.lists(REPORTS, min_size=1, max_size=6), st.integers(1, 50))
def test_a_village_that_passes_by_itself_never_fails_the_commune(
    villages: list[VillageAnswer],
    whole: int,
) -> None:
    before = judge(AT_LEAST_80, NOTHING, HERE, villages=villages)
    assume(before.result is PASSED)
    better = village(100, numerator=-(-whole * 4 // 5), denominator=whole)
    assert judge(AT_LEAST_80, NOTHING, HERE, villages=[*villages, better]).result is PASSED


# Composites -----------------------------------------------------------------------------------

WHOLE = indicator(
    ValueKind.COMPOSITE,
    parts=(yes_no(code="1.1.a"), yes_no(code="1.1.b"), yes_no(code="1.1.c")),
)


def composite(*results: Result, answer: Answer = NOTHING) -> Verdict:
    codes = ("1.1.a", "1.1.b", "1.1.c")
    parts = {code: Verdict(result) for code, result in zip(codes, results, strict=False)}
    return judge(WHOLE, answer, HERE, parts=parts)


@pytest.mark.parametrize(
    ("results", "result", "why", "codes"),
    [
        ((PASSED, FAILED, MISSING), FAILED, Why.PARTS_FAILED, ("1.1.b",)),
        ((PASSED, PASSED, MISSING), MISSING, Why.PARTS_MISSING, ("1.1.c",)),
        ((PASSED,), MISSING, Why.PARTS_MISSING, ("1.1.b", "1.1.c")),
        ((NEEDS_REVIEW, PASSED, NO_THRESHOLD), NEEDS_REVIEW, Why.PARTS_NEED_REVIEW, ("1.1.a",)),
        ((PASSED, NO_THRESHOLD, PASSED), NO_THRESHOLD, Why.PARTS_NO_THRESHOLD, ("1.1.b",)),
    ],
)
def test_a_composite_names_the_parts_that_stand_in_its_way(
    results: tuple[Result, ...], result: Result, why: Why, codes: tuple[str, ...]
) -> None:
    verdict = composite(*results)
    assert verdict.result is result
    assert Reason(why, codes) in verdict.reasons


def test_a_composite_passes_when_every_part_does() -> None:
    verdict = composite(PASSED, PASSED, PASSED)
    assert (verdict.result, verdict.reasons) == (PASSED, ())
    assert [code for code, _part in verdict.parts] == ["1.1.a", "1.1.b", "1.1.c"]


def test_a_composite_without_parts_is_never_a_pass() -> None:
    empty = indicator(ValueKind.COMPOSITE)
    assert judge(empty, Answer(passed=True), HERE).result is NO_THRESHOLD
    assert judge(empty, NOTHING, HERE).result is NO_THRESHOLD


def test_an_officer_cannot_overrule_the_parts() -> None:
    verdict = composite(PASSED, FAILED, PASSED, answer=Answer(passed=True))
    assert verdict.result is NEEDS_REVIEW
    assert verdict.has(Why.OFFICER_DIFFERS)


def test_a_number_typed_on_a_composite_needs_review() -> None:
    assert composite(PASSED, PASSED, PASSED, answer=Answer(number=3)).has(Why.IMPOSSIBLE)


@given(st.lists(st.sampled_from(Result), max_size=6))
def test_several_results_together_pass_only_when_all_do(results: list[Result]) -> None:
    found = together(results)
    assert (found is PASSED) == (bool(results) and set(results) == {PASSED})
    assert (found is FAILED) == (FAILED in results)
    assert together(reversed(results)) is found


# A whole set, and any answer at all -----------------------------------------------------------


def test_a_set_is_judged_with_the_parts_of_its_composites() -> None:
    share = replace(AT_LEAST_80, code="2.1")
    amount = indicator(ValueKind.NUMBER, code="2.2")
    verdicts = judge_set(
        criteria_set((WHOLE,), (share, amount)),
        {"1.1.a": Answer(passed=True), "2.2": Answer(number=5)},
        HERE,
        local={"2.2": LocalBound(AT_LEAST, 4)},
        villages={"2.1": [village(1, numerator=9, denominator=10)]},
    )
    assert {code: verdict.result for code, verdict in verdicts.items()} == {
        "1.1.a": PASSED,
        "1.1.b": MISSING,
        "1.1.c": MISSING,
        "1.1": MISSING,
        "2.1": PASSED,
        "2.2": PASSED,
    }


NUMBERS = st.none() | st.integers(-5, 200) | st.floats() | st.integers()
ANSWERS = st.builds(
    Answer,
    passed=st.none() | st.booleans(),
    numerator=NUMBERS,
    denominator=NUMBERS,
    number=NUMBERS,
    text=st.none() | st.just("ghi chú"),
)
BOUNDS = st.builds(
    Bound,
    st.none() | st.floats(),
    region=st.sampled_from([None, "bac_trung_bo", "tay_nguyen"]),
    group=st.sampled_from([None, "1", "2"]),
    year=st.sampled_from([None, 2025, 2026]),
    least_denominator=st.none() | st.floats(),
    most_denominator=st.none() | st.floats(),
)
INDICATORS = st.builds(
    Indicator,
    code=st.just("1.1"),
    title=st.just("Chỉ tiêu thử"),
    kind=st.sampled_from(ValueKind),
    comparison=st.sampled_from(Comparison),
    bounds=st.lists(BOUNDS, max_size=3).map(tuple),
    unit=st.sampled_from([None, "%", "%/năm", "triệu đồng/người/năm", "mô hình"]),
    confidence=st.sampled_from(Confidence),
    provincial=st.booleans(),
)
LOCALS = st.none() | st.builds(
    LocalBound, st.sampled_from(Comparison), st.none() | st.floats(), st.none() | st.just("12")
)


@given(INDICATORS, ANSWERS, LOCALS, st.lists(ANSWERS, max_size=3))
def test_any_answer_at_all_gets_a_verdict(
    asked: Indicator, answer: Answer, local: LocalBound | None, reports: list[Answer]
) -> None:
    villages = [replace(village(n), answer=report) for n, report in enumerate(reports)]
    verdict = judge(asked, answer, HERE, local=local, villages=villages)
    if verdict.result in (PASSED, FAILED):
        assert verdict.bound is not None
    else:
        assert verdict.reasons
        assert verdict.lacking is None


@given(INDICATORS, ANSWERS)
def test_a_value_is_shown_only_for_an_answer_that_can_be_true(
    asked: Indicator, answer: Answer
) -> None:
    value = worth(asked, answer)
    assert value is None or math.isfinite(value)


def test_a_context_is_told_by_region_group_and_year() -> None:
    asked = indicator(ValueKind.PERCENT, Bound(90, region="tay_nguyen", group="1", year=2027))
    there = Context("tay_nguyen", "1", 2027)
    assert judge(asked, part(8, 10), there).result is FAILED
    assert judge(asked, part(8, 10), HERE).result is NO_THRESHOLD
