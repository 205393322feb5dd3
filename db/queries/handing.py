"""How far the handing in of a period has come."""

from __future__ import annotations

from msgspec import Struct

from db import journal
from db.commands import submission
from db.queries import people, replica
from db.store import Store
from rules.record import identity
from rules.records import SUBMISSION


class Handing(Struct, frozen=True):
    """A period of a set and what became of it at the centre."""

    record: str
    state: str = "draft"  # draft, submitted, received, accepted, returned
    at: str | None = None  # ISO, when it was handed in
    by: str | None = None  # the officer's name
    words: str | None = None  # of the centre
    changed: int = 0  # answers that differ from what was handed in


def of(store: Store, set_id: str, period: str) -> Handing:
    """The state of a period; a draft where nothing was handed in."""
    commune = journal.commune(store)
    record = identity(SUBMISSION, commune, {"set": set_id, "period": period})
    values = replica.values(store, SUBMISSION.name, record)
    if values is None or values.get("state") in (None, "draft"):
        return Handing(record)
    who, at, words = values.get("submitted_by"), values.get("submitted_at"), values.get("words")
    return Handing(
        record=record,
        state=str(values["state"]),
        at=str(at) if at else None,
        by=people.names(store, [str(who)]).get(str(who)) if who else None,
        words=str(words) if words else None,
        changed=submission.changed_since(store, set_id, period) or 0,
    )
