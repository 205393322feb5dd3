"""Published packages, in the order of their publishing."""

from __future__ import annotations

import base64

import sqlalchemy as sql
from msgspec import to_builtins
from sqlalchemy import Connection

from center.store import now, own_keys
from center.store.tables import PACKAGE
from resources.packages import Package
from sync import keys, wire
from sync.center import Published


def after(connection: Connection, number: int) -> list[Published]:
    """What was published after this number: as much as one answer may hold, at least one."""
    found: list[Published] = []
    room = wire.PAGE_BYTES
    query = sql.select(*_COLUMNS).where(PACKAGE.c.number > number).order_by(PACKAGE.c.number)
    for row in connection.execute(query):
        room -= weight(row.body)
        if found and room < 0:
            break
        found.append(Published(*row))
    return found


def last_number(connection: Connection) -> int:
    """The number of the newest package; 0 where there is none."""
    return connection.scalar(sql.select(sql.func.max(PACKAGE.c.number))) or 0


def all_of(connection: Connection) -> list[Published]:
    """Everything that was published."""
    query = sql.select(*_COLUMNS).order_by(PACKAGE.c.number)
    return [Published(*row) for row in connection.execute(query)]


def newest(connection: Connection, kind: str) -> dict[str, Published]:
    """The highest version of every published package of a kind, by id."""
    query = sql.select(*_COLUMNS).where(PACKAGE.c.kind == kind).order_by(PACKAGE.c.version)
    return {row.id: Published(*row) for row in connection.execute(query)}


def find(connection: Connection, package: Package) -> Published | None:
    """What was published under the kind, id and version of this package."""
    query = sql.select(*_COLUMNS).where(
        PACKAGE.c.kind == package.kind,
        PACKAGE.c.id == package.id,
        PACKAGE.c.version == package.version,
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Published(*row)


def add(connection: Connection, package: Package, body: str) -> Published:
    """Sign a package that passed every check, and give it the next number."""
    signature = keys.sign(own_keys(connection), body.encode())
    published = Published(
        number=last_number(connection) + 1,
        kind=package.kind,
        id=package.id,
        version=package.version,
        sha256=package.sha256,
        body=body,
        published_at=now(),
        signature=base64.b64encode(signature).decode(),
    )
    connection.execute(sql.insert(PACKAGE).values(to_builtins(published)))
    return published


def weight(body: str) -> int:
    """Bytes of a package in an answer, before packing."""
    return len(wire.to_json(body).encode())


_COLUMNS = [PACKAGE.c[name] for name in Published.__struct_fields__]
