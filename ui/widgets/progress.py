"""How far something has come: "34/57 đạt" and a thin bar."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from resources.words import _
from ui import look
from ui.look import SPACE
from ui.widgets import paint

_THICK = 6
_LEAST = 64  # a shorter bar says nothing


class Progress(QProgressBar):
    """A line of words and a bar; to screen readers an ordinary progress bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextVisible(False)

    def passed(self, done: int, total: int) -> None:
        """So many of so many indicators are passed."""
        self.tell(done, total, _("{done}/{total} đạt").format(done=done, total=total))

    def tell(self, done: int, total: int, words: str) -> None:
        """So much of so much, in these words; a total of 0 leaves the bar empty."""
        self._words = words
        self.setRange(0, max(total, 1))
        self.setValue(min(done, total))
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """What stands beside the bar."""
        return self._words

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        beside = metrics.horizontalAdvance(self._words) + SPACE.gap if self._words else 0
        return QSize(beside + 2 * _LEAST, metrics.height() + SPACE.tight)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() - QSize(_LEAST, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        theme, area = look.theme(), self.rect()
        if self._words:
            paint.words(painter, area, self._words, theme.text, Qt.AlignmentFlag.AlignLeft)
            beside = self.fontMetrics().horizontalAdvance(self._words) + SPACE.gap
            area = area.adjusted(beside, 0, 0, 0)
        bar = QRect(area.left(), (area.height() - _THICK) // 2, area.width(), _THICK)
        paint.field(painter, bar, theme.hairline, radius=_THICK / 2)
        bar.setWidth(round(bar.width() * self.value() / max(self.maximum(), 1)))
        if self.value() > 0:
            bar.setWidth(max(bar.width(), _THICK))
            paint.field(painter, bar, theme.accent, radius=_THICK / 2)
        painter.end()
