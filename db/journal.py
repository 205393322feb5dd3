"""The only door for writes: a change in the log and a row in its table, in one commit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as member
from datetime import datetime

from db import errors, projection
from db.projection import Row
from db.store import Store, setting
from resources.words import _
from rules import merge
from rules.change import Change, ChangeError, decode, encode
from rules.clock import Clock
from rules.record import (
    COMMUNE,
    DELETED,
    Problem,
    RecordError,
    RecordType,
    Value,
    Values,
    check,
    identity,
    tidy,
)
from rules.records import REGISTRY, SCHEMA

WAITING, APPLIED, REFUSED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Edit:
    """What an officer wants of one record."""

    type: str
    record: str | None = None  # None: a new record, or the one the key values name
    set: Mapping[str, Value] = member(default_factory=dict)
    delete: bool = False
    resolve: bool = False  # write even what equals the shown value: it settles a conflict


@dataclass(frozen=True, slots=True)
class Received:
    """What came of changes that arrived."""

    applied: int
    known: int
    held: int
    touched: frozenset[tuple[str, str]]  # (type, record) whose rows may look different now


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change the centre has not acknowledged."""

    seq: int
    id: str
    body: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The centre's answer to one change: a position, or a refusal."""

    id: str
    position: int | None
    at: str
    code: str = ""
    sentence: str = ""


def amend(
    store: Store, actor: str, record_type: RecordType, record: str | None, values: Values
) -> Change | None:
    """One edit of one record; None when nothing differs from what is shown."""
    done = commit(store, actor, [Edit(record_type.name, record, values)])
    return done[0] if done else None


def commit(
    store: Store, actor: str, edits: Sequence[Edit], *, undoes: int | None = None
) -> list[Change]:
    """All these edits or none, as one action in one durable transaction.

    Raises RecordError for values that do not fit, Refused for unknown types and records.
    """
    done = commit_each(store, actor, edits, undoes=undoes) if edits else []
    return [change for change in done if change is not None]


def commit_each(
    store: Store, actor: str, edits: Iterable[Edit], *, undoes: int | None = None
) -> list[Change | None]:
    """As `commit`, with one answer per edit: None where nothing differs from what is shown.

    `edits` is walked inside the transaction, so whoever makes them sees the earlier ones done.
    """
    with store.write() as connection:
        clock = wind(store)
        action = store.value("SELECT coalesce(max(id), 0) + 1 FROM action")
        at = datetime.now().astimezone().isoformat(timespec="milliseconds")
        done = [_write(store, clock, actor, at, action, edit) for edit in edits]
        last = max((change.id for change in done if change is not None), default=None)
        if last is not None:
            connection.execute(
                "INSERT INTO action(id, actor, at, last, undoes) VALUES (?, ?, ?, ?, ?)",
                (action, actor, at, last, undoes),
            )
    return done


def wind(store: Store) -> Clock:
    """The clock of this replica, going on from the last change it made."""
    if store.clock is None:
        replica = setting(store, "replica")
        if replica is None:
            raise errors.NotAProfile(
                _("Hồ sơ trong {folder} chưa tạo xong; hãy chạy lại lệnh init.").format(
                    folder=store.folder
                )
            )
        last = store.value("SELECT last FROM action ORDER BY id DESC LIMIT 1")
        store.clock = Clock(replica, last)
    return store.clock


def commune(store: Store) -> str:
    """The code of the commune this profile belongs to."""
    code = setting(store, "commune")
    if code is None:
        raise errors.NotAProfile(
            _("Hồ sơ trong {folder} chưa tạo xong; hãy chạy lại lệnh init.").format(
                folder=store.folder
            )
        )
    return code


def declared(name: str) -> RecordType:
    """The record type of this name, or Refused."""
    record_type = REGISTRY.get(name)
    if record_type is None:
        raise errors.Refused(
            _("Không có loại bản ghi “{type}”; các loại có: {types}.").format(
                type=name, types=", ".join(REGISTRY)
            )
        )
    return record_type


def _write(
    store: Store, clock: Clock, actor: str, at: str, action: int, edit: Edit
) -> Change | None:
    record_type = declared(edit.type)
    values = _tidy(record_type, edit.set)
    record = edit.record or identity(record_type, commune(store), values)
    row = projection.read(store, record_type, [record]).get(record)
    conflicts = _conflicts(store, record_type.name, record) if row else []
    if edit.delete:
        change = _deletion(clock, actor, at, record_type, record, row)
    else:
        change = _edit(clock, actor, at, record_type, record, row, values, conflicts, edit)
    if change is None:
        return None
    body = encode(change)
    store.connection.execute(
        "INSERT INTO change(id, type, record, body, action, state) VALUES (?, ?, ?, ?, ?, 0)",
        (change.id, change.type, change.record, body, action),
    )
    if row is None:
        row = Row({}, deleted=False, heads={})
    if conflicts or not merge.succeeds(row.heads, change):
        row = projection.replay(projection.changes_of(store, record))
        projection.write_conflicts(store, record_type, record, row)
    else:
        projection.advance(row, change)
    projection.write(store, record_type, {record: row})
    return change


def _tidy(record_type: RecordType, values: Mapping[str, Value]) -> Values:
    tidied = {}
    for name, value in values.items():
        field = record_type.field(name)
        tidied[name] = tidy(field, value) if field else value
    if problems := check(record_type, tidied):
        raise RecordError(problems)
    return tidied


def _edit(
    clock: Clock,
    actor: str,
    at: str,
    record_type: RecordType,
    record: str,
    row: Row | None,
    values: Values,
    conflicts: Sequence[str],
    edit: Edit,
) -> Change | None:
    if COMMUNE not in record_type.writers:
        raise errors.Refused(
            _("Chỉ trung tâm được ghi “{type}”; xã không sửa được.").format(type=record_type.name)
        )
    shown: Values = {}
    heads: projection.HeadIds = {}
    if row is None:
        _refuse_incomplete(record_type, record, values, edit)
    else:
        _refuse_new_key(record_type, row, values)
        shown, heads = {**row.values, DELETED: row.deleted}, row.heads
    changed: Values = {}
    for name, value in values.items():
        settles = name in conflicts or (edit.resolve and len(heads.get(name, ())) > 1)
        if settles or value != shown.get(name):
            changed[name] = value
    if not changed:
        return None
    if row is not None and row.deleted:
        changed[DELETED] = False  # whoever edits what is gone brings it back
    base = {name: tuple(heads[name]) for name in changed if name in heads}
    if row is not None and DELETED in changed:
        base[DELETED] = _all_heads(row)
    return Change(clock.tick(), record_type.name, record, changed, base, actor, at, SCHEMA)


def _deletion(
    clock: Clock, actor: str, at: str, record_type: RecordType, record: str, row: Row | None
) -> Change | None:
    if row is None:
        raise errors.Refused(
            _("Không có bản ghi {type} {record} để xoá.").format(
                type=record_type.name, record=record
            )
        )
    if COMMUNE not in record_type.writers:
        raise errors.Refused(
            _("Chỉ trung tâm được ghi “{type}”; xã không sửa được.").format(type=record_type.name)
        )
    if row.deleted:
        return None
    base = {DELETED: _all_heads(row)}
    return Change(clock.tick(), record_type.name, record, {DELETED: True}, base, actor, at, SCHEMA)


def _all_heads(row: Row) -> tuple[str, ...]:
    return tuple(sorted({change for ids in row.heads.values() for change in ids}))


def _refuse_incomplete(record_type: RecordType, record: str, values: Values, edit: Edit) -> None:
    if edit.resolve:
        raise errors.Refused(
            _("Không có bản ghi {type} {record}.").format(type=record_type.name, record=record)
        )
    if problems := check(record_type, values, whole=True):
        raise RecordError(problems)


def _refuse_new_key(record_type: RecordType, row: Row, values: Values) -> None:
    """A keyed record's id hangs on its key; another key is another record."""
    for name in record_type.key:
        if name in values and values[name] != row.values.get(name):
            sentence = _("Không đổi được “{field}” của {type}; hãy tạo bản ghi mới.").format(
                field=name, type=record_type.name
            )
            raise RecordError((Problem(name, "key", sentence),))


def _conflicts(store: Store, type_name: str, record: str) -> list[str]:
    rows = store.rows(
        "SELECT field FROM conflict WHERE type = ? AND record = ?", (type_name, record)
    )
    return [row[0] for row in rows]


# -- what comes and goes by a carrier ------------------------------------------------------------


def waiting(store: Store, limit: int, after: int = 0) -> list[Waiting]:
    """Own changes the centre has not answered, oldest first, in causal order."""
    rows = store.rows(
        "SELECT seq, id, body FROM change WHERE state = 0 AND seq > ? ORDER BY seq LIMIT ?",
        (after, limit),
    )
    return [Waiting(*row) for row in rows]


def acknowledge(store: Store, receipts: Iterable[Receipt]) -> None:
    """Keep the centre's answers, all in one commit; a repeated answer changes nothing."""
    with store.write() as connection:
        for receipt in receipts:
            if receipt.position is not None:
                connection.execute(
                    "UPDATE change SET state = 1, position = ?, applied_at = ? WHERE id = ?",
                    (receipt.position, receipt.at, receipt.id),
                )
                connection.execute("DELETE FROM refusal WHERE change = ?", (receipt.id,))
            else:
                connection.execute(
                    "UPDATE change SET state = 2 WHERE id = ? AND state = 0", (receipt.id,)
                )
                connection.execute(
                    "INSERT OR REPLACE INTO refusal VALUES (?, ?, ?, ?)",
                    (receipt.id, receipt.code, receipt.sentence, receipt.at),
                )


def cursor(store: Store) -> int:
    """Up to which position of the commune's stream this replica has taken changes in."""
    return int(setting(store, "cursor") or 0)


def receive(
    store: Store, arrivals: Sequence[tuple[int | None, str]], to: int | None = None
) -> Received:
    """Take in (position, body) pairs and move the cursor, in one commit.

    Known changes only learn their position; changes for a newer programme, and such as do not
    fit their type, are kept in the log and held back from the tables.  Raises ChangeError when a
    body is no change at all; then nothing is taken.
    """
    decoded = [(position, body, decode(body)) for position, body in arrivals]
    with store.write() as connection:
        known = _known(store, [change.id for _position, _body, change in decoded])
        fresh, held = [], []
        for position, body, change in decoded:
            if change.id in known:
                continue
            known.add(change.id)
            reason = reason_to_hold(change)
            if reason:
                held.append((change.id, reason))
            else:
                fresh.append((position, body, change))
        connection.executemany(
            "UPDATE change SET state = 1, position = ? WHERE id = ? AND position IS NULL",
            [(position, change.id) for position, _body, change in decoded if position is not None],
        )
        kept = {change_id for change_id, _reason in held}
        connection.executemany(
            "INSERT OR IGNORE INTO change(id, type, record, body, state, position)"
            " VALUES (?, ?, ?, ?, 1, ?)",
            [
                (change.id, change.type, change.record, body, position)
                for position, body, change in decoded
            ],
        )
        connection.executemany("INSERT OR IGNORE INTO held VALUES (?, ?)", held)
        touched = projection.take_in(store, [change for _p, _b, change in fresh])
        if to is not None:
            connection.execute(
                "INSERT INTO setting VALUES ('cursor', ?)"
                " ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                (str(to),),
            )
    repeated = len(decoded) - len(fresh) - len(kept)
    return Received(len(fresh), repeated, len(kept), frozenset(touched))


def reason_to_hold(change: Change) -> str:
    """Why a change takes no part in the tables now: "newer", "bad", or "" when it does."""
    record_type = REGISTRY.get(change.type)
    if record_type is None or change.schema > SCHEMA:
        return "newer"
    problems = check(record_type, change.set)
    if any(problem.code == "unknown_field" for problem in problems):
        return "newer"
    return "bad" if problems else ""


def _known(store: Store, ids: Sequence[str]) -> set[str]:
    rows = store.rows(
        "SELECT id FROM change WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    return {row[0] for row in rows}


# -- looking back --------------------------------------------------------------------------------


def rebuild(store: Store) -> None:
    """Make every table anew from the log, in one commit; held changes get another chance."""
    with store.write() as connection:
        projection.clear(store)
        connection.execute("DELETE FROM held")
        by_record: dict[tuple[str, str], list[Change]] = {}
        for row in store.connection.execute("SELECT id, body FROM change ORDER BY id"):
            try:
                change = decode(row[1])
            except ChangeError as error:
                raise errors.NotAProfile(
                    _("Nhật ký có dòng hỏng ({id}); hãy khôi phục từ bản sao lưu.").format(
                        id=row[0]
                    )
                ) from error
            reason = reason_to_hold(change)
            if reason:
                connection.execute("INSERT INTO held VALUES (?, ?)", (change.id, reason))
            else:
                by_record.setdefault((change.type, change.record), []).append(change)
        for (name, record), changes in by_record.items():
            replayed = projection.replay(changes)
            projection.write(store, REGISTRY[name], {record: replayed})
            if replayed.conflicts:
                projection.write_conflicts(store, REGISTRY[name], record, replayed)
