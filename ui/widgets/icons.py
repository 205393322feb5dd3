"""Icons: one family of line drawings, tinted by role and drawn at the device's pixel ratio.

An icon looks its colour up when it is painted, so it follows a change of theme by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap, QPixmapCache

from resources import files
from ui import look
from ui.look import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

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
    from ui.widgets import tinted  # the first window is painted without any

    return tinted.icon(name, role)


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

    drawing = files.path("icons", f"{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(drawing.replace(b"currentColor", ink.encode())))
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
