"""Classes: opened, described, attended, graded, certified, taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from db import errors, journal
from db.journal import Edit
from db.queries import people, training
from db.queries.training import Learner
from db.store import Store
from resources.words import _
from rules.certificates import series
from rules.record import Value, Values, identity
from rules.records import ATTENDANCE, COURSE, ENROLMENT, SESSION


def open_course(
    store: Store, actor: str, title: str, persons: Iterable[str] = (), **values: Value
) -> str:
    """A new class, with these people in it; its id.  Refused without a title."""
    course = identity(COURSE, "", {})
    edits = [Edit(COURSE.name, course, {**values, "title": _title(title)})]
    edits += [_seat(store, course, person) for person in persons]
    journal.commit_together(store, actor, edits)
    return course


def describe_course(store: Store, actor: str, course: str, values: Values) -> None:
    """Say something else about a class.  Refused for an empty title."""
    if "title" in values:
        values = {**values, "title": _title(values["title"])}
    journal.commit(store, actor, [Edit(COURSE.name, course, values)])


def remove_course(store: Store, actor: str, course: str) -> None:
    """Take a class out with its sessions, learners and attendance; one undo brings all back."""
    edits = [Edit(COURSE.name, course, delete=True)]
    edits += _deleted(store, SESSION.name, "course = ?", course)
    edits += _deleted(store, ENROLMENT.name, "course = ?", course)
    edits += _deleted(store, ATTENDANCE.name, _OF_COURSE, course)
    journal.commit_together(store, actor, edits)


def add_session(store: Store, actor: str, course: str, day: str, **values: Value) -> str:
    """One more session of a class; its id."""
    whole: Values = {**values, "course": course, "day": day}
    (change,) = journal.commit(
        store, actor, [Edit(SESSION.name, None, whole, refuse=_refuse_backwards)]
    )
    return change.record


def describe_session(store: Store, actor: str, session: str, values: Values) -> None:
    """Say something else about a session.  Refused where it ends before it begins."""
    journal.commit(store, actor, [Edit(SESSION.name, session, values, refuse=_refuse_backwards)])


def remove_session(store: Store, actor: str, session: str) -> None:
    """Take a session out with who came to it."""
    edits = [Edit(SESSION.name, session, delete=True)]
    edits += _deleted(store, ATTENDANCE.name, "session = ?", session)
    journal.commit_together(store, actor, edits)


def enrol(store: Store, actor: str, course: str, persons: Iterable[str]) -> int:
    """Put people into a class; how many were not in it yet."""
    gone = people.standing(store)
    there = {each.person for each in training.learners(store, course)}
    wanted = dict.fromkeys(gone.get(each, each) for each in persons)
    fresh = [each for each in wanted if each not in there]
    journal.commit_together(store, actor, [_seat(store, course, each) for each in fresh])
    return len(fresh)


def withdraw(store: Store, actor: str, course: str, learners: Iterable[Learner]) -> None:
    """Take people out of a class, with their attendance."""
    edits = []
    for person in (each for learner in learners for each in learner.written):
        edits.append(Edit(ENROLMENT.name, _seat_of(store, course, person), delete=True))
        edits += _deleted(store, ATTENDANCE.name, f"person = ? AND {_OF_COURSE}", person, course)
    journal.commit_together(store, actor, edits)


def mark(store: Store, actor: str, states: Mapping[tuple[str, Learner], str | None]) -> None:
    """Say who came: by session and learner, None takes it back.  One action, however many.

    Somebody who is enrolled under two ids is noted under the one that counts.
    """
    edits = []
    for (session, learner), state in states.items():
        first, *others = learner.written
        edits.append(_attendance(store, session, first, state))
        edits += [_attendance(store, session, each, None) for each in others]
    journal.commit_together(store, actor, [each for each in edits if each is not None])


def grade(
    store: Store, actor: str, course: str, learners: Iterable[Learner], values: Values
) -> None:
    """Say the result, the mark, the certificate of these people in a class."""
    edits = [
        Edit(ENROLMENT.name, _seat_of(store, course, each.written[0]), values) for each in learners
    ]
    journal.commit(store, actor, edits)


def certify(
    store: Store,
    actor: str,
    course: str,
    learners: Sequence[Learner],
    *,
    first: str,
    day: str | None,
    issuer: str | None,
) -> list[str]:
    """Give these people certificates, numbered one after the other from `first` on.

    Refused where `first` has no figures to count, and for a number that is given out already.
    """
    try:
        numbers = series(" ".join(first.split()), len(learners))
    except ValueError:
        raise errors.Refused(
            _("Số chứng nhận đầu tiên chưa có chữ số; hãy ghi như 01/CN-2026.")
        ) from None
    _refuse_given(store, numbers)
    edits = [
        Edit(
            ENROLMENT.name,
            _seat_of(store, course, learner.written[0]),
            {
                "certificate_no": number,
                "certificate_date": day,
                "certificate_issuer": issuer,
                "result": "passed",
            },
        )
        for learner, number in zip(learners, numbers, strict=True)
    ]
    journal.commit_together(store, actor, edits)
    return numbers


_OF_COURSE = "session IN (SELECT record FROM session WHERE course = ?)"


def _deleted(store: Store, table: str, where: str, *values: str) -> list[Edit]:
    rows = store.rows(f"SELECT record FROM {table} WHERE {where} AND NOT deleted", values)
    return [Edit(table, row[0], delete=True) for row in rows]


def _seat_of(store: Store, course: str, person: str) -> str:
    key: Values = {"course": course, "person": person}
    return identity(ENROLMENT, journal.commune(store), key)


def _seat(store: Store, course: str, person: str) -> Edit:
    key: Values = {"course": course, "person": person}
    return Edit(ENROLMENT.name, identity(ENROLMENT, journal.commune(store), key), key)


def _attendance(store: Store, session: str, person: str, state: str | None) -> Edit | None:
    """Nothing where nothing was noted and nothing is to be."""
    key: Values = {"session": session, "person": person}
    record = identity(ATTENDANCE, journal.commune(store), key)
    if state is None:
        there = store.value(
            "SELECT 1 FROM attendance WHERE record = ? AND NOT deleted AND state IS NOT NULL",
            (record,),
        )
        return Edit(ATTENDANCE.name, record, {"state": None}) if there else None
    return Edit(ATTENDANCE.name, record, {**key, "state": state})


def _refuse_given(store: Store, numbers: Sequence[str]) -> None:
    given = {
        row[0]
        for row in store.rows(
            "SELECT certificate_no FROM enrolment WHERE certificate_no IS NOT NULL AND NOT deleted"
        )
    }
    taken = next((number for number in numbers if number in given), None)
    if taken is not None:
        raise errors.Refused(
            _("Số chứng nhận {number} đã cấp; hãy bắt đầu từ số khác.").format(number=taken)
        )


def _title(given: Value) -> str:
    title = " ".join(str(given or "").split())
    if not title:
        raise errors.Refused(_("Chưa có tên lớp; hãy nhập tên lớp."))
    return title


def _refuse_backwards(values: Values) -> None:
    begins, ends = values.get("begins"), values.get("ends")
    if isinstance(begins, str) and isinstance(ends, str) and ends < begins:
        raise errors.Refused(_("Giờ kết thúc trước giờ bắt đầu; hãy kiểm tra lại giờ."))
