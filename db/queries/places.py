"""The commune of this profile and its villages."""

from __future__ import annotations

from msgspec import Struct

from db import journal, projection
from db.store import Store
from resources import units
from resources.regions import region_of
from rules.bounds import Context
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


def commune(store: Store) -> Commune:
    """The commune this profile belongs to: official name, and what was decided about it."""
    code = journal.commune(store)
    official = units.hue().find(code) or units.country().find(code)
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
        "SELECT record, name, valid_from, valid_to FROM unit"
        f" WHERE parent = ? AND NOT deleted AND kind IN ({kinds})"
        " AND (?2 IS NULL OR ((valid_from IS NULL OR valid_from <= ?2)"
        "                 AND (valid_to IS NULL OR valid_to >= ?2)))"
        " ORDER BY sort IS NULL, sort, name, record",
        (journal.commune(store), on),
    )
    return [Village(*row) for row in rows]
