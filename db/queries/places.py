"""The commune of this profile and its villages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from db import journal, projection
from db.store import Store
from resources import units
from resources.regions import region_of
from rules import lineage
from rules.bounds import Context
from rules.lineage import Link, Sum
from rules.numbers import Number
from rules.records import UNIT
from rules.records.unit import VILLAGE_KINDS


class Commune(Struct, frozen=True):
    """The commune, with what decides which thresholds hold for it."""

    code: str
    name: str  # with its kind: "Xã Vinh Lộc"
    province: str | None
    region: str | None
    group: str | None
    sample: bool


class Village(Struct, frozen=True):
    """A village, thôn or tổ dân phố."""

    id: str
    name: str
    valid_from: str | None
    valid_to: str | None
    successors: tuple[str, ...] = ()  # what it became: one village, or several parts


def commune(store: Store) -> Commune:
    """The commune this profile belongs to: official name, and what was decided about it."""
    code = journal.commune(store)
    official = units.newest(code)
    row = projection.read(store, UNIT, [code]).get(code)
    own = row.values if row else {}
    province = official.parent if official else None
    group, region = own.get("group"), own.get("region")
    return Commune(
        code=code,
        name=official.name if official else code,
        province=province,
        region=str(region) if region else region_of(province),
        group=str(group) if group else None,
        sample=bool(own.get("sample")),
    )


def context(place: Commune, year: int) -> Context:
    """For whom and when answers of this commune are judged."""
    return Context(place.region or "", place.group, year)


def villages(store: Store, on: str | None = None) -> list[Village]:
    """The commune's villages that exist on an ISO date (any date when None), in their order."""
    kinds = ", ".join(f"'{kind}'" for kind in VILLAGE_KINDS)
    rows = store.rows(
        "SELECT record, name, valid_from, valid_to, successors FROM unit"
        f" WHERE parent = ? AND NOT deleted AND kind IN ({kinds})"
        " AND (?2 IS NULL OR ((valid_from IS NULL OR valid_from <= ?2)"
        "                 AND (valid_to IS NULL OR valid_to >= ?2)))"
        " ORDER BY sort IS NULL, sort, name, record",
        (journal.commune(store), on),
    )
    return [
        Village(row[0], row[1], row[2], row[3], tuple(json.loads(row[4] or "[]"))) for row in rows
    ]


def names(store: Store) -> dict[str, str]:
    """Names of villages by their ids, also of those that ended."""
    return {village.id: village.name for village in villages(store)}


def is_village(store: Store, unit: str) -> bool:
    """Whether this is a village of the commune, also one that ended."""
    kinds = ", ".join(f"'{kind}'" for kind in VILLAGE_KINDS)
    query = "SELECT 1 FROM unit WHERE record = ? AND parent = ? AND NOT deleted"
    found = store.row(f"{query} AND kind IN ({kinds})", (unit, journal.commune(store)))
    return found is not None


def exists(village: Village, on: str) -> bool:
    """Whether a village exists on an ISO date."""
    since, until = village.valid_from, village.valid_to
    return (since is None or since <= on) and (until is None or on <= until)


def links(villages: Iterable[Village]) -> tuple[Link, ...]:
    """What became of the villages that ended."""
    return tuple(
        link for village in villages for link in lineage.links(village.id, village.successors)
    )


def homes(store: Store, on: date) -> dict[str | None, str]:
    """Which village a village of any time is on that day; those that nobody can tell are absent.

    A village that was split lies in several, and nobody wrote down who lives where.
    """
    everywhere = villages(store)
    known = links(everywhere)
    now = [each.id for each in everywhere if exists(each, on.isoformat())]
    found: dict[str | None, str] = {each: each for each in now}
    for village in everywhere:
        if village.id not in found and village.successors:
            heirs = [new for new in now if lineage.share_of(village.id, new, known) == 1]
            if heirs:
                found[village.id] = heirs[0]
    return found


def forerunners(village: str, known: Iterable[Village]) -> list[Village]:
    """The villages that went into this one, directly."""
    return [each for each in known if village in each.successors]


def carried(store: Store, village: str, values: Mapping[str, Number | None]) -> Sum:
    """A number of the villages that went into this one, added up; nothing missing is guessed."""
    everywhere = villages(store)
    old = [each.id for each in forerunners(village, everywhere)]
    return lineage.sum_through(lineage.parts_of(village, old, links(everywhere)), values)
