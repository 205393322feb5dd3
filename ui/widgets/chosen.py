"""One of several answers, taken: what could not be saved stays taken, and is tried again.

edited(object)   a person took another answer, once; never for a value from outside
troubled(str)    why the answer could not be saved; "" when it is
refuse(words)    the answer could not be saved: it stays as it is, and counts as not saved
setValue(v)      show what is stored; leaves alone an answer that waits
"""

from __future__ import annotations

from PySide6.QtCore import SignalInstance


class Chosen:
    """What answers to be taken have in common with fields to be typed in (ui.drafts.Editor)."""

    edited: SignalInstance  # the widget declares both
    troubled: SignalInstance
    _saved: object = None  # as far as is known here
    _before: object = None  # what was saved before, should the answer be refused
    _waits = False
    _trouble = ""

    def value(self) -> object:
        """The answer that is shown."""
        raise NotImplementedError

    def put(self, value: object) -> None:
        """Show an answer; fires nothing."""
        raise NotImplementedError

    def took(self, value: object) -> None:
        """A person took this answer; the saved one again takes back what waits."""
        if value != self._saved:
            self._settle(value)
        elif self._waits:
            self.open(value)

    def setValue(self, value: object) -> None:
        """Show the saved answer; fires nothing and leaves alone one that waits."""
        self._saved = value
        if self._waits and value == self.value():
            self._waits = False  # somebody else saved the same
            self._tell("")
        if not self._waits:
            self.put(value)

    def open(self, value: object) -> None:
        """Show the answer of another record; what waits is of the one before."""
        self._waits = False
        self._tell("")
        self.setValue(value)

    def resume(self, typed: object) -> None:
        """Show an answer that was taken earlier and could not be saved."""
        self.put(typed)
        self._waits = True

    def refuse(self, sentence: str) -> None:
        """The answer could not be saved: it stays, and says why."""
        self._saved, self._waits = self._before, True
        self._tell(sentence)

    def flush(self) -> None:
        """Try again to save what waits."""
        if self._waits:
            self._settle(self.value())

    def typed(self) -> object:
        """The answer, as drafts keep it."""
        return self.value()

    def unsettled(self) -> bool:
        """Whether an answer is shown that is not saved."""
        return self._waits

    def trouble(self) -> str:
        """Why it is not saved, "" if it is."""
        return self._trouble

    def _settle(self, value: object) -> None:
        self._before, self._saved, self._waits = self._saved, value, False
        self._tell("")
        self.edited.emit(value)

    def _tell(self, sentence: str) -> None:
        if sentence != self._trouble:
            self._trouble = sentence
            self.troubled.emit(sentence)
