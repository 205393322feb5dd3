"""Who could be trained, and what training each of them had: what coverage is counted from."""

from __future__ import annotations

import json
from datetime import date

from db.queries import people
from db.queries.roster import Person
from db.store import Store
from rules.attendance import PRESENT
from rules.coverage import Member, Seat


def member(person: Person) -> Member:
    """Somebody of the roster, as coverage counts them."""
    return Member(
        id=person.id,
        name=person.name,
        unit=person.home,
        sex=person.sex,
        roles=person.roles,
        since=_day(person.since),
        until=_day(person.until),
    )


def members(store: Store) -> list[Member]:
    """Everybody with roles and days, as a count needs them: without villages, in no order."""
    gone = people.standing(store)
    rows = store.rows(
        "SELECT record, full_name, sex, roles, roster_from, roster_to FROM person WHERE NOT deleted"
    )
    return [
        Member(
            id=record,
            name=name,
            sex=sex,
            roles=frozenset(json.loads(roles or "[]")),
            since=_day(since),
            until=_day(until),
        )
        for record, name, sex, roles, since, until in rows
        if record not in gone
    ]


def seats(store: Store) -> list[Seat]:
    """Every seat of every class that was held; one of a person for each class.

    Who was listed twice in a class came to every session that one of the two came to.  A class
    is over with its last session; where none was noted, with the day of the certificate.  A seat
    without either says nothing about when, and is left out.
    """
    gone = people.standing(store)
    held = {
        row[0]: (date.fromisoformat(row[1]), row[2])
        for row in store.rows(
            "SELECT course, max(day), count(*) FROM session WHERE NOT deleted GROUP BY course"
        )
    }
    came = _came(store, gone)
    found: dict[tuple[str, str], Seat] = {}
    for course, topic, written, passed, certified in store.rows(
        "SELECT e.course, c.topic, e.person, e.result = 'passed' OR e.certificate_no IS NOT NULL,"
        " e.certificate_date FROM enrolment e JOIN course c ON c.record = e.course"
        " WHERE NOT e.deleted AND NOT c.deleted ORDER BY e.record"
    ):
        person = gone.get(written, written)
        last, sessions = held.get(course, (_day(certified), 0))
        before = found.get((person, course))
        if last is not None:
            found[person, course] = Seat(
                person,
                topic,
                last if before is None else max(last, before.day),
                sessions,
                len(came.get((person, course), ())),
                passed=bool(passed) or (before is not None and before.passed),
            )
    return list(found.values())


def _came(store: Store, gone: dict[str, str]) -> dict[tuple[str, str], set[str]]:
    """The sessions somebody was present at, by person and class."""
    found: dict[tuple[str, str], set[str]] = {}
    for person, course, session in store.rows(
        "SELECT a.person, s.course, s.record FROM attendance a"
        " JOIN session s ON s.record = a.session"
        " WHERE a.state = ? AND NOT a.deleted AND NOT s.deleted",
        (PRESENT,),
    ):
        found.setdefault((gone.get(person, person), course), set()).add(session)
    return found


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
