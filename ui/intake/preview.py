"""A list of a spreadsheet, looked at and corrected before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries import rulebook
from resources.words import _, many
from rules.intake.answers import CODE
from rules.intake.headings import ListKind
from rules.intake.reading import Choice
from rules.intake.report import SKIP, TAKE, Outcome, Report
from ui import trouble
from ui.desk import Desk, Job
from ui.intake import lines, work
from ui.intake.corrected import Corrected
from ui.intake.detail import LATER, Case, Detail
from ui.intake.lines import Row
from ui.intake.source import Source
from ui.intake.work import Seen, Sheets
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Rows
from ui.widgets.button import Button, Kind
from ui.widgets.chips import Chips
from ui.widgets.message import Message
from ui.widgets.progress import Progress
from ui.widgets.region import Hairline, Region
from ui.widgets.table import Table
from ui.widgets.text import Elided

T = TypeVar("T")

_DECIDABLE = (Outcome.DOUBTFUL, Outcome.SKIPPED)


class Belonging(Protocol):
    """A control that says whom the rows belong to, above the columns."""

    @property
    def changed(self) -> SignalInstance: ...
    def put(self, choice: Choice) -> Choice: ...


class Preview(Part):
    """File and columns at the left, what will become of every row at the right."""

    brought = Signal(object)  # the Report of what was written
    closed = Signal()  # the officer is done with the list
    another = Signal()  # another file is wanted

    def __init__(
        self,
        kind: ListKind,
        desk: Desk,
        parent: QWidget | None = None,
        belonging: Belonging | None = None,
    ) -> None:
        super().__init__(f"intake/{kind}", desk, parent)
        self.kind = kind
        self.path: Path | None = None
        self.choice = Choice()
        self.seen: Seen | None = None
        self._belonging = belonging
        self._sheets: Sheets = ()
        self._job: Job | None = None
        self._writing = False
        self._filter = lines.ALL
        self._corrected = Corrected()
        self._doubts: dict[int, tuple[str, ...]] = {}  # rows that were a question: who they mean
        self.source = Source(self.split, belonging if isinstance(belonging, QWidget) else None)
        right = Region(Ground.SURFACE, self.split)
        self.message = Message(right)
        self.chips = Chips(_("Lọc dòng"), right)
        self.rows: Rows[Row] = Rows(lines.columns(kind), key=lambda row: row.place, parent=self)
        self.table = Table(self.rows, parent=right)
        self.table.setAccessibleName(_("Các dòng của danh sách"))
        self.detail = Detail(kind, right)
        self.leave = Button(_("&Thôi"), parent=right)
        self.progress = Progress(right)
        self.stop = Button(_("Dừng"), parent=right)
        self.left = Elided("", Type.SMALL, Role.MUTED, parent=right)
        self.take = Button("", "import", Kind.PRIMARY, right)
        self._lay_out(right)
        self._listen()
        self._busy("")
        self._say()

    # -- what the screen asks ----------------------------------------------------------------

    def open(self, path: Path, choice: Choice | None = None, about: str = "") -> None:
        """Read a file and show what would become of its rows; nothing is written."""
        self.path, self._sheets = path, ()
        self.choice = choice or Choice()
        self._filter, self._doubts, self._corrected = lines.ALL, {}, Corrected()
        self.message.clear()
        self.source.call(path.name, about)
        self._show(None)
        words = _("Đang đọc “{name}”").format(name=path.name)
        self._run(words, partial(work.read, self.desk.spreadsheets, path), self._read)

    def refresh(self) -> None:
        """Compare with what stands now."""
        if self._sheets and self.isVisible():
            self._see()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._sheets:  # much may have changed while it was not seen
            self._see()

    def forget(self) -> None:
        """No list is looked at any more."""
        if self._writing:
            return
        self._drop()
        self._busy("")
        self.path, self._sheets = None, ()
        self._show(None)

    def start(self) -> None:
        """The rows."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the rows to the decision or the columns, and back."""
        if not self.table.hasFocus():
            self.start()
        elif self.detail.buttons:
            self.detail.start()
        else:
            self.source.start()

    @property
    def busy(self) -> bool:
        """Whether the worker is at it."""
        return self._job is not None

    # -- the worker --------------------------------------------------------------------------

    def _run(
        self,
        words: str,
        job: Callable[..., T],
        done: Callable[[T], None],
        *,
        stoppable: bool = True,
    ) -> None:
        """Give the worker a job; an earlier one that only looks is dropped."""
        self._drop()
        self._busy(words, stoppable=stoppable)

        def came(result: T) -> None:
            self._job = None
            self._busy("")
            done(result)

        self._job = self.desk.worker.run(job, owner=self, done=came, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._job, self._writing = None, False
        self._busy("")
        told = trouble.sentence(error)
        if told is None:
            raise error
        if not self._sheets or self.seen is None or self.seen.choice.sheet != self.choice.sheet:
            self._show(None)
        self.message.say(Role.DANGER, told, closable=False)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.stop()
        self._job = None

    def _stopped(self) -> None:
        """The officer does not want to wait: what is shown stays as it was."""
        self._drop()
        self._busy("")
        self.choice = self.seen.choice if self.seen else Choice()
        self.message.say(Role.INFO, _("Đã dừng; chưa có gì được ghi."))

    def _busy(self, words: str, *, stoppable: bool = True) -> None:
        self.progress.tell(0, 0, words)
        self.progress.setVisible(bool(words))
        self.stop.setVisible(bool(words) and stoppable)
        self.left.setVisible(not words)
        self.take.setEnabled(not words and bool(self._wanted()))
        self.leave.setEnabled(not words or stoppable)

    # -- looking -----------------------------------------------------------------------------

    def _read(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self.source.offer_sheets([each.name for each in sheets], self.choice.sheet)
        self._see()

    def _see(self) -> None:
        if self._writing:  # its outcome must arrive; it is looked at again then
            return
        choice = self._belonging.put(self.choice) if self._belonging else self.choice
        job = partial(work.see, self._sheets, self.kind, choice)
        self._run(_("Đang so với sổ"), job, self._saw)

    def _saw(self, seen: Seen) -> None:
        if self.message.role() is Role.DANGER:
            self.message.clear()
        for line in seen.report.lines:
            if line.outcome is Outcome.DOUBTFUL:
                self._doubts[line.row] = line.candidates
        self._show(seen)

    def _show(self, seen: Seen | None) -> None:
        """Show the rows; who was looked at stays so, or the next one is."""
        self.seen = seen
        shown = seen.rows if seen else ()
        self.source.show_listing(seen.listing if seen else None, self._meanings() if seen else ())
        self.chips.setVisible(seen is not None)
        self.chips.show_chips(lines.chips(shown))
        self._fill()
        self._say()

    def _meanings(self) -> list[tuple[str, str]]:
        if self.kind is not ListKind.FIGURES or not self.choice.set:
            return lines.meanings(self.kind)
        indicators = rulebook.criteria(self.desk.store, self.choice.set).answerable()
        named = [(CODE + each.code, f"{each.code} {each.title}") for each in indicators]
        return lines.meanings(self.kind, named)

    def _fill(self) -> None:
        """The rows the filter lets through; the next one takes the place of one that left."""
        place = max(self.table.currentIndex().row(), 0)
        every = self.seen.rows if self.seen else ()
        self.rows.replace(each for each in every if self._filter in (lines.ALL, each.line.outcome))
        if not self.table.currentIndex().isValid() and self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(min(place, self.rows.rowCount() - 1), 0))
        self._look()

    def _filtered(self, key: str) -> None:
        self._filter = key
        every = self.seen.rows if self.seen else ()
        self.rows.turn_to(each for each in every if key in (lines.ALL, each.line.outcome))
        if self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._look()

    def _look(self) -> None:
        """Tell all about the current row."""
        index, seen = self.table.currentIndex(), self.seen
        if seen is None or not index.isValid():
            self.detail.show_case(None, {})
            return
        row = self.rows.row(index)
        number = row.line.row
        case = Case(
            row,
            lines.in_file(seen.listing, number),
            open=row.line.outcome in _DECIDABLE or str(number) in seen.choice.decisions,
            decided=str(number) in seen.choice.decisions,
            candidates=tuple(
                (each, seen.ids[each]) for each in self._doubts.get(number, ()) if each in seen.ids
            ),
        )
        self.detail.show_case(case, seen.ids)

    def _wanted(self) -> int:
        """How many rows would be written."""
        report = self.seen.report.lines if self.seen else ()
        return len({line.row for line in report if line.wanted})

    def _say(self) -> None:
        wanted = self._wanted()
        self.take.setText(many("Đưa {n} &dòng vào", wanted))
        self.take.setEnabled(bool(wanted) and not self.busy)
        counts = self.seen.report.counts() if self.seen else {}
        left = counts.get(Outcome.DOUBTFUL, 0) + counts.get(Outcome.REFUSED, 0)
        self.left.setText(
            many("{n} dòng ở lại: chờ quyết định hoặc không nhận", left) if left else ""
        )

    # -- what the officer corrects -------------------------------------------------------------

    def _choose_sheet(self, name: object) -> None:
        self.choice = replace(self.choice, sheet=str(name), columns={}, decisions={})
        self._doubts, self._corrected = {}, Corrected()
        self._see()

    def _map(self, letters: str, field: str) -> None:
        if self.seen is not None:
            self._corrected.take(self.seen.listing.columns(), letters, field or None)
            self.choice = replace(self.choice, columns=self._corrected.columns())
            self._see()

    def _decide(self, decision: str) -> None:
        """Of the current row who it means; taking and leaving out is of every chosen row."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        chosen = [self.rows.row(each) for each in self.table.selectionModel().selectedRows()]
        together = decision in (TAKE, SKIP, LATER) and len(chosen) > 1
        decided = chosen if together else [self.rows.row(index)]
        numbers = {
            str(each.line.row)
            for each in decided
            if each.line.outcome in _DECIDABLE or str(each.line.row) in self.choice.decisions
        }
        kept = {row: told for row, told in self.choice.decisions.items() if row not in numbers}
        if decision != LATER:
            kept |= dict.fromkeys(numbers, decision)
        self.choice = replace(self.choice, decisions=kept)
        if self._filter == lines.ALL:
            self._to_next(index.row())
        self.start()
        self._see()

    def _to_next(self, here: int) -> None:
        """On to the next question, wherever it is below."""
        for row in range(here + 1, self.rows.rowCount()):
            if self.rows.rows()[row].line.outcome is Outcome.DOUBTFUL:
                self.table.setCurrentIndex(self.rows.index(row, 0))
                return

    # -- writing -----------------------------------------------------------------------------

    def _bring_in(self) -> None:
        if self.seen is not None and self._wanted():
            self._writing = True
            job = partial(work.bring_in, self.seen, self.desk.actor)
            self._run(_("Đang ghi vào sổ"), job, self._brought, stoppable=False)

    def _brought(self, report: Report) -> None:
        self._writing = False
        counts = report.counts()
        types = {each.type for each in report.wanted()}
        told = _("Đã thêm {new}, sửa {changed} dòng. Nhấn Ctrl+Z để lấy lại cả danh sách.")
        if types:
            self.desk.wrote(*types)
        self.said.emit(told.format(**counts))
        self.brought.emit(report)
        left = counts[Outcome.DOUBTFUL] + counts[Outcome.REFUSED]
        if not left:
            self.forget()
            self.closed.emit()
            return
        self.message.say(
            Role.INFO, many("Còn {n} dòng chưa đưa vào; quyết định hoặc sửa trong tệp.", left)
        )
        self._see()

    # -- inside ------------------------------------------------------------------------------

    def _close(self) -> None:
        self.forget()
        self.closed.emit()

    def _lay_out(self, right: QWidget) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        top.setSpacing(SPACE.gap)
        top.addWidget(self.message)
        top.addWidget(self.chips)
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        foot.setSpacing(SPACE.gap)
        foot.addWidget(self.leave)
        foot.addWidget(self.progress, 1)
        foot.addWidget(self.stop)
        foot.addWidget(self.left, 1)
        foot.addWidget(self.take)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addWidget(Hairline(right))
        column.addLayout(foot)

    def _listen(self) -> None:
        self.source.other.clicked.connect(self.another)
        self.source.sheet.edited.connect(self._choose_sheet)
        self.source.mapping.chosen.connect(self._map)
        if self._belonging is not None:
            self._belonging.changed.connect(self._see)
        self.chips.chosen.connect(self._filtered)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._look())
        self.table.activated.connect(lambda _index: self.detail.start())
        self.detail.decided.connect(self._decide)
        self.leave.clicked.connect(self._close)
        self.stop.clicked.connect(self._stopped)
        self.take.clicked.connect(self._bring_in)
