"""How far training reaches: distinct people against the roster on a day, never attendances.

Trained cadres over all cadres is the indicator's own formula, so one person in three classes
counts once, and one who left the roster does not count at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from rules.lineage import valid
from rules.numbers import Number, exact


class Member(Struct, frozen=True):
    """A person as the roster knows them."""

    id: str
    name: str
    unit: str | None = None
    sex: str | None = None
    roles: frozenset[str] = frozenset()
    since: date | None = None  # first day on the roster; None is open
    until: date | None = None  # last day


class Seat(Struct, frozen=True):
    """One person's part in one course."""

    person: str
    topic: str | None
    day: date  # of the last session; of the certificate where no session was noted
    sessions: int  # of the course
    attended: int  # of them
    passed: bool = False  # the organiser gave this result, or a certificate


class Span(Struct, frozen=True):
    """The days that count, both included."""

    first: date | None  # None: from the beginning
    last: date

    def holds(self, day: date) -> bool:
        """Whether this day counts."""
        return (self.first is None or self.first <= day) and day <= self.last

    def a_year_before(self) -> Span:
        """The same days of the year before; of 29 February, the 28th."""
        return Span(self.first and _a_year_before(self.first), _a_year_before(self.last))


class Question(Struct, frozen=True):
    """Of whom, in which days, of which topic, and how much of a class is enough."""

    role: str | None  # None: of everybody on the roster
    span: Span
    topic: str | None = None
    least: Number = 100  # per cent of a class's sessions


class Coverage(Struct, frozen=True):
    """Of a group: who is trained, and who is not yet."""

    trained: tuple[str, ...]  # ids, in the roster's order
    waiting: tuple[str, ...]

    @property
    def whole(self) -> int:
        """How many there are in the group."""
        return len(self.trained) + len(self.waiting)

    @property
    def share(self) -> Fraction | None:
        """Trained out of all; None where nobody is on the roster."""
        return Fraction(len(self.trained), self.whole) if self.whole else None


def roster(members: Iterable[Member], day: date, role: str | None = None) -> list[Member]:
    """Who is on the roster that day, in this role or in any."""
    return [
        member
        for member in members
        if valid(member.since, member.until, day) and (role is None or role in member.roles)
    ]


def trained(
    seats: Iterable[Seat], span: Span, *, least: Number = 100, topic: str | None = None
) -> frozenset[str]:
    """Who finished a course in these days, of this topic or any.

    That is who came to `least` per cent of its sessions, and whom the organiser let pass.
    """
    return frozenset(
        seat.person
        for seat in seats
        if span.holds(seat.day)
        and (topic is None or seat.topic == topic)
        and (seat.passed or _came(seat, least))
    )


def coverage(group: Iterable[Member], ids: frozenset[str]) -> Coverage:
    """How many of a group are among the trained; a person listed twice counts once."""
    people = {member.id: None for member in group}
    return Coverage(
        tuple(each for each in people if each in ids),
        tuple(each for each in people if each not in ids),
    )


def by(
    group: Sequence[Member], ids: frozenset[str], part: Callable[[Member], Iterable[str | None]]
) -> Mapping[str | None, Coverage]:
    """Coverage of each part of a group; someone of several parts (roles) counts in each."""
    parts: dict[str | None, list[Member]] = {}
    for member in group:
        for key in part(member):
            parts.setdefault(key, []).append(member)
    return {key: coverage(members, ids) for key, members in parts.items()}


class Reach:
    """The answer to one question: whole, and by whatever tells people apart.

    The roster is that of the last day that counts.
    """

    def __init__(
        self, question: Question, members: Iterable[Member], seats: Iterable[Seat]
    ) -> None:
        self._question, self._seats = question, tuple(seats)
        self.group = roster(members, question.span.last, question.role)
        self._ids = self._trained(question.topic)

    def whole(self) -> Coverage:
        """Of all who were asked for."""
        return coverage(self.group, self._ids)

    def by(self, part: Callable[[Member], Iterable[str | None]]) -> Mapping[str | None, Coverage]:
        """Of each part of them."""
        return by(self.group, self._ids, part)

    def of_topic(self, topic: str) -> Coverage:
        """Of all of them, in one topic alone."""
        return coverage(self.group, self._trained(topic))

    def _trained(self, topic: str | None) -> frozenset[str]:
        asked = self._question
        return trained(self._seats, asked.span, least=asked.least, topic=topic)


def _came(seat: Seat, least: Number) -> bool:
    """A course without sessions trains nobody."""
    return seat.sessions > 0 and Fraction(seat.attended, seat.sessions) * 100 >= exact(least)


def _a_year_before(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
