"""What registers say to an indicator: never more than they know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db.commands import people as roster
from db.commands import profile, training
from db.commands import survey as surveys
from db.queries import forms, registers, rulebook
from db.queries import survey as survey_reading
from db.queries import training as training_reading
from db.store import Store
from resources.criteria import Feed, Register
from rules.attendance import PRESENT
from rules.periods import Period

YEAR = Period(2025)
LATER, DURING = date(2026, 2, 1), date(2025, 6, 30)
MANAGERS = Feed(Register.TRAINING, role="manager")
ONLINE = Feed(Register.SURVEY, method="online")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with profile.found(tmp_path / "p", "19819", "Trần Thị Bình") as made:
        yield made


def manager(store: Store, name: str, **values: str) -> str:
    told = {"full_name": name, "roles": ["manager"], **values}
    return roster.add(store, profile.actor(store), told)


def test_coverage_is_that_of_the_last_day_of_the_period(store: Store) -> None:
    me = profile.actor(store)
    an, binh = manager(store, "An"), manager(store, "Bình", roster_from="2025-09-01")
    course = training.open_course(store, me, "Kỹ năng số", [an, binh])
    session = training.add_session(store, me, course, "2025-10-01")
    states = {(session, each): PRESENT for each in training_reading.learners(store, course)}
    training.mark(store, me, states)
    during = registers.figure(store, MANAGERS, YEAR, DURING)
    assert (during.day, during.values) == ("2025-06-30", {"numerator": 0, "denominator": 1})
    later = registers.figure(store, MANAGERS, YEAR, LATER)
    assert (later.day, later.values) == ("2025-12-31", {"numerator": 2, "denominator": 2})


def test_of_an_empty_roster_it_says_nothing(store: Store) -> None:
    assert registers.figure(store, MANAGERS, YEAR, LATER).values == {}


@pytest.mark.parametrize(
    ("method", "closes", "values"),
    [
        ("online", "2025-11-20", {"passed": True}),
        ("house", "2025-11-20", {}),
        ("online", "2026-01-05", {}),
    ],
)
def test_a_survey_counts_once_it_is_signed_and_of_the_period(
    store: Store, method: str, closes: str, values: dict[str, bool]
) -> None:
    me, form = profile.actor(store), forms.forms(store)[0]
    survey = surveys.open_survey(store, me, "Hài lòng", form, method=method, closes=closes)
    assert registers.figure(store, ONLINE, YEAR, LATER).values == {}
    profile.set_front(store, me, me, front=True)
    (found,) = survey_reading.surveys(store)
    result = survey_reading.result([], form, survey_reading.bounds(found, form))
    with pytest.raises(Exception, match="còn thôn thiếu"):
        surveys.sign(store, me, survey, result)
    surveys.describe(store, me, survey, {"signed_at": "2026-01-10T08:00:00+07:00"})
    assert registers.figure(store, ONLINE, YEAR, LATER).values == values


def test_the_plans_own_set_is_answered_from_the_registers(store: Store) -> None:
    fed = {
        each.code: each.feed.register
        for each in rulebook.criteria(store, "hue-kh132-2021-2025").indicators()
        if each.feed
    }
    assert fed == {"T07": Register.TRAINING, "T12": Register.SURVEY}
