"""What is in the log stays as it is: the database itself refuses to delete or alter a change.

No clean-up, repair or upgrade can then take what the centre has not confirmed; nor can one forget
an evidence file only this PC knows of.
"""

from __future__ import annotations

import sqlite_utils

_TRIGGERS = (
    "CREATE TRIGGER change_is_never_deleted BEFORE DELETE ON change"
    " BEGIN SELECT RAISE(ABORT, 'a change is never deleted'); END",
    "CREATE TRIGGER change_is_never_altered"
    " BEFORE UPDATE OF seq, id, type, record, body, action ON change"
    " BEGIN SELECT RAISE(ABORT, 'a change is never altered'); END",
    "CREATE TRIGGER unsent_file_is_never_forgotten BEFORE DELETE ON blob WHEN NOT OLD.sent"
    " BEGIN SELECT RAISE(ABORT, 'a file the centre lacks is never forgotten'); END",
)


def step(db: sqlite_utils.Database) -> None:
    """Add the triggers."""
    for trigger in _TRIGGERS:
        db.execute(trigger)
