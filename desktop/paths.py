"""Where things lie on this PC when nobody says otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def profile() -> Path:
    """The profile of whoever is logged in."""
    return _data() / "ho-so"


def demo() -> Path:
    """The folder of the sample centre and communes."""
    return _data() / "du-lieu-mau"


def _data() -> Path:
    """This user's own folder for data on this PC, never one that roams over a network."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "LangSo"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LangSo"
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "langso"
