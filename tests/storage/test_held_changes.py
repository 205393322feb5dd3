"""Changes for a newer programme: kept, handed on as they are, and applied after the update."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from db import check, history, journal
from db import store as stores
from db.commands import question
from db.journal import Edit
from db.queries import replica
from db.queries.digests import unsettled
from db.release import release
from db.store import Store
from rules import fitting, records
from rules.change import Change, encode
from rules.record import Field, Kind, RecordType
from rules.records import ASSESSMENT, REGISTRY
from tests.support import logs, profiles
from tests.support.profiles import KEY, RECORD, shown

FIRST, SECOND, THIRD = logs.ids(3)


def change(
    change_id: str, type_name: str = "assessment", schema: int = 1, **values: object
) -> Change:
    """A change as another programme wrote it."""
    filled = {**KEY, **values}
    return Change(change_id, type_name, RECORD, filled, {}, "xa", logs.AT, schema)  # type: ignore[arg-type]


def held(store: Store) -> dict[str, str]:
    """The changes that take no part in the tables, and why."""
    return {row[0]: row[1] for row in store.rows("SELECT change, reason FROM held")}


@pytest.mark.parametrize(
    "strange",
    [
        change(FIRST, schema=records.SCHEMA + 1, note="bản mới"),
        change(FIRST, "chưa_biết", note="bản mới"),
        change(FIRST, trường_mới="bản mới"),
    ],
    ids=["newer schema", "unknown type", "unknown field"],
)
def test_what_a_newer_programme_wrote_is_kept_and_takes_no_part(
    tmp_path: Path, strange: Change
) -> None:
    with profiles.profile(tmp_path) as store:
        received = journal.receive(store, [(1, encode(strange))], to=1)
        assert (received.applied, received.held) == (0, 1)
        assert held(store) == {FIRST: "newer"}
        assert list(replica.dump(store)) == []
        assert journal.cursor(store) == 1


def test_a_value_that_does_not_fit_is_set_aside_and_stops_nothing_behind_it(tmp_path: Path) -> None:
    poison = [
        change(FIRST, number="mười"),
        change(SECOND, number=2**70),
        replace(change(logs.ids(4)[3], note="một nửa"), id="not an id at all"),
    ]
    with profiles.profile(tmp_path) as store:
        profiles.take(store, [*poison, change(THIRD, number=10)])
        assert set(held(store).values()) == {"bad"}
        assert len(held(store)) == 3
        assert shown(store)["number"] == 10


def test_half_a_letter_is_set_aside(tmp_path: Path) -> None:
    body = encode(change(FIRST, note="HALF")).replace(b"HALF", rb"\ud83d")
    with profiles.profile(tmp_path) as store:
        journal.receive(store, [(1, body)])
        assert held(store) == {FIRST: "bad"}
        assert list(replica.log(store)) == [body]


def test_held_changes_are_handed_on_as_they_came(tmp_path: Path) -> None:
    told = json.loads(encode(change(FIRST, trường_mới="x")))
    body = json.dumps(told, indent=None).encode() + b" "
    with profiles.profile(tmp_path / "one") as one, profiles.profile(tmp_path / "two") as two:
        journal.receive(one, [(1, body)])
        profiles.hand_over(one, two)
        assert list(replica.log(two)) == [body]


def test_held_changes_are_in_the_history(tmp_path: Path) -> None:
    with profiles.profile(tmp_path) as store:
        profiles.take(store, [change(FIRST, schema=records.SCHEMA + 1, note="bản mới")])
        assert "note" in {entry.field for entry in history.of(store, RECORD)}


def test_a_held_change_supersedes_nothing_yet(tmp_path: Path) -> None:
    newer = replace(change(SECOND, schema=records.SCHEMA + 1, note="mới"), base={"note": (FIRST,)})
    with profiles.profile(tmp_path) as store:
        profiles.take(store, [change(FIRST, note="cũ"), newer])
        assert shown(store)["note"] == "cũ"


def test_after_an_update_held_changes_are_applied_when_the_profile_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = replace(change(SECOND, schema=records.SCHEMA + 1, note="mới"), base={"note": (FIRST,)})
    with profiles.profile(tmp_path / "old") as store:
        profiles.take(store, [change(FIRST, note="cũ"), newer, change(THIRD, "chưa_biết")])
    monkeypatch.setattr(fitting, "SCHEMA", records.SCHEMA + 1)
    with stores.open_(tmp_path / "old") as store:
        assert shown(store)["note"] == "mới"
        assert held(store) == {THIRD: "newer"}
        by_steps = profiles.tables(store)
        journal.rebuild(store)
        assert profiles.tables(store) == by_steps


@pytest.fixture
def upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A profile whose programme now understands that another PC deleted 3 of 20 people."""
    with profiles.profile(tmp_path) as store:
        edits = [Edit("person", None, {"full_name": f"Người {n}"}) for n in range(20)]
        made = journal.commit(store, profiles.HOA, edits)
        ids = iter(logs.ids(3))
        gone = [_deletion(next(ids), each) for each in made[:3]]
        profiles.take(store, [*gone, change(logs.ids(4)[3], schema=records.SCHEMA + 1, note="mới")])
        assert len(held(store)) == 4
    monkeypatch.setattr(fitting, "SCHEMA", records.SCHEMA + 1)
    with stores.open_(tmp_path) as store:
        yield store


def _deletion(change_id: str, made: Change) -> Change:
    base = {"deleted": (made.id,)}
    return replace(made, id=change_id, set={"deleted": True}, base=base, schema=records.SCHEMA + 1)


def people(store: Store) -> int:
    """How many are shown."""
    return len(list(replica.dump(store, "person")))


def test_what_an_update_would_let_take_much_away_asks_first(upgraded: Store) -> None:
    assert (people(upgraded), shown(upgraded)) == (20, {})
    asked = question.standing(upgraded, question.RELEASE)
    assert asked is not None
    assert (asked.deleted, asked.blanked, asked.whole) == (3, 0, 20)
    release(upgraded, accept=True)
    assert people(upgraded) == 17
    assert shown(upgraded)["note"] == "mới"
    assert (held(upgraded), question.standing(upgraded, question.RELEASE)) == ({}, None)


def test_until_an_officer_agrees_nothing_else_lets_it_in(upgraded: Store) -> None:
    before = profiles.tables(upgraded)
    journal.rebuild(upgraded)
    journal.forget_past(upgraded)
    release(upgraded)
    with stores.open_(upgraded.folder) as again:
        assert profiles.tables(again) == before
    assert len(held(upgraded)) == 4
    assert check.check(upgraded).fine


def test_a_migration_asks_as_well(
    upgraded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with upgraded.write() as connection:
        question.settle(upgraded, question.RELEASE)
        connection.execute("PRAGMA user_version=1000")
    monkeypatch.setattr(stores, "VERSION", 1001)
    with stores.open_(tmp_path) as store:
        assert people(store) == 20
        assert question.standing(store, question.RELEASE) is not None


def test_while_an_officer_is_asked_the_two_sides_do_not_count_as_different(
    upgraded: Store,
) -> None:
    assert unsettled(upgraded) >= {"person", "assessment"}
    with upgraded.write() as connection:
        connection.execute("UPDATE change SET state = 1")
    release(upgraded, accept=True)
    assert unsettled(upgraded) == set()


def test_more_that_was_kept_asks_anew(upgraded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "SCHEMA", records.SCHEMA)
    made = journal.commit(upgraded, profiles.HOA, [Edit("person", None, {"full_name": "Thêm"})])
    profiles.take(upgraded, [_deletion(logs.ids(5)[4], made[0])])
    monkeypatch.setattr(fitting, "SCHEMA", records.SCHEMA + 1)
    release(upgraded)
    asked = question.standing(upgraded, question.RELEASE)
    assert asked is not None
    assert (asked.deleted, asked.whole) == (4, 21)


def test_a_field_added_by_an_update_gets_the_values_that_waited_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with profiles.profile(tmp_path) as store:
        profiles.take(store, [change(FIRST, note="cũ"), change(SECOND, weight=2.5)])
        assert held(store) == {SECOND: "newer"}
        _grow(monkeypatch, Field("weight", Kind.NUMBER))
        store.connection.execute("ALTER TABLE assessment ADD COLUMN weight REAL")
    with stores.open_(tmp_path) as store:
        assert held(store) == {}
        assert shown(store)["weight"] == 2.5


def _grow(monkeypatch: pytest.MonkeyPatch, field: Field) -> None:
    """The programme after an update that gave assessments one more field."""
    grown = RecordType(
        ASSESSMENT.name, (*ASSESSMENT.fields, field), ASSESSMENT.identity, ASSESSMENT.key
    )
    monkeypatch.setitem(REGISTRY, ASSESSMENT.name, grown)
