"""Profiles that were copied or put back, and centres that were: noticed, and nothing is lost."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from db import journal, rounds
from db import store as stores
from db.commands import elsewhere
from db.journal import Receipt
from db.queries import ledger
from db.store import set_setting
from rules.clock import Clock, replica_of
from rules.record import Values
from sync import errors
from sync.center import Applicant
from sync.memory import MemoryCenter, Province
from sync.round import RoundResult, run
from tests.support.desk import COMMUNE, Pen, answer, attach, desk, people, shown

REVIEW: Values = {"set": "bo", "indicator": "1.1", "period": "2026", "verdict": "accepted"}


@pytest.fixture
def province() -> Province:
    return Province()


class Pc:
    """A profile and the token it shows; a copy has the same of both."""

    def __init__(self, folder: Path, province: Province, opened: ExitStack) -> None:
        self.folder, self.province, self._opened = folder, province, opened
        self.store = opened.enter_context(stores.open_(folder) if folder.exists() else desk(folder))
        self.token = ""

    def enrol(self) -> Pc:
        """Become a device."""
        pc = Applicant(journal.wind(self.store).replica, "máy", former=self.token or None)
        stranger = MemoryCenter(self.province)
        self.token = stranger.enrol(self.province.code(COMMUNE), pc).token
        return self

    def sync(self) -> RoundResult:
        """One round."""
        way = MemoryCenter(self.province, token=self.token)
        done = run(self.store, way)
        self.token = way.token or ""
        return done

    def copied(self, name: str) -> Pc:
        """The same profile in another folder, as it is now."""
        target = self.folder.with_name(name)
        target.mkdir()
        self.store.connection.execute("VACUUM INTO ?", (str(target / stores.NAME),))
        other = Pc(target, self.province, self._opened)
        other.token = self.token
        return other

    @property
    def told(self) -> str:
        """What the officer was told after the last round."""
        return rounds.latest(self.store)[0].sentence or ""

    @property
    def device(self) -> str:
        """What the centre calls this PC."""
        return self.province.devices[self.token].id


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def pc(tmp_path: Path, province: Province, opened: ExitStack) -> Pc:
    return Pc(tmp_path / "pc", province, opened).enrol()


@pytest.fixture
def beside(tmp_path: Path, province: Province, opened: ExitStack) -> Pc:
    """Another PC of the commune."""
    return Pc(tmp_path / "beside", province, opened).enrol()


def in_stream(province: Province) -> list[str]:
    return province.stream(COMMUNE).bodies


def all_equal(*pcs: Pc) -> None:
    """After enough rounds all show the same, nothing waits, and the centre has it once."""
    for _turn in range(3):
        for each in pcs:
            each.sync()
    first = pcs[0]
    bodies = in_stream(first.province)
    assert len(bodies) == len(set(bodies))
    for each in pcs:
        assert shown(each.store) == shown(first.store)
        assert not journal.waiting(each.store, 1000)
        rows = each.store.rows("SELECT CAST(body AS BLOB) AS body FROM change ORDER BY position")
        assert [row["body"] for row in rows] == bodies
        assert each.store.value("SELECT count(*) FROM refusal") == 0


# -- ids -----------------------------------------------------------------------------------------


def test_copies_never_make_equal_ids_even_where_the_clock_stands_still(pc: Pc) -> None:
    answer(pc.store, passed=True)
    twin = pc.copied("twin")
    for each in (pc, twin):
        name = journal.wind(each.store).replica
        each.store.clock = Clock(name, now=lambda: 0)
        answer(each.store, note=each.folder.name)
    last = [each.store.value("SELECT id FROM change ORDER BY seq DESC") for each in (pc, twin)]
    assert last[0][:13] == last[1][:13]
    assert replica_of(last[0]) != replica_of(last[1])


def test_every_opening_has_a_name_of_its_own_and_goes_on_after_the_last_id(pc: Pc) -> None:
    pc.store.clock = Clock("99999999", now=lambda: 4_070_908_800_000)  # 2099
    answer(pc.store, passed=True)
    again = stores.open_(pc.folder)
    answer(again, passed=False)
    ids = [row["id"] for row in again.rows("SELECT id FROM change ORDER BY seq")]
    again.close()
    assert ids == sorted(ids)
    assert len({replica_of(each) for each in ids}) == 2


# -- profiles ------------------------------------------------------------------------------------


def test_a_restored_backup_becomes_a_device_apart_and_gets_back_what_it_lost(pc: Pc) -> None:
    people(pc.store, 2)
    pc.sync()
    backup = pc.copied("backup")
    people(pc.store, 3)
    pc.sync()
    before = pc.device
    people(backup.store, 1)
    done = backup.sync()
    assert (done.pushed, done.pulled) == (1, 3)
    assert backup.device != before
    assert "bản cũ" in backup.told
    assert backup.sync().requests == 1
    assert backup.told == ""
    all_equal(backup)


def test_a_backup_whose_work_the_centre_never_saw_is_just_the_pc(pc: Pc) -> None:
    people(pc.store, 1)
    pc.sync()
    backup = pc.copied("backup")
    people(pc.store, 1)  # and then the disk broke
    device = pc.device
    backup.sync()
    assert backup.device == device
    assert backup.told == ""


def test_two_copies_that_sync_in_turn_end_as_two_devices(pc: Pc, province: Province) -> None:
    people(pc.store, 2)
    twin = pc.copied("twin")
    for each in (pc, twin):
        answer(each.store, note=each.folder.name)
    pc.sync()
    twin.sync()
    assert pc.device != twin.device
    assert "máy riêng" in twin.told
    pc.sync()
    assert pc.told == ""
    assert {province.devices[each.token].note for each in (pc, twin)} == {"twin"}
    people(pc.store, 1)
    people(twin.store, 1)
    all_equal(pc, twin)
    assert len(in_stream(province)) == 6


def test_copies_of_copies_all_become_devices(pc: Pc) -> None:
    people(pc.store, 1)
    pc.sync()
    twins = [pc, pc.copied("two"), pc.copied("three")]
    for each in twins:
        people(each.store, 1)
        each.sync()
    all_equal(*twins)
    assert len({each.device for each in twins}) == 3


def test_an_answer_lost_while_becoming_a_device_apart_makes_no_third(
    pc: Pc, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(pc.store, 1)
    twin = pc.copied("twin")
    pc.sync()
    answer(pc.store, passed=True)
    pc.sync()
    people(twin.store, 1)
    again = MemoryCenter.again

    def lost(way: MemoryCenter, missing: str) -> None:
        again(way, missing)
        raise errors.no_connection()

    with monkeypatch.context() as patch:
        patch.setattr(MemoryCenter, "again", lost)
        with pytest.raises(errors.NoConnection):
            run(twin.store, MemoryCenter(province, token=twin.token))
    all_equal(twin, pc)
    assert len(province.devices) == 2


# -- centres -------------------------------------------------------------------------------------


def test_a_centre_put_back_gets_again_what_it_lost(
    pc: Pc, beside: Pc, province: Province, tmp_path: Path
) -> None:
    people(pc.store, 3)
    all_equal(pc, beside)
    yesterday = copy.deepcopy(province)
    file = attach(pc.store, tmp_path, b"bien ban")
    people(beside.store, 2)
    all_equal(pc, beside)
    after = list(in_stream(province))
    put_back(province, yesterday)
    people(pc.store, 1)
    pc.sync()
    assert "khôi phục" in pc.told
    all_equal(pc, beside)
    assert set(after) < set(in_stream(province))
    assert file in province.stream(COMMUNE).files


def test_changes_of_a_pc_that_is_gone_are_brought_back_by_another(
    pc: Pc, beside: Pc, province: Province
) -> None:
    yesterday = copy.deepcopy(province)
    people(pc.store, 3)
    all_equal(pc, beside)
    put_back(province, yesterday)  # and nobody hears of the first PC again
    assert beside.sync().pushed == 3
    assert beside.sync().requests == 1
    all_equal(beside)
    all_equal(pc, beside)


def test_a_centre_that_grew_over_its_loss_is_noticed_all_the_same(
    pc: Pc, beside: Pc, province: Province, tmp_path: Path, opened: ExitStack
) -> None:
    third = Pc(tmp_path / "third", province, opened).enrol()
    all_equal(pc, beside, third)
    yesterday = copy.deepcopy(province)
    people(pc.store, 1)
    people(beside.store, 1)
    pc.sync()
    all_equal(beside, pc)
    last = in_stream(province)[-1]
    put_back(province, yesterday)
    people(third.store, 1)
    third.sync()
    MemoryCenter(province, token=beside.token).push([last])  # comes to its old place again
    assert in_stream(province)[1] == last
    assert journal.cursor(pc.store) == 2
    all_equal(pc, beside, third)
    assert len(in_stream(province)) == 3


def test_what_was_confirmed_beyond_the_cursor_is_sent_again_to_a_centre_put_back(
    pc: Pc, beside: Pc, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = copy.deepcopy(province)
    people(beside.store, 1)
    beside.sync()
    people(pc.store, 1)
    with monkeypatch.context() as patch:
        patch.setattr(MemoryCenter, "since", broken)
        with pytest.raises(errors.NoConnection):
            pc.sync()
    assert journal.waiting(pc.store, 1) == []
    assert journal.cursor(pc.store) == 0
    put_back(province, yesterday)
    all_equal(pc, beside)
    assert len(in_stream(province)) == 2


def test_a_line_that_breaks_while_a_centre_is_filled_again_costs_nothing(
    pc: Pc, beside: Pc, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(pc.store, 2)
    pc.sync()
    people(beside.store, 2)
    yesterday = copy.deepcopy(province)
    all_equal(pc, beside)
    put_back(province, yesterday)
    people(pc.store, 1)
    for call in ("since", "push"):
        with monkeypatch.context() as patch:
            patch.setattr(MemoryCenter, call, broken)
            with pytest.raises(errors.NoConnection):
                pc.sync()
    all_equal(pc, beside)
    assert len(in_stream(province)) == 5


def test_a_round_cut_after_the_centre_was_found_put_back_tells_what_is_at_stake_again(
    pc: Pc, province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(pc.store, 2)
    pc.sync()
    yesterday = copy.deepcopy(province)
    people(pc.store, 100)
    attach(pc.store, tmp_path, b"bien ban")
    pc.sync()
    people(pc.store, 3)
    waiting = [each.seq for each in journal.waiting(pc.store, 10)]
    elsewhere.bundled(pc.store, waiting, (), "USB")
    assert ledger.at_stake(pc.store).nothing
    put_back(province, yesterday)
    monkeypatch.setattr(MemoryCenter, "push", broken)
    with pytest.raises(errors.NoConnection):
        pc.sync()
    told = ledger.at_stake(pc.store)
    assert (told.changes, told.files) == (101, 1)


def test_that_a_centre_was_put_back_is_told_once_however_often_the_line_breaks_then(
    pc: Pc, beside: Pc, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = copy.deepcopy(province)
    people(beside.store, 1)
    beside.sync()
    people(pc.store, 1)
    with monkeypatch.context() as patch:
        patch.setattr(MemoryCenter, "since", broken)
        with pytest.raises(errors.NoConnection):
            pc.sync()  # it is confirmed beyond the cursor
        put_back(province, yesterday)
        patch.setattr(MemoryCenter, "push", broken)
        for told in (True, False):
            with pytest.raises(errors.NoConnection):
                pc.sync()
            assert ("khôi phục" in pc.told) == told


def test_a_review_the_centre_has_lost_stays_readable_and_is_not_offered(
    pc: Pc, province: Province
) -> None:
    people(pc.store, 1)
    pc.sync()
    yesterday = copy.deepcopy(province)
    stream, review = province.stream(COMMUNE), Pen().body("review", set=REVIEW)
    stream.bodies.append(review)
    stream.taken_at.append("2026-11-23T08:00:00.000+00:00")
    pc.sync()
    before = shown(pc.store)
    assert any('"review"' in line for line in before)
    put_back(province, yesterday)
    done = pc.sync()
    assert "khôi phục" in pc.told
    assert (done.refused, journal.waiting(pc.store, 9)) == (0, [])
    assert shown(pc.store) == before


def test_a_place_that_an_older_programme_took_without_proof_is_proven_at_the_next_greeting(
    pc: Pc, beside: Pc, province: Province
) -> None:
    yesterday = copy.deepcopy(province)
    people(pc.store, 1)
    pc.sync()
    set_setting(pc.store, "cursor_proof", None)
    pc.sync()
    put_back(province, yesterday)
    people(beside.store, 1)
    beside.sync()  # another change has its position now
    pc.sync()
    assert "khôi phục" in pc.told
    all_equal(pc, beside)


def test_an_older_answer_that_comes_late_takes_nothing_back_of_how_far_the_centre_was(
    pc: Pc,
) -> None:
    people(pc.store, 2)
    first, last = (each.id for each in journal.waiting(pc.store, 2))
    journal.acknowledge(pc.store, [Receipt(last, 9, "2026-11-23T08:09:00.000+00:00")])
    journal.acknowledge(pc.store, [Receipt(first, 3, "2026-11-23T08:03:00.000+00:00")])
    assert journal.reached(pc.store) == (9, "2026-11-23T08:09:00.000+00:00")


def broken(*_asked: object, **_more: object) -> None:
    raise errors.no_connection()


def put_back(province: Province, yesterday: Province) -> None:
    """Give the centre its backup; the devices are those of the backup as well."""
    province.streams, province.devices = yesterday.streams, yesterday.devices
