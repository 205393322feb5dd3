"""The communes' streams: what was pushed, in gap-free positions by order of commit."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sql
from msgspec import Struct
from sqlalchemy import Connection

from center.store import Store, fact, lock, now, set_fact
from center.store.devices import Device
from center.store.tables import CHANGE, COMMUNE
from rules.change import Change, decode, encode
from rules.clock import Clock
from rules.record import CENTRE, RecordType, Values, identity
from rules.records import SCHEMA
from sync import wire
from sync.acceptance import Refusal, altered, foreign, judge
from sync.center import Answer, Answers, Page


class Commune(Struct, frozen=True):
    """A commune that has been given a code."""

    code: str
    name: str
    position: int
    last_received: str | None


def append(store: Store, device: Device, bodies: Sequence[str]) -> Answers:
    """Take a batch into the commune's stream, in one durable transaction.

    Each change is judged by itself; a known one keeps its position.  The commune's row is held
    meanwhile, so positions have no gaps and a reader never skips a change that commits late.
    """
    judged = [judge(body, device.commune) for body in bodies]
    at = now()
    with store.writing() as connection:
        position = lock(connection, device.commune)
        ids = [each.id for each in judged if isinstance(each, Change)]
        known = _positions(connection, device.commune, ids)
        kept = _bodies(connection, device.commune, list(known.values()))
        answers, rows = [], []
        for body, change in zip(bodies, judged, strict=True):
            if isinstance(change, Refusal):
                answers.append(_refused(change))
            elif (old := known.get(change.id)) is not None:
                same = kept[old] == body
                answers.append(Answer(old, known=True) if same else _refused(altered()))
            elif refusal := foreign(change, device.replica):
                answers.append(_refused(refusal))
            else:
                position += 1
                known[change.id], kept[position] = position, body
                rows.append(_row(device.commune, position, change, body, at, device.id))
                answers.append(Answer(position))
        if rows:
            _store(connection, device.commune, position, rows)
            connection.execute(
                sql.update(COMMUNE).where(COMMUNE.c.code == device.commune).values(last_received=at)
            )
    return Answers(at, tuple(answers))


def write(
    store: Store, commune: str, record_type: RecordType, values: Values, record: str | None = None
) -> Change:
    """A new record of the centre's own in a commune's stream."""
    at = now()
    with store.writing() as connection:
        position = lock(connection, commune) + 1
        clock = Clock(fact(connection, "replica") or "", fact(connection, "clock"))
        change = Change(
            id=clock.tick(),
            type=record_type.name,
            record=record or identity(record_type, commune, values),
            set=values,
            base={},
            actor=CENTRE,
            at=at,
            schema=SCHEMA,
        )
        set_fact(connection, "clock", change.id)
        row = _row(commune, position, change, encode(change), at, None)
        _store(connection, commune, position, [row])
    return change


def _row(
    commune: str, position: int, change: Change, body: str, at: str, device: str | None
) -> dict[str, object]:
    return {
        "commune": commune,
        "position": position,
        "id": change.id,
        "type": change.type,
        "record": change.record,
        "body": body,
        "received_at": at,
        "device": device,
    }


def _store(
    connection: Connection, commune: str, position: int, rows: Sequence[dict[str, object]]
) -> None:
    connection.execute(sql.insert(CHANGE), rows)
    connection.execute(
        sql.update(COMMUNE).where(COMMUNE.c.code == commune).values(position=position)
    )


def _positions(connection: Connection, commune: str, ids: Sequence[str]) -> dict[str, int]:
    found = connection.execute(
        sql.select(CHANGE.c.id, CHANGE.c.position).where(
            CHANGE.c.commune == commune, CHANGE.c.id.in_(ids)
        )
    )
    return {row.id: row.position for row in found}


def _bodies(connection: Connection, commune: str, positions: Sequence[int]) -> dict[int, str]:
    if not positions:
        return {}
    found = connection.execute(
        sql.select(CHANGE.c.position, CHANGE.c.body).where(
            CHANGE.c.commune == commune, CHANGE.c.position.in_(positions)
        )
    )
    return {row.position: row.body for row in found}


def _refused(refusal: Refusal) -> Answer:
    return Answer(None, code=refusal.code, sentence=refusal.sentence)


def page(connection: Connection, commune: str, after: int, limit: int) -> Page:
    """The stream after a position: as much as one page of this limit holds."""
    most, room = min(limit, wire.PAGE_CHANGES), min(limit * 1000, wire.PAGE_BYTES)
    query = (
        sql.select(CHANGE.c.position, CHANGE.c.body)
        .where(CHANGE.c.commune == commune, CHANGE.c.position > after)
        .order_by(CHANGE.c.position)
        .limit(most + 1)
    )
    changes: list[tuple[int, str]] = []
    more = False
    with connection.execution_options(stream_results=True).execute(query) as rows:
        for position, body in rows:
            room -= wire.weight(body)
            more = bool(changes) and (room < 0 or len(changes) == most)
            if more:
                break
            changes.append((position, body))
    return Page(tuple(changes), changes[-1][0] if changes else after, more)


def position(connection: Connection, commune: str) -> int:
    """The last position of a commune's stream."""
    found: int = connection.execute(
        sql.select(COMMUNE.c.position).where(COMMUNE.c.code == commune)
    ).scalar_one()
    return found


def communes(connection: Connection) -> list[Commune]:
    """Every commune that was given a code, by code."""
    columns = [COMMUNE.c[name] for name in Commune.__struct_fields__]
    query = sql.select(*columns).order_by(COMMUNE.c.code)
    return [Commune(*row) for row in connection.execute(query)]


def last_changes(connection: Connection, commune: str, records: Sequence[str]) -> dict[str, Change]:
    """The change that arrived last for each of these records."""
    newest = (
        sql.select(sql.func.max(CHANGE.c.position))
        .where(CHANGE.c.commune == commune, CHANGE.c.record.in_(records))
        .group_by(CHANGE.c.record)
    )
    bodies = connection.execute(
        sql.select(CHANGE.c.body).where(CHANGE.c.commune == commune, CHANGE.c.position.in_(newest))
    ).scalars()
    return {change.record: change for change in map(decode, bodies)}
