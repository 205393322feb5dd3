"""What a commune that was merged had finds its place with the heir: once, whole, and apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import blobs, check, errors, history, journal, shelf
from db.commands import evidence, moving, profile, training
from db.commands import people as roster
from db.journal import Edit, Receipt
from db.queries import checklist, registers, replica, rulebook
from db.queries.digests import digests
from db.queries.training import learners
from db.store import Store
from resources.criteria import Feed, Register
from rules.attendance import PRESENT
from rules.change import Change, decode, encode
from rules.inheritance import Descent, inherited
from rules.periods import Period
from rules.record import Value, identity
from rules.records import ASSESSMENT, ENROLMENT, SCHEMA
from sync import snapshot
from sync.memory import MemoryCenter
from sync.round import run
from tests.support import hardship, logs, profiles
from tests.support.profiles import HOA, bodies, quick_folder

FORMER, OTHER, HEIR = "20116", "20113", "20122"  # Vinh Hưng, Vinh Mỹ; both are Vinh Lộc now
SET = "vn-ntm-xa-2021-2025"
SECRET = bytes(range(32))


@pytest.fixture
def former(tmp_path: Path) -> Iterator[Store]:
    with profiles.profile(tmp_path / "former", FORMER) as opened:
        yield opened


@pytest.fixture
def heir(tmp_path: Path) -> Iterator[Store]:
    with profiles.profile(tmp_path / "heir", HEIR) as opened:
        yield opened


def answer(store: Store, indicator: str = "8.4", period: str = "2024", **values: Value) -> str:
    """An answer of this profile's commune; the id of its record."""
    key: dict[str, Value] = {"set": SET, "indicator": indicator, "period": period}
    journal.commit(store, HOA, [Edit(ASSESSMENT.name, None, {**key, **values})])
    return identity(ASSESSMENT, journal.commune(store), key)


def attached(store: Store, folder: Path, record: str, content: bytes = b"bien ban") -> str:
    """A file as evidence of an answer; its sha256."""
    scan = folder / "Biên bản.pdf"
    scan.write_bytes(content)
    added = evidence.attach(store, HOA, "assessment", record, scan)
    return str((replica.values(store, "evidence", added) or {})["sha256"])


def dump(store: Store) -> list[str]:
    return list(replica.dump(store))


def of_type(store: Store, name: str) -> dict[str, dict[str, Value]]:
    """The records of a type, by id."""
    told = [json.loads(line) for line in replica.dump(store, name)]
    return {each["record"]: each["values"] for each in told}


class TestAnswers:
    def test_an_answer_goes_along_under_its_id_as_that_of_its_commune(
        self, former: Store, heir: Store
    ) -> None:
        record = answer(former, passed=True, note="đã họp", as_of="2024-12-31")
        answer(heir, passed=False)
        moved = moving.bring(former, heir)
        assert moved.answers == 1
        told = of_type(heir, "former_assessment")[record]
        assert (told["origin"], told["indicator"], told["note"]) == (FORMER, "8.4", "đã họp")
        assert told["passed"] is True
        own = of_type(heir, "assessment")
        assert record not in own
        assert [each["passed"] for each in own.values()] == [False]
        assert check.check(heir).fine

    def test_it_counts_for_nothing_of_the_heir(self, former: Store, heir: Store) -> None:
        answer(former, "8.4", passed=True)
        answer(former, "15.1", numerator=90, denominator=100)
        criteria = rulebook.criteria(heir, SET)
        before = checklist.read(heir, criteria, Period(2024))
        moving.bring(former, heir)
        assert checklist.read(heir, criteria, Period(2024)) == before

    def test_who_wrote_it_and_when_stays_told(self, former: Store, heir: Store) -> None:
        record = answer(former, passed=True)
        answer(former, passed=False)
        moving.bring(former, heir)
        told = [each for each in history.of(heir, record) if each.field != "origin"]
        assert told == history.of(former, record)

    def test_an_open_conflict_stays_open(self, former: Store, heir: Store, tmp_path: Path) -> None:
        with profiles.profile(tmp_path / "second", FORMER) as second:
            record = answer(former, numerator=1, denominator=10)
            answer(second, numerator=2, denominator=10)
            profiles.meet(former, second)
        moving.bring(former, heir)
        assert profiles.conflicts(heir, record, "former_assessment") == {"numerator": {1, 2}}

    def test_an_answer_of_an_older_merger_keeps_its_first_commune(
        self, former: Store, heir: Store
    ) -> None:
        values: dict[str, Value] = {"origin": OTHER, "set": SET, "indicator": "8.4"}
        journal.commit(former, HOA, [Edit("former_assessment", "cu", {**values, "period": "2023"})])
        moving.bring(former, heir)
        assert of_type(heir, "former_assessment")["cu"]["origin"] == OTHER

    def test_no_undo_takes_the_move_back(self, former: Store, heir: Store) -> None:
        answer(former, passed=True)
        moving.bring(former, heir)
        assert history.undo(heir, HOA) is None
        assert of_type(heir, "former_assessment")


class TestWhatElseGoesAlong:
    def test_who_was_trained_before_counts_as_trained(self, former: Store, heir: Store) -> None:
        an, binh = (
            roster.add(former, HOA, {"full_name": name, "roles": ["manager"]})
            for name in ("An", "Bình")
        )
        course = training.open_course(former, HOA, "Kỹ năng số", [an, binh])
        session = training.add_session(former, HOA, course, "2024-05-06")
        (came,) = [each for each in learners(former, course) if each.name == "An"]
        training.mark(former, HOA, {(session, came): PRESENT})
        feed, day = Feed(Register.TRAINING, role="manager"), date(2025, 12, 31)
        before = registers.figure(former, feed, Period(2025), day)
        moving.bring(former, heir)
        assert registers.figure(heir, feed, Period(2025), day) == before
        assert before.values == {"numerator": 1, "denominator": 2}

    def test_a_seat_of_a_class_is_the_one_the_heir_would_give(
        self, former: Store, heir: Store
    ) -> None:
        an = roster.add(former, HOA, {"full_name": "An"})
        course = training.open_course(former, HOA, "Kỹ năng số", [an])
        moving.bring(former, heir)
        training.enrol(heir, HOA, course, [an])
        assert list(of_type(heir, "enrolment")) == [
            identity(ENROLMENT, HEIR, {"course": course, "person": an})
        ]

    def test_what_the_commune_decided_as_itself_stays_with_it(
        self, former: Store, heir: Store, tmp_path: Path
    ) -> None:
        key: dict[str, Value] = {"set": SET, "indicator": "8.4"}
        edits = [
            Edit("threshold", None, {**key, "year": 2024, "comparison": ">=", "value": 1}),
            Edit("task", None, {**key, "period": "2024", "owner": HOA}),
            Edit("submission", None, {"set": SET, "period": "2024", "state": "submitted"}),
            Edit("survey", "ks", {"title": "Khảo sát", "form": "mau"}),
            Edit("unit", FORMER, {"name": "Xã Vinh Hưng", "kind": "xa", "group": "1"}),
        ]
        journal.commit(former, HOA, edits)
        paper = tmp_path / "phiếu.pdf"
        paper.write_bytes(b"phieu")
        evidence.attach(former, HOA, "survey", "ks", paper)
        moving.bring(former, heir)
        assert dump(heir) == []

    def test_villages_lie_in_the_heir(self, former: Store, heir: Store) -> None:
        village = {"name": "Phụng Chánh", "kind": "thon", "parent": FORMER}
        journal.commit(former, HOA, [Edit("unit", "thon-1", village)])
        moving.bring(former, heir)
        assert of_type(heir, "unit")["thon-1"]["parent"] == HEIR

    def test_what_was_deleted_leaves_only_that(self, former: Store, heir: Store) -> None:
        an = roster.add(former, HOA, {"full_name": "Nguyễn Thị An", "phone": "0905"})
        journal.commit(former, HOA, [Edit("person", an, delete=True)])
        assert moving.bring(former, heir).people == 0
        assert not any("Nguyễn".encode() in body for body in bodies(heir))

    def test_what_takes_no_part_in_the_tables_stays_and_is_told(
        self, former: Store, heir: Store
    ) -> None:
        answer(former, passed=True)
        (refused,) = journal.waiting(former, 1)
        journal.acknowledge(former, [Receipt(refused.id, None, logs.AT, "bad_value", "Sửa lại.")])
        newer = Change(logs.ids(1)[0], "person", "p", {"halo": 1}, {}, HOA, logs.AT, SCHEMA + 1)
        profiles.take(former, [newer])
        moved = moving.bring(former, heir)
        assert (moved.answers, moved.held, moved.refused) == (0, 1, 1)
        assert bodies(heir) == []


class TestSeveralPcs:
    def test_twice_adds_nothing(self, former: Store, heir: Store) -> None:
        answer(former, passed=True)
        roster.add(former, HOA, {"full_name": "An"})
        moving.bring(former, heir)
        before = bodies(heir), profiles.tables(heir)
        moving.bring(former, heir)
        assert (bodies(heir), profiles.tables(heir)) == before

    def test_a_pc_that_comes_later_undoes_nothing_the_heir_did_since(
        self, former: Store, heir: Store, tmp_path: Path
    ) -> None:
        an = roster.add(former, HOA, {"full_name": "An", "phone": "1"})
        with (
            profiles.profile(tmp_path / "former-2", FORMER) as second,
            profiles.profile(tmp_path / "heir-2", HEIR) as late,
        ):
            profiles.hand_over(former, second)
            moving.bring(former, heir)
            roster.describe(heir, HOA, an, {"phone": "2"})
            moving.bring(second, late)
            profiles.meet(heir, late)
            for store in (heir, late):
                assert of_type(store, "person")[an]["phone"] == "2"
                assert profiles.conflicts(store, an, "person") == {}
            assert dump(heir) == dump(late)

    def test_what_one_pc_had_not_sent_comes_with_it(
        self, former: Store, heir: Store, tmp_path: Path
    ) -> None:
        record = answer(former, numerator=1, denominator=10)
        with profiles.profile(tmp_path / "former-2", FORMER) as second:
            profiles.hand_over(former, second)
            answer(second, numerator=2)  # saw the first one
            moving.bring(former, heir)
            moving.bring(second, heir)
        assert of_type(heir, "former_assessment")[record]["numerator"] == 2
        assert profiles.conflicts(heir, record, "former_assessment") == {}

    def test_a_deletion_one_pc_had_not_heard_of_holds(
        self, former: Store, heir: Store, tmp_path: Path
    ) -> None:
        an = roster.add(former, HOA, {"full_name": "An"})
        with profiles.profile(tmp_path / "former-2", FORMER) as second:
            profiles.hand_over(former, second)
            journal.commit(former, HOA, [Edit("person", an, delete=True)])
            moving.bring(former, heir)
            moving.bring(second, heir)
        assert of_type(heir, "person") == {}

    def test_two_former_communes_stay_apart(
        self, former: Store, heir: Store, tmp_path: Path
    ) -> None:
        with profiles.profile(tmp_path / "other", OTHER) as other:
            answer(former, numerator=1, denominator=2)
            answer(other, numerator=3, denominator=4)
            moving.bring(former, heir)
            moving.bring(other, heir)
        told = of_type(heir, "former_assessment").values()
        assert {(each["origin"], each["numerator"]) for each in told} == {(FORMER, 1), (OTHER, 3)}

    def test_the_former_profile_stays_as_it_is(self, former: Store, heir: Store) -> None:
        answer(former, passed=True)
        before = bodies(former), profiles.tables(former), replica.status(former).waiting
        moving.bring(former, heir)
        after = bodies(former), profiles.tables(former), replica.status(former).waiting
        assert after == before

    def test_a_pc_without_history_brings_what_stands(
        self, former: Store, heir: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(snapshot, "WORTH_IT", 3)
        record = answer(former, numerator=0, denominator=10, note="đầu")
        for number in range(1, 6):
            answer(former, numerator=number)
        with (
            profiles.profile(tmp_path / "former-2", FORMER) as filled,
            profiles.profile(tmp_path / "heir-2", HEIR) as late,
        ):
            centre = MemoryCenter(commune=FORMER)
            run(former, centre)
            run(filled, centre)
            assert filled.value("SELECT count(*) FROM folded") == 1
            assert len(bodies(filled)) < len(bodies(former))
            moving.bring(filled, heir)
            assert of_type(heir, "former_assessment")[record]["numerator"] == 5
            assert profiles.conflicts(heir, record, "former_assessment") == {}
            assert check.check(heir).fine
            before = bodies(heir)
            moving.bring(filled, heir)
            assert bodies(heir) == before
            moving.bring(former, late)
            profiles.meet(heir, late)
            assert dump(heir) == dump(late)
            assert profiles.conflicts(heir, record, "former_assessment") == {}
            assert of_type(heir, "former_assessment")[record]["numerator"] == 5

    def test_a_pc_that_knows_the_heir_without_its_history_takes_nothing_back(
        self, former: Store, heir: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(snapshot, "WORTH_IT", 3)
        an = roster.add(former, HOA, {"full_name": "An", "phone": "1"})
        answer(former, passed=True)
        centre = MemoryCenter(commune=HEIR)
        moving.bring(former, heir)
        run(heir, centre)
        for phone in ("2", "3", "4"):
            roster.describe(heir, HOA, an, {"phone": phone})
        run(heir, centre)
        with profiles.profile(tmp_path / "late", HEIR) as late:
            run(late, centre)
            assert late.value("SELECT count(*) FROM folded") == 1
            moving.bring(former, late)  # it was made without --from, and this comes after all
            run(late, centre)
            run(heir, centre)
            assert dump(late) == dump(heir)
            assert profiles.conflicts(late, an, "person") == {}
            assert digests(late) == digests(heir)
            assert check.check(late).fine


class TestOfficers:
    def test_who_was_known_stays_one_person(self, former: Store, tmp_path: Path) -> None:
        an = profile.add_officer(former, "Nguyễn Văn An")
        with profile.found(tmp_path / "new", HEIR, "nguyễn văn an") as store:
            moving.bring(former, store)
            moving.settle_in(store, profile.actor(store))
            assert profile.actor(store) == an
            assert list(of_type(store, "person")) == [an]

    def test_a_newcomer_stays_who_they_are(self, former: Store, tmp_path: Path) -> None:
        profile.add_officer(former, "Nguyễn Văn An")
        with profile.found(tmp_path / "new", HEIR, "Lê Thị Mới") as store:
            newcomer = profile.actor(store)
            moving.bring(former, store)
            moving.settle_in(store, newcomer)
            assert profile.actor(store) == newcomer
            assert len(of_type(store, "person")) == 2


class TestFiles:
    def test_a_file_is_sealed_anew_and_stored_once(self, tmp_path: Path) -> None:
        with (
            profiles.profile(tmp_path / "f", FORMER, key=SECRET) as former,
            profiles.profile(tmp_path / "h", HEIR, key=SECRET[::-1]) as heir,
        ):
            one, other = answer(former, "8.4", passed=True), answer(former, "8.1", passed=True)
            sha256 = attached(former, tmp_path, one)
            attached(former, tmp_path, other)
            moving.bring(former, heir)
            assert moving.bring_files(former, heir) == moving.Carried(1)
            with blobs.opened(heir, sha256) as file:
                assert file.read() == b"bien ban"
            lying = [path for path in (heir.folder / "blobs").rglob("*") if path.is_file()]
            assert lying == [shelf.path_of(heir, sha256)]
            assert lying[0].name != shelf.path_of(former, sha256).name
            told = {each["target_type"] for each in of_type(heir, "evidence").values()}
            assert told == {"former_assessment"}
            assert moving.bring_files(former, heir) == moving.Carried(0)
            assert check.check(heir).fine

    @pytest.mark.parametrize(("harm", "words"), [("gone", "không còn"), ("altered", "bị sửa")])
    def test_a_file_that_is_not_what_it_was_is_named_and_the_rest_comes(
        self, former: Store, heir: Store, tmp_path: Path, harm: str, words: str
    ) -> None:
        record = answer(former, passed=True)
        hurt, sound = (attached(former, tmp_path, record, each) for each in (b"hong", b"lanh"))
        path = shelf.path_of(former, hurt)
        path.chmod(0o600)
        path.unlink() if harm == "gone" else path.write_bytes(b"khac")
        moving.bring(former, heir)
        carried = moving.bring_files(former, heir)
        assert carried.files == 1
        (told,) = carried.troubles
        assert words in told
        assert "Biên bản.pdf" in told
        assert blobs.state_of(heir, sound, 4) == "here"
        assert blobs.state_of(heir, hurt, 4) == "missing"
        assert list(heir.folder.rglob("*.copying")) == []

    def test_a_file_that_was_never_fetched_is_told(self, former: Store, heir: Store) -> None:
        values = {"target_type": "assessment", "target": answer(former), "sha256": "a" * 64}
        journal.commit(former, HOA, [Edit("evidence", None, {**values, "size": 9})])
        moving.bring(former, heir)
        carried = moving.bring_files(former, heir)
        assert carried.files == 0
        assert "máy khác" in " ".join(carried.troubles)

    def test_a_full_disk_is_gone_on_with_later(
        self, former: Store, heir: Store, tmp_path: Path
    ) -> None:
        record = answer(former, passed=True)
        attached(former, tmp_path, record, b"x" * 300_000)
        moving.bring(former, heir)
        with hardship.largest_file(200_000):
            carried = moving.bring_files(former, heir)
        assert carried.files == 0
        assert "giải phóng" in carried.troubles[0]
        assert "làm lại việc này" in carried.troubles[1]
        assert moving.bring_files(former, heir) == moving.Carried(1)

    def test_it_can_be_stopped_and_gone_on_with(
        self, former: Store, heir: Store, tmp_path: Path
    ) -> None:
        attached(former, tmp_path, answer(former, passed=True))
        moving.bring(former, heir)
        assert moving.bring_files(former, heir, lambda: True).files == 0
        assert moving.bring_files(former, heir).files == 1


def test_heirs_are_those_the_units_tell() -> None:
    assert [unit.code for unit in moving.heirs(FORMER)] == [HEIR]
    assert moving.heirs(HEIR) == ()
    with pytest.raises(errors.Refused, match="không nhập vào"):
        moving.refuse_strangers(FORMER, "20107")


def test_what_is_inherited_is_a_format() -> None:
    """The same text in every version: under one id the centre takes one text."""
    body = (
        '{"actor":"a","at":"2025-06-01T08:00:00.000+07:00","base":{},"id":"06e8m6d7wr000abcdefgh",'
        '"record":"r","schema":1,"set":{"indicator":"8.4","passed":true,"period":"2024",'
        '"set":"vn-ntm-xa-2021-2025"},"type":"assessment"}'
    )
    assert encode(inherited(decode(body), Descent(FORMER, HEIR, {}))).decode() == (
        '{"actor":"a","at":"2025-06-01T08:00:00.000+07:00","base":{},"id":"06e8m6d7wr000abcdefgh",'
        '"record":"r","schema":3,"set":{"indicator":"8.4","origin":"20116","passed":true,'
        '"period":"2024","set":"vn-ntm-xa-2021-2025"},"type":"former_assessment"}'
    )


DEEDS = st.lists(
    st.tuples(
        st.integers(0, 1),  # which PC of the former commune
        st.sampled_from(["answer", "person", "delete", "meet", "heir"]),
        st.integers(0, 2),
    ),
    max_size=12,
)


@given(DEEDS)
def test_moving_commutes_and_is_idempotent(deeds: Sequence[tuple[int, str, int]]) -> None:
    """Whatever two PCs of a former commune did, the order of their moves cannot be seen."""
    with (
        quick_folder() as folder,
        profiles.profile(Path(folder) / "1", FORMER) as first,
        profiles.profile(Path(folder) / "2", FORMER) as second,
        profiles.profile(Path(folder) / "3", HEIR) as one,
        profiles.profile(Path(folder) / "4", HEIR) as other,
    ):
        pcs = first, second
        for at, deed, value in deeds:
            _do(pcs, at, deed, value, one)
        moving.bring(first, one)
        moving.bring(second, one)
        moving.bring(second, other)
        moving.bring(first, other)
        moving.bring(second, other)
        profiles.meet(one, other)
        assert dump(one) == dump(other)
        assert digests(one) == digests(other)
        assert len(bodies(one)) == len(bodies(other)) == len(set(bodies(one)))
        profiles.meet(first, second)
        moving.bring(first, one)
        assert set(of_type(one, "former_assessment")) == set(of_type(first, "assessment"))
        assert set(of_type(one, "person")) == set(of_type(first, "person"))
        assert check.check(one).fine


def _do(pcs: Sequence[Store], at: int, deed: str, value: int, heir: Store) -> None:
    person = f"nguoi-{value}"
    match deed:
        case "answer":
            answer(pcs[at], numerator=value, denominator=9)
        case "person":
            journal.commit(pcs[at], HOA, [Edit("person", person, {"full_name": f"Tên {at}"})])
        case "delete" if replica.values(pcs[at], "person", person):
            journal.commit(pcs[at], HOA, [Edit("person", person, delete=True)])
        case "meet":
            profiles.meet(*pcs)
        case "heir":
            moving.bring(pcs[at], heir)
