"""Whether an answer passes: the heart of the checklist.

Missing is not zero, a threshold nobody published judges nothing, and no rounding ever turns
79,96 % into 80 %: values and bounds are compared exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from resources.criteria import Bound, Comparison, Confidence, CriteriaSet, Indicator, ValueKind
from rules import limits
from rules import villages as sums
from rules.answer import NOTHING, Answer
from rules.bounds import (
    Context,
    LocalBound,
    asks_denominator,
    choose_bound,
    comparison_of,
    meets,
    usable,
)
from rules.lacking import Amount, Lacking, lacking
from rules.numbers import Number, exact, finite, plain
from rules.villages import VillageAnswer, VillageTotal

__all__ = [
    "MISSING",
    "NOTHING",
    "Amount",
    "Answer",
    "Context",
    "Lacking",
    "LocalBound",
    "Reason",
    "Result",
    "Verdict",
    "Why",
    "choose_bound",
    "comparison_of",
    "judge",
    "judge_set",
    "together",
    "worth",
]


class Result(StrEnum):
    """What can be said about an indicator."""

    PASSED = "passed"
    FAILED = "failed"
    MISSING = "missing"  # no value yet
    NO_THRESHOLD = "no_threshold"  # a value, and nothing to judge it by
    NEEDS_REVIEW = "needs_review"  # the answer cannot be true or contradicts itself


class Why(StrEnum):
    """A reason behind a result, or something to know beside it.  In brackets: its values."""

    UNANSWERED = "unanswered"
    NUMERATOR_MISSING = "numerator_missing"
    DENOMINATOR_MISSING = "denominator_missing"
    NUMBER_MISSING = "number_missing"  # only the officer's own "Đạt" is there
    OPINION_MISSING = "opinion_missing"  # the bound is "Đạt" and nobody has said so
    BOUND_ASKS_DENOMINATOR = "bound_asks_denominator"
    NO_BOUND = "no_bound"
    PROVINCE_DECIDES = "province_decides"  # no bound, the province sets it
    IMPOSSIBLE = "impossible"  # (Trouble, field), see limits.problems
    NOTHING_TO_DIVIDE = "nothing_to_divide"
    PERCENT_DIFFERS = "percent_differs"  # (typed percentage, percentage of the fraction)
    OFFICER_DIFFERS = "officer_differs"  # the officer's own judgement is the opposite
    VILLAGES_INCOMPLETE = "villages_incomplete"  # (names)
    VILLAGES_WRONG = "villages_wrong"  # (names)
    VILLAGES_DIFFER = "villages_differ"  # the commune typed something else than their sum
    VILLAGES_NOT_SUMMED = "villages_not_summed"  # this kind of value does not add up
    BOUND_UNCHECKED = "bound_unchecked"  # not compared with the official text
    BOUND_LOCAL = "bound_local"  # (source) if there is one
    LOCAL_SUPERSEDED = "local_superseded"  # a published bound took the local one's place
    PARTS_FAILED = "parts_failed"  # (codes), so the three below
    PARTS_MISSING = "parts_missing"
    PARTS_NEED_REVIEW = "parts_need_review"
    PARTS_NO_THRESHOLD = "parts_no_threshold"


class Reason(Struct, frozen=True):
    """Why, and the values its sentence names (see Why)."""

    code: Why
    values: tuple[str | Number, ...] = ()


class Verdict(Struct, frozen=True):
    """The result for one indicator, and all that explains it."""

    result: Result
    answer: Answer = NOTHING  # what was judged: the villages' sum where there is one
    value: Number | None = None  # per cent for percentages, else in the indicator's unit
    bound: Bound | LocalBound | None = None
    superseded_local: LocalBound | None = None
    lacking: Lacking | None = None
    reasons: tuple[Reason, ...] = ()
    parts: tuple[tuple[str, Verdict], ...] = ()  # of a composite, with their codes
    villages: VillageTotal | None = None

    @property
    def bound_is_local(self) -> bool:
        """Whether the commune itself entered the bound."""
        return isinstance(self.bound, LocalBound)

    def has(self, why: Why) -> bool:
        """Whether this is among the reasons."""
        return any(reason.code is why for reason in self.reasons)


MISSING = Verdict(Result.MISSING, reasons=(Reason(Why.UNANSWERED),))


def judge(
    indicator: Indicator,
    answer: Answer,
    context: Context,
    *,
    local: LocalBound | None = None,
    villages: Sequence[VillageAnswer] | None = None,
    parts: Mapping[str, Verdict] | None = None,
) -> Verdict:
    """Judge one answer; never raises, whatever was answered.

    `villages`: every village that counts, also those that sent nothing; with anything from any
    of them their sum is judged and not what the commune typed.  `parts`: the verdicts of a
    composite's parts by code.  A published bound always wins over `local`.
    """
    if indicator.kind is ValueKind.COMPOSITE:
        return _judge_parts(indicator, answer, parts or {})
    judged, total, told = _with_villages(indicator, answer, villages or ())
    sized = NOTHING if total is not None and total.incomplete else judged
    published = choose_bound(indicator, context, sized)
    unknown = published is None and asks_denominator(indicator, context, sized)
    own = local if local is not None and usable(local.comparison, local.value) else None
    bound = published or (None if unknown else own)
    verdict = _weigh(indicator, judged, bound, total, unknown=unknown)
    superseded = own if published is not None else None
    return replace(
        verdict,
        answer=judged,
        bound=bound,
        superseded_local=superseded,
        reasons=verdict.reasons + told + _about(indicator, bound, superseded),
        villages=total,
    )


def judge_set(
    criteria_set: CriteriaSet,
    answers: Mapping[str, Answer],
    context: Context,
    *,
    local: Mapping[str, LocalBound] | None = None,
    villages: Mapping[str, Sequence[VillageAnswer]] | None = None,
) -> dict[str, Verdict]:
    """Judge a whole set: verdicts by code, parts of composites among them."""
    verdicts: dict[str, Verdict] = {}
    for indicator in criteria_set.indicators():
        for one in (*indicator.parts, indicator):
            verdicts[one.code] = judge(
                one,
                answers.get(one.code, NOTHING),
                context,
                local=(local or {}).get(one.code),
                villages=(villages or {}).get(one.code),
                parts={part.code: verdicts[part.code] for part in one.parts},
            )
    return verdicts


def worth(indicator: Indicator, answer: Answer) -> Number | None:
    """What the answer amounts to: per cent for percentages; None while that is not known.

    The fraction counts before the typed percentage.
    """
    if any(problem.severe for problem in limits.problems(indicator, answer)):
        return None
    value = _value(indicator, answer)
    return None if value is None else plain(value)


def together(results: Iterable[Result]) -> Result:
    """One result for several: passed when all are, failed when any is.

    Between the two, what an officer can do something about comes first.  Nothing at all is not
    a pass.
    """
    found = set(results)
    for result in (Result.FAILED, Result.MISSING, Result.NEEDS_REVIEW, Result.NO_THRESHOLD):
        if result in found:
            return result
    return Result.PASSED if found else Result.NO_THRESHOLD


def _with_villages(
    indicator: Indicator, answer: Answer, villages: Sequence[VillageAnswer]
) -> tuple[Answer, VillageTotal | None, tuple[Reason, ...]]:
    """The answer to judge: the villages' sum as soon as any village sent something."""
    if not any(village.answer.given() for village in villages):
        return answer, None, ()
    if not sums.summable(indicator):
        return answer, None, (Reason(Why.VILLAGES_NOT_SUMMED),)
    total = sums.total(indicator, villages)
    summed = replace(
        answer, numerator=total.numerator, denominator=total.denominator, number=total.number
    )
    differs = not (total.incomplete or total.wrong) and _differ(indicator, answer, summed)
    return summed, total, (Reason(Why.VILLAGES_DIFFER),) if differs else ()


def _differ(indicator: Indicator, typed: Answer, summed: Answer) -> bool:
    """Whether the commune typed something that its villages do not add up to."""
    pairs = (
        (typed.numerator, summed.numerator),
        (typed.denominator, summed.denominator),
    )
    if any(mine is not None and mine != theirs for mine, theirs in pairs):
        return True
    if typed.number is None:
        return False
    if indicator.kind is ValueKind.PERCENT:
        value = _value(indicator, summed)
        return value is not None and not _rounds_to(typed.number, value)
    return typed.number != summed.number


def _weigh(
    indicator: Indicator,
    answer: Answer,
    bound: Bound | LocalBound | None,
    total: VillageTotal | None,
    *,
    unknown: bool,
) -> Verdict:
    """The result without the notes beside it; `unknown`: the bound asks for the denominator."""
    stopped = _cannot_be(indicator, answer, total) or _not_yet(indicator, answer, bound, total)
    if stopped is not None:
        return stopped
    value = _value(indicator, answer)
    shown = None if value is None else plain(value)
    if unknown:
        reason = Reason(Why.BOUND_ASKS_DENOMINATOR)
        return Verdict(Result.MISSING, value=shown, reasons=(reason,))
    if bound is None:
        reason = Reason(Why.PROVINCE_DECIDES if indicator.provincial else Why.NO_BOUND)
        return Verdict(Result.NO_THRESHOLD, value=shown, reasons=(reason,))
    if bound.value is None or _by_opinion(indicator, bound):
        return Verdict(Result.PASSED if answer.passed else Result.FAILED, value=shown)
    if value is None:
        return Verdict(Result.NEEDS_REVIEW, reasons=(Reason(Why.NOTHING_TO_DIVIDE),))
    return _compare(indicator, answer, value, comparison_of(indicator, bound), exact(bound.value))


def _cannot_be(indicator: Indicator, answer: Answer, total: VillageTotal | None) -> Verdict | None:
    """Needs review: numbers that cannot be true, or that contradict each other."""
    reasons = [
        Reason(Why.IMPOSSIBLE, (problem.code, problem.field))
        for problem in limits.problems(indicator, answer)
        if problem.severe
    ]
    if total is not None and total.wrong:
        reasons.append(Reason(Why.VILLAGES_WRONG, total.wrong))
    value = None if reasons else _value(indicator, answer)
    if (
        value is not None
        and answer.number is not None
        and indicator.kind is ValueKind.PERCENT
        and not _rounds_to(answer.number, value)
    ):
        reasons.append(Reason(Why.PERCENT_DIFFERS, (answer.number, plain(value))))
    return Verdict(Result.NEEDS_REVIEW, reasons=tuple(reasons)) if reasons else None


def _not_yet(
    indicator: Indicator,
    answer: Answer,
    bound: Bound | LocalBound | None,
    total: VillageTotal | None,
) -> Verdict | None:
    """Missing: nothing answered, half an answer, or villages that have not reported."""
    if total is not None and total.incomplete:
        return Verdict(Result.MISSING, reasons=(Reason(Why.VILLAGES_INCOMPLETE, total.incomplete),))
    opinion, value = _by_opinion(indicator, bound), worth(indicator, answer)
    if opinion and bound is not None and answer.passed is None:
        why = Why.UNANSWERED if value is None else Why.OPINION_MISSING
    elif value is not None or answer.of_nothing() or (opinion and answer.passed is not None):
        return None
    elif answer.numerator is not None:
        why = Why.DENOMINATOR_MISSING
    elif answer.denominator is not None:
        why = Why.NUMERATOR_MISSING
    else:
        why = Why.UNANSWERED if answer.passed is None else Why.NUMBER_MISSING
    return Verdict(Result.MISSING, value=value, reasons=(Reason(why),))


def _compare(
    indicator: Indicator, answer: Answer, value: Fraction, comparison: Comparison, bound: Fraction
) -> Verdict:
    """A number against its bound; the officer's own judgement may not say the opposite."""
    passes = meets(value, comparison, bound)
    if answer.passed is not None and answer.passed != passes:
        reason = Reason(Why.OFFICER_DIFFERS)
        return Verdict(Result.NEEDS_REVIEW, value=plain(value), reasons=(reason,))
    if passes:
        return Verdict(Result.PASSED, value=plain(value))
    short = lacking(indicator, answer, value, comparison, bound)
    return Verdict(Result.FAILED, value=plain(value), lacking=short)


def _by_opinion(indicator: Indicator, bound: Bound | LocalBound | None) -> bool:
    """Whether the officer's "Đạt" decides, not a number."""
    return indicator.kind is ValueKind.YES_NO or (
        bound is not None and comparison_of(indicator, bound) is Comparison.PASS
    )


def _value(indicator: Indicator, answer: Answer) -> Fraction | None:
    """What a possible answer amounts to, exactly."""
    if indicator.kind is ValueKind.PERCENT and answer.numerator is not None and answer.denominator:
        return exact(answer.numerator) * 100 / exact(answer.denominator)
    return None if answer.number is None else exact(answer.number)


def _rounds_to(typed: Number, value: Fraction) -> bool:
    """Whether the typed percentage is the value, rounded up or down at its last typed digit."""
    if not finite(typed):
        return False
    unit = Fraction(1)
    while (exact(typed) / unit).denominator != 1:
        unit /= 10
    return abs(exact(typed) - value) < unit


def _about(
    indicator: Indicator, bound: Bound | LocalBound | None, superseded: LocalBound | None
) -> tuple[Reason, ...]:
    """What to know about the bound beside the result."""
    if isinstance(bound, LocalBound):
        return (Reason(Why.BOUND_LOCAL, (bound.source,) if bound.source else ()),)
    unchecked = bound is not None and indicator.confidence is not Confidence.EXACT
    notes = ((Why.BOUND_UNCHECKED, unchecked), (Why.LOCAL_SUPERSEDED, superseded is not None))
    return tuple(Reason(why) for why, holds in notes if holds)


_OF_PARTS = (
    (Result.FAILED, Why.PARTS_FAILED),
    (Result.MISSING, Why.PARTS_MISSING),
    (Result.NEEDS_REVIEW, Why.PARTS_NEED_REVIEW),
    (Result.NO_THRESHOLD, Why.PARTS_NO_THRESHOLD),
)


def _judge_parts(indicator: Indicator, answer: Answer, verdicts: Mapping[str, Verdict]) -> Verdict:
    """A composite passes when every part does; a part nobody judged is missing."""
    parts = tuple((part.code, verdicts.get(part.code, MISSING)) for part in indicator.parts)
    reasons = []
    for result, why in _OF_PARTS:
        codes = tuple(code for code, verdict in parts if verdict.result is result)
        reasons += [Reason(why, codes)] if codes else []
    result = together(verdict.result for _code, verdict in parts)
    if not parts:
        reasons.append(Reason(Why.NO_BOUND))
    judged = result in (Result.PASSED, Result.FAILED)
    if judged and answer.passed is not None and answer.passed != (result is Result.PASSED):
        result = Result.NEEDS_REVIEW
        reasons.append(Reason(Why.OFFICER_DIFFERS))
    stopped = _cannot_be(indicator, answer, None)
    if stopped is not None:
        result, reasons = Result.NEEDS_REVIEW, [*stopped.reasons, *reasons]
    return Verdict(result, answer=answer, reasons=tuple(reasons), parts=parts)
