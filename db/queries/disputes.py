"""Open conflicts: what differs, where it stands, and who answered what, when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from db import journal, projection
from db.queries import people, places, replica, subjects
from db.queries.replica import Answer
from db.queries.subjects import Subject
from db.store import Store
from rules.change import Change
from rules.record import Field, Value
from rules.records import REGISTRY


class Dispute(Struct, frozen=True):
    """One field with differing answers, the oldest first."""

    type: str
    record: str
    field: str
    answers: tuple[Answer, ...]
    subject: Subject
    before: Value = None  # what stood there when they parted; None also where nothing did
    ours: frozenset[str] = frozenset()  # changes of these that were made on this PC
    called: Mapping[str, str] = {}  # answers that are ids of people or villages, by their names


def every(store: Store, most: int = -1) -> list[Dispute]:
    """The open conflicts of this replica: of so many records, or all of them."""
    rows = store.rows(
        "SELECT DISTINCT type, record FROM conflict ORDER BY type, record LIMIT ?", (most,)
    )
    return [dispute for row in rows for dispute in _of(store, row[0], row[1])]


def records(store: Store) -> int:
    """How many records have open conflicts."""
    count: int = store.value("SELECT count(*) FROM (SELECT DISTINCT type, record FROM conflict)")
    return count


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
    declared = REGISTRY[type_name].field
    changes = {each.id: each for each in projection.changes_of(store, type_name, record)}
    ours = frozenset(change for change in changes if journal.is_own(store, change))
    return [
        Dispute(
            type_name,
            record,
            field,
            answers,
            subject,
            before=_before(changes, field, answers),
            ours=ours & {answer.change for answer in answers},
            called=_called(store, declared(field), answers),
        )
        for field, answers in replica.conflicts_of(store, type_name, record).items()
    ]


def _called(store: Store, field: Field | None, answers: Iterable[Answer]) -> Mapping[str, str]:
    """Names for the answers of a field that points to people or villages."""
    to = field.to if field else None
    if to == "person":
        return people.names(store, (str(answer.value) for answer in answers))
    return places.names(store) if to == "unit" else {}


def _before(changes: Mapping[str, Change], field: str, answers: Sequence[Answer]) -> Value:
    """The one value all answers have seen there; None where they have not seen the same."""
    seen = {each for answer in answers for each in changes[answer.change].base.get(field, ())}
    values = [changes[each].set.get(field) for each in seen if each in changes]
    return values[0] if values and all(value == values[0] for value in values) else None
