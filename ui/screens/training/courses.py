"""All classes: found while typing, the chosen one beside them in its form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from db.commands import training as deeds
from db.queries import training
from db.queries.training import Course
from resources.words import _, many
from ui import trouble
from ui.desk import Desk
from ui.listed import ListedPart
from ui.look import SPACE, Role
from ui.rows import Align, Column
from ui.screens.training.course import CoursePage, NewCourse
from ui.screens.training.register import Register
from ui.widgets import dates
from ui.widgets.search import Search


class CoursesPart(ListedPart[Course]):
    """The list at the left, one class or a new one at the right."""

    def __init__(self, desk: Desk, register: Register, parent: QWidget | None = None) -> None:
        super().__init__("training", "courses", desk, _columns(), lambda each: each.id, parent)
        self.register = register
        self.search = Search(_("Tìm lớp, mã lớp, địa điểm"), QKeySequence("Ctrl+F"), self.left)
        self.above.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        self.above.addWidget(self.search)
        self.table.setAccessibleName(_("Danh sách lớp"))
        self.add.setText(_("Thêm &lớp"))
        self.page = CoursePage(desk, register, self.right)
        self.fresh = NewCourse(desk, self.right)
        self.furnish(self.page, self.fresh)
        self.search.sought.connect(lambda _query: self.refresh())
        self.search.descended.connect(self.start)
        self.fresh.opened.connect(self._opened)
        self.page.removing.connect(self.remove)
        self.page.wanted.connect(self.wanted)
        self.page.said.connect(self.said)
        self.page.sessions.said.connect(self.said)

    def listed(self) -> Sequence[Course]:
        """Those that are searched for."""
        return training.matching_courses(self.register.courses, self.search.text())

    def chosen(self) -> str:
        """The class in hand."""
        return self.register.course.id if self.register.course else ""

    def turn(self, record: str) -> None:
        """Take another class in hand."""
        self.register.choose(record)

    def choose(self, record: str) -> None:
        """Go to a class, whatever was searched for."""
        if not self.rows.find(record).isValid():
            self.search.clear()
        super().choose(record)

    def begin_new(self) -> None:
        """A new class."""
        self.begin()

    def begin(self, persons: Sequence[str] = ()) -> None:
        """A new class, with these people in it."""
        self.fresh.begin(persons)
        self.show_fresh()

    def start_empty(self) -> None:
        """The search: nothing is found, or nothing is there yet."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self) -> None:
        """How many are shown, and what belongs here."""
        shown, whole = self.rows.rowCount(), len(self.register.courses)
        if shown == whole:
            self.count.setText(many("{n} lớp", whole))
        else:
            self.count.setText(_("{shown} trong {whole} lớp").format(shown=shown, whole=whole))
        if whole:
            self.nothing.say(_("Không có lớp như vậy"), _("Gõ ít chữ hơn."), "")
        else:
            self.nothing.say(
                _("Chưa có lớp nào"),
                _("Lớp, buổi học, học viên và điểm danh được ghi ở đây."),
                _("Mở lớp đầu tiên"),
            )

    def remove(self) -> None:
        """Take the chosen class out, with all that belongs to it."""
        course, desk = self.register.course, self.desk
        if course is None:
            return
        told = trouble.attempt(lambda: deeds.remove_course(desk.store, desk.actor, course.id))
        if told:
            self.page.message.say(Role.DANGER, told)
            return
        self.page.form.let_go()
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


def _columns() -> tuple[Column[Course], ...]:
    return (
        Column(_("Lớp"), lambda each: each.title, hint=lambda each: each.title),
        Column(_("Ngày"), lambda each: each.last, _day, width=12),
        Column(_("Học viên"), lambda each: each.learners, align=Align.END, width=9),
    )


def _day(iso: object) -> str:
    return dates.show(iso) if isinstance(iso, str) else _("chưa học")
