"""Tập huấn: classes, learners, attendance, results, and how far training reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from resources.words import _, many
from rules.intake.headings import ListKind
from rules.records import ENROLMENT
from ui.desk import Desk
from ui.intake import gate
from ui.intake.gate import Gate
from ui.intake.leaving import Leaving
from ui.look import SPACE
from ui.part import Part
from ui.screen import Key, Route, Screen, alt
from ui.screens.training.register import Register
from ui.screens.training.seats import Seats
from ui.subject import Subject
from ui.widgets.chips import Chip, Chips
from ui.widgets.pick import Pick
from ui.widgets.region import Hairline

if TYPE_CHECKING:
    from rules.intake.report import Report
    from ui.intake.preview import Preview

COURSES, LEARNERS, ATTENDANCE, RESULTS = "courses", "learners", "attendance", "results"
INTAKE = "intake"  # a list from a spreadsheet, while one is looked at
COVERAGE = "coverage"
_OF_ONE_CLASS = (LEARNERS, ATTENDANCE, RESULTS)


class TrainingScreen(Screen):
    """Its parts are built when they are first asked for, and share the class that is chosen."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {"course", "session", "enrolment", "attendance", "person", "unit", "evidence"}
    )

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.register = Register(desk, subject.today, self)
        self.parts: dict[str, Part] = {}
        self._behind: set[str] = set()  # parts that have not shown yet what changed
        self._makers: Mapping[str, Callable[[], Part]] = {
            COURSES: self._make_courses,
            LEARNERS: self._make_learners,
            ATTENDANCE: self._make_attendance,
            RESULTS: self._make_results,
            COVERAGE: self._make_coverage,
            INTAKE: self._make_intake,
        }
        self.chips = Chips(_("Phần của sổ tập huấn"), self)
        self.course = Pick(_("Lớp đang xem"), (), self)
        self.seats: Seats  # built with the list that is looked at
        self.gate = Gate(self)
        self.leaving = Leaving("training", desk, self)
        self.stack = QStackedWidget(self)
        top = QHBoxLayout()
        top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        top.setSpacing(SPACE.gap)
        top.addWidget(self.chips, 1)
        top.addWidget(self.course, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.gate, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.leaving)
        whole.addWidget(Hairline(self))
        whole.addWidget(self.stack, 1)
        self._say_chips()
        self.chips.chosen.connect(self.turn_to)
        self.course.edited.connect(lambda course: self.register.choose(str(course)))
        self.register.turned.connect(self._turned_class)
        self.gate.chosen.connect(self.bring_in)
        self.gate.leaving.connect(self.leaving.unfold)
        self.leaving.said.connect(self.said)
        for number, key in enumerate((COURSES, *_OF_ONE_CLASS, COVERAGE), start=1):
            self._key(f"Alt+{number}", partial(self.turn_to, key))
        self._key("F6", lambda: self.current().swap())
        self._key(gate.KEY, self.gate.choose)

    # -- what the shell asks -----------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything again; what is being typed stays."""
        self.register.read()
        if not self.parts:
            self._show(COURSES)
        self._refresh_parts()

    def flush(self) -> str:
        """Save what is being typed in any part."""
        told = [part.flush() for part in self.parts.values()]
        return next((sentence for sentence in told if sentence), "")

    def go(self, route: Route) -> None:
        """To a part, and to a class in it; "add" opens a new one."""
        self.refresh_now()
        if route.part == "add":
            self.begin_with(())
        elif route.part == INTAKE:
            self.gate.choose()
        elif route.part in self._makers:
            self.turn_to(route.part)
        if route.record:
            self.register.choose(route.record)
            self.part(COURSES).choose(route.record)

    def start(self) -> None:
        """Where work begins in the part that is shown."""
        if self.parts:
            self.current().start()

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

    def turn_to(self, key: str) -> None:
        """Show a part; what is being typed in the one before is saved."""
        told = self.current().flush() if self.parts else ""
        if told:
            self.said.emit(told)
        self._show(key)
        self.current().start()

    def bring_in(self, path: Path) -> None:
        """Look at a list of learners in a file; nothing is written yet."""
        intake, register = self.intake, self.register
        self.seats.offer(register.courses, register.course)
        intake.open(path)
        self._say_chips()
        self.turn_to(INTAKE)

    @property
    def intake(self) -> Preview:
        """The list that is to be brought in."""
        from ui.intake.preview import Preview

        part = self.part(INTAKE)
        assert isinstance(part, Preview)
        return part

    def begin_with(self, persons: Sequence[str]) -> None:
        """A new class, with these people in it."""
        from ui.screens.training.courses import CoursesPart

        self.turn_to(COURSES)
        courses = self.current()
        assert isinstance(courses, CoursesPart)
        courses.begin(persons)

    def current(self) -> Part:
        """The part that is shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Part)
        return shown

    def part(self, key: str) -> Part:
        """A part, built when it is first asked for."""
        if key not in self.parts:
            made = self._makers[key]()
            made.said.connect(self.said)
            self.parts[key] = made
            self.stack.addWidget(made)
            made.refresh()
        return self.parts[key]

    def _show(self, key: str) -> None:
        part = self.part(key)
        self._catch_up(part)
        self.stack.setCurrentWidget(part)
        self.chips.choose(key)
        self.course.setVisible(key in _OF_ONE_CLASS and bool(self.register.courses))

    def _make_courses(self) -> Part:
        from ui.screens.training.courses import CoursesPart

        part = CoursesPart(self.desk, self.register, self.stack)
        part.wanted.connect(self.turn_to)
        return part

    def _make_learners(self) -> Part:
        from ui.intake.arriving import Arriving
        from ui.screens.training.learners import LearnersPart

        part = LearnersPart(self.desk, self.register, self.stack)
        Arriving(part, self.bring_in)
        return part

    def _make_attendance(self) -> Part:
        from ui.screens.training.attendance import AttendancePart

        part = AttendancePart(self.desk, self.register, self.stack)
        part.wanted.connect(self.turn_to)
        return part

    def _make_results(self) -> Part:
        from ui.screens.training.results import ResultsPart

        return ResultsPart(self.desk, self.register, self.stack)

    def _make_intake(self) -> Part:
        from ui.intake.arriving import Arriving
        from ui.intake.preview import Preview

        self.seats = Seats(self.stack)
        part = Preview(ListKind.TRAINING, self.desk, self.stack, self.seats)
        part.another.connect(self.gate.choose)
        part.brought.connect(self._brought)
        part.closed.connect(lambda: self.turn_to(LEARNERS))
        Arriving(part, self.bring_in)
        return part

    def _make_coverage(self) -> Part:
        from ui.screens.training.coverage import CoveragePart

        part = CoveragePart(self.desk, self.register, self.stack)
        part.class_wanted.connect(self.begin_with)
        return part

    # -- inside ------------------------------------------------------------------------------

    def _brought(self, report: Report) -> None:
        """The class that the learners are in now is the one that is looked at."""
        seats = [each.values for each in report.wanted() if each.type == ENROLMENT.name]
        self.register.read()
        for seat in seats[:1]:
            self.register.choose(str(seat.get("course")))

    def _turned_class(self) -> None:
        self._refresh_parts()

    def _refresh_parts(self) -> None:
        """The part that is shown; the others when they are."""
        self._behind = set(self.parts)
        self._catch_up(self.current())
        self._say_class()
        self._say_chips()

    def _catch_up(self, shown: Part) -> None:
        key = next(key for key, part in self.parts.items() if part is shown)
        if key in self._behind:
            self._behind.discard(key)
            shown.refresh()

    def _say_class(self) -> None:
        chosen = self.register.course
        self.course.offer((each.id, each.title) for each in self.register.courses)
        self.course.setValue(chosen.id if chosen else None)

    def _say_chips(self) -> None:
        bringing = INTAKE in self.parts and self.intake.path is not None
        chosen = self.chips.current()
        classes, learners = len(self.register.courses), len(self.register.learners)
        self.chips.show_chips(
            [
                Chip(COURSES, _("Lớp"), classes, many("{n} lớp", classes)),
                Chip(LEARNERS, _("Học viên"), learners, many("{n} học viên", learners)),
                Chip(ATTENDANCE, _("Điểm danh"), None, _("Điểm danh")),
                Chip(RESULTS, _("Kết quả"), None, _("Kết quả và chứng nhận")),
                Chip(COVERAGE, _("Độ phủ"), None, _("Độ phủ của tập huấn")),
                *([Chip(INTAKE, _("Đang đưa vào"), None, _("Đang đưa vào"))] if bringing else []),
            ]
        )
        self.chips.choose(chosen if chosen and (bringing or chosen != INTAKE) else COURSES)

    def _key(self, keys: str, deed: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(deed)
