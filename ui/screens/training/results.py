"""What each learner got: result, mark, certificate; certificates given out in sequence."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands import training as deeds
from db.queries.papers import certified
from db.queries.training import Learner
from resources.words import _, many
from rules.intake.cells import RESULTS
from rules.record import Value, Values
from rules.text import fold
from ui import cells, drafts, trouble
from ui.desk import Desk
from ui.editors import DateEditor, TextEditor
from ui.form import stored
from ui.half import Half
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Align, Column, Entry, Rows, written
from ui.screen import Route
from ui.screens.training.paper import PaperButton
from ui.screens.training.register import Register
from ui.sheets import Sheets, stack
from ui.slots import Slot
from ui.widgets import dates
from ui.widgets.block import Block
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Heading, Text

_FIELDS = (
    "",
    "",
    "result",
    "mark",
    "certificate_no",
    "certificate_date",
    "certificate_issuer",
)
_SHORT = {"d": "passed", "x": "passed", "k": "failed", "kd": "failed"}


class Row(Struct, frozen=True):
    """A learner with how often they came."""

    learner: Learner
    attended: int
    sessions: int


class ResultsPart(Part):
    """The table at the left, giving out certificates at the right."""

    def __init__(self, desk: Desk, register: Register, parent: QWidget | None = None) -> None:
        super().__init__("training/results", desk, parent, wide=790)
        self.register = register
        left = Region(Ground.SURFACE, self.split)
        self.rows: Rows[Row] = Rows(_columns(), key=lambda each: each.learner.person, parent=self)
        self.table = Table(self.rows, entry=True, parent=left)
        self.table.setAccessibleName(_("Kết quả của học viên"))
        self.message = Message()
        self.passed = Button(_("Ai đi đủ buổi thì đạt"), "done")
        self.who = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.first = TextEditor()
        self.first.setPlaceholderText(_("ví dụ 01/CN-2026"))
        self.day = DateEditor(today=register.today)
        self.issuer = TextEditor()
        self.half = Half({"first": self.first, "day": self.day, "issuer": self.issuer})
        self.certify = Button("", "add", Kind.PRIMARY)
        self.given = PaperButton(desk, register, "certificates", _("&Sổ cấp chứng nhận"))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.split.addWidget(self._certificates())
        self.rows.typed.connect(self._typed)
        cells.tell_in(self.rows, self.message)
        self.table.pasted.connect(self._paste)
        self.table.selectionModel().selectionChanged.connect(lambda *_rows: self._say())
        self.passed.clicked.connect(self._pass)
        self.certify.clicked.connect(self._certify)
        self.given.said.connect(self.said)
        self.given.failed.connect(lambda told: self.message.say(Role.DANGER, told))

    def refresh(self) -> None:
        """Everybody in the chosen class."""
        register = self.register
        if register.course is not None:
            self._turn_to(register.course.id)
        self.rows.replace(
            Row(each, register.marks.attended(register.sessions, each), len(register.sessions))
            for each in register.learners
        )
        self._say()

    def flush(self) -> None:
        """Save the cell that is being typed in; certificates not given out yet wait."""
        self.table.flush()
        self.half.flush()
        super().flush()

    def _turn_to(self, course: str) -> None:
        """The cells of this class, and what waits in them and beside them."""
        desk, route = self.desk, Route("training", part="results", record=course)
        where = drafts.record(desk.store, "course", course, route)
        self.rows.shelve(desk.drafts.shelf(where, course, "results"))
        self.half.show(desk.drafts.shelf(where, course, "certificates"))

    def start(self) -> None:
        """The first result that is open."""
        if not self.table.currentIndex().isValid() and self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 2))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the table to the certificates, and back."""
        inside = self.table.isAncestorOf(self.focusWidget() or self.table) or self.table.hasFocus()
        (self.first if inside else self.table).setFocus(Qt.FocusReason.TabFocusReason)

    # -- results -----------------------------------------------------------------------------

    def _typed(self, row: Row, column: int, value: object) -> None:
        told = self._say_of([row.learner], _FIELDS[column], stored(value))
        if told:
            spot = self.rows.find(row.learner.person, column)
            self.rows.keep(spot, written(value), told)

    def _say_of(self, learners: list[Learner], field: str, value: Value) -> str:
        desk, course = self.desk, self.register.course
        if course is None:
            return ""
        if field == "result" and isinstance(value, str):
            meant = _result(value)
            if meant is None:
                return _("“{text}” không phải kết quả; hãy ghi Đạt hoặc Không đạt.").format(
                    text=value
                )
            value = meant
        values: Values = {field: value}
        told = trouble.attempt(
            lambda: deeds.grade(desk.store, desk.actor, course.id, learners, values)
        )
        if not told:
            self._wrote()
        return told

    def _paste(self, corner: QModelIndex, block: Block) -> None:
        """A column of results or marks from a spreadsheet; what does not fit waits in its cell."""
        from ui import pasting  # with the tables of the old encodings

        unfit = pasting.unfit(self.rows, corner, block, len(_FIELDS))
        if unfit:
            self.message.say(Role.DANGER, unfit)
            return
        rows, bad = self.rows.rows(), list[tuple[str, int, str, str]]()
        for down, line in enumerate(block):
            for right, cell in enumerate(line):
                row, column = corner.row() + down, corner.column() + right
                if row >= len(rows) or not 2 <= column < len(_FIELDS):
                    continue
                learner, value = rows[row].learner, " ".join(cell.split()) or None
                told = self._take(learner, _FIELDS[column], value)
                if told:
                    bad.append((learner.person, column, cell, told))
        self.rows.keep_all(
            (self.rows.find(person, column), cell, told) for person, column, cell, told in bad
        )

    def _take(self, learner: Learner, field: str, cell: str | None) -> str:
        """Keep a pasted cell; "" or what is wrong with it."""
        value: Value = cell
        if field == "certificate_date" and cell is not None:
            try:
                value = dates.read(cell, self.register.today())
            except dates.DateError as error:
                return error.advice
        return self._say_of([learner], field, value)

    def _pass(self) -> None:
        """Whoever came to every session, and has no result yet."""
        desk, course = self.desk, self.register.course
        came = [
            row.learner
            for row in self.rows.rows()
            if row.sessions and row.attended == row.sessions and row.learner.result is None
        ]
        if course is None or not came:
            self.message.say(Role.INFO, _("Không có ai đi đủ các buổi mà chưa có kết quả."))
            return
        told = trouble.attempt(
            lambda: deeds.grade(desk.store, desk.actor, course.id, came, {"result": "passed"})
        )
        if told:
            self.message.say(Role.DANGER, told)
            return
        self._wrote()
        self.said.emit(many("Đã ghi đạt cho {n} người. Nhấn Ctrl+Z để lấy lại.", len(came)))

    # -- certificates ------------------------------------------------------------------------

    def _chosen(self) -> list[Learner]:
        """Whose rows are chosen, where there are several; else who passed and has none."""
        indexes = self.table.selectionModel().selectedIndexes()
        numbers = sorted({each.row() for each in indexes})
        rows = self.rows.rows()
        if len(numbers) > 1:
            return [rows[each].learner for each in numbers]
        return [
            row.learner
            for row in rows
            if row.learner.result == "passed" and not row.learner.certificate_no
        ]

    def _certify(self) -> None:
        desk, course, chosen = self.desk, self.register.course, self._chosen()
        for editor in (self.first, self.day, self.issuer):
            editor.flush()
        day, issuer = self.day.value(), self.issuer.value()
        if course is None or not chosen:
            return
        given: list[str] = []
        told = self.day.trouble() or trouble.attempt(
            lambda: given.extend(
                deeds.certify(
                    desk.store,
                    desk.actor,
                    course.id,
                    chosen,
                    first=self.first.text(),
                    day=day if isinstance(day, str) else None,
                    issuer=issuer if isinstance(issuer, str) else None,
                )
            )
        )
        if told:
            self.message.say(Role.DANGER, told)
            return
        self.half.forget()
        self._wrote()
        text = many("Đã cấp {n} chứng nhận, từ {first} đến {last}.", len(given))
        self.said.emit(text.format(first=given[0], last=given[-1]))

    def _wrote(self) -> None:
        cells.tell(self.rows, self.message)
        self.register.read()
        self.refresh()
        self.desk.wrote("enrolment")

    def _say(self) -> None:
        chosen = len(self._chosen())
        whole = self.rows.rowCount()
        passed = sum(row.learner.result == "passed" for row in self.rows.rows())
        self.heading.remark.setText(
            _("{passed} trong {whole} người đạt").format(passed=passed, whole=whole)
            if whole
            else _("lớp chưa có học viên")
        )
        self.certify.setText(many("&Cấp cho {n} người", chosen))
        self.certify.setEnabled(bool(chosen))
        self.given.setEnabled(any(certified(row.learner) for row in self.rows.rows()))
        self.who.setText(
            _(
                "Cấp cho người đạt mà chưa có chứng nhận, hoặc cho những dòng đang chọn;"
                " số tăng dần theo thứ tự của danh sách."
            )
        )

    def _certificates(self) -> QWidget:
        self.heading = Heading(_("Kết quả"))
        fields, buttons, results = Flow(SPACE.group), Flow(SPACE.gap), Flow(SPACE.gap)
        fields.add(Slot(_("Số chứng nhận đầu tiên"), self.first, 20))
        fields.add(Slot(_("Ngày cấp"), self.day, 17))
        fields.add(Slot(_("Nơi cấp"), self.issuer, 34))
        buttons.add(self.certify)
        buttons.add(self.given)
        results.add(self.passed)
        sheets = Sheets(
            stack(self.heading, self.message, results, spacing=SPACE.gap),
            stack(Heading(_("Cấp chứng nhận")), self.who, fields, buttons, spacing=SPACE.gap),
        )
        sheets.keep_whole(self.passed, self.certify, self.given)
        return sheets


def _result(typed: str) -> str | None:
    """What somebody means by Đạt, d, Không đạt, k."""
    word = fold(typed)
    return RESULTS.get(word) or _SHORT.get(word)


def _columns() -> tuple[Column[Row], ...]:
    return (
        Column(_("Họ và tên"), lambda row: row.learner.name, width=22),
        Column(_("Có mặt"), lambda row: f"{row.attended}/{row.sessions}", align=Align.END, width=8),
        Column(_("Kết quả"), _of_result, role=_role, entry=Entry.TEXT, width=14),
        Column(_("Điểm"), lambda row: row.learner.mark, entry=Entry.TEXT, width=8),
        Column(
            _("Số chứng nhận"), lambda row: row.learner.certificate_no, entry=Entry.TEXT, width=16
        ),
        Column(
            _("Ngày cấp"),
            lambda row: row.learner.certificate_date,
            _day,
            entry=Entry.DATE,
            width=13,
        ),
        Column(_("Nơi cấp"), lambda row: row.learner.certificate_issuer, entry=Entry.TEXT),
    )


def _of_result(row: Row) -> str | None:
    return {"passed": _("Đạt"), "failed": _("Không đạt")}.get(row.learner.result or "")


def _role(row: Row) -> Role | None:
    return {"passed": Role.PASSED, "failed": Role.FAILED}.get(row.learner.result or "")


def _day(iso: object) -> str:
    return dates.show(iso if isinstance(iso, str) else None)
