"""Personal data that was to be kept until a day that has passed: people, and lists of classes."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from db.store import Store
from rules.text import name_key

PERSON, COURSE = "person", "course"


class Due(Struct, frozen=True):
    """Somebody, or the list of a class, that is kept longer than was said."""

    type: str  # PERSON or COURSE
    record: str
    name: str  # of the person, or the title of the class
    keep_until: str  # ISO; the last day
    persons: int  # whose data it is


def past(store: Store, on: date) -> list[Due]:
    """What should have been taken out before this day, the longest overdue first."""
    people = store.rows(
        "SELECT 'person', record, full_name, keep_until, 1 FROM person"
        " WHERE NOT deleted AND keep_until < ?",
        (on.isoformat(),),
    )
    classes = store.rows(
        "SELECT 'course', c.record, c.title, c.keep_until, count(DISTINCT e.person)"
        " FROM course c JOIN enrolment e ON e.course = c.record AND NOT e.deleted"
        " WHERE NOT c.deleted AND c.keep_until < ? GROUP BY c.record",
        (on.isoformat(),),
    )
    found = [Due(*row) for row in (*people, *classes)]
    return sorted(found, key=lambda due: (due.keep_until, due.type, name_key(due.name), due.record))
