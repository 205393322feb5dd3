"""Can this be the threshold of an indicator?  Asked of what a commune copies from paper."""

from __future__ import annotations

from resources.criteria import Comparison, Indicator, ValueKind
from resources.words import _
from rules import limits
from rules.answer import Answer
from rules.numbers import Number
from rules.record import Problem


def problems(
    indicator: Indicator, comparison: str | None, value: Number | None, source: str | None
) -> tuple[Problem, ...]:
    """What is wrong with it: no paper named, another kind than the indicator's, out of range."""
    if not (source or "").strip():
        sentence = _("Hãy ghi nguồn của ngưỡng: số, ngày và cơ quan ban hành văn bản.")
        return (Problem("source", "required", sentence),)
    passes = comparison == Comparison.PASS
    if comparison is None or passes != (indicator.kind is ValueKind.YES_NO):
        return (_misfit("comparison"),)
    if passes != (value is None):
        return (_misfit("value"),)
    return tuple(
        Problem("value", str(each.code), each.sentence)
        for each in limits.problems(indicator, Answer(number=value))
        if each.severe
    )


def _misfit(field: str) -> Problem:
    sentence = _("Ngưỡng không hợp với loại chỉ tiêu; hãy nhập lại ngưỡng.")
    return Problem(field, "bad_value", sentence)
