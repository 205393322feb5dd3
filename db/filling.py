"""The first filling of a profile: records as they stand, without the history behind them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from db import folding, journal, projection
from db.journal import Arrival
from db.store import Store, set_setting, setting
from rules import snapshot
from rules.change import Change, ChangeError, decode
from rules.snapshot import Folded, Piece

_RESUME = "filling"  # setting: where an unfinished filling goes on, in the carrier's own words
_Key = tuple[str, str]  # type and record
_Arrivals = list[Arrival]


def is_new(store: Store) -> bool:
    """Whether this profile has taken nothing from the commune's stream yet."""
    if journal.cursor(store):
        return False
    return store.row("SELECT 1 FROM log WHERE action IS NULL LIMIT 1") is None


def resume(store: Store) -> str | None:
    """Where a filling that broke off goes on; None where none is under way."""
    return setting(store, _RESUME)


def forget(store: Store) -> None:
    """Begin anew: another centre's snapshot is not gone on with."""
    set_setting(store, _RESUME, None)


def fill(
    store: Store,
    pieces: Sequence[Piece | Folded],
    at: int,
    taken_at: str | None = None,
    *,
    resume: str | None,
) -> int:
    """Take in a page of a snapshot and where the next one begins, in one commit.

    Gives how many changes are new here.  `at` is the stream's position the snapshot stands for;
    with the last page (`resume` is None) it becomes the cursor, proven by when the centre took the
    change there.  The profile's own changes must have been answered by the centre, or never
    offered to it.  Raises ChangeError when a body is no change of its record; then nothing is
    taken.
    """
    folded = {_key(each): snapshot.opened(each) for each in pieces if isinstance(each, Folded)}
    told = {_key(each): each for each in pieces if isinstance(each, Piece)}
    with store.write():
        journal.unfold(store, [piece.record for piece in pieces])
        met = _met(store, [*folded, *told])
        for key in [key for key, each in folded.items() if key in met or not folding.fits(each)]:
            told[key] = snapshot.unfold(folded.pop(key).line)
        folding.remember(store, told.values())
        folding.keep(store, list(folded.values()))
        projection.put_folded(store, folded.values())
        new = sum(len(each.at) for each in folded.values())
        new += _enter(store, {key: told[key] for key in told if key not in met})
        new += _meet(store, [told[key] for key in told if key in met], at)
        if resume is None:
            journal.move_cursor(store, at, taken_at)
        set_setting(store, _RESUME, resume)
    return new


def _changes(piece: Piece) -> _Arrivals:
    arrivals = journal.opened(piece.changes)
    for _position, _body, change in arrivals:
        if (change.type, change.record) != (piece.type, piece.record):
            raise ChangeError("a change that stands under another record")
    return arrivals


def _key(piece: Piece | Folded) -> _Key:
    return piece.type, piece.record


def _met(store: Store, records: Collection[_Key]) -> set[_Key]:
    """Those of these records that the log here tells of already."""
    rows = store.rows(
        "SELECT DISTINCT type, record FROM change WHERE record IN (SELECT value FROM json_each(?))",
        (json.dumps([record for _type, record in records]),),
    )
    return {(row[0], row[1]) for row in rows}


def _enter(store: Store, told: Mapping[_Key, Piece]) -> int:
    """Records nobody here has heard of: nothing in the tables needs to be looked at."""
    everything = [each for piece in told.values() for each in _changes(piece)]
    by_record: dict[_Key, list[Change]] = {}
    for change in journal.enter(store, everything):
        by_record.setdefault((change.type, change.record), []).append(change)
    projection.put(store, {key: (made, told[key].past) for key, made in by_record.items()})
    return len(everything)


def _meet(store: Store, pieces: Sequence[Piece], at: int) -> int:
    """Records this PC has written to, or has parts of: they are made anew."""
    if not pieces:
        return 0
    arrivals = [each for piece in pieces for each in _changes(piece)]
    folding.remember(store, _overtaken(store, pieces, at))
    received = journal.land(store, arrivals)
    projection.renew(store, [(piece.type, piece.record) for piece in pieces])
    return received.applied + received.held


def _overtaken(store: Store, pieces: Iterable[Piece], at: int) -> list[Piece]:
    """Changes that are in the log already, and that the snapshot leaves out as superseded."""
    told = {(piece.type, piece.record): set(piece.at) for piece in pieces}
    rows = store.rows(
        "SELECT type, record, position, body FROM change"
        " WHERE position <= ? AND record IN (SELECT value FROM json_each(?))",
        (at, json.dumps([record for _type, record in told])),
    )
    found: dict[_Key, dict[str, list[str]]] = {}
    for name, record, position, body in rows:
        if position in told.get((name, record), (position,)):
            continue
        change = decode(body)
        fields = found.setdefault((name, record), {})
        for field in change.set:
            fields.setdefault(field, []).append(change.id)
    return [Piece(*key, at=(), past=fields, changes=()) for key, fields in found.items()]
