"""What a stream says of one record, brought on by new changes without reading the old ones."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from rules import digest, merge, snapshot
from rules.change import Change
from rules.fitting import reason_to_hold
from rules.merge import Head
from rules.record import DELETED, Kind, RecordType, Value, Values
from rules.records import REGISTRY
from rules.snapshot import BEYOND

Numbered = tuple[int, Change]  # a change and its position


class Reading(Struct, frozen=True):
    """Where a record stands, and what it shows."""

    type: str
    record: str
    shown: Mapping[str, Value] = {}  # every declared field; empty where nothing is understood
    deleted: bool = False
    conflicts: Mapping[str, Sequence[Mapping[str, Value]]] = {}  # field: the answers that differ
    heads: Mapping[str, Sequence[str]] = {}  # field -> ids, oldest first
    past: Mapping[str, Sequence[str]] = {}  # field -> ids superseded before they came
    newest: int = 0  # schema of its newest change; BEYOND where one is not understood here
    position: int = 0  # of its last change

    def digest(self) -> int | None:
        """The number it adds to those of its type; None where nothing of it is understood."""
        if not self.heads:
            return None
        return digest.of_record((self.type, self.record), digest.pack(self.heads), self.shown)


def step(before: Reading, new: Sequence[Numbered]) -> Reading | None:
    """The record after changes that each saw what stood; None where one must ask `read_on`."""
    record_type = REGISTRY.get(before.type)
    if record_type is None or before.past or DELETED in before.heads:
        return None
    heads, conflicts, shown = dict(before.heads), before.conflicts, dict(before.shown)
    shown = shown or dict.fromkeys(_names(record_type))
    newest = before.newest
    for _position, change in new:
        if DELETED in change.set or reason_to_hold(change) or not _saw(change, heads):
            return None
        heads.update(dict.fromkeys(change.set, (change.id,)))
        shown.update(change.set)
        for name in _reals(record_type) & change.set.keys():
            shown[name] = _plain(change.set[name])
        if conflicts:
            conflicts = {name: each for name, each in conflicts.items() if name not in change.set}
        newest = max(newest, change.schema)
    return Reading(
        type=before.type,
        record=before.record,
        shown=shown,
        conflicts=conflicts,
        heads=heads,
        newest=newest,
        position=new[-1][0],
    )


def _saw(change: Change, heads: Mapping[str, Sequence[str]]) -> bool:
    """Whether a change names exactly the heads of every field it sets."""
    if not heads and not change.base:
        return True
    return all(list(heads.get(name, ())) == list(change.base.get(name, ())) for name in change.set)


def read_on(
    before: Reading,
    kept: Collection[Change],
    new: Sequence[Numbered],
    positions: Mapping[str, int],
) -> Reading:
    """The record after `new`, in the stream's order; `kept` are the changes that were heads.

    `positions` tells of the ids that `new` names where the stream has them, as far as it does.
    """
    understood = [(position, change) for position, change in new if not reason_to_hold(change)]
    early = {name: set(ids) for name, ids in before.past.items()}
    for name, ids in snapshot.early(understood, positions).items():
        early.setdefault(name, set()).update(ids)
    past = merge.past(kept, before.heads, early)
    heads = merge.heads([*kept, *(change for _position, change in understood)], past)
    state = merge.state(heads)
    return Reading(
        type=before.type,
        record=before.record,
        shown=_shown(before.type, state.values) if heads else {},
        deleted=state.deleted,
        conflicts={name: tuple(map(_answer, found)) for name, found in state.conflicts.items()},
        heads={name: tuple(head.change for head in found) for name, found in heads.items()},
        past={name: sorted(ids) for name, ids in sorted(early.items())},
        newest=max(before.newest, _newest(new, understood)),
        position=new[-1][0],
    )


def read_all(changes: Iterable[Numbered]) -> list[Reading]:
    """The records of a whole stream, by type and id."""
    grouped: dict[tuple[str, str], list[Numbered]] = {}
    positions: dict[str, int] = {}
    for position, change in changes:
        grouped.setdefault((change.type, change.record), []).append((position, change))
        positions[change.id] = position
    return [read_on(Reading(*key), [], new, positions) for key, new in sorted(grouped.items())]


def _newest(new: Sequence[Numbered], understood: Sequence[Numbered]) -> int:
    if len(understood) < len(new):
        return BEYOND
    return max(change.schema for _position, change in new)


def _answer(head: Head) -> dict[str, Value]:
    return {"value": head.value, "change": head.change, "actor": head.actor, "at": head.at}


def _shown(type_name: str, values: Mapping[str, Value]) -> Values:
    """Every declared field as each replica shows it; None where it is missing."""
    record_type = REGISTRY[type_name]
    shown = {name: values.get(name) for name in _names(record_type)}
    return shown | {name: _plain(shown[name]) for name in _reals(record_type)}


@functools.cache
def _names(record_type: RecordType) -> tuple[str, ...]:
    return tuple(field.name for field in record_type.fields)


@functools.cache
def _reals(record_type: RecordType) -> frozenset[str]:
    """The fields that a table keeps in a column of reals."""
    return frozenset(field.name for field in record_type.fields if field.kind is Kind.NUMBER)


def _plain(value: Value) -> Value:
    """A number as a column of reals gives it back, so that every replica shows equal bytes."""
    if type(value) is not int and type(value) is not float:
        return value
    number = float(value)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
