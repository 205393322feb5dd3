"""What is still lacking to pass, in the indicator's own terms: "3 more households"."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from resources.criteria import Comparison, Indicator, ValueKind
from rules.answer import Answer, is_share
from rules.numbers import Number, exact, plain


class Amount(StrEnum):
    """In what a lack is counted."""

    NUMERATOR = "numerator"  # more (or fewer) of the things the numerator counts
    POINTS = "points"  # percentage points
    NUMBER = "number"  # the indicator's own unit


class Lacking(Struct, frozen=True):
    """The smallest change that passes; below zero: so much less.

    `beyond`: the bound itself does not pass ("more than"), so it takes a little more still.
    """

    of: Amount
    change: Number
    beyond: bool = False


def lacking(
    indicator: Indicator, answer: Answer, value: Fraction, comparison: Comparison, bound: Fraction
) -> Lacking | None:
    """The least that turns this failing value into a pass; None where nothing does.

    A percentage of things counted one by one lacks whole things; of lengths and areas, points.
    """
    if indicator.kind is ValueKind.COUNT:
        return _step(Amount.NUMBER, value, comparison, bound, least=Fraction(0), whole=True)
    if indicator.kind is not ValueKind.PERCENT:
        return _step(Amount.NUMBER, value, comparison, bound)
    if not is_share(indicator):
        return _step(Amount.POINTS, value, comparison, bound)
    if answer.numerator is not None and answer.denominator is not None:
        part, size = exact(answer.numerator), exact(answer.denominator)
        if part.denominator == size.denominator == 1:
            needed = bound * size / 100
            return _step(
                Amount.NUMERATOR, part, comparison, needed, least=Fraction(0), most=size, whole=True
            )
    return _step(Amount.POINTS, value, comparison, bound, least=Fraction(0), most=Fraction(100))


def _step(
    of: Amount,
    value: Fraction,
    comparison: Comparison,
    bound: Fraction,
    *,
    least: Fraction | None = None,
    most: Fraction | None = None,
    whole: bool = False,
) -> Lacking | None:
    """From the value to the nearest one that passes; None where that lies out of bounds."""
    goal = _nearest_whole(comparison, bound) if whole else bound
    upwards = comparison is Comparison.MORE_THAN and not whole
    downwards = comparison is Comparison.LESS_THAN and not whole
    if (
        goal is None
        or (least is not None and (goal < least or (downwards and goal == least)))
        or (most is not None and (goal > most or (upwards and goal == most)))
    ):
        return None
    return Lacking(of, plain(goal - value), beyond=upwards or downwards)


def _nearest_whole(comparison: Comparison, bound: Fraction) -> Fraction | None:
    """The whole number next to the bound that passes."""
    match comparison:
        case Comparison.AT_LEAST:
            return Fraction(ceil(bound))
        case Comparison.AT_MOST:
            return Fraction(floor(bound))
        case Comparison.MORE_THAN:
            return Fraction(floor(bound) + 1)
        case Comparison.LESS_THAN:
            return Fraction(ceil(bound) - 1)
        case Comparison.EQUAL:
            return bound if bound.denominator == 1 else None
        case Comparison.PASS:
            return None
