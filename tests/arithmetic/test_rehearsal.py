"""The rehearsal finds what an appraisal would ask."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from resources.criteria import Comparison, Confidence, Indicator, ValueKind
from rules.periods import Period
from rules.rehearsal import Evidence, Finding, Found, Known, Material, Severity, ready, rehearse
from rules.scoring import NOTHING, Answer, LocalBound, Result, Verdict, judge
from tests.support.indicators import HERE, criteria_set, indicator, village, yes_no

PERIOD = Period.parse("2026-H1")
SHARE = indicator(ValueKind.PERCENT, 80)
GOOD = judge(SHARE, Answer(numerator=9, denominator=10), HERE)
BAD = judge(SHARE, Answer(numerator=7, denominator=10), HERE)
PAPER = (Evidence("Báo cáo số 12"),)
STOP, DOUBT, NOTE = Severity.STOP, Severity.DOUBT, Severity.NOTE


def found(asked: Indicator, known: Known | None = None) -> list[tuple[Found, Severity]]:
    return [(one.code, one.severity) for one in findings(asked, known)]


def findings(asked: Indicator, known: Known | None = None) -> tuple[Finding, ...]:
    material = Material(PERIOD, {} if known is None else {asked.code: known})
    return rehearse(criteria_set((asked,)), material)


def passed(**more: Any) -> Known:
    return Known(**{"verdict": GOOD, "evidence": PAPER, **more})


def test_a_passed_indicator_with_its_evidence_raises_nothing() -> None:
    assert found(SHARE, passed()) == []
    assert ready(findings(SHARE, passed()))


def test_what_nobody_answered_stops() -> None:
    assert found(SHARE) == [(Found.MISSING, STOP)]
    assert not ready(findings(SHARE))


def test_a_failing_indicator_says_what_is_lacking() -> None:
    (finding,) = findings(SHARE, passed(verdict=BAD))
    assert (finding.code, finding.severity, finding.indicator) == (Found.FAILED, STOP, "1.1")
    assert finding.sentence == (
        "Chưa đạt: 70 % (7/10) so với ngưỡng ≥ 80 %. Cần thêm ít nhất 1 vào tử số để đạt."
    )


def test_what_nobody_can_judge_is_a_doubt_and_no_stop() -> None:
    unbound = indicator(ValueKind.PERCENT)
    known = passed(verdict=judge(unbound, Answer(number=50), HERE))
    assert found(unbound, known) == [(Found.NO_THRESHOLD, DOUBT)]


def test_an_impossible_answer_stops() -> None:
    known = passed(verdict=judge(SHARE, Answer(number=130), HERE))
    assert found(SHARE, known) == [(Found.NEEDS_REVIEW, STOP)]


def test_villages_that_have_not_reported_are_named() -> None:
    verdict = judge(
        SHARE, NOTHING, HERE, villages=[village(1, numerator=1, denominator=1), village(2)]
    )
    (finding,) = findings(SHARE, Known(verdict))
    assert finding.code is Found.MISSING
    assert "Thôn 2" in finding.sentence


@pytest.mark.parametrize(("kinds", "severity"), [((), DOUBT), (("Ảnh chụp", "Biên bản"), STOP)])
def test_missing_evidence_stops_where_the_guidance_asks_for_it(
    kinds: tuple[str, ...], severity: Severity
) -> None:
    asked = replace(SHARE, evidence=kinds)
    (finding,) = findings(asked, passed(evidence=()))
    assert (finding.code, finding.severity) == (Found.EVIDENCE_MISSING, severity)
    assert all(kind in finding.sentence for kind in kinds)


@pytest.mark.parametrize(
    ("expires", "stops"),
    [
        (date(2026, 6, 29), True),
        (date(2026, 6, 30), False),
        (date(2027, 1, 1), False),
        (None, False),
    ],
)
def test_evidence_has_to_hold_to_the_end_of_the_period(expires: date | None, stops: bool) -> None:
    known = passed(evidence=(Evidence("Quyết định", expires),))
    assert found(SHARE, known) == ([(Found.EVIDENCE_EXPIRED, STOP)] if stops else [])


def test_a_file_that_is_gone_or_changed_stops() -> None:
    gone = Evidence("Ảnh", file_missing=True)
    changed = Evidence("Biên bản", file_altered=True)
    told = findings(SHARE, passed(evidence=(gone, changed)))
    assert [(one.code, one.severity) for one in told] == [
        (Found.FILE_MISSING, STOP),
        (Found.FILE_ALTERED, STOP),
    ]
    assert "Ảnh" in told[0].sentence
    assert "Biên bản" in told[1].sentence


def test_a_jump_against_the_baseline_is_a_doubt() -> None:
    before = judge(SHARE, Answer(number=60), HERE)
    assert found(SHARE, passed(baseline=before)) == [(Found.JUMP, DOUBT)]
    assert found(SHARE, passed(baseline=GOOD)) == []


def test_falling_back_behind_the_baseline_is_a_doubt_beside_the_failure() -> None:
    assert found(SHARE, passed(verdict=BAD, baseline=GOOD)) == [
        (Found.FAILED, STOP),
        (Found.FELL_BACK, DOUBT),
    ]


def test_a_commune_that_differs_from_its_villages_is_a_doubt() -> None:
    verdict = judge(
        SHARE, Answer(numerator=8), HERE, villages=[village(1, numerator=9, denominator=10)]
    )
    assert found(SHARE, passed(verdict=verdict)) == [(Found.VILLAGES_DIFFER, DOUBT)]


@pytest.mark.parametrize(
    ("as_of", "codes"),
    [
        (date(2025, 12, 31), [(Found.OUTDATED, DOUBT)]),
        (date(2026, 1, 1), []),
        (date(2026, 6, 30), []),
        (date(2026, 7, 1), [(Found.TOO_NEW, DOUBT)]),
        (None, []),
    ],
)
def test_numbers_from_another_period_are_a_doubt(
    as_of: date | None, codes: list[tuple[Found, Severity]]
) -> None:
    assert found(SHARE, passed(as_of=as_of)) == codes


def test_the_day_is_told_the_way_officers_write_it() -> None:
    (finding,) = findings(SHARE, passed(as_of=date(2026, 7, 1)))
    assert "01/07/2026" in finding.sentence
    assert "6 tháng đầu năm 2026" in finding.sentence


def test_open_conflicts_and_unanswered_returns_stop_with_the_reviewers_words() -> None:
    told = findings(SHARE, passed(conflicts=2, returned="Thiếu biên bản họp thôn"))
    assert [one.code for one in told] == [Found.CONFLICT, Found.RETURNED]
    assert "2 xung đột" in told[0].sentence
    assert "Thiếu biên bản họp thôn" in told[1].sentence
    assert not ready(told)


def test_where_a_threshold_comes_from_is_noted() -> None:
    own = LocalBound(Comparison.AT_LEAST, 70, "Công văn 12")
    unbound, unchecked = indicator(ValueKind.PERCENT), replace(SHARE, confidence=Confidence.RECALL)
    ninety = Answer(number=90)
    cases = [
        (unbound, judge(unbound, ninety, HERE, local=own), Found.LOCAL_THRESHOLD),
        (SHARE, judge(SHARE, ninety, HERE, local=own), Found.LOCAL_SUPERSEDED),
        (unchecked, judge(unchecked, ninety, HERE), Found.THRESHOLD_UNCHECKED),
    ]
    for asked, verdict, code in cases:
        assert found(asked, passed(verdict=verdict)) == [(code, NOTE)]


def test_titles_from_memory_are_one_note_for_the_whole_set() -> None:
    recalled = [yes_no(code=f"1.{n}", title_confidence=Confidence.RECALL) for n in (1, 2)]
    asked = criteria_set((*recalled, yes_no(code="1.3")))
    known = Known(Verdict(Result.PASSED), evidence=PAPER)
    (note,) = rehearse(asked, Material(PERIOD, dict.fromkeys(("1.1", "1.2", "1.3"), known)))
    assert (note.code, note.severity, note.indicator) == (Found.TITLES_UNCHECKED, NOTE, None)
    assert "1.1, 1.2." in note.sentence


PARTS = (yes_no(code="1.1.a"), yes_no(code="1.1.b"))
WHOLE = indicator(ValueKind.COMPOSITE, parts=PARTS)


def rehearse_whole(
    answer: Answer, evidence: tuple[Evidence, ...]
) -> list[tuple[Found, str | None]]:
    parts = {"1.1.a": Verdict(Result.PASSED), "1.1.b": Verdict(Result.FAILED)}
    known = {code: Known(verdict) for code, verdict in parts.items()}
    known["1.1"] = Known(judge(WHOLE, answer, HERE, parts=parts), evidence=evidence)
    told = rehearse(criteria_set((WHOLE,)), Material(PERIOD, known))
    return [(one.code, one.indicator) for one in told]


def test_the_parts_of_a_composite_speak_for_themselves_and_share_its_evidence() -> None:
    assert rehearse_whole(NOTHING, PAPER) == [(Found.FAILED, "1.1.b")]
    assert rehearse_whole(NOTHING, ()) == [
        (Found.FAILED, "1.1.b"),
        (Found.EVIDENCE_MISSING, "1.1.a"),
        (Found.EVIDENCE_MISSING, "1.1.b"),
    ]


def test_a_composite_is_named_when_its_own_answer_contradicts_its_parts() -> None:
    assert rehearse_whole(Answer(passed=True), PAPER) == [
        (Found.NEEDS_REVIEW, "1.1"),
        (Found.FAILED, "1.1.b"),
    ]


def test_the_gravest_comes_first_and_then_the_order_of_the_set() -> None:
    asked = [replace(SHARE, code=f"1.{n}") for n in (1, 2, 10)]
    known = {"1.1": passed(evidence=()), "1.2": passed(verdict=BAD)}
    told = rehearse(criteria_set(tuple(asked)), Material(PERIOD, known))
    assert [(one.severity, one.indicator) for one in told] == [
        (STOP, "1.2"),
        (STOP, "1.10"),
        (DOUBT, "1.1"),
    ]


ANSWERS = st.builds(
    Answer,
    passed=st.none() | st.booleans(),
    numerator=st.none() | st.integers(-5, 20),
    denominator=st.none() | st.integers(-5, 20),
    number=st.none() | st.floats(),
)


@given(st.sampled_from([SHARE, yes_no(), indicator(ValueKind.COUNT)]), ANSWERS, ANSWERS)
def test_only_a_pass_goes_without_a_word(asked: Indicator, answer: Answer, before: Answer) -> None:
    verdict = judge(asked, answer, HERE)
    known = Known(verdict, judge(asked, before, HERE), evidence=PAPER)
    told = findings(asked, known)
    results = {Found.MISSING, Found.FAILED, Found.NEEDS_REVIEW, Found.NO_THRESHOLD}
    about_result = [one for one in told if one.code in results]
    assert bool(about_result) == (verdict.result is not Result.PASSED)
    assert all(one.sentence.endswith(".") for one in told)
