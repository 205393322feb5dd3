"""Single sheets of a survey: what was keyed, the sample that is keyed twice, where both differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from db import journal
from db.folding import log_of
from db.store import Store
from rules import keying, sampling
from rules.keying import Draft

_READ = "SELECT record, survey, village, number, answers, invalid, second_of FROM sheet"
_TAG = 2  # letters of the replica's name: two PCs that key offline number their sheets apart


class Sheet(Struct, frozen=True):
    """One sheet; nothing in it tells whose it is."""

    id: str
    survey: str
    village: str
    number: str  # as written on the paper
    answers: str  # a figure a question
    invalid: bool
    second_of: str | None = None

    def draft(self) -> Draft:
        """What was keyed."""
        return Draft(self.answers, self.invalid)


class Pair(Struct, frozen=True):
    """A sheet of the sample, and its second entry once there is one."""

    first: Sheet
    second: Sheet | None

    def differences(self) -> tuple[int, ...]:
        """At which questions, from 0, the two differ; every one where only one of them counts."""
        if self.second is None:
            return ()
        if self.first.invalid != self.second.invalid:
            return tuple(range(max(len(self.first.answers), len(self.second.answers), 1)))
        if self.first.invalid:
            return ()
        return keying.differences(self.first.answers, self.second.answers)


def keyed(store: Store, survey: str, village: str) -> list[Sheet]:
    """The sheets of a village, the last keyed first."""
    rows = store.rows(
        f"{_READ} WHERE survey = ? AND village = ? AND second_of IS NULL AND NOT deleted"
        f" ORDER BY (SELECT min(seq) FROM {log_of('sheet.record')} WHERE type = 'sheet') DESC,"
        " record",
        (survey, village),
    )
    return [_sheet(row) for row in rows]


def find(store: Store, sheet: str) -> Sheet | None:
    """A sheet by its id."""
    row = store.row(f"{_READ} WHERE record = ? AND NOT deleted", (sheet,))
    return _sheet(row) if row else None


def second_of(store: Store, first: str) -> Sheet | None:
    """The second entry of a sheet; of several, which two PCs can make, the one by the lowest id."""
    row = store.row(
        f"{_READ} WHERE second_of = ? AND NOT deleted ORDER BY record LIMIT 1", (first,)
    )
    return _sheet(row) if row else None


def sample(everything: Sequence[Sheet], share: int, seed: str) -> list[Sheet]:
    """The sheets to be keyed twice: `share` per cent, at least one, drawn by the survey's seed."""
    by_id = {each.id: each for each in everything}
    count = max(1, sampling.needed(len(by_id), share)) if by_id else 0
    drawn = [by_id[each] for each in sampling.sample(by_id, count, seed)]
    return sorted(drawn, key=lambda each: (each.number, each.id))


def pairs(store: Store, first: Iterable[Sheet]) -> list[Pair]:
    """These sheets with their second entries."""
    return [Pair(each, second_of(store, each.id)) for each in first]


def next_number(store: Store, survey: str, village: str) -> str:
    """What to write on the next paper: "K7-014", unlike any other PC's."""
    tag = journal.wind(store).replica[:_TAG].upper()
    last = store.value(
        "SELECT max(CAST(substr(number, ?) AS INTEGER)) FROM sheet"
        " WHERE survey = ? AND village = ? AND number LIKE ?",
        (len(tag) + 2, survey, village, f"{tag}-%"),
    )
    return f"{tag}-{(last or 0) + 1:03}"


def _sheet(row: Any) -> Sheet:
    return Sheet(
        row["record"],
        row["survey"],
        row["village"],
        row["number"] or "",
        row["answers"] or "",
        bool(row["invalid"]),
        row["second_of"],
    )
