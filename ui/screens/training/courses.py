"""All classes: found while typing, the chosen one beside them in its form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.commands import training as deeds
from db.queries import training
from db.queries.training import Course
from resources.words import _, many
from ui import trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Align, Column, Rows
from ui.screens.training.course import CoursePage, NewCourse
from ui.screens.training.register import Register
from ui.widgets import dates
from ui.widgets.button import Button
from ui.widgets.empty import Empty
from ui.widgets.region import Hairline, Region
from ui.widgets.search import Search
from ui.widgets.table import Table
from ui.widgets.text import Text


class CoursesPart(Part):
    """The list at the left, one class or a new one at the right."""

    wanted = Signal(str)  # another part of the place

    def __init__(self, desk: Desk, register: Register, parent: QWidget | None = None) -> None:
        super().__init__("training/courses", desk, parent)
        self.register = register
        self._filling = False
        left = Region(Ground.SURFACE, self.split)
        self.search = Search(_("Tìm lớp, mã lớp, địa điểm"), QKeySequence("Ctrl+F"), left)
        self.rows: Rows[Course] = Rows(_columns(), key=lambda each: each.id, parent=self)
        self.table = Table(self.rows, parent=left)
        self.table.setAccessibleName(_("Danh sách lớp"))
        self.count = Text("", Type.SMALL, Role.MUTED, parent=left)
        self.add = Button(_("Thêm &lớp"), "add", parent=left)
        self.right = QStackedWidget(self.split)
        self.page = CoursePage(desk, register, self.right)
        self.fresh = NewCourse(desk, self.right)
        self.nothing = Empty("training", "", "", parent=self.right)
        for each in (self.page, self.fresh, self.nothing):
            self.right.addWidget(each)
        self._lay_out(left)
        self._listen()

    def refresh(self) -> None:
        """All classes again; the chosen one stays chosen, what is being typed stays."""
        self._filling = True  # rows that go would choose another class meanwhile
        self.rows.replace(training.matching_courses(self.register.courses, self.search.text()))
        self._filling = False
        self._say_count()
        if not self._is_beginning():
            self._follow()

    def flush(self) -> str:
        """Save what is being typed in the form."""
        super().flush()
        return self.page.flush()

    def start(self) -> None:
        """The list, the search while it is empty, or the title of a new class."""
        if self._is_beginning():
            self.fresh.start()
        else:
            target = self.table if self.rows.rowCount() else self.search
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the list into the form, and back."""
        inside = self.right.isAncestorOf(self.focusWidget() or self.table)
        if inside:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._enter()

    def choose(self, record: str) -> None:
        """Go to a class, whatever was searched for."""
        self.register.choose(record)
        if not self.rows.find(record).isValid():
            self.search.clear()
            self.refresh()
        self.fresh.forget()
        self._follow()

    def begin(self, persons: Sequence[str] = ()) -> None:
        """A new class, with these people in it."""
        self.right.setCurrentWidget(self.fresh)
        self.fresh.begin(persons)
        self.fresh.start()

    def remove(self) -> None:
        """Take the chosen class out, with all that belongs to it."""
        course, desk = self.register.course, self.desk
        if course is None:
            return
        told = trouble.attempt(lambda: deeds.remove_course(desk.store, desk.actor, course.id))
        if told:
            self.page.message.say(Role.DANGER, told)
            return
        self.page.form.forget()
        self.register.read()
        self.refresh()
        desk.wrote("course", "session", "enrolment", "attendance")
        text = _("Đã bỏ lớp “{title}” với học viên và điểm danh. Nhấn Ctrl+Z để lấy lại.")
        self.said.emit(text.format(title=course.title))
        self.start()

    def _opened(self, course: str) -> None:
        self.register.read()
        self.choose(course)
        self.desk.wrote("course", "enrolment")
        self.page.typed["code"].setFocus(Qt.FocusReason.TabFocusReason)

    def _is_beginning(self) -> bool:
        return self.right.currentWidget() is self.fresh and self.fresh.pending()

    def _follow(self) -> None:
        """The list and the form show the class that is chosen."""
        course = self.register.course
        if course is None:
            self._say_nothing(
                _("Chưa có lớp nào"),
                _("Lớp, buổi học, học viên và điểm danh được ghi ở đây."),
                _("Mở lớp đầu tiên"),
            )
        elif not self.rows.rowCount():
            self._say_nothing(_("Không có lớp như vậy"), _("Gõ ít chữ hơn."), "")
        elif not self.rows.find(course.id).isValid():
            self.register.choose(self.rows.rows()[0].id)
        else:
            self.table.go(course.id)
            self.right.setCurrentWidget(self.page)
            self.page.refresh()

    def _say_nothing(self, title: str, sentence: str, action: str) -> None:
        self.nothing.say(title, sentence, action)
        self.right.setCurrentWidget(self.nothing)

    def _current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and not self._filling:
            self.register.choose(self.rows.row(index).id)
            self.fresh.forget()
            self._follow()

    def _enter(self) -> None:
        if self.right.currentWidget() is self.page:
            self.page.start()
        else:
            self.begin()

    def _say_count(self) -> None:
        shown, whole = self.rows.rowCount(), len(self.register.courses)
        if shown == whole:
            self.count.setText(many("{n} lớp", whole))
        else:
            self.count.setText(_("{shown} trong {whole} lớp").format(shown=shown, whole=whole))

    def _lay_out(self, left: QWidget) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        top.addWidget(self.search)
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self.count)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(Hairline(left))
        column.addLayout(foot)

    def _listen(self) -> None:
        self.search.sought.connect(lambda _query: self.refresh())
        self.search.descended.connect(self.start)
        self.table.activated.connect(lambda _index: self._enter())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._current())
        self.add.clicked.connect(lambda: self.begin())
        self.nothing.acted.connect(lambda: self.begin())
        self.fresh.opened.connect(self._opened)
        self.page.removing.connect(self.remove)
        self.page.wanted.connect(self.wanted)
        self.page.said.connect(self.said)
        self.page.sessions.said.connect(self.said)
        self.delete_in(self.table, self.remove)


def _columns() -> tuple[Column[Course], ...]:
    return (
        Column(_("Lớp"), lambda each: each.title, hint=lambda each: each.title),
        Column(_("Ngày"), lambda each: each.last, _day, width=12),
        Column(_("Học viên"), lambda each: each.learners, align=Align.END, width=9),
    )


def _day(iso: object) -> str:
    return dates.show(iso) if isinstance(iso, str) else _("chưa học")
