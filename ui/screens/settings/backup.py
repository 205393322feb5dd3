"""A backup of the whole profile, written into a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from resources.words import _
from ui import trouble
from ui.desk import Desk
from ui.look import SPACE, Role
from ui.widgets.button import Button
from ui.widgets.message import Message
from ui.widgets.progress import Progress

_MEGABYTE = 1_000_000


class BackupBox(QWidget):
    """Writes a backup and says how far it is."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.start = Button(_("&Sao lưu vào tệp"), "export")
        self._progress = Progress()
        self._progress.hide()
        self.message = Message()
        self.start.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(SPACE.gap)
        row.addWidget(self.start)
        row.addWidget(self._progress, 1)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addLayout(row)
        column.addWidget(self.message)

    def _choose(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Sao lưu vào tệp"), "lang-so-sao-luu.zip", _("Bản sao lưu (*.zip)")
        )
        if name:
            self.write(Path(name))

    def write(self, target: Path) -> None:
        """Write a backup into this file, off the window's thread."""
        self.message.clear()
        self._show(0, 1)
        self._progress.show()
        self.start.setEnabled(False)
        self._desk.worker.run(
            partial(self._desk.keys.back_up, target),
            owner=self,
            done=partial(self._written, target),
            failed=self._failed,
            progress=self._show,
        )

    def _show(self, done: int, whole: int) -> None:
        self._progress.tell(done // _MEGABYTE, max(whole // _MEGABYTE, 1), _("Đang sao lưu"))

    def _written(self, target: Path, remark: str) -> None:
        self._end()
        told = _("Đã sao lưu toàn bộ hồ sơ vào {path}.").format(path=target)
        self.message.say(Role.WARNING if remark else Role.PASSED, f"{told} {remark}".strip())

    def _failed(self, error: Exception) -> None:
        self._end()
        told = trouble.sentence(error)
        if told is None:
            raise error
        self.message.say(Role.DANGER, told)

    def _end(self) -> None:
        self._progress.hide()
        self.start.setEnabled(True)
