"""Copies of the database kept in the profile before something large changes it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from db import disk, journal
from db import store as stores
from db.store import Store, set_setting, setting

LARGE_PULL = 500  # changes; before so many are taken in a copy is kept
KEPT = 3  # of these copies
_PULL = "before-pull-"
_DIGITS = 6  # of a copy's number
_COPIED = "copied_before"  # setting: from where to where the pull goes that a copy preceded


def copy(store: Store, name: str) -> Path:
    """The database as it stands, in the backups folder, as encrypted as it is; CannotWrite."""
    folder = store.folder / "backups"
    target = folder / f"{name}{time.strftime('%Y%m%d-%H%M%S')}.db"
    making = folder / f"{os.urandom(8).hex()}.making"
    try:
        disk.make_folder(folder)
        stores.copy_to(store, making)
        disk.settle(making, target)
    except OSError as error:
        raise stores.cannot_write(folder) from error
    finally:
        making.unlink(missing_ok=True)
    return target


def before_pull(store: Store, newest: int) -> None:
    """A copy before much is taken in at once; the last few of them are kept.

    A pull up to this position that breaks off and goes on, by whichever carrier, needs no other;
    nor does a profile with nothing in it.
    """
    cursor = journal.cursor(store)
    if newest - cursor < LARGE_PULL or _precedes(store, cursor) or _is_empty(store):
        return
    kept = _in_order(store.folder / "backups")
    number = _number(kept[-1]) + 1 if kept else 1  # a clock may stand before the last copy
    copy(store, f"{_PULL}{number:0{_DIGITS}}-")
    set_setting(store, _COPIED, f"{cursor} {newest}")
    for older in kept[: len(kept) + 1 - KEPT]:
        older.unlink(missing_ok=True)


def begin_anew(store: Store) -> None:
    """All is taken once more from the beginning: what was copied before was another state."""
    set_setting(store, _COPIED, None)


def _precedes(store: Store, cursor: int) -> bool:
    """Whether the last copy was made before the pull that is now at this place."""
    start, _space, newest = (setting(store, _COPIED) or "").partition(" ")
    return newest.isdecimal() and int(start) <= cursor < int(newest)


def _is_empty(store: Store) -> bool:
    return store.row("SELECT 1 FROM change LIMIT 1") is None


def _in_order(folder: Path) -> list[Path]:
    """The copies, oldest first."""
    return sorted(folder.glob(f"{_PULL}*.db"), key=lambda path: (_number(path), path.name))


def _number(copy: Path) -> int:
    """Which copy it is; 0 for those that were named by the clock alone."""
    number, _dash, _time = copy.stem.removeprefix(_PULL).partition("-")
    return int(number) if len(number) == _DIGITS and number.isdecimal() else 0
