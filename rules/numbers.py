"""Numbers as officers in Vietnam type and read them: 1.234,5.

What is read one way only is read; what two people would read differently is asked back:

    typed                read as     why
    1.234  12.345.678    1234 ...    dots before exactly three digits group thousands
    1234,5  1.234,5      1234.5      the comma is always the decimal mark, also in 1,234
    1 234 567            1234567     spaces group thousands
    1.5  12.75  0.125    1.5 ...     a dot that cannot group is the numeric keypad's decimal mark
    12 %                 12          a percent sign says nothing the indicator does not say
    (nothing)            None        missing is not zero
    1,234,567  1,234.5   refused     English writing: the same column may hold 1,234
    1234.567             refused     1234,567 or 1.234.567?
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from resources.words import _

Number = int | float

LONGEST = 15  # digits before the comma; beyond them a REAL column loses single units

_WHOLE = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+")
_KEYPAD = re.compile(r"0?\.[0-9]+|[0-9]+\.(?![0-9]{3}$)[0-9]+")
_SPACES = re.compile(r"\s+")
_ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP)  # wide enough for any float


class NumberError(ValueError):
    """Typed text that is no number, or could be two; `advice` says how to write it."""

    def __init__(self, advice: str) -> None:
        super().__init__(advice)
        self.advice = advice


def parse(text: str) -> Number | None:
    """The number an officer typed, None for an empty field; whole numbers come back as int.

    Raises NumberError where the text is no number or could mean two.
    """
    typed = _SPACES.sub(" ", text).strip()
    digits = typed.removesuffix("%").rstrip().replace("\N{MINUS SIGN}", "-")
    if not typed:
        return None
    negative = digits.startswith("-")
    size = _unsigned(digits[1:].lstrip() if digits[:1] in ("-", "+") else digits, typed)
    return -size if negative else size


def _unsigned(digits: str, typed: str) -> Number:
    """Read digits with their marks; `typed` is what the officer sees in the advice."""
    head, comma, decimals = digits.partition(",")
    if comma and (not _WHOLE.fullmatch(decimals) or not (head == "" or _is_whole(head))):
        raise NumberError(_advice(digits, typed))
    if not comma and _KEYPAD.fullmatch(head):
        head, _dot, decimals = head.partition(".")
    elif not comma and not _is_whole(head):
        raise NumberError(_advice(digits, typed))
    whole = head.replace(".", "").replace(" ", "")
    if len(whole.lstrip("0")) > LONGEST:
        raise NumberError(
            _("Số “{typed}” quá lớn. Kiểm tra lại các chữ số hoặc đơn vị tính.").format(typed=typed)
        )
    if not decimals.strip("0"):
        return int(whole or "0")
    return float(f"{whole or '0'}.{decimals}")


def _is_whole(text: str) -> bool:
    return bool(_WHOLE.fullmatch(text) or _GROUPED.fullmatch(text))


def _advice(digits: str, typed: str) -> str:
    if not digits or not re.fullmatch(r"[0-9., ]*[0-9][0-9., ]*", digits):
        return _("“{typed}” không phải là số. Chỉ nhập chữ số, ví dụ 1.234,5.").format(typed=typed)
    return _(
        "Số “{typed}” có thể hiểu theo nhiều cách. Dùng dấu chấm để tách hàng nghìn và dấu phẩy "
        "cho phần thập phân, ví dụ 1.234,5."
    ).format(typed=typed)


def show(value: Number, decimals: int | None = None) -> str:
    """Write a number the Vietnamese way: 1.234,5; rounded half up to `decimals`, never padded.

    Without `decimals` every digit is kept, so `parse(show(x)) == x`.
    """
    if not finite(value):
        return str(value)
    exactly = Decimal(repr(value))
    if decimals is not None:
        exactly = exactly.quantize(Decimal(1).scaleb(-decimals), context=_ROUNDING)
    whole, _dot, rest = format(abs(exactly), "f").partition(".")
    rest = rest.rstrip("0")
    sign = "-" if exactly < 0 else ""
    return sign + f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")


def size(of: int) -> str:
    """A number of bytes as people say it: "820 B", "12 kB", "1,4 MB"."""
    if of < 1000:
        return f"{of} B"
    if of < 1_000_000:
        return f"{round(of / 1000)} kB"
    return f"{of / 1_000_000:.1f} MB".replace(".", ",").replace(",0 MB", " MB")


def bytes_of(text: str) -> int:
    """The bytes of a size typed in MB, with comma or point; ValueError for what is none."""
    size = float(text.replace(",", "."))
    if not 0 <= size < math.inf:
        raise ValueError(text)
    return int(size * 1_000_000)


def exact(value: Number) -> Fraction:
    """The number as it was typed, for comparing without rounding: 0.1 is one tenth.

    Raises ValueError for what is not finite.
    """
    if not finite(value):
        raise ValueError(f"not a finite number: {value}")
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def finite(value: Number) -> bool:
    """Whether this can be reckoned with: no infinity and no "not a number"."""
    return isinstance(value, int) or math.isfinite(value)


def plain(value: Fraction) -> Number:
    """An exact number as one that can be stored and shown: an int where it is whole.

    What no float can hold loses its fraction, not its size.
    """
    try:
        return value.numerator if value.denominator == 1 else float(value)
    except OverflowError:
        return int(value)


def percent(share: Fraction) -> str:
    """A share of one as it is read: "84,1 %"; never 100 % where something is lacking."""
    shown = plain(share * 100)
    if share < 1 and show(shown, 1) == "100":
        return "99,9 %"
    return f"{show(shown, 1)} %"
