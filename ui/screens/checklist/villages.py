"""The table of villages: an officer types or pastes, sums and missing villages are told at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands import assess, places
from db.queries.checklist import Line
from resources.criteria import Indicator, ValueKind
from resources.words import _, many
from rules.change import Change
from rules.record import Values
from ui import cells, look, trouble
from ui.drafts import Shelf, Where
from ui.editors import NoteEditor
from ui.half import Half
from ui.look import SPACE, Ground, Role
from ui.rows import Align, Column, Entry, Rows, written
from ui.screens.checklist import village_rows
from ui.screens.checklist.case import Case
from ui.screens.checklist.keys import BRING, SEND
from ui.screens.checklist.village_rows import TOTAL, Cell, VillageRow
from ui.slots import Slot, Troubles
from ui.widgets.button import Button, Kind
from ui.widgets.message import Message
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Heading

_NUMBER, _TOLD = 8, 10  # letters


class Villages(QWidget):
    """One indicator's table; without villages, the place to name them."""

    moved = Signal(QRect)  # where the current cell is, in this widget
    bringing = Signal(str)  # figures of this indicator are wanted from a spreadsheet
    leaving = Signal()  # and into one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None
        self._line: Line | None = None
        self._unplaced: list[str] = []  # lines of the last block that no village fits
        self._heading = Heading(_("Theo thôn"))
        self.bring = Button(_("Lấy từ bảng tính…"), "import", Kind.QUIET)
        self.send = Button(_("Xuất số liệu…"), "export", Kind.QUIET)
        self._heading.put(self.bring)
        self._heading.put(self.send)
        self.bring.tell_key(BRING)
        self.send.tell_key(SEND)
        self.bring.clicked.connect(self._bring)
        self.send.clicked.connect(self.leaving)
        self.message = Message()
        self.founding = Founding()
        self.tables = {kind: _EntryTable(kind) for kind in ("fraction", "number")}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        for part in (self._heading, self.message, self.founding, *self.tables.values()):
            column.addWidget(part)
        for table in self.tables.values():
            table.rows.typed.connect(self._typed)
            table.rows.troubled.connect(lambda _advice: self._tell())
            table.pasted.connect(self._pasted)
            table.selectionModel().currentChanged.connect(self._moved)

    def show_line(self, case: Case, line: Line, *, first: bool = True) -> None:
        """Show the villages of an indicator; a cell that is being typed in stays open.

        Where there are none yet, the `first` table of the form is where to name them.
        """
        fresh = self._line is None or self._line.record != line.record
        if fresh:
            self.flush()
            self.message.clear()
            self._unplaced = []
        self._case, self._line = case, line
        rows = village_rows.rows_of(case.checklist, line)
        self.founding.setVisible(first and not rows)
        if first:
            self.founding.show_case(case)
        self._heading.remark.setText(_remark(line) if rows else "")
        self.bring.setVisible(bool(rows))
        self.send.setVisible(bool(rows))
        for table in self.tables.values():
            table.setVisible(bool(rows) and table is self.table)
        if rows:
            self.table.call(line.indicator)
            self.table.put(rows, case.shelf(line, "villages"))

    @property
    def table(self) -> _EntryTable:
        """The table that fits the indicator in hand."""
        percent = self._line is not None and self._line.indicator.kind is ValueKind.PERCENT
        return self.tables["fraction" if percent else "number"]

    def start(self) -> None:
        """Take the focus to the first number of the first village."""
        if self.founding.isHidden():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            here = self.table.currentIndex()
            if not here.flags() & Qt.ItemFlag.ItemIsEditable:
                self.table.setCurrentIndex(self.table.rows.index(max(here.row(), 0), 1))
        else:
            self.founding.names.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Save the cell that is being typed in; names that were not added yet wait."""
        for table in self.tables.values():
            table.flush()
        self.founding.half.flush()

    def _bring(self) -> None:
        if self._line is not None:
            self.flush()
            self.bringing.emit(self._line.indicator.code)

    # -- typing ------------------------------------------------------------------------------

    def _typed(self, row: VillageRow, column: int, value: object) -> None:
        field = self.table.fields[column - 1]
        number = value if isinstance(value, int | float) else None
        told = self._keep([(row.id, {field: number})])
        if told:
            self._wait([Cell(row.id, field, written(value), told)])

    def _keep(self, answers: Sequence[tuple[str, Values]]) -> str:
        """Save villages' numbers as one action."""
        case, line = self._case, self._line
        if case is None or line is None:
            return ""
        desk, code = case.desk, line.indicator.code
        wanted = [(case.place(code, village), values) for village, values in answers]
        kept: list[Change] = []
        told = trouble.attempt(
            lambda: kept.extend(assess.answer_all(desk.store, desk.actor, wanted))
        )
        if kept:
            desk.wrote("assessment")
        return told

    # -- pasting -----------------------------------------------------------------------------

    def _pasted(self, index: QModelIndex, block: list[list[str]]) -> None:
        table = self.table
        start = (index.row(), index.column())
        if village_rows.is_wider(block, table.rows.rows(), table.fields, start):
            self._refuse(index.column())
            return
        reading = village_rows.read_block(block, table.rows.rows(), table.fields, start)
        good, bad = self._possible(reading.values)
        told = self._keep(good) if good else ""
        if told:
            bad += [
                Cell(village, field, written(value), told)
                for village, values in good
                for field, value in values.items()
            ]
        self._unplaced = [cell.advice for cell in reading.bad if not cell.village]
        self._wait([*(cell for cell in reading.bad if cell.village), *bad])
        if not reading.bad and not bad:
            self.message.say(
                Role.INFO, many("Đã nhập số liệu của {n} thôn từ bảng tính.", len(good))
            )

    def _refuse(self, column: int) -> None:
        """A block is wider than the table: which columns there are, and nothing is taken."""
        from ui import pasting  # with the tables of the old encodings

        titles = [each.title for each in self.table.rows.columns[column:-1]]
        self._unplaced = [pasting.too_wide(titles)]
        self._tell()

    def _possible(
        self, read: dict[str, dict[str, int | float | None]]
    ) -> tuple[list[tuple[str, Values]], list[Cell]]:
        """Villages whose numbers can be true, and cells of those whose numbers cannot."""
        good: list[tuple[str, Values]] = []
        bad: list[Cell] = []
        if self._line is None:
            return good, bad
        rows = {row.id: row for row in self.table.rows.rows()}
        for village, numbers in read.items():
            row = rows[village]
            told = village_rows.impossible(self._line.indicator, row.answer, numbers)
            if not told:
                good.append((village, dict(numbers)))
                continue
            bad += [Cell(village, field, written(v), told) for field, v in numbers.items()]
        return good, bad

    def _wait(self, bad: Sequence[Cell]) -> None:
        """Leave what could not be taken in its cell, and tell each with what to do."""
        rows, fields = self.table.rows, self.table.fields
        rows.keep_all(
            (rows.find(cell.village, fields.index(cell.field) + 1), cell.text, cell.advice)
            for cell in bad
        )
        self._tell()

    def _tell(self) -> None:
        """What waits in the cells of the table that is shown, and what fits none of them."""
        cells.tell(self.table.rows, self.message, *self._unplaced)

    def _moved(self, current: QModelIndex) -> None:
        """The page scrolls so that the cell in hand is seen."""
        table = self.table
        if current.isValid() and table.hasFocus():
            cell = table.visualRect(current)
            corner = table.viewport().mapTo(self, cell.topLeft())
            self.moved.emit(QRect(corner, cell.size()))


class _EntryTable(Table):
    """As high as its rows: the page scrolls, the table does not."""

    def __init__(self, kind: str) -> None:
        self.fields = ("numerator", "denominator") if kind == "fraction" else ("number",)
        self.rows: Rows[VillageRow] = Rows(_columns(kind), key=lambda row: row.id)
        super().__init__(self.rows, entry=True)
        self.rows.setParent(self)
        self.setAccessibleName(_("Số liệu theo thôn"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def call(self, indicator: Indicator) -> None:
        """Name the number's column after the indicator's unit."""
        unit = indicator.unit or ""
        title = _("Giá trị ({unit})").format(unit=unit) if unit else _("Giá trị")
        self.setAccessibleDescription(title)

    def put(self, rows: Sequence[VillageRow], shelf: Shelf) -> None:
        """Show these, and what could not be saved of them."""
        self.rows.shelve(shelf)
        self.rows.replace(rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the rows, and the bar below them where the page is too narrow."""
        height = self.horizontalHeader().sizeHint().height() + 2
        height += self.rows.rowCount() * look.row_height()
        if self.horizontalHeader().length() > self.viewport().width():
            height += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(height)


class Founding(Region):
    """Where a commune without villages names them: one line each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self._case: Case | None = None
        self.names = NoteEditor(least=4)
        self.names.setPlaceholderText(_("Mỗi dòng một thôn"))
        self.half = Half({"names": self.names})
        slot = Slot(
            _("Xã chưa có thôn nào. Gõ hoặc dán tên các thôn, mỗi dòng một thôn."), self.names
        )
        slot.label.setWordWrap(True)
        self.troubles = Troubles()
        self.add = Button(_("Thêm các thôn"), "add", Kind.PRIMARY)
        self.add.clicked.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.group)
        column.setSpacing(SPACE.gap)
        column.addWidget(slot)
        column.addWidget(self.troubles)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_case(self, case: Case) -> None:
        """The commune in hand."""
        self._case = case
        where = Where(lambda: _("tên các thôn"), case.route())
        self.half.show(case.desk.drafts.shelf(where, "founding"))

    def _add(self) -> None:
        case = self._case
        lines = [line.strip() for line in self.names.toPlainText().splitlines() if line.strip()]
        if case is None or not lines:
            self.troubles.tell("names", _("Chưa có tên thôn nào; hãy gõ mỗi dòng một thôn."))
            return
        desk = case.desk
        told = trouble.attempt(lambda: places.add_villages(desk.store, desk.actor, lines))
        self.troubles.tell("names", told)
        if not told:
            self.half.forget()
            desk.wrote("unit")


def _columns(kind: str) -> tuple[Column[VillageRow], ...]:
    name = Column[VillageRow](_("Thôn"), lambda row: row.name)
    told = Column[VillageRow](
        _("Tỷ lệ") if kind == "fraction" else _("Tình trạng"),
        lambda row: row.told,
        role=lambda row: row.role,
        width=_TOLD,
    )
    if kind == "number":
        return name, _number(_("Giá trị"), "number"), told
    return name, _number(_("Tử số"), "numerator"), _number(_("Mẫu số"), "denominator"), told


def _number(title: str, field: str) -> Column[VillageRow]:
    return Column(
        title,
        lambda row: getattr(row.answer, field),
        align=Align.END,
        entry=Entry.NUMBER,
        width=_NUMBER,
        open=lambda row: row.id != TOTAL,
    )


def _remark(line: Line) -> str:
    """How many villages have reported, and which have not."""
    total = line.verdict.villages
    if total is None:
        return _("chưa thôn nào có số liệu")
    if not total.incomplete:
        return many("đủ cả {n} thôn", total.villages)
    return _("{reported}/{villages} thôn có đủ số liệu").format(
        reported=total.reported, villages=total.villages
    )
