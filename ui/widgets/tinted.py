"""Icons as Qt's own widgets and models take them: each finds its role's colour when painted."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from ui.look import Role
from ui.widgets.icons import pixmap


def icon(name: str, role: Role) -> QIcon:
    """An icon in the colour of a role."""
    return QIcon(_original(name, role))


@cache
def _original(name: str, role: Role) -> QIcon:
    """The one that owns the engine; everybody else holds a copy.

    Python's garbage collector, meeting an icon and its engine in a cycle, may free the engine
    first and then crash in the icon: these are in no cycle.
    """
    return QIcon(_Engine(name, role))


class _Engine(QIconEngine):
    """Paints one icon in the colour its role has at that moment."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        edge = min(rect.width(), rect.height())
        ratio = painter.device().devicePixelRatio()
        corner = rect.topLeft() + QPoint((rect.width() - edge) // 2, (rect.height() - edge) // 2)
        painter.drawPixmap(corner, pixmap(self._name, self._shown(mode), edge, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return pixmap(self._name, self._shown(mode), min(size.width(), size.height()), scale)

    def _shown(self, mode: QIcon.Mode) -> Role:
        return Role.MUTED if mode == QIcon.Mode.Disabled else self._role
