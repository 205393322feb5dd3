"""The communes' streams: what was pushed, in gap-free positions by order of commit."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sql
from msgspec import Struct
from msgspec import field as member
from sqlalchemy import Connection

from center.store import Store, bulk, fact, lineages, lock, now, set_fact
from center.store.devices import Device, is_device
from center.store.tables import CHANGE, COMMUNE, DEVICE
from rules.change import Change, decode, encode
from rules.clock import Clock, replica_of
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


def append(
    store: Store, device: Device, bodies: Sequence[bytes], *, returned: bool = False
) -> Answers:
    """Take a batch into the commune's stream, in one durable transaction.

    Each change is judged by itself; a known one keeps its position.  The commune's row is held
    meanwhile, so positions have no gaps and a reader never skips a change that commits late.
    `returned`: the device brings back what other PCs made and we have lost.
    """
    judged = [judge(body, device.commune) for body in bodies]
    at = now()
    with store.writing() as connection:
        ids = [each.id for each in judged if isinstance(each, Change)]
        batch = _Batch(
            device=device,
            at=at,
            returned=returned,
            position=lock(connection, device.commune),
            known=_places(connection, device.commune, ids),
            owners=lineages.owners(connection, device.commune, set(map(replica_of, ids))),
        )
        answers = tuple(map(batch.answer, bodies, judged))
        if batch.rows:
            _keep(connection, batch)
    return Answers(at, answers)


class _Place(Struct, frozen=True, gc=False):
    """Where the stream has a change."""

    position: int
    body: bytes
    taken_at: str


# a change as the table has it: commune, position, id, type, record, body, received_at, device
# (the driver asks its adapters about bytes, not about a bytearray)
_Row = tuple[str, int, str, str, str, bytearray, str, str | None]


class _Batch(Struct):
    """A batch on its way into the stream: what is known of it there, and what is new."""

    device: Device
    at: str
    returned: bool
    position: int  # the last one given
    known: dict[str, _Place]  # by change id
    owners: dict[str, str]  # replica's name: lineage
    rows: list[_Row] = member(default_factory=list)

    def answer(self, body: bytes, change: Change | Refusal) -> Answer:
        """Give a change that is new and may be brought the next position."""
        if isinstance(change, Refusal):
            return _refused(change)
        if place := self.known.get(change.id):
            same = Answer(place.position, known=True, at=place.taken_at)
            return same if place.body == body else _refused(altered())
        device = self.device
        owner = self.owners.get(replica_of(change.id), device.lineage)
        if owner != device.lineage and not (self.returned and owner != lineages.CENTRE):
            return _refused(foreign())
        position = self.position = self.position + 1
        self.known[change.id] = _Place(position, body, self.at)
        self.rows.append(_row(device.commune, position, change, body, self.at, device.id))
        return Answer(position)


def _keep(connection: Connection, batch: _Batch) -> None:
    device = batch.device
    _store(connection, device.commune, batch.position, batch.rows)
    connection.execute(
        sql.update(COMMUNE).where(COMMUNE.c.code == device.commune).values(last_received=batch.at)
    )
    noting = sql.update(DEVICE).where(*is_device(device))
    if batch.returned:
        connection.execute(noting.values(returned=DEVICE.c.returned + len(batch.rows)))
        return
    ids = [row[2] for row in batch.rows]
    names = set(map(replica_of, ids))
    lineages.bind(connection, device.commune, names - set(batch.owners), device.lineage)
    connection.execute(noting.values(last_own=ids[-1]))


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
    commune: str, position: int, change: Change, body: bytes, at: str, device: str | None
) -> _Row:
    return commune, position, change.id, change.type, change.record, bytearray(body), at, device


def _store(connection: Connection, commune: str, position: int, rows: Sequence[_Row]) -> None:
    bulk.insert(connection, CHANGE, rows)
    connection.execute(
        sql.update(COMMUNE).where(COMMUNE.c.code == commune).values(position=position)
    )


def _places(connection: Connection, commune: str, ids: Sequence[str]) -> dict[str, _Place]:
    found = connection.execute(
        sql.select(CHANGE.c.id, CHANGE.c.position, CHANGE.c.body, CHANGE.c.received_at).where(
            CHANGE.c.commune == commune, bulk.among(CHANGE.c.id, ids)
        )
    )
    return {row.id: _Place(row.position, row.body, row.received_at) for row in found}


def _refused(refusal: Refusal) -> Answer:
    return Answer(None, code=refusal.code, sentence=refusal.sentence)


def page(connection: Connection, commune: str, after: int, limit: int) -> Page:
    """The stream after a position: as much as one page of this limit holds."""
    most, room = min(limit, wire.PAGE_CHANGES), min(limit * 1000, wire.PAGE_BYTES)
    query = (
        sql.select(CHANGE.c.position, CHANGE.c.body, CHANGE.c.received_at)
        .where(CHANGE.c.commune == commune, CHANGE.c.position > after)
        .order_by(CHANGE.c.position)
        .limit(most + 1)
    )
    changes: list[tuple[int, bytes]] = []
    taken_at, more = None, False
    with connection.execution_options(stream_results=True).execute(query) as rows:
        for position, body, received_at in rows:
            room -= len(body)
            more = bool(changes) and (room < 0 or len(changes) == most)
            if more:
                break
            changes.append((position, body))
            taken_at = received_at
    return Page(tuple(changes), changes[-1][0] if changes else after, more, taken_at)


def position(connection: Connection, commune: str) -> int:
    """The last position of a commune's stream."""
    found: int = connection.execute(
        sql.select(COMMUNE.c.position).where(COMMUNE.c.code == commune)
    ).scalar_one()
    return found


def taken_at(connection: Connection, commune: str, position: int) -> str | None:
    """When the change at this position was taken; None where there is none."""
    at: str | None = connection.scalar(
        sql.select(CHANGE.c.received_at).where(
            CHANGE.c.commune == commune, CHANGE.c.position == position
        )
    )
    return at


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
