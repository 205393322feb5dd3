"""The sessions of a class: day, hours and content in a table, one more with a button."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands import training as deeds
from db.queries.training import Session
from resources.words import _, many
from rules import daytime
from rules.daytime import DaytimeError
from rules.record import Values
from ui import cells, drafts, look, trouble
from ui.desk import Desk
from ui.form import stored
from ui.look import SPACE, Role
from ui.rows import Align, Column, Entry, Rows, written
from ui.screen import Route
from ui.screens.training.register import Register
from ui.widgets import dates
from ui.widgets.button import Button, Kind
from ui.widgets.message import Message
from ui.widgets.table import Table
from ui.widgets.text import Heading

_FIELDS = ("day", "begins", "ends", "hours", "content")
_TIMES = ("begins", "ends")


class SessionsBox(QWidget):
    """Each cell is saved when it is left."""

    said = Signal(str)

    def __init__(self, desk: Desk, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._register = desk, register
        self.heading = Heading(_("Các buổi học"))
        self.add = Button(_("Thêm b&uổi"), "add", Kind.QUIET)
        self.remove = Button(_("Bỏ buổi đang chọn"), "remove", Kind.QUIET)
        self.heading.put(self.add)
        self.heading.put(self.remove)
        self.rows: Rows[Session] = Rows(_columns(), key=lambda each: each.id, parent=self)
        self.table = Table(self.rows, entry=True)
        self.table.setAccessibleName(_("Các buổi học"))
        self.message = Message()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        for part in (self.heading, self.table, self.message):
            column.addWidget(part)
        self.rows.typed.connect(self._typed)
        cells.tell_in(self.rows, self.message)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)

    def refresh(self) -> None:
        """Show the sessions of the chosen class."""
        sessions, course = self._register.sessions, self._register.course
        if course is not None:
            self._turn_to(course.id)
        self.rows.replace(sessions)
        self.table.setVisible(bool(sessions))
        self.remove.setVisible(bool(sessions))
        self.heading.remark.setText(
            many("{n} buổi", len(sessions)) if sessions else _("chưa có buổi nào")
        )
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(len(sessions) * look.row_height() + header + 2)

    def flush(self) -> None:
        """Save the cell that is being typed in."""
        self.table.flush()

    def _turn_to(self, course: str) -> None:
        """The cells of this class, and what waits in them."""
        desk, route = self._desk, Route("training", part="courses", record=course)
        where = drafts.record(desk.store, "course", course, route)
        self.rows.shelve(desk.drafts.shelf(where, course, "sessions"))

    def _typed(self, session: Session, column: int, value: object) -> None:
        field, desk = _FIELDS[column], self._desk
        told = self._say(session, {field: stored(value)}, field)
        if told:
            self.rows.keep(self.rows.find(session.id, column), written(value), told)
        else:
            desk.wrote("session")

    def _say(self, session: Session, values: Values, field: str) -> str:
        desk, value = self._desk, values[field]
        if field in _TIMES and isinstance(value, str):
            try:
                values = {field: daytime.read(value)}
            except DaytimeError as error:
                return str(error)
        if field == "day" and value is None:
            return _("Buổi học cần có ngày; hãy ghi ngày, hoặc bỏ buổi này.")
        return trouble.attempt(
            lambda: deeds.describe_session(desk.store, desk.actor, session.id, values)
        )

    def _add(self) -> None:
        """The day after the last one, at the same hours: most classes run so."""
        desk, register = self._desk, self._register
        course, last = register.course, next(iter(register.sessions[-1:]), None)
        if course is None:
            return
        day = register.today()
        values: Values = {}
        if last is not None:
            day = date.fromisoformat(last.day) + timedelta(days=1)
            values = {"begins": last.begins, "ends": last.ends, "hours": last.hours}
        made: list[str] = []
        told = trouble.attempt(
            lambda: made.append(
                deeds.add_session(desk.store, desk.actor, course.id, day.isoformat(), **values)
            )
        )
        if told:
            self.message.say(Role.DANGER, told)
            return
        register.read()
        self.refresh()
        self.table.go(made[0])
        self.table.setFocus()
        desk.wrote("session")

    def _remove(self) -> None:
        index, desk = self.table.currentIndex(), self._desk
        if not index.isValid():
            self.message.say(Role.INFO, _("Hãy chọn buổi cần bỏ trong bảng."))
            return
        session = self.rows.row(index)
        told = trouble.attempt(lambda: deeds.remove_session(desk.store, desk.actor, session.id))
        if told:
            self.message.say(Role.DANGER, told)
            return
        self.rows.drop_row(session.id)
        desk.wrote("session", "attendance")
        day = dates.show(session.day)
        self.said.emit(
            _("Đã bỏ buổi {day} và điểm danh của buổi. Nhấn Ctrl+Z để lấy lại.").format(day=day)
        )


def _columns() -> tuple[Column[Session], ...]:
    return (
        Column(_("Ngày"), lambda each: each.day, _day, entry=Entry.DATE, width=15),
        Column(_("Từ giờ"), lambda each: each.begins, entry=Entry.TEXT, width=9),
        Column(_("Đến giờ"), lambda each: each.ends, entry=Entry.TEXT, width=9),
        Column(_("Số giờ"), lambda each: each.hours, align=Align.END, entry=Entry.NUMBER, width=9),
        Column(_("Nội dung"), lambda each: each.content, entry=Entry.TEXT),
    )


def _day(iso: object) -> str:
    return dates.show(iso if isinstance(iso, str) else None)
