"""What a set of changes means: every field is a multi-value register over what was seen.

A field's *heads* are the known changes to it that no other known change names in its `base`.
So the state depends on the set of changes alone: order, repetition and route cannot matter.

A snapshot carries the changes that are heads of some field.  In fields where they are none, and
for what was superseded before it came, it tells the ids: the *past*.  With it the heads are those
of the whole history, whatever comes later.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from rules.change import Change
from rules.record import DELETED, Value, Values


class Head(Struct, frozen=True, gc=False):  # can be in no cycle; as many as fields are filled
    """One current answer to a field."""

    change: str
    value: Value
    actor: str
    at: str
    seen: frozenset[str] = frozenset()  # for `deleted`: every head the deleting officer saw


Heads = Mapping[str, tuple[Head, ...]]  # field -> heads, oldest first
Past = Mapping[str, Collection[str]]  # field -> ids superseded by changes that are not known


class State(Struct, frozen=True):
    """A record as it is shown: values, whether it is gone, and the open conflicts."""

    values: Values
    deleted: bool
    conflicts: Mapping[str, tuple[Head, ...]]  # field -> the answers to choose from


def heads(changes: Iterable[Change], past: Past | None = None) -> dict[str, tuple[Head, ...]]:
    """The heads of every field after exactly these changes, in whatever order they come.

    `past` tells what changes that a snapshot left out have superseded.
    """
    known = {change.id: change for change in changes}
    superseded = {field: set(ids) for field, ids in past.items()} if past else {}
    for change in known.values():
        for field, seen in change.base.items():
            if field in change.set:
                superseded.setdefault(field, set()).update(seen)
    result: dict[str, tuple[Head, ...]] = {}
    for name in sorted(known):
        change = known[name]
        for field in change.set:
            if field not in superseded or name not in superseded[field]:
                result[field] = (*result.get(field, ()), head_of(change, field))
    return result


def undisputed(changes: Iterable[Change], past: Past | None = None) -> dict[str, Change] | None:
    """The one head of every field, as `heads` tells; None where one has several or was deleted.

    Most records are so, and this is much the quicker way to see it.
    """
    superseded = {field: set(ids) for field, ids in past.items()} if past else {}
    known = {change.id: change for change in changes}
    for change in known.values():
        for field, seen in change.base.items():
            if field in change.set:
                superseded.setdefault(field, set()).update(seen)
    found: dict[str, Change] = {}
    for change in known.values():
        for field in change.set:
            if change.id in superseded.get(field, ()):
                continue
            if field in found or field == DELETED:
                return None
            found[field] = change
    return found


def past(
    kept: Collection[Change], current: Mapping[str, Collection[str]], early: Past
) -> dict[str, list[str]]:
    """What must be told beside `kept` so that the heads become `current` again.

    `kept` are at least the changes that are heads of some field; `early` are ids that were
    superseded before they came, if they ever do.
    """
    gone = {name: sorted(ids) for name, ids in early.items() if ids}
    stale = [
        (name, change.id)
        for change in kept
        for name in change.set
        if change.id not in current.get(name, ())
    ]
    named = _named(kept) if stale else ()
    for name, superseded in stale:
        if (name, superseded) not in named:
            gone.setdefault(name, []).append(superseded)
    return gone


def _named(changes: Iterable[Change]) -> set[tuple[str, str]]:
    """What these changes have seen: fields they set, and the ids they replace there."""
    return {
        (name, seen)
        for change in changes
        for name, ids in change.base.items()
        if name in change.set
        for seen in ids
    }


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Each change after those it saw, whatever the clocks said; where nothing tells, by id."""
    known = {change.id: change for change in sorted(changes, key=lambda change: change.id)}
    open_, followers = dict[str, int](), dict[str, list[str]]()
    for change in known.values():
        seen = {each for ids in change.base.values() for each in ids if each in known}
        open_[change.id] = len(seen)
        for each in seen:
            followers.setdefault(each, []).append(change.id)
    ready = [each for each, unmet in open_.items() if not unmet]
    ordered = []
    while ready:
        change = known.pop(heapq.heappop(ready))
        ordered.append(change)
        for follower in followers.get(change.id, ()):
            open_[follower] -= 1
            if not open_[follower]:
                heapq.heappush(ready, follower)
    return [*ordered, *known.values()]  # what is left claims to have seen each other


def succeeds(current: Mapping[str, Sequence[str]], change: Change) -> bool:
    """Whether this change simply replaces the one head of every field it sets.

    `current` maps fields to the ids of their heads.  Then the record moves on without a replay;
    otherwise (several heads, late arrivals, deletions) the journal replays it by `heads`.
    """
    if DELETED in current or DELETED in change.set:
        return False
    if not current:
        return True
    for field in change.set:
        ids = current.get(field)
        if ids and (len(ids) > 1 or ids[0] not in change.base.get(field, ())):
            return False
    return True


def head_of(change: Change, field: str) -> Head:
    """This change as an answer to one of the fields it sets."""
    seen = (
        frozenset({*change.base.get(DELETED, ()), change.id}) if field == DELETED else frozenset()
    )
    return Head(change.id, change.set[field], change.actor, change.at, seen)


def state(current: Heads) -> State:
    """What these heads show: the newest answer of each field, and where answers differ."""
    values: Values = {}
    conflicts: dict[str, tuple[Head, ...]] = {}
    for field, found in current.items():
        if field == DELETED:
            continue
        values[field] = found[-1].value
        if len(found) > 1 and any(head.value != found[0].value for head in found[1:]):
            conflicts[field] = found
    deleted, dispute = _deletion(current)
    if deleted:
        return State(values, deleted=True, conflicts={})  # nobody is asked about what is gone
    if dispute:
        conflicts[DELETED] = dispute
    return State(values, deleted=False, conflicts=conflicts)


def _deletion(current: Heads) -> tuple[bool, tuple[Head, ...]]:
    """Whether the record is gone, and the answers where somebody edited what another deleted."""
    marks = current.get(DELETED, ())
    removing = [head for head in marks if head.value is True]
    if not removing:
        return False, ()
    seen = frozenset().union(*(head.seen for head in removing))
    keeping = [head for head in marks if head.value is not True]
    for field, found in current.items():
        if field != DELETED:
            keeping += [head for head in found if head.change not in seen]
    if not keeping:
        return True, ()
    kept = {head.change: Head(head.change, False, head.actor, head.at) for head in keeping}
    return False, tuple(sorted([*removing, *kept.values()], key=lambda head: head.change))
