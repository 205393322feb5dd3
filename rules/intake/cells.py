"""One cell of a list as the value it stands for, however the office wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from resources.words import _
from rules import numbers
from rules.grids import Cell
from rules.numbers import Number, NumberError
from rules.record import Value
from rules.records.person import DIGITAL_TEAM, MANAGER, RESIDENT
from rules.text import fold

_FIRST_SERIAL, _LAST_SERIAL = 3654, 73051  # 1910 to 2100, as Excel counts days
_EPOCH = date(1899, 12, 30)
_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|NULL!|DIV/0!|NUM!)")
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_YEAR = re.compile(r"(?:\D*[/.\-\s]|\d{1,2}\s*[/.\-]\s*|\D*)(\d{4})")
_YOUNGEST = 30  # a year of two digits below it could be of either century

_SEXES = {"nam": "male", "nu": "female", "male": "male", "female": "female"}
_PASSED = {"dat": "passed", "hoan thanh": "passed", "dat yeu cau": "passed"}
_FAILED = ("khong dat", "chua dat", "khong hoan thanh", "chua hoan thanh", "khong dat yeu cau")
RESULTS: Mapping[str, str] = {**_PASSED, **dict.fromkeys(_FAILED, "failed")}
_YES = frozenset({"dat", "co", "x", "v", "1", "true", "da dat"})
_NO = frozenset({"khong dat", "khong", "chua dat", "chua", "0", "false", "k"})
_ROLES = {
    "can bo quan ly": MANAGER,
    "to cong nghe so": DIGITAL_TEAM,
    "thanh vien to cong nghe so cong dong": DIGITAL_TEAM,
    "to cong nghe so cong dong": DIGITAL_TEAM,
    "nguoi dan": RESIDENT,
}
ROLE_TITLES: Mapping[str, str] = {  # in our own lists, which are Vietnamese whoever reads them
    MANAGER: "Cán bộ quản lý",
    DIGITAL_TEAM: "Tổ công nghệ số cộng đồng",
    RESIDENT: "Người dân",
}


class Misread(ValueError):
    """A cell that cannot be what its column says; `sentence` tells the officer."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def blank(cell: Cell) -> bool:
    """Whether nothing stands there."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text(cell: Cell) -> str | None:
    """The words of a cell, single spaces; a whole number without its decimal mark."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    words = " ".join(str("" if cell is None else cell).split())
    if _ERRORS.match(words):
        raise Misread(_("Ô có lỗi công thức {cell}; hãy sửa trong bảng tính.").format(cell=words))
    return words or None


def day(cell: Cell) -> str | None:
    """An ISO date: from a date, from Excel's count of days, from dd/mm/yyyy."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if counted := _of_serial(cell):
        return counted.isoformat()
    typed = text(cell)
    if typed is None:
        return None
    found = _of_text(typed)
    if found is None:
        raise Misread(
            _("“{cell}” không phải ngày; hãy ghi ngày/tháng/năm, ví dụ 05/08/2026.").format(
                cell=typed
            )
        )
    return found.isoformat()


def birth_year(cell: Cell) -> int | None:
    """The year of birth: alone, or of a whole date."""
    if isinstance(cell, date):
        return cell.year
    if isinstance(cell, int | float) and 1900 <= cell <= 2100 and cell == int(cell):
        return int(cell)
    if counted := _of_serial(cell):
        return counted.year
    typed = text(cell)
    if typed is None:
        return None
    whole = _of_text(typed)
    alone = _YEAR.fullmatch(typed)
    year = whole.year if whole else int(alone[1]) if alone else 0
    if not 1900 <= year <= 2100:
        raise Misread(
            _("“{cell}” không phải năm sinh; hãy ghi đủ bốn chữ số, ví dụ 1980.").format(cell=typed)
        )
    return year


def number(cell: Cell) -> Number | None:
    """A number, typed the Vietnamese way where it is text."""
    if isinstance(cell, bool | date | time | timedelta):
        raise Misread(_("“{cell}” không phải là số.").format(cell=text(cell) or ""))
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() else float(cell)
    typed = text(cell)
    try:
        return numbers.parse(typed or "")
    except NumberError as error:
        raise Misread(error.advice) from error


def sex(cell: Cell) -> str | None:
    """Male or female."""
    return _chosen(cell, _SEXES, _("“{cell}” không phải giới tính; hãy ghi Nam hoặc Nữ."))


def yes_no(cell: Cell) -> bool | None:
    """Đạt or not."""
    if isinstance(cell, bool):
        return cell
    typed = text(cell)
    if typed is None:
        return None
    if fold(typed) in _YES | _NO:
        return fold(typed) in _YES
    raise Misread(_("“{cell}” phải là Đạt hoặc Không đạt.").format(cell=typed))


def phone(cell: Cell) -> str | None:
    """A telephone number; the nought a spreadsheet took off comes back."""
    typed = text(cell)
    lost = isinstance(cell, int | float) and typed is not None and len(typed) in (9, 10)
    return f"0{typed}" if lost and typed and not typed.startswith("0") else typed


def roles(cell: Cell) -> list[str] | None:
    """Roles, one after the other; those we know by their Vietnamese names."""
    typed = text(cell) or ""
    found = [word.strip() for word in re.split(r"[;,]", typed) if word.strip()]
    return sorted({_ROLES.get(fold(word), word) for word in found}) or None


def _chosen(cell: Cell, choices: Mapping[str, str], sentence: str) -> str | None:
    typed = text(cell)
    if typed is None:
        return None
    if (found := choices.get(fold(typed))) is None:
        raise Misread(sentence.format(cell=typed))
    return found


def _of_serial(cell: Cell) -> date | None:
    """The day this number is, as Excel counts; None where it can be no day of a life."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    if not _FIRST_SERIAL <= cell < _LAST_SERIAL:
        return None
    return _EPOCH + timedelta(days=int(cell))


def _of_text(typed: str) -> date | None:
    """The day meant by dd/mm/yyyy, or by the ISO form."""
    if iso := _ISO.fullmatch(typed):
        year, month, day_of = int(iso[1]), int(iso[2]), int(iso[3])
    elif written := _DAY.fullmatch(typed):
        day_of, month, year = int(written[1]), int(written[2]), int(written[3])
        if len(written[3]) == 2:
            year = year + 1900 if year >= _YOUNGEST else 0
    else:
        return None
    try:
        return date(year, month, day_of)
    except ValueError:
        return None


READERS: Mapping[str, Callable[[Cell], Value]] = {
    "birth_year": birth_year,
    "sex": sex,
    "phone": phone,
    "roles": roles,
    "roster_from": day,
    "roster_to": day,
    "keep_until": day,
    "certificate_date": day,
    "as_of": day,
    "numerator": number,
    "denominator": number,
    "number": number,
    "passed": yes_no,
}


def value(field: str, cell: Cell) -> Value:
    """The cell as a value of this field, None where it is blank; Misread where it is none."""
    return None if blank(cell) else READERS.get(field, text)(cell)
