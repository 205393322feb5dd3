"""Reporting periods: year, half, quarter, month, written 2026, 2026-H1, 2026-Q3, 2026-10."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct

from resources.words import _

_WRITTEN = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|([0-9]{2})))?", re.IGNORECASE)
_ROMAN = ("I", "II", "III", "IV")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100

YEAR, HALF, QUARTER, MONTH = 12, 6, 3, 1  # months in each kind of period


class PeriodError(ValueError):
    """Text that names no period; `advice` says how one is written."""

    def __init__(self, advice: str) -> None:
        super().__init__(advice)
        self.advice = advice


class Period(Struct, frozen=True):
    """One reporting period; in order of time, the shorter first where they end together."""

    year: int
    months: int = YEAR  # YEAR, HALF, QUARTER or MONTH
    number: int = 1  # which half, quarter or month of the year, from 1

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "2026", "2026-H1", "2026-Q3" or "2026-10".

        Raises PeriodError.
        """
        written = _WRITTEN.fullmatch(text.strip())
        if written is None:
            raise _unreadable(text)
        year, half, quarter, month = written.groups()
        if not _FIRST_YEAR <= int(year) <= _LAST_YEAR or (month and not 1 <= int(month) <= 12):
            raise _unreadable(text)
        for months, number in ((HALF, half), (QUARTER, quarter), (MONTH, month)):
            if number:
                return cls(int(year), months, int(number))
        return cls(int(year))

    @classmethod
    def holding(cls, day: date, months: int) -> Period:
        """The period of this length that the day falls in."""
        return cls(day.year, months, (day.month - 1) // months + 1)

    def __str__(self) -> str:
        """As it is stored: "2026-H1"."""
        if self.months == YEAR:
            return f"{self.year}"
        if self.months == HALF:
            return f"{self.year}-H{self.number}"
        if self.months == QUARTER:
            return f"{self.year}-Q{self.number}"
        return f"{self.year}-{self.number:02}"

    def __lt__(self, other: Period) -> bool:
        """Earlier end first; a month before the quarter, half and year it closes."""
        return (self.end, self.months) < (other.end, other.months)

    def __le__(self, other: Period) -> bool:
        """Not later."""
        return self == other or self < other

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * self.months + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        last = self.number * self.months
        after = date(self.year + 1, 1, 1) if last == 12 else date(self.year, last + 1, 1)
        return after - timedelta(days=1)

    def covers(self, day: date) -> bool:
        """Whether the day falls in it."""
        return self.start <= day <= self.end

    def label(self) -> str:
        """In words: "6 tháng đầu năm 2026", "Quý III/2026", "Tháng 10/2026", "Năm 2026"."""
        if self.months == YEAR:
            return _("Năm {year}").format(year=self.year)
        if self.months == HALF:
            text = _("6 tháng đầu năm {year}") if self.number == 1 else _("6 tháng cuối năm {year}")
            return text.format(year=self.year)
        if self.months == QUARTER:
            quarter = _ROMAN[self.number - 1]
            return _("Quý {quarter}/{year}").format(quarter=quarter, year=self.year)
        return _("Tháng {month}/{year}").format(month=self.number, year=self.year)

    def baseline(self) -> Period:
        """What it is measured against: the whole year before, as it stood on 31 December."""
        return Period(self.year - 1)

    def previous(self) -> Period:
        """The period of the same length just before."""
        return Period.holding(self.start - timedelta(days=1), self.months)


def around(today: date) -> tuple[Period, ...]:
    """What an officer may want to open today: year, half, quarter and month, each with the last."""
    periods = [Period.holding(today, months) for months in (YEAR, HALF, QUARTER, MONTH)]
    return tuple(one for period in periods for one in (period, period.previous()))


def _unreadable(text: str) -> PeriodError:
    return PeriodError(
        _(
            "Không hiểu kỳ báo cáo “{text}”. Viết năm (2026), nửa năm (2026-H1), quý (2026-Q3) "
            "hoặc tháng (2026-10)."
        ).format(text=text)
    )
