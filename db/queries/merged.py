"""Edits of another PC that met ours in other fields of a record: both hold, nobody was asked."""

from __future__ import annotations

from msgspec import Struct

from db.queries import people, subjects
from db.queries.subjects import Subject
from db.store import Store
from rules.change import decode
from rules.record import Values
from rules.records import REGISTRY


class Meeting(Struct, frozen=True):
    """What the other PC put beside ours."""

    subject: Subject
    theirs: Values
    actor: str  # the officer's name, "" where nobody knows it
    at: str  # ISO, by the other PC's clock


def latest(store: Store, most: int = 30) -> list[Meeting]:
    """The last of them, the latest first."""
    rows = store.rows(
        "SELECT c.body FROM merged m JOIN change c ON c.id = m.change ORDER BY c.seq DESC LIMIT ?",
        (most,),
    )
    changes = [decode(row[0]) for row in rows]
    names = people.names(store, (change.actor for change in changes))
    found = []
    for change in changes:
        key = REGISTRY[change.type].key
        theirs = {name: value for name, value in change.set.items() if name not in key}
        subject = subjects.of(store, change.type, change.record, dict(change.set))
        found.append(Meeting(subject, theirs, names.get(change.actor, ""), change.at))
    return found
