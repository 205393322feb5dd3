"""What the keys with Alt mean in what a window shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from ui.shell import Shell


def doubled(shell: Shell) -> list[str]:
    """Each key that means two things, with what they are."""
    meant = meanings(shell)
    return [f"{key}: {', '.join(words)}" for key, words in meant.items() if len(words) > 1]


def meanings(shell: Shell) -> dict[str, list[str]]:
    """Every key with Alt, and what it stands for now."""
    meant: defaultdict[str, list[str]] = defaultdict(list)
    for key, words in (*_of_words(shell), *_set(shell)):
        if key.startswith("Alt+"):
            meant[key].append(words)
    return meant


def _of_words(shell: Shell) -> Iterator[tuple[str, str]]:
    """Keys of buttons, and of the names of fields."""
    for button in shell.findChildren(QAbstractButton):
        if button.isVisible():
            yield button.shortcut().toString(), button.text() or button.accessibleName()
    for label in shell.findChildren(QLabel):
        if label.isVisible() and label.buddy() is not None:
            yield QKeySequence.mnemonic(label.text()).toString(), label.text()


def _set(shell: Shell) -> Iterator[tuple[str, str]]:
    """Keys of their own, beside those of words."""
    for shortcut in shell.findChildren(QShortcut):
        above = shortcut.parent()
        if shortcut.isEnabled() and isinstance(above, QWidget) and above.isVisible():
            yield shortcut.key().toString(), f"a key of {type(above).__name__}"
