"""Published packages, in the order of their publishing."""

from __future__ import annotations

import sqlalchemy as sql
from msgspec import Struct
from sqlalchemy import Connection

from center.store.tables import PACKAGE


class Published(Struct, frozen=True):
    """A package as it was published, to the letter."""

    number: int
    kind: str
    id: str
    version: int
    sha256: str
    body: str
    published_at: str


def after(connection: Connection, number: int, limit: int) -> list[Published]:
    """What was published after this number."""
    columns = [PACKAGE.c[name] for name in Published.__struct_fields__]
    query = (
        sql.select(*columns)
        .where(PACKAGE.c.number > number)
        .order_by(PACKAGE.c.number)
        .limit(limit)
    )
    return [Published(*row) for row in connection.execute(query)]


def last_number(connection: Connection) -> int:
    """The number of the newest package; 0 where there is none."""
    return connection.scalar(sql.select(sql.func.max(PACKAGE.c.number))) or 0
