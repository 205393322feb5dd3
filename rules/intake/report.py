"""What will become of every row of a list, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from rules import matching
from rules.record import Value, Values
from rules.records.person import OFFICER
from rules.text import nfc

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
            return plain(before) == plain(after)
        return " ".join(nfc(before).split()) == " ".join(nfc(after).split())
    return before == after


def plain(name: str) -> str:
    """A name without what capitals and spaces make of it; its accents stay."""
    return " ".join(nfc(name).casefold().split())


def _with_officer(before: Value, after: Value) -> Value:
    """A list neither makes officers of the programme nor takes them away."""
    if isinstance(before, list) and isinstance(after, list) and OFFICER in before:
        return sorted({*after, OFFICER})
    return after
