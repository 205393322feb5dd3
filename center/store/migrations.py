"""Bringing a centre's tables up to date: small numbered steps, in one transaction."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sql
from sqlalchemy import Connection, Table
from sqlalchemy.schema import CreateColumn

from center.store.tables import DEVICE, METADATA, PACKAGE, RECORD, REPLICA


def bring_up(connection: Connection, version: int) -> None:
    """Apply the steps that tables of this version lack; new tables are made as they are today."""
    METADATA.create_all(connection)
    for step in STEPS[version - 1 :]:
        step(connection)


def _carriers(connection: Connection) -> None:
    """2: lineage, keys and proofs of devices; heads and digests of records (read anew later)."""
    columns = "lineage verify recipient last_own next_token_hash past_token_hash token_since note"
    _add(connection, DEVICE, *columns.split(), "origin", "returned")
    _add(connection, RECORD, "heads", "past", "digest", "newest", "position")
    _add(connection, PACKAGE, "signature")
    _draw_lineages(connection)


def _draw_lineages(connection: Connection) -> None:
    """Until now a replica's name was its PC, through all its enrolments."""
    earlier = DEVICE.alias()
    eldest = (
        sql.select(sql.func.min(earlier.c.id))
        .where(earlier.c.commune == DEVICE.c.commune, earlier.c.replica == DEVICE.c.replica)
        .scalar_subquery()
    )
    connection.execute(sql.update(DEVICE).values(lineage=eldest))
    named = sql.select(DEVICE.c.commune, DEVICE.c.replica, DEVICE.c.lineage).distinct()
    connection.execute(sql.insert(REPLICA).from_select(["commune", "name", "lineage"], named))


STEPS: tuple[Callable[[Connection], None], ...] = (_carriers,)  # the first makes version 2


def _add(connection: Connection, table: Table, *names: str) -> None:
    quoted = connection.dialect.identifier_preparer.format_table(table)
    for name in names:
        column = CreateColumn(table.c[name]).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {quoted} ADD COLUMN {column}")
