"""One of several answers from a list that unfolds, by value."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.chosen import Chosen
from ui.widgets.picker import Picker


class Pick(Chosen, Picker):
    """A picker that holds a value; one that is not offered is added with the words it comes in."""

    edited = Signal(object)  # the value a person took
    troubled = Signal(str)  # why it could not be saved, "" when it is

    def __init__(
        self,
        name: str,
        options: Iterable[tuple[object, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self.offer(options)
        self.activated.connect(lambda row: self.took(self.itemData(row)))

    def offer(self, options: Iterable[tuple[object, str]]) -> None:
        """Offer these (value, words) and keep the value that is shown."""
        shown, words, any_before = self.value(), self.currentText(), self.count() > 0
        self.clear()
        for value, text in options:
            self.addItem(text, value)
        if any_before:
            self.put(shown, words)
        else:
            self._saved = self.value()
        self.updateGeometry()  # Qt takes a combo box to be as wide as what it offered before

    def value(self) -> object:
        """The value that is shown."""
        return self.currentData()

    def setValue(self, value: object, words: str = "") -> None:
        """Show the saved value; one that is not offered is added with these words."""
        if not self._waits:
            self.put(value, words)
        super().setValue(value)

    def put(self, value: object, words: str = "") -> None:
        """Show a value; fires nothing."""
        row = next((at for at in range(self.count()) if self.itemData(at) == value), -1)
        if row < 0 and value is not None:
            self.addItem(words or str(value), value)
            row = self.count() - 1
        self.setCurrentIndex(row)
