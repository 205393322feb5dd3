"""Below the answer: date, owner and note, files, villages, and what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries import former, subjects
from resources.words import _
from ui.desk import Desk
from ui.evidence.strip import Bearer, Evidence
from ui.look import SPACE
from ui.screens.checklist.case import Case
from ui.screens.checklist.details import Details
from ui.screens.checklist.feed import FeedBox
from ui.screens.checklist.story import chapters_of
from ui.screens.checklist.villages import Villages
from ui.slots import follow, leave_drops
from ui.story import Story

if TYPE_CHECKING:
    from ui.screens.checklist.former import FormerBox


class Below(QWidget):
    """Built after the window is first seen: what is above it can be filled in already."""

    said = Signal(str)
    bringing = Signal(str)  # figures of this indicator are wanted from a spreadsheet
    leaving = Signal()  # and into one
    wanted = Signal(object)  # a Route
    moved = Signal(QWidget, QRect)  # a table of villages, and where its current cell is in it

    def __init__(
        self,
        desk: Desk,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.feed = FeedBox(today, self)
        self.details = Details(self)
        self.evidence = Evidence(desk, self)
        self.villages: list[Villages] = []
        self.former: FormerBox | None = None  # most communes were never merged
        self._desk = desk
        self._tables = QVBoxLayout()
        self._tables.setSpacing(SPACE.section)
        self.story = Story(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.group, 0, 0)
        column.setSpacing(SPACE.section)
        column.addWidget(self.feed)
        column.addWidget(self.details)
        column.addWidget(self.evidence)
        column.addLayout(self._tables)
        column.addWidget(self.story)
        self.evidence.said.connect(self.said)
        self.feed.wanted.connect(self.wanted)

    def show_case(self, case: Case, *, fresh: bool) -> None:
        """Show what belongs to an indicator; `fresh`: another one than before."""
        self.feed.show_case(case)
        self.details.show_case(case)
        self.evidence.show_files(bearer(case))
        self._show_villages(case)
        if fresh:
            self.story.hide()
            if self.former is not None:
                self.former.hide()

    def show_story(self, case: Case) -> None:
        """Tell what happened to the indicator."""
        store, record = case.desk.store, case.line.record
        self.story.tell(store, subjects.of(store, "assessment", record), chapters_of(case))
        self.story.show()
        self._show_former(case)

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits."""
        self.details.flush()
        self.evidence.flush()
        for table in self.villages:
            table.flush()

    def to_villages(self) -> QWidget | None:
        """Take the focus to the first table of villages, if there is one."""
        shown = next((table for table in self.villages if not table.isHidden()), None)
        if shown is not None:
            shown.start()
        return shown

    def _show_villages(self, case: Case) -> None:
        lines = [line for line in case.lines if line.indicator.by_village]
        while len(self.villages) < len(lines):
            self._add()
        for number, table in enumerate(self.villages):
            table.setVisible(number < len(lines))
            if number < len(lines):
                table.show_line(case, lines[number], first=number == 0)

    def _show_former(self, case: Case) -> None:
        """Tell what the communes before a merger had answered."""
        store = case.desk.store
        if not former.has_any(store):
            return
        if self.former is None:
            from ui.screens.checklist.former import FormerBox

            self.former = FormerBox(self._desk, self)
            self.former.reused.connect(lambda record: self.evidence.bind([record]))
            column = self.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(column.indexOf(self.story), self.former)
        codes = dict.fromkeys(each.indicator.code for each in (case.line, *case.lines))
        self.former.show_before(case, former.read(store, case.checklist.criteria.id, list(codes)))

    def _add(self) -> None:
        table = Villages(self)
        leave_drops(table)
        follow(self.villages[-1] if self.villages else self.evidence, table)
        self.villages.append(table)
        self._tables.addWidget(table)
        table.bringing.connect(self.bringing)
        table.leaving.connect(self.leaving)
        table.moved.connect(lambda spot: self.moved.emit(table, spot))


def bearer(case: Case) -> Bearer:
    """The answer of a case, as what bears its evidence."""
    wanted = "; ".join(case.line.indicator.evidence)
    asked = _("Hướng dẫn yêu cầu: {kinds}.").format(kinds=wanted) if wanted else ""
    return Bearer(
        "assessment",
        case.line.record,
        asked,
        lambda: {line.record: code for code, line in case.checklist.lines.items()},
        case.route(),
    )
