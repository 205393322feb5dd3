"""Two answers to one question: nothing is overwritten in silence, and settling settles it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import check, errors, journal
from db.commands import assess
from db.journal import Edit
from db.queries import replica
from db.store import Store
from rules.record import DELETED
from tests.support import profiles
from tests.support.desk import Pen
from tests.support.profiles import BINH, HOA, KEY, RECORD, answer, conflicts, meet, shown

Desks = tuple[Store, Store]


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    """Two PCs of one commune that begin with one answer in common."""
    one, two = profiles.profile(tmp_path / "one"), profiles.profile(tmp_path / "two")
    with one, two:
        answer(one, number=1, note="ban đầu")
        meet(one, two)
        yield one, two


def equal(one: Store, two: Store) -> bool:
    """Whether both show the same, conflicts and their officers included."""
    whole = check.check(one).fine and check.check(two).fine
    return whole and list(replica.dump(one)) == list(replica.dump(two))


def test_edits_of_different_fields_merge_without_a_word(desks: Desks) -> None:
    one, two = desks
    answer(one, number=2)
    answer(two, BINH, note="đã rà soát")
    meet(one, two)
    assert conflicts(one) == {}
    assert (shown(one)["number"], shown(one)["note"]) == (2, "đã rà soát")
    assert equal(one, two)


def test_what_is_made_anew_from_the_log_asks_nothing_that_the_log_does_not(desks: Desks) -> None:
    one, _two = desks
    with one.write() as connection:
        connection.execute("INSERT INTO conflict VALUES ('assessment', ?, 'number')", (RECORD,))
    assert not check.check(one).fine
    journal.rebuild(one)
    assert check.check(one).fine
    assert one.value("SELECT count(*) FROM conflict") == 0


def test_edits_of_one_field_that_differ_are_a_conflict_with_both_answers(desks: Desks) -> None:
    one, two = desks
    answer(one, number=2)
    answer(two, BINH, number=3)
    meet(one, two)
    assert conflicts(one) == {"number": {2, 3}}
    answers = replica.conflicts_of(two, "assessment", RECORD)["number"]
    assert {(each.value, each.actor) for each in answers} == {(2, HOA), (3, BINH)}
    assert equal(one, two)


def test_an_edit_against_nothing_said_is_a_conflict_with_emptiness(desks: Desks) -> None:
    one, two = desks
    answer(one, number=None)
    answer(two, BINH, number=3)
    meet(one, two)
    assert conflicts(one) == {"number": {None, 3}}


def test_the_same_answer_twice_is_no_conflict(desks: Desks) -> None:
    one, two = desks
    answer(one, number=2)
    answer(two, BINH, number=2)
    meet(one, two)
    assert conflicts(one) == {}
    assert shown(two)["number"] == 2
    answer(one, number=5)
    meet(one, two)
    assert conflicts(one) == conflicts(two) == {}
    assert shown(two)["number"] == 5


def test_the_newest_answer_is_shown_beside_an_open_conflict(desks: Desks) -> None:
    one, two = desks
    profiles.set_clock(one, 1_900_000_000_000)
    profiles.set_clock(two, 1_800_000_000_000)
    answer(one, number=2)
    answer(two, BINH, number=3)
    meet(one, two)
    assert shown(one)["number"] == shown(two)["number"] == 2
    assert conflicts(one) == {"number": {2, 3}}


@pytest.mark.parametrize("choice", [2, 3, 4])
def test_choosing_or_typing_settles_a_conflict_everywhere(desks: Desks, choice: int) -> None:
    one, two = desks
    answer(one, number=2)
    answer(two, BINH, number=3)
    meet(one, two)
    assess.resolve(one, HOA, "assessment", RECORD, {"number": choice})
    meet(one, two)
    assert conflicts(one) == conflicts(two) == {}
    assert shown(two)["number"] == choice
    assert equal(one, two)


def test_saving_the_shown_value_again_settles_its_conflict(desks: Desks) -> None:
    one, two = desks
    answer(one, number=2)
    answer(two, BINH, number=3)
    meet(one, two)
    shown_now = shown(one)["number"]
    assert answer(one, number=shown_now) is not None
    assert conflicts(one) == {}


def test_two_different_resolutions_are_a_conflict_again(desks: Desks) -> None:
    one, two = desks
    answer(one, number=2)
    answer(two, BINH, number=3)
    meet(one, two)
    assess.resolve(one, HOA, "assessment", RECORD, {"number": 2})
    assess.resolve(two, BINH, "assessment", RECORD, {"number": 3})
    meet(one, two)
    assert conflicts(one) == conflicts(two) == {"number": {2, 3}}
    assert equal(one, two)


def test_two_equal_resolutions_are_none(desks: Desks) -> None:
    one, two = desks
    answer(one, number=2)
    answer(two, BINH, number=3)
    meet(one, two)
    assess.resolve(one, HOA, "assessment", RECORD, {"number": 4})
    assess.resolve(two, BINH, "assessment", RECORD, {"number": 4})
    meet(one, two)
    assert conflicts(one) == conflicts(two) == {}


def test_an_edit_that_came_late_joins_the_conflict(tmp_path: Path, desks: Desks) -> None:
    one, two = desks
    with profiles.profile(tmp_path / "three") as three:
        meet(one, three)
        answer(one, number=2)
        answer(two, BINH, number=3)
        answer(three, number=4)
        meet(one, two)
        assess.resolve(one, HOA, "assessment", RECORD, {"number": 2})
        meet(one, two, three)
        assert conflicts(three) == conflicts(one) == {"number": {2, 4}}


def test_other_fields_stay_editable_beside_a_conflict_which_stays_open(desks: Desks) -> None:
    one, two = desks
    answer(one, number=2)
    answer(two, BINH, number=3)
    meet(one, two)
    answer(one, note="thêm ghi chú")
    assert conflicts(one) == {"number": {2, 3}}
    meet(one, two)
    assert equal(one, two)


def test_deleting_what_another_edits_keeps_the_record_with_a_conflict(desks: Desks) -> None:
    one, two = desks
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    assert shown(one) == {}
    answer(two, BINH, note="đang sửa")
    meet(one, two)
    assert shown(one)["note"] == shown(two)["note"] == "đang sửa"
    assert conflicts(one) == conflicts(two) == {DELETED: {True, False}}
    assert equal(one, two)


def test_a_deletion_that_saw_every_edit_deletes(desks: Desks) -> None:
    one, two = desks
    answer(two, BINH, note="đã sửa")
    meet(one, two)
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    meet(one, two)
    assert shown(one) == shown(two) == {}
    assert equal(one, two)


def test_nobody_is_asked_about_answers_to_what_was_deleted(desks: Desks) -> None:
    one, two = desks
    answer(one, number=2)
    answer(two, BINH, number=3)
    meet(one, two)
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    meet(one, two)
    assert conflicts(one) == conflicts(two) == {}
    assert equal(one, two)


def test_a_removal_that_writes_a_field_as_well_does_not_stand_against_itself(
    desks: Desks,
) -> None:
    one, _two = desks
    body = Pen().body("person", "nobody", set={DELETED: True, "full_name": "Lê Văn An"})
    journal.receive(one, [(None, body)])
    assert replica.values(one, "person", "nobody") is None
    assert replica.conflicts_of(one, "person", "nobody") == {}


def test_two_deletions_are_one(desks: Desks) -> None:
    one, two = desks
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    journal.commit(two, BINH, [Edit("assessment", RECORD, delete=True)])
    meet(one, two)
    assert shown(one) == shown(two) == {}
    assert conflicts(one) == {}


@pytest.mark.parametrize("gone", [True, False])
def test_deleted_or_kept_is_settled_by_choosing(desks: Desks, gone: bool) -> None:
    one, two = desks
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    answer(two, BINH, note="đang sửa")
    meet(one, two)
    assess.resolve(two, BINH, "assessment", RECORD, {DELETED: gone})
    meet(one, two)
    assert conflicts(one) == conflicts(two) == {}
    assert (shown(one) == {}) is gone
    assert equal(one, two)


def test_an_edit_beside_an_open_deletion_does_not_settle_it(desks: Desks) -> None:
    one, two = desks
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    answer(two, BINH, note="đang sửa")
    meet(one, two)
    answer(one, number=9)
    meet(one, two)
    assert conflicts(two) == {DELETED: {True, False}}
    assert shown(two)["number"] == 9


def test_deleting_again_settles_an_open_deletion(desks: Desks) -> None:
    one, two = desks
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    answer(two, BINH, note="đang sửa")
    meet(one, two)
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    meet(one, two)
    assert shown(two) == {}
    assert conflicts(two) == {}


def test_whoever_edits_a_deleted_record_brings_it_back(desks: Desks) -> None:
    one, two = desks
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    meet(one, two)
    answer(two, BINH, note="dùng lại")
    meet(one, two)
    assert shown(one) == {**shown(one), "note": "dùng lại", "number": 1}
    assert conflicts(one) == {}
    assert equal(one, two)


def test_saying_again_exactly_what_was_deleted_brings_it_back(desks: Desks) -> None:
    one, _two = desks
    before = shown(one)
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    answer(one, number=1, note="ban đầu")
    assert shown(one) == before


def test_bringing_back_as_it_was_stands_against_a_deletion_that_did_not_see_it(
    desks: Desks,
) -> None:
    one, two = desks
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    answer(one, number=1, note="ban đầu")
    journal.commit(two, BINH, [Edit("assessment", RECORD, delete=True)])
    meet(one, two)
    assert conflicts(one) == conflicts(two) == {DELETED: {True, False}}
    assert equal(one, two)


def test_clearing_a_field_of_a_deleted_record_does_not_bring_it_back(desks: Desks) -> None:
    one, _two = desks
    answer(one, number=None)
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    assert journal.commit(one, HOA, [Edit("assessment", RECORD, {"number": None})]) == []
    assert shown(one) == {}


def test_deleting_twice_changes_nothing(desks: Desks) -> None:
    one, _two = desks
    journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)])
    assert journal.commit(one, HOA, [Edit("assessment", RECORD, delete=True)]) == []


def test_a_record_that_was_never_there_is_neither_deleted_nor_settled(desks: Desks) -> None:
    one, _two = desks
    with pytest.raises(errors.Refused, match="Không có bản ghi"):
        journal.commit(one, HOA, [Edit("person", "nobody", delete=True)])
    with pytest.raises(errors.Refused, match="Không có bản ghi"):
        journal.commit(one, HOA, [Edit("person", "nobody", {"full_name": "Ai"}, resolve=True)])


def test_clocks_that_lie_decide_nothing(desks: Desks) -> None:
    one, two = desks
    profiles.set_clock(one, 1_262_304_000_000)  # 2010
    profiles.set_clock(two, 4_070_908_800_000)  # 2099
    answer(two, BINH, number=2)
    meet(one, two)
    answer(one, number=3)  # has seen what 2099 wrote, and answers it
    meet(one, two)
    assert shown(two)["number"] == shown(one)["number"] == 3
    assert conflicts(two) == {}
    assert equal(one, two)


def test_two_pcs_that_create_the_same_thing_create_one_record(tmp_path: Path) -> None:
    one, two = profiles.profile(tmp_path / "one"), profiles.profile(tmp_path / "two")
    with one, two:
        first, second = answer(one, number=7), answer(two, BINH, note="xã khác máy")
        assert first is not None
        assert second is not None
        assert first.record == second.record == RECORD
        meet(one, two)
        assert shown(one) == {**shown(two), "number": 7, "note": "xã khác máy"}
        assert conflicts(one) == {}
        assert one.value("SELECT count(*) FROM assessment") == 1


def test_another_key_is_another_record(desks: Desks) -> None:
    one, _two = desks
    with pytest.raises(ValueError, match="hãy tạo bản ghi mới"):
        journal.commit(one, HOA, [Edit("assessment", RECORD, {**KEY, "indicator": "1.2"})])
    with pytest.raises(ValueError, match="hãy tạo bản ghi mới"):
        journal.commit(one, HOA, [Edit("assessment", "another-id", {**KEY, "period": "2027"})])
