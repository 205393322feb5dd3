"""What protects the profile: the recovery code, the key, backups."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from resources.words import _
from ui.desk import Desk
from ui.look import SPACE
from ui.screens.settings.backup import BackupBox
from ui.screens.settings.code import CodeBox
from ui.screens.settings.key import KeyBox
from ui.screens.settings.section import section
from ui.widgets.text import Heading, Text


class SafetyBox(QWidget):
    """What protects the profile; a plain one is called so."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.plain = Text(
            _("Hồ sơ này không mã hoá: ai mở được máy hay tệp sao lưu là đọc được dữ liệu."),
            wrap=True,
        )
        self.code, self.key, self.backup = CodeBox(desk), KeyBox(desk), BackupBox(desk)
        column = section(self, Heading(_("Khoá và sao lưu")))
        column.setSpacing(SPACE.group)
        for part in (self.plain, self.code, self.key, self.backup):
            column.addWidget(part)

    def refresh(self) -> None:
        """Read how things stand."""
        view = self._desk.keys.view()
        self.plain.setVisible(not view.encrypted)
        self.code.setVisible(view.encrypted)
        self.key.setVisible(view.encrypted)
        self.code.show_state(view)
        self.key.show_state(view)
