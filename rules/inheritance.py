"""What a change of a commune that was merged becomes in the stream of its heir.

It keeps its id, its author, its time and what it had seen; so PCs of one former commune bring the
same changes, and whatever one of them had seen of another stays seen.  What is told here is a
format: the same change must become the same text in every version of the programme, for the
centre takes one text under one id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from rules import clock, merge
from rules.change import Change, encode
from rules.record import DELETED, Identity, Value, Values, identity
from rules.records import (
    ASSESSMENT,
    ATTENDANCE,
    COURSE,
    ENROLMENT,
    EVIDENCE,
    FORMER_ASSESSMENT,
    PERSON,
    REGISTRY,
    SESSION,
    UNIT,
)

# in an order in which what is pointed to comes first
TAKEN = (
    *(UNIT, PERSON, COURSE, SESSION, ENROLMENT, ATTENDANCE),
    *(ASSESSMENT, FORMER_ASSESSMENT, EVIDENCE),
)
_BEARERS = frozenset(each.name for each in TAKEN)


class Descent(Struct, frozen=True):
    """From which commune to which, and what the ids become that were computed from its code."""

    former: str
    heir: str
    ids: Mapping[str, str]


def goes_along(type_name: str, values: Mapping[str, Value], former: str) -> bool:
    """Whether a record with these values has a place with the heir.

    What the commune decided and signed as itself has none: thresholds, tasks, surveys, what was
    handed in.  Neither has evidence of these, nor the unit the commune was.
    """
    if type_name == UNIT.name:
        return values.get("parent") == former
    if type_name == EVIDENCE.name:
        return values.get("target_type") in _BEARERS
    return type_name in _BEARERS


def new_id(type_name: str, values: Values, heir: str) -> str | None:
    """The id the heir would give such a record; None where its own is not of the commune's code.

    A former answer keeps the id it had: it is not the heir's.
    """
    record_type = REGISTRY[type_name]
    if record_type is ASSESSMENT or record_type.identity is not Identity.KEYED:
        return None
    return identity(record_type, heir, values)


def inherited(change: Change, descent: Descent) -> Change:
    """This change as it stands in the heir's stream."""
    name, values = change.type, dict(change.set)
    schema = change.schema
    if name == ASSESSMENT.name:
        name, schema = FORMER_ASSESSMENT.name, max(schema, FORMER_ASSESSMENT.since)
        if "indicator" in values:  # the change that makes the record, or one of two that did
            values["origin"] = descent.former
    elif name == UNIT.name and values.get("parent") == descent.former:
        values["parent"] = descent.heir
    elif name == EVIDENCE.name:
        values = _of_bearer(values, descent)
        if values.get("target_type") == FORMER_ASSESSMENT.name:
            schema = max(schema, FORMER_ASSESSMENT.since)
    record = descent.ids.get(change.record, change.record)
    return Change(change.id, name, record, values, change.base, change.actor, change.at, schema)


def _of_bearer(values: Values, descent: Descent) -> Values:
    """Evidence of what has another name or id with the heir."""
    target = values.get("target")
    if isinstance(target, str) and target in descent.ids:
        values["target"] = descent.ids[target]
    if values.get("target_type") == ASSESSMENT.name:
        values["target_type"] = FORMER_ASSESSMENT.name
    return values


def gone(changes: Sequence[Change], past: Iterable[str]) -> Change | None:
    """That a record was deleted, having seen all that is known of it, and nothing of what it held.

    `changes` are those of the record as the heir would keep it, `past` ids of what a snapshot left
    out.  So a PC which had not heard of the deletion, and brings what it knows, keeps nothing
    alive.  None where nobody deleted it.
    """
    deletions = [change for change in changes if change.set.get(DELETED) is True]
    last = max(deletions, key=_by_id, default=None)
    if last is None:
        return None
    seen = tuple(sorted({*past, *(change.id for change in changes)}))
    return _named(
        Change(
            last.id,
            last.type,
            last.record,
            {DELETED: True},
            {DELETED: seen},
            last.actor,
            last.at,
            last.schema,
        )
    )


def _by_id(change: Change) -> str:
    return change.id


def settled(changes: Sequence[Change], current: Mapping[str, Sequence[str]]) -> list[Change]:
    """What must stand beside the changes of a record so that these heads are its heads again.

    A PC that was filled by a snapshot lacks history, and the heir's stream has no word for what is
    missing.  So the value that is shown is said once more, having seen what it had replaced; PCs
    that lack the same say the same, under the same id.
    """
    said = []
    for field, found in merge.heads(changes).items():
        held = current.get(field, ())
        stale = [head.change for head in found if head.change not in held]
        top = next((head for head in reversed(found) if head.change in held), None)
        if not stale or top is None:
            continue
        spoken = next(change for change in changes if change.id == top.change)
        seen = {field: tuple(sorted([*stale, top.change]))}
        draft = Change(
            top.change,
            spoken.type,
            spoken.record,
            {field: top.value},
            seen,
            spoken.actor,
            spoken.at,
            spoken.schema,
        )
        said.append(_named(draft))
    return said


def _named(draft: Change) -> Change:
    """Under an id computed from all it says."""
    told = clock.beside(draft.id, encode(draft).decode())
    return Change(
        told, draft.type, draft.record, draft.set, draft.base, draft.actor, draft.at, draft.schema
    )
