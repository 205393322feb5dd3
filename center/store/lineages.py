"""Whose names changes are made under: each is bound to the lineage that first brought one.

A lineage is a PC through its enrolments, with the copies of its profile; it has many names.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sql
from sqlalchemy import Connection

from center.store import fact
from center.store.tables import REPLICA

CENTRE = "centre"  # the lineage of what the centre writes itself
_AT_ONCE = 500  # names in one question


def owners(connection: Connection, commune: str, names: Collection[str]) -> dict[str, str]:
    """The lineage of each of these names; one that nobody has used yet is left out."""
    found: dict[str, str] = {}
    asked = sorted(names)
    for start in range(0, len(asked), _AT_ONCE):
        query = sql.select(REPLICA.c.name, REPLICA.c.lineage).where(
            REPLICA.c.commune == commune, REPLICA.c.name.in_(asked[start : start + _AT_ONCE])
        )
        found |= {row.name: row.lineage for row in connection.execute(query)}
    ours = fact(connection, "replica")
    if ours and ours in names:
        found[ours] = CENTRE
    return found


def bind(connection: Connection, commune: str, names: Collection[str], lineage: str) -> None:
    """From now on only this lineage brings changes of these names."""
    if names:
        rows = [{"commune": commune, "name": name, "lineage": lineage} for name in sorted(names)]
        connection.execute(sql.insert(REPLICA), rows)


def of(connection: Connection, commune: str, names: Sequence[str]) -> str | None:
    """The lineage a PC belongs to that has written under these names; None for a new one."""
    known = owners(connection, commune, names)
    return next((known[name] for name in names if known.get(name, CENTRE) != CENTRE), None)
