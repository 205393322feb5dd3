"""An icon that stands by itself, beside words or above them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look
from ui.look import Role
from ui.widgets import icons


class Picture(QWidget):
    """One icon, `size` pixels wide at a text size of 100 %."""

    def __init__(
        self, name: str, role: Role = Role.MUTED, size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._role, self._size = name, role, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, name: str, role: Role) -> None:
        """Show another icon."""
        self._name, self._role = name, role
        self.update()

    def sizeHint(self) -> QSize:
        edge = round(self._size * look.current().scale_percent / 100)
        return QSize(edge, edge)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        edge = self.sizeHint().width()
        picture = icons.pixmap(self._name, self._role, edge, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap((self.width() - edge) // 2, (self.height() - edge) // 2, picture)
        painter.end()
