"""A verdict in words: every sentence says what is, and what to do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from resources.criteria import Bound, Comparison, Confidence, Indicator, ValueKind
from rules.explain import (
    lacking_sentence,
    reason_sentence,
    result_word,
    sentence,
    sentences,
    threshold_text,
    value_text,
)
from rules.numbers import parse
from rules.scoring import (
    NOTHING,
    Amount,
    Answer,
    Lacking,
    LocalBound,
    Reason,
    Result,
    Verdict,
    Why,
    judge,
)
from tests.support.indicators import HERE, indicator, village, yes_no

SHARE = indicator(ValueKind.PERCENT, 80, unit="%")
INCOME = indicator(ValueKind.MONEY, 44.5, unit="triệu đồng/người/năm")
WHOLE = indicator(ValueKind.COMPOSITE, parts=(yes_no(code="1.1.a"), yes_no(code="1.1.b")))


def test_every_result_has_its_own_word() -> None:
    assert [result_word(result) for result in Result] == [
        "Đạt",
        "Chưa đạt",
        "Thiếu",
        "Chưa có ngưỡng",
        "Cần xem lại",
    ]


@pytest.mark.parametrize(
    ("asked", "bound", "text"),
    [
        (SHARE, Bound(80), "≥ 80 %"),
        (replace(SHARE, comparison=Comparison.AT_MOST), Bound(25.5), "≤ 25,5 %"),
        (replace(SHARE, comparison=Comparison.MORE_THAN), Bound(50), "> 50 %"),
        (replace(SHARE, comparison=Comparison.LESS_THAN), Bound(50), "< 50 %"),
        (replace(SHARE, comparison=Comparison.EQUAL), Bound(100), "= 100 %"),
        (replace(SHARE, unit=None), Bound(80), "≥ 80 %"),
        (INCOME, Bound(1200), "≥ 1.200 triệu đồng/người/năm"),
        (indicator(ValueKind.INDEX), Bound(2), "≥ 2"),
        (yes_no(), Bound(None), "Đạt"),
        (SHARE, None, "chưa có ngưỡng"),
        (WHOLE, None, "đạt mọi phần"),
        (SHARE, LocalBound(Comparison.AT_MOST, 70), "≤ 70 % (do xã nhập)"),
        (yes_no(), LocalBound(Comparison.PASS, None), "Đạt (do xã nhập)"),
        (replace(SHARE, confidence=Confidence.RECALL), Bound(80), "≥ 80 % (chưa đối chiếu)"),
    ],
)
def test_a_threshold_says_how_far_it_can_be_trusted(
    asked: Indicator, bound: Bound | LocalBound | None, text: str
) -> None:
    assert threshold_text(asked, bound) == text


@pytest.mark.parametrize(
    ("asked", "answer", "text"),
    [
        (SHARE, Answer(numerator=1234, denominator=1467), "84,1 % (1.234/1.467)"),
        (SHARE, Answer(number=84.1), "84,1 %"),
        (SHARE, Answer(number=0), "0 %"),
        (SHARE, NOTHING, "chưa có số liệu"),
        (SHARE, Answer(numerator=12), "12/…"),
        (SHARE, Answer(denominator=12), "…/12"),
        (SHARE, Answer(numerator=12, denominator=11), "12/11"),
        (SHARE, Answer(number=130), "130 %"),
        (INCOME, Answer(number=1044.5), "1.044,5 triệu đồng/người/năm"),
        (yes_no(), Answer(passed=True), "Đạt"),
        (yes_no(), Answer(passed=False), "Chưa đạt"),
        (yes_no(), NOTHING, "chưa có số liệu"),
    ],
)
def test_a_value_is_shown_alike_before_and_after_it_is_judged(
    asked: Indicator, answer: Answer, text: str
) -> None:
    assert value_text(asked, answer) == text
    assert value_text(asked, judge(asked, answer, HERE)) == text


def test_a_long_unit_is_told_once_with_the_threshold() -> None:
    asked = indicator(ValueKind.NUMBER, 10, unit="% cao hơn mức quy định")
    assert sentence(asked, judge(asked, Answer(number=8), HERE)) == (
        "Chưa đạt: 8 % so với ngưỡng ≥ 10 % cao hơn mức quy định. Còn thiếu 2 % để đạt."
    )


@pytest.mark.parametrize(
    ("numerator", "text"),
    [(79_960, "79,96 %"), (79_999, "79,999 %"), (80_001, "80 %"), (79_000, "79 %")],
)
def test_rounding_never_shows_a_failing_value_as_a_pass(numerator: int, text: str) -> None:
    verdict = judge(SHARE, Answer(numerator=numerator, denominator=100_000), HERE)
    assert value_text(SHARE, verdict).startswith(text + " (")


@given(
    st.sampled_from([Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.MORE_THAN]),
    st.integers(0, 2000),
    st.integers(1, 2000),
    st.integers(0, 100),
)
def test_the_shown_percentage_judges_as_the_true_one(
    comparison: Comparison, numerator: int, denominator: int, bound: int
) -> None:
    asked = indicator(ValueKind.PERCENT, bound, comparison=comparison)
    answer = Answer(numerator=min(numerator, denominator), denominator=denominator)
    verdict = judge(asked, answer, HERE)
    shown = parse(value_text(asked, verdict).split(" (")[0])
    assert judge(asked, Answer(number=shown), HERE).result is verdict.result


def test_a_partial_sum_says_that_it_is_partial() -> None:
    villages = [village(1, numerator=812, denominator=1003), village(2), village(3, numerator=1)]
    verdict = judge(SHARE, NOTHING, HERE, villages=villages)
    assert value_text(SHARE, verdict) == "mới có 1/3 thôn: 812/1.003"
    assert sentence(SHARE, verdict) == "Còn 2 thôn chưa có đủ số liệu: Thôn 2, Thôn 3."


def test_a_composite_tells_how_many_parts_pass() -> None:
    parts = {"1.1.a": Verdict(Result.PASSED), "1.1.b": Verdict(Result.FAILED)}
    verdict = judge(WHOLE, NOTHING, HERE, parts=parts)
    assert value_text(WHOLE, verdict) == "đạt 1/2 phần"
    assert sentence(WHOLE, verdict) == "Có 1 phần chưa đạt: 1.1.b."


@pytest.mark.parametrize(
    ("asked", "lack", "text"),
    [
        (SHARE, Lacking(Amount.NUMERATOR, 3), "Cần thêm ít nhất 3 vào tử số để đạt."),
        (SHARE, Lacking(Amount.NUMERATOR, -3), "Cần giảm ít nhất 3 ở tử số để đạt."),
        (SHARE, Lacking(Amount.POINTS, 2.5), "Còn thiếu 2,5 điểm phần trăm để đạt."),
        (SHARE, Lacking(Amount.POINTS, 40 / 3), "Còn thiếu 13,34 điểm phần trăm để đạt."),
        (SHARE, Lacking(Amount.POINTS, -5), "Cần giảm 5 điểm phần trăm để đạt."),
        (SHARE, Lacking(Amount.POINTS, 5, True), "Còn thiếu hơn 5 điểm phần trăm để đạt."),
        (SHARE, Lacking(Amount.POINTS, -5, True), "Cần giảm hơn 5 điểm phần trăm để đạt."),
        (
            SHARE,
            Lacking(Amount.POINTS, 0, True),
            "Giá trị đang bằng đúng ngưỡng mà chưa vượt qua ngưỡng nên chưa đạt.",
        ),
        (INCOME, Lacking(Amount.NUMBER, 2.3), "Còn thiếu 2,3 triệu đồng/người/năm để đạt."),
    ],
)
def test_what_is_lacking_is_one_plain_sentence(asked: Indicator, lack: Lacking, text: str) -> None:
    assert lacking_sentence(asked, lack) == text


def test_a_failing_percentage_is_explained_with_what_is_lacking() -> None:
    verdict = judge(SHARE, Answer(numerator=1171, denominator=1467), HERE)
    assert sentences(SHARE, verdict) == (
        "Chưa đạt: 79,8 % (1.171/1.467) so với ngưỡng ≥ 80 %.",
        "Cần thêm ít nhất 3 vào tử số để đạt.",
    )


@pytest.mark.parametrize(("passed", "text"), [(True, "Đạt."), (False, "Chưa đạt.")])
def test_a_yes_or_no_is_explained_in_a_word(passed: bool, text: str) -> None:
    assert sentence(yes_no(), judge(yes_no(), Answer(passed=passed), HERE)) == text


def test_a_local_bound_is_explained_with_its_source() -> None:
    own = LocalBound(Comparison.AT_LEAST, 70, "Công văn số 12 ngày 01/3/2026")
    asked = indicator(ValueKind.PERCENT)
    verdict = judge(asked, Answer(number=75), HERE, local=own)
    assert sentence(asked, verdict) == (
        "Đạt: 75 % so với ngưỡng ≥ 70 %. Ngưỡng do xã nhập theo Công văn số 12 ngày 01/3/2026."
    )


def test_contradicting_percentages_are_both_named() -> None:
    verdict = judge(SHARE, Answer(numerator=2, denominator=3, number=80), HERE)
    assert "80 %" in sentence(SHARE, verdict)
    assert "66,67 %" in sentence(SHARE, verdict)


def test_an_impossible_answer_is_explained_by_what_is_wrong_with_it() -> None:
    verdict = judge(SHARE, Answer(numerator=11, denominator=10), HERE)
    assert sentence(SHARE, verdict).startswith("Tử số 11 lớn hơn mẫu số 10.")


def _verdicts() -> dict[Why, tuple[Indicator, Verdict]]:
    """One verdict for every reason there is, come by honestly."""
    provincial = indicator(ValueKind.YES_NO, provincial=True)
    by_size = indicator(ValueKind.PERCENT, Bound(1, least_denominator=4))
    opinion = indicator(ValueKind.INDEX, Bound(None), comparison=Comparison.PASS)
    unchecked = replace(SHARE, confidence=Confidence.RECALL)
    average = indicator(ValueKind.NUMBER, 2, unit="m2/người")
    good = village(1, numerator=9, denominator=10)
    own = LocalBound(Comparison.AT_LEAST, 1)
    parts = [{"1.1.a": Verdict(result), "1.1.b": Verdict(result)} for result in Result]
    found = [
        (SHARE, judge(SHARE, NOTHING, HERE)),
        (SHARE, judge(SHARE, Answer(numerator=1), HERE)),
        (SHARE, judge(SHARE, Answer(denominator=1), HERE)),
        (SHARE, judge(SHARE, Answer(passed=True), HERE)),
        (SHARE, judge(SHARE, Answer(number=130), HERE)),
        (SHARE, judge(SHARE, Answer(denominator=0), HERE)),
        (SHARE, judge(SHARE, Answer(numerator=2, denominator=3, number=80), HERE)),
        (SHARE, judge(SHARE, Answer(number=90, passed=False), HERE)),
        (SHARE, judge(SHARE, NOTHING, HERE, villages=[good, village(2)])),
        (SHARE, judge(SHARE, Answer(denominator=9), HERE, villages=[good])),
        (SHARE, judge(SHARE, NOTHING, HERE, villages=[village(1, numerator=2, denominator=1)])),
        (SHARE, judge(SHARE, Answer(number=90), HERE, local=own)),
        (average, judge(average, Answer(number=3), HERE, villages=[village(1, number=9)])),
        (unchecked, judge(unchecked, Answer(number=90), HERE)),
        (opinion, judge(opinion, Answer(number=1), HERE)),
        (by_size, judge(by_size, Answer(number=90), HERE)),
        (average, judge(replace(average, bounds=()), Answer(number=3), HERE)),
        (average, judge(replace(average, bounds=()), Answer(number=3), HERE, local=own)),
        (provincial, judge(provincial, Answer(passed=True), HERE)),
        *((WHOLE, judge(WHOLE, NOTHING, HERE, parts=part)) for part in parts),
    ]
    return {reason.code: (asked, v) for asked, v in found for reason in v.reasons}


@pytest.mark.parametrize("why", Why)
def test_every_reason_there_is_has_its_sentence(why: Why) -> None:
    asked, verdict = _verdicts()[why]
    (reason,) = (reason for reason in verdict.reasons if reason.code is why)
    text = reason_sentence(asked, verdict, reason)
    assert text.endswith(".")
    assert not re.search(r"[{}]", text)


def test_a_local_bound_without_a_source_asks_for_it() -> None:
    text = reason_sentence(SHARE, judge(SHARE, NOTHING, HERE), Reason(Why.BOUND_LOCAL))
    assert "số, ngày của văn bản" in text
