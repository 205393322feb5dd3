"""The fields of one record: each is saved when it is left, and what cannot be saved is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QObject, Qt, SignalInstance

from rules.record import Value, Values
from ui import trouble
from ui.drafts import Drafts, Editor
from ui.slots import Troubles


class Typed(Editor, Protocol):
    """A field that is typed in (ui.editors)."""

    @property
    def edited(self) -> SignalInstance: ...
    @property
    def troubled(self) -> SignalInstance: ...
    def setValue(self, value: object) -> None: ...
    def refuse(self, sentence: str) -> None: ...
    def setEnabled(self, arg__1: bool, /) -> None: ...
    def setFocus(self, reason: Qt.FocusReason, /) -> None: ...


class Taken(Protocol):
    """A field where one of several answers is taken (Choice, Pick)."""

    @property
    def edited(self) -> SignalInstance: ...
    def setValue(self, value: object) -> None: ...
    def setEnabled(self, arg__1: bool, /) -> None: ...


class Form(QObject):
    """Editors by the names of a record's fields; `keep(record, values)` saves one of them.

    `saved` is called after each save that succeeded.
    """

    def __init__(
        self,
        typed: Mapping[str, Typed],
        taken: Mapping[str, Taken],
        keep: Callable[[str, Values], object],
        saved: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.typed, self.taken = dict(typed), dict(taken)
        self.record = ""
        self.held: Values = {}
        self.drafts = Drafts()
        self.troubles = Troubles()
        self._keep, self._saved = keep, saved
        for field, editor in self.typed.items():
            editor.edited.connect(lambda value, field=field: self._edited(field, value))
            editor.troubled.connect(lambda told, field=field: self.troubles.tell(field, told))
        for field, choice in self.taken.items():
            choice.edited.connect(lambda value, field=field: self._edited(field, value))

    def show(self, record: str, values: Values) -> bool:
        """Show a record; the same one again leaves what is being typed.  Whether it is another."""
        fresh = record != self.record
        if fresh:
            self.put_away()
            self.record = record
            self.troubles.forget()
        self.held = values
        for field, editor in self.typed.items():
            if fresh:
                self.drafts.open(record, field, editor, values.get(field))
            else:
                editor.setValue(values.get(field))
        for field, choice in self.taken.items():
            choice.setValue(values.get(field))
        return fresh

    def put_away(self) -> None:
        """Another record comes: save, and keep what cannot be saved."""
        for field, editor in self.typed.items():
            editor.flush()
            self.drafts.stash(self.record, field, editor)

    def forget(self) -> None:
        """No record is shown any more."""
        self.put_away()
        self.record, self.held = "", {}

    def lock(self, *, locked: bool) -> None:
        """Whether nothing can be changed."""
        for field in (*self.typed.values(), *self.taken.values()):
            field.setEnabled(not locked)

    def flush(self) -> str:
        """Save what is being typed; a sentence when something cannot be saved."""
        for editor in self.typed.values():
            editor.flush()
        told = (editor.trouble() for editor in self.typed.values() if editor.unsettled())
        return next((sentence for sentence in told if sentence), "") or self.drafts.trouble()

    def _edited(self, field: str, value: object) -> None:
        record = self.record
        if not record:
            return
        told = trouble.attempt(lambda: self._keep(record, {field: stored(value)}))
        self.troubles.tell(field, told)
        if not told:
            self._saved()
        elif field in self.typed:
            self.typed[field].refuse(told)
        else:
            self.taken[field].setValue(self.held.get(field))


def stored(value: object) -> Value:
    """What an editor gives, as records hold it."""
    return value if isinstance(value, str | int | float | list) else None
