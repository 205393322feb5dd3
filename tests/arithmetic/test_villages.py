"""The commune's number is the sum of its villages, or it is nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.criteria import Indicator, ValueKind
from rules.numbers import exact
from rules.villages import VillageAnswer, summable, total
from tests.support.indicators import indicator, village

SHARE = indicator(ValueKind.PERCENT)
COUNT = indicator(ValueKind.COUNT)


def test_numerators_and_denominators_are_added_apart() -> None:
    added = total(
        SHARE, [village(1, numerator=1, denominator=4), village(2, numerator=3, denominator=6)]
    )
    assert (added.numerator, added.denominator, added.number) == (4, 10, None)
    assert (added.incomplete, added.partial) == ((), False)


def test_counts_are_added() -> None:
    assert total(COUNT, [village(1, number=2), village(2, number=0)]).number == 2


def test_a_village_with_half_its_numbers_is_named_and_left_out_of_the_sum() -> None:
    added = total(
        SHARE,
        [
            village(1, numerator=5, denominator=8),
            village(2, numerator=5),
            village(3, denominator=8),
            village(4, number=80),
            village(5),
        ],
    )
    assert (added.numerator, added.denominator) == (5, 8)
    assert added.incomplete == ("Thôn 2", "Thôn 3", "Thôn 4", "Thôn 5")
    assert (added.reported, added.villages) == (1, 5)


def test_a_zero_is_a_report_and_nothing_is_not() -> None:
    added = total(COUNT, [village(1, number=0), village(2)])
    assert (added.number, added.incomplete) == (0, ("Thôn 2",))


def test_nobody_reporting_adds_up_to_nothing_and_not_to_zero() -> None:
    assert total(COUNT, [village(1), village(2)]).number is None


@pytest.mark.parametrize("report", [{"denominator": 0}, {"numerator": 0, "denominator": 0}])
def test_a_village_without_any_such_household_is_complete(report: dict[str, int]) -> None:
    added = total(SHARE, [village(1, numerator=5, denominator=8), village(2, **report)])
    assert (added.numerator, added.denominator, added.incomplete) == (5, 8, ())


def test_a_village_that_cannot_be_right_is_named_apart() -> None:
    right = village(1, numerator=5, denominator=8)
    added = total(SHARE, [right, village(2, numerator=9, denominator=8)])
    assert (added.wrong, added.incomplete, added.numerator) == (("Thôn 2",), (), 5)


def test_decimals_add_up_as_on_paper() -> None:
    roads = indicator(ValueKind.NUMBER, unit="km")
    assert total(roads, [village(n, number=0.1) for n in range(10)]).number == 1


@pytest.mark.parametrize(
    ("kind", "unit", "adds"),
    [
        (ValueKind.PERCENT, "%", True),
        (ValueKind.COUNT, "mô hình", True),
        (ValueKind.NUMBER, "km", True),
        (ValueKind.NUMBER, "m2/người", False),
        (ValueKind.MONEY, "triệu đồng", True),
        (ValueKind.MONEY, "triệu đồng/người/năm", False),
        (ValueKind.INDEX, None, False),
        (ValueKind.YES_NO, None, False),
        (ValueKind.COMPOSITE, None, False),
    ],
)
def test_levels_and_averages_do_not_add_up(kind: ValueKind, unit: str | None, adds: bool) -> None:
    assert summable(indicator(kind, unit=unit)) is adds


LENGTHS = st.none() | st.floats(0, 1e6)


@given(
    st.sampled_from([SHARE, indicator(ValueKind.NUMBER)]),
    st.lists(st.tuples(LENGTHS, LENGTHS), max_size=6),
)
def test_every_village_is_in_the_sum_or_named(
    asked: Indicator, reports: list[tuple[float | None, float | None]]
) -> None:
    villages: list[VillageAnswer] = [
        village(n, numerator=a, denominator=b) if asked is SHARE else village(n, number=a)
        for n, (a, b) in enumerate(reports)
    ]
    added = total(asked, villages)
    assert added.reported + len(added.incomplete) + len(added.wrong) == len(villages)
    named = {*added.incomplete, *added.wrong}
    counted = [v.answer for v in villages if v.name not in named]
    field = "denominator" if asked is SHARE else "number"
    expected = sum((exact(getattr(answer, field)) for answer in counted), Fraction(0))
    assert float(getattr(added, field) or 0) == float(expected)
    assert total(asked, villages[::-1]) == added
