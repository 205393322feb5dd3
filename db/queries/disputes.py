"""Open conflicts: what differs, where it stands, and who answered what, when."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct

from db.queries import replica, subjects
from db.queries.replica import Answer
from db.queries.subjects import Subject
from db.store import Store


class Dispute(Struct, frozen=True):
    """One field with differing answers, the oldest first."""

    type: str
    record: str
    field: str
    answers: tuple[Answer, ...]
    subject: Subject


def every(store: Store) -> list[Dispute]:
    """Every open conflict of this replica."""
    rows = store.rows("SELECT DISTINCT type, record FROM conflict ORDER BY type, record")
    return [dispute for row in rows for dispute in _of(store, row[0], row[1])]


def among(store: Store, records: Iterable[str]) -> list[Dispute]:
    """The open conflicts of these records, in their order."""
    wanted = list(dict.fromkeys(records))
    rows = store.rows(
        "SELECT DISTINCT type, record FROM conflict"
        " WHERE record IN (SELECT value FROM json_each(?))",
        (json.dumps(wanted),),
    )
    ordered = sorted(rows, key=lambda row: wanted.index(row[1]))
    return [dispute for row in ordered for dispute in _of(store, row[0], row[1])]


def _of(store: Store, type_name: str, record: str) -> list[Dispute]:
    subject = subjects.of(store, type_name, record)
    return [
        Dispute(type_name, record, field, answers, subject)
        for field, answers in replica.conflicts_of(store, type_name, record).items()
    ]
