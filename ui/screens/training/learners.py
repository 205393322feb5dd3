"""Who is in the chosen class, and beside it everybody else the commune knows, to be added."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.commands import people as roster_deeds
from db.commands import training as deeds
from db.queries.roster import Person, Roster
from db.queries.training import Learner
from resources.words import _, many
from ui import names, trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Align, Column, Rows
from ui.screens.training.paper import PaperButton
from ui.screens.training.register import Register
from ui.sheets import framed
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.pick import Pick
from ui.widgets.region import Region
from ui.widgets.search import Search
from ui.widgets.table import Table
from ui.widgets.text import Heading, Text


class LearnersPart(Part):
    """Two lists: whoever is chosen at the right goes into the class with Enter."""

    def __init__(self, desk: Desk, register: Register, parent: QWidget | None = None) -> None:
        super().__init__("training/learners", desk, parent)
        self.register = register
        self.roster = Roster()
        left, right = Region(Ground.SURFACE, self.split), Region(Ground.SURFACE, self.split)
        self.heading = Heading(_("Học viên của lớp"))
        self.rows: Rows[Learner] = Rows(_learners(), key=lambda each: each.person, parent=self)
        self.table = Table(self.rows, parent=left)
        self.table.setAccessibleName(_("Học viên của lớp"))
        self.remove = Button(_("Bỏ khỏi lớp"), "remove", Kind.QUIET, left)
        self.invitation = PaperButton(desk, register, "invitation", _("Danh sách &mời"))
        self.signing = PaperButton(desk, register, "sign-sheet", _("Danh sách &ký nhận"))
        self.search = Search(_("Tìm người để thêm vào lớp"), QKeySequence("Ctrl+F"), right)
        self.role = Pick(
            _("Vai trò"),
            [("", _("Mọi vai trò")), *((code, _(w)) for code, w in names.ROSTER_ROLES.items())],
            right,
        )
        self.others: Rows[Person] = Rows(_people(), key=lambda each: each.id, parent=self)
        self.known = Table(self.others, parent=right)
        self.known.setAccessibleName(_("Người chưa có trong lớp"))
        self.message = Message()
        self.add = Button(_("Thêm vào &lớp"), "add", Kind.PRIMARY, right)
        self.fresh = Button("", "add", Kind.QUIET, right)
        self.count = Text("", Type.SMALL, Role.MUTED, parent=right)
        self._lay_out(left, right)
        self._listen()

    def refresh(self) -> None:
        """Both lists again."""
        self.roster.read(self.desk.store, self.register.today())
        learners = self.register.learners
        self.rows.replace(learners)
        self.heading.remark.setText(
            many("{n} người", len(learners)) if learners else _("chưa có ai")
        )
        for paper in (self.invitation, self.signing):
            paper.setEnabled(bool(learners))
        self._offer()

    def start(self) -> None:
        """The search: most often somebody is to be added."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """Between the two lists."""
        inside = self.table.hasFocus()
        (self.search if inside else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, _query: str = "") -> None:
        inside = {each.person for each in self.register.learners}
        known = self.roster.matching(self.search.text(), role=str(self.role.value() or ""))
        found = [each for each in known if each.id not in inside]
        self.others.turn_to(found)
        typed = " ".join(self.search.text().split())
        self.fresh.setText(_("Thêm người mới: {name}").format(name=typed))
        self.fresh.setVisible(bool(typed) and not found)
        if found:
            self.known.setCurrentIndex(self.others.index(0, 0))
        self._say()

    def _say(self) -> None:
        chosen = len(self._chosen())
        self.add.setText(many("Thêm {n} người vào &lớp", chosen) if chosen else _("Thêm vào &lớp"))
        self.add.setEnabled(bool(chosen) and self.register.course is not None)
        self.count.setText(many("{n} người chưa có trong lớp", self.others.rowCount()))

    def _chosen(self) -> list[Person]:
        return [self.others.row(each) for each in self.known.selectionModel().selectedRows()]

    def _add(self) -> None:
        course, desk = self.register.course, self.desk
        persons = [each.id for each in self._chosen()]
        if course is None or not persons:
            return
        row = self.known.currentIndex().row()
        told = trouble.attempt(lambda: deeds.enrol(desk.store, desk.actor, course.id, persons))
        if self._done(told):
            at = min(row, self.others.rowCount() - 1)
            if at >= 0:
                self.known.setCurrentIndex(self.others.index(at, 0))

    def _add_new(self) -> None:
        """Somebody nobody knew yet: on the roster, and in the class."""
        course, desk, name = self.register.course, self.desk, self.search.text()
        if course is None:
            return

        def add() -> None:
            person = roster_deeds.add(desk.store, desk.actor, {"full_name": name})
            deeds.enrol(desk.store, desk.actor, course.id, [person])

        if self._done(trouble.attempt(add)):
            self.search.clear()
            self._offer()
            self.start()

    def _withdraw(self) -> None:
        course, desk = self.register.course, self.desk
        chosen = [self.rows.row(each) for each in self.table.selectionModel().selectedRows()]
        if course is None or not chosen:
            return
        told = trouble.attempt(lambda: deeds.withdraw(desk.store, desk.actor, course.id, chosen))
        if self._done(told):
            self.said.emit(many("Đã bỏ {n} người khỏi lớp. Nhấn Ctrl+Z để lấy lại.", len(chosen)))

    def _done(self, told: str) -> bool:
        if told:
            self.message.say(Role.DANGER, told)
            return False
        self.message.clear()
        self.register.read()
        self.refresh()
        self.desk.wrote("person", "enrolment", "attendance")
        return True

    def _lay_out(self, left: QWidget, right: QWidget) -> None:
        deeds_inside = Flow(SPACE.gap)
        for button in (self.invitation, self.signing, self.remove):
            deeds_inside.add(button)
        head, foot = QVBoxLayout(), QHBoxLayout()
        foot.addWidget(deeds_inside)
        head.addWidget(self.heading)
        framed(left, self.table, above=head, below=foot)
        finding = QHBoxLayout()
        finding.setSpacing(SPACE.gap)
        finding.addWidget(self.search, 1)
        finding.addWidget(self.role)
        top = QVBoxLayout()
        top.setSpacing(SPACE.gap)
        top.addLayout(finding)
        top.addWidget(self.message)
        deeds_ = QHBoxLayout()
        deeds_.setSpacing(SPACE.gap)
        deeds_.addWidget(self.add)
        deeds_.addWidget(self.fresh)
        deeds_.addStretch(1)
        deeds_.addWidget(self.count)
        framed(right, self.known, above=top, below=deeds_)

    def _listen(self) -> None:
        self.search.sought.connect(self._offer)
        self.search.descended.connect(lambda: self.known.setFocus(Qt.FocusReason.OtherFocusReason))
        self.role.edited.connect(lambda _role: self._offer())
        self.known.activated.connect(lambda _index: self._add())
        self.known.selectionModel().selectionChanged.connect(lambda *_rows: self._say())
        self.add.clicked.connect(self._add)
        self.fresh.clicked.connect(self._add_new)
        self.remove.clicked.connect(self._withdraw)
        for paper in (self.invitation, self.signing):
            paper.said.connect(self.said)
            paper.failed.connect(lambda told: self.message.say(Role.DANGER, told))
        self.delete_in(self.table, self._withdraw)


def _learners() -> tuple[Column[Learner], ...]:
    return (
        Column(_("Họ và tên"), lambda each: each.name, hint=lambda each: each.position or ""),
        Column(_("Năm sinh"), lambda each: each.birth_year, _year, Align.END, width=9),
        Column(_("Thôn"), lambda each: each.village, width=14),
    )


def _people() -> tuple[Column[Person], ...]:
    return (
        Column(_("Họ và tên"), lambda each: each.name),
        Column(_("Năm sinh"), lambda each: each.birth_year, _year, Align.END, width=9),
        Column(_("Chức vụ"), lambda each: each.position),
        Column(_("Thôn"), lambda each: each.village, width=14),
    )


def _year(year: object) -> str:
    return "" if year is None else str(year)
