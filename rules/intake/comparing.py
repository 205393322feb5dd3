"""People of a list beside the registry: who is meant, and who is new."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence

from resources.words import _
from rules import matching
from rules.intake.drafts import Draft
from rules.intake.report import SKIP, TAKE, Line, Outcome, Report, Wanted, differences, plain
from rules.matching import Entry, Likeness
from rules.record import Value, Values
from rules.records import PERSON
from rules.text import fold


def people(
    drafts: Iterable[Draft],
    known: Mapping[str, Values],
    decisions: Mapping[str, str],
    *,
    draw: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> Report:
    """The people of a list beside those of the registry, by id."""
    register = Register(known, decisions, draw)
    return Report(tuple(register.line(each) for each in drafts))


class Register:
    """Who is known, by folded name; what a row says of somebody is known to the rows after it."""

    def __init__(
        self,
        known: Mapping[str, Values],
        decisions: Mapping[str, str],
        draw: Callable[[], str],
    ) -> None:
        self._before = known
        self._now = dict(known)
        self._decisions = decisions
        self._draw = draw
        self._rows: dict[tuple[str, str], int] = {}  # person and class: the row that told
        self._alike: dict[str, list[Entry]] = {}
        for record, values in known.items():
            self._add(record, values)

    def _add(self, record: str, values: Values) -> None:
        entry = _entry(record, values)
        self._alike.setdefault(fold(entry.name), []).append(entry)

    def line(self, draft: Draft, course: str = "") -> Line:
        """What will become of a row; the same person may stand once on the list of each class."""
        if draft.refused:
            return Line(draft.row, draft.name, Outcome.REFUSED, draft.refused)
        decided = self._decisions.get(str(draft.row))
        if decided == SKIP:
            return Line(draft.row, draft.name, Outcome.SKIPPED)
        told = next((each for each in (decided, draft.id) if each in self._now), None)
        if decided is None and told is not None and (told, course) in self._rows:
            return self._doubtful(draft, (self._repeats(told, course),), ())
        if told is None and decided != TAKE:
            alike = self._alike_to(draft)
            if doubts := self._doubts(draft, course, alike):
                return self._doubtful(draft, doubts, alike)
            told = alike[0][0].id if alike else None
        return self._meant(draft, course, told)

    def _alike_to(self, draft: Draft) -> list[tuple[Entry, Likeness]]:
        """Who could be meant, the likeliest first."""
        wanted = _entry("", draft.values)
        entries = self._alike.get(fold(wanted.name), ())
        found = [(each, matching.likeness(wanted, each)) for each in entries]
        return sorted(found, key=lambda each: -each[1])

    def _doubts(
        self, draft: Draft, course: str, alike: Sequence[tuple[Entry, Likeness]]
    ) -> tuple[str, ...]:
        """Why nobody but the officer can say who this row means."""
        if not alike:
            return ()
        entry, likeness = alike[0]
        if (entry.id, course) in self._rows:
            return (self._repeats(entry.id, course),)
        if len(alike) > 1 and alike[1][1] == likeness:
            return (_("Có nhiều người trùng tên; hãy chọn người đúng."),)
        if likeness is Likeness.DOUBTFUL:
            return (_("Trùng tên nhưng năm sinh, thôn khác hoặc còn thiếu."),)
        if plain(entry.name) != plain(draft.name):
            return (_("Tên gần giống “{name}” nhưng khác dấu.").format(name=entry.name),)
        return ()

    def _repeats(self, person: str, course: str) -> str:
        """That an earlier row was of the same person."""
        row = self._rows[person, course]
        return _("Giống dòng {row}; có thể ghi trùng.").format(row=row)

    def _doubtful(
        self, draft: Draft, doubts: tuple[str, ...], alike: Sequence[tuple[Entry, Likeness]]
    ) -> Line:
        candidates = tuple(entry.id for entry, _like in alike if entry.id in self._before)
        told = (*doubts, *draft.notes)
        return Line(draft.row, draft.name, Outcome.DOUBTFUL, told, candidates=candidates)

    def _meant(self, draft: Draft, course: str, record: str | None) -> Line:
        """The row means this person, or one who is new."""
        before = self._now.get(record or "")
        if record is None or before is None:
            record, before = self._draw(), None
            self._add(record, draft.values)
        changes = differences(before or {}, draft.values)
        values = {name: after for name, (_old, after) in changes.items()}
        self._rows[record, course] = draft.row
        self._now[record] = {**(before or {}), **values}
        return Line(
            draft.row,
            draft.name,
            Outcome.NEW if before is None else Outcome.CHANGED if values else Outcome.SAME,
            draft.notes,
            changes,
            record=record,
            wanted=(Wanted(PERSON.name, record, values),) if values else (),
        )


def _entry(record: str, values: Values) -> Entry:
    year = values.get("birth_year")
    return Entry(
        record,
        str(values.get("full_name") or ""),
        year if isinstance(year, int) else None,
        _or_none(values.get("unit")),
        _or_none(values.get("phone")),
    )


def _or_none(value: Value) -> str | None:
    return value if isinstance(value, str) else None
