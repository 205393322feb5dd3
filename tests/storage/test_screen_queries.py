"""What screens ask the commune's memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db import journal, shelf
from db.commands import assess, places, profile, submission
from db.commands import evidence as deeds
from db.commands.assess import Place
from db.journal import Receipt
from db.queries import (
    checklist,
    disputes,
    evidence,
    handing,
    quarantine,
    rehearsal,
    rounds,
    rulebook,
    search,
    sets,
    story,
    subjects,
    today,
)
from db.queries.story import Chapter
from db.store import Store
from rules.change import encode
from rules.periods import Period
from rules.rehearsal import Found
from tests.support.desk import Pen

SET = "vn-ntm-xa-2021-2025"
NOW = date(2026, 11, 23)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with profile.found(tmp_path / "profile", "19819", "Trần Thị Bình") as made:
        yield made


def me(store: Store) -> str:
    return profile.actor(store)


def place(code: str, village: str | None = None) -> Place:
    return Place(SET, code, "2025", village)


# Sets and periods -------------------------------------------------------------------------------


def test_only_sets_of_communes_are_offered_the_latest_first(store: Store) -> None:
    offered = [each.id for each in sets.offered(store)]
    assert offered[0] == "vn-ntm-xa-2026-2030"
    assert "vn-ntm-huyen-2021-2025" not in offered


def test_the_first_set_is_the_last_one_with_indicators(store: Store) -> None:
    assert sets.first(sets.offered(store), NOW).id == SET


def test_in_its_years_a_set_in_force_comes_first(store: Store) -> None:
    assert sets.first(sets.offered(store), date(2024, 5, 1)).id == SET


@pytest.mark.parametrize(
    ("today_", "year"),
    [(date(2026, 11, 23), 2025), (date(2024, 5, 1), 2024), (date(2020, 1, 1), 2022)],
)
def test_the_usual_period_lies_within_the_set(store: Store, today_: date, year: int) -> None:
    criteria = rulebook.criteria(store, SET)
    assert sets.usual_period(criteria, today_) == Period(year)


def test_periods_with_answers_can_be_chosen(store: Store) -> None:
    assess.answer(store, me(store), Place(SET, "3.2", "2025-H1"), {"passed": True})
    offered = sets.offered_periods(store, rulebook.criteria(store, SET), NOW)
    assert Period.parse("2025-H1") in offered
    assert list(offered) == sorted(offered, reverse=True)


def test_the_plans_own_set_is_known_by_its_decision(store: Store) -> None:
    plan = sets.plan_set(store)
    assert plan is not None
    assert plan.id == "hue-kh132-2021-2025"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Bộ tiêu chí quốc gia về xã nông thôn mới giai đoạn 2021-2025", "Xã NTM 2021-2025"),
        ("Bộ tiêu chí riêng của xã", "Bộ tiêu chí riêng của xã"),
    ],
)
def test_a_long_title_is_shortened_as_officers_do(title: str, short: str) -> None:
    assert sets.short_title(title) == short


# The day ----------------------------------------------------------------------------------------


def test_a_new_profile_has_an_empty_day(store: Store) -> None:
    day = today.read(store, rulebook.criteria(store, SET), Period(2025), NOW)
    assert (day.due, day.returned, day.disputed, day.answered) == ((), (), (), False)


def test_duties_of_every_period_are_told_overdue_first(store: Store) -> None:
    for code, period, due in (("3.1", "2025", "2026-11-25"), ("8.4", "2024", "2026-11-20")):
        where = Place(SET, code, period)
        assess.assign(store, me(store), where, owner=me(store), due=due)
    day = today.read(store, rulebook.criteria(store, SET), Period(2025), NOW)
    assert [(duty.indicator, duty.period, duty.days) for duty in day.due] == [
        ("8.4", "2024", -3),
        ("3.1", "2025", 2),
    ]


def test_a_task_of_a_set_nobody_knows_does_not_spoil_the_day(store: Store) -> None:
    lost = Pen().change(
        "task",
        "t1",
        set={"set": "bo-la", "indicator": "1.1", "period": "2025", "due": "2026-11-20"},
    )
    journal.receive(store, [(1, encode(lost))], 1)
    day = today.read(store, rulebook.criteria(store, SET), Period(2025), NOW)
    assert day.due == ()


# Rehearsal and handing in -----------------------------------------------------------------------


def test_a_rehearsal_sees_evidence_that_is_gone(store: Store, tmp_path: Path) -> None:
    assess.answer(store, me(store), place("8.4"), {"passed": True})
    paper = tmp_path / "bien-ban.pdf"
    paper.write_bytes(b"%PDF")
    record = assess.record_of(store, place("8.4"))
    deeds.attach(store, me(store), "assessment", record, paper)
    shelf.path_of(store, evidence.of(store, record)[0].sha256).unlink()
    found = rehearsal.rehearse(store, SET, Period(2025))
    assert (Found.FILE_MISSING, "8.4") in [(each.code, each.indicator) for each in found]


def test_a_period_is_a_draft_until_it_is_handed_in(store: Store) -> None:
    assess.answer(store, me(store), place("3.2"), {"passed": True})
    assert handing.of(store, SET, "2025").state == "draft"
    submission.submit(store, me(store), SET, "2025", 1)
    found = handing.of(store, SET, "2025")
    assert (found.state, found.by, found.changed) == ("submitted", "Trần Thị Bình", 0)
    assess.answer(store, me(store), place("3.2"), {"passed": False})
    assert handing.of(store, SET, "2025").changed == 1


# What came from elsewhere -----------------------------------------------------------------------


def test_open_conflicts_say_where_they_stand(store: Store) -> None:
    (village,) = places.add_villages(store, me(store), ["Hà Giữa"])
    where = place("2.2", village)
    assess.answer(store, me(store), where, {"numerator": 5, "denominator": 9})
    record = assess.record_of(store, where)
    other = Pen().change("assessment", record, set={**where.key(), "numerator": 6})
    journal.receive(store, [(1, encode(other))], 1)
    (dispute,) = disputes.every(store)
    spot = dispute.subject.spot
    assert spot is not None
    assert (dispute.field, spot.indicator, spot.village) == ("numerator", "2.2", "Hà Giữa")
    assert disputes.among(store, [record]) == [dispute]
    assert disputes.among(store, ["another"]) == []


def test_a_file_is_about_its_indicator(store: Store, tmp_path: Path) -> None:
    assess.answer(store, me(store), place("8.4"), {"passed": True})
    paper = tmp_path / "bien-ban.pdf"
    paper.write_bytes(b"%PDF")
    record = assess.record_of(store, place("8.4"))
    piece = deeds.attach(store, me(store), "assessment", record, paper)
    about = subjects.of(store, "evidence", piece)
    assert about.name == "bien-ban.pdf"
    assert about.spot is not None
    assert about.spot.indicator == "8.4"


def test_refusals_carry_the_centres_sentence(store: Store) -> None:
    change = assess.answer(store, me(store), place("3.2"), {"passed": True})
    assert change is not None
    receipt = Receipt(change.id, None, "2026-11-23T08:00:00+07:00", "late", "Kỳ này đã khoá.")
    journal.acknowledge(store, [receipt])
    (refusal,) = quarantine.refusals(store)
    assert refusal.sentence == "Kỳ này đã khoá."
    assert refusal.subject.spot is not None
    assert refusal.subject.spot.indicator == "3.2"
    assert rounds.tally(store).refused == 1


def test_the_story_is_told_over_all_records_the_latest_first(store: Store) -> None:
    (village,) = places.add_villages(store, me(store), ["Hà Giữa"])
    assess.answer(store, me(store), place("2.2"), {"note": "Chờ số liệu"})
    assess.answer(store, me(store), place("2.2", village), {"numerator": 5})
    chapters = [
        Chapter("assessment", assess.record_of(store, place("2.2"))),
        Chapter("assessment", assess.record_of(store, place("2.2", village)), "Hà Giữa"),
    ]
    told = [(event.field, event.after, event.about) for event in story.of(store, chapters)]
    assert told == [("numerator", 5, "Hà Giữa"), ("note", "Chờ số liệu", None)]


# Search -----------------------------------------------------------------------------------------


def test_search_needs_every_word_and_no_accent(store: Store) -> None:
    criteria = rulebook.criteria(store, SET)
    hits = search.everything(store, [criteria], Period(2025))
    assert search.matching(hits, "") == []
    found = search.matching(hits, "NUOC SACH quy chuan")
    assert [hit.indicator for hit in found] == ["17.1"]


def test_the_code_that_was_typed_comes_first(store: Store) -> None:
    hits = search.everything(store, [rulebook.criteria(store, SET)], Period(2025))
    assert search.matching(hits, "1.1")[0].indicator == "1.1"


# Villages ---------------------------------------------------------------------------------------


def test_a_village_cannot_take_the_name_of_another(store: Store) -> None:
    from db import errors

    _first, second = places.add_villages(store, me(store), ["Hà Giữa", "Dương Nỗ"])
    with pytest.raises(errors.Refused):
        places.describe_village(store, me(store), second, {"name": "hà giữa"})


def test_a_village_that_ended_is_no_longer_asked(store: Store) -> None:
    (village,) = places.add_villages(store, me(store), ["Hà Giữa"])
    places.describe_village(store, me(store), village, {"valid_to": "2025-06-30"})
    criteria = rulebook.criteria(store, SET)
    assert checklist.read(store, criteria, Period(2025)).villages == ()
    assert len(checklist.read(store, criteria, Period.parse("2025-H1")).villages) == 1
