"""What must always hold at a desk, and what must hold everywhere when all is quiet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from center import store as centres
from center.store import devices
from db import check, history, journal
from db.queries import replica
from db.queries.digests import digests
from db.store import Store, setting
from rules.records import ASSESSMENT
from sync.steps import verify
from tests.support.deeds import RECORDS
from tests.support.frail import Desk
from tests.support.nearby import Stream, Way
from tests.support.oracle import Oracle


def known(desk: Desk, streams: Sequence[Stream]) -> set[str]:
    """What a desk must know: what it made, and what it ever took from the stream."""
    desk.heard.update(standing(desk, streams).ids[: journal.cursor(desk.store)])
    return {*desk.own, *desk.heard}


def standing(desk: Desk, streams: Sequence[Stream]) -> Stream:
    """The commune's stream as the desk knows it: the newest that its positions are of.

    There are others where the centre was put back, and a desk may not have heard of that yet.
    """
    cursor = journal.cursor(desk.store)
    rows = desk.store.rows(
        "SELECT position, CAST(body AS BLOB) AS body FROM change WHERE position IS NOT NULL"
    )
    reach = max([cursor, *(row["position"] for row in rows)])
    for stream in reversed(streams):
        if reach <= len(stream.bodies) and all(
            stream.bodies[row["position"] - 1] == row["body"] for row in rows
        ):
            return stream
    raise AssertionError("acknowledged, and not at the centre")


def once(stream: Stream, oracle: Oracle) -> None:
    """The centre has every change once, and somebody made it."""
    assert len(stream.ids) == len(set(stream.ids)), "the centre has a change twice"
    assert set(stream.ids) <= oracle.deeds.keys(), "nobody wrote this"


def by_themselves(centre: centres.Store) -> None:
    """A centre that forgot nothing has from nobody what it takes for another PC's."""
    with centre.reading() as connection:
        brought = [each.name for each in devices.all_devices(connection) if each.returned]
    assert not brought, "a PC is taken for another than it is"


def whole(desk: Desk, streams: Sequence[Stream], oracle: Oracle) -> None:
    """Nothing lost, nothing twice, and the desk shows what the oracle says."""
    there = known(desk, streams)
    rows = desk.store.rows("SELECT id, state, position, action FROM change ORDER BY seq")
    assert {row["id"] for row in rows} == there, "the log is not what was made and taken"
    assert [row["id"] for row in rows if row["action"]] == desk.own, "own changes are missing"
    assert not oracle.unfounded(there), "an answer came without what it was given in the place of"
    placed = {row["position"] for row in rows}
    assert placed >= set(range(1, journal.cursor(desk.store) + 1)), "positions have gaps"
    for row in rows:
        acknowledged = row["position"] is not None
        assert row["state"] == (journal.APPLIED if acknowledged else journal.WAITING)
    refused = desk.store.value("SELECT coalesce(sum(refused), 0) FROM round")
    assert refused == 0, "the officer was told of a refusal"
    held = {row["change"] for row in desk.store.rows("SELECT change FROM held")}
    newer = there - oracle.understood(there, desk.age.schema)
    assert held == newer, "held is not what a newer programme wrote"
    shows(desk, there, oracle)


def shows(desk: Desk, there: set[str], oracle: Oracle) -> None:
    """The desk shows what its programme can make of these changes."""
    understood = oracle.understood(there, desk.age.schema)
    with desk.acting():
        for record in RECORDS:
            _shows(desk.store, record, understood, oracle)


def _shows(store: Store, record: str, there: set[str], oracle: Oracle) -> None:
    expected = oracle.shown(record, there)
    values = replica.values(store, ASSESSMENT.name, record)
    if expected is None or expected.gone:
        assert values is None, "what is gone is shown"
    else:
        assert values is not None, "what is there is not shown"
        told = {name: value for name, value in values.items() if value is not None}
        assert told == {name: v for name, v in expected.values.items() if v is not None}
    open_ = {
        field: frozenset((answer.change, answer.value) for answer in answers)
        for field, answers in replica.conflicts_of(store, ASSESSMENT.name, record).items()
    }
    assert open_ == (expected.conflicts if expected else {}), "other conflicts are open"


def told(desk: Desk, stream: Stream, oracle: Oracle) -> None:
    """A new PC that has just begun shows all, though its log is a part of the stream."""
    with desk.acting():
        assert check.check(desk.store).fine, "the tables are not what the log says"
    assert set(replica.log(desk.store)) <= set(stream.bodies), "the log is not to the letter"
    shows(desk, set(stream.ids), oracle)


def equal(desks: Sequence[Desk], stream: Stream, oracle: Oracle) -> None:
    """After enough rounds: all logs are the stream, and all desks show and tell the same.

    Where one is older than another it shows what it understands; `whole` has seen to that.
    """
    shown: dict[int, list[str]] = {}
    for desk in desks:
        assert sorted(replica.log(desk.store)) == sorted(stream.bodies), "the logs differ"
        with desk.acting():
            told = list(replica.dump(desk.store))
        assert shown.setdefault(desk.age.schema, told) == told, "the desks show different things"
        assert not journal.waiting(desk.store, 100), "something still waits"
        assert journal.cursor(desk.store) == len(stream.bodies)
        for record in RECORDS:
            _tells(desk.store, record, oracle, stream)


def _tells(store: Store, record: str, oracle: Oracle, stream: Stream) -> None:
    """The history of a record has every deed there was, by whom, and no other."""
    told = [(each.change, each.actor, each.field, each.after) for each in history.of(store, record)]
    done = {
        (deed.id, deed.actor, field, value)
        for deed in oracle.about(record, stream.ids)
        for field, value in deed.set.items()
    }
    assert len(told) == len(done), "the history tells something twice, or leaves it out"
    assert set(told) == done, "the history tells something else"


def alike(newcomer: Store, desk: Store, *, bereft: bool) -> None:
    """A PC that took records without their history shows what the others show.

    `bereft`: the centre has forgotten since what it told of the history; that may be put right.
    """
    assert list(replica.dump(newcomer)) == list(replica.dump(desk)), "it shows other things"
    assert digests(newcomer) == digests(desk), "it knows other heads"
    sound(newcomer, put_right=bereft)


def sound(store: Store, *, put_right: bool = False) -> None:
    """The tables are what the log says, and never had to be put right, unless they may have."""
    assert check.check(store).fine, "the tables are not what the log says"
    assert setting(store, verify.DIFFERS) is None, "it differs from the centre"
    told = store.rows("SELECT sentence FROM round WHERE sentence IS NOT NULL")
    once = any(verify._put_right() in row[0] for row in told)
    assert put_right or not once, "something was put right"


def itself(desk: Desk, way: Way) -> None:
    """The centre knows this PC by a change it made, and by no other PC's."""
    last = way.hello().last_own
    assert last is None or last in desk.own, "two PCs go under one name"


def written(store: Store, after: int) -> list[dict[str, Any]]:
    """The changes made at this desk after so many, in the order they were made."""
    rows = store.rows(
        "SELECT body FROM change WHERE action > 0 ORDER BY seq LIMIT -1 OFFSET ?", (after,)
    )
    return [json.loads(row["body"]) for row in rows]
