"""The tables as a reading of the log: one row per record, kept in step change by change."""

from __future__ import annotations

import functools
import json
import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from db import bulk, folding
from db import heads as packed
from db.store import Store
from rules import merge
from rules.change import Change, decode
from rules.merge import Heads, Past
from rules.record import DELETED, Kind, RecordType, Value, Values
from rules.records import REGISTRY
from rules.snapshot import Folded


class Row(Struct, gc=False):
    """A record as its table holds it."""

    values: Values
    deleted: bool
    heads: packed.HeadIds
    conflicts: list[str] = field(default_factory=list)  # known after a replay

    @property
    def may_be_disputed(self) -> bool:
        """Whether it is worth asking for open conflicts."""
        return DELETED in self.heads or any(len(ids) > 1 for ids in self.heads.values())


@functools.cache
def columns(record_type: RecordType) -> tuple[str, ...]:
    """The value columns of a type's table, in order."""
    return tuple(each.name for each in record_type.fields)


@functools.cache
def _upsert(record_type: RecordType) -> str:
    names = ["record", *columns(record_type), DELETED, "heads"]
    quoted = ", ".join(f'"{name}"' for name in names)
    places = ", ".join("?" * len(names))
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in names[1:])
    return (
        f'INSERT INTO "{record_type.name}" ({quoted}) VALUES ({places})'
        f" ON CONFLICT(record) DO UPDATE SET {updates}"
    )


@functools.cache
def _update(record_type: RecordType, names: tuple[str, ...]) -> str:
    """For the edit of a field or two, which is what officers do all day."""
    updates = ", ".join(f'"{name}" = ?' for name in (*names, "heads"))
    return f'UPDATE "{record_type.name}" SET {updates} WHERE record = ?'


def to_column(value: Value) -> Any:
    """A value as SQLite holds it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def from_column(kind: Kind, raw: Any) -> Value:
    """A value as it was, from what SQLite holds."""
    if raw is None:
        return None
    if kind is Kind.YES_NO:
        return bool(raw)
    if kind is Kind.TAGS:
        tags: list[str] = json.loads(raw)
        return tags
    if kind is Kind.NUMBER:
        return number_of(raw)
    value: Value = raw
    return value


def number_of(raw: float | None) -> int | float | None:
    """A number as it was typed, from SQLite's REAL: whole ones are int, as in the log."""
    if raw is None or not raw.is_integer() or abs(raw) >= 2**53:
        return raw
    return int(raw)


def values_of(record_type: RecordType, row: Mapping[str, Any]) -> Values:
    """The declared fields of a table's row."""
    return values_in(record_type, [row[name] for name in columns(record_type)])


def values_in(record_type: RecordType, raw: Iterable[Any]) -> Values:
    """The same from the columns that `listed` names."""
    values: Values = dict(zip(columns(record_type), raw, strict=True))
    for name, kind in _converted(record_type):
        if values[name] is not None:
            values[name] = from_column(kind, values[name])
    return values


def filled_in(record_type: RecordType, raw: Iterable[Any]) -> Values:
    """The same, without the fields that are missing."""
    names = columns(record_type)
    filled: Values = {n: v for n, v in zip(names, raw, strict=True) if v is not None}
    for name, kind in _converted(record_type):
        if name in filled:
            filled[name] = from_column(kind, filled[name])
    return filled


@functools.cache
def listed(record_type: RecordType) -> str:
    """The value columns as a query names them; to read them by place is much the quickest."""
    return ", ".join(f'"{name}"' for name in columns(record_type))


@functools.cache
def _converted(record_type: RecordType) -> tuple[tuple[str, Kind], ...]:
    """The fields SQLite holds in another form."""
    kinds = (Kind.YES_NO, Kind.TAGS, Kind.NUMBER)
    return tuple((each.name, each.kind) for each in record_type.fields if each.kind in kinds)


def read(store: Store, record_type: RecordType, records: Iterable[str]) -> dict[str, Row]:
    """The rows of these records, by id; absent ones are left out."""
    wanted = list(dict.fromkeys(records))
    sql = f'SELECT record, deleted, heads, {listed(record_type)} FROM "{record_type.name}"'
    if len(wanted) == 1:
        found = store.rows(f"{sql} WHERE record = ?", (wanted[0],))
    else:
        many = " WHERE record IN (SELECT value FROM json_each(?))"
        found = store.rows(sql + many, (json.dumps(wanted),))
    return {record: _row(record_type, *row) for record, *row in found}


def _row(record_type: RecordType, deleted: int, kept: str, *raw: Any) -> Row:
    values = values_in(record_type, raw)
    return Row(values, bool(deleted), packed.whole(kept, values))


def _heads(row: Row) -> str:
    return packed.short(row.heads, row.values)


def write(store: Store, record_type: RecordType, rows: Mapping[str, Row]) -> None:
    """Put these rows into the table."""
    names = columns(record_type)
    store.connection.executemany(
        _upsert(record_type),
        [
            (record, *_as_columns(row.values, names), row.deleted, _heads(row))
            for record, row in sorted(rows.items())  # in the order of the table's own tree
        ],
    )


def write_made(store: Store, record_type: RecordType, changes: Iterable[Change]) -> None:
    """Rows for records that have none, each made by one change."""
    made = ((each.record, each.set, packed.of_one(each.id, each.set)) for each in changes)
    _write_new(store, record_type, made)


def _write_new(
    store: Store, record_type: RecordType, rows: Iterable[tuple[str, Mapping[str, Value], str]]
) -> None:
    """Rows for records that have none: the record, what it shows, its packed heads.

    Only what is filled in is handed to SQLite: to bind an empty column costs as much as a text.
    """
    alike: dict[tuple[str, ...], list[tuple[str, Mapping[str, Value], str]]] = {}
    for row in rows:
        alike.setdefault(tuple(row[1]), []).append(row)
    for names, some in alike.items():
        some.sort(key=operator.itemgetter(0))  # in the order of the table's own tree
        as_they_are = _tagged(record_type).isdisjoint(names)
        made: list[Sequence[Any]] = [
            (record, heads, *(values.values() if as_they_are else _as_columns(values, names)))
            for record, values, heads in some
        ]
        quoted = ", ".join(f'"{name}"' for name in ("record", "heads", *names))
        into = f'INTO "{record_type.name}" ({quoted}, "{DELETED}")'
        bulk.insert(store.connection, into, f"(?, ?, {'?, ' * len(names)}0)", made)


@functools.cache
def _tagged(record_type: RecordType) -> frozenset[str]:
    """The fields whose values are lists, which SQLite holds as JSON."""
    return frozenset(each.name for each in record_type.fields if each.kind is Kind.TAGS)


def _as_columns(values: Mapping[str, Value], names: Sequence[str]) -> list[Any]:
    """The values in the order of their columns, as SQLite holds them."""
    return [to_column(value) if type(value) is list else value for value in map(values.get, names)]


def write_conflicts(store: Store, record_type: RecordType, record: str, row: Row) -> None:
    """Make the conflict table say what this row says."""
    store.connection.execute(
        "DELETE FROM conflict WHERE type = ? AND record = ?", (record_type.name, record)
    )
    store.connection.executemany(
        "INSERT INTO conflict VALUES (?, ?, ?)",
        [(record_type.name, record, name) for name in row.conflicts],
    )


def conflicts(store: Store, record_type: RecordType, record: str, row: Row) -> list[str]:
    """The fields of this record whose answers differ."""
    if not row.may_be_disputed:
        return []
    rows = store.rows(
        "SELECT field FROM conflict WHERE type = ? AND record = ?", (record_type.name, record)
    )
    return [each[0] for each in rows]


def advance(row: Row, change: Change) -> None:
    """Move a row on by a change that succeeds every head it touches."""
    head = (change.id,)
    row.values.update(change.set)
    row.heads.update(dict.fromkeys(change.set, head))


def replay(changes: Iterable[Change], past: Past | None = None) -> Row:
    """A row from all the changes of its record, in any order, and what a snapshot left out."""
    changes = list(changes)
    if (plain := merge.undisputed(changes, past)) is not None:
        values = {name: change.set[name] for name, change in plain.items()}
        return Row(values, False, {name: (change.id,) for name, change in plain.items()})
    heads = merge.heads(changes, past)
    state = merge.state(heads)
    ids = {name: tuple([head.change for head in found]) for name, found in heads.items()}
    return Row(state.values, state.deleted, ids, sorted(state.conflicts))


def changes_of(store: Store, type_name: str, record: str) -> list[Change]:
    """The changes of one record that take part in its row, in the order they came."""
    rows = store.rows(
        "SELECT body FROM log WHERE record = ? AND type = ?"
        " AND id NOT IN (SELECT change FROM held) ORDER BY seq",
        (record, type_name),
    )
    return [decode(row[0]) for row in rows]


def past_of(store: Store, type_name: str, record: str) -> dict[str, list[str]]:
    """The ids that changes a snapshot left out have superseded, field by field."""
    found = folding.past_of(store, type_name, record)
    rows = store.rows(
        "SELECT field, change FROM past WHERE type = ? AND record = ?", (type_name, record)
    )
    for name, change in rows:
        found.setdefault(name, []).append(change)
    return found


def whole_past(store: Store) -> dict[tuple[str, str], dict[str, list[str]]]:
    """The same of every (type, record) a snapshot brought without its history."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for name, record, field_name, change in store.rows("SELECT * FROM past"):
        found.setdefault((name, record), {}).setdefault(field_name, []).append(change)
    return found


def heads_of(store: Store, type_name: str, record: str) -> Heads:
    """The current answers to every field of a record, from the log."""
    return merge.heads(changes_of(store, type_name, record), past_of(store, type_name, record))


def follow(store: Store, record_type: RecordType, row: Row | None, change: Change) -> None:
    """Bring one row up to a change that was just logged; `row` is how it stood before."""
    before = row or Row({}, deleted=False, heads={})
    if not merge.succeeds(before.heads, change):
        write(store, record_type, {change.record: _replayed(store, record_type, change.record)})
        return
    advance(before, change)
    if row is None:
        write(store, record_type, {change.record: before})
    else:
        store.connection.execute(
            _update(record_type, tuple(change.set)),
            (*map(to_column, change.set.values()), _heads(row), change.record),
        )


def follow_together(
    store: Store, record_type: RecordType, changed: Sequence[tuple[Row | None, Change]]
) -> None:
    """The same for many records at once, each of them once."""
    fresh: list[Change] = []
    for row, change in changed:
        if row is None and _makes(change):
            fresh.append(change)
        else:
            follow(store, record_type, row, change)
    write_made(store, record_type, fresh)


def _makes(change: Change) -> bool:
    """Whether a change stands for all of a record that has no row yet."""
    return not change.base and DELETED not in change.set


def take_in(store: Store, changes: Iterable[Change]) -> set[tuple[str, str]]:
    """Bring the tables up to these changes, already in the log; the (type, record)s touched."""
    by_type: dict[str, list[Change]] = {}
    for change in changes:
        by_type.setdefault(change.type, []).append(change)
    touched: set[tuple[str, str]] = set()
    for name, group in by_type.items():
        record_type = REGISTRY[name]
        rows = read(store, record_type, (change.record for change in group))
        often = Counter(change.record for change in group)
        fresh: list[Change] = []
        rest: list[Change] = []
        for change in group:
            alone = often[change.record] == 1 and change.record not in rows
            (fresh if alone and _makes(change) else rest).append(change)
        write_made(store, record_type, fresh)
        touched.update((name, change.record) for change in fresh)
        replayed: set[str] = set()  # these show the whole log already
        for change in rest:
            if change.record in replayed:
                continue
            row = rows.setdefault(change.record, Row({}, deleted=False, heads={}))
            if merge.succeeds(row.heads, change):
                advance(row, change)
            else:
                rows[change.record] = _replayed(store, record_type, change.record)
                replayed.add(change.record)
        write(store, record_type, rows)
        touched.update((name, record) for record in rows)
    return touched


def _replayed(store: Store, record_type: RecordType, record: str) -> Row:
    name = record_type.name
    row = replay(changes_of(store, name, record), past_of(store, name, record))
    write_conflicts(store, record_type, record, row)
    return row


def put_folded(store: Store, records: Iterable[Folded]) -> None:
    """Rows for (type, record)s that have none, from what a snapshot tells that they show."""
    shown: dict[str, list[tuple[str, Values, str]]] = {}
    for each in records:
        told = (each.record, each.values, packed.short(each.heads, each.values))
        shown.setdefault(each.type, []).append(told)
    for name, rows in shown.items():
        _write_new(store, REGISTRY[name], rows)


def put(store: Store, records: Mapping[tuple[str, str], tuple[Sequence[Change], Past]]) -> None:
    """Rows for (type, record)s that have none, from the changes and the past of each."""
    made: dict[str, list[Change]] = {}
    shown: dict[str, list[tuple[str, Values, str]]] = {}
    for (name, record), (changes, past) in records.items():
        if len(changes) == 1 and not past and _makes(changes[0]):
            made.setdefault(name, []).append(changes[0])
            continue
        row = replay(changes, past)
        if row.deleted or row.conflicts:
            write(store, REGISTRY[name], {record: row})
            write_conflicts(store, REGISTRY[name], record, row)
        else:
            told = (record, row.values, _heads(row))
            shown.setdefault(name, []).append(told)
    for name, group in made.items():
        write_made(store, REGISTRY[name], group)
    for name, rows in shown.items():
        _write_new(store, REGISTRY[name], rows)


def renew(store: Store, records: Iterable[tuple[str, str]]) -> None:
    """Make these (type, record)s anew from what takes part now; one nothing tells of has no row."""
    for name, record in records:
        if name not in REGISTRY:
            continue
        row = _replayed(store, REGISTRY[name], record)
        if row.heads:
            write(store, REGISTRY[name], {record: row})
        else:
            store.connection.execute(f'DELETE FROM "{name}" WHERE record = ?', (record,))


def clear(store: Store) -> None:
    """Forget every row; the log can make them again."""
    for name in (*REGISTRY, "conflict"):
        store.connection.execute(f'DELETE FROM "{name}"')
