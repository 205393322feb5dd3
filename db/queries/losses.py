"""What a pull would take away from what officers see: records deleted, values blanked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from db import projection
from db.store import Store
from rules.record import Values, is_blank
from rules.records import REGISTRY

Spot = tuple[str, str]  # type and record


def live(store: Store) -> int:
    """How many records the commune has, deleted ones aside."""
    counts = (store.value(f'SELECT count(*) FROM "{name}" WHERE NOT deleted') for name in REGISTRY)
    return sum(counts)


def shown(store: Store, spots: Iterable[Spot]) -> dict[Spot, Values]:
    """What is filled in, in those of these records that are there."""
    by_type: dict[str, list[str]] = {}
    for name, record in spots:
        by_type.setdefault(name, []).append(record)
    return {
        (name, record): {field: each for field, each in row.values.items() if not is_blank(each)}
        for name, records in by_type.items()
        for record, row in projection.read(store, REGISTRY[name], records).items()
        if not row.deleted
    }


def between(
    before: Mapping[Spot, Values], after: Mapping[Spot, Values]
) -> tuple[set[Spot], set[Spot]]:
    """The records that were deleted, and the others that lost a value."""
    deleted = before.keys() - after.keys()
    blanked = {
        spot
        for spot, values in before.items()
        if spot in after and not values.keys() <= after[spot].keys()
    }
    return deleted, blanked
