"""The fields of one record: each is saved when it is left, and what cannot be saved is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from rules.record import Value, Values
from ui import trouble
from ui.drafts import Drafts, Editor, Shelf, Where
from ui.slots import Troubles


class Field(Editor, Protocol):
    """A field that is typed in (ui.editors), or where one of several answers is taken."""

    @property
    def edited(self) -> SignalInstance: ...
    @property
    def troubled(self) -> SignalInstance: ...
    def setValue(self, value: object) -> None: ...
    def refuse(self, sentence: str) -> None: ...
    def setEnabled(self, arg__1: bool, /) -> None: ...


class Form(QObject):
    """Fields by the names of a record's; `keep(record, values)` saves one of them.

    `saved` is called after each save that succeeded.
    """

    def __init__(
        self,
        fields: Mapping[str, Field],
        keep: Callable[[str, Values], object],
        saved: Callable[[], None],
        drafts: Drafts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.fields = dict(fields)
        self.record = ""
        self.troubles = Troubles()
        self._keep, self._saved, self._drafts = keep, saved, drafts
        self._shelf, self._place = Shelf(), ""
        for name, field in self.fields.items():
            field.edited.connect(lambda value, name=name: self._edited(name, value))
            field.troubled.connect(lambda told, name=name: self.troubles.tell(name, told))

    def show(self, record: str, values: Mapping[str, object], where: Where) -> bool:
        """Show a record; the same one again leaves what is being typed.  Whether it is another."""
        fresh = record != self.record
        if fresh:
            self.flush()
            self.record, self._place = record, where.route.place
            self._shelf = self._drafts.shelf(where, record)
            self.troubles.forget()
        for name, field in self.fields.items():
            if fresh:
                self._shelf.open(name, field, values.get(name))
            else:
                field.setValue(values.get(name))
        return fresh

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits on the record's shelf."""
        if not self.record:
            return
        for name, field in self.fields.items():
            field.flush()
            self._shelf.stash(name, field)

    def forget(self) -> None:
        """No record is shown any more."""
        self.flush()
        self.record = ""

    def let_go(self) -> None:
        """The record is taken out, and with it what waits for it."""
        self._drafts.let_go(self._place, self.record)
        self.record = ""

    def lock(self, *, locked: bool) -> None:
        """Whether nothing can be changed."""
        for field in self.fields.values():
            field.setEnabled(not locked)

    def _edited(self, name: str, value: object) -> None:
        record = self.record
        if not record:
            return
        told = trouble.attempt(lambda: self._keep(record, {name: stored(value)}))
        if told:
            self.fields[name].refuse(told)
        else:
            self._saved()


def stored(value: object) -> Value:
    """What an editor gives, as records hold it."""
    if isinstance(value, tuple):  # an answer of several fields (ui.widgets.pick)
        return list(value)
    return value if isinstance(value, str | int | float | list) else None
