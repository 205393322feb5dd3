"""The register of training: classes, their sessions, who is in them and who came."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from msgspec import Struct

from db.queries import people
from db.store import Store
from rules.attendance import PRESENT
from rules.text import NameKey, fold, name_key


class Course(Struct, frozen=True):
    """A class, with what is counted of it."""

    id: str
    title: str
    code: str | None
    topic: str | None
    place: str | None
    first: str | None  # ISO; the days of its first and last session
    last: str | None
    sessions: int
    learners: int  # distinct people
    keep_until: str | None
    folded: str  # what a search looks through


class Session(Struct, frozen=True):
    """One session of a class."""

    id: str
    day: str  # ISO
    begins: str | None  # 07:30
    ends: str | None
    hours: float | None
    content: str | None


class Learner(Struct, frozen=True):
    """Somebody in a class; one person, however often they were listed."""

    person: str  # who they count for
    written: tuple[str, ...]  # the ids they are enrolled under, the one that counts first
    name: str
    birth_year: int | None
    position: str | None
    village: str
    result: str | None
    mark: str | None
    certificate_no: str | None
    certificate_date: str | None
    certificate_issuer: str | None
    note: str | None


class Marks(Struct, frozen=True):
    """Who came to which session of a class: by session and person."""

    states: Mapping[tuple[str, str], str]

    def of(self, session: str, learner: Learner) -> str | None:
        """Present counts before what else was noted under another id of the same person."""
        if len(learner.written) == 1:
            return self.states.get((session, learner.written[0]))
        found = [self.states.get((session, each)) for each in learner.written]
        noted = [each for each in found if each is not None]
        return PRESENT if PRESENT in noted else next(iter(noted), None)

    def attended(self, sessions: Iterable[Session], learner: Learner) -> int:
        """At how many of these sessions somebody was present."""
        return sum(self.of(each.id, learner) == PRESENT for each in sessions)


def courses(store: Store) -> list[Course]:
    """All classes, the latest first; those without a session yet before all."""
    gone = people.standing(store)
    inside: dict[str, set[str]] = {}
    for course, person in store.rows("SELECT course, person FROM enrolment WHERE NOT deleted"):
        inside.setdefault(course, set()).add(gone.get(person, person))
    rows = store.rows(
        "SELECT c.record, c.title, c.code, c.topic, c.place, min(s.day), max(s.day),"
        " count(s.record), c.keep_until FROM course c"
        " LEFT JOIN session s ON s.course = c.record AND NOT s.deleted"
        " WHERE NOT c.deleted GROUP BY c.record"
        " ORDER BY max(s.day) IS NOT NULL, max(s.day) DESC, c.title, c.record"
    )
    return [_course(row, len(inside.get(row[0], ()))) for row in rows]


def sessions(store: Store, course: str) -> list[Session]:
    """The sessions of a class, in the order they are held."""
    rows = store.rows(
        "SELECT record, day, begins, ends, hours, content FROM session"
        " WHERE course = ? AND NOT deleted ORDER BY day, begins IS NULL, begins, record",
        (course,),
    )
    return [Session(*row) for row in rows]


def learners(store: Store, course: str) -> list[Learner]:
    """Who is in a class, in the order names are listed in Vietnam."""
    gone = people.standing(store)
    rows = store.rows(
        "SELECT person, result, mark, certificate_no, certificate_date, certificate_issuer, note"
        " FROM enrolment WHERE course = ? AND NOT deleted",
        (course,),
    )
    seats: dict[str, dict[str, tuple[str | None, ...]]] = {}
    for person, *seat in rows:
        seats.setdefault(gone.get(person, person), {})[person] = tuple(seat)
    told = {
        row[0]: row
        for row in store.rows(
            "SELECT p.record, p.full_name, p.birth_year, p.position, u.name FROM person p"
            " LEFT JOIN unit u ON u.record = p.unit"
            " WHERE p.record IN (SELECT value FROM json_each(?)) AND NOT p.deleted",
            (json.dumps(sorted(seats)),),
        )
    }
    found = [_learner(told[each], seats[each]) for each in seats if each in told]
    return sorted(found, key=_by_name)


def seats(store: Store, course: str) -> dict[str, str]:
    """The seats of a class that are or were, by id: whose each is."""
    rows = store.rows(
        "SELECT e.record, p.full_name FROM enrolment e JOIN person p ON p.record = e.person"
        " WHERE e.course = ?",
        (course,),
    )
    return {row[0]: row[1] for row in rows}


def marks(store: Store, course: str) -> Marks:
    """Who came to the sessions of a class."""
    rows = store.rows(
        "SELECT a.session, a.person, a.state FROM attendance a"
        " JOIN session s ON s.record = a.session"
        " WHERE s.course = ? AND NOT s.deleted AND NOT a.deleted AND a.state IS NOT NULL",
        (course,),
    )
    return Marks({(row[0], row[1]): row[2] for row in rows})


def matching_courses(everything: Iterable[Course], query: str) -> list[Course]:
    """Those with every word of the query in title, code or place, accents aside."""
    words = fold(query).split()
    return [each for each in everything if all(word in each.folded for word in words)]


def _course(row: tuple[str, ...], learners: int) -> Course:
    id, title, code, topic, place, first, last, held, keep = row
    return Course(
        id=id,
        title=title,
        code=code,
        topic=topic,
        place=place,
        first=first,
        last=last,
        sessions=int(held),
        learners=learners,
        keep_until=keep,
        folded=fold(" ".join(part for part in (title, code, place) if part)),
    )


def _learner(
    person: tuple[str, str, int | None, str | None, str | None],
    seats: Mapping[str, tuple[str | None, ...]],
) -> Learner:
    """Their own seat counts; one of another id where there is none, or it says nothing."""
    id, name, born, position, village = person
    written = sorted(seats, key=lambda each: (each != id, each))
    told = [next((seats[each][at] for each in written if seats[each][at]), None) for at in range(6)]
    return Learner(id, tuple(written), name, born, position, village or "", *told)


def _by_name(learner: Learner) -> tuple[NameKey, str]:
    return name_key(learner.name), learner.person
