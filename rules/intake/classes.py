"""A list of a class: its people, the class it is of, and each one's seat in it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from resources.words import _
from rules.intake.comparing import Register
from rules.intake.drafts import Draft
from rules.intake.reading import Choice
from rules.intake.report import Line, Outcome, Report, Wanted, differences
from rules.record import Values, identity
from rules.records import COURSE, ENROLMENT
from rules.text import fold


class Known(Struct, frozen=True):
    """What the commune knows, by ids."""

    commune: str
    people: Mapping[str, Values]
    courses: Mapping[str, Values]
    enrolments: Mapping[str, Values]


def training(
    drafts: Iterable[Draft],
    known: Known,
    choice: Choice,
    *,
    draw: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> Report:
    """The rows of a class beside what is known; a row is new where the seat is."""
    register = Register(known.people, choice.decisions, draw)
    courses = _Courses(known.courses, choice, draw)
    return Report(tuple(_line(each, register, courses, known) for each in drafts))


class _Courses:
    """The classes, by what a list calls them; one that is missing is made where it has a title."""

    def __init__(
        self, known: Mapping[str, Values], choice: Choice, draw: Callable[[], str]
    ) -> None:
        self._named: dict[str, list[str]] = {}
        self._choice = choice
        self._draw = draw
        self._made: dict[str, Wanted] = {}  # and not written by a row yet
        for record, values in known.items():
            self._add(record, values)

    def _add(self, record: str, values: Values) -> None:
        for name in {record, *(fold(str(values.get(each) or "")) for each in ("code", "title"))}:
            self._named.setdefault(name, []).append(record)

    def made(self, course: str) -> tuple[Wanted, ...]:
        """What has to be written before the first seat in this class."""
        wanted = self._made.pop(course, None)
        return (wanted,) if wanted else ()

    def of(self, draft: Draft) -> str:
        """The class of a row, by its id; Untold where nobody can say."""
        name = draft.course or (None if draft.course_title else self._choice.course)
        title = draft.course_title or self._choice.course_title
        for told in (name, None if name else title):
            found = self._named.get(told or "") or self._named.get(fold(told or "")) if told else []
            if found and len(found) == 1:
                return found[0]
            if found:
                raise _Untold(_("Có nhiều lớp tên “{name}”; hãy ghi mã lớp.").format(name=told))
        if name is None and title is None:
            raise _Untold(_("Chưa biết lớp nào; hãy thêm cột mã lớp hoặc chọn lớp."))
        if title is None:
            raise _Untold(
                _("Chưa có lớp mã “{name}”; hãy tạo lớp hoặc ghi thêm tên lớp.").format(name=name)
            )
        values: Values = {"title": title, "code": name} if name else {"title": title}
        record = self._draw()
        self._add(record, values)
        self._made[record] = Wanted(COURSE.name, record, values)
        return record


class _Untold(Exception):
    """A row that does not say its class."""


def _line(draft: Draft, register: Register, courses: _Courses, known: Known) -> Line:
    if draft.refused:
        return register.line(draft)
    try:
        course = courses.of(draft)
    except _Untold as untold:
        return Line(draft.row, draft.name, Outcome.REFUSED, (str(untold),))
    line = register.line(draft, course)
    if line.record is None:  # doubtful or skipped
        return line
    key: Values = {"course": course, "person": line.record}
    record = identity(ENROLMENT, known.commune, key)
    seat = known.enrolments.get(record)
    changes = differences(seat or {}, draft.seat)
    values: Values = {name: after for name, (_before, after) in changes.items()}
    wanted = (Wanted(ENROLMENT.name, record, {**key, **values}),) if values or not seat else ()
    outcome = Outcome.NEW if not seat else Outcome.CHANGED if values else line.outcome
    return replace(
        line,
        outcome=outcome,
        changes={**line.changes, **changes},
        wanted=(*courses.made(course), *line.wanted, *wanted),
    )
