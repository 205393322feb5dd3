"""Texts that could not be saved when their field was left for another indicator."""

from __future__ import annotations

from typing import Protocol

from rules.record import Value


class Editor(Protocol):
    """A field that saves by itself (ui.editors)."""

    def typed(self) -> str: ...
    def open(self, value: object) -> None: ...
    def resume(self, text: str) -> None: ...
    def unsettled(self) -> bool: ...
    def flush(self) -> None: ...
    def trouble(self) -> str: ...


class Drafts:
    """By record and field, until they are mended or emptied; the window tells before it closes."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], tuple[str, str]] = {}

    def stash(self, record: str, field: str, editor: Editor) -> None:
        """Keep what an editor holds and could not settle; forget what is well again."""
        if editor.unsettled():
            self._texts[record, field] = (editor.typed(), editor.trouble())
        else:
            self._texts.pop((record, field), None)

    def open(self, record: str, field: str, editor: Editor, value: Value) -> None:
        """Show a record's value in an editor, or the text that waits for it."""
        editor.open(value)
        kept = self._texts.get((record, field))
        if kept is not None:
            editor.resume(kept[0])
            editor.flush()

    def trouble(self) -> str:
        """What is wrong with the first of them, "" where there is none."""
        return next((told for _text, told in self._texts.values()), "")
