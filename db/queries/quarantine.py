"""What is set aside: changes the centre refused, and such as this programme does not understand."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from db import projection
from db.queries import people, subjects
from db.queries.subjects import Subject
from db.store import Store
from rules.change import decode
from rules.record import DELETED, Value
from rules.records import REGISTRY


class Typed(Struct, frozen=True):
    """What a refused change would have put into a field, and what stands there without it."""

    value: Value
    shown: Value


class Refusal(Struct, frozen=True):
    """A change the centre did not take, with its reason; it takes no part in the tables."""

    change: str
    type: str
    record: str
    code: str
    sentence: str
    at: str  # when it was refused, the centre's time
    made_at: str  # when the officer saved it
    fields: Mapping[str, Typed]
    actor: str  # the officer's name
    subject: Subject

    @property
    def repairable(self) -> bool:
        """Whether another value could help; a deletion can only be sent again or put away."""
        return DELETED not in self.fields


class Foreign(Struct, frozen=True):
    """A change that came from elsewhere and takes no part yet."""

    change: str
    type: str
    reason: str  # newer: for a newer programme; bad: does not fit its type
    at: str


def refusals(store: Store) -> list[Refusal]:
    """What the centre refused and no officer has settled yet, the latest first."""
    rows = store.rows(
        "SELECT c.body, r.code, r.sentence, r.at FROM refusal r JOIN change c ON c.id = r.change"
        " WHERE r.settled_at IS NULL ORDER BY r.at DESC, c.id DESC"
    )
    refused = [(decode(body), *told) for body, *told in rows]
    names = people.names(store, (change.actor for change, *_told in refused))
    found = []
    for change, code, sentence, at in refused:
        record_type = REGISTRY[change.type]
        row = projection.read(store, record_type, [change.record]).get(change.record)
        shown = {**row.values, DELETED: row.deleted} if row else {}
        found.append(
            Refusal(
                change=change.id,
                type=change.type,
                record=change.record,
                code=code,
                sentence=sentence,
                at=at,
                made_at=change.at,
                fields={
                    name: Typed(value, shown.get(name))
                    for name, value in sorted(change.set.items())
                },
                actor=names.get(change.actor, ""),
                subject=subjects.of(store, change.type, change.record, dict(change.set)),
            )
        )
    return found


def foreign(store: Store) -> list[Foreign]:
    """What came and is kept for a newer programme, or does not fit; the latest first."""
    rows = store.rows(
        "SELECT c.id, c.type, h.reason, json_extract(c.body, '$.at')"
        " FROM held h JOIN change c ON c.id = h.change WHERE h.reason != 'refused'"
        " ORDER BY c.seq DESC"
    )
    return [Foreign(*row) for row in rows]
