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
        box = _mark(self, painter, look.RADIUS)
        if self.isChecked():
            role = Role.ON_ACCENT if self.isEnabled() else Role.MUTED
            icons.draw(painter, "done", role, box)
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
        box = _mark(self, painter, look.icon_size() / 2)
        if self.isChecked():
            third = box.width() // 3
            dot = box.adjusted(third, third, -third, -third)
            theme = look.theme()
            ink = theme.on_accent if self.isEnabled() else theme.muted
            paint.field(painter, dot, ink, radius=dot.width() / 2)
        _words(self, painter, box)
        painter.end()


def _size(button: QAbstractButton) -> QSize:
    width = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
    return QSize(width + look.icon_size() + 4 * SPACE.tight + 2, look.row_height() - SPACE.tight)


def _mark(button: QAbstractButton, painter: QPainter, radius: float) -> QRect:
    """The box or circle before the words; returns where it is."""
    theme, edge = look.theme(), look.icon_size()
    box = QRect(SPACE.tight, (button.height() - edge) // 2, edge, edge)
    if not button.isEnabled():
        paint.field(painter, box, theme.raised, theme.hairline, radius)
    elif button.isChecked():
        paint.field(painter, box, theme.accent, radius=radius)
    else:
        fill = theme.hover if button.underMouse() else theme.surface
        paint.field(painter, box, fill, theme.outline, radius)
    return box


def _words(button: QAbstractButton, painter: QPainter, box: QRect) -> None:
    area = button.rect().adjusted(box.right() + 2 * SPACE.tight, 0, 0, 0)
    painter.setPen(look.colour(Role.TEXT if button.isEnabled() else Role.MUTED))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, flags | paint.mnemonic(button), button.text())
    if button.hasFocus():
        paint.ring(painter, button.rect())
