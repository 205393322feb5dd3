"""Who was found to be somebody else, and a quick way to whoever was merged."""

from __future__ import annotations

import sqlite_utils


def step(db: sqlite_utils.Database) -> None:
    """Add the column and the index."""
    db.execute("ALTER TABLE person ADD COLUMN not_same TEXT")
    db.execute("CREATE INDEX person_merged ON person(merged_into) WHERE merged_into IS NOT NULL")
