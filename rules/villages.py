"""The commune's number from its villages: summed only when every village has sent its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from resources.criteria import Indicator, ValueKind
from rules import limits
from rules.answer import Answer
from rules.numbers import Number, exact, plain


class VillageAnswer(Struct, frozen=True):
    """What one village reported; a village that has not reported is here too, with nothing."""

    village_id: str
    name: str
    answer: Answer


class VillageTotal(Struct, frozen=True):
    """Sums over the villages that are complete; only a total when `incomplete` is empty."""

    numerator: Number | None
    denominator: Number | None
    number: Number | None
    incomplete: tuple[str, ...]  # names, in alphabet order by id so that order cannot matter
    wrong: tuple[str, ...] = ()  # names of villages whose numbers cannot be true
    reported: int = 0  # villages that are in the sums
    villages: int = 0

    @property
    def partial(self) -> bool:
        """Whether villages are missing from the sums."""
        return bool(self.incomplete)

    def answer(self) -> Answer:
        """The sums as the commune's answer."""
        return Answer(numerator=self.numerator, denominator=self.denominator, number=self.number)


def summable(indicator: Indicator) -> bool:
    """Whether village values add up: yes/no, levels and averages ("m2/người") do not."""
    if indicator.kind in (ValueKind.PERCENT, ValueKind.COUNT):
        return True
    amounts = (ValueKind.NUMBER, ValueKind.MONEY)
    return indicator.kind in amounts and "/" not in (indicator.unit or "")


def total(indicator: Indicator, villages: Sequence[VillageAnswer]) -> VillageTotal:
    """Add the complete villages up and name the others; an absent number is never a 0.

    A village without any such household (of 0) is complete.  A percentage alone cannot be
    added, so a village that gives only that is incomplete.
    """
    fraction = indicator.kind is ValueKind.PERCENT
    wanted = frozenset({"numerator", "denominator"} if fraction else {"number"})
    ordered = sorted(villages, key=lambda village: (village.village_id, village.name))
    complete: list[Answer] = []
    incomplete: list[str] = []
    wrong: list[str] = []
    for village in ordered:
        answer = village.answer
        if _impossible(indicator, answer):
            wrong.append(village.name)
        elif wanted <= answer.given() or (fraction and answer.of_nothing()):
            complete.append(answer)
        else:
            incomplete.append(village.name)
    return VillageTotal(
        numerator=_sum(complete, lambda answer: answer.numerator) if fraction else None,
        denominator=_sum(complete, lambda answer: answer.denominator) if fraction else None,
        number=None if fraction else _sum(complete, lambda answer: answer.number),
        incomplete=tuple(incomplete),
        wrong=tuple(wrong),
        reported=len(complete),
        villages=len(ordered),
    )


def _impossible(indicator: Indicator, answer: Answer) -> bool:
    return any(problem.severe for problem in limits.problems(indicator, answer))


def _sum(answers: Sequence[Answer], take: Callable[[Answer], Number | None]) -> Number | None:
    """Exact, so that ten times 0,1 is 1; None when nobody reported."""
    values = [value for value in map(take, answers) if value is not None]
    if all(isinstance(value, int) for value in values):
        return sum(values) if values else None
    return plain(sum((exact(value) for value in values), exact(0)))
