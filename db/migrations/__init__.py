"""Bringing a database to today's tables: small numbered steps, a backup before the first."""

from __future__ import annotations

import sys

import sqlcipher3.dbapi2 as sqlite

# sqlite-utils must use the SQLite that opened the database; it looks for this name first
sys.modules.setdefault("pysqlite3", sqlite)
sys.modules.setdefault("pysqlite3.dbapi2", sqlite)

import sqlite_utils  # noqa: E402 -- only after the two lines above

from db import store as stores  # noqa: E402
from db.migrations import m0001_first  # noqa: E402

STEPS = (m0001_first.step,)


def bring_up(store: stores.Store) -> None:
    """Apply the steps this database lacks, each in a transaction of its own."""
    version = store.value("PRAGMA user_version")
    if version:
        safety_copy(store, version)
    steps = sqlite_utils.Migrations("langso")
    for step in STEPS:
        steps(name=step.__module__.rsplit(".", 1)[-1])(step)
    connection = store.connection
    factory, connection.row_factory = connection.row_factory, None
    try:
        steps.apply(sqlite_utils.Database(connection))
    finally:
        connection.row_factory = factory
    connection.execute(f"PRAGMA application_id={stores.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={stores.VERSION}")
    if version:
        from db import journal

        journal.rebuild(store)  # changes kept for this version find their place now


def safety_copy(store: stores.Store, version: int) -> None:
    """A copy of the database as it was, in the profile's backups folder."""
    folder = store.folder / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"before-v{stores.VERSION}-from-v{version}-{stores.now_stamp()}.db"
    store.connection.execute("VACUUM INTO ?", (str(target),))
