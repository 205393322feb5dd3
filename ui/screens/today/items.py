"""The day as lines of an agenda: what came back, what is due, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from db.queries import sets
from db.queries.today import Day, Duty
from resources.words import _, many
from rules.belief import Doubt
from ui.agenda import Item
from ui.desk import Heir, KeysView, LineView
from ui.look import Role
from ui.screen import Route
from ui.screens.checklist import filters
from ui.widgets import dates

_SOON = 7  # days
_MOST = 12  # lines under one heading; the others are counted


def items(
    day: Day,
    view: LineView,
    keys: KeysView,
    actor: str,
    now: date,
    clock: Doubt | None = None,
    heirs: Sequence[Heir] = (),
) -> Iterator[Item]:
    """The day as lines: what came back, what is due, what is missing."""
    yield from _section(_("Sáp nhập"), list(_merged(heirs)))
    yield from _section(_("Trả về"), list(_came_back(day, view)))
    due = [duty for duty in day.due if duty.days <= _SOON or duty.owner == actor]
    yield from _section(_("Đến hạn"), [_due(duty, now) for duty in due])
    later = len(day.due) - len(due)
    remark = many("{n} việc có hạn sau đó", later) if later else ""
    yield from _section(_("Tiếp theo"), list(_open(day)), remark)
    yield from _section(_("An toàn dữ liệu"), [*_unsafe(keys), *_odd(clock)])


def _section(title: str, found: Sequence[Item], remark: str = "") -> Iterator[Item]:
    if not found and not remark:
        return
    more = len(found) - _MOST
    yield Item(title, many("và {n} việc nữa", more) if more > 0 else remark)
    yield from found[:_MOST]


def _merged(heirs: Sequence[Heir]) -> Iterator[Item]:
    """A commune that is another one now."""
    if heirs:
        names = ", ".join(each.name for each in heirs)
        told = _("Xã này đã nhập vào {communes}; chuyển hồ sơ sang xã mới").format(communes=names)
        yield Item(
            told, _("Xem cách làm"), "forward", Role.INFO, Route("settings", part="succession")
        )


def _came_back(day: Day, view: LineView) -> Iterator[Item]:
    if view.refused:
        yield _refused(view)
    for duty in day.returned:
        text = _named(duty)
        if duty.words:
            text = _("{indicator}: “{words}”").format(indicator=duty.indicator, words=duty.words)
        yield Item(text, _("Trả lại"), "returned", Role.RETURNED, _to(duty))
    for duty in day.disputed:
        yield Item(_named(duty), _("Xung đột"), "conflict", Role.CONFLICT, _to(duty))
    if n := day.disputed_elsewhere:
        told = (
            many("{n} bản ghi khác có xung đột chưa giải quyết", n)
            if day.disputed
            else many("{n} bản ghi có xung đột chưa giải quyết", n)
        )
        yield Item(told, "", "conflict", Role.CONFLICT, Route("sync", part="conflicts"))


def _refused(view: LineView) -> Item:
    """First of all: what was refused is in no table, and nobody else will send it."""
    route = Route("sync", part="refused")
    if view.refused_much:
        told = many("{n} thay đổi bị trung tâm trả lại, không còn trong các bảng", view.refused)
        return Item(told, _("Xem ngay"), "error", Role.DANGER, route)
    told = many("Trung tâm từ chối {n} thay đổi", view.refused)
    return Item(told, _("Cần sửa"), "error", Role.DANGER, route)


def _due(duty: Duty, now: date) -> Item:
    if duty.days < 0:
        remark, role = many("quá hạn {n} ngày", -duty.days), Role.DANGER
    elif duty.days == 0:
        remark, role = _("hôm nay"), Role.WARNING
    else:
        remark, role = _("hạn {day}").format(day=dates.show(duty.due)), Role.MUTED
    text = _named(duty)
    if duty.owner_name:
        text = _("{indicator} ({owner})").format(indicator=text, owner=duty.owner_name)
    return Item(text, remark, "due", role, _to(duty))


def _open(day: Day) -> Iterator[Item]:
    """What is missing in the sets in hand, one line for each reason."""
    for standing in day.standings:
        counts = standing.progress
        short = sets.short_title(standing.criteria.title)
        told = (
            (counts.missing, filters.MISSING, "missing", Role.MISSING),
            (counts.failed + counts.needs_review, filters.FAILED, "failed", Role.FAILED),
        )
        for n, key, icon, role in told:
            if not n:
                continue
            text = (
                many("{set}: {n} chỉ tiêu thiếu số liệu", n)
                if key == filters.MISSING
                else many("{set}: {n} chỉ tiêu chưa đạt", n)
            )
            route = Route("checklist", standing.criteria.id, str(standing.period), part=key)
            yield Item(text.format(set=short), standing.period.label(), icon, role, route)


def _unsafe(keys: KeysView) -> Iterator[Item]:
    """A profile that could be locked for good; told until a code was typed from paper once."""
    if keys.encrypted and keys.code_tested is None:
        told = (
            _("Mã khôi phục chưa được thử")
            if keys.code_made
            else _("Chưa có mã khôi phục để mở hồ sơ khi quên mật khẩu hoặc hỏng máy")
        )
        yield Item(told, "", "lock", Role.WARNING, Route("settings", part="safety"))


def _odd(clock: Doubt | None) -> Iterator[Item]:
    """A clock that may be wrong."""
    if clock is not None:
        told = _("Xem lại ngày giờ của máy, đang là {day}").format(day=f"{clock.now:%d/%m/%Y}")
        yield Item(told, "", "warning", Role.WARNING, Route("sync"))


def _named(duty: Duty) -> str:
    return f"{duty.indicator} {duty.title}"


def _to(duty: Duty) -> Route:
    return Route("checklist", duty.set, duty.period, duty.indicator)
