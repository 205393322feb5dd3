"""A field to look for something: the glass at the left, its key at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPaintEvent, QShortcut, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import look
from ui.look import SPACE, Role, Type
from ui.widgets import icons, paint

REST = 150  # milliseconds without a key before looking


class Search(QLineEdit):
    """Says what to look for once typing rests.  Esc empties it, Down goes to what was found."""

    sought = Signal(str)
    descended = Signal()

    def __init__(
        self, prompt: str, key: QKeySequence | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(prompt)
        self.setAccessibleName(prompt)
        self._hint = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._look)
        self.textEdited.connect(lambda _text: self._rest.start())
        if key is not None:
            self._hint = key.toString(QKeySequence.SequenceFormat.NativeText)
            QShortcut(key, self, self._enter)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._look()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._look()
        elif event.key() == Qt.Key.Key_Down:
            self._look()
            self.descended.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = paint.pen_on(self)
        area = self.rect().adjusted(SPACE.gap, 0, -SPACE.gap, 0)
        glass = area.adjusted(0, 0, look.icon_size() - area.width(), 0)
        icons.draw(painter, "search", Role.MUTED, glass)
        if self._hint and not self.text() and not self.hasFocus():
            painter.setFont(look.font(Type.SMALL))
            end = Qt.AlignmentFlag.AlignRight
            paint.words(painter, area, self._hint, look.theme().muted, end)
        painter.end()

    def _look(self) -> None:
        self._rest.stop()
        self.sought.emit(self.text())

    def _enter(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _make_room(self) -> None:
        metrics = QFontMetrics(look.font(Type.SMALL))
        key = metrics.horizontalAdvance(self._hint) + SPACE.tight if self._hint else 0
        self.setTextMargins(look.icon_size() + SPACE.tight, 0, key, 0)
