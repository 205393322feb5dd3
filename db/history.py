"""Who changed what, when, from what to what; and taking back one's own last actions."""

from __future__ import annotations

from dataclasses import dataclass

from db import journal, projection
from db.journal import Edit
from db.store import Store
from rules.change import Change, decode
from rules.record import DELETED, Identity, Value, Values
from rules.records import REGISTRY


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of one change, with what stood there before."""

    change: str
    actor: str
    at: str
    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: records it touched, and fields somebody has changed since."""

    records: tuple[tuple[str, str], ...]
    skipped: int


def of(store: Store, record: str) -> list[Entry]:
    """The history of a record, newest first."""
    changes = projection.changes_of(store, record, held=True)
    by_id = {change.id: change for change in changes}
    entries = [
        Entry(change.id, change.actor, change.at, field, _before(by_id, change, field), after)
        for change in changes
        for field, after in change.set.items()
    ]
    return list(reversed(entries))


def undo(store: Store, actor: str) -> Undone | None:
    """Take back this officer's last action that still stands; None when there is none.

    It works after a restart as well: actions are kept in the profile.  A field that has been
    changed since, here or elsewhere, is left alone and counted.
    """
    action = store.value(
        "SELECT id FROM action WHERE actor = ? AND undoes IS NULL AND NOT undone"
        " ORDER BY id DESC LIMIT 1",
        (actor,),
    )
    return None if action is None else _revert(store, actor, action)


def redo(store: Store, actor: str) -> Undone | None:
    """Do again what was last undone, unless the officer has done something else since."""
    action = store.value(
        "SELECT a.id FROM action a JOIN action was ON was.id = a.undoes"
        " WHERE a.actor = ? AND NOT a.undone AND was.undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM action d WHERE d.actor = a.actor AND d.id > a.id"
        "                 AND d.undoes IS NULL)"
        " ORDER BY a.id DESC LIMIT 1",
        (actor,),
    )
    return None if action is None else _revert(store, actor, action)


def _revert(store: Store, actor: str, action: int) -> Undone:
    with store.write() as connection:
        bodies = store.rows("SELECT body FROM change WHERE action = ? ORDER BY seq", (action,))
        edits, skipped = [], 0
        for row in bodies:
            edit, left = _reverse(store, decode(row[0]))
            skipped += left
            if edit is not None:
                edits.append(edit)
        journal.commit(store, actor, edits, undoes=action)
        was = store.value("SELECT undoes FROM action WHERE id = ?", (action,))
        connection.execute("UPDATE action SET undone = 1 WHERE id = ?", (action,))
        if was is not None:  # a redo: the first action stands again
            connection.execute("UPDATE action SET undone = 0 WHERE id = ?", (was,))
    touched = tuple((edit.type, edit.record or "") for edit in edits)
    return Undone(touched, skipped)


def _reverse(store: Store, change: Change) -> tuple[Edit | None, int]:
    """The edit that takes a change back, and how many of its fields have moved on."""
    record_type = REGISTRY[change.type]
    row = projection.read(store, record_type, [change.record])[change.record]
    by_id = {each.id: each for each in projection.changes_of(store, change.record)}
    ours = [name for name in change.set if row.heads.get(name) == [change.id]]
    skipped = len(change.set) - len(ours)
    created = min(by_id) == change.id and record_type.identity is not Identity.KEYED
    if (created and not skipped) or (DELETED in ours and change.set[DELETED] is False):
        return Edit(change.type, change.record, delete=True), skipped
    values: Values = {}
    for name in ours:
        if name not in record_type.key:
            values[name] = False if name == DELETED else _before(by_id, change, name)
    return (Edit(change.type, change.record, values) if values else None), skipped


def _before(by_id: dict[str, Change], change: Change, field: str) -> Value:
    """What the officer saw in this field before the change."""
    seen = [by_id[base] for base in change.base.get(field, ()) if base in by_id]
    answers = [each for each in seen if field in each.set]
    return max(answers, key=lambda each: each.id).set[field] if answers else None
