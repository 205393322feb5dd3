"""Icons: one family of line drawings, tinted by role and drawn at the device's pixel ratio.

An icon looks its colour up when it is painted, so it follows a change of theme by itself.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache

from resources import files
from ui import look
from ui.look import Role

# The icon that stands beside a status' word, and beside a message
OF_ROLE = {
    Role.PASSED: "passed",
    Role.FAILED: "failed",
    Role.MISSING: "missing",
    Role.NO_THRESHOLD: "no_threshold",
    Role.RETURNED: "returned",
    Role.CONFLICT: "conflict",
    Role.REVIEW: "review",
    Role.INFO: "info",
    Role.WARNING: "warning",
    Role.DANGER: "error",
}


def icon(name: str, role: Role = Role.TEXT) -> QIcon:
    """An icon for buttons, menus and rows, in the colour of a role.

    Raises FileNotFoundError, when first painted, if there is no such icon.
    """
    return QIcon(_original(name, role))


@cache
def _original(name: str, role: Role) -> QIcon:
    """The one that owns the engine; everybody else holds a copy.

    Python's garbage collector, meeting an icon and its engine in a cycle, may free the engine
    first and then crash in the icon: these are in no cycle.
    """
    return QIcon(_Engine(name, role))


def pixmap(name: str, role: Role = Role.TEXT, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture `size` pixels wide on a screen with this device pixel ratio."""
    ink = look.theme().ink(role)
    # Qt's own cache, because it is emptied before Qt leaves; one of ours would outlive it
    key = f"icon/{name}/{ink}/{size}/{ratio:g}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    drawn = _drawn(name, ink, size, ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def draw(painter: QPainter, name: str, role: Role, rect: QRect) -> None:
    """Draw an icon in the middle of `rect`, at the edge the text size asks for."""
    edge = look.icon_size()
    ratio = painter.device().devicePixelRatio()
    corner = rect.center() - QPoint((edge - 1) // 2, (edge - 1) // 2)
    painter.drawPixmap(corner, pixmap(name, role, edge, ratio))


def _drawn(name: str, ink: str, size: int, ratio: float) -> QPixmap:
    # imported when the first icon is drawn: a window is on screen before it needs QtSvg
    from PySide6.QtSvg import QSvgRenderer

    drawing = files.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", ink).encode()))
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


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
