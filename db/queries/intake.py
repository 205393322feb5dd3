"""A list of an office beside what this profile knows: the report, before anything is written."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence

from db import journal, projection
from db.queries import places, rulebook
from db.store import Store, setting
from resources.criteria import CriteriaSet
from rules.grids import Words
from rules.intake import answers, classes, comparing, drafts, reading
from rules.intake.headings import ListKind
from rules.intake.reading import Choice, Columns, Listing
from rules.intake.report import Report
from rules.places import Places
from rules.record import RecordType, Values
from rules.records import ASSESSMENT, COURSE, ENROLMENT, PERSON
from rules.worksheet import Worksheet

SHAPE = "columns.{kind}.{shape}"  # setting: what was chosen for lists of this shape


def understand(
    store: Store,
    sheets: Sequence[Worksheet],
    kind: ListKind,
    choice: Choice,
    rows: int | None = None,
) -> Listing:
    """The list on these sheets, with what was chosen for this shape before; of its first `rows`.

    Raises NotAList.
    """

    def remembered(shape: str) -> Columns:
        kept = setting(store, SHAPE.format(kind=kind, shape=shape))
        columns: Columns = json.loads(kept) if kept else {}
        return columns

    words: Sequence[Words] = ()
    if kind is ListKind.FIGURES:
        words = answers.words(_criteria(store, choice.set) if choice.set else None)
    return reading.understand(sheets, kind, choice, remembered=remembered, words=words, rows=rows)


def report(store: Store, listing: Listing, choice: Choice) -> Report:
    """What would become of every row now."""
    if listing.kind is ListKind.FIGURES:
        return answers.figures(listing, _known_answers(store), choice)
    drafted = drafts.of_people(listing, villages(store))
    if listing.kind is ListKind.PEOPLE:
        return comparing.people(drafted, known_people(store), choice.decisions)
    return classes.training(drafted, _known_classes(store), choice)


def _known_classes(store: Store) -> classes.Known:
    return classes.Known(
        journal.commune(store), known_people(store), whole(store, COURSE), whole(store, ENROLMENT)
    )


def _known_answers(store: Store) -> answers.Known:
    return answers.Known(
        journal.commune(store),
        villages(store),
        whole(store, ASSESSMENT),
        functools.partial(_criteria, store),
    )


def _criteria(store: Store, set_id: str) -> CriteriaSet | None:
    return rulebook.criteria(store, set_id) if set_id in rulebook.criteria_ids(store) else None


def villages(store: Store) -> Places:
    """The places a list of this commune can name: its villages, and the commune itself."""
    own = places.commune(store)
    named = [(own.code, own.name), *((each.id, each.name) for each in places.villages(store))]
    return Places(named)


def known_people(store: Store) -> dict[str, Values]:
    """Everybody in the registry who was not merged into another, by id."""
    return whole(store, PERSON, "merged_into IS NULL")


def whole(store: Store, record_type: RecordType, where: str = "1") -> dict[str, Values]:
    """The shown values of every record of a type, by id."""
    rows = store.rows(f'SELECT * FROM "{record_type.name}" WHERE NOT deleted AND {where}')
    return {row["record"]: projection.values_of(record_type, row) for row in rows}
