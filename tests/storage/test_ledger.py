"""The ledger of promises: how far each record has come, and what only this PC knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import blobs, journal
from db.commands import elsewhere, enrolment, evidence, quarantine
from db.journal import Receipt
from db.queries import ledger
from db.queries.ledger import AtStake, Promise, Stage
from db.queries.subjects import Subject
from db.store import Store
from rules.change import Change
from rules.records import REVIEW
from tests.support import desk, profiles
from tests.support.desk import Pen
from tests.support.profiles import KEY, answer

EARLY, AT, LATE = (f"2026-11-26T0{hour}:00:00.000+00:00" for hour in (7, 8, 9))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A profile of a commune."""
    with profiles.profile(tmp_path / "pc") as opened:
        yield opened


def made(store: Store, **values: object) -> Change:
    """An answer that was saved."""
    change = answer(store, **values)  # type: ignore[arg-type]
    assert change is not None
    return change


def take(store: Store, change: Change, position: int = 1) -> None:
    """The centre takes a change."""
    journal.acknowledge(store, [Receipt(change.id, position, AT)])


def refuse(store: Store, change: Change) -> None:
    """The centre does not take a change."""
    journal.acknowledge(store, [Receipt(change.id, None, AT, "late", "Kỳ này đã khoá.")])


def review(store: Store, verdict: str, at: str) -> None:
    """The centre says a word about the indicator."""
    place = {name: KEY[name] for name in ("set", "indicator", "period")}
    said = {"verdict": verdict, "reviewer": "Văn phòng điều phối", "reviewed_at": at}
    profiles.take(store, [Pen().change(REVIEW.name, set={**place, **said})])


def promise(store: Store) -> Promise:
    """The one line of the ledger."""
    (entry,) = ledger.entries(store)
    return entry.promise


def test_what_was_saved_waits_until_it_leaves_and_is_applied_by_a_receipt(store: Store) -> None:
    change = made(store, number=1)
    assert (promise(store).stage, promise(store).changes) == (Stage.WAITING, 1)
    journal.offer(store, elsewhere.last_seq(store))
    assert promise(store).stage is Stage.SENT
    take(store, change, 17)
    told = promise(store)
    assert (told.stage, told.changes) == (Stage.APPLIED, 0)
    assert (told.position, told.applied_at) == (17, AT)


def test_a_record_is_as_far_as_its_last_change(store: Store) -> None:
    take(store, made(store, number=1))
    made(store, number=2)
    assert (promise(store).stage, promise(store).position) == (Stage.WAITING, 1)


@pytest.mark.parametrize(
    ("verdict", "stage"), [("accepted", Stage.ACCEPTED), ("returned", Stage.RETURNED)]
)
def test_a_review_is_told_with_who_and_when(store: Store, verdict: str, stage: Stage) -> None:
    take(store, made(store, number=1))
    review(store, verdict, LATE)
    told = promise(store)
    assert (told.stage, told.reviewer) == (stage, "Văn phòng điều phối")
    assert told.reviewed_at == LATE


def test_a_review_of_what_stood_before_says_nothing_of_the_new_value(store: Store) -> None:
    review(store, "accepted", EARLY)
    take(store, made(store, number=1))
    assert promise(store).stage is Stage.APPLIED


def test_what_is_not_safe_yet_comes_first(store: Store) -> None:
    first = made(store, number=1)
    desk.answer(store, "9.9", number=1)
    for each in journal.waiting(store, 10):
        if each.id != first.id:
            journal.acknowledge(store, [Receipt(each.id, 5, AT)])
    stages = [entry.promise.stage for entry in ledger.entries(store)]
    assert stages == [Stage.WAITING, Stage.APPLIED]


def test_a_record_whose_making_was_refused_is_still_told_by_its_name(store: Store) -> None:
    desk.people(store, 1)
    (waiting,) = journal.waiting(store, 10)
    journal.acknowledge(store, [Receipt(waiting.id, None, AT, "late", "Kỳ này đã khoá.")])
    (entry,) = ledger.entries(store)
    assert (entry.subject.name, entry.promise.stage) == ("Người 00000", Stage.REFUSED)


def test_of_many_records_the_first_are_told(store: Store) -> None:
    desk.people(store, 30)
    assert len(ledger.entries(store, most=10)) == 10


def test_an_indicator_is_as_far_as_the_least_of_its_records(store: Store) -> None:
    done = made(store, number=1)
    take(store, done)
    about = ledger.entries(store)[0].subject
    told = ledger.of(store, [done.record], about)
    assert told is not None
    assert told.stage is Stage.APPLIED
    profiles.journal.amend(store, profiles.HOA, profiles.ASSESSMENT, None, {**KEY, "number": 3})
    told = ledger.of(store, [done.record, "another"], about)
    assert told is not None
    assert told.stage is Stage.WAITING
    assert ledger.of(store, ["another"], about) is None


# -- what would be lost if this PC died now --------------------------------------------------------


def at_stake(store: Store) -> tuple[int, int, int]:
    """Changes, files, bytes."""
    told = ledger.at_stake(store)
    return told.changes, told.files, told.bytes


def wait(store: Store) -> list[int]:
    """All that waits, by `seq`."""
    return [each.seq for each in journal.waiting(store, 1000)]


def on_a_stick(store: Store, *files: str) -> None:
    """A bundle with all that waits, and these files, was laid down on a stick."""
    elsewhere.bundled(store, wait(store), files, "USB")


def confirm(store: Store) -> None:
    """The centre takes all that waits."""
    waiting = enumerate(journal.waiting(store, 1000), start=1)
    journal.acknowledge(store, [Receipt(each.id, at, AT) for at, each in waiting])


def test_a_new_profile_has_nothing_to_lose(store: Store) -> None:
    assert ledger.at_stake(store) == AtStake(0, 0, 0)
    assert ledger.at_stake(store).nothing


def test_changes_and_files_are_at_stake_until_the_centre_confirms(
    store: Store, tmp_path: Path
) -> None:
    change = made(store, number=1)
    desk.attach(store, tmp_path, b"minh chung")
    assert at_stake(store) == (2, 1, 10)
    take(store, change)
    assert at_stake(store) == (1, 1, 10)


def test_an_evidence_file_is_not_received_before_the_file_itself_is(
    store: Store, tmp_path: Path
) -> None:
    change = made(store, number=1)
    (photo := tmp_path / "anh.jpg").write_bytes(b"minh chung")
    evidence.attach(store, desk.OFFICER, "assessment", change.record, photo)
    confirm(store)
    stages = {each.subject.type: each.promise.stage for each in ledger.entries(store)}
    assert stages == {"assessment": Stage.APPLIED, "evidence": Stage.FILE}
    assert ledger.entries(store)[0].subject.type == "evidence"  # what is not safe comes first
    about = ledger.entries(store)[1].subject
    told = ledger.of(store, [change.record], about)
    assert told is not None
    assert (told.stage, told.files) == (Stage.FILE, 1)
    (unsent,) = blobs.unsent(store)
    blobs.mark_sent(store, unsent.sha256)
    assert {each.promise.stage for each in ledger.entries(store)} == {Stage.APPLIED}
    assert ledger.of(store, [change.record], about) == ledger.entries(store)[1].promise


def test_what_the_centre_refused_is_at_stake_until_an_officer_settles_it(store: Store) -> None:
    change = made(store, number=1)
    refuse(store, change)
    assert at_stake(store) == (1, 0, 0)
    quarantine.dismiss(store, change.id)
    assert ledger.at_stake(store).nothing


def test_a_bundle_in_another_place_covers_what_waited_then(store: Store, tmp_path: Path) -> None:
    made(store, number=1)
    on_a_stick(store, desk.attach(store, tmp_path, b"minh chung"))
    told = ledger.at_stake(store)
    assert told.nothing
    assert told.copied_to == "USB"
    made(store, number=2)
    assert at_stake(store) == (1, 0, 0)


def test_a_bundle_without_files_leaves_the_files_at_stake(store: Store, tmp_path: Path) -> None:
    desk.attach(store, tmp_path, b"minh chung")
    on_a_stick(store)
    assert at_stake(store) == (0, 1, 10)


def test_a_bundle_does_not_carry_what_was_refused_and_a_backup_does(store: Store) -> None:
    refuse(store, made(store, number=1))
    on_a_stick(store)
    assert at_stake(store) == (1, 0, 0)
    assert ledger.at_stake(store).refused == 1
    elsewhere.backed_up(store, elsewhere.last_seq(store), "D:")
    assert ledger.at_stake(store).nothing


def test_an_older_copy_takes_nothing_from_a_newer_one(store: Store) -> None:
    made(store, number=1)
    early = elsewhere.last_seq(store)
    made(store, number=2)
    elsewhere.backed_up(store, elsewhere.last_seq(store), "USB")
    elsewhere.backed_up(store, early, "D:")
    assert ledger.at_stake(store).nothing


def test_what_a_centre_put_back_has_lost_is_on_no_stick(store: Store) -> None:
    desk.people(store, 100)
    confirm(store)
    desk.people(store, 3)
    on_a_stick(store)
    assert ledger.at_stake(store).nothing
    enrolment.start_over(store)
    assert len(wait(store)) == 103
    assert at_stake(store) == (100, 0, 0)


def test_a_bundle_the_centre_has_taken_in_counts_no_more_once_it_lost_that(
    store: Store, tmp_path: Path
) -> None:
    sha256 = desk.attach(store, tmp_path, b"minh chung")
    on_a_stick(store, sha256)
    confirm(store)
    blobs.mark_sent(store, sha256)
    enrolment.start_over(store)
    assert at_stake(store) == (1, 1, 10)


def test_what_is_sent_again_is_in_no_bundle_that_was_made_without_it(store: Store) -> None:
    change = made(store, number=1)
    refuse(store, change)
    desk.people(store, 1)
    on_a_stick(store)
    quarantine.resend(store, change.id)
    assert at_stake(store) == (1, 0, 0)
    on_a_stick(store)
    assert ledger.at_stake(store).nothing


def test_a_stick_sealed_to_another_centre_is_no_copy(store: Store, tmp_path: Path) -> None:
    enrolment.keep(store, "https://mot.example", "may-1")
    enrolment.keep_center_keys(store, "v1", "r1")
    sha256 = desk.attach(store, tmp_path, b"minh chung")
    on_a_stick(store, sha256)
    enrolment.keep(store, "https://hai.example", "may-2")
    assert at_stake(store) == (1, 1, 10)
    assert enrolment.center_keys(store) is None
    enrolment.keep_center_keys(store, "v2", "r2")
    on_a_stick(store, sha256)
    enrolment.keep_center_keys(store, "v2", "r2")
    assert ledger.at_stake(store).nothing
    enrolment.keep_center_keys(store, "v3", "r3")  # made anew at the same address
    assert at_stake(store) == (1, 1, 10)


def test_a_backup_holds_the_log_whatever_becomes_of_the_centre(store: Store) -> None:
    change = made(store, number=1)
    confirm(store)
    desk.people(store, 3)
    elsewhere.backed_up(store, elsewhere.last_seq(store), "D:")
    enrolment.start_over(store)
    refuse(store, change)
    quarantine.resend(store, change.id)
    enrolment.keep(store, "https://mot.example", "may-1")
    assert ledger.at_stake(store).nothing


def test_what_is_sent_again_has_not_left_this_pc_since(store: Store) -> None:
    change = made(store, number=1)
    journal.offer(store, elsewhere.last_seq(store))
    refuse(store, change)
    quarantine.resend(store, change.id)
    assert promise(store).stage is Stage.WAITING


def test_what_a_centre_put_back_has_lost_has_not_left_this_pc_since(store: Store) -> None:
    change = made(store, number=1)
    journal.offer(store, elsewhere.last_seq(store))
    take(store, change)
    enrolment.start_over(store)
    assert promise(store).stage is Stage.WAITING


def test_a_record_only_a_newer_programme_knows_is_told_of_plainly(store: Store) -> None:
    newer = Pen().change("tomorrow", "r1", schema=99)
    profiles.take(store, [newer])
    enrolment.start_over(store)  # it is offered to the centre that lost it
    (entry,) = ledger.entries(store)
    assert entry.subject == Subject("tomorrow", "r1")
    assert entry.promise.stage is Stage.WAITING
