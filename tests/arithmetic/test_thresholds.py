"""What can be the threshold of an indicator, before a commune's own one is kept."""

from __future__ import annotations

import pytest

from resources.criteria import Indicator, ValueKind
from rules import thresholds
from rules.numbers import Number
from tests.support.indicators import indicator, yes_no

PAPER = "Quyết định 12/QĐ-UBND ngày 5/1/2026 của UBND thành phố"
SHARE, GROWTH = indicator(), indicator(unit="%/năm")
COUNT, LEVEL = indicator(ValueKind.COUNT), indicator(ValueKind.INDEX)


@pytest.mark.parametrize(
    ("asked", "comparison", "value"),
    [
        (SHARE, ">=", 0),
        (SHARE, ">=", 100),
        (SHARE, "<=", 2.5),
        (GROWTH, ">=", 130),
        (GROWTH, ">=", -5),
        (COUNT, ">=", 3),
        (yes_no(), "pass", None),
    ],
)
def test_a_threshold_from_paper_is_kept(
    asked: Indicator, comparison: str, value: Number | None
) -> None:
    assert thresholds.problems(asked, comparison, value, PAPER) == ()


@pytest.mark.parametrize(
    ("asked", "comparison", "value", "field"),
    [
        (SHARE, ">=", None, "value"),
        (SHARE, ">=", 130, "value"),
        (SHARE, ">=", -5, "value"),
        (SHARE, "pass", None, "comparison"),
        (SHARE, None, 5, "comparison"),
        (COUNT, ">=", -1, "value"),
        (COUNT, ">=", 2.5, "value"),
        (LEVEL, ">=", -1, "value"),
        (yes_no(), ">=", 5, "comparison"),
        (yes_no(), "pass", 5, "value"),
        (indicator(ValueKind.COMPOSITE), ">=", 5, "value"),
    ],
)
def test_what_cannot_be_one_is_told_by_its_field(
    asked: Indicator, comparison: str | None, value: Number | None, field: str
) -> None:
    (problem,) = thresholds.problems(asked, comparison, value, PAPER)
    assert problem.field == field
    assert problem.sentence.endswith(".")


@pytest.mark.parametrize("source", [None, "", "  "])
def test_a_threshold_without_its_paper_is_none(source: str | None) -> None:
    (problem,) = thresholds.problems(SHARE, ">=", 80, source)
    assert problem.field == "source"
