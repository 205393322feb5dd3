"""The first filling of a profile: records as they stand, without the history behind them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from db import journal, projection
from db.journal import Received
from db.store import Store, set_setting, setting
from rules.change import decode
from rules.snapshot import Piece

_RESUME = "filling"  # setting: where an unfinished filling goes on, in the carrier's own words
_Key = tuple[str, str]  # type and record


def is_new(store: Store) -> bool:
    """Whether this profile has taken nothing from the commune's stream yet."""
    if journal.cursor(store):
        return False
    return store.row("SELECT 1 FROM change WHERE action IS NULL LIMIT 1") is None


def resume(store: Store) -> str | None:
    """Where a filling that broke off goes on; None where none is under way."""
    return setting(store, _RESUME)


def forget(store: Store) -> None:
    """Begin anew: another centre's snapshot is not gone on with."""
    set_setting(store, _RESUME, None)


def fill(store: Store, pieces: Sequence[Piece], at: int, *, resume: str | None) -> Received:
    """Take in a page of a snapshot and where the next one begins, in one commit.

    `at` is the stream's position the snapshot stands for; with the last page (`resume` is None)
    it becomes the cursor.  The profile's own changes must have been answered by the centre, or
    never offered to it.  Raises ChangeError when a body is no change; then nothing is taken.
    """
    arrivals = [change for piece in pieces for change in piece.changes]
    with store.write():
        known = _overtaken(store, pieces, at)
        anew = {(p.type, p.record): None for p in pieces if p.past} | dict.fromkeys(known)
        _remember(store, {(piece.type, piece.record): piece.past for piece in pieces if piece.past})
        _remember(store, known)
        received = journal.receive(store, arrivals, at if resume is None else None)
        projection.renew(store, anew)
        set_setting(store, _RESUME, resume)
    return received


def _overtaken(store: Store, pieces: Iterable[Piece], at: int) -> dict[_Key, dict[str, list[str]]]:
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
    return found


def _remember(store: Store, past: Mapping[_Key, Mapping[str, Sequence[str]]]) -> None:
    store.connection.executemany(
        "INSERT OR IGNORE INTO past(type, record, field, change) VALUES (?, ?, ?, ?)",
        [
            (name, record, field, change)
            for (name, record), fields in past.items()
            for field, ids in fields.items()
            for change in ids
        ],
    )
