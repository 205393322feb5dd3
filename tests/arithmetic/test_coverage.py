"""Training reaches people, not chairs: each counts once, and only while on the roster."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rules import coverage
from rules.coverage import Coverage, Member, Seat, Span

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
DAY = date(2026, 6, 30)
MANAGER, TEAM = "manager", "digital_team"
HOA = Member("hoa", "Hồ Thị Hoa", "thon-1", "female", frozenset({MANAGER, TEAM}))
BINH = Member("binh", "Lê Bình", "thon-2", "male", frozenset({MANAGER}))
LEFT = Member("an", "Trần An", "thon-2", "male", frozenset({MANAGER}), until=date(2026, 6, 29))


def seat(person: str, day: date = DAY, attended: int = 2, topic: str | None = None) -> Seat:
    """A part in a course of two sessions."""
    return Seat(person, topic, day, 2, attended)


def test_who_sat_in_three_classes_counts_once() -> None:
    ids = coverage.trained([seat("hoa"), seat("hoa"), seat("hoa")], YEAR)
    found = coverage.coverage(coverage.roster([HOA, BINH, LEFT], DAY, MANAGER), ids)
    assert found == Coverage(("hoa",), ("binh",))
    assert found.share == Fraction(1, 2)


def test_who_left_the_roster_the_day_before_does_not_count() -> None:
    assert coverage.roster([HOA, LEFT], DAY) == [HOA]
    assert coverage.roster([HOA, LEFT], date(2026, 6, 29)) == [HOA, LEFT]
    assert coverage.roster([HOA, BINH], DAY, TEAM) == [HOA]


def test_of_nobody_there_is_no_share() -> None:
    assert coverage.coverage([], frozenset({"hoa"})).share is None


def test_half_a_course_counts_only_where_half_is_enough() -> None:
    half = [seat("hoa", attended=1)]
    assert coverage.trained(half, YEAR) == frozenset()
    assert coverage.trained(half, YEAR, least=50) == {"hoa"}
    assert coverage.trained([Seat("hoa", None, DAY, 0, 0)], YEAR, least=0) == frozenset()


def test_whom_the_organiser_let_pass_is_trained_also_where_no_session_was_noted() -> None:
    assert coverage.trained([Seat("hoa", None, DAY, 0, 0, passed=True)], YEAR) == {"hoa"}
    assert coverage.trained([Seat("hoa", None, DAY, 2, 1, passed=True)], YEAR) == {"hoa"}


def test_the_year_before_and_the_beginning_of_time() -> None:
    assert YEAR.a_year_before() == Span(date(2025, 1, 1), date(2025, 12, 31))
    since_ever = Span(None, date(2024, 2, 29))
    assert since_ever.a_year_before() == Span(None, date(2023, 2, 28))
    assert since_ever.holds(date(1999, 1, 1))
    assert not since_ever.holds(date(2024, 3, 1))


def test_days_and_topics_are_kept_apart() -> None:
    seats = [
        seat("hoa", topic="an-toan"),
        seat("binh", topic="dich-vu-cong"),
        seat("an", date(2025, 12, 31), topic="an-toan"),
    ]
    assert coverage.trained(seats, YEAR) == {"hoa", "binh"}
    assert coverage.trained(seats, YEAR, topic="an-toan") == {"hoa"}


def test_parts_of_the_roster() -> None:
    group, ids = [HOA, BINH], frozenset({"hoa"})
    assert coverage.by(group, ids, lambda each: [each.unit]) == {
        "thon-1": Coverage(("hoa",), ()),
        "thon-2": Coverage((), ("binh",)),
    }
    by_role = coverage.by(group, ids, lambda each: sorted(each.roles))
    assert by_role[MANAGER].whole == 2
    assert by_role[TEAM] == Coverage(("hoa",), ())


days = st.dates(date(2025, 11, 1), date(2027, 2, 1))
people = st.sampled_from("abcdef")
members = st.builds(
    lambda id_, since, until, manager: Member(
        id_, id_, since=since, until=until, roles=frozenset({MANAGER} if manager else ())
    ),
    people,
    st.none() | days,
    st.none() | days,
    st.booleans(),
)
seats_ = st.builds(
    Seat,
    person=people,
    topic=st.none(),
    day=days,
    sessions=st.integers(0, 3),
    attended=st.integers(0, 3),
    passed=st.booleans(),
)


@given(st.lists(members, unique_by=lambda each: each.id), st.lists(seats_), days)
def test_coverage_is_what_counting_by_hand_gives(
    all_: list[Member], seats: list[Seat], day: date
) -> None:
    ids = coverage.trained(seats, YEAR)
    found = coverage.coverage(coverage.roster(all_, day, MANAGER), ids)
    by_hand: dict[str, bool] = {}
    for member in all_:
        if MANAGER not in member.roles:
            continue
        if member.since is not None and day < member.since:
            continue
        if member.until is not None and day > member.until:
            continue
        by_hand[member.id] = False
        for each in seats:
            done = each.passed or (each.sessions > 0 and each.attended >= each.sessions)
            if each.person == member.id and each.day.year == 2026 and done:
                by_hand[member.id] = True
    assert set(found.trained) == {each for each, done in by_hand.items() if done}
    assert set(found.waiting) == {each for each, done in by_hand.items() if not done}
