"""A list of a spreadsheet, looked at and corrected before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries import rulebook
from resources.words import _, many
from rules.intake.answers import CODE
from rules.intake.headings import ListKind
from rules.intake.reading import Choice
from rules.intake.report import SKIP, TAKE, Outcome, Report
from ui.desk import Desk
from ui.drafts import Draft, Where
from ui.intake import lines
from ui.intake.detail import LATER, Case, Detail
from ui.intake.lines import Row
from ui.intake.place import UNDERWAY
from ui.intake.process import Belonging, Held, Process
from ui.intake.source import Source
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Rows
from ui.screen import Route
from ui.slots import follow
from ui.widgets.button import Button, Kind
from ui.widgets.chips import Chips
from ui.widgets.message import Message
from ui.widgets.progress import Progress
from ui.widgets.region import Hairline, Region
from ui.widgets.table import Table
from ui.widgets.text import Elided

_PLACES = {
    ListKind.PEOPLE: "people",
    ListKind.TRAINING: "training",
    ListKind.FIGURES: "checklist",
}


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
        self.process = Process(kind, desk, belonging, self)
        self._unsaved = desk.drafts.shelf(
            Where(self._called, Route(_PLACES[kind], part=UNDERWAY)), "intake"
        )
        self._filter = lines.ALL
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
        self._say_work("", stoppable=False)
        self._show()

    # -- what the screen asks ----------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The file that is looked at."""
        return self.process.path

    @property
    def busy(self) -> bool:
        """Whether the worker is at it."""
        return self.process.busy

    def open(self, path: Path, choice: Choice | None = None, about: str = "") -> None:
        """Show what would become of the rows of a file; nothing is written."""
        self._filter = lines.ALL
        self.message.clear()
        self.source.call(path.name, about)
        self.process.open(path, choice or Choice())

    def held(self) -> Held | None:
        """The list that is looked at, and what was said about it."""
        return self.process.held()

    def resume(self, held: Held, about: str = "") -> None:
        """Go on with a list that was looked at in another language or size."""
        self.source.call(held.path.name, about)
        self.process.resume(held)

    def flush(self) -> None:
        """What is being typed counts; what was decided and is not written yet waits."""
        self.process.flush()
        self._stash()

    def refresh(self) -> None:
        """Compare with what stands now."""
        if self.isVisible():
            self.process.see()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.process.see()  # much may have changed while it was not seen

    def forget(self) -> None:
        """No list is looked at any more."""
        self.process.forget()
        self._stash()

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

    # -- what is shown -----------------------------------------------------------------------

    def _show(self) -> None:
        """Show the rows; who was looked at stays so, or the next one is."""
        process, seen = self.process, self.process.seen
        if seen is not None and self.message.role() is Role.DANGER:
            self.message.clear()
        self.source.offer_sheets([each.name for each in process.sheets], process.choice.sheet)
        self.source.show_listing(seen.listing if seen else None, self._meanings() if seen else ())
        self.chips.setVisible(seen is not None)
        self.chips.show_chips(lines.chips(seen.rows if seen else ()))
        self._filter = self.chips.current() if seen else lines.ALL
        follow(self.source, self.chips)  # they may be others: Tab has to find them
        if seen is not None and not seen.listing.fields:
            self._say_failure(
                _("Chưa nhận ra cột nào; hãy chọn ý nghĩa của các cột hoặc trang tính khác.")
            )
        place = max(self.table.currentIndex().row(), 0)
        self.rows.replace(self._filtered())
        if not self.table.currentIndex().isValid() and self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(min(place, self.rows.rowCount() - 1), 0))
        self._look()
        self._say_wanted()

    def _filtered(self) -> Iterator[Row]:
        every = self.process.seen.rows if self.process.seen else ()
        return (row for row in every if self._filter in (lines.ALL, row.line.outcome))

    def _filter_by(self, key: str) -> None:
        self._filter = key
        self.rows.turn_to(self._filtered())
        if self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._look()

    def _meanings(self) -> list[tuple[str, str]]:
        """What a column can be; in a list of figures also any indicator."""
        kind, set_id = self.process.kind, self.process.choice.set
        if kind is not ListKind.FIGURES or not set_id:
            return lines.meanings(kind)
        indicators = rulebook.criteria(self.desk.store, set_id).answerable()
        return lines.meanings(kind, [(CODE + i.code, f"{i.code} {i.title}") for i in indicators])

    def _look(self) -> None:
        """Tell all about the current row."""
        index, process, seen = self.table.currentIndex(), self.process, self.process.seen
        if seen is None or not index.isValid():
            self.detail.show_case(None, {})
            return
        row = self.rows.row(index)
        number = row.line.row
        meant = process.doubts.get(number, ())
        case = Case(
            row,
            lines.in_file(seen.listing, number),
            open=process.is_open(number, row.line.outcome),
            decided=process.decided(number),
            candidates=tuple((each, seen.ids[each]) for each in meant if each in seen.ids),
        )
        self.detail.show_case(case, seen.ids)

    def _say_wanted(self) -> None:
        process = self.process
        self.take.setText(many("Đưa {n} &dòng vào", process.wanted))
        self.take.setEnabled(bool(process.wanted) and not process.busy)
        left = _left(process.seen.report) if process.seen else 0
        text = many("{n} dòng ở lại: chờ quyết định hoặc không nhận", left)
        self.left.setText(text if left else "")

    def _say_work(self, words: str, stoppable: bool) -> None:
        """What the worker is at, in the place where it is told how many rows stay."""
        self.progress.tell(0, 0, words)
        self.progress.setVisible(bool(words))
        self.stop.setVisible(bool(words) and stoppable)
        self.left.setVisible(not words)
        self.leave.setEnabled(not words or stoppable)
        self.take.setEnabled(not words and bool(self.process.wanted))

    def _say_failure(self, told: str) -> None:
        self.message.say(Role.DANGER, told, closable=False)

    def _stopped(self) -> None:
        self.process.stop()
        self.message.say(Role.INFO, _("Đã dừng; chưa có gì được ghi."))

    # -- what the officer decides ------------------------------------------------------------

    def _decide(self, decision: str) -> None:
        """Of the current row who it means; taking and leaving out is of every chosen row."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        chosen = [self.rows.row(each) for each in self.table.selectionModel().selectedRows()]
        together = decision in (TAKE, SKIP, LATER) and len(chosen) > 1
        decided = [each.line for each in (chosen if together else [self.rows.row(index)])]
        if self._filter == lines.ALL:
            self._to_next(index.row())
        self.start()
        self.process.decide(
            (each.row for each in decided if self.process.is_open(each.row, each.outcome)),
            decision,
        )

    def _to_next(self, here: int) -> None:
        """On to the next question, wherever it is below."""
        for row in range(here + 1, self.rows.rowCount()):
            if self.rows.rows()[row].line.outcome is Outcome.DOUBTFUL:
                self.table.setCurrentIndex(self.rows.index(row, 0))
                return

    def _brought(self, report: Report) -> None:
        self._stash()
        told = _("Đã thêm {new}, sửa {changed} dòng. Nhấn Ctrl+Z để lấy lại cả danh sách.")
        self.said.emit(told.format(**report.counts()))
        self.brought.emit(report)
        left = _left(report)
        if not left:
            self._close()
            return
        text = many("Còn {n} dòng chưa đưa vào; quyết định hoặc sửa trong tệp.", left)
        self.message.say(Role.INFO, text)
        self.process.see()

    def _close(self) -> None:
        self.forget()
        self.closed.emit()

    def _stash(self) -> None:
        """Let the window know what would be lost with it."""
        self._unsaved.clear()
        for field, words in self.process.unsaved().items():
            self._unsaved.put(field, Draft(typed=True, row=words))

    def _called(self) -> str:
        path = self.process.path
        return _("danh sách “{name}” đang đưa vào").format(name=path.name if path else "")

    # -- inside ------------------------------------------------------------------------------

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
        process = self.process
        process.changed.connect(self._show)
        process.working.connect(self._say_work)
        process.failed.connect(self._say_failure)
        process.brought.connect(self._brought)
        self.source.other.clicked.connect(self.another)
        self.source.sheet.edited.connect(lambda name: process.choose_sheet(str(name)))
        self.source.mapping.chosen.connect(process.take_column)
        self.chips.chosen.connect(self._filter_by)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._look())
        self.table.activated.connect(lambda _index: self.detail.start())
        self.detail.decided.connect(self._decide)
        self.detail.rebuilt.connect(lambda: follow(self.table, self.detail))
        self.leave.clicked.connect(self._close)
        self.stop.clicked.connect(self._stopped)
        self.take.clicked.connect(process.bring_in)


def _left(report: Report) -> int:
    """How many rows are not written as things stand."""
    counts = report.counts()
    return counts[Outcome.DOUBTFUL] + counts[Outcome.REFUSED]
