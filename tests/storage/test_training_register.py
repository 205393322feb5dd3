"""The register of training: classes, who is in them, who came; each deed undone by one undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import errors, history
from db.commands import people as roster
from db.commands import profile
from db.commands import training as deeds
from db.queries import replica, training
from db.queries.training import Learner
from db.store import Store
from rules.attendance import ABSENT, EXCUSED, PRESENT


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with profile.found(tmp_path / "p", "19819", "Trần Thị Bình") as made:
        yield made


def me(store: Store) -> str:
    return profile.actor(store)


def add(store: Store, name: str, **values: str | int | None) -> str:
    return roster.add(store, me(store), {"full_name": name, **values})


def opened(store: Store, *names: str, title: str = "Kỹ năng số") -> str:
    return deeds.open_course(store, me(store), title, [add(store, name) for name in names])


def inside(store: Store, course: str) -> list[str]:
    return [each.name for each in training.learners(store, course)]


def learner(store: Store, course: str, name: str) -> Learner:
    return next(each for each in training.learners(store, course) if each.name == name)


def state(store: Store, course: str, session: str, name: str) -> str | None:
    return training.marks(store, course).of(session, learner(store, course, name))


class TestClasses:
    def test_a_class_needs_a_title(self, store: Store) -> None:
        with pytest.raises(errors.Refused, match="tên lớp"):
            deeds.open_course(store, me(store), "  ")

    def test_a_class_opens_with_people_as_one_action(self, store: Store) -> None:
        an = add(store, "An")
        course = deeds.open_course(store, me(store), "Kỹ năng  số", [an], code="KNS-01")
        (found,) = training.courses(store)
        assert (found.title, found.code, found.learners) == ("Kỹ năng số", "KNS-01", 1)
        history.undo(store, me(store))
        assert training.courses(store) == []
        assert inside(store, course) == []

    def test_classes_are_listed_by_their_last_session(self, store: Store) -> None:
        old, new = opened(store, title="Cũ"), opened(store, title="Mới")
        waiting = opened(store, title="Chưa mở")
        deeds.add_session(store, me(store), old, "2025-03-01")
        deeds.add_session(store, me(store), new, "2026-03-02")
        deeds.add_session(store, me(store), new, "2026-03-01")
        assert [each.id for each in training.courses(store)] == [waiting, new, old]
        (found,) = [each for each in training.courses(store) if each.id == new]
        assert (found.first, found.last, found.sessions) == ("2026-03-01", "2026-03-02", 2)

    def test_removing_a_class_takes_all_of_it_and_one_undo_brings_it_back(
        self, store: Store
    ) -> None:
        course = opened(store, "An", "Bình")
        session = deeds.add_session(store, me(store), course, "2026-03-01")
        deeds.mark(store, me(store), {(session, learner(store, course, "An")): PRESENT})
        before = list(replica.dump(store))
        deeds.remove_course(store, me(store), course)
        assert training.courses(store) == []
        assert not [line for line in replica.dump(store) if "attendance" in line]
        history.undo(store, me(store))
        assert list(replica.dump(store)) == before

    def test_classes_are_found_without_accents(self, store: Store) -> None:
        opened(store, title="Dịch vụ công trực tuyến")
        found = training.matching_courses(training.courses(store), "dich truc")
        assert [each.title for each in found] == ["Dịch vụ công trực tuyến"]
        assert training.matching_courses(training.courses(store), "dich khong") == []

    def test_a_session_cannot_end_before_it_begins(self, store: Store) -> None:
        course = opened(store)
        with pytest.raises(errors.Refused, match="Giờ kết thúc"):
            deeds.add_session(store, me(store), course, "2026-03-01", begins="13:30", ends="11:00")

    def test_a_session_goes_with_its_attendance(self, store: Store) -> None:
        course = opened(store, "An")
        session = deeds.add_session(store, me(store), course, "2026-03-01")
        deeds.mark(store, me(store), {(session, learner(store, course, "An")): PRESENT})
        deeds.remove_session(store, me(store), session)
        assert training.sessions(store, course) == []
        assert training.marks(store, course).states == {}


class TestLearners:
    def test_nobody_is_enrolled_twice(self, store: Store) -> None:
        an, course = add(store, "An"), opened(store)
        assert deeds.enrol(store, me(store), course, [an, an]) == 1
        assert deeds.enrol(store, me(store), course, [an]) == 0
        assert inside(store, course) == ["An"]

    def test_whoever_left_may_come_back(self, store: Store) -> None:
        course = opened(store, "An")
        session = deeds.add_session(store, me(store), course, "2026-03-01")
        an = learner(store, course, "An")
        deeds.mark(store, me(store), {(session, an): PRESENT})
        deeds.withdraw(store, me(store), course, [an])
        assert inside(store, course) == []
        deeds.enrol(store, me(store), course, [an.person])
        assert inside(store, course) == ["An"]
        assert state(store, course, session, "An") is None

    def test_a_person_listed_twice_is_one_learner(self, store: Store) -> None:
        one, other = add(store, "Lê An"), add(store, "LE AN")
        course = deeds.open_course(store, me(store), "Kỹ năng số", [one, other])
        session = deeds.add_session(store, me(store), course, "2026-03-01")
        twin = learner(store, course, "LE AN")
        deeds.mark(store, me(store), {(session, twin): PRESENT})
        deeds.grade(store, me(store), course, [twin], {"mark": "9"})
        roster.merge(store, me(store), one, other)
        (found,) = training.learners(store, course)
        assert (found.person, found.mark) == (one, "9")
        assert training.courses(store)[0].learners == 1
        assert state(store, course, session, "Lê An") == PRESENT
        deeds.mark(store, me(store), {(session, found): ABSENT})
        assert state(store, course, session, "Lê An") == ABSENT
        history.undo(store, me(store))
        assert state(store, course, session, "Lê An") == PRESENT

    def test_whoever_was_taken_out_of_the_list_is_in_no_class(self, store: Store) -> None:
        course = opened(store, "An", "Bình")
        roster.remove(store, me(store), [learner(store, course, "An").person])
        assert inside(store, course) == ["Bình"]


class TestAttendance:
    def test_a_column_is_one_action(self, store: Store) -> None:
        course = opened(store, "An", "Bình", "Cúc")
        session = deeds.add_session(store, me(store), course, "2026-03-01")
        everybody = training.learners(store, course)
        deeds.mark(store, me(store), {(session, each): PRESENT for each in everybody})
        deeds.mark(store, me(store), {(session, everybody[1]): EXCUSED})
        found = training.marks(store, course)
        assert [found.of(session, each) for each in everybody] == [PRESENT, EXCUSED, PRESENT]
        assert found.attended(training.sessions(store, course), everybody[0]) == 1
        assert found.attended(training.sessions(store, course), everybody[1]) == 0
        history.undo(store, me(store))
        history.undo(store, me(store))
        assert training.marks(store, course).states == {}

    def test_a_mark_is_taken_back(self, store: Store) -> None:
        course = opened(store, "An")
        session = deeds.add_session(store, me(store), course, "2026-03-01")
        an = learner(store, course, "An")
        deeds.mark(store, me(store), {(session, an): PRESENT})
        deeds.mark(store, me(store), {(session, an): None})
        assert state(store, course, session, "An") is None

    def test_taking_back_what_was_never_noted_writes_nothing(self, store: Store) -> None:
        course = opened(store, "An")
        session = deeds.add_session(store, me(store), course, "2026-03-01")
        before = replica.status(store).changes
        deeds.mark(store, me(store), {(session, learner(store, course, "An")): None})
        assert replica.status(store).changes == before


class TestCertificates:
    def test_they_are_numbered_in_the_order_of_the_list(self, store: Store) -> None:
        course = opened(store, "An", "Bình")
        everybody = training.learners(store, course)
        deeds.certify(
            store,
            me(store),
            course,
            everybody,
            first="09/CN-2026",
            day="2026-03-05",
            issuer="UBND xã",
        )
        found = training.learners(store, course)
        assert [each.certificate_no for each in found] == ["09/CN-2026", "10/CN-2026"]
        assert {each.result for each in found} == {"passed"}
        history.undo(store, me(store))
        assert [each.result for each in training.learners(store, course)] == [None, None]

    def test_a_number_is_given_out_once(self, store: Store) -> None:
        course = opened(store, "An", "Bình")
        an, binh = training.learners(store, course)
        deeds.certify(store, me(store), course, [an], first="10", day=None, issuer=None)
        with pytest.raises(errors.Refused, match="10 đã cấp"):
            deeds.certify(store, me(store), course, [binh], first="10", day=None, issuer=None)

    def test_a_number_needs_figures(self, store: Store) -> None:
        course = opened(store, "An")
        everybody = training.learners(store, course)
        with pytest.raises(errors.Refused, match="chữ số"):
            deeds.certify(store, me(store), course, everybody, first="CN", day=None, issuer=None)
