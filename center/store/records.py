"""The records as the streams tell them: a reading that is brought on by what is new."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sql
from msgspec import Struct
from sqlalchemy import Connection

from center.store import Store, bulk, lock
from center.store.tables import CHANGE, COMMUNE, RECORD
from rules.change import Change, decode
from rules.reading import Numbered, Reading, read_all, read_on, step
from rules.record import Value, Values
from rules.records import SCHEMA
from sync.center import Digests

_AT_ONCE = 4000  # changes read on together
_SOON = 1000  # changes that are read on while somebody waits who need not have them
_READING = [RECORD.c[name] for name in Reading.__struct_fields__]
_encoded = msgspec.json.Encoder().encode


class Record(Struct, frozen=True):
    """A record as it is shown."""

    type: str
    record: str
    values: Values  # every declared field; None where missing
    deleted: bool
    conflicts: Mapping[str, list[dict[str, Value]]]  # field: the answers that differ


class Standing(Struct, frozen=True):
    """Which changes tell a record; as in a Reading."""

    type: str
    record: str
    heads: Mapping[str, Sequence[str]]
    past: Mapping[str, Sequence[str]]
    newest: int
    position: int


_STANDING = (
    RECORD.c.type,
    RECORD.c.record,
    sql.cast(RECORD.c.heads, sql.Text),
    sql.cast(RECORD.c.past, sql.Text),
    RECORD.c.newest,
    RECORD.c.position,
)
_named = msgspec.json.Decoder(dict[str, list[str]]).decode


def catch_up(store: Store, commune: str) -> None:
    """Read what is new in a commune's stream into its records.

    The cost follows the new changes: a record goes on from the changes that were its heads.
    Nobody waits for the reading, only for its result to be written.
    """
    going = True
    while going:
        with store.turn(commune):
            going = _go_on(store, commune)


def is_near(store: Store, commune: str) -> bool:
    """Whether so little is unread that to catch up takes but a moment."""
    with store.reading() as connection:
        start, end = _unread(connection, commune)
    return end - start <= _SOON


def _go_on(store: Store, commune: str) -> bool:
    """Read a piece of the stream; False when nothing was left to read."""
    with store.reading() as connection:
        start, end = _unread(connection, commune)
        if start == end:
            return False
        before, readings = _read(connection, commune, start, end)
    with store.writing() as connection:
        moved = connection.execute(
            sql.update(COMMUNE)
            .where(COMMUNE.c.code == commune, COMMUNE.c.projected == start)
            .values(projected=end)
        )
        if moved.rowcount:  # else another process was quicker
            _keep(connection, commune, before, readings)
    return True


def rebuild(store: Store, commune: str) -> None:
    """Forget a commune's records and read its whole stream anew."""
    with store.writing() as connection:
        lock(connection, commune)
        connection.execute(sql.delete(RECORD).where(RECORD.c.commune == commune))
        connection.execute(sql.update(COMMUNE).where(COMMUNE.c.code == commune).values(projected=0))
    catch_up(store, commune)


def _unread(connection: Connection, commune: str) -> tuple[int, int]:
    """After which position to read, and up to which."""
    row = connection.execute(
        sql.select(COMMUNE.c.position, COMMUNE.c.projected).where(COMMUNE.c.code == commune)
    ).one_or_none()
    return (row.projected, min(row.position, row.projected + _AT_ONCE)) if row else (0, 0)


def projected(connection: Connection, commune: str) -> int:
    """Up to which position the records tell the stream."""
    found: int = connection.execute(
        sql.select(COMMUNE.c.projected).where(COMMUNE.c.code == commune)
    ).scalar_one()
    return found


def count(connection: Connection, commune: str) -> int:
    """How many records a commune has, deleted ones too; what is unread counts as one each."""
    start, end = _unread(connection, commune)
    known: int = connection.execute(
        sql.select(sql.func.count()).select_from(RECORD).where(RECORD.c.commune == commune)
    ).scalar_one()
    return known + end - start


def _read(
    connection: Connection, commune: str, start: int, end: int
) -> tuple[Collection[tuple[str, str]], list[Reading]]:
    """The records these changes touch: which were there before, and where all stand now."""
    fresh = connection.execute(
        sql.select(CHANGE.c.position, CHANGE.c.body)
        .where(CHANGE.c.commune == commune, CHANGE.c.position > start, CHANGE.c.position <= end)
        .order_by(CHANGE.c.position)
    )
    grouped: dict[tuple[str, str], list[Numbered]] = {}
    for position, body in fresh.all():
        change = decode(body)
        grouped.setdefault((change.type, change.record), []).append((position, change))
    before = {
        (reading.type, reading.record): reading
        for reading in _before(connection, commune, start, end)
    }
    after: dict[tuple[str, str], Reading] = {}
    rest: dict[tuple[str, str], list[Numbered]] = {}
    for key, new in grouped.items():
        moved = step(before.get(key) or Reading(*key), new)
        if moved is None:
            rest[key] = new
        else:
            after[key] = moved
    return before, [*after.values(), *_read_on(connection, commune, before, rest)]


def _read_on(
    connection: Connection,
    commune: str,
    before: Mapping[tuple[str, str], Reading],
    new: Mapping[tuple[str, str], list[Numbered]],
) -> Iterator[Reading]:
    """The records with late arrivals, deletions, and what is not understood: from their heads."""
    known = (before[key].heads.values() for key in new if key in before)
    heads = {each for fields in known for ids in fields for each in ids}
    kept: dict[tuple[str, str], list[Change]] = {}
    for _position, change, _body in by_id(connection, commune, heads):
        kept.setdefault((change.type, change.record), []).append(change)
    positions = _positions(connection, commune, new.values())
    for key, changes in new.items():
        yield read_on(before.get(key) or Reading(*key), kept.get(key, ()), changes, positions)


def _before(connection: Connection, commune: str, start: int, end: int) -> Iterator[Reading]:
    """The records that changes of these positions are of, as far as they are there."""
    touched = sql.select(CHANGE.c.type, CHANGE.c.record).where(
        CHANGE.c.commune == commune, CHANGE.c.position > start, CHANGE.c.position <= end
    )
    query = sql.select(*_READING).where(
        RECORD.c.commune == commune, sql.tuple_(RECORD.c.type, RECORD.c.record).in_(touched)
    )
    return (Reading(*row) for row in connection.execute(query).all())


def standings_from(
    connection: Connection, commune: str, key: tuple[str, str], limit: int, inclusive: bool
) -> list[Standing]:
    """Where records stand, by type and id, from a (type, record) on or from the one behind it."""
    place = sql.tuple_(RECORD.c.type, RECORD.c.record)
    start = sql.tuple_(*map(sql.literal, key))
    query = (
        sql.select(*_STANDING)
        .where(RECORD.c.commune == commune, place >= start if inclusive else place > start)
        .order_by(RECORD.c.type, RECORD.c.record)
        .limit(limit)
    )
    return [
        Standing(name, record, _named(heads), _named(past), newest, position)
        for name, record, heads, past, newest, position in connection.execute(query).all()
    ]


def by_id(
    connection: Connection, commune: str, ids: Iterable[str]
) -> Iterator[tuple[int, Change, bytes]]:
    """The changes of these ids in a commune's stream: position, change and body."""
    query = sql.select(CHANGE.c.position, CHANGE.c.body).where(
        CHANGE.c.commune == commune, bulk.among(CHANGE.c.id, ids)
    )
    for position, body in connection.execute(query).all():
        yield position, decode(body), body


def bodies(
    connection: Connection, commune: str, ids: Iterable[str]
) -> dict[str, tuple[int, bytes]]:
    """Position and body of these changes in a commune's stream, by id."""
    query = sql.select(CHANGE.c.id, CHANGE.c.position, CHANGE.c.body).where(
        CHANGE.c.commune == commune, bulk.among(CHANGE.c.id, ids)
    )
    return {each: (position, body) for each, position, body in connection.execute(query).all()}


def _positions(
    connection: Connection, commune: str, groups: Iterable[Sequence[Numbered]]
) -> dict[str, int]:
    """Where the stream has the ids these changes name as seen."""
    found: dict[str, int] = {}
    named: set[str] = set()
    for group in groups:
        for position, change in group:
            found[change.id] = position
            named.update(*(change.base.get(name, ()) for name in change.set))
    query = sql.select(CHANGE.c.id, CHANGE.c.position).where(
        CHANGE.c.commune == commune, bulk.among(CHANGE.c.id, named - found.keys())
    )
    found.update((row.id, row.position) for row in connection.execute(query))
    return found


def _keep(
    connection: Connection,
    commune: str,
    before: Collection[tuple[str, str]],
    readings: Sequence[Reading],
) -> None:
    if before:
        connection.execute(
            sql.delete(RECORD).where(
                RECORD.c.commune == commune,
                RECORD.c.type == sql.bindparam("of_type"),
                RECORD.c.record == sql.bindparam("named"),
            ),
            [{"of_type": name, "named": record} for name, record in before],
        )
    ordered = sorted(readings, key=lambda each: (each.type, each.record))  # as the table's tree
    bulk.insert(connection, RECORD, [_row(commune, reading) for reading in ordered])


def _row(commune: str, reading: Reading) -> tuple[Any, ...]:
    return (
        commune,
        reading.type,
        reading.record,
        reading.deleted,
        _json(reading.shown),
        _json(reading.conflicts),
        _json(reading.heads),
        _json(reading.past),
        reading.digest(),
        reading.newest,
        reading.position,
    )


def _json(data: Mapping[str, Any]) -> str:
    return _encoded(data).decode() if data else "{}"


def agree(connection: Connection, commune: str, changes: Sequence[Numbered]) -> bool:
    """Whether the records are what these changes say, to the last column."""
    rows = connection.execute(
        sql.select(*_READING, RECORD.c.digest)
        .where(RECORD.c.commune == commune)
        .order_by(RECORD.c.type, RECORD.c.record)
    )
    kept = [(Reading(*reading), digest) for *reading, digest in rows]
    told = [(reading, reading.digest()) for reading in read_all(changes)]
    return _plain(kept) == _plain(told)


def _plain(readings: Sequence[tuple[Reading, int | None]]) -> object:
    """As lists and dicts, so that only what is in them counts."""
    return msgspec.json.decode(_encoded(readings))


def digests(connection: Connection, commune: str, schema: int) -> Digests:
    """What the records come to by type, for a device that understands this schema."""
    rows = connection.execute(
        sql.select(RECORD.c.type, sql.func.sum(RECORD.c.digest), sql.func.max(RECORD.c.newest))
        .where(RECORD.c.commune == commune)
        .group_by(RECORD.c.type)
        .order_by(RECORD.c.type)
    ).all()
    told = {name: total for name, total, _newest in rows if total is not None}
    common = min(schema, SCHEMA)
    beyond = [name for name, _total, newest in rows if schema != SCHEMA and newest > common]
    return Digests(projected(connection, commune), told, beyond)


def all_of(connection: Connection, commune: str, *types: str) -> list[Record]:
    """A commune's records, deleted ones too, by type and id; of these types, or of all."""
    query = (
        sql.select(
            RECORD.c.type, RECORD.c.record, RECORD.c.shown, RECORD.c.deleted, RECORD.c.conflicts
        )
        .where(RECORD.c.commune == commune, RECORD.c.digest.is_not(None))
        .order_by(RECORD.c.type, RECORD.c.record)
    )
    if types:
        query = query.where(RECORD.c.type.in_(types))
    return [Record(*row) for row in connection.execute(query)]


def dump(connection: Connection, commune: str) -> Iterator[str]:
    """Canonical lines, the same as a PC of the commune prints that has seen the same changes."""
    for record in all_of(connection, commune):
        if not record.deleted:
            line = {
                "type": record.type,
                "record": record.record,
                "values": record.values,
                "conflicts": record.conflicts,
            }
            yield json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
