"""Where we stand: how many indicators and criteria pass, and what holds the others back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from resources.criteria import CriteriaSet, Criterion
from rules.scoring import MISSING, Result, Verdict, together


class Progress(Struct, frozen=True):
    """How many of how many, each counted once."""

    total: int = 0
    passed: int = 0
    failed: int = 0
    missing: int = 0
    no_threshold: int = 0
    needs_review: int = 0

    @property
    def answered(self) -> int:
        """How many have a value, judged or not."""
        return self.total - self.missing

    @property
    def complete(self) -> bool:
        """Whether all pass; of nothing, nothing passes."""
        return 0 < self.total == self.passed


class Line(Struct, frozen=True):
    """One criterion: its result and the count of its indicators."""

    criterion: Criterion
    result: Result
    progress: Progress


class Standing(Struct, frozen=True):
    """A whole set: by criteria, as recognition asks, and by indicators."""

    criteria: Progress
    indicators: Progress

    @property
    def recognised(self) -> bool:
        """Whether every criterion passes, the first condition of recognition."""
        return self.criteria.complete


def count(results: Iterable[Result]) -> Progress:
    """Count results."""
    found = Counter(results)
    return Progress(
        total=found.total(),
        passed=found[Result.PASSED],
        failed=found[Result.FAILED],
        missing=found[Result.MISSING],
        no_threshold=found[Result.NO_THRESHOLD],
        needs_review=found[Result.NEEDS_REVIEW],
    )


def lines(criteria_set: CriteriaSet, verdicts: Mapping[str, Verdict]) -> tuple[Line, ...]:
    """One line for every criterion; an indicator without a verdict is missing.

    A criterion passes when all its indicators do.  One nobody has published the indicators of
    has no threshold: it is neither passed nor failed.
    """
    return tuple(_line(criterion, verdicts) for criterion in criteria_set.criteria)


def standing(criteria_set: CriteriaSet, verdicts: Mapping[str, Verdict]) -> Standing:
    """The whole set in two counts."""
    return Standing(
        criteria=count(line.result for line in lines(criteria_set, verdicts)),
        indicators=count(
            verdicts.get(indicator.code, MISSING).result for indicator in criteria_set.indicators()
        ),
    )


def _line(criterion: Criterion, verdicts: Mapping[str, Verdict]) -> Line:
    results = [verdicts.get(indicator.code, MISSING).result for indicator in criterion.indicators]
    return Line(criterion, together(results), count(results))
