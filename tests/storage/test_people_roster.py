"""The roster: listed, found, merged without loss, taken out; one undo takes each back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import errors, history, journal
from db.commands import assess, profile, retention
from db.commands import people as deeds
from db.commands import places as villages
from db.commands.assess import Place
from db.journal import Edit
from db.queries import checklist, people, replica, roster, sets
from db.queries import retention as due
from db.store import Store
from rules.periods import Period
from rules.record import Values
from rules.records.person import DIGITAL_TEAM, MANAGER

TODAY = date(2026, 11, 23)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with profile.found(tmp_path / "p", "19819", "Trần Thị Bình") as made:
        yield made


def me(store: Store) -> str:
    return profile.actor(store)


def add(store: Store, name: str, **values) -> str:
    given: Values = {"full_name": name, **values}
    return deeds.add(store, me(store), given)


def listed(store: Store, query: str = "", **filters) -> list[str]:
    everybody = roster.Roster().read(store, TODAY)
    return [person.name for person in everybody.matching(query, **filters)]


def test_people_are_listed_by_given_name(store: Store) -> None:
    add(store, "Nguyễn Văn Dũng")
    add(store, "Lê Thị Đào")
    add(store, "Phan Anh")
    assert listed(store) == ["Phan Anh", "Trần Thị Bình", "Nguyễn Văn Dũng", "Lê Thị Đào"]


def test_somebody_without_a_name_is_refused(store: Store) -> None:
    with pytest.raises(errors.Refused, match="họ và tên"):
        add(store, "  ")


@pytest.mark.parametrize("query", ["dao", "ĐÀO le", "to truong", "0905", "ha giua"])
def test_a_search_looks_through_name_post_phone_and_village_without_accents(
    store: Store, query: str
) -> None:
    (village,) = villages.add_villages(store, me(store), ["Hà Giữa"])
    add(store, "Lê Thị Đào", position="Tổ trưởng", phone="0905 123 456", unit=village)
    add(store, "Nguyễn Văn An")
    assert listed(store, query) == ["Lê Thị Đào"]


def test_filters_are_by_role_and_village(store: Store) -> None:
    one, other = villages.add_villages(store, me(store), ["Hà Giữa", "Phú Mai"])
    add(store, "A", roles=[MANAGER], unit=one)
    add(store, "B", roles=[DIGITAL_TEAM, MANAGER], unit=other)
    assert listed(store, role=MANAGER) == ["A", "B"]
    assert listed(store, role=MANAGER, village=other) == ["B"]


def test_reading_again_makes_nobody_anew_who_did_not_change(store: Store) -> None:
    one, other = add(store, "A"), add(store, "B")
    held = roster.Roster().read(store, TODAY)
    before = held.find(one), held.find(other)
    deeds.describe(store, me(store), other, {"position": "Trưởng thôn"})
    held.read(store, TODAY)
    changed = held.find(other)
    assert held.find(one) is before[0]
    assert changed is not None
    assert changed.position == "Trưởng thôn"


def test_a_roster_that_ends_before_it_begins_is_refused(store: Store) -> None:
    person = add(store, "A", roster_from="2026-05-01")
    with pytest.raises(errors.Refused, match="trước ngày bắt đầu"):
        deeds.describe(store, me(store), person, {"roster_to": "2026-04-30"})


def test_whoever_left_the_roster_is_in_no_team(store: Store) -> None:
    add(store, "A", roles=[DIGITAL_TEAM], roster_to="2026-06-30")
    add(store, "B", roles=[DIGITAL_TEAM])
    everybody = roster.Roster().read(store, TODAY).people
    team = roster.teams(everybody, TODAY, DIGITAL_TEAM)
    assert [person.name for person in team[None]] == ["B"]


def test_people_of_a_merged_village_are_at_home_in_the_new_one(store: Store) -> None:
    old = villages.add_villages(store, me(store), ["Hà Giữa", "Phú Mai"])
    add(store, "A", unit=old[0])
    new = villages.merge_villages(store, me(store), old, "Hà Mai", date(2026, 7, 1))
    assert listed(store, village=new) == ["A"]


def test_people_of_a_split_village_are_at_home_nowhere_yet(store: Store) -> None:
    (old,) = villages.add_villages(store, me(store), ["Hà Giữa"])
    person = add(store, "A", unit=old)
    villages.split_village(store, me(store), old, ["Hà Một", "Hà Hai"], date(2026, 7, 1))
    found = roster.Roster().read(store, TODAY).find(person)
    assert found is not None
    assert (found.home, found.village) == (None, "Hà Giữa")


def test_two_entries_of_one_person_are_found_and_told_apart(store: Store) -> None:
    one = add(store, "Lê Thị Đào", birth_year=1980)
    other = add(store, "LE THI DAO", birth_year=1980)
    add(store, "Lê Thị Đào", birth_year=1991)
    held = roster.Roster().read(store, TODAY)
    (pair,) = roster.duplicates(held.people)
    assert {pair.one, pair.other} == {one, other}
    deeds.tell_apart(store, me(store), other, one)
    assert roster.duplicates(held.read(store, TODAY).people) == []


def test_merged_the_kept_one_learns_what_it_did_not_know(store: Store) -> None:
    kept = add(store, "Lê Thị Đào", birth_year=1980, roles=[MANAGER])
    other = add(store, "Lê Thị Đào", birth_year=1981, phone="0905", roles=[DIGITAL_TEAM])
    deeds.merge(store, me(store), kept, other)
    values = replica.values(store, "person", kept)
    assert values is not None
    assert (values["birth_year"], values["phone"]) == (1980, "0905")
    assert values["roles"] == [DIGITAL_TEAM, MANAGER]
    assert listed(store, "dao") == ["Lê Thị Đào"]
    assert people.standing(store) == {other: kept}


def test_one_undo_takes_a_merger_back_whole(store: Store) -> None:
    kept, other = add(store, "Lê Thị Đào"), add(store, "Lê Thị Đào", phone="0905")
    deeds.merge(store, me(store), kept, other)
    history.undo(store, me(store))
    assert len(listed(store, "dao")) == 2
    values = replica.values(store, "person", kept)
    assert values is not None
    assert values["phone"] is None


def test_two_mergers_towards_each_other_lose_nobody(store: Store) -> None:
    one, other = add(store, "Lê Thị Đào"), add(store, "Lê Thị Đào")
    deeds.merge(store, me(store), one, other)
    journal.commit(store, me(store), [Edit("person", one, {"merged_into": other})])
    assert people.standing(store) == {max(one, other): min(one, other)}
    assert listed(store, "dao") == ["Lê Thị Đào"]


def test_the_officer_at_work_is_not_merged_away_nor_taken_out(store: Store) -> None:
    twin = add(store, "Trần Thị Bình")
    with pytest.raises(errors.Refused, match="giữ người này"):
        deeds.merge(store, me(store), twin, me(store))
    with pytest.raises(errors.Refused, match="đang làm việc"):
        deeds.remove(store, me(store), [me(store)])


def test_an_officer_who_was_merged_is_listed_once(store: Store) -> None:
    twin = profile.add_officer(store, "Trần Bình")
    deeds.merge(store, me(store), me(store), twin)
    assert [officer.id for officer in people.officers(store)] == [me(store)]


def test_whoever_is_taken_out_takes_their_twins_along_and_back(store: Store) -> None:
    kept, other = add(store, "Lê Thị Đào"), add(store, "Lê Thị Đào")
    deeds.merge(store, me(store), kept, other)
    deeds.remove(store, me(store), [kept])
    assert listed(store, "dao") == []
    history.undo(store, me(store))
    assert listed(store, "dao") == ["Lê Thị Đào"]


def course(store: Store, person: str, keep_until: str | None) -> str:
    given: Values = {"title": "Kỹ năng số", "keep_until": keep_until}
    (made,) = journal.commit(store, me(store), [Edit("course", None, given)])
    journal.commit(
        store, me(store), [Edit("enrolment", None, {"course": made.record, "person": person})]
    )
    return made.record


def test_only_what_is_past_its_day_is_reported(store: Store) -> None:
    late = add(store, "A", keep_until="2026-11-22")
    add(store, "B", keep_until="2026-11-23")
    person = add(store, "C")
    old = course(store, person, "2025-12-31")
    course(store, late, None)
    found = due.past(store, TODAY)
    assert [(each.type, each.record, each.persons) for each in found] == [
        ("course", old, 1),
        ("person", late, 1),
    ]


def test_a_purge_empties_the_list_of_a_class_keeps_the_class_and_can_be_undone(
    store: Store,
) -> None:
    person = add(store, "A")
    old = course(store, person, "2025-12-31")
    retention.purge(store, me(store), due.past(store, TODAY))
    assert due.past(store, TODAY) == []
    assert replica.values(store, "course", old) is not None
    assert listed(store, "a") != []
    history.undo(store, me(store))
    assert len(due.past(store, TODAY)) == 1


def test_a_task_of_the_merged_one_is_the_kept_ones(store: Store) -> None:
    twin = add(store, "Trần Thị Bình")
    place = Place("vn-ntm-xa-2021-2025", "8.4", "2025")
    assess.assign(store, me(store), place, owner=twin, due=None)
    deeds.merge(store, me(store), me(store), twin)
    criteria = next(each for each in sets.offered(store) if each.id == place.set)
    lines = checklist.read(store, criteria, Period.parse("2025")).lines
    assert lines["8.4"].owner == me(store)
