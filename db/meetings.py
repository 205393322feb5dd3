"""Edits that met: another PC changed other fields of a record while this one changed some.

Both hold, and nobody is asked; they are listed so that an officer may look.  Each meeting is noted
at the PC whose change the centre took later, for there it is certain that neither had seen the
other's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from db.store import Store, set_setting, setting
from rules.change import Change, decode
from rules.record import DELETED, Value

_NEWEST_OWN = "newest_own"  # setting: the highest position a change of this PC was given
Arrival = tuple[int | None, Change]  # its position, and a change that is new here


def confirmed(store: Store, positions: Sequence[int]) -> None:
    """The centre gave changes of this PC these positions."""
    newest = max(positions, default=0)
    if newest > _newest_own(store):
        set_setting(store, _NEWEST_OWN, str(newest))


def note(store: Store, arrivals: Sequence[Arrival]) -> None:
    """Remember those of these changes, just taken in, that met ours in other fields."""
    first = min((position for position, _change in arrivals if position), default=0)
    waits = store.value("SELECT 1 FROM change WHERE state = 0 LIMIT 1")
    if not arrivals or (not waits and _newest_own(store) < first):
        return
    ours = _ours(store, {change.record for _position, change in arrivals}, first)
    met = [
        (change.id, change.type, change.record, change.at)
        for position, change in arrivals
        for own_position, own in ours.get(change.record, ())
        if (own_position is None or position is None or own_position > position)
        and _hold_both(own.set, change.set)
    ]
    store.connection.executemany("INSERT OR IGNORE INTO merged VALUES (?, ?, ?, ?)", met)


def _hold_both(ours: Mapping[str, Value], theirs: Mapping[str, Value]) -> bool:
    """Whether they set something we did not, and nothing that we set otherwise."""
    if DELETED in ours or DELETED in theirs:
        return False
    agreed = all(theirs.get(name, value) == value for name, value in ours.items())
    return agreed and not theirs.keys() <= ours.keys()


def _newest_own(store: Store) -> int:
    return int(setting(store, _NEWEST_OWN) or 0)


def _ours(
    store: Store, records: set[str], after: int
) -> dict[str, list[tuple[int | None, Change]]]:
    """This PC's changes of these records that the centre took after this position, or not yet."""
    rows = store.rows(
        "SELECT record, position, body FROM change"
        " WHERE record IN (SELECT value FROM json_each(?)) AND action IS NOT NULL"
        " AND (position IS NULL OR position > ?)",
        (json.dumps(sorted(records)), after),
    )
    found: dict[str, list[tuple[int | None, Change]]] = {}
    for record, position, body in rows:
        found.setdefault(record, []).append((position, decode(body)))
    return found
