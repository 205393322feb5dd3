"""A list of an office beside what this profile knows: the report, before anything is written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from db import projection
from db.queries import places
from db.store import Store, setting
from rules.intake import comparing, drafts, reading
from rules.intake.comparing import Report
from rules.intake.drafts import Places
from rules.intake.headings import ListKind
from rules.intake.reading import Choice, Columns, Listing
from rules.record import RecordType, Values
from rules.records import PERSON
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

    return reading.understand(sheets, kind, choice, remembered=remembered, rows=rows)


def report(store: Store, listing: Listing, choice: Choice) -> Report:
    """What would become of every row now."""
    return people(store, listing, choice.decisions)


def people(store: Store, listing: Listing, decisions: Mapping[str, str]) -> Report:
    """The people of a list beside those of the commune."""
    drafted = drafts.of_people(listing, villages(store))
    return comparing.people(drafted, known_people(store), decisions)


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
