"""Dates as officers type and read them: 23/11/2026.

typed                       read as (when today is 23/11/2026)
23/11/2026  23-11-2026      2026-11-23
1/2/26  1.2.26  1 2 26      2026-02-01
01022026  010226            2026-02-01
5/9                         2026-09-05, this year
2/3/65                      1965-03-02: two digits mean at most ten years ahead
2026-11-23                  2026-11-23, as programs write it
(nothing)                   None: no date is not a date
"""

from __future__ import annotations

import re
from datetime import date

from resources.words import _

FIRST_YEAR, LAST_YEAR = 1900, 2100
_AHEAD = 10

_PARTED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class DateError(ValueError):
    """Typed text that is no date; `advice` says how to write it."""

    def __init__(self, advice: str) -> None:
        super().__init__(advice)
        self.advice = advice


def read(text: str, today: date) -> str | None:
    """The date somebody typed, as ISO 8601 (2026-11-23); None for an empty field.

    `today` completes a missing or short year.  Raises DateError for what is no date.
    """
    typed = re.sub(r"\s*([/.\-])\s*", r"\1", text.strip())
    if not typed:
        return None
    if iso := _ISO.fullmatch(typed):
        year, month, day = iso.groups()
    elif parted := (_PARTED.fullmatch(typed) or _RUN.fullmatch(typed)):
        day, month, year = parted.groups()
    else:
        raise DateError(
            _("“{typed}” không phải là ngày. Gõ theo dạng 23/11/2026.").format(typed=text.strip())
        )
    return _checked(int(day), int(month), _full_year(year, today))


def show(iso: str | None) -> str:
    """A date as it is read here: 23/11/2026; "" for none.  Raises ValueError if it is not ISO."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def _full_year(typed: str | None, today: date) -> int:
    if typed is None:
        return today.year
    if len(typed) == 4:
        return int(typed)
    year = today.year - today.year % 100 + int(typed)
    return year - 100 if year > today.year + _AHEAD else year


def _checked(day: int, month: int, year: int) -> str:
    if not 1 <= month <= 12:
        raise DateError(
            _("Không có tháng {month}. Gõ ngày trước, tháng sau: 23/11/2026.").format(month=month)
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(_("Năm {year} không hợp lý. Kiểm tra lại năm.").format(year=year))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise DateError(
            _("Tháng {month} năm {year} không có ngày {day}. Kiểm tra lại ngày.").format(
                month=month, year=year, day=day
            )
        ) from None
