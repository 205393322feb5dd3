"""What this PC remembers about how the programme is used: language, text size, widths."""

from __future__ import annotations

import json
from pathlib import Path

from desktop import atomic, logs

NAME = "preferences.json"


class FilePreferences:
    """Preferences in a small file of the profile; a lost or damaged file means the defaults."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._values = _read(self._path)

    def get(self, name: str, default: str = "") -> str:
        """A remembered value."""
        return self._values.get(name, default)

    def set(self, name: str, value: str) -> None:
        """Remember a value; where the disk takes none, until the programme ends."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        try:
            atomic.write(self._path, json.dumps(self._values, ensure_ascii=False).encode())
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
