"""A strip that says what happened and what to do; it stays until that is done."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from resources.words import _
from ui import look
from ui.look import SPACE, Role
from ui.widgets import icons, paint
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.text import Text


class Message(QWidget):
    """Hidden while there is nothing to say.  Roles: INFO, WARNING, DANGER, or a status."""

    acted = Signal()  # the person pressed the action
    closed = Signal()  # the person put the message away

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = Role.INFO
        self._words: Text | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.hide()

    def say(self, role: Role, text: str, action: str = "", *, closable: bool = True) -> None:
        """Show a message, with a button if `action` names one; screen readers are told."""
        self._role = role
        words = self._words or self._furnish()
        words.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._close.setVisible(closable)
        self.setAccessibleName(text)
        self.show()
        self.update()
        _announce(self)

    def clear(self) -> None:
        """It is solved: nothing more to say."""
        if self._words is not None:
            self._words.setText("")
        self.hide()

    def text(self) -> str:
        """What is being said, "" if nothing."""
        return self._words.text() if self._words is not None else ""

    def _furnish(self) -> Text:
        """Most messages are never needed, so what is in one is built for its first words."""
        self._words = Text(wrap=True, parent=self)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = Button("", kind=Kind.PLAIN, parent=self)
        self._close = IconButton("close", _("Đóng thông báo"), parent=self)
        QWidget.setTabOrder(self, self._action)  # where the message stands, not where Tab ends
        QWidget.setTabOrder(self._action, self._close)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE.gap, SPACE.tight, SPACE.tight, SPACE.tight)
        row.setSpacing(SPACE.gap)
        row.addSpacing(look.icon_size())
        row.addWidget(self._words, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._action.clicked.connect(self.acted)
        self._close.clicked.connect(self._put_away)
        return self._words

    def role(self) -> Role:
        """How grave it is."""
        return self._role

    def _first_line(self) -> int:
        """How high the first line is: as high as the buttons beside it, if there are any."""
        beside = [each for each in (self._action, self._close) if not each.isHidden()]
        return max(
            (each.sizeHint().height() for each in beside), default=self.fontMetrics().height()
        )

    def _put_away(self) -> None:
        self.clear()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        paint.field(painter, self.rect(), look.theme().soft(self._role))
        line = QRect(SPACE.gap, SPACE.tight, look.icon_size(), self._first_line())
        icons.draw(painter, icons.OF_ROLE.get(self._role, "info"), self._role, line)
        painter.end()


def _announce(message: Message) -> None:
    # imported when there is something to say: a window is on screen before that
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    QAccessible.updateAccessibility(QAccessibleEvent(message, QAccessible.Event.Alert))
