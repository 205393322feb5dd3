"""How an authority writes its own name, days and numbers; dots are filled in by hand."""

from __future__ import annotations

from datetime import date

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PREPARED_BY, HEAD = "NGƯỜI LẬP", "THỦ TRƯỞNG ĐƠN VỊ"
PREPARED_HOW, HEAD_HOW = "(Ký, ghi rõ họ tên)", "(Ký, đóng dấu, ghi rõ họ tên)"
NUMBER = "Số: ......................"
BLANK = "......................"
_KINDS = ("Xã ", "Phường ", "Thị trấn ", "Đặc khu ")


def agency(commune: str) -> tuple[str, ...]:
    """The people's committee of "Xã Vinh Lộc", as it stands at the head of a paper."""
    return "ỦY BAN NHÂN DÂN", commune.upper()


def committee(commune: str) -> str:
    """The same within a sentence."""
    return f"Ủy ban nhân dân {commune[:1].lower()}{commune[1:]}"


def place_and_day(commune: str) -> str:
    """ "Vinh Lộc, ngày ... tháng ... năm ...": the day of signing is not known before."""
    kind = next((each for each in _KINDS if commune.startswith(each)), "")
    return f"{commune.removeprefix(kind)}, {day(None)}"


def day(iso: str | None) -> str:
    """A day in words, with 0 before days under 10 and before months 1 and 2.

    30/2020/NĐ-CP, annex I, part II, section I, point 4.
    """
    if iso is None:
        return "ngày ..... tháng ..... năm ........"
    then = date.fromisoformat(iso)
    month = f"{then.month:02}" if then.month < 3 else f"{then.month}"
    return f"ngày {then.day:02} tháng {month} năm {then.year}"


def short(iso: str | None) -> str:
    """A day in a cell: 05/03/2026."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def numbered(number: str | None, iso: str | None) -> str:
    """A document by its number and day."""
    return f"số {number or BLANK} {day(iso)}"
