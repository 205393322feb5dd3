"""Thousands of rows put into a table at once, and thousands of names looked up at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sql
from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


def insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert whole rows: all columns in the table's order, JSON as text.

    The statement is SQLAlchemy's; the rows go to the driver as they are, for to look at each
    value of each row by itself costs twice what SQLite takes to keep it.
    """
    if rows:
        statement = sql.insert(table).compile(dialect=connection.dialect)
        connection.exec_driver_sql(str(statement), list(rows))


def among(column: ColumnElement[str], texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column holds one of these texts, which all go as one parameter."""
    told = sql.literal(msgspec.json.encode(list(texts)).decode())
    members = _Members(told).table_valued("value")
    return column.in_(sql.select(members.c.value))


class _Members(GenericFunction[str]):
    """The texts in a list of JSON, as rows."""

    name = "json_each"
    inherit_cache = True


@compiles(_Members, "postgresql")
def _members(call: _Members, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(call.clauses, **options)} AS json))"
