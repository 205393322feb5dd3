"""The key of the profile: where it lies, and another one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.words import _
from ui import trouble
from ui.desk import Desk, KeysView
from ui.look import SPACE, Role
from ui.widgets.button import Button, Kind
from ui.widgets.message import Message
from ui.widgets.passphrase import NewPassphrase
from ui.widgets.text import Text


class KeyBox(QWidget):
    """Where the key lies; it is changed at once, or after a new passphrase was typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = Text("", wrap=True)
        self.change = Button(_("Đổi &khoá"), "lock")
        self.message = Message()
        self.lock = NewPassphrase(optional=False, plainly=False)
        self.confirm = Button(_("Đổ&i khoá và mật khẩu"), kind=Kind.PRIMARY)
        self._leave = Button(_("Thôi, không đổi"), kind=Kind.QUIET)
        self.panel = QWidget()
        deeds = QHBoxLayout()
        deeds.setSpacing(SPACE.gap)
        deeds.addWidget(self.confirm)
        deeds.addWidget(self._leave)
        deeds.addStretch(1)
        inside = QVBoxLayout(self.panel)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE.gap)
        inside.addWidget(self.lock)
        inside.addLayout(deeds)
        self.panel.hide()
        self.change.clicked.connect(self._begin)
        self.confirm.clicked.connect(self._change)
        self._leave.clicked.connect(self._fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(self.state)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.panel)
        column.addWidget(self.message)

    def show_state(self, view: KeysView) -> None:
        """Say how things stand."""
        self.state.setText(_told(view))
        self.change.setEnabled(not view.changing)

    def _begin(self) -> None:
        self.message.clear()
        if self._desk.keys.view().passphrase:
            self.change.hide()
            self.panel.show()
            self.lock.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._change()

    def _change(self) -> None:
        passphrase = self.lock.typed() if self.panel.isVisible() else None
        told = self.lock.trouble() if self.panel.isVisible() else ""
        told = told or trouble.attempt(lambda: self._desk.keys.change_key(passphrase))
        if told:
            self.message.say(Role.DANGER, told)
            return
        self._fold()
        self.show_state(self._desk.keys.view())

    def _fold(self) -> None:
        self.lock.clear()
        self.message.clear()
        self.panel.hide()
        self.change.show()


def _told(view: KeysView) -> str:
    if view.changing and view.passphrase:
        return _("Mật khẩu mới đã có hiệu lực; khoá mới được đặt khi mở lại chương trình.")
    if view.changing:
        return _("Khoá mới được đặt khi mở lại chương trình.")
    if view.passphrase:
        return _(
            "Hồ sơ được mã hoá. Máy này không có kho khoá của hệ điều hành, nên khoá nằm trong một"
            " tệp mở bằng mật khẩu."
        )
    return _("Hồ sơ được mã hoá; khoá nằm trong kho khoá của hệ điều hành.")
