"""Coverage as the register tells it, against counting by hand what was written into it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.commands import people as roster_deeds
from db.commands import profile
from db.commands import training as deeds
from db.queries import coverage as reading
from db.queries import training
from db.queries.roster import Roster
from db.store import Store
from rules import coverage
from rules.attendance import ABSENT, PRESENT
from rules.coverage import Coverage, Question, Reach, Span
from rules.records.person import MANAGER, RESIDENT

DAY = date(2026, 6, 30)
SPAN = Span(None, DAY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with profile.found(tmp_path / "p", "19819", "Trần Thị Bình") as made:
        yield made


def add(store: Store, name: str, role: str = MANAGER) -> str:
    values = {"full_name": name, "roles": [role]}
    return roster_deeds.add(store, profile.actor(store), values)


def counted(store: Store, *, least: int = 100) -> Coverage:
    members = [reading.member(each) for each in Roster().read(store, DAY).people]
    ids = coverage.trained(reading.seats(store), SPAN, least=least)
    return coverage.coverage(coverage.roster(members, DAY, MANAGER), ids)


def came(store: Store, course: str, session: str, *persons: str) -> None:
    learners = {each.person: each for each in training.learners(store, course)}
    states = {(session, learners[each]): PRESENT for each in persons}
    deeds.mark(store, profile.actor(store), states)


def test_one_person_in_two_classes_counts_once_and_residents_do_not(store: Store) -> None:
    me, an, binh = profile.actor(store), add(store, "An"), add(store, "Bình")
    cu = add(store, "Cư", RESIDENT)
    for title in ("Kỹ năng số", "An toàn thông tin"):
        course = deeds.open_course(store, me, title, [an, binh, cu])
        came(store, course, deeds.add_session(store, me, course, "2026-03-01"), an, cu)
    assert counted(store) == Coverage((an,), (binh,))


def test_who_was_listed_twice_is_one_person_with_the_sessions_of_both(store: Store) -> None:
    me, an, again = profile.actor(store), add(store, "Nguyễn An"), add(store, "Nguyen An")
    course = deeds.open_course(store, me, "Kỹ năng số", [an, again])
    came(store, course, deeds.add_session(store, me, course, "2026-03-01"), an)
    came(store, course, deeds.add_session(store, me, course, "2026-03-02"), again)
    assert set(counted(store).waiting) == {an, again}
    roster_deeds.merge(store, me, an, again)
    assert counted(store) == Coverage((an,), ())


def test_a_certificate_counts_where_no_session_was_noted(store: Store) -> None:
    me, an, binh = profile.actor(store), add(store, "An"), add(store, "Bình")
    course = deeds.open_course(store, me, "Kỹ năng số", [an, binh])
    one = [each for each in training.learners(store, course) if each.person == an]
    deeds.certify(store, me, course, one, first="01/CN", day="2026-05-04", issuer=None)
    assert counted(store) == Coverage((an,), (binh,))


@pytest.mark.parametrize("seed", range(4))
def test_coverage_is_what_counting_by_hand_gives(store: Store, seed: int) -> None:
    draw, me = random.Random(seed), profile.actor(store)
    everybody = [add(store, f"Người {n:02}", draw.choice([MANAGER, RESIDENT])) for n in range(20)]
    present: dict[tuple[str, str], int] = {}
    whole: dict[str, int] = {}
    for n in range(4):
        inside = draw.sample(everybody, 12)
        course = deeds.open_course(store, me, f"Lớp {n}", inside)
        days = [DAY + timedelta(days=draw.randint(-40, 5)) for _ in range(draw.randint(0, 3))]
        if days and max(days) <= DAY:
            whole[course] = len(days)
        learners = training.learners(store, course)
        for day in days:
            session = deeds.add_session(store, me, course, day.isoformat())
            states = {(session, each): draw.choice([PRESENT, ABSENT]) for each in learners}
            deeds.mark(store, me, states)
            for (_session, each), state in states.items():
                key = (each.person, course)
                present[key] = present.get(key, 0) + (state == PRESENT)
    by_hand = {
        person
        for (person, course), times in present.items()
        if course in whole and times * 2 >= whole[course]
    }
    managers = {each.id for each in Roster().read(store, DAY).people if MANAGER in each.roles}
    found = counted(store, least=50)
    assert set(found.trained) == by_hand & managers
    lean = Reach(Question(MANAGER, SPAN, least=50), reading.members(store), reading.seats(store))
    assert set(lean.whole().trained) == set(found.trained)
    assert set(lean.whole().waiting) == set(found.waiting)
    assert set(found.waiting) == managers - by_hand
