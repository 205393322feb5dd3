"""What is set aside: changes the centre refused, and such as this programme does not understand."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from db import projection
from db.queries import losses, people, places, subjects
from db.queries.subjects import Subject
from db.store import Store
from rules import brake
from rules.change import Change, decode
from rules.record import DELETED, Value, Values
from rules.records import REGISTRY


class Reason(Struct, frozen=True):
    """Why the centre did not take some changes, and how many of them nobody has settled."""

    code: str
    sentence: str
    changes: int


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
    called: Mapping[str, str]  # values that are ids of people or villages, by their names

    @property
    def repairable(self) -> bool:
        """Whether another value could help.

        A deletion can only be sent again or put away, and so can what only a newer programme
        understands.
        """
        return self.type in REGISTRY and DELETED not in self.fields


class Foreign(Struct, frozen=True):
    """A change that came from elsewhere and takes no part yet."""

    change: str
    type: str
    reason: str  # newer: for a newer programme; bad: does not fit its type
    at: str


def reasons(store: Store) -> list[Reason]:
    """Why changes were refused that no officer has settled yet; the latest first."""
    rows = store.rows(
        "SELECT code, sentence, count(*) FROM refusal WHERE settled_at IS NULL"
        " GROUP BY code, sentence ORDER BY max(at) DESC, code, sentence"
    )
    return [Reason(*row) for row in rows]


def is_mass(store: Store) -> bool:
    """Whether what was refused takes so much out of the tables that an officer must look."""
    lost = store.value(
        "SELECT count(DISTINCT c.type || ' ' || c.record) FROM refusal r"
        " JOIN change c ON c.id = r.change WHERE r.settled_at IS NULL AND c.state = 2"
    )
    return bool(lost) and brake.is_mass(lost, losses.live(store))


def is_open(store: Store, change: str) -> bool:
    """Whether this change stands refused, and no officer has settled it yet."""
    query = "SELECT 1 FROM refusal WHERE change = ? AND settled_at IS NULL"
    return store.row(query, (change,)) is not None


def refusals(
    store: Store, reason: Reason | None = None, skip: int = 0, most: int = -1
) -> list[Refusal]:
    """What the centre refused (for this reason) and no officer has settled, the latest first."""
    code, sentence = (reason.code, reason.sentence) if reason else (None, None)
    rows = store.rows(
        "SELECT c.body, r.code, r.sentence, r.at FROM refusal r JOIN change c ON c.id = r.change"
        " WHERE r.settled_at IS NULL AND (?1 IS NULL OR (r.code = ?1 AND r.sentence = ?2))"
        " ORDER BY r.at DESC, c.id DESC LIMIT ?3 OFFSET ?4",
        (code, sentence, most, skip),
    )
    refused = [(decode(body), *told) for body, *told in rows]
    names = people.names(store, (change.actor for change, *_told in refused))
    found = []
    for change, code, sentence, at in refused:
        shown = _shown(store, change)
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
                called=_called(store, change),
            )
        )
    return found


def _called(store: Store, change: Change) -> dict[str, str]:
    """Names for the values that point to people or villages."""
    record_type = REGISTRY.get(change.type)
    links = [
        each for each in (record_type.fields if record_type else ()) if each.name in change.set
    ]
    ids = [str(change.set[each.name]) for each in links if each.to == "person"]
    called = people.names(store, ids) if ids else {}
    return {**called, **(places.names(store) if any(each.to == "unit" for each in links) else {})}


def _shown(store: Store, change: Change) -> Values:
    """How its record stands without it."""
    record_type = REGISTRY.get(change.type)
    rows = projection.read(store, record_type, [change.record]) if record_type else {}
    row = rows.get(change.record)
    return {**row.values, DELETED: row.deleted} if row else {}


def foreign(store: Store) -> list[Foreign]:
    """What came and is kept for a newer programme, or does not fit; the latest first."""
    rows = store.rows(
        "SELECT c.id, c.type, h.reason, json_extract(c.body, '$.at')"
        " FROM held h JOIN change c ON c.id = h.change WHERE h.reason != 'refused'"
        " ORDER BY c.seq DESC"
    )
    return [Foreign(*row) for row in rows]
