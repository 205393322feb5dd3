"""What an officer does with a change the centre refused; nothing of it is ever deleted."""

from __future__ import annotations

from datetime import UTC, datetime

from db import errors, journal
from db.journal import Edit
from db.store import Store
from resources.words import _
from rules.change import Change, decode
from rules.record import Values


def resend(store: Store, change: str) -> None:
    """Offer it again as it is: it stands in the tables again, and waits."""
    _refused(store, change)
    with store.write() as connection:
        connection.execute("UPDATE change SET state = 0 WHERE id = ?", (change,))
        journal.quarantine(store)


def repair(store: Store, actor: str, change: str, values: Values) -> Change | None:
    """Save what it said with these values instead, as a new change; the old one is put away.

    Raises RecordError for values that do not fit; then nothing is written.
    """
    old = _refused(store, change)
    with store.write():
        edit = Edit(old.type, old.record, {**old.set, **values})
        done = journal.commit(store, actor, [edit])
        dismiss(store, change)
    return done[0] if done else None


def dismiss(store: Store, change: str) -> None:
    """Put it away: it stays in the log, and nobody is asked about it any more."""
    _refused(store, change)
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    with store.write() as connection:
        connection.execute("UPDATE refusal SET settled_at = ? WHERE change = ?", (at, change))


def _refused(store: Store, change: str) -> Change:
    row = store.row(
        "SELECT c.body FROM change c JOIN refusal r ON r.change = c.id"
        " WHERE c.id = ? AND c.state = 2",
        (change,),
    )
    if row is None:
        raise errors.Refused(
            _("Thay đổi này không còn bị từ chối nữa; hãy mở lại danh sách để xem mới nhất.")
        )
    return decode(row["body"])
