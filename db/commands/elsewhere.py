"""What also lies outside this PC: on a stick, in a second folder, in a backup.

A backup holds all of the log there was, and what was once in it stays in it.  A bundle helps only
with what is in it, and only while that waits for the centre the bundle is sealed to; so each
change and each file knows for itself whether it is in one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct
from msgspec import json as packed
from msgspec.structs import replace

from db.store import Store, set_setting, setting

_NOTED = "elsewhere"  # setting


class Elsewhere(Struct, frozen=True):
    """The last copy outside this PC, and how far backups there reach."""

    log: int = 0  # up to which `seq` of the log a backup holds everything
    at: str | None = None  # ISO; the last copy
    place: str | None = None  # where it lies, as an officer knows it


def known(store: Store) -> Elsewhere:
    """The copies there are."""
    noted = setting(store, _NOTED)
    return packed.decode(noted, type=Elsewhere) if noted else Elsewhere()


def last_seq(store: Store) -> int:
    """The last change of the log; to be asked before a backup is begun."""
    last: int = store.value("SELECT coalesce(max(seq), 0) FROM change")
    return last


def bundled(store: Store, changes: Sequence[int], files: Sequence[str], place: str) -> None:
    """A bundle with these changes (by `seq`) and files was laid down in another place."""
    at = _now()
    with store.write() as connection:
        connection.execute(
            "UPDATE change SET bundled_at = ? WHERE seq IN (SELECT value FROM json_each(?))",
            (at, json.dumps(changes)),
        )
        connection.execute(
            "UPDATE blob SET bundled_at = ? WHERE sha256 IN (SELECT value FROM json_each(?))",
            (at, json.dumps(files)),
        )
        _note(store, Elsewhere(known(store).log, at, place))


def forget_bundles(store: Store) -> None:
    """The bundles that were laid down help no more: whoever this profile's centre is now, it does
    not take them."""
    with store.write() as connection:
        connection.execute("UPDATE change SET bundled_at = NULL WHERE bundled_at IS NOT NULL")
        connection.execute("UPDATE blob SET bundled_at = NULL WHERE bundled_at IS NOT NULL")


def forget_backups(store: Store) -> None:
    """The backups that were laid down can be opened by nobody once this PC is gone."""
    _note(store, replace(known(store), log=0))


def backed_up(store: Store, last: int, place: str) -> None:
    """A whole backup that reaches up to this change was laid down in another place."""
    _note(store, Elsewhere(max(known(store).log, last), _now(), place))


def _note(store: Store, reached: Elsewhere) -> None:
    set_setting(store, _NOTED, packed.encode(reached).decode())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
