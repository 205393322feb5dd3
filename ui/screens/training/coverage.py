"""How far training reaches: who is trained, by village, role, sex and topic, and who is not yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries import coverage as reading
from db.queries import frameworks, places
from db.queries.roster import Person, Roster
from resources.words import _, many
from rules import numbers
from rules.coverage import Coverage, Member, Question, Reach, Seat, Span
from ui import names
from ui.desk import Desk
from ui.editors import DateEditor
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Align, Bar, Column, Rows
from ui.screens.training.register import Register
from ui.sheets import framed
from ui.slots import Slot, Troubles
from ui.widgets import dates
from ui.widgets.button import Button, Kind
from ui.widgets.chips import Chip, Chips
from ui.widgets.flow import Flow
from ui.widgets.pick import Pick
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Heading, Text

_VILLAGE, _ROLE, _SEX, _TOPIC = "village", "role", "sex", "topic"
_SHARES = (100, 80, 50)  # per cent of the sessions that may be asked for
_WIDE = 760


class Group(Struct, frozen=True):
    """A row: a part of those who were asked for, or all of them."""

    key: str
    words: str
    reach: Coverage


class CoveragePart(Part):
    """The question and its answer at the left; who is not yet trained at the right."""

    class_wanted = Signal(list)  # ids of people: a new class for them

    def __init__(self, desk: Desk, register: Register, parent: QWidget | None = None) -> None:
        super().__init__("training/coverage", desk, parent, wide=_WIDE)
        self.register = register
        self.roster = Roster()
        self._members: list[Member] = []
        self._seats: list[Seat] = []
        left, right = Region(Ground.SURFACE, self.split), Region(Ground.SURFACE, self.split)
        roles = [(code, _(words)) for code, words in names.ROSTER_ROLES.items()]
        self.role = Pick(_("Vai trò"), [*roles, (None, _("Mọi người trong danh sách"))], left)
        self.first = DateEditor(left, today=register.today)
        self.last = DateEditor(left, today=register.today)
        self.topic = Pick(_("Chủ đề"), (), left)
        shares = [(each, _("{n} % số buổi").format(n=each)) for each in _SHARES]
        self.least = Pick(_("Đi đủ"), shares, left)
        self.troubles = Troubles(left)
        self.told = Text("", Type.LARGE, wrap=True, parent=left)
        self.before = Text("", Type.BODY, Role.MUTED, wrap=True, parent=left)
        self.by = Chips(_("Xem theo"), left)
        self.groups: Rows[Group] = Rows(_groups(), key=lambda each: each.key, parent=self)
        self.table = Table(self.groups, parent=left)
        self.table.setAccessibleName(_("Độ phủ"))
        self.heading = Heading(_("Chưa tập huấn"))
        self.waiting: Rows[Person] = Rows(_people(), key=lambda each: each.id, parent=self)
        self.list = Table(self.waiting, parent=right)
        self.list.setAccessibleName(_("Chưa tập huấn"))
        self.open = Button("", "add", Kind.PRIMARY, right)
        self._lay_out(left, right)
        self._listen()
        self.last.open(register.today().isoformat())

    def refresh(self) -> None:
        """Count again what is stored now; the question stays."""
        store = self.desk.store
        self._members = [
            reading.member(each) for each in self.roster.read(store, self._day()).people
        ]
        self._seats = reading.seats(store)
        titles = frameworks.topic_titles(store)
        self.topic.offer(
            [(None, _("Mọi chủ đề")), *((each, titles.get(each, each)) for each in self._taught())]
        )
        self._say_chips()
        self._answer()

    def flush(self) -> None:
        """A date that is being typed is read."""
        for editor in (self.first, self.last):
            editor.flush()
        super().flush()

    def start(self) -> None:
        """The table of groups."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the groups to the people, and back."""
        target = self.list if self.table.hasFocus() else self.table
        target.setFocus(Qt.FocusReason.TabFocusReason)

    # -- the question ------------------------------------------------------------------------

    def question(self) -> Question:
        """What is asked now."""
        role, topic, least = self.role.value(), self.topic.value(), self.least.value()
        first = self.first.value()
        return Question(
            role=role if isinstance(role, str) else None,
            span=Span(date.fromisoformat(first) if isinstance(first, str) else None, self._day()),
            topic=topic if isinstance(topic, str) else None,
            least=least if isinstance(least, int) else 100,
        )

    def _day(self) -> date:
        last = self.last.value()
        return date.fromisoformat(last) if isinstance(last, str) else self.register.today()

    # -- the answer --------------------------------------------------------------------------

    def _answer(self) -> None:
        question = self.question()
        reach = Reach(question, self._members, self._seats)
        earlier = question.span.a_year_before()
        before = Reach(replace(question, span=earlier), self._members, self._seats)
        self.told.setText(_summary(reach.whole()))
        self.before.setText(_earlier(before.whole(), earlier))
        here = self.table.currentIndex()
        held = self.groups.key_of(here) if here.isValid() else ""
        self.groups.turn_to(self._rows(reach))
        self.table.go(held)
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.groups.index(0, 0))
        self._show_waiting()

    def _rows(self, reach: Reach) -> Iterator[Group]:
        yield Group("", _("Tất cả"), reach.whole())
        part = self.by.current()
        if part == _TOPIC:
            titles = frameworks.topic_titles(self.desk.store)
            found = (
                (each, reach.of_topic(each), titles.get(each, each)) for each in self._taught()
            )
            yield from (Group(code, title, each) for code, each, title in found)
        elif part == _ROLE:
            counted = reach.by(lambda each: [r for r in names.ROSTER_ROLES if r in each.roles])
            for code, words in names.ROSTER_ROLES.items():
                if code in counted:
                    yield Group(code, _(words), counted[code])
        elif part == _SEX:
            counted = reach.by(lambda each: [each.sex])
            for sex, words in _sexes():
                if sex in counted:
                    yield Group(sex or "-", words, counted[sex])
        else:
            counted = reach.by(lambda each: [each.unit])
            for village in places.villages(self.desk.store, self._day().isoformat()):
                if village.id in counted:
                    yield Group(village.id, village.name, counted[village.id])
            if None in counted:
                yield Group("-", _("Chưa rõ thôn"), counted[None])

    def _taught(self) -> list[str]:
        return sorted({each.topic for each in self._seats if each.topic})

    def _show_waiting(self) -> None:
        index = self.table.currentIndex()
        group = self.groups.row(index) if index.isValid() else None
        ids = group.reach.waiting if group else ()
        found = [self.roster.find(each) for each in ids]
        self.waiting.turn_to([each for each in found if each is not None])
        self.heading.remark.setText(group.words if group and group.key else "")
        self._say_open()

    def _chosen(self) -> list[str]:
        """The chosen people where there are several, else everybody in the list."""
        chosen = [self.waiting.row(i) for i in self.list.selectionModel().selectedRows()]
        listed = chosen if len(chosen) > 1 else self.waiting.rows()
        return [each.id for each in listed]

    def _say_open(self) -> None:
        chosen = len(self._chosen())
        self.open.setText(many("Mở lớp &mới cho {n} người", chosen))
        self.open.setVisible(chosen > 0)

    def _say_chips(self) -> None:
        self.by.show_chips(
            [
                Chip(_VILLAGE, _("Theo thôn"), None, _("Xem theo thôn")),
                Chip(_ROLE, _("Theo vai trò"), None, _("Xem theo vai trò")),
                Chip(_SEX, _("Theo giới"), None, _("Xem theo giới")),
                Chip(_TOPIC, _("Theo chủ đề"), None, _("Xem theo chủ đề")),
            ]
        )

    # -- building ----------------------------------------------------------------------------

    def _lay_out(self, left: QWidget, right: QWidget) -> None:
        asked = Flow(SPACE.group)
        asked.add(Slot(_("Vai trò"), self.role, 22))
        asked.add(Slot(_("Từ ngày"), self.first, 14))
        asked.add(Slot(_("Đến hết ngày"), self.last, 14))
        asked.add(Slot(_("Đi đủ"), self.least, 15))
        asked.add(Slot(_("Chủ đề"), self.topic, 34))
        self.first.setPlaceholderText(_("từ đầu"))
        top = QVBoxLayout()
        top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        top.setSpacing(SPACE.gap)
        for each in (asked, self.troubles, self.told, self.before, self.by):
            top.addWidget(each)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        head, foot = QVBoxLayout(), QHBoxLayout()
        head.addWidget(self.heading)
        foot.addWidget(self.open)
        foot.addStretch(1)
        framed(right, self.list, above=head, below=foot)

    def _listen(self) -> None:
        for pick in (self.role, self.topic, self.least):
            pick.edited.connect(lambda _value: self._answer())
        for name, editor in (("first", self.first), ("last", self.last)):
            editor.edited.connect(lambda _value: self.refresh())
            editor.troubled.connect(lambda told, name=name: self.troubles.tell(name, told))
        self.by.chosen.connect(lambda _key: self._answer())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_waiting())
        self.list.selectionModel().selectionChanged.connect(lambda *_rows: self._say_open())
        self.open.clicked.connect(lambda: self.class_wanted.emit(self._chosen()))


def _summary(found: Coverage) -> str:
    if found.share is None:
        return _("Chưa có ai trong danh sách với vai trò này.")
    text = many("{trained} trong {n} người đã tập huấn: {share}", found.whole)
    return text.format(trained=len(found.trained), share=numbers.percent(found.share))


def _earlier(found: Coverage, span: Span) -> str:
    day = dates.show(span.last.isoformat())
    if found.share is None:
        return _("Cùng kỳ năm trước (đến {day}): chưa có ai trong danh sách.").format(day=day)
    text = many("Cùng kỳ năm trước (đến {day}): {trained} trong {n} người, {share}", found.whole)
    share = numbers.percent(found.share)
    return text.format(day=day, trained=len(found.trained), share=share)


def _sexes() -> tuple[tuple[str | None, str], ...]:
    return (("female", _("Nữ")), ("male", _("Nam")), (None, _("Chưa ghi giới tính")))


def _groups() -> tuple[Column[Group], ...]:
    return (
        Column(_("Nhóm"), lambda each: each.words, hint=lambda each: each.words),
        Column(_("Đã tập huấn"), lambda each: len(each.reach.trained), align=Align.END, width=12),
        Column(_("Chưa"), lambda each: len(each.reach.waiting), align=Align.END, width=8),
        Column(
            _("Tỷ lệ"),
            lambda each: each.reach.share,
            lambda share: "" if share is None else numbers.percent(share),
            bar=lambda each: None if each.reach.share is None else Bar(float(each.reach.share)),
            width=30,
        ),
    )


def _people() -> tuple[Column[Person], ...]:
    return (
        Column(_("Họ và tên"), lambda each: each.name, hint=lambda each: each.name),
        Column(_("Chức vụ"), lambda each: each.position, hint=lambda each: each.position or ""),
        Column(_("Thôn"), lambda each: each.village, width=14),
    )
