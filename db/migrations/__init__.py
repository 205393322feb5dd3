"""Bringing a database to today's tables: small numbered steps, a backup before the first."""

from __future__ import annotations

import sys
from collections.abc import Callable

import sqlcipher3.dbapi2 as sqlite

# sqlite-utils must use the SQLite that opened the database; it looks for this name first
sys.modules.setdefault("pysqlite3", sqlite)
sys.modules.setdefault("pysqlite3.dbapi2", sqlite)

import sqlite_utils  # noqa: E402 -- only after the two lines above

from db import journal, release, safety  # noqa: E402
from db import store as stores  # noqa: E402
from db.migrations import (  # noqa: E402
    m0001_first,
    m0002_carriers,
    m0003_registers,
    m0004_frozen,
    m0005_roster,
    m0006_apart,
    m0007_folded,
    m0008_former,
    m0009_short,
)

STEPS: tuple[Callable[[sqlite_utils.Database], None], ...] = (
    m0001_first.step,
    m0002_carriers.step,
    m0003_registers.step,
    m0004_frozen.step,
    m0005_roster.step,
    m0006_apart.step,
    m0007_folded.step,
    m0008_former.step,
    m0009_short.step,
)


def bring_up(store: stores.Store) -> None:
    """Apply the steps this database lacks, all in one transaction: the old tables or the new."""
    version = store.value("PRAGMA user_version")
    if version:
        safety_copy(store, version)
    with store.write() as connection:
        _apply(connection)
        if version:
            journal.rebuild(store)
            release.release(store)  # changes kept for this version find their place now
        connection.execute(f"PRAGMA application_id={stores.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={stores.VERSION}")


def _apply(connection: sqlite.Connection) -> None:
    steps = sqlite_utils.Migrations("langso")
    for step in STEPS:
        steps(name=step.__module__.rsplit(".", 1)[-1])(step)
    factory, connection.row_factory = connection.row_factory, None
    try:
        steps.apply(sqlite_utils.Database(connection))
    finally:
        connection.row_factory = factory


def safety_copy(store: stores.Store, version: int) -> None:
    """A copy of the database as it was, in the profile's backups folder; encrypted as it is."""
    safety.copy(store, f"before-v{stores.VERSION}-from-v{version}-")
