"""Joining a centre: an address, a code, and a clear answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from resources.words import _
from ui import trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.slots import Slot, Troubles
from ui.widgets.button import Button, Kind
from ui.widgets.region import Region
from ui.widgets.text import Text


class Enrolment(Region):
    """An address, a code, and a clear answer."""

    joined = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self._desk = desk
        self.address, self.code = QLineEdit(), QLineEdit()
        self.address.setPlaceholderText("https://")
        self.join = Button(_("Đăng ký"), "send", Kind.PRIMARY)
        self.troubles = Troubles()
        self.join.clicked.connect(self.enrol)
        for field in (self.address, self.code):
            field.returnPressed.connect(self.enrol)
        row = QHBoxLayout()
        row.setSpacing(SPACE.group)
        row.addWidget(Slot(_("Địa chỉ trung tâm"), self.address), 2)
        row.addWidget(Slot(_("Mã đăng ký"), self.code), 1)
        row.addWidget(self.join, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.group, SPACE.group, SPACE.group)
        column.setSpacing(SPACE.gap)
        column.addWidget(Text(_("Đăng ký máy này với trung tâm"), Type.STRONG))
        column.addWidget(
            Text(
                _(
                    "Người quản trị của tỉnh cấp địa chỉ và mã dùng một lần. Những gì đã nhập từ"
                    " trước sẽ được gửi theo."
                ),
                Type.BODY,
                Role.MUTED,
                wrap=True,
            )
        )
        column.addLayout(row)
        column.addWidget(self.troubles)

    def enrol(self) -> None:
        """Try what was typed."""
        address, code = self.address.text().strip(), self.code.text().strip()
        self.troubles.forget()
        if not address:
            self.troubles.tell("address", _("Chưa có địa chỉ trung tâm; hãy hỏi người quản trị."))
        if not code:
            self.troubles.tell("code", _("Chưa có mã đăng ký; hãy hỏi người quản trị."))
        if not address or not code:
            return
        self._busy(True)
        self._desk.line.enrol(address, code, self._done, self._failed)

    def _done(self) -> None:
        self._busy(False)
        self.code.clear()
        self.joined.emit()

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        sentence = trouble.sentence(error)
        if sentence is None:
            raise error
        self.troubles.tell("enrol", sentence)

    def _busy(self, busy: bool) -> None:
        for part in (self.address, self.code, self.join):
            part.setEnabled(not busy)
        self.join.setText(_("Đang đăng ký…") if busy else _("Đăng ký"))
