"""A choice from a list that unfolds: the criteria set, the period, the officer."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from ui import look
from ui.look import SPACE, Role
from ui.widgets import icons, paint

_NARROW, _WIDE = 96, 320


class Picker(QComboBox):
    """A combo box in our drawing; the wheel scrolls the page, it never changes the choice."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        longest = max(
            (metrics.horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0
        )
        width = longest + look.icon_size() + 3 * SPACE.gap
        return QSize(min(max(width, _NARROW), _WIDE), look.row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, look.row_height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        theme, area = look.theme(), self.rect()
        paint.field(
            painter, area, theme.hover if self.underMouse() else theme.surface, theme.outline
        )
        edge = look.icon_size()
        inner = area.adjusted(SPACE.gap, 0, -SPACE.gap, 0)
        chevron = QRect(inner.right() - edge + 1, 0, edge, area.height())
        icons.draw(painter, "collapse", Role.MUTED, chevron)
        inner.setRight(chevron.left() - SPACE.tight)
        shown = self.fontMetrics().elidedText(
            self.currentText() or self.placeholderText(),
            Qt.TextElideMode.ElideRight,
            inner.width(),
        )
        ink = theme.text if self.isEnabled() and self.currentText() else theme.muted
        paint.words(painter, inner, shown, ink, Qt.AlignmentFlag.AlignLeft)
        if self.hasFocus():
            paint.ring(painter, area)
        painter.end()
