"""Windows that ask for what opens the profile: the passphrase, or the recovery code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import secrets
from resources.words import _
from ui.look import SPACE, Role, Type
from ui.widgets.button import Button, Kind
from ui.widgets.field import Field
from ui.widgets.message import Message
from ui.widgets.passphrase import NewPassphrase
from ui.widgets.text import Text

_WIDTH = 390, 520  # pixels: for a passphrase, for a code


class AskPassphrase(QDialog):
    """Asks for the passphrase of a profile that is there."""

    CODE = 2  # how it ends when the officer has the recovery code instead

    def __init__(self, *, wrong: bool, code: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Làng Số"))
        self.setFixedWidth(_WIDTH[0])
        self.typed = QLineEdit()
        self.typed.setEchoMode(QLineEdit.EchoMode.Password)
        field = Field(_("&Mật khẩu mở hồ sơ"), self.typed)
        if wrong:
            field.warn(_("Mật khẩu chưa đúng; hãy xem phím Caps Lock và bộ gõ rồi gõ lại."))
        opens = Button(_("&Mở"), kind=Kind.PRIMARY)
        opens.setDefault(True)
        opens.clicked.connect(self.accept)
        self.forgotten = Button(_("&Dùng mã khôi phục"), kind=Kind.QUIET)
        self.forgotten.clicked.connect(lambda: self.done(self.CODE))
        self.forgotten.setVisible(code)
        foot = QHBoxLayout()
        foot.addWidget(self.forgotten)
        foot.addStretch(1)
        foot.addWidget(opens)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPACE.section,) * 4)
        column.setSpacing(SPACE.group)
        column.addWidget(Text(_("Làng Số"), Type.TITLE, Role.ACCENT))
        column.addWidget(field)
        column.addLayout(foot)


class AskCode(QDialog):
    """Asks for the recovery code, and for a new passphrase where the system keeps no keys."""

    def __init__(self, wrong: str, *, keyring: bool = False, parent: QWidget | None = None) -> None:
        """`keyring`: the system's keyring had the key, and does not give it."""
        super().__init__(parent)
        self.setWindowTitle(_("Làng Số"))
        self.setFixedWidth(_WIDTH[1])
        self.typed = QLineEdit()
        field = Field(_("Mã &khôi phục trên giấy"), self.typed)
        field.warn(wrong)
        self.lock = None if secrets.has_keyring() else NewPassphrase(optional=False)
        self.message = Message()
        opens = Button(_("&Mở"), kind=Kind.PRIMARY)
        opens.setDefault(True)
        opens.clicked.connect(self._end)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPACE.section,) * 4)
        column.setSpacing(SPACE.group)
        column.addWidget(Text(_("Mở bằng mã khôi phục"), Type.TITLE, Role.ACCENT))
        column.addWidget(Text(_why(keyring=keyring, passphrase=self.lock is not None), wrap=True))
        column.addWidget(field)
        if self.lock is not None:
            column.addWidget(self.lock)
        column.addWidget(self.message)
        column.addStretch(1)
        column.addWidget(opens, 0, Qt.AlignmentFlag.AlignRight)

    def passphrase(self) -> str | None:
        """The new passphrase; None where the system keeps the key."""
        return self.lock.typed() if self.lock is not None else None

    def _end(self) -> None:
        wrong = self.lock.trouble() if self.lock is not None else ""
        if wrong:
            self.message.say(Role.WARNING, wrong)
        else:
            self.accept()


def _why(*, keyring: bool, passphrase: bool) -> str:
    if keyring:
        return _(
            "Kho khoá của máy không đưa ra được khoá của hồ sơ này. Nếu kho đang khoá: đóng cửa sổ"
            " này, mở kho rồi mở lại chương trình. Nếu khoá đã mất: gõ mã trên tờ giấy đã cất."
        )
    if passphrase:
        return _("Hãy gõ mã trên tờ giấy đã cất và đặt mật khẩu mới cho hồ sơ.")
    return _("Hãy gõ mã trên tờ giấy đã cất; khoá của hồ sơ được giữ lại ở máy này.")
