"""Open conflicts: what differs, where it stands, and who answered what, when."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from db import projection
from db.queries import people, replica
from db.queries.replica import Answer
from db.store import Store
from rules.record import Values
from rules.records import REGISTRY


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a checklist a record stands."""

    set: str
    indicator: str
    period: str
    village: str | None = None  # its name


@dataclass(frozen=True, slots=True)
class Dispute:
    """One field with differing answers, the oldest first."""

    type: str
    record: str
    field: str
    answers: tuple[Answer, ...]
    subject: str | None = None  # what the record is called, where it has a name
    spot: Spot | None = None


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
    row = projection.read(store, REGISTRY[type_name], [record]).get(record)
    values = row.values if row else {}
    subject, spot = _subject(store, type_name, values), _spot(store, values)
    return [
        Dispute(type_name, record, field, answers, subject, spot)
        for field, answers in replica.conflicts_of(store, type_name, record).items()
    ]


def _subject(store: Store, type_name: str, values: Values) -> str | None:
    named = values.get("title") or values.get("full_name") or values.get("name")
    return str(named) if named and type_name in ("evidence", "person", "unit") else None


def _spot(store: Store, values: Values) -> Spot | None:
    """The place in a checklist, also of a file bound to an answer and of a threshold of a year."""
    if values.get("target_type") == "assessment":
        row = store.row("SELECT * FROM assessment WHERE record = ?", (values["target"],))
        values = dict(row) if row else {}
    if not values.get("set") or not values.get("indicator"):
        return None
    village = values.get("village")
    name = store.value("SELECT name FROM unit WHERE record = ?", (village,)) if village else None
    period = values.get("period") or values.get("year")
    return Spot(str(values["set"]), str(values["indicator"]), str(period), name)


def signed(store: Store) -> dict[str, str]:
    """The names that stand under answers, by the actors' ids."""
    return people.names(store)
