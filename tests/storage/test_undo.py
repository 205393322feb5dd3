"""Ctrl+Z takes back what this officer did, also after a restart, and nothing anybody else did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import check, history, journal
from db import store as stores
from db.journal import Edit
from db.queries import replica
from db.store import Store
from rules.records import PERSON
from tests.support import profiles
from tests.support.profiles import BINH, HOA, KEY, RECORD, answer, conflicts, meet, shown


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A profile whose tables must still be what the log says when the test is over."""
    with profiles.profile(tmp_path / "pc") as opened:
        yield opened
        assert check.check(opened).fine


def undo(store: Store, actor: str = HOA) -> int | None:
    """Undo once; how many fields were left alone, or None when there was nothing to undo."""
    done = history.undo(store, actor)
    return None if done is None else done.skipped


def redo(store: Store, actor: str = HOA) -> int | None:
    """Redo once, told like `undo`."""
    done = history.redo(store, actor)
    return None if done is None else done.skipped


def numbers(store: Store, steps: str) -> list[object]:
    """What the field shows after each step: u is undo, r is redo."""
    told: list[object] = []
    for step in steps:
        assert (undo if step == "u" else redo)(store) == 0
        told.append(shown(store)["number"])
    return told


def test_undo_brings_back_what_stood_there(store: Store) -> None:
    answer(store, number=1, note="cũ")
    answer(store, number=2)
    done = history.undo(store, HOA)
    assert done is not None
    assert done.records == (("assessment", RECORD),)
    assert (shown(store)["number"], shown(store)["note"]) == (1, "cũ")


def test_the_same_field_is_taken_back_step_by_step_and_done_again(store: Store) -> None:
    for value in (1, 2, 3):
        answer(store, number=value)
    assert numbers(store, "uuurrruuur") == [2, 1, None, 1, 2, 3, 2, 1, None, 1]


def test_nothing_to_undo_is_told(store: Store) -> None:
    assert undo(store) is None
    assert redo(store) is None
    answer(store, number=1)
    assert redo(store) is None
    assert undo(store) == 0
    assert undo(store) is None


def test_undo_works_after_the_profile_was_closed_and_opened(tmp_path: Path) -> None:
    with profiles.profile(tmp_path) as first:
        answer(first, number=1)
        answer(first, number=2)
    with stores.open_(tmp_path) as second:
        assert numbers(second, "u") == [1]
    with stores.open_(tmp_path) as third:
        assert numbers(third, "ur") == [None, 1]


def test_a_new_deed_ends_redo(store: Store) -> None:
    answer(store, number=1)
    undo(store)
    answer(store, note="việc khác")
    assert redo(store) is None


def test_undo_never_touches_another_officers_action(store: Store) -> None:
    answer(store, number=1)
    answer(store, BINH, note="của Bình")
    assert undo(store) == 0
    assert (shown(store)["number"], shown(store)["note"]) == (None, "của Bình")
    assert undo(store) is None
    assert undo(store, BINH) == 0
    assert shown(store)["note"] is None


def test_a_field_another_officer_has_changed_since_is_left_alone(store: Store) -> None:
    answer(store, number=1, note="một")
    answer(store, number=2, note="hai")
    answer(store, BINH, number=5)
    assert undo(store) == 1
    assert (shown(store)["number"], shown(store)["note"]) == (5, "một")


def test_a_field_another_pc_has_changed_since_is_left_alone(tmp_path: Path) -> None:
    one, two = profiles.profile(tmp_path / "one"), profiles.profile(tmp_path / "two")
    with one, two:
        answer(one, number=1)
        meet(one, two)
        answer(two, BINH, number=5)
        meet(one, two)
        assert undo(one) == 1
        assert shown(one)["number"] == 5


def test_a_field_in_conflict_is_left_alone(tmp_path: Path) -> None:
    one, two = profiles.profile(tmp_path / "one"), profiles.profile(tmp_path / "two")
    with one, two:
        answer(one, number=1)
        meet(one, two)
        answer(one, number=2)
        answer(two, BINH, number=3)
        meet(one, two)
        assert undo(one) == 1
        assert conflicts(one) == {"number": {2, 3}}


def test_a_deletion_is_taken_back(store: Store) -> None:
    answer(store, number=1)
    journal.commit(store, HOA, [Edit("assessment", RECORD, delete=True)])
    assert shown(store) == {}
    assert undo(store) == 0
    assert shown(store)["number"] == 1
    assert redo(store) == 0
    assert shown(store) == {}


def test_undo_does_not_revive_what_another_officer_deleted(store: Store) -> None:
    answer(store, number=1)
    answer(store, number=2)
    journal.commit(store, BINH, [Edit("assessment", RECORD, delete=True)])
    assert undo(store) == 1
    assert shown(store) == {}


def test_a_created_person_is_taken_away_and_comes_back(store: Store) -> None:
    person = _person(store)
    assert undo(store) == 0
    assert replica.values(store, "person", person) is None
    assert redo(store) == 0
    assert shown(store, person, "person")["full_name"] == "Lê Văn Tám"
    assert undo(store) == 0
    assert replica.values(store, "person", person) is None


def test_a_person_somebody_else_completed_is_not_taken_away(store: Store) -> None:
    person = _person(store)
    journal.amend(store, BINH, PERSON, person, {"phone": "0234 000 000"})
    assert undo(store) == 1
    assert shown(store, person, "person")["full_name"] == "Lê Văn Tám"


def test_a_slow_clock_does_not_make_an_edit_look_like_the_creation(tmp_path: Path) -> None:
    one, two = profiles.profile(tmp_path / "one"), profiles.profile(tmp_path / "two")
    with one, two:
        profiles.set_clock(one, 4_070_908_800_000)  # 2099
        profiles.set_clock(two, 1_262_304_000_000)  # 2010
        person = _person(one)
        meet(one, two)
        journal.amend(two, BINH, PERSON, person, {"phone": "0234 000 000"})
        assert undo(two, BINH) == 0
        assert shown(two, person, "person")["full_name"] == "Lê Văn Tám"


def test_many_records_written_as_one_action_go_back_as_one(store: Store) -> None:
    keys = [{**KEY, "indicator": f"1.{number}"} for number in range(1, 41)]
    journal.commit(store, HOA, [Edit("assessment", None, {**key, "number": 1}) for key in keys])
    journal.commit(store, HOA, [Edit("assessment", None, {**key, "number": 2}) for key in keys])
    count = "SELECT count(*) FROM assessment WHERE number = ?"
    assert undo(store) == 0
    assert store.value(count, (1,)) == 40
    assert undo(store) == 0
    assert store.value(count, (1,)) == 0
    assert undo(store) is None


def test_one_record_edited_twice_in_one_action_goes_back_to_before_both(store: Store) -> None:
    answer(store, number=1)
    edits = [Edit("assessment", RECORD, {"number": value}) for value in (2, 3)]
    journal.commit(store, HOA, edits)
    assert numbers(store, "urur") == [1, 3, 1, 3]


def test_an_undo_is_a_change_like_any_other_and_travels(tmp_path: Path) -> None:
    one, two = profiles.profile(tmp_path / "one"), profiles.profile(tmp_path / "two")
    with one, two:
        answer(one, number=1)
        answer(one, number=2)
        meet(one, two)
        undo(one)
        meet(one, two)
        assert shown(two)["number"] == 1
        assert conflicts(two) == {}
        assert list(replica.dump(one)) == list(replica.dump(two))


def test_a_key_stays_when_the_answer_is_taken_back(store: Store) -> None:
    answer(store, number=1)
    undo(store)
    assert shown(store)["indicator"] == "1.1"
    assert shown(store)["number"] is None


def _person(store: Store) -> str:
    change = journal.amend(store, HOA, PERSON, None, {"full_name": "Lê Văn Tám"})
    assert change is not None
    return change.record
