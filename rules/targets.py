"""The plan's targets, counted over what the communes answered.

A commune without an answer is named and never counted as failed: while the missing ones could
still turn a target either way, it is neither met nor missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from resources.criteria import Comparison
from resources.targets import Counts, Method, Qualifies, Target, TargetSet
from rules import bounds
from rules.numbers import Number, exact, plain
from rules.scoring import Result, Verdict, Why


class CommuneAnswer(Struct, frozen=True):
    """What one commune that carries out the programme stands at, for the target's indicator."""

    commune: str  # code
    name: str
    verdict: Verdict | None  # None: it sent nothing
    district: str | None = None  # the district it belonged to, for targets per district


class TargetResult(Struct, frozen=True):
    """A target and the communes behind its number, each in one of four groups."""

    target: Target
    numerator: Number | None = None
    denominator: Number | None = None
    value: Number | None = None  # in the target's unit
    met: bool | None = None  # None: not decided yet, closed, or the plan names no number
    communes_counted: tuple[str, ...] = ()  # codes: they qualify, or are in the sum
    communes_behind: tuple[str, ...] = ()  # answered, and do not qualify
    undecided: tuple[str, ...] = ()  # answered, and cannot be judged: no threshold, needs review
    missing: tuple[str, ...] = ()  # no answer


def result(
    target: Target, communes: Sequence[CommuneAnswer], last: TargetResult | None = None
) -> TargetResult:
    """Count one target over all communes that carry out the programme.

    A closed target keeps its `last` result and is not counted anew.
    """
    if target.closed is not None:
        return replace(last, target=target) if last is not None else TargetResult(target)
    if target.counts is None:
        return TargetResult(target)
    return _COUNT[target.counts.method](target, target.counts, communes)


def results(
    plan: TargetSet,
    answers: Mapping[tuple[str, str], Sequence[CommuneAnswer]],
    last: Mapping[str, TargetResult] | None = None,
) -> tuple[TargetResult, ...]:
    """Count every target of a plan; `answers` by criteria set and indicator, `last` by target."""
    found = []
    for target in plan.targets:
        counts = target.counts
        communes = answers.get((counts.set, counts.indicator), ()) if counts else ()
        found.append(result(target, communes, (last or {}).get(target.id)))
    return tuple(found)


# Which communes make it up ---------------------------------------------------------------------


class _State(Enum):
    COUNTED = auto()
    BEHIND = auto()
    UNDECIDED = auto()
    MISSING = auto()


def _qualifies(counts: Counts, verdict: Verdict | None) -> _State:
    """Whether a commune counts, as far as its verdict tells."""
    if verdict is None or verdict.result is Result.MISSING:
        return _State.MISSING
    if counts.qualifies is Qualifies.YES and verdict.result is not Result.NEEDS_REVIEW:
        return _State.COUNTED if verdict.answer.passed else _State.BEHIND
    judged = {Result.PASSED: _State.COUNTED, Result.FAILED: _State.BEHIND}
    return judged.get(verdict.result, _State.UNDECIDED)


def _summable(verdict: Verdict | None) -> _State:
    """Whether a commune's numerator and denominator can go into the sum."""
    if verdict is None or (verdict.villages is not None and verdict.villages.partial):
        return _State.MISSING
    answer = verdict.answer
    if answer.of_nothing() and not verdict.has(Why.IMPOSSIBLE):
        return _State.COUNTED
    if answer.numerator is None or answer.denominator is None:
        return _State.MISSING
    return _State.UNDECIDED if verdict.result is Result.NEEDS_REVIEW else _State.COUNTED


_Sorted = dict[_State, list[CommuneAnswer]]


def _sort(communes: Sequence[CommuneAnswer], state: Callable[[CommuneAnswer], _State]) -> _Sorted:
    """The communes by what they do for the target, in the order of their codes."""
    found: _Sorted = {each: [] for each in _State}
    for commune in sorted(communes, key=lambda one: one.commune):
        found[state(commune)].append(commune)
    return found


def _told(target: Target, found: _Sorted) -> TargetResult:
    """A result that names the communes and has no numbers yet."""
    codes = {state: tuple(one.commune for one in some) for state, some in found.items()}
    return TargetResult(
        target,
        communes_counted=codes[_State.COUNTED],
        communes_behind=codes[_State.BEHIND],
        undecided=codes[_State.UNDECIDED],
        missing=codes[_State.MISSING],
    )


# Counting ---------------------------------------------------------------------------------------


def _share(target: Target, counts: Counts, communes: Sequence[CommuneAnswer]) -> TargetResult:
    """Qualifying communes over all communes, in per cent."""
    found = _sort(communes, lambda one: _qualifies(counts, one.verdict))
    told = replace(_told(target, found), numerator=0, denominator=len(communes))
    if not communes:
        return told
    sure = len(found[_State.COUNTED])
    possible = len(communes) - len(found[_State.BEHIND])
    worst, best = (Fraction(100 * n, len(communes)) for n in (sure, possible))
    return replace(told, numerator=sure, value=plain(worst), met=_met(target, worst, best))


def _per_district(
    target: Target, counts: Counts, communes: Sequence[CommuneAnswer]
) -> TargetResult:
    """The fewest qualifying communes in any district; over how many districts have enough.

    A commune nobody knows the district of is missing.
    """
    found = _sort(
        communes,
        lambda one: _State.MISSING if one.district is None else _qualifies(counts, one.verdict),
    )
    districts = {one.district for one in communes if one.district is not None}
    told = replace(_told(target, found), numerator=0, denominator=len(districts))
    if not districts:
        return told
    behind = Counter(one.district for one in found[_State.BEHIND])
    everyone = Counter(one.district for one in communes)
    sure = Counter(one.district for one in found[_State.COUNTED])
    worst = {name: Fraction(sure[name]) for name in districts}
    best = {name: Fraction(everyone[name] - behind[name]) for name in districts}
    enough = [n for n in worst.values() if _met(target, n, n)]
    return replace(
        told,
        numerator=len(enough),
        value=plain(min(worst.values())),
        met=_met(target, min(worst.values()), min(best.values())),
    )


def _sum_ratio(target: Target, _counts: Counts, communes: Sequence[CommuneAnswer]) -> TargetResult:
    """Summed numerators over summed denominators; not decided while a commune is missing."""
    found = _sort(communes, lambda one: _summable(one.verdict))
    answers = [one.verdict.answer for one in found[_State.COUNTED] if one.verdict is not None]
    part = sum((exact(answer.numerator or 0) for answer in answers), Fraction(0))
    whole = sum((exact(answer.denominator or 0) for answer in answers), Fraction(0))
    told = _told(target, found)
    if not answers:
        return told
    told = replace(told, numerator=plain(part), denominator=plain(whole))
    if not whole:
        return told
    value = part * 100 / whole
    waiting = found[_State.MISSING] or found[_State.UNDECIDED]
    met = None if waiting else _met(target, value, value)
    return replace(told, value=plain(value), met=met)


def _met(target: Target, worst: Fraction, best: Fraction) -> bool | None:
    """Whether the bound is met, if the least and the most it can come to agree on it."""
    if target.comparison is None or target.value is None:
        return None
    limit = exact(target.value)
    if target.comparison is Comparison.EQUAL and worst < best and worst <= limit <= best:
        return None
    ends = {bounds.meets(end, target.comparison, limit) for end in (worst, best)}
    return ends.pop() if len(ends) == 1 else None


_COUNT: Mapping[Method, Callable[[Target, Counts, Sequence[CommuneAnswer]], TargetResult]] = {
    Method.SHARE_OF_COMMUNES: _share,
    Method.SUM_RATIO: _sum_ratio,
    Method.PER_DISTRICT: _per_district,
}
