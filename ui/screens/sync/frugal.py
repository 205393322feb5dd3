"""For weak lines: what a round would carry, and a limit to it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from db.queries import outgoing
from resources.words import _
from rules import budget, numbers
from rules.numbers import NumberError
from ui.desk import Asked, Desk
from ui.look import SPACE, Role, Type
from ui.slots import Troubles
from ui.widgets.button import Button
from ui.widgets.check import Check
from ui.widgets.flow import Flow
from ui.widgets.text import Text

_MB = 1_000_000
_DIGITS = 6  # wide enough for any number of MB a line carries in a day


class Frugal(QWidget):
    """Data alone, or so many MB, with what will be left told before."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.data_only = Check(_("Chỉ dữ liệu, tệp minh chứng để sau"))
        self.data_only.setChecked(desk.line.view().limit.data_only)
        self.megabytes = QLineEdit()
        self.megabytes.setAccessibleName(_("Nhiều nhất bao nhiêu MB"))
        self.megabytes.setMaxLength(_DIGITS)
        self.megabytes.setFixedWidth(self.fontMetrics().horizontalAdvance("0" * _DIGITS) * 2)
        self.foreseen = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.troubles = Troubles()
        self.send = Button(_("Gửi như vậy"))
        self.send.clicked.connect(self._send)
        self.megabytes.returnPressed.connect(self._send)
        self.data_only.toggled.connect(self.look_again)
        self.megabytes.textChanged.connect(self.look_again)
        limit = Flow()
        limit.add(Text(_("Đường truyền ít: dùng nhiều nhất")))
        limit.add(self.megabytes)
        limit.add(Text(_("MB")))
        limit.add(self.data_only)
        limit.add(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.tight)
        column.addWidget(limit)
        column.addWidget(self.foreseen)
        column.addWidget(self.troubles)

    def look_again(self) -> None:
        """Say what would go and what would stay, with what is asked for now."""
        self.troubles.tell("megabytes", "")
        try:
            asked = self._asked()
        except NumberError:
            self.foreseen.setText("")
            return
        load = outgoing.load(self._desk.store)
        plan = budget.plan(load, asked.budget, data_only=asked.data_only)
        self.foreseen.setText(budget.plan_words(plan, load))

    def _asked(self) -> Asked:
        typed = numbers.parse(self.megabytes.text())
        if typed is not None and typed < 1:
            raise NumberError(_("Hãy cho ít nhất 1 MB, hoặc để trống ô này."))
        limit = None if typed is None else int(typed * _MB)
        return Asked(data_only=self.data_only.isChecked(), budget=limit)

    def _send(self) -> None:
        try:
            self._desk.line.send(self._asked())
        except NumberError as error:
            self.troubles.tell("megabytes", error.advice)
            self.megabytes.setFocus()
