"""Joining a centre: an address and a code, typed or read from a file, and a clear answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.commands import enrolment
from resources.words import _
from ui import trouble
from ui.desk import Desk, LineView
from ui.dialogs.files import choose_invitation
from ui.drafts import Where
from ui.half import Half, Line
from ui.look import SPACE, Ground, Role, Type
from ui.screen import Route
from ui.slots import Slot, Troubles, only_file
from ui.widgets.button import Button, Kind
from ui.widgets.region import Region
from ui.widgets.text import Text


class Enrolment(Region):
    """An address, a code, and a clear answer."""

    joined = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self._desk = desk
        self.address, self.code = Line(), Line()
        self.half = Half({"address": self.address, "code": self.code})
        self.address.setPlaceholderText("https://")
        self.join = Button(_("Đăng ký"), "send", Kind.PRIMARY)
        self.choose = Button(_("&Chọn tệp hoặc ảnh mã QR…"), "open", Kind.QUIET)
        self.title = Text("", Type.STRONG)
        self.setAcceptDrops(True)
        self.troubles = Troubles()
        self.join.clicked.connect(self.enrol)
        self.choose.clicked.connect(self._choose)
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
        column.addWidget(self.title)
        column.addWidget(
            Text(
                _(
                    "Người quản trị của tỉnh cấp địa chỉ và mã dùng một lần, hoặc một tệp hay ảnh"
                    " có cả hai (thả vào đây cũng được). Những gì đã nhập từ trước sẽ được gửi"
                    " theo."
                ),
                Type.BODY,
                Role.MUTED,
                wrap=True,
            )
        )
        column.addLayout(row)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.troubles)

    def show_view(self, view: LineView) -> None:
        """Be there for a PC without a centre, or one whose centre takes it only by a new code."""
        where = Where(lambda: _("đăng ký với trung tâm"), Route("sync"))
        known = {"address": enrolment.center_url(self._desk.store)}
        self.half.show(self._desk.drafts.shelf(where, "enrolment"), known)
        self.title.setText(
            _("Đăng ký lại máy này với trung tâm")
            if view.shut_out
            else _("Đăng ký máy này với trung tâm")
        )
        self.setVisible(view.shut_out or not view.enrolled)

    def enter(self) -> None:
        """Begin with what is not known yet."""
        (self.code if self.address.text() else self.address).setFocus()

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

    def read(self, path: Path) -> None:
        """Fill in what a file or picture of the centre says; the officer still confirms."""
        self.troubles.forget()
        try:
            invited = self._desk.line.invited(path)
        except Exception as error:
            self._failed(error)
            return
        self.address.setText(invited.address)
        self.code.setText(invited.code)
        self.join.setFocus()

    def _choose(self) -> None:
        path = choose_invitation(self)
        if path is not None:
            self.read(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if only_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = only_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.read(path)

    def _done(self) -> None:
        self._busy(False)
        self.half.forget()
        self.joined.emit()

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        sentence = trouble.sentence(error)
        if sentence is None:
            raise error
        self.troubles.tell("enrol", sentence)

    def _busy(self, busy: bool) -> None:
        for part in (self.address, self.code, self.join, self.choose):
            part.setEnabled(not busy)
        self.join.setText(_("Đang đăng ký…") if busy else _("Đăng ký"))
