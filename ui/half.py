"""Fields that count when a button is pressed: what is typed in them waits until it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtWidgets import QLineEdit

from ui.drafts import Draft, Shelf


class Typing(Protocol):
    """A field that can be looked at and filled in (ui.editors, Line, Picker)."""

    def typed(self) -> str: ...
    def open(self, value: object) -> None: ...
    def resume(self, text: str) -> None: ...


class Line(QLineEdit):
    """A field of one line that saves nothing by itself."""

    def typed(self) -> str:
        """What stands in it."""
        return self.text()

    def open(self, value: object) -> None:
        """Begin anew with this."""
        text = "" if value is None else str(value)
        if text != self.text():
            self.setText(text)

    def resume(self, text: str) -> None:
        """Show what was typed earlier."""
        self.setText(text)


class Half:
    """A form that is half filled in, on the shelf of what it is about."""

    def __init__(self, fields: Mapping[str, Typing]) -> None:
        self.fields = dict(fields)
        self._shelf = Shelf()
        self._began: dict[str, str] = {}  # how each field stood before anything was typed

    def show(self, shelf: Shelf, values: Mapping[str, object] | None = None) -> bool:
        """Turn to another record: what was typed for the one before waits, this one's is back.

        `values` is what the fields begin with.  The same record again leaves what is typed.
        Whether it is another.
        """
        if shelf is self._shelf:
            if not self.begun():
                self._begin(values or {})
            return False
        self.flush()
        self._shelf = shelf
        self._begin(values or {})
        for name, field in self.fields.items():
            kept = shelf.get(name)
            if kept is not None:
                field.resume(str(kept.typed))
        return True

    def flush(self) -> None:
        """Keep what was typed and not handed over yet."""
        for name, field in self.fields.items():
            typed = field.typed()
            if typed.strip() and typed != self._began.get(name, ""):
                self._shelf.put(name, Draft(typed))
            else:
                self._shelf.drop(name)

    def begun(self) -> bool:
        """Whether anything stands otherwise than it began."""
        return any(field.typed() != self._began.get(n, "") for n, field in self.fields.items())

    def forget(self, values: Mapping[str, object] | None = None) -> None:
        """It was handed over, or is not wanted: begin anew."""
        self._shelf.clear()
        self._begin(values or {})

    def _begin(self, values: Mapping[str, object]) -> None:
        for name, field in self.fields.items():
            field.open(values.get(name))
            self._began[name] = field.typed()
