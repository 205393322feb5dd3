"""The ledger of promises: how far each record has come, and what only this PC knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from db.commands import elsewhere
from db.queries import subjects
from db.queries.subjects import Subject
from db.store import Store
from rules.change import decode
from rules.record import Values

_SHOWN = 200  # records; with more than these an officer looks at numbers


class Stage(StrEnum):
    """How far a record has come; each stage includes those before it."""

    REFUSED = "refused"  # the centre set a change of it aside, with words
    WAITING = "waiting"  # saved here, and nowhere else
    SENT = "sent"  # it left this PC, and no answer has come back
    FILE = "file"  # the centre knows of it, and has not its evidence file yet
    APPLIED = "applied"  # the centre has it, under a position
    RETURNED = "returned"  # the centre looked at it and wants something changed
    ACCEPTED = "accepted"  # the centre looked at it and took it


class Promise(Struct, frozen=True):
    """One record this PC has written, with the proof of how far it has come."""

    stage: Stage
    changes: int  # that the centre has not confirmed, or refused
    saved_at: str  # ISO; the last of this PC's changes
    position: int | None = None  # the highest the centre gave
    applied_at: str | None = None  # ISO, the centre's time
    reviewed_at: str | None = None
    reviewer: str | None = None
    files: int = 0  # that the centre has not, of evidence it knows of


class Entry(Struct, frozen=True):
    """A line of the ledger."""

    subject: Subject
    promise: Promise


class AtStake(Struct, frozen=True):
    """What would be lost if this PC died now."""

    changes: int
    files: int
    bytes: int  # of the files
    refused: int = 0  # of the changes, those the centre refused: no round and no bundle has them
    copied_at: str | None = None  # ISO; the last copy outside this PC
    copied_to: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether all of it is somewhere else as well."""
        return not self.changes and not self.files

    @property
    def only_refused(self) -> bool:
        """Whether sending all there is would leave just as much at stake."""
        return 0 < self.refused == self.changes and not self.files


def at_stake(store: Store) -> AtStake:
    """What neither the centre nor a copy outside this PC has; a few small look-ups."""
    there = elsewhere.known(store)
    waiting = store.value(
        "SELECT count(*) FROM change WHERE state = 0 AND bundled_at IS NULL AND seq > ?",
        (there.log,),
    )
    refused = store.value(
        "SELECT count(*) FROM refusal r CROSS JOIN change c ON c.id = r.change"
        " WHERE r.settled_at IS NULL AND c.state = 2 AND c.seq > ?",
        (there.log,),
    )
    files = store.row(
        "SELECT count(*), coalesce(sum(size), 0) FROM (SELECT DISTINCT b.sha256, b.size"
        " FROM blob b JOIN evidence e ON e.sha256 = b.sha256"
        " WHERE b.here AND NOT b.sent AND b.bundled_at IS NULL AND NOT e.deleted"
        " AND EXISTS (SELECT 1 FROM change c WHERE c.record = e.record AND +c.seq > ?))",
        (there.log,),
    )
    assert files is not None
    return AtStake(
        changes=waiting + refused,
        files=files[0],
        bytes=files[1],
        refused=refused,
        copied_at=there.at,
        copied_to=there.place,
    )


def entries(store: Store, most: int = _SHOWN) -> list[Entry]:
    """The records this PC wrote, those that are not safe yet first, then the latest first."""
    rows = store.rows(
        f"{_PER_RECORD}, record IN ({_WITHOUT_FILE}) AS files"
        f" FROM change WHERE seq IN ({_WORTH_TELLING}) GROUP BY type, record"
        " ORDER BY waiting + sent + refused + files = 0, max(seq) DESC LIMIT ?",
        (most, most, most),
    )
    about = [subjects.of(store, row["type"], row["record"], _said(store, row)) for row in rows]
    return [
        Entry(subject, _promise(row, _review(store, subject)))
        for subject, row in zip(about, rows, strict=True)
    ]


def of(store: Store, records: Iterable[str], about: Subject) -> Promise | None:
    """How far these records have come together, with their files; None where none is ours."""
    asked = json.dumps(sorted(set(records)))
    rows = store.rows(
        f"{_PER_RECORD}, (SELECT count(*) FROM evidence WHERE record IN ({_WITHOUT_FILE}) AND"
        " (record IN (SELECT value FROM json_each(?1))"
        " OR target IN (SELECT value FROM json_each(?1)))) AS files"
        " FROM change WHERE record IN (SELECT value FROM json_each(?1))"
        " AND (state = 0 OR action IS NOT NULL)",
        (asked,),
    )
    row = rows[0]
    return None if row["saved_at"] is None else _promise(row, _review(store, about))


_PER_RECORD = (
    "SELECT type, record, coalesce(sum(state = 0 AND offered_at IS NULL), 0) AS waiting,"
    " coalesce(sum(state = 0 AND offered_at IS NOT NULL), 0) AS sent,"
    " coalesce(sum(state = 2 AND EXISTS"
    " (SELECT 1 FROM refusal WHERE change = id AND settled_at IS NULL)), 0) AS refused,"
    " max(position) AS position, max(applied_at) AS applied_at,"
    " max(json_extract(body, '$.at')) AS saved_at"
)
_WITHOUT_FILE = (
    "SELECT e.record FROM evidence e JOIN blob b ON b.sha256 = e.sha256"
    " WHERE b.here AND NOT b.sent AND NOT e.deleted"
)
_WORTH_TELLING = (
    "SELECT * FROM (SELECT seq FROM change WHERE state = 0 ORDER BY seq DESC LIMIT 10 * ?)"
    " UNION SELECT c.seq FROM refusal r JOIN change c ON c.id = r.change WHERE r.settled_at IS NULL"
    f" UNION SELECT seq FROM change WHERE record IN ({_WITHOUT_FILE}) AND action IS NOT NULL"
    " UNION SELECT * FROM"
    " (SELECT seq FROM change WHERE action IS NOT NULL ORDER BY seq DESC LIMIT 10 * ?)"
)


def _promise(row: Mapping[str, Any], review: Sequence[Any] | None) -> Promise:
    waiting, sent, refused = row["waiting"], row["sent"], row["refused"]
    proof = (row["saved_at"], row["position"], row["applied_at"])
    if refused or waiting or sent:
        stage = Stage.REFUSED if refused else Stage.WAITING if waiting else Stage.SENT
        return Promise(stage, refused + waiting + sent, *proof)
    if row["files"]:
        return Promise(Stage.FILE, 0, *proof, files=row["files"])
    if review is None or (row["applied_at"] or "") > review[1]:
        return Promise(Stage.APPLIED, 0, *proof)
    stage = Stage.ACCEPTED if review[0] == "accepted" else Stage.RETURNED
    return Promise(stage, 0, *proof, reviewed_at=review[1], reviewer=review[2])


def _said(store: Store, row: Mapping[str, Any]) -> Values | None:
    """What was last said of a record that is in no table where all that made it was refused."""
    if not row["refused"]:
        return None
    body = store.value(
        "SELECT body FROM change WHERE record = ? ORDER BY seq DESC LIMIT 1", (row["record"],)
    )
    return dict(decode(body).set)


def _review(store: Store, subject: Subject) -> Sequence[Any] | None:
    """Verdict, time and name of the centre's last word on an indicator."""
    spot = subject.spot
    if spot is None:
        return None
    found: Sequence[Any] | None = store.row(
        "SELECT verdict, reviewed_at, reviewer FROM review WHERE NOT deleted"
        ' AND reviewed_at IS NOT NULL AND "set" = ? AND indicator = ? AND period = ?'
        " ORDER BY reviewed_at DESC LIMIT 1",
        (spot.set, spot.indicator, spot.period),
    )
    return found
