"""Where things lie on this PC when nobody says otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def profile() -> Path:
    """The profile of whoever is logged in: in our own folder, or where they said at the start."""
    try:
        told = _elsewhere().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):  # hardly anybody says
        told = ""
    return Path(told) if told else own()


def own() -> Path:
    """Where a profile lies unless somebody says otherwise."""
    return _data() / "ho-so"


def settle(folder: Path) -> None:
    """From now on the profile lies in this folder.  OSError where that cannot be remembered."""
    note = _elsewhere()
    if folder == own():
        note.unlink(missing_ok=True)
    else:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(f"{folder.absolute()}\n", encoding="utf-8")


def demo() -> Path:
    """The folder of the sample centre and communes."""
    return _data() / "du-lieu-mau"


def _elsewhere() -> Path:
    return _data() / "ho-so.txt"


def _data() -> Path:
    """This user's own folder for data on this PC, never one that roams over a network."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "LangSo"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LangSo"
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "langso"
