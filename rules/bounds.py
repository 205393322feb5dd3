"""Which threshold holds for this commune, this year, and whether a value meets it."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from resources.criteria import Bound, Comparison, Indicator
from rules.answer import Answer
from rules.numbers import finite


class Context(Struct, frozen=True):
    """For whom and when is judged."""

    region: str  # whose column of the table applies: "bac_trung_bo"
    group: str | None  # commune group "1", "2", "3"; None before groups existed
    year: int


class LocalBound(Struct, frozen=True):
    """A threshold the commune typed from a paper, until somebody publishes one."""

    comparison: Comparison
    value: float | None  # None only with Comparison.PASS
    source: str | None = None


def choose_bound(indicator: Indicator, context: Context, answer: Answer) -> Bound | None:
    """The most specific published bound that holds here: year before group, region, denominator.

    None where nobody published one, or where it depends on a denominator nobody has entered.
    """
    holding = [bound for bound in _for(indicator, context) if _fits(bound, answer)]
    return max(holding, key=_specificity, default=None)


def asks_denominator(indicator: Indicator, context: Context, answer: Answer) -> bool:
    """Whether a bound is published, but which one depends on a denominator nobody has entered."""
    return answer.denominator is None and any(_by_size(bound) for bound in _for(indicator, context))


def usable(comparison: Comparison, value: float | None) -> bool:
    """Whether anything can be judged by this: a number, or the answer "Đạt"."""
    return comparison is Comparison.PASS or (value is not None and finite(value))


def comparison_of(indicator: Indicator, bound: Bound | LocalBound) -> Comparison:
    """How the value meets the bound: a local bound brings its own comparison."""
    return bound.comparison if isinstance(bound, LocalBound) else indicator.comparison


def meets(value: Fraction, comparison: Comparison, bound: Fraction) -> bool:
    """Compare exactly; "Đạt" cannot be met by a number."""
    match comparison:
        case Comparison.AT_LEAST:
            return value >= bound
        case Comparison.AT_MOST:
            return value <= bound
        case Comparison.MORE_THAN:
            return value > bound
        case Comparison.LESS_THAN:
            return value < bound
        case Comparison.EQUAL:
            return value == bound
        case Comparison.PASS:
            return False


def _for(indicator: Indicator, context: Context) -> list[Bound]:
    return [
        bound
        for bound in indicator.bounds
        if usable(indicator.comparison, bound.value)
        and bound.region in (None, context.region)
        and bound.group in (None, context.group)
        and bound.year in (None, context.year)
    ]


def _fits(bound: Bound, answer: Answer) -> bool:
    if not _by_size(bound):
        return True
    size, least, most = answer.denominator, bound.least_denominator, bound.most_denominator
    return size is not None and (least is None or least <= size) and (most is None or size <= most)


def _by_size(bound: Bound) -> bool:
    return bound.least_denominator is not None or bound.most_denominator is not None


def _specificity(bound: Bound) -> tuple[bool, bool, bool, bool]:
    return (
        bound.year is not None,
        bound.group is not None,
        bound.region is not None,
        _by_size(bound),
    )
