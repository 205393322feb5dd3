"""A new home for what communes had answered before they were merged."""

from __future__ import annotations

import sqlite_utils

_TABLE = """
CREATE TABLE former_assessment (
    record TEXT PRIMARY KEY,
    origin TEXT, "set" TEXT, indicator TEXT, period TEXT, village TEXT, version INTEGER,
    passed INTEGER, numerator REAL, denominator REAL, number REAL, text TEXT,
    as_of TEXT, note TEXT,
    deleted INTEGER NOT NULL, heads TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX former_assessment_indicator ON former_assessment("set", indicator);
"""


def step(db: sqlite_utils.Database) -> None:
    """Make the table."""
    for statement in filter(str.strip, _TABLE.split(";")):
        db.execute(statement)
