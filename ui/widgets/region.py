"""Regions of one tone, and the single hairline that may part them."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import look
from ui.look import Ground
from ui.widgets import paint


class Region(QWidget):
    """A part of the window on its own ground."""

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        paint.ground(painter, self.rect(), self._ground)
        painter.end()


class Hairline(QWidget):
    """A line one pixel thick between two regions."""

    def __init__(self, parent: QWidget | None = None, *, upright: bool = False) -> None:
        super().__init__(parent)
        grow, still = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        if upright:
            self.setFixedWidth(1)
            self.setSizePolicy(still, grow)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(grow, still)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.flat(painter, self.rect(), look.theme().hairline)
        painter.end()
