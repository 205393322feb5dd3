"""Short ways to write the indicators, sets and villages that arithmetic is tried on."""

from __future__ import annotations

from typing import Any

from resources.criteria import (
    Bound,
    Comparison,
    Confidence,
    CriteriaSet,
    Criterion,
    Indicator,
    ValueKind,
)
from rules.answer import Answer
from rules.bounds import Context
from rules.villages import VillageAnswer

HERE = Context(region="bac_trung_bo", group="2", year=2026)


def indicator(
    kind: ValueKind = ValueKind.PERCENT,
    *bounds: Bound | float,
    comparison: Comparison | None = None,
    **more: Any,
) -> Indicator:
    """An indicator with these bounds, checked against the official text unless said otherwise."""
    told = {"code": "1.1", "title": "Chỉ tiêu thử", "confidence": Confidence.EXACT, **more}
    passes = kind in (ValueKind.YES_NO, ValueKind.COMPOSITE)
    return Indicator(
        kind=kind,
        comparison=comparison or (Comparison.PASS if passes else Comparison.AT_LEAST),
        bounds=tuple(b if isinstance(b, Bound) else Bound(b) for b in bounds),
        **told,
    )


def yes_no(**more: Any) -> Indicator:
    """A question answered Đạt or Chưa đạt, with Đạt as its bound."""
    return indicator(ValueKind.YES_NO, Bound(None), **more)


def village(which: int, /, **answer: Any) -> VillageAnswer:
    """Village number so and so, with what it reported."""
    return VillageAnswer(f"v{which}", f"Thôn {which}", Answer(**answer))


def criteria_set(*criteria: tuple[Indicator, ...]) -> CriteriaSet:
    """A set of criteria numbered from 1."""
    return CriteriaSet(
        id="thu",
        version=1,
        title="Bộ thử",
        level="commune",
        decision=None,
        issued_by=None,
        effective_from=None,
        effective_to=None,
        status=None,
        note=None,
        official_criteria=None,
        official_indicators=None,
        criteria=tuple(
            Criterion(str(number), f"Tiêu chí {number}", None, Confidence.EXACT, indicators)
            for number, indicators in enumerate(criteria, start=1)
        ),
    )
