"""Copies of the database kept in the profile before something large changes it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from db import disk
from db import store as stores
from db.store import Store

KEPT = 3  # copies made before large pulls
_PULL = "before-pull-"


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


def before_pull(store: Store) -> None:
    """A copy before much is taken in at once; the last few of them are kept."""
    copy(store, _PULL)
    for older in sorted((store.folder / "backups").glob(f"{_PULL}*.db"))[:-KEPT]:
        older.unlink(missing_ok=True)
