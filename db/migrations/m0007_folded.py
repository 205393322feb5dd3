"""Records that a snapshot brought on one line each, and the log as all its readers see it.

A line holds all its record's changes to the letter, so it counts as a part of the log: it is
never altered, and goes only when each of its changes has a row of its own.
"""

from __future__ import annotations

import sqlite_utils

_STEPS = (
    """CREATE TABLE folded (
    seq INTEGER PRIMARY KEY,        -- of its first change; the others follow by ones
    type TEXT NOT NULL,
    record TEXT NOT NULL,
    count INTEGER NOT NULL,         -- of its changes
    line TEXT NOT NULL              -- as the centre told it: at, changes, now, record, type
) STRICT""",
    "CREATE INDEX folded_record ON folded(record)",
    "CREATE TRIGGER folded_is_never_altered BEFORE UPDATE ON folded"
    " BEGIN SELECT RAISE(ABORT, 'a change is never altered'); END",
    "CREATE TRIGGER folded_goes_when_all_is_in_the_log BEFORE DELETE ON folded"
    " WHEN EXISTS (SELECT 1 FROM json_each(OLD.line, '$.changes')"
    " WHERE json_extract(value, '$.id') NOT IN (SELECT id FROM change))"
    " BEGIN SELECT RAISE(ABORT, 'a change is never deleted'); END",
    "CREATE VIEW log AS"
    " SELECT seq, id, type, record, body, action, state, position FROM change"
    " UNION ALL"
    " SELECT f.seq + c.key, json_extract(c.value, '$.id'), f.type, f.record, c.value, NULL, 1,"
    " json_extract(f.line, '$.at[' || c.key || ']')"
    " FROM folded f, json_each(f.line, '$.changes') c",
)


def step(db: sqlite_utils.Database) -> None:
    """Add the table, what guards it, and the view."""
    for statement in _STEPS:
        db.execute(statement)
