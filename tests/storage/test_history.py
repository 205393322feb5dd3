"""Ai, khi nào, từ gì sang gì: the history of a record, as every replica tells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db import history, journal
from db.journal import Edit
from db.store import Store
from rules.record import DELETED
from tests.support import profiles
from tests.support.profiles import BINH, HOA, RECORD, answer, meet


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A profile."""
    with profiles.profile(tmp_path) as opened:
        yield opened


def told(store: Store, field: str) -> list[tuple[str, object, object]]:
    """Who changed a field from what to what, the newest first."""
    entries = history.of(store, RECORD, "assessment")
    return [(each.actor, each.before, each.after) for each in entries if each.field == field]


def test_history_tells_from_what_to_what_newest_first(store: Store) -> None:
    answer(store, number=1)
    answer(store, BINH, number=2)
    answer(store, number=None)
    assert told(store, "number") == [(HOA, 2, None), (BINH, 1, 2), (HOA, None, 1)]


def test_each_entry_names_its_moment_with_the_devices_offset(store: Store) -> None:
    answer(store, number=1)
    entry = history.of(store, RECORD)[0]
    assert datetime.fromisoformat(entry.at).utcoffset() is not None


def test_before_is_what_the_officer_saw_not_what_came_from_elsewhere(tmp_path: Path) -> None:
    one, two = profiles.profile(tmp_path / "one"), profiles.profile(tmp_path / "two")
    with one, two:
        answer(one, number=1)
        meet(one, two)
        answer(one, number=2)
        answer(two, BINH, number=3)
        meet(one, two)
        assert set(told(one, "number")) == {(HOA, None, 1), (HOA, 1, 2), (BINH, 1, 3)}


def test_deleting_and_bringing_back_are_in_the_history(store: Store) -> None:
    answer(store, number=1)
    journal.commit(store, BINH, [Edit("assessment", RECORD, delete=True)])
    answer(store, number=2)
    assert told(store, DELETED) == [(HOA, True, False), (BINH, None, True)]


def test_history_keeps_the_order_of_what_was_seen_when_clocks_lie(tmp_path: Path) -> None:
    one, two = profiles.profile(tmp_path / "one"), profiles.profile(tmp_path / "two")
    with one, two:
        profiles.set_clock(one, 4_070_908_800_000)  # 2099
        profiles.set_clock(two, 1_262_304_000_000)  # 2010
        for number, (writer, actor) in enumerate(
            [(one, HOA), (two, BINH), (one, HOA), (two, BINH)]
        ):
            answer(writer, actor, number=number)
            meet(one, two)
        assert [after for _actor, _before, after in told(one, "number")] == [3, 2, 1, 0]
        assert history.of(one, RECORD) == history.of(two, RECORD)


def test_nothing_that_was_written_is_missing_from_the_history(store: Store) -> None:
    changes = [answer(store, note=f"lần {number}") for number in range(5)]
    history.undo(store, HOA)
    written = {change.id for change in changes if change is not None}
    entries = {entry.change for entry in history.of(store, RECORD)}
    assert written < entries
    assert len(entries) == 6


def test_two_types_under_one_id_have_two_histories(store: Store) -> None:
    unit = {"name": "Xã Phú Lộc", "kind": "xa"}
    journal.commit(store, HOA, [Edit("unit", "x", unit), Edit("person", "x", {"full_name": "Hoa"})])
    assert {each.field for each in history.of(store, "x", "person")} == {"full_name"}
    assert {each.field for each in history.of(store, "x", "unit")} == {"name", "kind"}
