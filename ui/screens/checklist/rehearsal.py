"""Thẩm tra thử: everything an appraisal would ask, one line each; Enter goes to its indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.words import _, many
from rules.rehearsal import Finding, Severity
from ui.look import SPACE, Ground, Role
from ui.rows import Column, Rows
from ui.widgets.button import IconButton
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Heading, Text

_ROLES = {
    Severity.STOP: Role.FAILED,
    Severity.DOUBT: Role.MISSING,
    Severity.NOTE: Role.INFO,
}


class Row(Struct, frozen=True):
    """A finding by its number in the list."""

    number: int
    finding: Finding


class Rehearsal(Region):
    """Below the form, so that a finding and its indicator are seen together.  Esc closes."""

    chosen = Signal(str)  # the code of an indicator to go to
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ground.SURFACE, parent)
        self._heading = Heading(_("Thẩm tra thử"))
        close = IconButton("close", _("Đóng thẩm tra thử"))
        close.clicked.connect(self.closed)
        self._heading.put(close)
        self.rows: Rows[Row] = Rows(
            (
                Column(
                    _("Mức"),
                    lambda row: severity_word(row.finding.severity),
                    role=lambda row: _ROLES[row.finding.severity],
                    width=13,
                ),
                Column(_("Chỉ tiêu"), lambda row: row.finding.indicator or "", width=8),
                Column(_("Nội dung"), lambda row: row.finding.sentence),
            ),
            key=lambda row: row.number,
            parent=self,
        )
        self.table = Table(self.rows)
        self.table.setAccessibleName(_("Kết quả thẩm tra thử"))
        self.table.horizontalHeader().hide()
        self.table.activated.connect(self._go)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        self._whole = Text("", wrap=True)
        self._whole.setMinimumHeight(2 * self._whole.fontMetrics().lineSpacing())
        self._whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.section, SPACE.gap, SPACE.gap, SPACE.gap)
        column.setSpacing(SPACE.tight)
        column.addWidget(self._heading)
        column.addWidget(self.table, 1)
        column.addWidget(self._whole)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what a rehearsal found just now."""
        self.rows.replace(Row(number, finding) for number, finding in enumerate(findings))
        counts = Counter(finding.severity for finding in findings)
        self._heading.remark.setText(counted(counts))
        if findings and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._tell(self.table.currentIndex())

    def start(self) -> None:
        """Take the focus to the findings."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self, current: QModelIndex) -> None:
        """The whole sentence of the marked finding: a line may cut it off."""
        self._whole.setText(self.rows.row(current).finding.sentence if current.isValid() else "")

    def _go(self, index: QModelIndex) -> None:
        code = self.rows.row(index).finding.indicator
        if code:
            self.chosen.emit(code)


def severity_word(severity: Severity) -> str:
    """How grave a finding is."""
    match severity:
        case Severity.STOP:
            return _("Phải sửa")
        case Severity.DOUBT:
            return _("Nên xem lại")
        case Severity.NOTE:
            return _("Cần biết")


def counted(counts: Counter[Severity]) -> str:
    """How many of each, in a sentence."""
    if not counts:
        return _("không có gì phải sửa")
    stops = many("{n} điều phải sửa", counts[Severity.STOP])
    doubts = many("{n} điều nên xem lại", counts[Severity.DOUBT])
    notes = many("{n} điều cần biết", counts[Severity.NOTE])
    return _("{stops}, {doubts}, {notes}").format(stops=stops, doubts=doubts, notes=notes)
