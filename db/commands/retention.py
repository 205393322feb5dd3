"""Taking out personal data whose day has passed: an officer decides, and can take it back."""

from __future__ import annotations

from collections.abc import Iterable

from db import errors, journal
from db.journal import Edit
from db.queries import people
from db.queries.retention import COURSE, PERSON, Due
from db.store import Store
from resources.words import _


def purge(store: Store, actor: str, dues: Iterable[Due]) -> int:
    """Take these out as one action: people, and who was in a class (the class stays); how many.

    Refused for the officer at work.
    """
    chosen = list(dues)
    kept = people.standing(store).get(actor, actor)
    if any(due.type == PERSON and due.record in (actor, kept) for due in chosen):
        raise errors.Refused(
            _("Không bỏ được người đang làm việc ở máy này; hãy đổi cán bộ trước (Ctrl+O).")
        )
    edits = [Edit(PERSON, due.record, delete=True) for due in chosen if due.type == PERSON]
    for due in chosen:
        if due.type == COURSE:
            edits += _list_of(store, due.record)
    journal.commit(store, actor, edits)
    return len(chosen)


def _list_of(store: Store, course: str) -> list[Edit]:
    """Who was enrolled in a class, and who came."""
    enrolled = store.rows(
        "SELECT record FROM enrolment WHERE course = ? AND NOT deleted", (course,)
    )
    came = store.rows(
        "SELECT a.record FROM attendance a JOIN session s ON s.record = a.session"
        " WHERE s.course = ? AND NOT a.deleted",
        (course,),
    )
    return [
        *(Edit("enrolment", row[0], delete=True) for row in enrolled),
        *(Edit("attendance", row[0], delete=True) for row in came),
    ]
