"""A replica as text: canonical lines, and the figures of its state."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import Struct

from db import folding, projection
from db.queries import rounds
from db.store import Store, setting
from rules import merge
from rules.record import Value, Values
from rules.records import REGISTRY


class Answer(Struct, frozen=True):
    """One of the answers of a conflict."""

    value: Value
    change: str
    actor: str
    at: str


class Status(Struct, frozen=True):
    """Where this replica stands."""

    commune: str
    officer: str | None
    device: str | None
    center: str | None
    waiting: int  # changes the centre has not acknowledged
    waiting_since: str | None  # when the oldest of them was made
    refused: int
    conflicts: int  # fields with differing answers
    held: int
    position: int  # up to where the commune's stream was taken in
    changes: int
    files: int
    files_waiting: int
    bytes_database: int
    bytes_files: int
    last_sync: str | None  # last round that reached the centre
    last_outcome: str | None
    last_sentence: str | None


def dump(store: Store, type_name: str | None = None) -> Iterator[str]:
    """Canonical JSON lines, sorted by type and record: shown values and open conflicts.

    Two replicas that have seen the same changes give equal lines.
    """
    for name in sorted(REGISTRY) if type_name is None else [type_name]:
        record_type = REGISTRY[name]
        for row in store.rows(f'SELECT * FROM "{name}" WHERE NOT deleted ORDER BY record'):
            record = row["record"]
            line = {
                "type": name,
                "record": record,
                "values": projection.values_of(record_type, row),
                "conflicts": {
                    field: [
                        {"value": a.value, "change": a.change, "actor": a.actor, "at": a.at}
                        for a in answers
                    ]
                    for field, answers in conflicts_of(store, name, record).items()
                },
            }
            yield json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def conflicts_of(store: Store, type_name: str, record: str) -> dict[str, tuple[Answer, ...]]:
    """The open conflicts of a record: every field's differing answers, oldest first."""
    if (
        store.row("SELECT 1 FROM conflict WHERE type = ? AND record = ?", (type_name, record))
        is None
    ):
        return {}
    state = merge.state(projection.heads_of(store, type_name, record))
    return {
        field: tuple(Answer(head.value, head.change, head.actor, head.at) for head in found)
        for field, found in sorted(state.conflicts.items())
    }


def values(store: Store, type_name: str, record: str) -> Values | None:
    """The shown values of a record; None when there is none or it was deleted."""
    row = projection.read(store, REGISTRY[type_name], [record]).get(record)
    return None if row is None or row.deleted else row.values


def log(store: Store, record: str | None = None) -> Iterator[bytes]:
    """The changes as they are, oldest first, one JSON text each."""
    where, parameters = ("WHERE record = ?", (record,)) if record else ("", ())
    told = f"SELECT CAST(body AS BLOB) FROM log {where} ORDER BY id"
    for row in store.connection.execute(told, parameters):
        yield row[0]


def status(store: Store) -> Status:
    """The figures of this replica, by a handful of counts."""
    oldest = store.row(
        "SELECT json_extract(body, '$.at') FROM change WHERE state = 0 ORDER BY seq LIMIT 1"
    )
    last = store.row("SELECT at, outcome, sentence FROM round ORDER BY id DESC LIMIT 1")
    reached = rounds.reached(store)
    database = sum(
        path.stat().st_size for path in store.folder.glob("langso.db*") if path.is_file()
    )
    count = store.value
    return Status(
        commune=setting(store, "commune") or "",
        officer=setting(store, "officer"),
        device=setting(store, "device"),
        center=setting(store, "center_url"),
        waiting=count("SELECT count(*) FROM change WHERE state = 0"),
        waiting_since=oldest[0] if oldest else None,
        refused=count("SELECT count(*) FROM refusal WHERE settled_at IS NULL"),
        conflicts=count("SELECT count(*) FROM conflict"),
        held=count("SELECT count(*) FROM held WHERE reason != 'refused'"),
        position=int(setting(store, "cursor") or 0),
        changes=count("SELECT count(*) FROM change") + folding.count(store),
        files=count("SELECT count(*) FROM blob WHERE here"),
        files_waiting=count(
            "SELECT count(DISTINCT b.sha256) FROM blob b JOIN evidence e ON e.sha256 = b.sha256"
            " WHERE b.here AND NOT b.sent AND NOT e.deleted"
        ),
        bytes_database=database,
        bytes_files=count("SELECT coalesce(sum(size), 0) FROM blob WHERE here"),
        last_sync=reached.at if reached else None,
        last_outcome=last["outcome"] if last else None,
        last_sentence=last["sentence"] if last else None,
    )
