"""One part of a place: a list at the left, a form at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui import look
from ui.desk import Desk

_LIST = 432
_MOST, _MOST_OF_WIDE = 40, 68  # per cent of a narrow window


class Part(QWidget):
    """One part of the place.  What stands in `split` is beside each other, its widths kept.

    `wide` is how many pixels the list gets at first, at a text size of 100 %.
    """

    said = Signal(str)

    def __init__(
        self, key: str, desk: Desk, parent: QWidget | None = None, *, wide: int = _LIST
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._wide, self._most = wide, _MOST if wide == _LIST else _MOST_OF_WIDE
        self._remembered = key  # under this name the widths are kept
        self._divided = False
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(0)
        self.whole.addWidget(self.split, 1)

    def refresh(self) -> None:
        """Show what is stored now; what is being typed stays."""
        raise NotImplementedError

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits in the desk's drafts."""
        if self._divided:
            state = bytes(self.split.saveState().toBase64().data()).decode()
            self.desk.preferences.set(self._remembered, state)

    def start(self) -> None:
        """Take the focus to the list."""

    def swap(self) -> None:
        """From the list to the form, and back."""

    def choose(self, record: str) -> None:
        """Go to this record."""

    def key(self, keys: str, deed: Callable[[], object]) -> None:
        """A key of this part."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(deed)

    def delete_in(self, table: QWidget, deed: Callable[[], object]) -> None:
        """Delete, in this list only."""
        shortcut = QShortcut(QKeySequence("Delete"), table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(deed)

    def showEvent(self, event: QShowEvent) -> None:
        if not self._divided:
            self._divided = True
            self._divide()
        super().showEvent(event)

    def _divide(self) -> None:
        """As the officer left it; at first the list's own width, less in a narrow window."""
        remembered = self.desk.preferences.get(self._remembered)
        if remembered:
            self.split.restoreState(QByteArray.fromBase64(remembered.encode()))
            return
        larger = (1 + look.current().scale_percent / 100) / 2
        wide = min(round(self._wide * larger), self.width() * self._most // 100)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([wide, self.width() - wide])
