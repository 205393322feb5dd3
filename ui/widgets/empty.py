"""What stands where nothing is yet: what belongs here, and the one next step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import look
from ui.look import SPACE, Role, Type
from ui.widgets.button import Button, Kind
from ui.widgets.picture import Picture
from ui.widgets.text import Text

_WIDEST = 420
_EDGE = 40


class Empty(QWidget):
    """An icon, a title, a sentence, and at most one button."""

    acted = Signal()

    def __init__(
        self, icon: str, title: str, sentence: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = Picture(icon, Role.MUTED, _EDGE)
        self._title = Text(title, Type.LARGE, wrap=True)
        self._sentence = Text(sentence, Type.BODY, Role.MUTED, wrap=True)
        self.action = Button(action, kind=Kind.PRIMARY)
        self.action.clicked.connect(self.acted)
        middle = Qt.AlignmentFlag.AlignHCenter
        width = round(_WIDEST * look.current().scale_percent / 100)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE.gap)
        column.addStretch(2)
        column.addWidget(self._picture, 0, middle)
        for words in (self._title, self._sentence):
            words.setAlignment(middle)
            words.setMaximumWidth(width)
            column.addLayout(_centred(words))
        column.addSpacing(SPACE.gap)
        column.addWidget(self.action, 0, middle)
        column.addStretch(3)
        self.action.setVisible(bool(action))

    def say(self, title: str, sentence: str, action: str = "") -> None:
        """Say something else in the same place."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.action.setText(action)
        self.action.setVisible(bool(action))


def _centred(words: Text) -> QHBoxLayout:
    """Between two springs, so that the words keep the height their width asks for."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(words, 100)
    row.addStretch(1)
    return row
