"""What the tables come to, by record type, to be compared with another replica."""

from __future__ import annotations

from db import heads, projection
from db.commands import question
from db.store import Store, setting
from rules.digest import of_filled
from rules.record import RecordType
from rules.records import REGISTRY

DIFFERS = "differs"  # setting: record types that stay different from the centre's, come what may


def differing(store: Store) -> list[str]:
    """The record types that differ from the centre's, as far as was found out, and stay so."""
    return (setting(store, DIFFERS) or "").split()


def digests(store: Store) -> dict[str, int]:
    """Of each record type the sum of its records' digests; deleted records count."""
    return {name: _of_type(store, record_type) for name, record_type in REGISTRY.items()}


def _of_type(store: Store, record_type: RecordType) -> int:
    name, listed = record_type.name, projection.listed(record_type)
    rows = store.connection.execute(f'SELECT record, heads, {listed} FROM "{name}"')
    total = 0
    for record, kept, *raw in rows:
        filled = projection.filled_in(record_type, raw)
        total += of_filled((name, record), heads.told(kept, filled), filled)
    return total


def unsettled(store: Store) -> set[str]:
    """The record types whose tables here are ahead of the centre's, or wait for an officer.

    Ahead: by own changes that the centre has not taken.
    """
    rows = store.rows(
        "SELECT DISTINCT type FROM change WHERE state = 0"
        " UNION SELECT c.type FROM refusal r JOIN change c ON c.id = r.change"
        " WHERE r.change NOT IN (SELECT change FROM held)"
    )
    held = (
        store.rows("SELECT DISTINCT c.type FROM held h JOIN change c ON c.id = h.change")
        if question.standing(store, question.RELEASE)
        else ()
    )
    return {row[0] for row in (*rows, *held)}
