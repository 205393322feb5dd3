"""What this PC remembers about how the programme is used: language, text size, widths."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from desktop import atomic, logs

NAME = "preferences.json"


class FilePreferences:
    """Preferences in a small file of the profile; a lost or damaged file means the defaults.

    Moving about changes some of them many times a minute, so `set` only remembers; whoever made
    this is told by `changed` and calls `keep` when it is quiet.
    """

    def __init__(self, folder: Path, changed: Callable[[], None] = lambda: None) -> None:
        self._path = folder / NAME
        self._values = _read(self._path)
        self._changed = changed
        self._kept = True

    def get(self, name: str, default: str = "") -> str:
        """A remembered value."""
        return self._values.get(name, default)

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        if self._values.get(name) != value:
            self._values[name] = value
            self._kept = False
            self._changed()

    def keep(self) -> None:
        """Put on the disk what is remembered; where it takes nothing, hold it until the end."""
        if self._kept:
            return
        try:
            atomic.write(self._path, json.dumps(self._values, ensure_ascii=False).encode())
            self._kept = True
        except OSError as error:
            logs.wrong(error)


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, str)}
