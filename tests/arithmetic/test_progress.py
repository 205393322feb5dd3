"""Where a commune stands, by indicator, criterion and set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resources.criteria import ValueKind
from rules.progress import Progress, count, lines, standing
from rules.scoring import Result, Verdict
from tests.support.indicators import criteria_set, indicator, yes_no

SET = criteria_set(
    (yes_no(code="1.1"), yes_no(code="1.2")),
    (indicator(ValueKind.COMPOSITE, code="2.1", parts=(yes_no(code="2.1.a"),)),),
    (yes_no(code="3.1"),),
)
PASSED, FAILED, MISSING = Result.PASSED, Result.FAILED, Result.MISSING


def verdicts(**results: Result) -> dict[str, Verdict]:
    return {code[1:].replace("_", "."): Verdict(result) for code, result in results.items()}


def test_a_criterion_passes_when_all_its_indicators_do() -> None:
    found = lines(SET, verdicts(c1_1=PASSED, c1_2=PASSED, c2_1=FAILED, c2_1_a=FAILED))
    assert [line.result for line in found] == [PASSED, FAILED, MISSING]
    assert found[0].progress == Progress(total=2, passed=2)
    assert found[0].criterion.code == "1"


def test_one_failing_indicator_fails_its_criterion() -> None:
    (first, *_rest) = lines(SET, verdicts(c1_1=PASSED, c1_2=FAILED))
    assert first.result is FAILED
    assert first.progress == Progress(total=2, passed=1, failed=1)
    assert not first.progress.complete


def test_what_has_no_verdict_is_missing_and_parts_are_not_counted_twice() -> None:
    here = standing(SET, verdicts(c1_1=PASSED))
    assert here.indicators == Progress(total=4, passed=1, missing=3)
    assert here.indicators.answered == 1
    assert here.criteria == Progress(total=3, missing=3)


def test_a_set_is_recognised_only_when_every_criterion_passes() -> None:
    all_passed = dict.fromkeys(("c1_1", "c1_2", "c2_1", "c3_1"), PASSED)
    assert standing(SET, verdicts(**all_passed)).recognised
    for code in all_passed:
        for result in Result:
            if result is not PASSED:
                assert not standing(SET, verdicts(**{**all_passed, code: result})).recognised


def test_a_criterion_without_published_indicators_is_never_passed() -> None:
    empty = criteria_set(())
    assert lines(empty, {})[0].result is Result.NO_THRESHOLD
    assert not standing(empty, {}).recognised
    assert not standing(criteria_set(), {}).recognised


@given(st.lists(st.sampled_from(Result)))
def test_everything_is_counted_once(results: list[Result]) -> None:
    found = count(results)
    counted = found.passed + found.failed + found.missing + found.no_threshold + found.needs_review
    assert counted == found.total == len(results)
    assert found.complete == (bool(results) and found.passed == len(results))
