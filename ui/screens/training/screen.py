"""Tập huấn: classes, learners, attendance, results, and how far training reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from resources.words import _, many
from rules.intake.headings import ListKind
from rules.records import ENROLMENT
from ui.desk import Desk
from ui.intake import gate
from ui.intake.place import INTAKE, UNDERWAY, ListPlace, Underway
from ui.part import Part
from ui.screen import Key, Route, alt
from ui.screens.training.register import Register
from ui.screens.training.seats import Seats
from ui.subject import Subject
from ui.widgets.chips import Chip
from ui.widgets.pick import Pick

if TYPE_CHECKING:
    from rules.intake.report import Report
    from ui.intake.preview import Preview

COURSES, LEARNERS, ATTENDANCE, RESULTS = "courses", "learners", "attendance", "results"
COVERAGE = "coverage"
_OF_ONE_CLASS = (LEARNERS, ATTENDANCE, RESULTS)


class TrainingScreen(ListPlace):
    """Its parts are built when they are first asked for, and share the class that is chosen."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {"course", "session", "enrolment", "attendance", "person", "unit", "evidence"}
    )
    order: ClassVar[tuple[str, ...]] = (COURSES, *_OF_ONE_CLASS, COVERAGE)
    home: ClassVar[str] = LEARNERS
    list_kind: ClassVar[str] = "training"
    goes_out: ClassVar[Mapping[str, str]] = {COURSES: "courses"}

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, _("Phần của sổ tập huấn"), parent)
        self.register = Register(desk, subject.today, self)
        self.seats: Seats  # built with the list that is looked at
        self.course = Pick(_("Lớp đang xem"), (), self)
        self.top.insertWidget(1, self.course, 0, Qt.AlignmentFlag.AlignTop)
        self.course.edited.connect(lambda course: self.register.choose(str(course)))
        self.register.turned.connect(self.refresh_parts)

    # -- what the shell asks -----------------------------------------------------------------

    def read(self) -> None:
        """Read what the parts share."""
        self.register.read()

    def go(self, route: Route) -> None:
        """To a part, and to a class in it; "add" opens a new one."""
        self.refresh_now()
        if route.part == "add":
            self.begin_with(())
        elif route.part == INTAKE:
            self.gate.choose()
        elif route.part == UNDERWAY:
            self.turn_to(INTAKE)
        elif route.part in self.order:
            self.turn_to(route.part)
        if route.record:
            self.register.choose(route.record)
            self.part(COURSES).choose(route.record)

    def keys(self) -> tuple[Key, ...]:
        """The keys of this place."""
        return (
            Key("Alt+1…5", _("Lớp, học viên, điểm danh, kết quả, độ phủ")),
            Key("Ctrl+F", _("Tìm trong danh sách, không cần dấu")),
            Key("Enter", _("Vào biểu của dòng đang chọn; thêm người đang chọn vào lớp")),
            Key("F6", _("Qua lại giữa danh sách và biểu")),
            Key(alt(_("Thêm &lớp")), _("Thêm lớp; thêm người vào lớp")),
            Key("C V P", _("Điểm danh: có mặt, vắng, có phép; rồi xuống người sau")),
            Key("Shift+C", _("Điểm danh cả buổi (Shift+V, Shift+P cũng vậy)")),
            Key("Delete", _("Bỏ những dòng hoặc ô đang chọn")),
            Key(gate.KEY, _("Đưa danh sách từ bảng tính vào")),
        )

    # -- the parts ---------------------------------------------------------------------------

    def bring_in(self, path: Path) -> None:
        """Look at a list of learners, for the class in hand or a new one."""
        register = self.register
        self.part(INTAKE)
        self.seats.offer(register.courses, register.course)
        super().bring_in(path)

    def resume(self, held: object) -> None:
        """Go on with lists that are on their way, for the class they were for."""
        assert isinstance(held, Underway)
        if held.coming is not None:
            self.refresh_now()
            self.part(INTAKE)
            self.seats.offer(self.register.courses, None)
            self.seats.take(held.coming.choice)
        super().resume(held)

    def begin_with(self, persons: Sequence[str]) -> None:
        """A new class, with these people in it."""
        from ui.screens.training.courses import CoursesPart

        self.turn_to(COURSES)
        courses = self.current()
        assert isinstance(courses, CoursesPart)
        courses.begin(persons)

    def own(self, key: str) -> Part:
        """Build a part."""
        makers: Mapping[str, Callable[[], Part]] = {
            COURSES: self._make_courses,
            LEARNERS: self._make_learners,
            ATTENDANCE: self._make_attendance,
            RESULTS: self._make_results,
            COVERAGE: self._make_coverage,
        }
        return makers[key]()

    def preview(self) -> Preview:
        """Build the part in which a list of learners is looked at."""
        from ui.intake.preview import Preview

        self.seats = Seats(self.stack)
        part = Preview(ListKind.TRAINING, self.desk, self.stack, self.seats)
        part.brought.connect(self._brought)
        return part

    def own_chips(self) -> Sequence[Chip]:
        """The parts, with how many classes and learners there are."""
        classes, learners = len(self.register.courses), len(self.register.learners)
        return (
            Chip(COURSES, _("Các lớp"), classes, many("{n} lớp", classes)),
            Chip(LEARNERS, _("Học viên"), learners, many("{n} học viên", learners)),
            Chip(ATTENDANCE, _("Điểm danh"), None, _("Điểm danh")),
            Chip(RESULTS, _("Kết quả"), None, _("Kết quả và chứng nhận")),
            Chip(COVERAGE, _("Độ phủ"), None, _("Độ phủ của tập huấn")),
        )

    def refresh_parts(self) -> None:
        """The part that is shown, and which class it is about."""
        super().refresh_parts()
        chosen = self.register.course
        self.course.offer((each.id, each.title) for each in self.register.courses)
        self.course.setValue(chosen.id if chosen else None)

    def _show(self, key: str) -> None:
        super()._show(key)
        self.course.setVisible(key in _OF_ONE_CLASS and bool(self.register.courses))

    def _make_courses(self) -> Part:
        from ui.screens.training.courses import CoursesPart

        part = CoursesPart(self.desk, self.register, self.stack)
        part.wanted.connect(self.turn_to)
        return part

    def _make_learners(self) -> Part:
        from ui.screens.training.learners import LearnersPart

        return LearnersPart(self.desk, self.register, self.stack)

    def _make_attendance(self) -> Part:
        from ui.screens.training.attendance import AttendancePart

        part = AttendancePart(self.desk, self.register, self.stack)
        part.wanted.connect(self.turn_to)
        return part

    def _make_results(self) -> Part:
        from ui.screens.training.results import ResultsPart

        return ResultsPart(self.desk, self.register, self.stack)

    def _make_coverage(self) -> Part:
        from ui.screens.training.coverage import CoveragePart

        part = CoveragePart(self.desk, self.register, self.stack)
        part.class_wanted.connect(self.begin_with)
        return part

    def _brought(self, report: Report) -> None:
        """The class that the learners are in now is the one that is looked at."""
        seats = [each.values for each in report.wanted() if each.type == ENROLMENT.name]
        self.register.read()
        for seat in seats[:1]:
            self.register.choose(str(seat.get("course")))
