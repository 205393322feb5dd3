"""Another key for a profile's databases: each lies wholly under the old one or the new one."""

from __future__ import annotations

from pathlib import Path

from db import backup
from db import store as stores


def key_in_place(folder: Path, old: bytes, new: bytes) -> bytes:
    """Which of these two opens the profile's database now."""
    return new if stores.opens(folder / stores.NAME, new) else old


def change(folder: Path, old: bytes, new: bytes) -> None:
    """Put the new key in place, the kept copies first, from wherever an earlier try broke off.

    To be called by whoever holds the profile, with nothing of it open.  Raises CannotWrite.
    """
    backup.sweep(folder)
    for path in (*sorted(folder.glob("backups/*.db")), folder / stores.NAME):
        if stores.opens(path, old):  # others have the new one already, or are damaged copies
            stores.rekey(path, old, new)
