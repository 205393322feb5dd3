"""Copies of the database kept in the profile before something large changes it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from db import disk, filling, journal
from db import store as stores
from db.store import Store, set_setting, setting

LARGE_PULL = 500  # changes; before so many are taken in a copy is kept
KEPT = 3  # of these copies
_PULL = "before-pull-"
_COPIED = "copied_before"  # setting: the position the pull was to reach that a copy preceded


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
    """A copy before much of the stream is taken in at once; the last few of them are kept.

    A pull up to this position that breaks off and goes on, by whichever carrier, needs no other.
    """
    cursor, copied = journal.cursor(store), int(setting(store, _COPIED) or 0)
    if newest - cursor < LARGE_PULL or cursor < copied or filling.is_new(store):
        return
    copy(store, _PULL)
    set_setting(store, _COPIED, str(newest))
    for older in sorted((store.folder / "backups").glob(f"{_PULL}*.db"))[:-KEPT]:
        older.unlink(missing_ok=True)
