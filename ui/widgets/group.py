"""Buttons of which one is taken, and which are one stop of the Tab key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup


class OneOf(QButtonGroup):
    """Tab stops at the button that is taken, arrows move on from there.

    Qt sees to that only once a button of the group has had the focus.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.buttonToggled.connect(self._stop)

    def _stop(self, button: QAbstractButton, taken: bool) -> None:
        if taken:
            for other in self.buttons():
                other.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
