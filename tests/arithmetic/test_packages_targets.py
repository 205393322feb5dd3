"""The targets of Plan 132: each is counted from an indicator that exists, or says why not."""

from __future__ import annotations

import pytest

from resources import packages
from resources.criteria import Comparison, Confidence, CriteriaSet
from resources.targets import Method, Qualifies, Target, TargetSet

PLAN: TargetSet = next(
    packages.load_targets(each.path) for each in packages.shipped() if each.kind == "targets"
)
SETS: dict[str, CriteriaSet] = {
    each.id: packages.load_criteria(each.path)
    for each in packages.shipped()
    if each.kind == "criteria"
}


@pytest.mark.parametrize(
    ("code", "comparison", "value"),
    [
        ("T01", ">=", 100),
        ("T02", ">", 50),
        ("T03", ">=", 50),
        ("T04", ">=", 60),
        ("T05", ">=", 25),
        ("T06", ">=", 25),
        ("T07", ">=", 100),
        ("T08", ">=", 70),
        ("T09", ">=", 70),
        ("T10", ">=", 50),
        ("T11", ">=", 40),
        ("T12", None, None),
        ("T13", ">=", 1),
    ],
)
def test_a_target_promises_what_the_plan_promises(
    code: str, comparison: str | None, value: float | None
) -> None:
    target = found(code)
    assert target.comparison == (Comparison(comparison) if comparison else None)
    assert target.value == value
    assert target.due == "2025-12-31"


def test_there_are_thirteen_targets_in_order() -> None:
    assert [target.id for target in PLAN.targets] == [f"T{n:02}" for n in range(1, 14)]


@pytest.mark.parametrize("target", PLAN.targets, ids=lambda target: target.id)
def test_a_target_counts_from_an_indicator_that_exists(target: Target) -> None:
    assert target.counts is not None
    assert SETS[target.counts.set].find(target.counts.indicator) is not None


def test_targets_of_the_abolished_district_level_are_closed_with_the_reason() -> None:
    closed = {target.id: target.closed for target in PLAN.targets if target.closed}
    assert set(closed) == {"T04", "T05", "T06"}
    for why in closed.values():
        assert why.on == "2025-07-01"
        assert "cấp huyện" in why.reason


def test_what_was_read_in_the_plan_is_quoted_and_the_rest_is_not_called_exact() -> None:
    exact = {
        target.id for target in PLAN.targets if target.definition_confidence is Confidence.EXACT
    }
    assert exact == {f"T{n:02}" for n in range(1, 8)}
    assert found("T07").definition.startswith("Phấn đấu 100% cán bộ quản lý các cấp")
    assert "9.2 huyện có dịch vụ công trực tuyến mức độ 4" in found("T06").definition


def test_a_share_without_a_bound_for_one_commune_counts_the_yes_answers() -> None:
    for target in PLAN.targets:
        assert target.counts is not None
        one = SETS[target.counts.set].find(target.counts.indicator)
        assert one is not None
        if target.counts.method is not Method.SUM_RATIO:
            unjudged = not one.bounds
            assert (target.counts.qualifies is Qualifies.YES) == unjudged, target.id


def test_persons_and_models_are_added_up_before_they_are_divided() -> None:
    ratios = [
        target.id
        for target in PLAN.targets
        if target.counts and target.counts.method is Method.SUM_RATIO
    ]
    assert ratios == ["T07", "T10"]


def test_an_unknown_target_is_not_found() -> None:
    assert PLAN.find("T99") is None


def found(code: str) -> Target:
    """A target that must be there."""
    target = PLAN.find(code)
    assert target is not None, code
    return target
