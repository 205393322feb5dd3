"""A box to tick and a dot to choose, in our drawing."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QWidget

from ui import look
from ui.look import SPACE, Role
from ui.widgets import icons, paint


class Check(QCheckBox):
    """Yes or no.  Space ticks."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return _size(self)

    def minimumSizeHint(self) -> QSize:
        return _size(self)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        box = _box(self)
        tick(painter, box, self.isChecked(), self.isEnabled(), self.underMouse())
        _words(self, painter, box)
        painter.end()


class Radio(QRadioButton):
    """One of several, each with a line of its own.  Up and Down move and choose."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return _size(self)

    def minimumSizeHint(self) -> QSize:
        return _size(self)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        box, theme = _box(self), look.theme()
        round_off = box.width() / 2
        _ground(painter, box, round_off, self.isChecked(), self.isEnabled(), self.underMouse())
        if self.isChecked():
            third = box.width() // 3
            dot = box.adjusted(third, third, -third, -third)
            ink = theme.on_accent if self.isEnabled() else theme.muted
            paint.field(painter, dot, ink, radius=dot.width() / 2)
        _words(self, painter, box)
        painter.end()


def tick(
    painter: QPainter, box: QRect, ticked: bool, enabled: bool = True, hovered: bool = False
) -> None:
    """Draw a box, with its tick if it has one; tables draw their cells with it."""
    _ground(painter, box, look.RADIUS, ticked, enabled, hovered)
    if ticked:
        icons.draw(painter, "done", Role.ON_ACCENT if enabled else Role.MUTED, box)


def _size(button: QAbstractButton) -> QSize:
    width = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
    return QSize(width + look.icon_size() + 4 * SPACE.tight + 2, look.row_height() - SPACE.tight)


def _box(button: QAbstractButton) -> QRect:
    """Where the box or circle before the words is."""
    edge = look.icon_size()
    return QRect(SPACE.tight, (button.height() - edge) // 2, edge, edge)


def _ground(
    painter: QPainter, box: QRect, radius: float, taken: bool, enabled: bool, hovered: bool
) -> None:
    theme = look.theme()
    if not enabled:
        paint.field(painter, box, theme.raised, theme.hairline, radius)
    elif taken:
        paint.field(painter, box, theme.accent, radius=radius)
    else:
        paint.field(painter, box, theme.hover if hovered else theme.surface, theme.outline, radius)


def _words(button: QAbstractButton, painter: QPainter, box: QRect) -> None:
    area = button.rect().adjusted(box.right() + 2 * SPACE.tight, 0, 0, 0)
    painter.setPen(look.colour(Role.TEXT if button.isEnabled() else Role.MUTED))
    painter.drawText(area, paint.LABEL, button.text())
    if button.hasFocus():
        paint.ring(painter, button.rect())
