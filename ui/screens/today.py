"""Hôm nay: what is due, what came back, what is missing, how far everything has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from db.queries import places, sets, today
from db.queries.today import Day, Duty, Standing
from resources.words import _, many
from ui.agenda import Agenda, Item
from ui.desk import Desk, LineView
from ui.look import SPACE, Ground, Role, Type
from ui.screen import Key, Route, Screen
from ui.screens.checklist import filters
from ui.status import centre_words, pending_words
from ui.subject import Subject
from ui.widgets import dates
from ui.widgets.button import Button, Kind
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.progress import Progress
from ui.widgets.region import Hairline, Region
from ui.widgets.text import Text

_SOON = 7  # days
_MOST = 12  # lines under one heading; the others are counted


class Today(Screen):
    """A list at the left, one keypress from each thing; progress and the line at the right."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {"assessment", "threshold", "evidence", "review", "task", "unit", "person", "package"}
    )

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.agenda = Agenda(_("Việc hôm nay"))
        self.standings = Standings()
        self.line = LineBox(desk)
        self.first = Empty("today", "", "")
        self._pages = QStackedWidget()
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(SPACE.group, SPACE.group, 0, 0)
        row.setSpacing(SPACE.group)
        row.addWidget(self.agenda, 3)
        row.addWidget(Hairline(upright=True))
        row.addWidget(self._aside(), 2)
        self._pages.addWidget(work)
        self._pages.addWidget(self.first)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.agenda.asked.connect(self.asked)
        self.standings.asked.connect(self.asked)
        self.line.asked.connect(self.asked)
        self.first.acted.connect(lambda: self.asked.emit(Route("checklist")))
        desk.line.changed.connect(self._again)

    def refresh(self) -> None:
        """Read the day again."""
        now = self.subject.today()
        day = today.read(self.desk.store, self.subject.criteria, self.subject.period, now)
        view = self.desk.line.view()
        self.line.show_view(view)
        if not day.answered and not day.due:
            self._welcome()
            return
        self._pages.setCurrentIndex(0)
        self.agenda.show_items(list(items(day, view, self.desk.actor, now)))
        self.standings.show_standings(day.standings)

    def start(self) -> None:
        """The list, or the first step of a new profile."""
        new = self._pages.currentIndex() == 1
        (self.first.action if new else self.agenda).setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("↑ ↓", _("Việc trước, sau")),
            Key("Enter", _("Đến nơi làm việc đó")),
            Key("1…9", _("Đến thẳng việc mang số đó")),
        )

    def _welcome(self) -> None:
        """A profile nothing was written to says the first step."""
        commune = places.commune(self.desk.store)
        self.first.say(
            _("Hồ sơ của {commune} đã sẵn sàng").format(commune=commune.name),
            _(
                "Làm việc được ngay, không cần mạng; mọi ô được lưu khi rời đi. Bước đầu tiên:"
                " mở bộ tiêu chí và nhập chỉ tiêu đầu tiên."
            ),
            _("&Mở bộ tiêu chí"),
        )
        self._pages.setCurrentIndex(1)

    def _aside(self) -> QScrollArea:
        inner = Region(Ground.SURFACE)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, SPACE.section, SPACE.group)
        column.setSpacing(SPACE.section)
        column.addWidget(self.standings)
        column.addWidget(self.line)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area


def items(day: Day, view: LineView, actor: str, now: date) -> Iterator[Item]:
    """The day as lines: what came back, what is due, what is missing."""
    yield from _section(_("Trả về"), list(_came_back(day, view)))
    due = [duty for duty in day.due if duty.days <= _SOON or duty.owner == actor]
    yield from _section(_("Đến hạn"), [_due(duty, now) for duty in due])
    later = len(day.due) - len(due)
    remark = many("{n} việc có hạn sau đó", later) if later else ""
    yield from _section(_("Tiếp theo"), list(_open(day)), remark)


def _section(title: str, found: Sequence[Item], remark: str = "") -> Iterator[Item]:
    if not found and not remark:
        return
    more = len(found) - _MOST
    yield Item(title, many("và {n} việc nữa", more) if more > 0 else remark)
    yield from found[:_MOST]


def _came_back(day: Day, view: LineView) -> Iterator[Item]:
    for duty in day.returned:
        text = _named(duty)
        if duty.words:
            text = _("{indicator}: “{words}”").format(indicator=duty.indicator, words=duty.words)
        yield Item(text, _("Trả lại"), "returned", Role.RETURNED, _to(duty))
    for duty in day.disputed:
        yield Item(_named(duty), _("Xung đột"), "conflict", Role.CONFLICT, _to(duty))
    if view.refused:
        told = many("Trung tâm từ chối {n} thay đổi", view.refused)
        yield Item(told, _("Cần sửa"), "error", Role.DANGER, Route("sync", part="refused"))
    if view.conflicts and not day.disputed:
        told = many("{n} xung đột chưa giải quyết", view.conflicts)
        yield Item(told, "", "conflict", Role.CONFLICT, Route("sync", part="conflicts"))


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


def _named(duty: Duty) -> str:
    return f"{duty.indicator} {duty.title}"


def _to(duty: Duty) -> Route:
    return Route("checklist", duty.set, duty.period, duty.indicator)


class Standings(QWidget):
    """How far the sets have come."""

    asked = Signal(object)  # a Route

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Standing, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.section)

    def show_standings(self, standings: Sequence[Standing]) -> None:
        """Show these, each with its counts as ways to them."""
        if tuple(standings) == self._shown:
            return
        self._shown = tuple(standings)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for standing in standings:
            self._column.addWidget(self._one(standing))

    def _one(self, standing: Standing) -> QWidget:
        counts = standing.progress
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(Text(sets.short_title(standing.criteria.title), Type.STRONG, wrap=True))
        progress = Progress()
        progress.passed(counts.passed, counts.total)
        column.addWidget(progress)
        told = _("{period} · {passed}/{total} tiêu chí đạt").format(
            period=standing.period.label(),
            passed=standing.passed_criteria,
            total=len(standing.criteria.criteria),
        )
        column.addWidget(Text(told, Type.SMALL, Role.MUTED, wrap=True))
        ways = Flow(SPACE.tight)
        for n, words, key in (
            (counts.missing, many("Thiếu {n}", counts.missing), filters.MISSING),
            (
                counts.failed + counts.needs_review,
                many("Chưa đạt {n}", counts.failed + counts.needs_review),
                filters.FAILED,
            ),
            (
                counts.no_threshold,
                many("Chưa có ngưỡng {n}", counts.no_threshold),
                filters.ALL,
            ),
        ):
            if n:
                way = Button(words, kind=Kind.QUIET)
                route = Route("checklist", standing.criteria.id, str(standing.period), part=key)
                way.clicked.connect(lambda _checked, route=route: self.asked.emit(route))
                ways.add(way)
        column.addWidget(ways)
        return box


class LineBox(QWidget):
    """How things stand with the centre, and the one thing to do about it."""

    asked = Signal(object)  # a Route

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pending = Text("", wrap=True)
        self._sentence = Text("", Type.SMALL, Role.MUTED, wrap=True)
        self.act = Button("", "sync")
        self.act.clicked.connect(lambda: self.asked.emit(Route("sync")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(Text(_("Gửi lên trung tâm"), Type.STRONG))
        column.addWidget(self._pending)
        column.addWidget(self._sentence)
        column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)

    def show_view(self, view: LineView) -> None:
        """Say how things stand."""
        self._pending.setText(pending_words(view))
        self._sentence.setText(view.sentence or centre_words(view)[0])
        self.act.setText(_("Mở mục Đồng bộ") if view.enrolled else _("Đăng ký máy này"))
