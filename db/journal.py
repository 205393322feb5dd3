"""The only door for writes: a change in the log and a row in its table, in one commit."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import sqlcipher3.dbapi2 as sqlite
from msgspec import Struct
from msgspec import field as member

from db import bulk, errors, folding, meetings, projection, sealing
from db.projection import Row
from db.store import Store, set_setting, setting
from resources.words import _
from rules.change import Change, ChangeError, decode, encode
from rules.clock import CLOCK_LENGTH, Clock, draw_replica
from rules.fitting import reason_to_hold, reasons_to_hold
from rules.record import (
    COMMUNE,
    DELETED,
    Identity,
    Problem,
    RecordError,
    RecordType,
    Value,
    Values,
    check,
    identity,
    malformed,
    missing,
    tidy,
)
from rules.records import REGISTRY, SCHEMA

WAITING, APPLIED, REFUSED = 0, 1, 2


class Edit(Struct, frozen=True):
    """What an officer wants of one record."""

    type: str
    record: str | None = None  # None: a new record, or the one the key values name
    set: Mapping[str, Value] = member(default_factory=dict)
    delete: bool = False
    resolve: bool = False  # write even what equals the shown value: it settles a conflict
    refuse: Callable[[Values], None] | None = None  # sees the record as it would become; may raise


Arrival = tuple[int | None, bytes, Change]  # position, body, and the change it is


class Received(Struct, frozen=True):
    """What came of changes that arrived."""

    applied: int
    known: int
    held: int
    touched: frozenset[tuple[str, str]]  # (type, record) whose rows may look different now


class Waiting(Struct, frozen=True, gc=False):
    """A change the centre has not acknowledged."""

    seq: int
    id: str
    body: bytes
    own: bool = True  # made here; others' wait only where the centre has lost them


class Receipt(Struct, frozen=True, gc=False):
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
    with _acting(store, actor, undoes) as pen:
        return [_write(store, pen, edit) for edit in edits]


def commit_together(store: Store, actor: str, edits: Sequence[Edit]) -> list[Change]:
    """As `commit`, for lists of thousands: records are read and written together.

    Every edit names its record.  One that comes again sees what was written of it before.
    """
    done: list[Change] = []
    with _acting(store, actor, None) as pen:
        for run in _runs(edits):
            done += _write_together(store, pen, run)
    return done


def _runs(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The edits in their order, cut where a record comes again."""
    run: dict[tuple[str, str | None], Edit] = {}
    for edit in edits:
        if (edit.type, edit.record) in run:
            yield list(run.values())
            run = {}
        run[edit.type, edit.record] = edit
    yield list(run.values())


@contextlib.contextmanager
def _acting(store: Store, actor: str, undoes: int | None) -> Iterator[_Pen]:
    """One action in one durable transaction; what the pen wrote meanwhile is its work."""
    with store.write() as connection:
        clock = wind(store)
        before = store.row("SELECT id, last FROM action ORDER BY id DESC LIMIT 1")
        action = 1
        if before is not None:
            action = before["id"] + 1
            clock.resume(before["last"])  # another connection may have written meanwhile
        at = datetime.now().astimezone().isoformat(timespec="milliseconds")
        pen = _Pen(clock, actor, at, action)
        yield pen
        if pen.last is not None:
            connection.execute(
                "INSERT INTO action(id, actor, at, last, undoes) VALUES (?, ?, ?, ?, ?)",
                (action, actor, at, pen.last, undoes),
            )


def wind(store: Store) -> Clock:
    """The clock of this replica; `commit` lets it go on from the last change that was made.

    A replica's name lasts as long as the profile is open.  So copies of a profile, and one put
    back to an older state, never make equal ids, whatever their clocks say.
    """
    if store.clock is None:
        store.clock = Clock(draw_replica())
    return store.clock


def commune(store: Store) -> str:
    """The code of the commune this profile belongs to."""
    if store.commune is None:
        store.commune = setting(store, "commune")
        if store.commune is None:
            raise _unfinished(store)
    return store.commune


def _unfinished(store: Store) -> errors.NotAProfile:
    return errors.NotAProfile(
        _("Hồ sơ trong {folder} chưa tạo xong; hãy chạy lại lệnh init.").format(folder=store.folder)
    )


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


class _Pen(Struct):
    """Who writes, when, and as which action."""

    clock: Clock
    actor: str
    at: str
    action: int
    last: str | None = None  # id of the last change it wrote

    def write(
        self,
        record_type: RecordType,
        record: str,
        values: Values,
        base: Mapping[str, tuple[str, ...]],
    ) -> Change:
        """A change whose id is larger than those it supersedes, where clocks allow it."""
        for ids in base.values():
            for seen in ids:
                self.clock.see(seen)
        self.last = self.clock.tick()
        return Change(
            self.last, record_type.name, record, values, base, self.actor, self.at, SCHEMA
        )


def _write(store: Store, pen: _Pen, edit: Edit) -> Change | None:
    aim = _aim(store, edit)
    row = projection.read(store, aim.type, [aim.record]).get(aim.record)
    change = _change(store, pen, aim, row)
    if change is not None:
        _log(store, pen, [change])
        projection.follow(store, aim.type, row, change)
    return change


def _write_together(store: Store, pen: _Pen, edits: Sequence[Edit]) -> list[Change]:
    """The same for many records, each of them once."""
    wanted: dict[RecordType, list[_Aim]] = {}
    for aim in (_aim(store, edit) for edit in edits):
        wanted.setdefault(aim.type, []).append(aim)
    done: list[Change] = []
    for record_type, aims in wanted.items():
        rows = projection.read(store, record_type, [aim.record for aim in aims])
        found = [
            (rows.get(aim.record), _change(store, pen, aim, rows.get(aim.record))) for aim in aims
        ]
        changed = [(row, change) for row, change in found if change is not None]
        _log(store, pen, [change for _row, change in changed])
        projection.follow_together(store, record_type, changed)
        done += [change for _row, change in changed]
    return done


class _Aim(Struct, frozen=True):
    """An edit with the record it is of, and its values tidy and fit."""

    type: RecordType
    record: str
    values: Values
    edit: Edit


def _aim(store: Store, edit: Edit) -> _Aim:
    record_type = declared(edit.type)
    if COMMUNE not in record_type.writers:
        raise errors.Refused(
            _("Chỉ trung tâm được ghi “{type}”; xã không sửa được.").format(type=record_type.name)
        )
    values = _tidy(record_type, edit.set)
    record = edit.record or identity(record_type, commune(store), values)
    return _Aim(record_type, record, values, edit)


def _change(store: Store, pen: _Pen, aim: _Aim, row: Row | None) -> Change | None:
    """What becomes of a record that stands like this; None where nothing does."""
    record_type, record, values, edit = aim.type, aim.record, aim.values, aim.edit
    if edit.refuse is not None:
        edit.refuse(values if row is None or row.deleted else {**row.values, **values})
    if record_type.sealed_by:
        sealing.refuse(store, pen.actor, record_type, record, row, values)
    if edit.delete:
        return _deletion(pen, record_type, record, row)
    if row is None:
        _refuse_incomplete(store, record_type, record, values, edit)
        return _creation(pen, record_type, record, values)
    _refuse_unfit(store, record_type, record, row, values)
    return _edit(store, pen, record_type, record, row, values, resolve=edit.resolve)


def _log(store: Store, pen: _Pen, changes: Iterable[Change]) -> None:
    store.connection.executemany(
        "INSERT INTO change(seq, id, type, record, body, action, state)"
        " VALUES (?, ?, ?, ?, CAST(? AS TEXT), ?, 0)",
        [
            (seq, each.id, each.type, each.record, bulk.text(encode(each)), pen.action)
            for seq, each in folding.numbered(store, changes)
        ],
    )


def _tidy(record_type: RecordType, values: Mapping[str, Value]) -> Values:
    tidied = {}
    for name, value in values.items():
        field = record_type.field(name)
        tidied[name] = tidy(field, value) if field else value
    if problems := check(record_type, tidied) or malformed(record_type, tidied):
        raise RecordError(problems)
    return tidied


def _creation(pen: _Pen, record_type: RecordType, record: str, values: Values) -> Change | None:
    filled: Values = {name: value for name, value in values.items() if value is not None}
    return pen.write(record_type, record, filled, {}) if filled else None


def _edit(
    store: Store,
    pen: _Pen,
    record_type: RecordType,
    record: str,
    row: Row,
    values: Values,
    *,
    resolve: bool,
) -> Change | None:
    """What differs from what is shown; a value for a field in conflict settles it anyway."""
    disputed = projection.conflicts(store, record_type, record, row)
    shown = {**row.values, DELETED: row.deleted}
    changed = {
        name: value
        for name, value in values.items()
        if value != shown.get(name)
        or name in disputed
        or (resolve and len(row.heads.get(name, ())) > 1)
    }
    if row.deleted and (changed or any(value is not None for value in values.values())):
        changed[DELETED] = values.get(DELETED, False)  # whoever edits what is gone brings it back
    if not changed or (row.deleted and changed[DELETED]):
        return None
    base = {name: row.heads[name] for name in changed if name in row.heads}
    if DELETED in changed:
        base[DELETED] = _all_heads(row)
    return pen.write(record_type, record, changed, base)


def _deletion(pen: _Pen, record_type: RecordType, record: str, row: Row | None) -> Change | None:
    if row is None:
        raise errors.Refused(
            _("Không có bản ghi {type} {record}; hãy kiểm tra lại mã.").format(
                type=record_type.name, record=record
            )
        )
    if row.deleted:
        return None
    return pen.write(record_type, record, {DELETED: True}, {DELETED: _all_heads(row)})


def _all_heads(row: Row) -> tuple[str, ...]:
    return tuple(sorted({change for ids in row.heads.values() for change in ids}))


def _refuse_incomplete(
    store: Store, record_type: RecordType, record: str, values: Values, edit: Edit
) -> None:
    """A new record has all it needs, under the id its key gives."""
    if edit.resolve:
        raise errors.Refused(
            _("Không có bản ghi {type} {record}; hãy kiểm tra lại mã.").format(
                type=record_type.name, record=record
            )
        )
    if problems := check(record_type, values, whole=True):
        raise RecordError(problems)
    if not _is_at_home(store, record_type, record, values):
        raise RecordError((_other_key(record_type, record_type.key[0]),))


def _refuse_unfit(
    store: Store, record_type: RecordType, record: str, row: Row, values: Values
) -> None:
    """What is required stays filled, and another key is another record."""
    for name, value in values.items():
        field = record_type.field(name)
        if value == row.values.get(name) or field is None:
            continue
        if value is None and field.required:
            raise RecordError((missing(record_type, name),))
        if name in record_type.key and not _is_at_home(
            store, record_type, record, {**row.values, **values}
        ):
            raise RecordError((_other_key(record_type, name),))


def _is_at_home(store: Store, record_type: RecordType, record: str, values: Values) -> bool:
    if record_type.identity is not Identity.KEYED:
        return True
    return record == identity(record_type, commune(store), values)


def _other_key(record_type: RecordType, name: str) -> Problem:
    sentence = _("Không đổi được “{field}” của {type}; hãy tạo bản ghi mới.").format(
        field=name, type=record_type.name
    )
    return Problem(name, "key", sentence)


# -- what comes and goes by a carrier ------------------------------------------------------------


def waiting(store: Store, limit: int, after: int = 0) -> list[Waiting]:
    """Changes the centre has not answered, oldest first, in causal order."""
    rows = store.rows(
        "SELECT seq, id, CAST(body AS BLOB), action IS NOT NULL FROM change"
        " WHERE state = 0 AND seq > ? ORDER BY seq LIMIT ?",
        (after, limit),
    )
    return [Waiting(seq, change, body, bool(own)) for seq, change, body, own in rows]


def how_many_wait(store: Store) -> int:
    """Changes the centre has not answered."""
    count: int = store.value("SELECT count(*) FROM change WHERE state = 0")
    return count


def offer(store: Store, last: int) -> None:
    """Note that what waits, up to this one by its `seq`, has left this PC by some carrier."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    with store.write() as connection:
        connection.execute(
            "UPDATE change SET offered_at = ? WHERE state = 0 AND seq <= ? AND offered_at IS NULL",
            (at, last),
        )


def offer_again(store: Store, refused: Iterable[str]) -> None:
    """Let changes the centre refused wait for it once more."""
    with store.write() as connection:
        connection.executemany(
            f"UPDATE change SET {_ANEW} WHERE id = ? AND state = 2", [(each,) for each in refused]
        )
        quarantine(store)


# whatever begins to wait has not left this PC since, by no carrier
_ANEW = "state = 0, offered_at = NULL, bundled_at = NULL"


def acknowledge(store: Store, receipts: Iterable[Receipt]) -> None:
    """Keep the centre's answers, all in one commit; a repeated answer changes nothing."""
    taken: list[Receipt] = []
    refused: list[Receipt] = []
    for receipt in receipts:
        (refused if receipt.position is None else taken).append(receipt)
    with store.write() as connection:
        _confirm(connection, taken)
        connection.executemany(
            "UPDATE change SET state = 2 WHERE id = ? AND state = 0",
            [(receipt.id,) for receipt in refused],
        )
        connection.executemany(  # one the centre has taken after all is no refusal
            "INSERT OR REPLACE INTO refusal(change, code, sentence, at)"
            " SELECT id, ?, ?, ? FROM change WHERE id = ? AND state = 2",
            [(receipt.code, receipt.sentence, receipt.at, receipt.id) for receipt in refused],
        )
        _reach(store, taken)
        meetings.confirmed(store, [receipt.position for receipt in taken if receipt.position])
        quarantine(store)


def _confirm(connection: sqlite.Connection, taken: Iterable[Receipt]) -> None:
    """Note which positions the centre gave; all that it took at one time by one statement.

    So nobody who sends or reads meanwhile is asked to stand back for each change.
    """
    by_time: dict[str, dict[str, int | None]] = {}
    for receipt in taken:
        by_time.setdefault(receipt.at, {})[receipt.id] = receipt.position
    for at, positions in by_time.items():
        connection.execute(
            "UPDATE change SET state = 1, position = told.value,"
            " applied_at = coalesce(applied_at, ?)"
            " FROM json_each(?) told WHERE change.id = told.key",
            (at, json.dumps(positions)),
        )


def names(store: Store) -> list[str]:
    """The names this profile has written under, one for each time it was open and wrote."""
    query = "SELECT DISTINCT substr(id, ?) FROM change WHERE action IS NOT NULL ORDER BY 1"
    return [row[0] for row in store.rows(query, (CLOCK_LENGTH + 1,))]


def is_own(store: Store, change_id: str) -> bool:
    """Whether this profile made this change and still knows it."""
    query = "SELECT 1 FROM change WHERE id = ? AND action IS NOT NULL"
    return store.row(query, (change_id,)) is not None


def cursor(store: Store) -> int:
    """Up to which position of the commune's stream this replica has taken changes in."""
    return int(setting(store, "cursor") or 0)


def move_cursor(store: Store, to: int, taken_at: str | None) -> None:
    """Note up to where the stream is in the log here, and when the centre took that change."""
    with store.write():
        set_setting(store, "cursor", str(to))
        set_setting(store, "cursor_proof", f"{to} {taken_at}" if taken_at else None)


def proof(store: Store) -> str | None:
    """When the centre took the change at the cursor, as it told; None where it did not tell."""
    position, _space, taken_at = (setting(store, "cursor_proof") or "").partition(" ")
    return taken_at or None if position == str(cursor(store)) else None


def reached(store: Store) -> tuple[int, str | None]:
    """The highest position this replica was told of, and when the centre took what is there.

    That is the cursor, or beyond it the last of its own changes that the centre confirmed.
    """
    position, _space, taken_at = (setting(store, "reached") or "0").partition(" ")
    at = cursor(store)
    return (int(position), taken_at) if int(position) > at else (at, proof(store))


def confirmed(store: Store, after: int) -> dict[int, str | None]:
    """Positions beyond this one that were given to changes made here, and when."""
    if reached(store)[0] <= after:
        return {}
    rows = store.rows(
        "SELECT position, applied_at FROM change WHERE position > ? AND action IS NOT NULL",
        (after,),
    )
    return {row[0]: row[1] for row in rows}


def contradicts(store: Store, places: Sequence[tuple[int, bytes]]) -> bool:
    """Whether the stream in the log here has another body at one of these positions."""
    at = cursor(store)
    told = {position: body for position, body in places if position <= at}
    if not told:
        return False
    rows = store.rows(
        "SELECT position, CAST(body AS BLOB) FROM log WHERE position BETWEEN ? AND ?",
        (min(told), max(told)),
    )
    return any(told[position] != body for position, body in rows)


def _reach(store: Store, taken: Sequence[Receipt]) -> None:
    """Note how far these receipts go: what they tell would be lost with the centre's memory."""
    positions = {receipt.position or 0: receipt.at for receipt in taken}
    furthest = max(positions, default=0)
    if furthest > reached(store)[0]:
        set_setting(store, "reached", f"{furthest} {positions[furthest]}")


def offer_everything(store: Store) -> None:
    """For a centre that lacks what was confirmed once: nothing counts as sent or taken any more.

    Changes of others are offered as well, for their PC may be gone.  What the centre wrote itself
    only loses its position: nobody may write that in its name.
    """
    theirs = [each.name for each in REGISTRY.values() if COMMUNE not in each.writers]
    places = ", ".join("?" * len(theirs))
    with store.write() as connection:
        unfold(store)
        connection.execute("UPDATE change SET position = NULL, applied_at = NULL")
        connection.execute(
            f"UPDATE change SET {_ANEW} WHERE state = 1 AND type NOT IN ({places})", theirs
        )
        connection.execute("UPDATE blob SET sent = 0, bundled_at = NULL WHERE sent")
        set_setting(store, "cursor", None)
        set_setting(store, "reached", None)


def receive(
    store: Store,
    arrivals: Sequence[tuple[int | None, bytes]],
    to: int | None = None,
    taken_at: str | None = None,
) -> Received:
    """`land` (position, body) pairs.

    Raises ChangeError when a body is no change at all; then nothing is taken.
    """
    return land(store, opened(arrivals), to, taken_at)


def opened(arrivals: Iterable[tuple[int | None, bytes]]) -> list[Arrival]:
    """What (position, body) pairs say; ChangeError when a body is no change at all."""
    return [(position, body, decode(body)) for position, body in arrivals]


def land(
    store: Store, arrivals: Sequence[Arrival], to: int | None = None, taken_at: str | None = None
) -> Received:
    """Take in what arrived and move the cursor, in one commit.

    `taken_at` is when the centre took the last of them.
    Known changes only learn their position; changes for a newer programme, and such as do not
    fit their type, are kept in the log and held back from the tables.
    """
    with store.write():
        unfold(store, [change.record for _position, _body, change in arrivals])
        known = _known(store, [change.id for _position, _body, change in arrivals])
        new, repeated = [], []
        for position, body, change in arrivals:
            if change.id in known:
                repeated.append((position, change.id))
            else:
                known.add(change.id)
                new.append((position, body, change))
        _learn_positions(store, [place for place in repeated if place[0]])
        quarantine(store)
        fresh = enter(store, new)
        touched = projection.take_in(store, fresh)
        places = {change.id: position for position, _body, change in new}
        meetings.note(store, [(places[change.id], change) for change in fresh])
        if to is not None:
            move_cursor(store, to, taken_at)
    return Received(len(fresh), len(repeated), len(new) - len(fresh), frozenset(touched))


def unfold(store: Store, records: Iterable[str] | None = None, most: int | None = None) -> int:
    """Give the changes of folded records their rows: of these, of so many, or of all there are.

    Gives how many records there were.  In the caller's transaction.
    """
    unfolded, held = folding.unfold(store, records, most)
    _hold(store, [(change.id, reason) for change, reason in held])
    projection.renew(store, [(change.type, change.record) for change, _reason in held])
    return unfolded


def adopt(store: Store, changes: Sequence[Change]) -> frozenset[tuple[str, str]]:
    """Put changes from another log into this one, under the ids they have; they wait to be sent.

    Those that are known stay as they are.  It is nobody's action here, so nobody takes it back by
    undoing.  The (type, record)s whose rows may look different now; all in one commit.
    """
    with store.write() as connection:
        unfold(store, [change.record for change in changes])
        known = _known(store, [change.id for change in changes])
        fresh = [change for change in changes if change.id not in known]
        bulk.insert(
            connection,
            "INTO change(seq, id, type, record, body, state)",
            "(?, ?, ?, ?, CAST(? AS TEXT), 0)",
            [
                (seq, each.id, each.type, each.record, bulk.text(encode(each)))
                for seq, each in folding.numbered(store, fresh)
            ],
        )
        return frozenset(projection.take_in(store, fresh))


def enter(store: Store, arrivals: Sequence[Arrival]) -> list[Change]:
    """Put changes nobody knows here into the log; those of them that take part in the tables.

    The others are held.  The tables are left to the caller, in the same transaction.
    """
    changes = [change for _position, _body, change in arrivals]
    held = reasons_to_hold(changes)
    bulk.insert(
        store.connection,
        "OR IGNORE INTO change(seq, id, type, record, body, state, position)",
        "(?, ?, ?, ?, CAST(? AS TEXT), 1, ?)",
        [
            (seq, change.id, change.type, change.record, bulk.text(body), position)
            for seq, (position, body, change) in folding.numbered(store, arrivals)
        ],
    )
    _hold(store, held.items())
    return [change for change in changes if change.id not in held] if held else changes


def _hold(store: Store, reasons: Iterable[tuple[str, str]]) -> None:
    """Keep these changes out of the tables, where there is a reason."""
    store.connection.executemany(
        "INSERT OR IGNORE INTO held VALUES (?, ?)", [each for each in reasons if each[1]]
    )


def _learn_positions(store: Store, places: Sequence[tuple[int | None, str]]) -> None:
    """What stands in the stream is at the centre, whatever answer was lost."""
    store.connection.executemany(
        "UPDATE change SET state = 1, position = ? WHERE id = ? AND position IS NULL", places
    )


def quarantine(store: Store) -> None:
    """Keep refused changes out of the tables, and let those in again that are refused no more.

    So the tables show what stands at the centre, or still can; the log loses nothing.
    """
    moved = store.rows(_MOVED)
    if not moved:
        return
    connection = store.connection
    connection.execute("DELETE FROM held WHERE reason = 'refused'")
    connection.execute("DELETE FROM refusal WHERE change NOT IN (" + _REFUSED + ")")
    connection.execute("INSERT OR REPLACE INTO held SELECT id, 'refused' FROM (" + _REFUSED + ")")
    let_in = [decode(row["body"]) for row in moved if row["state"] != REFUSED]
    _hold(store, [(change.id, reason_to_hold(change)) for change in let_in])
    projection.renew(store, dict.fromkeys((row["type"], row["record"]) for row in moved))


# CROSS JOIN: from the few refusals to their changes, never through the whole log
_REFUSED = "SELECT c.id FROM refusal r CROSS JOIN change c ON c.id = r.change WHERE c.state = 2"
_MOVED = (
    "SELECT c.type, c.record, c.body, c.state FROM refusal r CROSS JOIN change c ON c.id = r.change"
    " WHERE (c.state = 2) != EXISTS (SELECT 1 FROM held WHERE change = c.id)"
)


def _known(store: Store, ids: Sequence[str]) -> set[str]:
    rows = store.rows(
        "SELECT id FROM change WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    return {row[0] for row in rows}


# -- looking back --------------------------------------------------------------------------------


def forget_past(store: Store) -> None:
    """Go by the changes in the log alone, when it has all there are.

    A snapshot told which changes were superseded; where the one that did it was lost everywhere
    since, only whoever was filled by that snapshot would still leave them out.
    """
    with store.write() as connection:
        unfold(store)
        connection.execute("DELETE FROM past")
        rebuild(store)


def rebuild(store: Store) -> None:
    """Make every table anew from the log, in one commit; what is held stays held."""
    with store.write() as connection:
        unfold(store)
        held = dict(store.rows("SELECT change, reason FROM held WHERE reason != 'refused'"))
        projection.clear(store)
        connection.execute("DELETE FROM held")
        by_record: dict[tuple[str, str], list[Change]] = {}
        for row in store.connection.execute("SELECT id, body, state FROM change ORDER BY id"):
            try:
                change = decode(row[1])
            except ChangeError as error:
                raise errors.NotAProfile(
                    _("Nhật ký có dòng hỏng ({id}); hãy khôi phục từ bản sao lưu.").format(
                        id=row[0]
                    )
                ) from error
            kept = held.get(change.id) or reason_to_hold(change)
            reason = "refused" if row["state"] == REFUSED else kept
            if reason:
                connection.execute("INSERT INTO held VALUES (?, ?)", (change.id, reason))
            else:
                by_record.setdefault((change.type, change.record), []).append(change)
        past = projection.whole_past(store)
        for (name, record), changes in by_record.items():
            replayed = projection.replay(changes, past.get((name, record)))
            projection.write(store, REGISTRY[name], {record: replayed})
            if replayed.conflicts:
                projection.write_conflicts(store, REGISTRY[name], record, replayed)
