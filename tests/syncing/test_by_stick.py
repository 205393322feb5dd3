"""PCs that meet their centre by stick alone: nothing is lost, nothing comes twice, all agree."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sql

from center import publishing
from center.store import own_keys, streams
from center.store.tables import CHANGE, COMMUNE
from db import blobs, check, journal, rounds, shelf
from db import store as stores
from db.commands import enrolment
from db.journal import Edit
from db.queries import replica
from db.store import Store
from rules.change import LARGEST
from sync import errors, snapshot
from sync.stick import back, out
from tests.support import parcels
from tests.support.desk import COMMUNE as HERE
from tests.support.desk import OFFICER, answer, attach, heavy, people, shown
from tests.support.sticks import Centre, Office, Stick


def agree(centre: Centre, *offices: Office) -> None:
    for office in offices:
        assert office.shown() == centre.shown()
        assert check.check(office.store).fine


def listed(store: Store) -> list[str]:
    return [str(row[0]) for row in store.rows("SELECT record FROM person ORDER BY record")]


def test_a_trip_confirms_what_went_and_brings_what_others_wrote(
    place: tuple[Centre, Office, Office], stick: Stick, tmp_path: Path
) -> None:
    centre, one, two = place
    people(one.store, 30)
    sha256 = attach(one.store, tmp_path, b"%PDF minh chung")
    done = stick.trip(one, centre)
    assert (done.pushed, done.files_up, done.refused) == (31, 1, 0)
    assert journal.waiting(one.store, 1) == []
    brought = stick.trip(two, centre)
    assert (brought.pulled, brought.files_down) == (31, 1)
    again = two.take(stick.folder / "answer2.lsb")
    assert (again.pulled, again.files_down) == (0, 0)
    assert sha256 in {row[0] for row in two.store.rows("SELECT sha256 FROM blob WHERE here")}
    agree(centre, one, two)


def test_what_went_into_a_bundle_has_left_this_pc_and_waits_all_the_same(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    _centre, one, _two = place
    people(one.store, 2)
    one.export(stick.folder / "up.lsb")
    people(one.store, 1)
    left = "SELECT count(*) FROM change WHERE offered_at IS NOT NULL"
    assert (one.store.value(left), len(journal.waiting(one.store, 9))) == (2, 3)


def test_a_bundle_without_files_asks_for_none(
    place: tuple[Centre, Office, Office], stick: Stick, tmp_path: Path
) -> None:
    centre, one, two = place
    attach(one.store, tmp_path, b"%PDF minh chung")
    stick.trip(one, centre)
    reply = stick.folder / "answer.lsb"
    assert centre.exchange(two.export(stick.folder / "a"), reply, files_up_to=0).files_back == 0
    two.take(reply)
    for data_only, files in ((True, 0), (False, 1)):
        up = two.export(stick.folder / f"up-{files}.lsb", data_only=data_only)
        assert centre.exchange(up, stick.folder / f"{files}.lsb").files_back == files


def test_a_file_that_was_altered_here_is_left_out_of_a_bundle_and_told(
    place: tuple[Centre, Office, Office], stick: Stick, tmp_path: Path
) -> None:
    centre, one, _two = place
    sha256 = attach(one.store, tmp_path, b"%PDF minh chung")
    shelf.path_of(one.store, sha256).write_bytes(b"%PDF minh chunG")
    made = out.export(one.store, one.keys, stick.folder / "up.lsb")
    assert (made.changes, made.evidence, len(made.troubles)) == (1, 0, 1)
    done = centre.exchange(made.files[0], stick.folder / "answer.lsb")
    assert (done.changes, done.files) == (1, 0)


def test_a_change_no_bundle_may_carry_is_set_aside_and_nothing_waits_behind_it(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, _two = place
    heavy(one.store, LARGEST + 1000)
    people(one.store, 1)
    stick.trip(one, centre)
    assert one.store.value("SELECT code FROM refusal") == "too_large"
    assert journal.waiting(one.store, 9) == []
    assert len(centre.bodies()) == 1


def test_the_same_bundle_again_changes_nothing(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, _two = place
    people(one.store, 3)
    up = one.export(stick.folder / "up.lsb")
    first = centre.exchange(up, stick.folder / "a.lsb")
    again = centre.exchange(up, stick.folder / "b.lsb")
    assert (first.changes, again.changes, again.known, again.repeated) == (3, 0, 3, True)
    for name in ("b.lsb", "a.lsb", "b.lsb"):
        one.take(stick.folder / name)
    assert len(centre.bodies()) == 3
    agree(centre, one)


def test_an_answer_that_is_late_takes_nothing_back(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    people(one.store, 2)
    early = stick.fetch(one, centre)
    people(two.store, 2)
    stick.trip(two, centre)
    people(one.store, 2)
    stick.trip(one, centre)
    reached = journal.cursor(one.store)
    assert one.take(early).pulled == 0
    assert journal.cursor(one.store) == reached
    stick.trip(two, centre)
    agree(centre, one, two)


def test_conflicts_are_the_same_whichever_way_changes_came(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    answer(one.store, numerator=1)
    answer(two.store, numerator=2)
    for office in (one, two, one, two):
        stick.trip(office, centre)
    assert rounds.open_conflicts(one.store) == rounds.open_conflicts(two.store) == 1
    agree(centre, one, two)


def test_packages_come_along_and_are_checked(
    place: tuple[Centre, Office, Office], stick: Stick, tmp_path: Path
) -> None:
    centre, one, _two = place
    publishing.publish(centre.store, parcels.file(tmp_path))
    assert stick.trip(one, centre).packages == 1
    assert stick.trip(one, centre).packages == 0
    rows = one.store.rows("SELECT id FROM package WHERE source = 'centre'")
    assert [row[0] for row in rows] == [parcels.SET]


def test_a_new_pc_is_filled_by_stick_with_records_alone(
    place: tuple[Centre, Office, Office], stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "WORTH_IT", 3)
    centre, one, two = place
    for number in range(20):
        answer(one.store, numerator=number)
    stick.trip(one, centre)
    people(two.store, 1)
    done = stick.trip(two, centre)
    assert done.pulled < 5
    assert journal.cursor(two.store) == len(centre.bodies())
    answer(one.store, numerator=99)
    for office in (one, two):
        stick.trip(office, centre)
    agree(centre, one, two)


def test_a_filling_helps_no_one_who_has_begun_meanwhile(
    place: tuple[Centre, Office, Office], stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre, one, two = place
    people(one.store, 10)
    stick.trip(one, centre)
    monkeypatch.setattr(snapshot, "WORTH_IT", 3)
    filling = stick.fetch(two, centre)
    monkeypatch.setattr(snapshot, "WORTH_IT", 5000)
    people(one.store, 1)
    for office in (one, two):
        stick.trip(office, centre)
    assert two.take(filling).pulled == 0
    assert journal.cursor(two.store) == 11  # further than the filling
    agree(centre, one, two)


def test_a_file_of_which_a_part_came_by_network_is_made_whole_by_stick(
    place: tuple[Centre, Office, Office], stick: Stick, tmp_path: Path
) -> None:
    centre, one, two = place
    content = bytes(range(256)) * 1000
    sha256 = attach(one.store, tmp_path, content)
    stick.trip(one, centre)
    with blobs.arriving(two.store, sha256) as arriving:
        arriving.append(content[:100_000])
    assert stick.trip(two, centre).files_down == 1
    assert blobs.is_whole(two.store, sha256)


def test_a_centre_put_back_gets_again_what_it_lost(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    people(one.store, 4)
    people(two.store, 4)
    for office in (one, two, one):
        stick.trip(office, centre)
    put_back(centre, 2)
    people(two.store, 1)
    told = stick.trip(one, centre)
    assert told.pulled == 0
    assert "khôi phục từ bản cũ" in str(rounds_of(one.store))
    for office in (one, two, one, two):
        stick.trip(office, centre)
    assert len(centre.bodies()) == 9
    agree(centre, one, two)


def test_a_centre_that_grew_over_its_loss_is_understood_by_stick(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    people(one.store, 1)
    stick.trip(one, centre)
    put_back(centre, 0)
    people(two.store, 1)
    stick.trip(two, centre)  # another change has the position now
    assert stick.trip(one, centre).pulled == 1
    assert "khôi phục từ bản cũ" in str(rounds_of(one.store))
    for office in (one, two):
        stick.trip(office, centre)
    assert len(centre.bodies()) == 2
    agree(centre, one, two)


def put_back(centre: Centre, position: int) -> None:
    """The centre is an older copy of itself again."""
    with centre.store.writing() as connection:
        connection.execute(sql.delete(CHANGE).where(CHANGE.c.position > position))
        connection.execute(sql.update(COMMUNE).values(position=position, projected=0))
        connection.exec_driver_sql("DELETE FROM record")


def test_an_answer_from_before_the_centre_was_put_back_confirms_nothing(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    people(one.store, 2)
    stick.trip(one, centre)
    people(one.store, 1)
    late = stick.fetch(one, centre)
    put_back(centre, 1)
    enrolment.start_over(one.store)  # as a greeting finds out, just before the line breaks
    with pytest.raises(errors.BundleRefused, match="trước khi trung tâm được khôi phục"):
        one.take(late)
    assert len(journal.waiting(one.store, 10)) == 3
    stick.trip(one, centre)
    stick.trip(two, centre)
    assert len(centre.bodies()) == 3
    agree(centre, one, two)


def test_an_answer_that_tells_another_stream_than_the_one_known_here_is_refused(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    people(one.store, 1)
    late = stick.fetch(one, centre)
    put_back(centre, 0)  # and the first PC cannot know
    people(two.store, 1)
    for office in (two, one):
        stick.trip(office, centre)
    with pytest.raises(errors.BundleRefused, match="trước khi trung tâm được khôi phục"):
        one.take(late)
    stick.trip(two, centre)
    agree(centre, one, two)


def test_an_answer_that_goes_on_from_another_change_is_refused(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, _two = place
    people(one.store, 1)
    stick.trip(one, centre)
    people(one.store, 1)
    late = stick.fetch(one, centre)
    journal.move_cursor(one.store, 1, "2026-11-23T01:00:00.000+00:00")  # of a centre put back
    with pytest.raises(errors.BundleRefused, match="trước khi trung tâm được khôi phục"):
        one.take(late)
    assert len(journal.waiting(one.store, 10)) == 1


def test_receipts_carried_by_hand_tell_when_the_centre_took_each_change(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, _two = place
    people(one.store, 1)
    stick.trip(one, centre)
    with centre.store.reading() as connection:
        taken_at = streams.taken_at(connection, HERE, 1)
    assert one.store.value("SELECT applied_at FROM change WHERE position = 1") == taken_at
    assert journal.reached(one.store) == (1, taken_at)


def rounds_of(store: Store) -> list[str]:
    return [row[0] for row in store.rows("SELECT sentence FROM round WHERE sentence IS NOT NULL")]


def test_a_copy_of_a_profile_is_told_that_it_is_one(
    place: tuple[Centre, Office, Office], stick: Stick, tmp_path: Path
) -> None:
    centre, one, _two = place
    people(one.store, 2)
    stick.trip(one, centre)
    copied = tmp_path / "ban-chep"
    with one.store.write():  # nobody writes while it is copied
        shutil.copytree(one.store.folder, copied)
    people(one.store, 1)
    stick.trip(one, centre)
    with stores.open_(copied) as copy:
        people(copy, 1)
        original, one.store = one.store, copy
        stick.trip(one, centre)
        told = str(rounds_of(copy))
        assert "bản chép" in told
        assert "qua mạng kế tiếp" in told  # a stick alone makes no device
        one.store = original
        stick.trip(one, centre)
        assert shown(copy) == centre.shown()
    agree(centre, one)
    assert len(centre.bodies()) == 4


def test_what_would_take_much_away_asks_first_and_confirms_all_the_same(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, two = place
    people(one.store, 20)
    for office in (one, two):
        stick.trip(office, centre)
    gone = [Edit("person", record, delete=True) for record in listed(two.store)[:10]]
    journal.commit(two.store, OFFICER, gone)
    stick.trip(two, centre)
    people(one.store, 1)
    reply = stick.fetch(one, centre)
    for _time in range(2):
        with pytest.raises(errors.MassChange, match="10"):
            one.take(reply)
        assert journal.waiting(one.store, 1) == []
        assert len(list(replica.dump(one.store, "person"))) == 21
    back.take(one.store, one.keys, reply, accept=True)
    agree(centre, one)
    stick.trip(two, centre)
    agree(centre, two)


def test_another_pcs_answer_is_refused(place: tuple[Centre, Office, Office], stick: Stick) -> None:
    centre, one, two = place
    people(one.store, 1)
    reply = stick.fetch(one, centre)
    before = two.everything()
    with pytest.raises(errors.BundleRefused):
        two.take(reply)
    assert two.everything() == before


def test_an_answer_to_the_device_a_copy_was_before_is_refused(
    place: tuple[Centre, Office, Office], stick: Stick
) -> None:
    centre, one, _two = place
    people(one.store, 1)
    reply = stick.fetch(one, centre)
    enrolment.keep(one.store, "http://127.0.0.1:9", "apart")  # with the same keys
    with pytest.raises(errors.BundleRefused, match="máy khác"):
        one.take(reply)
    assert len(journal.waiting(one.store, 9)) == 1


def test_another_centre_cannot_open_what_is_for_ours(
    place: tuple[Centre, Office, Office], stick: Stick, tmp_path: Path
) -> None:
    _centre, one, _two = place
    people(one.store, 1)
    up = one.export(stick.folder / "up.lsb")
    other = Centre(tmp_path / "other")
    try:
        with other.store.reading() as connection:
            assert own_keys(connection) == other.keys
        with pytest.raises(errors.BundleRefused):
            other.exchange(up, stick.folder / "answer.lsb")
        assert not (stick.folder / "answer.lsb").exists()
    finally:
        other.close()
