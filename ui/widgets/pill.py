"""A status in a pill: icon and word, never colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import look
from ui.look import SPACE, Role
from ui.widgets import icons, paint


class Pill(QLabel):
    """One status; `quiet` leaves the coloured ground out, for use inside lists."""

    def __init__(
        self, word: str, role: Role, *, quiet: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(word, parent)
        self._role = role
        self._quiet = quiet
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, word: str, role: Role) -> None:
        """Show another status."""
        self._role = role
        self.setText(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        sides = 0 if self._quiet else 2 * SPACE.gap
        width = look.width(self.text()) + look.icon_size() + SPACE.tight + sides
        return QSize(width + 2, self.fontMetrics().height() + SPACE.tight)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        theme, area = look.theme(), self.rect()
        if not self._quiet:
            paint.field(painter, area, theme.soft(self._role), radius=area.height() / 2)
            area = area.adjusted(SPACE.gap, 0, -SPACE.gap, 0)
        edge = look.icon_size()
        name = icons.OF_ROLE.get(self._role, "info")
        icons.draw(painter, name, self._role, QRect(area.left(), 0, edge, area.height()))
        text = area.adjusted(edge + SPACE.tight, 0, 0, 0)
        paint.words(painter, text, self.text(), theme.ink(self._role), Qt.AlignmentFlag.AlignLeft)
        painter.end()
