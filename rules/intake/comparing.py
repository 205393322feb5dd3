"""Rows of a list beside what is known: which are new, the same, changed, doubtful or refused."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from resources.words import _
from rules import matching
from rules.intake.drafts import Draft
from rules.matching import Entry, Likeness
from rules.record import Value, Values
from rules.records.person import OFFICER
from rules.text import fold, nfc

TAKE, SKIP = "take", "skip"
_PHONE = "phone"


class Outcome(StrEnum):
    """What will become of a row."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    DOUBTFUL = "doubtful"  # the officer decides; nothing is written before
    REFUSED = "refused"
    SKIPPED = "skipped"  # by the officer


class Wanted(Struct, frozen=True):
    """A record to be written, by its id where it is known."""

    type: str
    record: str | None
    values: Values


class Line(Struct, frozen=True):
    """One row and what will become of it."""

    row: int
    name: str
    outcome: Outcome
    sentences: tuple[str, ...] = ()
    changes: Mapping[str, tuple[Value, Value]] = {}  # field: what stands, what will stand
    record: str | None = None  # who or what the row means
    candidates: tuple[str, ...] = ()  # who it could mean
    wanted: tuple[Wanted, ...] = ()


class Report(Struct, frozen=True):
    """Every row of a list, before anything is written."""

    lines: tuple[Line, ...]

    def counts(self) -> dict[str, int]:
        """How many rows there are of each outcome."""
        found = Counter(line.outcome for line in self.lines)
        return {outcome: found[outcome] for outcome in Outcome}

    def wanted(self) -> list[Wanted]:
        """What will be written, in the order of the rows."""
        return [each for line in self.lines for each in line.wanted]


def people(
    drafts: Iterable[Draft],
    known: Mapping[str, Values],
    decisions: Mapping[str, str],
    *,
    draw: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> Report:
    """The people of a list beside those of the registry, by id."""
    register = _Register(known)
    return Report(tuple(_line(each, register, decisions, draw) for each in drafts))


class _Register:
    """Who is known, by folded name; whom a row has meant already is known with that row."""

    def __init__(self, known: Mapping[str, Values]) -> None:
        self.known = known
        self.rows: dict[str, int] = {}
        self._alike: dict[str, list[Entry]] = {}
        for record, values in known.items():
            self._add(record, values)

    def _add(self, record: str, values: Values) -> None:
        entry = _entry(record, values)
        self._alike.setdefault(fold(entry.name), []).append(entry)

    def meant(self, record: str, draft: Draft) -> None:
        """From now on another row that means this person is the same person again."""
        self.rows[record] = draft.row
        if record not in self.known:
            self._add(record, draft.values)

    def alike(self, draft: Draft) -> list[tuple[Entry, Likeness]]:
        """Who could be meant, the likeliest first."""
        wanted = _entry("", draft.values)
        entries = self._alike.get(fold(wanted.name), ())
        found = [(each, matching.likeness(wanted, each)) for each in entries]
        return sorted(found, key=lambda each: -each[1])


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


def _line(
    draft: Draft, register: _Register, decisions: Mapping[str, str], draw: Callable[[], str]
) -> Line:
    if draft.refused:
        return Line(draft.row, draft.name, Outcome.REFUSED, draft.refused)
    decided = decisions.get(str(draft.row))
    if decided == SKIP:
        return Line(draft.row, draft.name, Outcome.SKIPPED)
    alike = register.alike(draft)
    told = decided if decided in register.known else draft.id
    if decided == TAKE and not (told and told in register.known):
        return _new(draft, register, draw())
    if told and told in register.known:
        return _known(draft, register, told)
    doubts = _doubts(draft, alike, register)
    if doubts:
        candidates = tuple(entry.id for entry, _like in alike if entry.id in register.known)
        return Line(
            draft.row, draft.name, Outcome.DOUBTFUL, (*doubts, *draft.notes), candidates=candidates
        )
    return _known(draft, register, alike[0][0].id) if alike else _new(draft, register, draw())


def _doubts(
    draft: Draft, alike: Sequence[tuple[Entry, Likeness]], register: _Register
) -> tuple[str, ...]:
    """Why nobody but the officer can say who this row means."""
    if not alike:
        return ()
    entry, likeness = alike[0]
    if entry.id in register.rows:
        return (_("Giống dòng {row}; có thể ghi trùng.").format(row=register.rows[entry.id]),)
    if len(alike) > 1 and alike[1][1] == likeness:
        return (_("Có nhiều người trùng tên; hãy chọn người đúng."),)
    if likeness is Likeness.DOUBTFUL:
        return (_("Trùng tên nhưng năm sinh, thôn khác hoặc còn thiếu."),)
    if _plain(entry.name) != _plain(draft.name):
        return (_("Tên gần giống “{name}” nhưng khác dấu.").format(name=entry.name),)
    return ()


def _new(draft: Draft, register: _Register, record: str) -> Line:
    register.meant(record, draft)
    changes = {name: (None, value) for name, value in draft.values.items()}
    wanted = (Wanted("person", record, draft.values),)
    return Line(
        draft.row, draft.name, Outcome.NEW, draft.notes, changes, record=record, wanted=wanted
    )


def _known(draft: Draft, register: _Register, record: str) -> Line:
    register.meant(record, draft)
    changes = differences(register.known[record], draft.values)
    values = {name: after for name, (_before, after) in changes.items()}
    return Line(
        draft.row,
        draft.name,
        Outcome.CHANGED if values else Outcome.SAME,
        draft.notes,
        changes,
        record=record,
        wanted=(Wanted("person", record, values),) if values else (),
    )


def differences(known: Values, told: Values) -> dict[str, tuple[Value, Value]]:
    """What a row says otherwise than what stands; its silence changes nothing."""
    found: dict[str, tuple[Value, Value]] = {}
    for name, value in told.items():
        before, after = known.get(name), value
        if name == "roles":
            after = _with_officer(before, after)
        if value is not None and not _agree(name, before, after):
            found[name] = (before, after)
    return found


def _agree(name: str, before: Value, after: Value) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        if name == _PHONE:
            return matching.dialled(before) == matching.dialled(after)
        if name == "full_name":
            return _plain(before) == _plain(after)
        return " ".join(nfc(before).split()) == " ".join(nfc(after).split())
    return before == after


def _plain(name: str) -> str:
    """A name without what capitals and spaces make of it; its accents stay."""
    return " ".join(nfc(name).casefold().split())


def _with_officer(before: Value, after: Value) -> Value:
    """A list neither makes officers of the programme nor takes them away."""
    if isinstance(before, list) and isinstance(after, list) and OFFICER in before:
        return sorted({*after, OFFICER})
    return after
