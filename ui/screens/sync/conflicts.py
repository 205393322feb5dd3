"""All open conflicts in one list, some at once: thousands may have come with one stick."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries import disputes
from resources.words import _, many
from ui.desk import Desk
from ui.disputes import Disputes
from ui.look import SPACE
from ui.widgets.button import Button, Kind
from ui.widgets.text import Heading

_MORE = 20  # records, and so many more each time


class Conflicts(QWidget):
    """The first of them, and a button for more; hidden while there are none."""

    asked = Signal(object)  # a Route to where one stands

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._most = desk, _MORE
        self._heading = Heading(_("Xung đột"))
        self.disputes = Disputes(desk)
        self.more = Button("", kind=Kind.QUIET)
        self.disputes.asked.connect(self.asked)
        self.more.clicked.connect(self._show_more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.tight)
        for part in (self._heading, self.disputes, self.more):
            column.addWidget(part)

    def refresh(self) -> None:
        """Read them again."""
        whole = disputes.records(self._desk.store)
        self.disputes.show_disputes(disputes.every(self._desk.store, self._most), named=True)
        self._heading.remark.setText(many("{n} bản ghi", whole))
        self.more.setText(many("Xem thêm, còn {n} bản ghi", whole - self._most))
        self.more.setVisible(whole > self._most)
        self.setVisible(whole > 0)

    def flush(self) -> None:
        """An answer that is typed and not taken yet waits."""
        self.disputes.flush()

    def _show_more(self) -> None:
        self._most += _MORE
        self.refresh()
