"""Which change and which file lies in a bundle outside this PC, each by itself.

`bundled_at` is when the bundle was laid down.  It speaks of the present wait alone: what begins
to wait for the centre anew lies nowhere yet.
"""

from __future__ import annotations

import sqlite_utils


def step(db: sqlite_utils.Database) -> None:
    """Add the columns."""
    db.execute("ALTER TABLE change ADD COLUMN bundled_at TEXT")
    db.execute("ALTER TABLE blob ADD COLUMN bundled_at TEXT")
