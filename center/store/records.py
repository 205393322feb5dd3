"""The records as the streams tell them: a reading for pages and dumps, caught up when asked for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sql
from msgspec import Struct
from sqlalchemy import Connection

from center.store import Store, lock
from center.store.tables import CHANGE, COMMUNE, RECORD
from rules import merge
from rules.change import Change, decode
from rules.fitting import reason_to_hold
from rules.record import Kind, RecordType, Value, Values
from rules.records import REGISTRY

_AT_ONCE = 500  # records folded together


class Record(Struct, frozen=True):
    """A record as it is shown."""

    type: str
    record: str
    values: Values  # every declared field; None where missing
    deleted: bool
    conflicts: Mapping[str, list[dict[str, Value]]]  # field: the answers that differ


def catch_up(store: Store, commune: str) -> None:
    """Read what is new in a commune's stream into its records."""
    with store.reading() as connection:
        if not _is_behind(connection, commune):
            return
    with store.writing() as connection:
        position = lock(connection, commune)
        touched = connection.execute(
            sql.select(CHANGE.c.record)
            .distinct()
            .where(
                CHANGE.c.commune == commune,
                CHANGE.c.position > projected(connection, commune),
            )
        ).scalars()
        names = list(touched)
        for start in range(0, len(names), _AT_ONCE):
            _fold_again(connection, commune, names[start : start + _AT_ONCE])
        connection.execute(
            sql.update(COMMUNE).where(COMMUNE.c.code == commune).values(projected=position)
        )


def rebuild(store: Store, commune: str) -> None:
    """Forget a commune's records and read its whole stream anew."""
    with store.writing() as connection:
        lock(connection, commune)
        connection.execute(sql.delete(RECORD).where(RECORD.c.commune == commune))
        connection.execute(sql.update(COMMUNE).where(COMMUNE.c.code == commune).values(projected=0))
    catch_up(store, commune)


def _is_behind(connection: Connection, commune: str) -> bool:
    row = connection.execute(
        sql.select(COMMUNE.c.position, COMMUNE.c.projected).where(COMMUNE.c.code == commune)
    ).one_or_none()
    return row is not None and row.projected < row.position


def projected(connection: Connection, commune: str) -> int:
    """Up to which position the records tell the stream."""
    found: int = connection.execute(
        sql.select(COMMUNE.c.projected).where(COMMUNE.c.code == commune)
    ).scalar_one()
    return found


def _fold_again(connection: Connection, commune: str, names: list[str]) -> None:
    bodies = connection.execute(
        sql.select(CHANGE.c.body).where(CHANGE.c.commune == commune, CHANGE.c.record.in_(names))
    ).scalars()
    rows = [_row(commune, record) for record in fold(map(decode, bodies))]
    connection.execute(
        sql.delete(RECORD).where(RECORD.c.commune == commune, RECORD.c.record.in_(names))
    )
    if rows:
        connection.execute(sql.insert(RECORD), rows)


def fold(changes: Iterable[Change]) -> Iterator[Record]:
    """The records these changes make; what only a newer programme understands is left out."""
    grouped: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes:
        if not reason_to_hold(change):
            grouped[change.type, change.record].append(change)
    for (type_name, record), group in grouped.items():
        state = merge.state(merge.heads(group))
        conflicts = {
            field: [
                {"value": head.value, "change": head.change, "actor": head.actor, "at": head.at}
                for head in found
            ]
            for field, found in state.conflicts.items()
        }
        values = _whole(REGISTRY[type_name], state.values)
        yield Record(type_name, record, values, state.deleted, conflicts)


def _whole(record_type: RecordType, values: Mapping[str, Value]) -> Values:
    return {field.name: _plain(field.kind, values.get(field.name)) for field in record_type.fields}


def _plain(kind: Kind, value: Value) -> Value:
    """Numbers as a column of reals gives them back, so that every replica shows equal bytes."""
    if kind is not Kind.NUMBER or not isinstance(value, int | float):
        return value
    number = float(value)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _row(commune: str, record: Record) -> dict[str, Any]:
    return {
        "commune": commune,
        "type": record.type,
        "record": record.record,
        "deleted": record.deleted,
        "shown": record.values,
        "conflicts": record.conflicts,
    }


def all_of(connection: Connection, commune: str, *types: str) -> list[Record]:
    """A commune's records, deleted ones too, by type and id; of these types, or of all."""
    query = (
        sql.select(
            RECORD.c.type, RECORD.c.record, RECORD.c.shown, RECORD.c.deleted, RECORD.c.conflicts
        )
        .where(RECORD.c.commune == commune)
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
