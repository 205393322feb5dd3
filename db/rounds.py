"""What the rounds with the centre did: one row each, the failed ones too."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import astuple, fields

from db.store import Store

DONE = "done"
KEPT = 1000  # rounds; older ones tell nobody anything


class Round(Struct, frozen=True):
    """One round, as it is remembered."""

    at: str  # when it began: ISO with offset
    outcome: str  # done, stopped, or the code of what broke it off
    sentence: str | None  # what the officer was told
    pushed: int
    pulled: int
    refused: int
    files_up: int
    files_down: int
    bytes_up: int
    bytes_down: int
    requests: int
    seconds: float
    carrier: str = "network"  # or stick


_COLUMNS = tuple(field.name for field in fields(Round))


def keep(store: Store, done: Round) -> None:
    """Remember a round."""
    with store.write() as connection:
        places = ", ".join("?" * len(_COLUMNS))
        cursor = connection.execute(
            f"INSERT INTO round({', '.join(_COLUMNS)}) VALUES ({places})", astuple(done)
        )
        connection.execute("DELETE FROM round WHERE id <= ?", (cursor.lastrowid - KEPT,))


def latest(store: Store, limit: int = 1) -> Sequence[Round]:
    """The last rounds, newest first."""
    rows = store.rows(f"SELECT {', '.join(_COLUMNS)} FROM round ORDER BY id DESC LIMIT ?", (limit,))
    return [Round(*row) for row in rows]


def open_conflicts(store: Store) -> int:
    """How many fields have answers that differ."""
    count: int = store.value("SELECT count(*) FROM conflict")
    return count
