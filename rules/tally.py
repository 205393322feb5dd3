"""A satisfaction survey counted: village by village, checked, rolled up, held against its terms.

The commune's figures are always computed from the villages and never typed.  Arithmetic as the
Front's published counts show it: collected <= issued, valid + invalid = collected, and for each
question the answers add up to the valid sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from rules.numbers import Number, exact


class Count(Struct, frozen=True):
    """The answers to one question."""

    satisfied: int = 0
    dissatisfied: int = 0
    silent: int = 0

    @property
    def sheets(self) -> int:
        """How many sheets these answers come from."""
        return self.satisfied + self.dissatisfied + self.silent

    def __add__(self, other: Count) -> Count:
        """Both counts together."""
        return Count(
            self.satisfied + other.satisfied,
            self.dissatisfied + other.dissatisfied,
            self.silent + other.silent,
        )


class Tally(Struct, frozen=True):
    """What one village brought; None where it has not said."""

    village: str
    households: int | None = None  # in the village
    represented: int | None = None  # of which took part
    issued: int | None = None  # sheets
    collected: int | None = None
    valid: int | None = None
    invalid: int | None = None
    answers: Mapping[str, Count] = {}  # by question


class Flaw(Struct, frozen=True):
    """Figures of a village that cannot all be true; `left` should hold against `right`."""

    village: str
    code: Literal["more_than", "not_the_sum", "answers_not_valid"]
    left: str  # names of fields, or of a question
    right: str


class Terms(Struct, frozen=True):
    """What a survey must reach, from its package; None where nothing is published."""

    households: Number | None = None  # least share of households represented, per cent
    overall: Number | None = None  # least share satisfied over all questions, per cent
    each: Number | None = None  # least share satisfied for every single question, per cent


class Result(Struct, frozen=True):
    """The commune's result; shares are exact parts of 1, None where nothing was counted."""

    total: Tally
    complete: bool  # every village has said all, without a flaw
    missing: tuple[str, ...]  # villages that lack a figure
    flaws: tuple[Flaw, ...]
    represented: Fraction | None
    overall: Fraction | None
    questions: Mapping[str, Fraction | None]
    failed: tuple[str, ...]  # "households", "overall" or a question; only what can be judged


FIGURES = ("households", "represented", "issued", "collected", "valid", "invalid")
_NOT_MORE = (("represented", "households"), ("collected", "issued"))


def flaws(tally: Tally) -> tuple[Flaw, ...]:
    """What cannot be true of a village's figures; a figure that is missing is no flaw."""
    found = [
        Flaw(tally.village, "more_than", left, right)
        for left, right in _NOT_MORE
        if _exceeds(getattr(tally, left), getattr(tally, right))
    ]
    parts = (tally.valid, tally.invalid, tally.collected)
    if None not in parts and (tally.valid or 0) + (tally.invalid or 0) != tally.collected:
        found.append(Flaw(tally.village, "not_the_sum", "valid+invalid", "collected"))
    if tally.valid is not None:
        found += [
            Flaw(tally.village, "answers_not_valid", question, "valid")
            for question, count in tally.answers.items()
            if count.sheets != tally.valid
        ]
    return tuple(found)


def _exceeds(left: int | None, right: int | None) -> bool:
    return left is not None and right is not None and left > right


def result(tallies: Sequence[Tally], questions: Sequence[str], terms: Terms) -> Result:
    """Roll villages up and judge; nothing is judged that some village has not told.

    Shares leave out who did not answer a question: satisfied of all who said either.
    """
    missing = tuple(each.village for each in tallies if _lacks(each, questions))
    found = tuple(flaw for each in tallies for flaw in flaws(each))
    total = _sum(tallies, questions)
    shares = {question: _share(total.answers[question]) for question in questions}
    overall = _share(_together(total.answers.values()))
    represented = _part(total.represented, total.households)
    complete = bool(tallies) and not missing and not found
    judged = [
        ("households", represented, terms.households),
        ("overall", overall, terms.overall),
        *((question, shares[question], terms.each) for question in questions),
    ]
    failed = tuple(name for name, share, least in judged if _is_below(share, least))
    return Result(
        total=total,
        complete=complete,
        missing=missing,
        flaws=found,
        represented=represented,
        overall=overall,
        questions=shares,
        failed=failed if complete else (),
    )


def _lacks(tally: Tally, questions: Sequence[str]) -> bool:
    figures = any(getattr(tally, name) is None for name in FIGURES)
    return figures or any(question not in tally.answers for question in questions)


def _sum(tallies: Sequence[Tally], questions: Sequence[str]) -> Tally:
    figures: dict[str, int | None] = {name: _total(tallies, name) for name in FIGURES}
    answers = {
        question: _together(each.answers.get(question, Count()) for each in tallies)
        for question in questions
    }
    return Tally(village="", answers=answers, **figures)


def _total(tallies: Sequence[Tally], name: str) -> int | None:
    """None unless every village told it: a gap never counts as 0."""
    told = [getattr(each, name) for each in tallies]
    return sum(told) if told and None not in told else None


def _together(counts: Iterable[Count]) -> Count:
    return sum(counts, start=Count())


def _share(count: Count) -> Fraction | None:
    return _part(count.satisfied, count.satisfied + count.dissatisfied)


def _part(of: int | None, whole: int | None) -> Fraction | None:
    return Fraction(of, whole) if of is not None and whole else None


def _is_below(share: Fraction | None, least: Number | None) -> bool:
    return share is not None and least is not None and share * 100 < exact(least)
