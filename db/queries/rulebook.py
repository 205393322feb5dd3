"""Which criteria sets and targets this profile works with: shipped ones, and those installed."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from msgspec import Struct

from db import errors
from db.store import Store
from resources import packages
from resources.criteria import CriteriaSet
from resources.words import _


class PackageLine(Struct, frozen=True):
    """One package this profile knows."""

    kind: str
    id: str
    version: int
    source: str  # shipped, file, centre
    title: str


class AsideLine(Struct, frozen=True):
    """A package of the centre that cannot be used here, and why."""

    number: int  # in the order of publishing
    kind: str
    id: str
    version: int
    sentence: str


def criteria_ids(store: Store) -> list[str]:
    """The criteria sets at hand, by id."""
    shipped = {each.id for each in packages.shipped() if each.kind == "criteria"}
    installed = {row[0] for row in store.rows("SELECT id FROM package WHERE kind = 'criteria'")}
    return sorted(shipped | installed)


def criteria(store: Store, set_id: str) -> CriteriaSet:
    """The newest version of a set; Refused where there is no such set."""
    installed = store.row(
        "SELECT version, body FROM package WHERE kind = 'criteria' AND id = ?"
        " ORDER BY version DESC LIMIT 1",
        (set_id,),
    )
    newest = _newest_shipped(set_id)
    if installed and (newest is None or installed[0] > newest.version):
        return _parsed(installed[1])
    if newest is None:
        raise errors.Refused(
            _("Không có bộ tiêu chí “{id}”; xem các bộ hiện có bằng lệnh package list.").format(
                id=set_id
            )
        )
    return _shipped(newest.path)


def package_lines(store: Store) -> list[PackageLine]:
    """Every package at hand, sorted by kind, id and version."""
    rows = store.rows("SELECT kind, id, version, source, body FROM package")
    lines = [
        *_shipped_lines(),
        *(
            PackageLine(row["kind"], row["id"], row["version"], row["source"], _title(row["body"]))
            for row in rows
        ),
    ]
    return sorted(lines, key=lambda line: (line.kind, line.id, line.version))


def set_aside(store: Store) -> list[AsideLine]:
    """What the centre has published and this PC cannot use, in the order of publishing."""
    columns = ", ".join(AsideLine.__struct_fields__)
    rows = store.rows(f"SELECT {columns} FROM package_aside ORDER BY number")
    return [AsideLine(*row) for row in rows]


@functools.cache
def _shipped_lines() -> tuple[PackageLine, ...]:
    return tuple(
        PackageLine(each.kind, each.id, each.version, "shipped", _title(each.path.read_bytes()))
        for each in packages.shipped()
    )


def _title(body: bytes | str) -> str:
    title: str = json.loads(body).get("title", "")
    return title


@functools.lru_cache(maxsize=32)
def _newest_shipped(set_id: str) -> packages.Shipped | None:
    """What ships does not change while the programme runs, and every saved answer asks for it."""
    versions = [p for p in packages.shipped() if p.kind == "criteria" and p.id == set_id]
    return max(versions, key=lambda each: each.version, default=None)


@functools.lru_cache(maxsize=32)
def _shipped(path: Path) -> CriteriaSet:
    return packages.load_criteria(path)


@functools.lru_cache(maxsize=32)
def _parsed(body: str) -> CriteriaSet:
    return packages.criteria_set(json.loads(body))
