"""What sync needs to be sure of everything: offers, snapshots, bundles, meetings, refusals.

`change.offered_at` is when a change first left this PC, by any carrier; `round.carrier` is
"network" or "stick"; `refusal.settled_at` is when an officer put a refused change away.
(SQLite chokes on comments in ADD COLUMN.)
"""

from __future__ import annotations

import sqlite_utils

_TABLES = """
ALTER TABLE change ADD COLUMN offered_at TEXT;
ALTER TABLE refusal ADD COLUMN settled_at TEXT;
ALTER TABLE round ADD COLUMN carrier TEXT NOT NULL DEFAULT 'network';
CREATE TABLE past (                 -- ids a snapshot names as superseded without their bodies
    type TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    change TEXT NOT NULL,
    PRIMARY KEY (type, record, field, change)
) STRICT, WITHOUT ROWID;
CREATE TABLE merged (               -- edits of others that met edits of ours in other fields
    change TEXT PRIMARY KEY,        -- theirs
    type TEXT NOT NULL,
    record TEXT NOT NULL,
    at TEXT NOT NULL                -- when it was noticed here
) STRICT, WITHOUT ROWID;
CREATE TABLE package_aside (        -- what the centre published and this PC cannot use
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    reader TEXT NOT NULL            -- which could not use it: another one asks for it again
) STRICT;
CREATE TABLE bundle (               -- files that went out or came in
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,             -- up, answer, filling
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    changes INTEGER NOT NULL,
    files INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""


def step(db: sqlite_utils.Database) -> None:
    """Add the columns and tables."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
