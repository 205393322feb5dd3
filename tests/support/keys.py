"""The keyboard, as programs that write Vietnamese use it.

`qtbot.keyClicks` ends the interpreter at the first letter that is not ASCII; these do not.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

NOTHING = Qt.KeyboardModifier.NoModifier


def type_in(field: QWidget, text: str) -> None:
    """One key event per letter, as a keyboard driver like Unikey sends them."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, NOTHING, letter))


def press(field: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NOTHING) -> None:
    """Press a key that writes nothing, and let go of it and of the modifier."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, key, modifier))
    if modifier != NOTHING:  # Qt takes it for held until another key says otherwise
        held = Qt.KeyboardModifier.ShiftModifier  # of Shift itself Qt takes it off again
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, held))


def compose(field: QWidget, held: str, commit: str = "") -> None:
    """What an input method such as IBus sends: letters it still holds, letters it hands over."""
    event = QInputMethodEvent(held, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)
