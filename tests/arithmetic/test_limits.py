"""Answers that cannot be true, and answers worth a second look."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.criteria import Indicator, ValueKind
from rules.answer import Answer
from rules.limits import JUMP_FACTOR, JUMP_POINTS, Trouble, jump, problems
from tests.support.indicators import indicator, yes_no

SHARE = indicator(ValueKind.PERCENT)
GROWTH = indicator(ValueKind.PERCENT, unit="%/năm")
COUNT = indicator(ValueKind.COUNT)
MONEY = indicator(ValueKind.MONEY)
NUMBER = indicator(ValueKind.NUMBER)
INDEX = indicator(ValueKind.INDEX)
COMPOSITE = indicator(ValueKind.COMPOSITE)


@pytest.mark.parametrize(
    ("asked", "answer", "code", "field"),
    [
        (SHARE, Answer(number=130), Trouble.OVER_100, "number"),
        (SHARE, Answer(number=100.01), Trouble.OVER_100, "number"),
        (SHARE, Answer(number=-0.1), Trouble.UNDER_0, "number"),
        (SHARE, Answer(numerator=11, denominator=10), Trouble.NUMERATOR_ABOVE, "numerator"),
        (SHARE, Answer(numerator=1, denominator=0), Trouble.NUMERATOR_ABOVE, "numerator"),
        (SHARE, Answer(numerator=-1), Trouble.NEGATIVE, "numerator"),
        (SHARE, Answer(denominator=-1), Trouble.NEGATIVE, "denominator"),
        (SHARE, Answer(denominator=0, number=50), Trouble.NOTHING_TO_DIVIDE, "denominator"),
        (GROWTH, Answer(numerator=5, denominator=0), Trouble.NOTHING_TO_DIVIDE, "denominator"),
        (COUNT, Answer(number=-1), Trouble.NEGATIVE, "number"),
        (COUNT, Answer(number=2.5), Trouble.NOT_WHOLE, "number"),
        (MONEY, Answer(number=-0.5), Trouble.NEGATIVE, "number"),
        (INDEX, Answer(number=-1), Trouble.NEGATIVE, "number"),
        (COUNT, Answer(numerator=1), Trouble.WRONG_KIND, "numerator"),
        (NUMBER, Answer(denominator=1), Trouble.WRONG_KIND, "denominator"),
        (yes_no(), Answer(number=1), Trouble.WRONG_KIND, "number"),
        (COMPOSITE, Answer(number=1), Trouble.WRONG_KIND, "number"),
        (NUMBER, Answer(number=math.inf), Trouble.NOT_A_NUMBER, "number"),
        (SHARE, Answer(numerator=math.nan, denominator=1), Trouble.NOT_A_NUMBER, "numerator"),
    ],
)
def test_what_cannot_be_true_is_refused_and_told_what_to_do(
    asked: Indicator, answer: Answer, code: Trouble, field: str
) -> None:
    (problem,) = problems(asked, answer)
    assert (problem.code, problem.field, problem.severe) == (code, field, True)
    assert problem.sentence.endswith(".")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (SHARE, Answer()),
        (SHARE, Answer(numerator=0, denominator=10)),
        (SHARE, Answer(numerator=10, denominator=10, number=100, passed=True)),
        (SHARE, Answer(numerator=12)),
        (SHARE, Answer(number=0)),
        (COUNT, Answer(number=0)),
        (COUNT, Answer(number=3.0)),
        (MONEY, Answer(number=0.5)),
        (NUMBER, Answer(number=-2.5)),
        (GROWTH, Answer(numerator=30, denominator=20)),
        (GROWTH, Answer(numerator=-3, denominator=20)),
        (yes_no(), Answer(passed=False, text="Chưa xong")),
    ],
)
def test_what_can_be_true_passes_without_a_word(asked: Indicator, answer: Answer) -> None:
    assert problems(asked, answer) == ()


@pytest.mark.parametrize(
    ("asked", "answer", "code"),
    [
        (SHARE, Answer(numerator=0, denominator=0), Trouble.NOTHING_TO_DIVIDE),
        (SHARE, Answer(denominator=0), Trouble.NOTHING_TO_DIVIDE),
        (GROWTH, Answer(number=130), Trouble.OVER_100),
        (GROWTH, Answer(number=-3), Trouble.UNDER_0),
    ],
)
def test_what_is_odd_but_possible_is_only_doubted(
    asked: Indicator, answer: Answer, code: Trouble
) -> None:
    (problem,) = problems(asked, answer)
    assert (problem.code, problem.severe) == (code, False)


def test_several_things_wrong_are_all_told() -> None:
    both = problems(SHARE, Answer(numerator=11, denominator=10, number=110))
    assert [problem.code for problem in both] == [Trouble.NUMERATOR_ABOVE, Trouble.OVER_100]


@pytest.mark.parametrize(
    ("asked", "now", "before", "leaps"),
    [
        (SHARE, 70, 70 - JUMP_POINTS, False),
        (SHARE, 70.1, 70 - JUMP_POINTS, True),
        (SHARE, 40, 60.5, True),
        (SHARE, 0, 15, False),
        (COUNT, 10 * JUMP_FACTOR, 10, False),
        (COUNT, 10 * JUMP_FACTOR + 1, 10, True),
        (COUNT, 5, 10, False),
        (COUNT, 4, 10, True),
        (COUNT, 1, 0, True),
        (COUNT, 0, 0, False),
        (NUMBER, -1, 1, True),
        (COUNT, None, 10, False),
        (COUNT, 10, None, False),
    ],
)
def test_a_sudden_change_is_worth_a_second_look(
    asked: Indicator, now: float | None, before: float | None, leaps: bool
) -> None:
    problem = jump(asked, now, before)
    assert (problem is not None) is leaps
    assert problem is None or not problem.severe


@given(
    st.sampled_from([SHARE, GROWTH, COUNT, NUMBER]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_a_jump_down_is_a_jump_as_large_as_the_way_back(
    asked: Indicator, one: float, other: float
) -> None:
    assert (jump(asked, one, other) is None) == (jump(asked, other, one) is None)
    assert jump(asked, one, one) is None
