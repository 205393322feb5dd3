"""Many rows put into a table by few statements."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import sqlcipher3.dbapi2 as sqlite

_AT_ONCE = 100  # rows; a statement may have 32,766 values, and no table of ours has 300 columns


def text(octets: bytes) -> bytearray:
    """Bytes of UTF-8 as they are bound where a statement says CAST(? AS TEXT).

    For plain bytes the driver asks its adapters, which costs three times what binding does.
    """
    return bytearray(octets)


def insert(
    connection: sqlite.Connection, into: str, values: str, rows: Sequence[Sequence[Any]]
) -> None:
    """INSERT `into` a table and its columns; `values` are those of one row, "(?, ?, 0)".

    A row costs a fifth less than in a statement of its own, and other threads are not asked to
    stand back for each.
    """
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        places = ", ".join([values] * len(some))
        connection.execute(f"INSERT {into} VALUES {places}", list(chain.from_iterable(some)))
