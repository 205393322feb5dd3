"""Sections below each other that scroll together, no wider than can be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import look
from ui.look import SPACE, Ground
from ui.widgets.region import Hairline, Region

_WIDEST = 860  # pixels at a text size of 100 %


class Sheets(QScrollArea):
    """The body of a screen that is read from top to bottom."""

    def __init__(self, *sections: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = stack(*sections, spacing=SPACE.section)
        inner = Region(Ground.SURFACE)
        across = QHBoxLayout()
        across.addWidget(self._narrow, 1)
        across.addStretch(0)
        column = QVBoxLayout(inner)
        column.setContentsMargins(SPACE.section, SPACE.group, SPACE.section, SPACE.section)
        column.addLayout(across)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        self._fit()

    def keep_whole(self, *wide: QWidget) -> None:
        """Never become narrower than these parts of the body: beside a wide list they'd be cut."""
        edges = 2 * SPACE.section + self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(max(each.sizeHint().width() for each in wide) + edges)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self._narrow.setMaximumWidth(round(_WIDEST * look.current().scale_percent / 100))


def framed(
    ground: QWidget, table: QWidget, *, above: QBoxLayout | None = None, below: QBoxLayout
) -> None:
    """A table that fills a ground to its edges, what stands above it, and a line of deeds below."""
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for line in (above, below):
        if line is not None:
            line.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
    if above is not None:
        column.addLayout(above)
    column.addWidget(table, 1)
    column.addWidget(Hairline(ground))
    column.addLayout(below)


def stack(*widgets: QWidget, spacing: int = SPACE.tight) -> QWidget:
    """Widgets below each other as one."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for widget in widgets:
        column.addWidget(widget)
    return box
