"""How pages say dates, results and sizes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from msgspec import Struct

from resources import units
from resources.criteria import Comparison
from resources.targets import Target
from resources.words import N_, _, many
from rules.explain import result_word
from rules.numbers import show
from rules.scoring import Result

HOME = timezone(timedelta(hours=7))  # where the offices are
LATE = timedelta(days=7)  # without a sending, a commune is shown as late
_SIGNS = {
    Comparison.AT_LEAST: "≥",
    Comparison.AT_MOST: "≤",
    Comparison.MORE_THAN: ">",
    Comparison.LESS_THAN: "<",
    Comparison.EQUAL: "=",
}
_FIELDS = {
    "passed": N_("Kết quả tự đánh giá"),
    "numerator": N_("Tử số"),
    "denominator": N_("Mẫu số"),
    "number": N_("Giá trị"),
    "text": N_("Nhận xét"),
    "note": N_("Ghi chú"),
    "as_of": N_("Số liệu đến ngày"),
    "deleted": N_("Xoá bản ghi"),
}


class Mark(Struct, frozen=True):
    """A status: never colour alone, but an icon and a word too."""

    icon: str  # a file of resources/icons
    tone: str  # a class of the style sheet
    word: str


def result_mark(result: Result) -> Mark:
    """The mark of an indicator's or a criterion's result."""
    icon = "review" if result is Result.NEEDS_REVIEW else result.value
    return Mark(icon, icon, result_word(result))


def met_mark(met: bool | None, *, closed: bool) -> Mark:
    """The mark of a target."""
    if closed:
        return Mark("lock", "no_threshold", _("Đã khép lại"))
    if met is None:
        return Mark("missing", "missing", _("Chưa xác định"))
    if met:
        return Mark("passed", "passed", _("Đạt mục tiêu"))
    return Mark("failed", "failed", _("Chưa đạt mục tiêu"))


def wanted(target: Target) -> str:
    """What a target asks for: "≥ 80 %"."""
    if target.comparison is None or target.value is None:
        return _("không nêu con số")
    sign = _SIGNS.get(target.comparison, "")
    return f"{sign} {show(target.value)} {target.unit or ''}".strip()


def moment(stamp: str | None) -> str:
    """A stored time as people read it, at home: "23/11/2026 14:02"."""
    if not stamp:
        return _("chưa có")
    try:
        read = datetime.fromisoformat(stamp)
        home = read.astimezone(HOME) if read.tzinfo else read
    except (ValueError, OverflowError):
        return stamp
    return f"{home.day}/{home.month}/{home.year} {home:%H:%M}"


def former_unit(code: str) -> str:
    """What a commune that is no more was called; its code may be another one's now."""
    known = units.hue() if units.hue().holders(code) else units.country()
    gone = [unit.name for unit in known.holders(code) if unit.valid_to is not None]
    return gone[-1] if gone else code


def day(iso: str | None) -> str:
    """A stored date as people read it: "23/11/2026"."""
    year, _dash, rest = (iso or "").partition("-")
    month, _dash, number = rest.partition("-")
    if not (year.isdecimal() and month.isdecimal() and number.isdecimal()):
        return iso or ""
    return f"{int(number)}/{int(month)}/{year}"


def ago(stamp: str | None, now: datetime | None = None) -> str:
    """How long ago, in whole days at home."""
    if not stamp:
        return _("chưa gửi lần nào")
    today = (now or datetime.now(UTC)).astimezone(HOME).date()
    days = (today - datetime.fromisoformat(stamp).astimezone(HOME).date()).days
    if days <= 0:
        return _("hôm nay")
    return _("hôm qua") if days == 1 else many("{n} ngày trước", days)


def is_late(stamp: str | None, now: datetime | None = None) -> bool:
    """Whether a commune has not sent anything for a week."""
    if not stamp:
        return True
    return (now or datetime.now(UTC)) - datetime.fromisoformat(stamp) > LATE


def size(bytes_: int) -> str:
    """A file's size: "1,2 MB"."""
    if bytes_ < 1024:
        return f"{bytes_} B"
    if bytes_ < 1024 * 1024:
        return f"{show(bytes_ / 1024, 0)} kB"
    return f"{show(bytes_ / 1024 / 1024, 1)} MB"


def field_word(name: str) -> str:
    """A field of an answer, as officers call it."""
    return _(_FIELDS[name]) if name in _FIELDS else name


def value_word(value: object) -> str:
    """A value of a field, as people read it."""
    if value is None or value == "":
        return _("chưa có số liệu")
    if isinstance(value, bool):
        return _("Đạt") if value else _("Chưa đạt")
    return show(value) if isinstance(value, int | float) else str(value)
