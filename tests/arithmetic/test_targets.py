"""The plan's targets over the communes: nobody is counted as failed for keeping silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from resources.criteria import Comparison, Confidence, Indicator, ValueKind
from resources.targets import Closed, Counts, Method, Qualifies, Subject, Target, TargetSet
from rules.scoring import NOTHING, Answer, Result, Verdict, judge
from rules.targets import CommuneAnswer, TargetResult, result, results
from tests.support.indicators import HERE, indicator, village

SHARE = Counts("thu", "8.4", Method.SHARE_OF_COMMUNES)
YES = replace(SHARE, qualifies=Qualifies.YES)
RATIO = Counts("thu", "T07", Method.SUM_RATIO)
DISTRICT = Counts("thu", "T13", Method.PER_DISTRICT, Qualifies.YES)
TRAINED = indicator(ValueKind.PERCENT, 100)


def target(
    counts: Counts | None, value: float | None, comparison: Comparison | None = Comparison.AT_LEAST
) -> Target:
    return Target(
        id="T01",
        title="Mục tiêu thử",
        definition="",
        definition_confidence=Confidence.EXACT,
        definition_source=None,
        subject=Subject.COMMUNES,
        counts=counts,
        comparison=comparison,
        value=value,
        unit="%",
        due="2025-12-31",
    )


def communes(text: str, districts: str = "") -> list[CommuneAnswer]:
    """A commune per letter: + passed - failed ? no answer . nothing sent ! in review 0 no bound."""
    verdicts = {
        "+": Verdict(Result.PASSED, Answer(passed=True)),
        "-": Verdict(Result.FAILED, Answer(passed=False)),
        "?": Verdict(Result.MISSING),
        "!": Verdict(Result.NEEDS_REVIEW, Answer(passed=True)),
        "0": Verdict(Result.NO_THRESHOLD, Answer(passed=True)),
        ".": None,
    }
    where = districts or " " * len(text)
    return [
        CommuneAnswer(f"x{n}", f"Xã {n}", verdicts[letter], district.strip() or None)
        for n, (letter, district) in enumerate(zip(text, where, strict=True))
    ]


def ratio(asked: Indicator, *answers: Answer) -> list[CommuneAnswer]:
    return [
        CommuneAnswer(f"x{n}", f"Xã {n}", judge(asked, answer, HERE))
        for n, answer in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("letters", "value", "met"),
    [
        ("++--", 50, True),
        ("+---", 25, False),
        ("+?--", 25, None),
        ("+.--", 25, None),
        ("+!--", 25, None),
        ("+0--", 25, None),
        ("++?-", 50, True),
        ("----?", 0, False),
        ("????", 0, None),
        ("++++", 100, True),
    ],
)
def test_a_silent_commune_leaves_a_target_open_only_while_it_could_turn_it(
    letters: str, value: float, met: bool | None
) -> None:
    found = result(target(SHARE, 50), communes(letters))
    assert (found.value, found.met) == (value, met)
    assert (found.numerator, found.denominator) == (letters.count("+"), len(letters))


def test_every_commune_is_named_where_it_belongs() -> None:
    found = result(target(SHARE, 50), communes("+-?.!0"))
    assert found.communes_counted == ("x0",)
    assert found.communes_behind == ("x1",)
    assert found.missing == ("x2", "x3")
    assert found.undecided == ("x4", "x5")


@pytest.mark.parametrize(
    ("comparison", "letters", "met"),
    [
        (Comparison.AT_LEAST, "+-", True),
        (Comparison.MORE_THAN, "+-", False),
        (Comparison.MORE_THAN, "++-", True),
        (Comparison.AT_MOST, "+-", True),
        (Comparison.AT_MOST, "++-", False),
        (Comparison.EQUAL, "+-", True),
        (Comparison.EQUAL, "+?", None),
        (Comparison.EQUAL, "+++?", False),
        (Comparison.EQUAL, "+--?", None),
        (None, "++", None),
    ],
)
def test_a_target_is_compared_exactly_at_its_bound(
    comparison: Comparison | None, letters: str, met: bool | None
) -> None:
    assert result(target(SHARE, 50, comparison), communes(letters)).met is met


def test_one_of_three_is_not_rounded_to_a_met_target() -> None:
    assert result(target(SHARE, 33.34), communes("+--")).met is False
    assert result(target(SHARE, 33.33), communes("+--")).met is True


def test_a_yes_counts_where_the_plan_sets_no_bound_for_a_commune() -> None:
    unjudged = indicator(ValueKind.YES_NO)
    found = result(
        target(YES, 50),
        ratio(unjudged, Answer(passed=True), Answer(passed=False), NOTHING, Answer(passed=True)),
    )
    assert (found.communes_counted, found.communes_behind) == (("x0", "x3"), ("x1",))
    assert (found.missing, found.met) == (("x2",), True)


def test_a_plan_without_a_number_is_only_counted() -> None:
    found = result(target(YES, None, None), communes("++-"))
    assert (found.numerator, found.denominator, found.met) == (2, 3, None)


def test_no_communes_are_no_result() -> None:
    for counts in (SHARE, DISTRICT, RATIO):
        found = result(target(counts, 50), [])
        assert (found.value, found.met) == (None, None)


# Sums -----------------------------------------------------------------------------------------


def test_persons_are_summed_over_communes_and_not_averaged() -> None:
    found = result(
        target(RATIO, 90),
        ratio(TRAINED, Answer(numerator=1, denominator=1), Answer(numerator=8, denominator=10)),
    )
    assert (found.numerator, found.denominator, found.met) == (9, 11, False)
    assert found.communes_counted == ("x0", "x1")


def test_a_sum_is_not_decided_while_a_commune_is_missing() -> None:
    all_trained = Answer(numerator=10, denominator=10)
    found = result(target(RATIO, 90), ratio(TRAINED, all_trained, NOTHING, Answer(number=100)))
    assert (found.value, found.met, found.missing) == (100, None, ("x1", "x2"))


def test_numbers_that_cannot_be_true_stay_out_of_the_sum() -> None:
    found = result(
        target(RATIO, 90),
        ratio(TRAINED, Answer(numerator=9, denominator=10), Answer(numerator=9, denominator=8)),
    )
    assert (found.numerator, found.undecided, found.met) == (9, ("x1",), None)


def test_a_commune_without_any_model_has_answered() -> None:
    models = indicator(ValueKind.PERCENT)
    answers = [Answer(numerator=1, denominator=2), Answer(denominator=0)]
    for asked in (models, TRAINED):
        found = result(target(RATIO, 50), ratio(asked, *answers))
        assert (found.numerator, found.denominator, found.met) == (1, 2, True)
        assert found.missing == ()
    nothing = result(target(RATIO, 50), ratio(models, Answer(denominator=0)))
    assert (nothing.denominator, nothing.value, nothing.met) == (0, None, None)


def test_a_partial_sum_of_villages_is_missing() -> None:
    verdict = judge(
        TRAINED, NOTHING, HERE, villages=[village(1, numerator=1, denominator=1), village(2)]
    )
    found = result(target(RATIO, 50), [CommuneAnswer("x0", "Xã 0", verdict)])
    assert (found.missing, found.numerator) == (("x0",), None)


# Districts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "districts", "fewest", "enough", "met"),
    [
        ("+-+", "aab", 1, 2, True),
        ("++-", "aab", 0, 1, False),
        ("++?", "aab", 0, 1, None),
        ("+?+", "aab", 1, 2, True),
        ("+-+", "aa ", 1, 1, True),
    ],
)
def test_every_district_needs_its_commune(
    letters: str, districts: str, fewest: int, enough: int, met: bool | None
) -> None:
    found = result(target(DISTRICT, 1), communes(letters, districts))
    assert (found.value, found.numerator, found.met) == (fewest, enough, met)
    assert found.denominator == len(set(districts) - {" "})


def test_a_commune_of_no_known_district_is_missing() -> None:
    assert result(target(DISTRICT, 1), communes("++", "a ")).missing == ("x1",)


# Closed, and whole plans ----------------------------------------------------------------------


def test_a_closed_target_keeps_its_last_result() -> None:
    open_target = target(SHARE, 50)
    last = result(open_target, communes("++-"))
    closed = replace(open_target, closed=Closed("2025-07-01", "Không còn cấp huyện"))
    found = result(closed, communes("---"), last)
    assert (found.numerator, found.met, found.target) == (2, True, closed)
    assert result(closed, communes("---")) == TargetResult(closed)


def test_a_target_counted_from_no_indicator_has_no_result() -> None:
    assert result(target(None, 50), communes("+")) == TargetResult(target(None, 50))


def test_a_plan_is_counted_target_by_target() -> None:
    first = target(SHARE, 50)
    second = replace(target(RATIO, 50), id="T07")
    third = replace(target(None, None, None), id="T99")
    plan = TargetSet("kh", 1, "", None, None, None, (), (first, second, third))
    found = results(plan, {("thu", "8.4"): communes("+-")})
    assert [(one.target.id, one.met) for one in found] == [
        ("T01", True),
        ("T07", None),
        ("T99", None),
    ]


@given(st.text("+-?.!0", min_size=1, max_size=8), st.integers(0, 100), st.booleans())
def test_what_is_decided_stays_so_whatever_the_silent_communes_answer(
    letters: str, bound: int, answer_yes: bool
) -> None:
    asked = target(SHARE, bound)
    before = result(asked, communes(letters))
    answered = letters.translate(str.maketrans("?.!0", ("+" if answer_yes else "-") * 4))
    after = result(asked, communes(answered))
    assert after.met is not None
    assert before.met in (None, after.met)
    named = before.communes_counted + before.communes_behind + before.undecided + before.missing
    assert sorted(named) == [one.commune for one in communes(letters)]
