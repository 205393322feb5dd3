"""Thẩm tra thử: what an appraisal would ask, found before anything is sent.

How grave a finding is, and what counts as a jump (see `limits`), is the programme's proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from resources.criteria import Confidence, CriteriaSet, Indicator
from resources.words import _, many
from rules import explain, limits
from rules.periods import Period
from rules.scoring import MISSING, Result, Verdict, Why


class Severity(StrEnum):
    """How grave a finding is, the gravest first."""

    STOP = "stop"  # it would come back
    DOUBT = "doubt"  # somebody will ask
    NOTE = "note"  # good to know


class Found(StrEnum):
    """What a rehearsal finds."""

    MISSING = "missing"
    FAILED = "failed"
    NEEDS_REVIEW = "needs_review"
    NO_THRESHOLD = "no_threshold"
    CONFLICT = "conflict"
    RETURNED = "returned"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_EXPIRED = "evidence_expired"
    FILE_MISSING = "file_missing"
    FILE_ALTERED = "file_altered"
    JUMP = "jump"
    FELL_BACK = "fell_back"
    VILLAGES_DIFFER = "villages_differ"
    OUTDATED = "outdated"
    TOO_NEW = "too_new"
    LOCAL_THRESHOLD = "local_threshold"
    LOCAL_SUPERSEDED = "local_superseded"
    THRESHOLD_UNCHECKED = "threshold_unchecked"
    TITLES_UNCHECKED = "titles_unchecked"


class Evidence(Struct, frozen=True):
    """A document bound to an answer, and whether its file is as it was attached."""

    title: str
    expires: date | None = None
    file_missing: bool = False  # not on this computer
    file_altered: bool = False  # its content is not the one attached


class Known(Struct, frozen=True):
    """All that is known of one indicator in the period."""

    verdict: Verdict = MISSING
    baseline: Verdict | None = None  # as judged for the period it is measured against
    evidence: tuple[Evidence, ...] = ()
    conflicts: int = 0  # open ones
    returned: str | None = None  # the reviewer's words, while nobody has answered them
    as_of: date | None = None  # the day the numbers were taken


class Material(Struct, frozen=True):
    """What is rehearsed: one period of one set, by indicator code (parts of composites too)."""

    period: Period
    indicators: Mapping[str, Known]


class Finding(Struct, frozen=True):
    """One thing that stands between the commune and passing, or is good to know."""

    code: Found
    severity: Severity
    indicator: str | None  # None: about the whole set
    sentence: str


def rehearse(criteria_set: CriteriaSet, material: Material) -> tuple[Finding, ...]:
    """Everything found, the gravest first, then in the order of the set."""
    findings: list[Finding] = []
    for indicator in criteria_set.indicators():
        whole = material.indicators.get(indicator.code, Known())
        findings += _of_record(indicator, whole, material.period)
        if indicator.parts:
            findings += _of_composite(indicator, whole.verdict)
        else:
            findings += _of_answer(indicator, whole, material.period)
        for part in indicator.parts:
            known = material.indicators.get(part.code, Known())
            findings += _of_record(part, known, material.period)
            shared = replace(known, evidence=known.evidence or whole.evidence)
            findings += _of_answer(part, shared, material.period)
    findings += _of_titles(criteria_set)
    gravest_first = list(Severity)
    return tuple(sorted(findings, key=lambda finding: gravest_first.index(finding.severity)))


def ready(findings: Iterable[Finding]) -> bool:
    """Whether nothing found would make the appraisal send it back."""
    return all(finding.severity is not Severity.STOP for finding in findings)


# What the answer says --------------------------------------------------------------------------

_RESULTS = {
    Result.FAILED: (Found.FAILED, Severity.STOP),
    Result.MISSING: (Found.MISSING, Severity.STOP),
    Result.NEEDS_REVIEW: (Found.NEEDS_REVIEW, Severity.STOP),
    Result.NO_THRESHOLD: (Found.NO_THRESHOLD, Severity.DOUBT),
}
_BESIDE = {
    Why.VILLAGES_DIFFER: (Found.VILLAGES_DIFFER, Severity.DOUBT),
    Why.BOUND_LOCAL: (Found.LOCAL_THRESHOLD, Severity.NOTE),
    Why.LOCAL_SUPERSEDED: (Found.LOCAL_SUPERSEDED, Severity.NOTE),
    Why.BOUND_UNCHECKED: (Found.THRESHOLD_UNCHECKED, Severity.NOTE),
}


def _of_answer(indicator: Indicator, known: Known, period: Period) -> Iterator[Finding]:
    yield from _of_result(indicator, known.verdict)
    if known.verdict.result is Result.MISSING:
        return
    yield from _against_baseline(indicator, known)
    yield from _of_day(indicator, known.as_of, period)
    if not known.evidence:
        yield _no_evidence(indicator)
    for reason in known.verdict.reasons:
        if reason.code in _BESIDE:
            code, severity = _BESIDE[reason.code]
            sentence = explain.reason_sentence(indicator, known.verdict, reason)
            yield Finding(code, severity, indicator.code, sentence)


def _of_result(indicator: Indicator, verdict: Verdict) -> Iterator[Finding]:
    """Anything but a pass, with why and what is lacking."""
    if verdict.result is Result.PASSED:
        return
    decisive = tuple(reason for reason in verdict.reasons if reason.code not in _BESIDE)
    code, severity = _RESULTS[verdict.result]
    sentence = explain.sentence(indicator, replace(verdict, reasons=decisive))
    yield Finding(code, severity, indicator.code, sentence)


def _of_composite(indicator: Indicator, verdict: Verdict) -> Iterator[Finding]:
    """Only what is wrong with the whole itself; its parts speak for themselves."""
    if verdict.has(Why.OFFICER_DIFFERS) or verdict.has(Why.IMPOSSIBLE):
        yield from _of_result(indicator, verdict)


def _against_baseline(indicator: Indicator, known: Known) -> Iterator[Finding]:
    now, before = known.verdict, known.baseline
    if before is None:
        return
    jump = limits.jump(indicator, now.value, before.value)
    if jump is not None:
        yield Finding(Found.JUMP, Severity.DOUBT, indicator.code, jump.sentence)
    if before.result is Result.PASSED and now.result is Result.FAILED:
        sentence = _(
            "Kỳ trước đã đạt ({before}), kỳ này chưa đạt ({now}). Hãy kiểm tra lại hoặc nêu rõ "
            "nguyên nhân trong báo cáo."
        ).format(
            before=explain.value_text(indicator, before), now=explain.value_text(indicator, now)
        )
        yield Finding(Found.FELL_BACK, Severity.DOUBT, indicator.code, sentence)


def _of_day(indicator: Indicator, as_of: date | None, period: Period) -> Iterator[Finding]:
    if as_of is None or period.covers(as_of):
        return
    if as_of < period.start:
        code, text = (
            Found.OUTDATED,
            _("Số liệu lấy ngày {day}, trước kỳ báo cáo {period}. Hãy cập nhật."),
        )
    else:
        code, text = (
            Found.TOO_NEW,
            _("Số liệu lấy ngày {day}, sau kỳ báo cáo {period}. Hãy kiểm tra lại."),
        )
    sentence = text.format(day=_day(as_of), period=period.label())
    yield Finding(code, Severity.DOUBT, indicator.code, sentence)


def _no_evidence(indicator: Indicator) -> Finding:
    """Asked for by the guidance it stops; where no guidance is known somebody will still ask."""
    if indicator.evidence:
        sentence = _("Chưa có minh chứng. Hướng dẫn yêu cầu: {kinds}.").format(
            kinds="; ".join(indicator.evidence)
        )
        return Finding(Found.EVIDENCE_MISSING, Severity.STOP, indicator.code, sentence)
    sentence = _("Chưa có minh chứng nào. Hãy đính kèm tài liệu chứng minh kết quả.")
    return Finding(Found.EVIDENCE_MISSING, Severity.DOUBT, indicator.code, sentence)


# What lies around the answer -------------------------------------------------------------------


def _of_record(indicator: Indicator, known: Known, period: Period) -> Iterator[Finding]:
    if known.conflicts:
        sentence = many("Còn {n} xung đột chưa giải quyết. Hãy chọn giá trị đúng.", known.conflicts)
        yield Finding(Found.CONFLICT, Severity.STOP, indicator.code, sentence)
    if known.returned is not None:
        sentence = _("Bị trả lại. Hãy sửa theo ý kiến này rồi nộp lại: “{words}”").format(
            words=known.returned
        )
        yield Finding(Found.RETURNED, Severity.STOP, indicator.code, sentence)
    for evidence in known.evidence:
        for code, sentence in _of_evidence(evidence, period):
            yield Finding(code, Severity.STOP, indicator.code, sentence)


def _of_evidence(evidence: Evidence, period: Period) -> Iterator[tuple[Found, str]]:
    if evidence.expires is not None and evidence.expires < period.end:
        text = _(
            "Minh chứng “{title}” hết hạn ngày {day}, trước khi hết kỳ báo cáo. Hãy thay bằng tài "
            "liệu còn hiệu lực."
        )
        yield (
            Found.EVIDENCE_EXPIRED,
            text.format(title=evidence.title, day=_day(evidence.expires)),
        )
    if evidence.file_missing:
        text = _(
            "Tệp của minh chứng “{title}” không có trên máy này. Hãy tải về hoặc đính kèm lại."
        )
        yield Found.FILE_MISSING, text.format(title=evidence.title)
    if evidence.file_altered:
        text = _("Tệp của minh chứng “{title}” đã bị thay đổi sau khi đính kèm. Hãy đính kèm lại.")
        yield Found.FILE_ALTERED, text.format(title=evidence.title)


def _of_titles(criteria_set: CriteriaSet) -> Iterator[Finding]:
    """One note for all titles written from memory: they have one remedy."""
    codes = [
        indicator.code
        for indicator in criteria_set.answerable()
        if indicator.title_confidence is Confidence.RECALL
    ]
    if codes:
        sentence = many(
            "Tên của {n} chỉ tiêu được ghi theo trí nhớ: {codes}. Hãy so với văn bản chính thức "
            "trước khi in vào hồ sơ.",
            len(codes),
        ).format(codes=", ".join(codes))
        yield Finding(Found.TITLES_UNCHECKED, Severity.NOTE, None, sentence)


def _day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"
