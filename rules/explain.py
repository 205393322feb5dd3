"""A verdict in the words of the office: what it is, against what, why, and what to do."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from resources.criteria import Bound, Comparison, Confidence, Indicator, ValueKind
from resources.words import N_, _, many
from rules import limits
from rules.answer import Answer
from rules.bounds import LocalBound, comparison_of, meets
from rules.lacking import Amount, Lacking
from rules.numbers import Number, exact, show
from rules.scoring import Reason, Result, Verdict, Why, worth

_FINEST = 12  # decimals shown at most to keep a value on its own side of the bound
_SIGNS = {
    Comparison.AT_LEAST: "≥",
    Comparison.AT_MOST: "≤",
    Comparison.MORE_THAN: ">",
    Comparison.LESS_THAN: "<",
    Comparison.EQUAL: "=",
}


def result_word(result: Result) -> str:
    """The result in one or two words."""
    match result:
        case Result.PASSED:
            return _("Đạt")
        case Result.FAILED:
            return _("Chưa đạt")
        case Result.MISSING:
            return _("Thiếu")
        case Result.NO_THRESHOLD:
            return _("Chưa có ngưỡng")
        case Result.NEEDS_REVIEW:
            return _("Cần xem lại")


def threshold_text(indicator: Indicator, bound: Bound | LocalBound | None) -> str:
    """What has to be met: "≥ 80 %", and how far that can be trusted."""
    if indicator.parts:
        return _("đạt mọi phần")
    if bound is None:
        return _("chưa có ngưỡng")
    threshold = bare_threshold(indicator, bound)
    if isinstance(bound, LocalBound):
        return _("{threshold} (do xã nhập)").format(threshold=threshold)
    if indicator.confidence is not Confidence.EXACT:
        return _("{threshold} (chưa đối chiếu)").format(threshold=threshold)
    return threshold


def bare_threshold(indicator: Indicator, bound: Bound | LocalBound) -> str:
    """The threshold alone: "≥ 80 %", "Đạt"."""
    sign = _SIGNS.get(comparison_of(indicator, bound))
    if sign is None or bound.value is None or indicator.kind is ValueKind.YES_NO:
        return _("Đạt")
    return f"{sign} {show(bound.value)} {_unit(indicator)}".rstrip()


def value_text(indicator: Indicator, answered: Verdict | Answer) -> str:
    """What was answered: "84,1 % (1.234/1.467)", "chưa có số liệu"; a partial sum says so."""
    if isinstance(answered, Answer):
        return _answer_text(indicator, answered, worth(indicator, answered), None)
    if indicator.kind is ValueKind.COMPOSITE:
        return _parts_text(answered)
    total = answered.villages
    if total is not None and total.partial:
        return _("mới có {reported}/{villages} thôn: {value}").format(
            reported=show(total.reported),
            villages=show(total.villages),
            value=_entered(indicator, total.answer()),
        )
    value = answered.value
    if value is None:
        value = worth(indicator, answered.answer)
    return _answer_text(indicator, answered.answer, value, answered.bound)


def noted_text(indicator: Indicator, answer: Answer) -> str:
    """What was answered, and passed or not as somebody noted it; nothing is judged."""
    value = value_text(indicator, answer)
    if not answer.given():
        return answer.text or value
    if answer.passed is None or answer.given() == {"passed"}:
        return value
    noted = _("{value}, ghi là đạt") if answer.passed else _("{value}, ghi là chưa đạt")
    return noted.format(value=value)


def lacking_sentence(indicator: Indicator, lack: Lacking) -> str:
    """What still has to change: "Cần thêm ít nhất 3 vào tử số để đạt."."""
    if not lack.change:
        return _("Giá trị đang bằng đúng ngưỡng mà chưa vượt qua ngưỡng nên chưa đạt.")
    amount = show(_at_least(abs(lack.change)))
    if lack.of is Amount.POINTS:
        amount = _("{amount} điểm phần trăm").format(amount=amount)
    elif lack.of is Amount.NUMBER:
        amount = _with_unit(indicator, amount)
    match lack.of is Amount.NUMERATOR, lack.change > 0, lack.beyond:
        case True, True, _beyond:
            text = _("Cần thêm ít nhất {amount} vào tử số để đạt.")
        case True, False, _beyond:
            text = _("Cần giảm ít nhất {amount} ở tử số để đạt.")
        case False, True, False:
            text = _("Còn thiếu {amount} để đạt.")
        case False, True, True:
            text = _("Còn thiếu hơn {amount} để đạt.")
        case False, False, False:
            text = _("Cần giảm {amount} để đạt.")
        case _downwards:
            text = _("Cần giảm hơn {amount} để đạt.")
    return text.format(amount=amount)


def sentence(indicator: Indicator, verdict: Verdict) -> str:
    """The whole explanation in one paragraph."""
    return " ".join(sentences(indicator, verdict))


def sentences(indicator: Indicator, verdict: Verdict) -> tuple[str, ...]:
    """The explanation: the comparison first, then what is lacking, then each reason."""
    said = []
    if verdict.result in (Result.PASSED, Result.FAILED) and verdict.bound is not None:
        said.append(_compared(indicator, verdict, verdict.bound))
    if verdict.lacking is not None:
        said.append(lacking_sentence(indicator, verdict.lacking))
    for reason in verdict.reasons:
        said.append(reason_sentence(indicator, verdict, reason))
    return tuple(said)


def _compared(indicator: Indicator, verdict: Verdict, bound: Bound | LocalBound) -> str:
    text = _("Đạt.") if verdict.result is Result.PASSED else _("Chưa đạt.")
    if comparison_of(indicator, bound) is Comparison.PASS or indicator.kind is ValueKind.YES_NO:
        return text
    text = (
        _("Đạt: {value} so với ngưỡng {threshold}.")
        if verdict.result is Result.PASSED
        else _("Chưa đạt: {value} so với ngưỡng {threshold}.")
    )
    return text.format(
        value=value_text(indicator, verdict), threshold=bare_threshold(indicator, bound)
    )


def reason_sentence(indicator: Indicator, verdict: Verdict, reason: Reason) -> str:
    """One reason in one sentence that ends with what to do."""
    if reason.code is Why.IMPOSSIBLE:
        return _impossible(indicator, verdict.answer, reason)
    names = ", ".join(value if isinstance(value, str) else show(value) for value in reason.values)
    if reason.code in _OF_VILLAGES or reason.code in _OF_PARTS:
        return _counted(reason.code, len(reason.values)).format(names=names)
    if reason.code is Why.PERCENT_DIFFERS:
        typed, value = (show(value, 2) for value in reason.values if not isinstance(value, str))
        return _(
            "Tỷ lệ đã nhập {typed} % khác với tỷ lệ tính từ tử số và mẫu số {value} %. "
            "Hãy sửa một trong hai."
        ).format(typed=typed, value=value)
    if reason.code is Why.BOUND_LOCAL and names:
        return _("Ngưỡng do xã nhập theo {source}.").format(source=names)
    if reason.code is Why.NOTHING_TO_DIVIDE:
        return limits.nothing_to_divide()
    return _(_SIMPLY[reason.code])


_OF_VILLAGES = (Why.VILLAGES_INCOMPLETE, Why.VILLAGES_WRONG)
_OF_PARTS = (
    Why.PARTS_FAILED,
    Why.PARTS_MISSING,
    Why.PARTS_NEED_REVIEW,
    Why.PARTS_NO_THRESHOLD,
)


def _impossible(indicator: Indicator, answer: Answer, reason: Reason) -> str:
    """What `limits` says about it, asked again so that it comes in the language of now."""
    return " ".join(
        problem.sentence
        for problem in limits.problems(indicator, answer)
        if (problem.code, problem.field) == reason.values
    )


def _counted(why: Why, n: int) -> str:
    match why:
        case Why.VILLAGES_INCOMPLETE:
            return many("Còn {n} thôn chưa có đủ số liệu: {names}.", n)
        case Why.VILLAGES_WRONG:
            return many("Số liệu của {n} thôn không thể đúng: {names}. Hãy kiểm tra lại.", n)
        case Why.PARTS_FAILED:
            return many("Có {n} phần chưa đạt: {names}.", n)
        case Why.PARTS_MISSING:
            return many("Có {n} phần chưa có số liệu: {names}.", n)
        case Why.PARTS_NEED_REVIEW:
            return many("Có {n} phần cần xem lại: {names}.", n)
        case _rest:
            return many("Có {n} phần chưa có ngưỡng: {names}.", n)


# The sentences that name no values.
_SIMPLY = {
    Why.UNANSWERED: N_("Chưa có số liệu. Hãy nhập kết quả của chỉ tiêu này."),
    Why.NUMERATOR_MISSING: N_("Đã có mẫu số nhưng chưa có tử số. Hãy nhập tử số."),
    Why.DENOMINATOR_MISSING: N_("Đã có tử số nhưng chưa có mẫu số. Hãy nhập mẫu số."),
    Why.NUMBER_MISSING: N_(
        "Đã ghi Đạt hoặc Chưa đạt nhưng chưa có số liệu. Hãy nhập số liệu để đối chiếu."
    ),
    Why.OPINION_MISSING: N_("Chỉ tiêu này đánh giá Đạt hoặc Chưa đạt. Hãy chọn kết quả đánh giá."),
    Why.BOUND_ASKS_DENOMINATOR: N_(
        "Ngưỡng của chỉ tiêu này phụ thuộc vào mẫu số. Hãy nhập tử số và mẫu số."
    ),
    Why.NO_BOUND: N_(
        "Chưa có ngưỡng nào được công bố nên chưa đánh giá được. Nếu xã đã có văn bản, "
        "hãy nhập ngưỡng theo văn bản đó."
    ),
    Why.PROVINCE_DECIDES: N_(
        "Ngưỡng do cấp tỉnh quy định và chưa được công bố ở đây. Nếu xã đã có văn bản của "
        "tỉnh, hãy nhập ngưỡng theo văn bản đó."
    ),
    Why.OFFICER_DIFFERS: N_(
        "Kết quả tự đánh giá trái với kết quả tính từ số liệu. Hãy xem lại số liệu hoặc "
        "kết quả tự đánh giá."
    ),
    Why.VILLAGES_DIFFER: N_(
        "Số xã đã nhập khác với tổng của các thôn. Tổng của các thôn được dùng; hãy kiểm "
        "tra lại số của xã."
    ),
    Why.VILLAGES_NOT_SUMMED: N_(
        "Giá trị của chỉ tiêu này không cộng được từ các thôn. Số của xã được dùng."
    ),
    Why.BOUND_UNCHECKED: N_(
        "Ngưỡng chưa đối chiếu với văn bản chính thức. Hãy so với văn bản trước khi nộp."
    ),
    Why.BOUND_LOCAL: N_("Ngưỡng do xã nhập. Hãy ghi rõ số, ngày của văn bản."),
    Why.LOCAL_SUPERSEDED: N_(
        "Đã có ngưỡng được công bố nên ngưỡng do xã nhập không còn được dùng."
    ),
}


# How values look ------------------------------------------------------------------------------


def _parts_text(verdict: Verdict) -> str:
    passed = sum(1 for _code, part in verdict.parts if part.result is Result.PASSED)
    return _("đạt {passed}/{parts} phần").format(
        passed=show(passed), parts=show(len(verdict.parts))
    )


def _answer_text(
    indicator: Indicator,
    answer: Answer,
    value: Number | None,
    bound: Bound | LocalBound | None,
) -> str:
    if value is None:
        return _entered(indicator, answer)
    text = _with_unit(indicator, _on_its_side(indicator, value, bound))
    if indicator.kind is ValueKind.PERCENT and answer.numerator is not None and answer.denominator:
        return f"{text} ({_entered(indicator, answer)})"
    return text


def _entered(indicator: Indicator, answer: Answer) -> str:
    """What stands in the fields, where it amounts to nothing yet: "12/…"."""
    if answer.numerator is not None or answer.denominator is not None:
        return f"{_or_missing(answer.numerator)}/{_or_missing(answer.denominator)}"
    if answer.number is not None:
        return _with_unit(indicator, show(answer.number))
    if answer.passed is None:
        return _("chưa có số liệu")
    return _("Đạt") if answer.passed else _("Chưa đạt")


def _or_missing(value: Number | None) -> str:
    return "…" if value is None else show(value)


def _with_unit(indicator: Indicator, number: str) -> str:
    """The number with its unit; of "% cao hơn mức quy định của ..." only the sign."""
    unit = _unit(indicator)
    return f"{number} {'%' if unit.startswith('% ') else unit}".rstrip()


def _unit(indicator: Indicator) -> str:
    return indicator.unit or ("%" if indicator.kind is ValueKind.PERCENT else "")


def _on_its_side(indicator: Indicator, value: Number, bound: Bound | LocalBound | None) -> str:
    """The value in as few decimals as keep it on its side of the bound: 79,96 is not 80."""
    first = 1 if indicator.kind is ValueKind.PERCENT else 2
    if bound is None or bound.value is None:
        return show(value, first)
    comparison, limit, true = comparison_of(indicator, bound), exact(bound.value), exact(value)
    for decimals in range(first, _FINEST):
        if meets(_rounded(true, decimals), comparison, limit) == meets(true, comparison, limit):
            return show(value, decimals)
    return show(value)


def _rounded(value: Fraction, decimals: int) -> Fraction:
    """Half up and away from zero, as `show` does."""
    scale = 10**decimals
    size = int(abs(value) * scale + Fraction(1, 2))
    return Fraction(size if value >= 0 else -size, scale)


def _at_least(change: Number) -> Number:
    """Rounded up at the second decimal, so that what is asked for is enough."""
    return change if isinstance(change, int) else ceil(exact(change) * 100) / 100
