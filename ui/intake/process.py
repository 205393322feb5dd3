"""A list on its way in: its file, what the officer said about it, and how it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, SignalInstance

from resources.words import _
from rules.intake.headings import ListKind
from rules.intake.reading import Choice
from rules.intake.report import Outcome, Report
from ui import trouble
from ui.desk import Desk, Job
from ui.intake import work
from ui.intake.corrected import Corrected
from ui.intake.detail import LATER
from ui.intake.work import Seen, Sheets

T = TypeVar("T")

_OPEN = (Outcome.DOUBTFUL, Outcome.SKIPPED)


class Belonging(Protocol):
    """A control that says whom the rows belong to, above the columns."""

    @property
    def changed(self) -> SignalInstance: ...
    def put(self, choice: Choice) -> Choice: ...
    def flush(self) -> None: ...


class Held(Struct, frozen=True):
    """A list that is looked at: as it was read, and what the officer said about it so far."""

    path: Path
    sheets: Sheets
    choice: Choice
    doubts: Mapping[int, tuple[str, ...]]
    corrected: Corrected
    written: Choice


class Process(QObject):
    """Everything that takes long is the worker's; `seen` is how the list stood last."""

    changed = Signal()  # `seen` is another
    working = Signal(str, bool)  # at what, "" when it is done; whether it can be stopped
    failed = Signal(str)
    brought = Signal(object)  # the Report of what was written

    def __init__(
        self, kind: ListKind, desk: Desk, belonging: Belonging | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.path: Path | None = None
        self.sheets: Sheets = ()
        self.choice = Choice()
        self.seen: Seen | None = None
        self.doubts: dict[int, tuple[str, ...]] = {}  # rows that were a question: who they mean
        self._desk, self._belonging = desk, belonging
        self._corrected = Corrected()
        self._written = Choice()  # what was said of the rows that were written last
        self._job: Job | None = None
        self._writing = False
        if belonging is not None:
            belonging.changed.connect(self.see)

    @property
    def busy(self) -> bool:
        """Whether the worker is at it."""
        return self._job is not None

    @property
    def wanted(self) -> int:
        """How many rows would be written."""
        report = self.seen.report.lines if self.seen else ()
        return len({line.row for line in report if line.wanted})

    def open(self, path: Path, choice: Choice) -> None:
        """Read a file, then see what would become of its rows."""
        if self._writing:
            return
        self.path, self.sheets, self.choice, self.seen = path, (), choice, None
        self._begin()
        self.changed.emit()
        words = _("Đang đọc “{name}”").format(name=path.name)
        self._run(words, partial(work.read, self._desk.spreadsheets, path), self._read)

    def flush(self) -> None:
        """What is being typed counts."""
        if self._belonging is not None:
            self._belonging.flush()

    def held(self) -> Held | None:
        """The list that is looked at, for another window to go on with."""
        if self.path is None:
            return None
        choice = self._belonging.put(self.choice) if self._belonging else self.choice
        return Held(self.path, self.sheets, choice, self.doubts, self._corrected, self._written)

    def unsaved(self) -> dict[str, str]:
        """What the officer said that nothing was written of yet: rows and columns, in words."""
        if self.path is None:
            return {}
        told, written = self.choice, self._written
        rows = [row for row in told.decisions if told.decisions[row] != written.decisions.get(row)]
        found = {row: _("dòng {n}").format(n=row) for row in sorted(rows, key=int)}
        return found if told.columns == written.columns else {**found, "": _("các cột")}

    def resume(self, held: Held) -> None:
        """Go on with a list; the file itself may be gone by now."""
        if not held.sheets:
            self.open(held.path, held.choice)
            return
        self.path, self.sheets, self.choice = held.path, held.sheets, held.choice
        self.doubts, self._corrected = dict(held.doubts), held.corrected
        self._written = held.written
        self.see()

    def see(self) -> None:
        """Compare with what stands now."""
        if self._writing or not self.sheets:  # what was written must arrive first
            return
        choice = self._belonging.put(self.choice) if self._belonging else self.choice
        job = partial(work.see, self.sheets, self.kind, choice)
        self._run(_("Đang so với sổ"), job, self._saw)

    def stop(self) -> None:
        """The officer does not want to wait: all stays as it was."""
        self._drop()
        self.choice = self.seen.choice if self.seen else self.choice
        self.working.emit("", False)

    def forget(self) -> None:
        """No list is on its way any more."""
        if not self._writing:
            self.stop()
            self.path, self.sheets, self.seen = None, (), None
            self.changed.emit()

    # -- what the officer says -----------------------------------------------------------------

    def choose_sheet(self, name: str) -> None:
        """The list is on this sheet."""
        self.choice = replace(self.choice, sheet=name, columns={}, decisions={})
        self._begin()
        self.see()

    def take_column(self, letters: str, field: str) -> None:
        """A column is this field, none where it is ""."""
        if self.seen is not None:
            self._corrected.take(self.seen.listing.columns(), letters, field or None)
            self.choice = replace(self.choice, columns=self._corrected.columns())
            self.see()

    def is_open(self, row: int, outcome: Outcome) -> bool:
        """Whether the officer decides about a row."""
        return outcome in _OPEN or self.decided(row)

    def decided(self, row: int) -> bool:
        """Whether the officer has decided about a row."""
        return str(row) in self.choice.decisions

    def decide(self, rows: Iterable[int], decision: str) -> None:
        """These rows are taken, left out, mean somebody, or are decided about later."""
        numbers = {str(row) for row in rows}
        kept = {row: told for row, told in self.choice.decisions.items() if row not in numbers}
        if decision != LATER:
            kept |= dict.fromkeys(numbers, decision)
        self.choice = replace(self.choice, decisions=kept)
        self.see()

    def bring_in(self) -> None:
        """Write the list as it was seen, as one action."""
        if self.seen is not None and self.wanted and not self.busy:
            self._writing = True
            job = partial(work.bring_in, self.seen, self._desk.actor)
            self._run(_("Đang ghi vào sổ"), job, self._brought)

    def _begin(self) -> None:
        self.doubts, self._corrected, self._written = {}, Corrected(), Choice()

    # -- the worker ----------------------------------------------------------------------------

    def _run(self, words: str, job: Callable[..., T], done: Callable[[T], None]) -> None:
        """Give the worker a job; an earlier one that only looks is dropped."""
        self._drop()
        self.working.emit(words, not self._writing)

        def came(result: T) -> None:
            self._job, self._writing = None, False
            self.working.emit("", False)
            done(result)

        self._job = self._desk.worker.run(job, owner=self, done=came, failed=self._failed)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.stop()
        self._job = None

    def _failed(self, error: Exception) -> None:
        self._job, self._writing = None, False
        self.working.emit("", False)
        told = trouble.sentence(error)
        if told is None:
            raise error
        if self.seen is not None and self.seen.choice.sheet != self.choice.sheet:
            self.seen = None
            self.changed.emit()
        self.failed.emit(told)

    def _read(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.see()

    def _saw(self, seen: Seen) -> None:
        self.seen = seen
        for line in seen.report.lines:
            if line.outcome is Outcome.DOUBTFUL:
                self.doubts[line.row] = line.candidates
        self.changed.emit()

    def _brought(self, report: Report) -> None:
        self._written = self.seen.choice if self.seen else self.choice
        types = {each.type for each in report.wanted()}
        if types:
            self._desk.wrote(*types)
        self.brought.emit(report)
