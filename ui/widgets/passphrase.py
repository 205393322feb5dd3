"""Setting a passphrase: typed twice, since nobody sees it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from resources.words import _
from ui.look import SPACE, Role, Type
from ui.widgets.check import Check
from ui.widgets.field import Field
from ui.widgets.text import Text


class NewPassphrase(QWidget):
    """Where the system keeps no keys: a passphrase, typed twice, or none and its price."""

    def __init__(
        self, *, optional: bool = True, plainly: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.first, self.second = _secret(), _secret()
        self.open = Check(_("&Không mã hoá (ai mở được máy là đọc được dữ liệu)"))
        self.open.setVisible(optional)
        self.open.toggled.connect(self.first.setDisabled)
        self.open.toggled.connect(self.second.setDisabled)
        row = QHBoxLayout()
        row.setSpacing(SPACE.gap)
        row.addWidget(Field(_("&Mật khẩu mở hồ sơ"), self.first))
        row.addWidget(Field(_("Gõ &lại mật khẩu"), self.second))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.tight)
        told = _(
            "Máy này không có kho khoá của hệ điều hành, nên khoá của hồ sơ nằm trong một tệp mở"
            " bằng mật khẩu này mỗi lần mở chương trình."
        )
        column.addLayout(row)
        if plainly:
            column.addWidget(Text(told, Type.SMALL, Role.MUTED, wrap=True))
        column.addWidget(self.open)

    def typed(self) -> str | None:
        """The passphrase; None where the officer wants none."""
        return None if self.open.isChecked() else self.first.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    def trouble(self) -> str:
        """What is wrong with it, "" when nothing is."""
        if self.open.isChecked():
            return ""
        if not self.first.text():
            return _("Hãy đặt mật khẩu mở hồ sơ; mật khẩu được hỏi mỗi lần mở chương trình.")
        if self.first.text() != self.second.text():
            return _("Hai lần gõ mật khẩu không giống nhau; hãy gõ lại.")
        return ""


def _secret() -> QLineEdit:
    editor = QLineEdit()
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    return editor
