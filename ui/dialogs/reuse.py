"""Choosing files that are attached elsewhere already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.evidence import Piece
from resources.words import _, many
from rules import numbers
from rules.text import matches
from ui import look
from ui.look import SPACE, Role
from ui.rows import Align, Column, Rows
from ui.widgets import dates
from ui.widgets.button import Button, Kind
from ui.widgets.search import Search
from ui.widgets.table import Table
from ui.widgets.text import Text


class Reuse(QDialog):
    """Type to find, Ctrl or Shift to choose several, Enter to take them."""

    def __init__(
        self, pieces: Sequence[Piece], used: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Dùng lại tệp đã có"))
        self._pieces = tuple(pieces)
        self.rows: Rows[Piece] = Rows(
            (
                Column(_("Tệp"), lambda piece: piece.title or piece.name),
                Column(_("Số văn bản"), lambda piece: piece.document_no, width=14),
                Column(_("Ngày"), lambda piece: dates.show(piece.document_date), width=10),
                Column(_("Đang dùng ở"), lambda piece: used.get(piece.target, ""), width=16),
                Column(_("Cỡ"), lambda piece: piece.size, numbers.size, align=Align.END, width=8),
            ),
            key=lambda piece: piece.record,
            parent=self,
        )
        self.table = Table(self.rows)
        self.table.setAccessibleName(_("Các tệp đã có"))
        self.search = Search(_("Tìm theo tên, số văn bản"))
        self._found = Text("", role=Role.MUTED)
        self.take = Button(_("Dùng các tệp đã chọn"), kind=Kind.PRIMARY)
        leave = Button(_("Thôi"))
        self.search.textEdited.connect(self._filter)
        self.search.descended.connect(self.table.setFocus)
        self.table.activated.connect(lambda _index: self.accept())
        self.table.selectionModel().selectionChanged.connect(self._count)
        self.take.clicked.connect(self.accept)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE.gap)
        foot.addWidget(self._found, 1)
        foot.addWidget(self.take)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.group, SPACE.group, SPACE.group)
        column.setSpacing(SPACE.gap)
        for part in (self.search, self.table):
            column.addWidget(part)
        column.addLayout(foot)
        scale = look.current().scale_percent / 100
        self.resize(round(760 * scale), round(460 * scale))
        self._filter("")
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> list[str]:
        """The evidence that was picked, by id, in the order it is listed."""
        indexes = self.table.selectionModel().selectedRows()
        return [self.rows.row(index).record for index in sorted(indexes, key=lambda i: i.row())]

    def _filter(self, query: str) -> None:
        self.rows.replace(
            piece
            for piece in self._pieces
            if matches(query, " ".join(filter(None, (piece.title, piece.name, piece.document_no))))
        )
        if self.rows.rowCount() and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._count()

    def _count(self) -> None:
        chosen = len(self.chosen())
        self.take.setEnabled(bool(chosen))
        listed = many("{n} tệp", self.rows.rowCount())
        self._found.setText(many("Đã chọn {n} tệp", chosen) if chosen else listed)
