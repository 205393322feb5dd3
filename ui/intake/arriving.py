"""A spreadsheet that is dropped upon a list is looked at as one that is to be brought in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPalette
from PySide6.QtWidgets import QWidget

from resources.words import _
from ui.look import Role, Type
from ui.slots import leave_drops, local_files
from ui.widgets.text import Text


class Arriving(QObject):
    """Watches a part of a place; one file at a time is taken."""

    def __init__(self, part: QWidget, take: Callable[[Path], object]) -> None:
        super().__init__(part)
        self._part, self._take = part, take
        self._sign: Text | None = None
        part.setAcceptDrops(True)
        leave_drops(part)
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragLeave:
            self._invite(inviting=False)
        if isinstance(event, QDragEnterEvent) and _file(event) is not None:
            event.acceptProposedAction()
            self._invite(inviting=True)
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            file = _file(event)
            self._invite(inviting=False)
            if file is not None:
                event.acceptProposedAction()
                self._take(file)
            return True
        return super().eventFilter(watched, event)

    def _invite(self, *, inviting: bool) -> None:
        """Say what will come of letting go, over the whole part."""
        if self._sign is None:
            self._sign = Text("", Type.LARGE, Role.ACCENT, parent=self._part)
            self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._sign.setBackgroundRole(QPalette.ColorRole.AlternateBase)  # the raised tone
            self._sign.setAutoFillBackground(True)
        self._sign.setVisible(inviting)
        if inviting:
            self._sign.setText(_("Thả bảng tính để xem trước danh sách"))
            self._sign.setGeometry(self._part.rect())
            self._sign.raise_()


def _file(event: QDropEvent) -> Path | None:
    """The one file that is dragged."""
    files = local_files(event.mimeData().urls())
    return files[0] if len(files) == 1 else None
