"""Can this answer be true?  130 % and minus three households cannot; a sudden jump may be."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from resources.criteria import Indicator, ValueKind
from resources.words import _
from rules.answer import Answer, asked, is_share
from rules.numbers import Number, exact, finite, show

# The programme's proposal, not the law's: from when on a change is worth a second look.
JUMP_POINTS = 20  # percentage points, for percentages
JUMP_FACTOR = 2  # more than twice as much or less than half, for everything else that is counted

_NEVER_NEGATIVE = (ValueKind.COUNT, ValueKind.MONEY, ValueKind.INDEX)


class Trouble(StrEnum):
    """What is wrong with an answer."""

    WRONG_KIND = "wrong_kind"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    NOT_WHOLE = "not_whole"
    OVER_100 = "over_100"
    UNDER_0 = "under_0"
    NUMERATOR_ABOVE = "numerator_above"
    NOTHING_TO_DIVIDE = "nothing_to_divide"
    JUMP = "jump"


class Problem(Struct, frozen=True):
    """One thing wrong with one field of an answer, and what to do about it."""

    code: Trouble
    field: str
    sentence: str
    severe: bool = True  # cannot be true; otherwise only doubtful


def problems(indicator: Indicator, answer: Answer) -> tuple[Problem, ...]:
    """Everything about the answer that cannot be true or is worth a second look."""
    misplaced = tuple(
        Problem(Trouble.WRONG_KIND, name, _misplaced(indicator))
        for name in sorted(answer.given() - asked(indicator))
    )
    endless = tuple(
        Problem(Trouble.NOT_A_NUMBER, name, _("Giá trị này không phải là một số. Hãy nhập lại."))
        for name in ("numerator", "denominator", "number")
        if not finite(getattr(answer, name) or 0)
    )
    if misplaced or endless:
        return misplaced + endless
    if indicator.kind is ValueKind.PERCENT:
        return (*_of_fraction(indicator, answer), *_of_percentage(indicator, answer.number))
    return tuple(_of_amount(indicator, answer.number))


def no_remark(indicator: Indicator) -> str:
    """Why a remark is no answer to this indicator; "" where one may stand beside the number.

    Asked of what is entered; a remark that stands from before is no reason to doubt the answer.
    """
    if indicator.kind in (ValueKind.YES_NO, ValueKind.COMPOSITE):
        return _(
            "Chỉ tiêu {code} chỉ trả lời Đạt hoặc Chưa đạt. Hãy ghi nhận xét ở ghi chú."
        ).format(code=indicator.code)
    return ""


def _misplaced(indicator: Indicator) -> str:
    if indicator.kind is ValueKind.YES_NO:
        return _("Chỉ tiêu {code} chỉ trả lời Đạt hoặc Chưa đạt. Hãy xoá số đã nhập.").format(
            code=indicator.code
        )
    if indicator.kind is ValueKind.COMPOSITE:
        return _("Chỉ tiêu {code} được tính từ các phần của nó. Hãy nhập số ở từng phần.").format(
            code=indicator.code
        )
    return _("Chỉ tiêu {code} chỉ có một giá trị. Hãy xoá tử số và mẫu số.").format(
        code=indicator.code
    )


def _of_fraction(indicator: Indicator, answer: Answer) -> Iterator[Problem]:
    part, whole = answer.numerator, answer.denominator
    if whole is not None and whole < 0:
        yield _negative("denominator", whole)
    if part is not None and part < 0 and is_share(indicator):
        yield _negative("numerator", part)
    if answer.of_nothing() or (whole == 0 and not is_share(indicator)):
        told = bool(part) or answer.number is not None
        yield Problem(Trouble.NOTHING_TO_DIVIDE, "denominator", nothing_to_divide(), severe=told)
    elif part is not None and whole is not None and part > whole >= 0 and is_share(indicator):
        yield Problem(
            Trouble.NUMERATOR_ABOVE,
            "numerator",
            _("Tử số {part} lớn hơn mẫu số {whole}. Hãy kiểm tra lại hai số này.").format(
                part=show(part), whole=show(whole)
            ),
        )


def nothing_to_divide() -> str:
    """What to do about 0 of 0."""
    return _(
        "Mẫu số bằng 0 nên không tính được tỷ lệ. Nếu xã không có đối tượng này, hãy ghi rõ "
        "trong phần ghi chú và hỏi cơ quan hướng dẫn."
    )


def _of_percentage(indicator: Indicator, number: Number | None) -> Iterator[Problem]:
    if number is None:
        return
    severe = is_share(indicator)
    if number > 100:
        yield Problem(
            Trouble.OVER_100,
            "number",
            _("Tỷ lệ {value} % lớn hơn 100 %. Hãy kiểm tra lại số này.").format(value=show(number)),
            severe,
        )
    if number < 0:
        yield Problem(
            Trouble.UNDER_0,
            "number",
            _("Tỷ lệ {value} % nhỏ hơn 0. Hãy kiểm tra lại số này.").format(value=show(number)),
            severe,
        )


def _of_amount(indicator: Indicator, number: Number | None) -> Iterator[Problem]:
    if number is None:
        return
    if number < 0 and indicator.kind in _NEVER_NEGATIVE:
        yield _negative("number", number)
    if indicator.kind is ValueKind.COUNT and number != int(number):
        yield Problem(
            Trouble.NOT_WHOLE,
            "number",
            _("Số lượng {value} phải là số nguyên. Hãy kiểm tra lại số này.").format(
                value=show(number)
            ),
        )


def _negative(field: str, value: Number) -> Problem:
    return Problem(
        Trouble.NEGATIVE,
        field,
        _("Số {value} không thể âm. Hãy kiểm tra lại số này.").format(value=show(value)),
    )


def jump(indicator: Indicator, now: Number | None, before: Number | None) -> Problem | None:
    """The doubt a sudden change deserves; None when either side is missing or the step is small.

    Exactly JUMP_POINTS or JUMP_FACTOR is not yet a jump.  From 0, any amount is one.
    """
    if now is None or before is None or not _leaps(indicator, now, before):
        return None
    return Problem(
        Trouble.JUMP,
        "number",
        _(
            "Giá trị thay đổi nhiều so với kỳ trước: từ {before} thành {now}. Hãy kiểm tra lại."
        ).format(before=show(before, 2), now=show(now, 2)),
        severe=False,
    )


def _leaps(indicator: Indicator, now: Number, before: Number) -> bool:
    new, old = exact(now), exact(before)
    if indicator.kind is ValueKind.PERCENT:
        return abs(new - old) > JUMP_POINTS
    small, large = sorted((abs(new), abs(old)))
    return new * old < 0 or large > small * JUMP_FACTOR
