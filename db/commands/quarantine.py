"""What an officer does with a change the centre refused; nothing of it is ever deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from db import errors, journal
from db.journal import Edit
from db.queries.quarantine import Reason
from db.store import Store
from resources.words import _
from rules.change import Change, decode
from rules.record import Values


def resend(store: Store, change: str) -> None:
    """Offer it again as it is: it stands in the tables again, and waits."""
    _refused(store, change)
    journal.offer_again(store, [change])


def resend_all(store: Store, reason: Reason) -> frozenset[str]:
    """The same with all that was refused for this reason, in one commit; their record types."""
    with store.write():
        found = _all(store, reason)
        journal.offer_again(store, found)
    return frozenset(found.values())


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
    _put_away(store, [change])


def dismiss_all(store: Store, reason: Reason) -> frozenset[str]:
    """The same with all that was refused for this reason, in one commit; their record types."""
    with store.write():
        found = _all(store, reason)
        _put_away(store, found)
    return frozenset(found.values())


def _put_away(store: Store, changes: Iterable[str]) -> None:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    with store.write() as connection:
        connection.executemany(
            "UPDATE refusal SET settled_at = ? WHERE change = ?", [(at, each) for each in changes]
        )


def _all(store: Store, reason: Reason) -> dict[str, str]:
    """The changes that were refused for this reason and nobody settled, by id; their types."""
    rows = store.rows(
        "SELECT c.id, c.type FROM refusal r JOIN change c ON c.id = r.change"
        " WHERE r.settled_at IS NULL AND c.state = 2 AND r.code = ? AND r.sentence = ?",
        (reason.code, reason.sentence),
    )
    return {row["id"]: row["type"] for row in rows}


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
