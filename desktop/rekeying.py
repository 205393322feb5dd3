"""Changing the key of a profile, in two steps that may lie days and kills apart.

The next key is kept beside the present one before any database gets it, and the present one is
forgotten after all have it.  Databases get it when nothing has them open: when the profile is
opened, which begins with `finish`.
"""

from __future__ import annotations

from pathlib import Path

from db import errors, rekeying
from db import recovery as memory
from db import store as stores
from db.store import Store
from desktop import recovery
from desktop.secrets import Safe
from resources.words import _


def begin(store: Store, safe: Safe, passphrase: str | None = None) -> None:
    """Draw the key that the next opening puts in place; a new passphrase serves from now on.

    Refused where the profile is not encrypted.
    """
    if store.key is None:
        raise errors.Refused(_("Hồ sơ này không mã hoá nên không có khoá để đổi."))
    safe.begin_change(passphrase)


def finish(folder: Path, safe: Safe) -> None:
    """Put the key in place that was drawn, if one was.

    To be called by whoever holds the profile, with nothing of it open.  Raises CannotWrite where
    there is no room: then the profile opens with the present key, and the next try goes on.
    """
    old, new = safe.database_key(), safe.next_key()
    if old is None or new is None:
        return
    with stores.open_(folder, rekeying.key_in_place(folder, old, new)) as store:
        codes = memory.state(store).recipients
    try:
        recovery.keep(folder, (old, new), codes)  # first: the paper opens what a kill leaves
        rekeying.change(folder, old, new)
        safe.end_change()
        recovery.keep(folder, (new,), codes)
    except OSError as error:
        raise stores.cannot_write(folder) from error
