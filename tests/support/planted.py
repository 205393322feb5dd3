"""Bugs a hurried hand might put into saving, merging and sync; the machine must find every one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection

from center.store import enrolment, streams
from center.store.devices import Device
from db import filling, folding, history, journal, projection, release
from db.journal import Arrival, Receipt, Received, Waiting
from db.projection import Row
from db.store import Store, set_setting, setting
from rules import fitting, merge
from rules import snapshot as rules_snapshot
from rules.change import Change, decode, encode
from rules.clock import Clock, moment_of
from rules.merge import Head, Heads, State
from rules.record import RecordType, Values
from rules.snapshot import Folded, Piece
from sync import brake, wire
from sync.bundle import Entry
from sync.center import Center
from sync.steps import greet, send
from sync.stick import back

Patch = pytest.MonkeyPatch


def base_forgotten(patch: Patch) -> None:
    """A change does not say what it saw."""
    write = journal._Pen.write

    def blind(
        pen: journal._Pen, record_type: RecordType, record: str, values: Values, _base: object
    ) -> Change:
        return write(pen, record_type, record, values, {})

    patch.setattr(journal._Pen, "write", blind)


def cursor_apart_from_the_page(patch: Patch) -> None:
    """The cursor is committed first, the page after it."""
    land = journal.land

    def apart(
        store: Store,
        arrivals: Sequence[Arrival],
        to: int | None = None,
        taken_at: str | None = None,
    ) -> Received:
        if to is not None:
            journal.move_cursor(store, to, taken_at)
        return land(store, arrivals)

    patch.setattr(journal, "land", apart)


def page_dropped_for_one_known_change(patch: Patch) -> None:
    """A page that holds anything known is taken for one that was taken in before."""
    land = journal.land

    def dropping(
        store: Store,
        arrivals: Sequence[Arrival],
        to: int | None = None,
        taken_at: str | None = None,
    ) -> Received:
        known = [body for _position, body, _change in arrivals if _is_known(store, body)]
        kept = [each for each in arrivals if each[1] in known or not known]
        return land(store, kept, to, taken_at)

    patch.setattr(journal, "land", dropping)


def known_taken_for_refused(patch: Patch) -> None:
    """What the centre had already counts as not accepted."""

    def without_known(center: Center, page: Sequence[Waiting]) -> list[Receipt]:
        given = center.push([each.body for each in page])
        return [
            Receipt(each.id, None if answer.known else answer.position, given.at, answer.code)
            for each, answer in zip(page, given.answers, strict=True)
        ]

    patch.setattr(send, "_offer", without_known)


def acknowledged_before_the_centre_answered(patch: Patch) -> None:
    """Success is noted when the request goes out."""
    waiting = journal.waiting

    def hopeful(store: Store, limit: int, after: int = 0) -> list[Waiting]:
        page = waiting(store, limit, after)
        with store.write() as connection:
            rows = [(each.id,) for each in page]
            connection.executemany("UPDATE change SET state = 1 WHERE id = ?", rows)
        return page

    patch.setattr(journal, "waiting", hopeful)


def new_ids_for_a_retry(patch: Patch) -> None:
    """Each time a change goes out it gets a fresh id."""
    waiting = journal.waiting

    def renamed(store: Store, limit: int, after: int = 0) -> list[Waiting]:
        return [
            Waiting(each.seq, each.id, _renamed(store, each.body))
            for each in waiting(store, limit, after)
        ]

    patch.setattr(journal, "waiting", renamed)


def the_later_goes_first(patch: Patch) -> None:
    """Of a page that is sent the latest change comes first: a cut leaves it alone at the centre."""
    waiting = journal.waiting

    def backwards(store: Store, limit: int, after: int = 0) -> list[Waiting]:
        return waiting(store, limit, after)[::-1]

    patch.setattr(journal, "waiting", backwards)


def cursor_jumps_over_others(patch: Patch) -> None:
    """After sending, the cursor goes to the highest position heard of."""

    def jump(store: Store, receipts: Sequence[Receipt]) -> None:
        with store.write():
            journal.acknowledge(store, receipts)
            heard = [receipt.position for receipt in receipts if receipt.position is not None]
            set_setting(store, "cursor", str(max([journal.cursor(store), *heard])))

    patch.setattr(send, "_keep", jump)


def centre_takes_a_repeated_change_twice(patch: Patch) -> None:
    """The centre does not look whether it has a change, and its table does not either."""
    places, store = streams._places, streams._store

    def anew(
        connection: Connection, commune: str, position: int, rows: Sequence[streams._Row]
    ) -> None:
        known = places(connection, commune, [change_id for _commune, _at, change_id, *_ in rows])
        again = [
            (own, at, f"again-{at}" if change_id in known else change_id, *rest)
            for own, at, change_id, *rest in rows
        ]
        store(connection, commune, position, again)  # type: ignore[arg-type]

    patch.setattr(streams, "_places", lambda connection, commune, ids: {})
    patch.setattr(streams, "_store", anew)


def centre_forgets_after_answering(patch: Patch) -> None:
    """Every third position is given to a change, and then the change is not kept under it."""
    keep = streams._store

    def forgetful(
        connection: Connection, commune: str, position: int, rows: Sequence[streams._Row]
    ) -> None:
        kept = [row for row in rows if row[1] % 3]
        if kept:
            keep(connection, commune, position, kept)

    patch.setattr(streams, "_store", forgetful)


def the_clock_decides(patch: Patch) -> None:
    """The newest change wins, whatever it saw."""

    def newest(changes: Iterable[Change], past: object = None) -> dict[str, tuple[Head, ...]]:
        given: dict[str, list[Head]] = {}
        for change in changes:
            for field in change.set:
                given.setdefault(field, []).append(merge.head_of(change, field))
        return {field: (max(found, key=lambda it: it.change),) for field, found in given.items()}

    patch.setattr(merge, "heads", newest)


def last_to_arrive_wins(patch: Patch) -> None:
    """What arrives is written over what is there."""
    patch.setattr(merge, "succeeds", lambda current, change: True)


def deletion_wins_silently(patch: Patch) -> None:
    """An edit the deletion did not see is gone with the record."""

    def gone(current: Heads) -> tuple[bool, tuple[Head, ...]]:
        removing = [head for head in current.get("deleted", ()) if head.value is True]
        return bool(removing), ()

    patch.setattr(merge, "_deletion", gone)


def deletion_forgets_what_it_saw(patch: Patch) -> None:
    """A deletion names only earlier deletions."""
    patch.setattr(journal, "_all_heads", lambda row: tuple(row.heads.get("deleted", ())))


def no_conflict_at_one_moment(patch: Patch) -> None:
    """Answers given in the same millisecond are taken for one."""
    state = merge.state

    def merged(current: Heads) -> State:
        told = state(current)
        open_ = {
            field: found
            for field, found in told.conflicts.items()
            if len({moment_of(head.change) for head in found}) > 1
        }
        return replace(told, conflicts=open_)

    patch.setattr(merge, "state", merged)


def resolution_names_one_answer(patch: Patch) -> None:
    """Settling a conflict lists the shown answer only."""
    write = journal._Pen.write

    def narrow(
        pen: journal._Pen,
        record_type: RecordType,
        record: str,
        values: Values,
        base: Mapping[str, tuple[str, ...]],
    ) -> Change:
        last = {name: ids[-1:] for name, ids in base.items()}
        return write(pen, record_type, record, values, last)

    patch.setattr(journal._Pen, "write", narrow)


def settled_conflicts_stay_open(patch: Patch) -> None:
    """The list of conflicts only grows."""

    def add(store: Store, record_type: RecordType, record: str, row: Row) -> None:
        store.connection.executemany(
            "INSERT OR IGNORE INTO conflict VALUES (?, ?, ?)",
            [(record_type.name, record, name) for name in row.conflicts],
        )

    patch.setattr(projection, "write_conflicts", add)


def replay_misses_what_just_came(patch: Patch) -> None:
    """A replay reads the log without its newest line."""
    changes_of = projection.changes_of
    patch.setattr(projection, "changes_of", lambda *told: changes_of(*told)[:-1])


def undo_takes_anybodys_action(patch: Patch) -> None:
    """Ctrl+Z takes back the last action of this PC, whoever did it."""

    def undo(store: Store, actor: str) -> history.Undone | None:
        last = store.value(
            "SELECT id FROM action WHERE undoes IS NULL AND NOT undone ORDER BY id DESC"
        )
        return None if last is None else history._revert(store, actor, last)

    patch.setattr(history, "undo", undo)


def undo_takes_what_was_changed_since(patch: Patch) -> None:
    """Ctrl+Z writes the old value back over what came later."""
    patch.setattr(history, "_stands", lambda *told: True)


def an_answer_confirms_everything(patch: Patch) -> None:
    """Whatever waits when an answer comes counts as taken by the centre."""
    acknowledge = back._Arrivals._acknowledge

    def generous(arrivals: back._Arrivals, entry: Entry, data: bytes) -> None:
        acknowledge(arrivals, entry, data)
        with arrivals._store.write() as connection:
            connection.execute("UPDATE change SET state = 1 WHERE state = 0")

    patch.setattr(back._Arrivals, "_acknowledge", generous)


def written_on_the_stick_is_sent(patch: Patch) -> None:
    """What was written into a bundle does not wait any longer."""

    def sent(store: Store, last: int) -> None:
        with store.write() as connection:
            connection.execute("UPDATE change SET state = 1 WHERE seq <= ?", (last,))

    patch.setattr(journal, "offer", sent)


def a_profile_keeps_its_name(patch: Patch) -> None:
    """A replica's name is kept in the profile, so copies of it write under one name."""
    wind = journal.wind

    def kept(store: Store) -> Clock:
        name = setting(store, "replica")
        if store.clock is None and name is not None:
            store.clock = Clock(name)
        set_setting(store, "replica", wind(store).replica)
        return wind(store)

    patch.setattr(journal, "wind", kept)


def a_copy_goes_on_as_the_same_device(patch: Patch) -> None:
    """Nobody compares what the centre tells of this PC with what this PC knows."""
    patch.setattr(journal, "is_own", lambda store, change: True)


def a_copy_is_a_stranger(patch: Patch) -> None:
    """The device that a copy becomes has no right to the names of the old one."""
    insert = enrolment._insert

    def strange(connection: Connection, device: Device, token: str) -> None:
        insert(connection, replace(device, lineage=device.id), token)

    patch.setattr(enrolment, "_insert", strange)


def what_was_held_is_dropped_at_an_upgrade(patch: Patch) -> None:
    """What was kept for a newer programme counts as dealt with once that is there."""

    def drop(store: Store) -> None:
        with store.write() as connection:
            connection.execute("DELETE FROM held WHERE reason != 'refused'")

    patch.setattr(release, "release", drop)


def what_was_held_stays_held(patch: Patch) -> None:
    """Nobody looks at it again after an upgrade."""
    patch.setattr(release, "release", lambda store: None)


def what_was_held_wins_at_an_upgrade(patch: Patch) -> None:
    """It is written over what officers have done meanwhile."""
    let_in = release.release

    def late(store: Store) -> None:
        with pytest.MonkeyPatch.context() as until_then:
            until_then.setattr(merge, "succeeds", lambda current, change: True)
            let_in(store)

    patch.setattr(release, "release", late)


def an_older_programme_reads_what_it_can(patch: Patch) -> None:
    """A change that a newer programme wrote is taken in where its fields are known."""
    judge = fitting.reason_to_hold

    def lenient(change: Change) -> str:
        return judge(replace(change, schema=min(change.schema, fitting.SCHEMA)))

    patch.setattr(journal, "reason_to_hold", lenient)


def an_older_reader_gets_no_history(patch: Patch) -> None:
    """A record goes by its heads also to a PC that understands only some of its changes."""
    patch.setattr(rules_snapshot, "is_short", lambda newest, schema: True)


def an_answer_is_taken_beyond_a_gap(patch: Patch) -> None:
    """An answer of the centre moves the cursor on, wherever it begins."""

    def take(arrivals: back._Arrivals, _entry: Entry, data: bytes) -> None:
        page = wire.page_from(data, after := arrivals._reached)
        arrivals._reached = page.cursor
        at = max(journal.cursor(arrivals._store), arrivals._ahead)
        if arrivals._kept is not None and at < page.cursor:
            arrivals._kept.keep(brake.opened(page, after))
            arrivals._ahead = page.cursor

    patch.setattr(back._Arrivals, "_take", take)


def nobody_notices_a_centre_put_back(patch: Patch) -> None:
    """A PC goes on from its cursor, whatever the centre has there."""
    patch.setattr(greet, "_went_back", lambda store, hello: False)


def only_the_cursor_is_proven(patch: Patch) -> None:
    """What the centre confirmed beyond the cursor is believed for ever."""
    patch.setattr(journal, "reached", lambda store: (journal.cursor(store), journal.proof(store)))


def what_came_folded_is_not_brought_back(patch: Patch) -> None:
    """A centre put back is offered what has rows in the log, and not what came folded."""
    offer = journal.offer_everything

    def with_rows(store: Store) -> None:
        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setattr(journal, "unfold", lambda *_told, **_more: 0)
            offer(store)

    patch.setattr(journal, "offer_everything", with_rows)


def what_came_folded_is_told_by_all_its_changes(patch: Patch) -> None:
    """Which of its fields were superseded is forgotten when a record gets its rows."""
    patch.setattr(folding, "remember", lambda store, pieces: None)


def a_folded_record_shows_its_first_change(patch: Patch) -> None:
    """What one change says of a field hides what a later one says."""

    def values(record: Folded) -> Values:
        found: Values = {}
        for change in reversed(record.changes):
            found.update(change.set)
        return found

    patch.setattr(Folded, "values", property(values))


def a_snapshot_proves_nothing(patch: Patch) -> None:
    """Whoever began with a snapshot does not know when the centre took what it stands for."""
    fill = filling.fill

    def unproven(store: Store, pieces: Sequence[Piece], at: int, *_at: object, **rest: str) -> int:
        return fill(store, pieces, at, **rest)

    patch.setattr(filling, "fill", unproven)


def what_a_centre_lost_is_not_sent_again(patch: Patch) -> None:
    """What was confirmed once stays confirmed when the centre was put back."""
    _offering(patch, "FALSE")


def what_others_made_is_not_brought_back(patch: Patch) -> None:
    """Each PC sends its own changes again, also where another's PC is gone."""
    _offering(patch, "action IS NOT NULL")


def what_is_held_is_not_brought_back(patch: Patch) -> None:
    """A PC brings back what it understands."""
    _offering(patch, "id NOT IN (SELECT change FROM held)")


def old_positions_stay(patch: Patch) -> None:
    """A PC that takes the stream of a centre put back keeps the positions it was told before."""
    offer = journal.offer_everything

    def keeping(store: Store) -> None:
        with store.write() as connection:
            rows = store.rows("SELECT position, id FROM change WHERE position IS NOT NULL")
            offer(store)
            connection.executemany("UPDATE change SET position = ? WHERE id = ?", rows)

    patch.setattr(journal, "offer_everything", keeping)


def who_brings_it_back_has_made_it(patch: Patch) -> None:
    """The centre takes what others bring back for the bringer's own."""
    append = streams.append

    def own(
        store: object, device: Device, bodies: Sequence[bytes], *, returned: bool = False
    ) -> Any:
        return append(store, device, bodies)  # type: ignore[arg-type]

    patch.setattr(streams, "append", own)


def an_answer_from_before_is_believed(patch: Patch) -> None:
    """An answer of the centre counts, also where its stream is not the one that is known here."""
    patch.setattr(journal, "contradicts", lambda store, places: False)


BUGS: list[Callable[[Patch], None]] = [
    base_forgotten,
    cursor_apart_from_the_page,
    page_dropped_for_one_known_change,
    known_taken_for_refused,
    acknowledged_before_the_centre_answered,
    new_ids_for_a_retry,
    the_later_goes_first,
    cursor_jumps_over_others,
    centre_takes_a_repeated_change_twice,
    centre_forgets_after_answering,
    the_clock_decides,
    last_to_arrive_wins,
    deletion_wins_silently,
    deletion_forgets_what_it_saw,
    no_conflict_at_one_moment,
    resolution_names_one_answer,
    settled_conflicts_stay_open,
    replay_misses_what_just_came,
    undo_takes_anybodys_action,
    undo_takes_what_was_changed_since,
    an_answer_confirms_everything,
    written_on_the_stick_is_sent,
    a_profile_keeps_its_name,
    a_copy_goes_on_as_the_same_device,
    a_copy_is_a_stranger,
]
OF_AGES: list[Callable[[Patch], None]] = [
    what_was_held_is_dropped_at_an_upgrade,
    what_was_held_stays_held,
    what_was_held_wins_at_an_upgrade,
    an_older_programme_reads_what_it_can,
    an_older_reader_gets_no_history,
    an_answer_is_taken_beyond_a_gap,
]
OF_FOLDING: list[Callable[[Patch], None]] = [
    what_came_folded_is_told_by_all_its_changes,
    a_folded_record_shows_its_first_change,
    what_came_folded_is_not_brought_back,
]
OF_YESTERDAY: list[Callable[[Patch], None]] = [
    nobody_notices_a_centre_put_back,
    a_snapshot_proves_nothing,
    what_a_centre_lost_is_not_sent_again,
    what_others_made_is_not_brought_back,
    old_positions_stay,
    who_brings_it_back_has_made_it,
    an_answer_from_before_is_believed,
]


def _offering(patch: Patch, which: str) -> None:
    """Of what a centre put back may have lost only some is offered again."""
    offer = journal.offer_everything

    def some(store: Store) -> None:
        with store.write() as connection:
            done = store.rows(f"SELECT id FROM change WHERE state = 1 AND NOT ({which})")
            offer(store)
            connection.executemany("UPDATE change SET state = 1 WHERE id = ?", done)

    patch.setattr(journal, "offer_everything", some)


def _is_known(store: Store, body: bytes) -> bool:
    change_id = json.loads(body)["id"]
    return store.row("SELECT 1 FROM change WHERE id = ?", (change_id,)) is not None


def _renamed(store: Store, body: bytes) -> bytes:
    return encode(replace(decode(body), id=journal.wind(store).tick()))
