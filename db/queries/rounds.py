"""What rounds with the centre did."""

from __future__ import annotations

from msgspec import Struct

from db import folding
from db.store import Store


class Round(Struct, frozen=True):
    """One round with the centre."""

    at: str  # ISO
    outcome: str  # done, or the code of what stopped it
    sentence: str | None
    pushed: int
    pulled: int
    refused: int
    files_up: int
    files_down: int
    bytes_up: int
    bytes_down: int
    seconds: float


class Tally(Struct, frozen=True):
    """Changes by what became of them."""

    waiting: int
    sent: int  # own changes the centre has
    applied: int  # changes of others taken in here
    refused: int


def latest(store: Store, most: int = 50) -> list[Round]:
    """The last rounds, the latest first."""
    rows = store.rows(
        "SELECT at, outcome, sentence, pushed, pulled, refused, files_up, files_down, bytes_up,"
        " bytes_down, seconds FROM round ORDER BY id DESC LIMIT ?",
        (most,),
    )
    return [Round(*row) for row in rows]


def tally(store: Store) -> Tally:
    """How many changes wait, were sent, came in, were refused."""
    row = store.row(
        "SELECT coalesce(sum(state = 0), 0), coalesce(sum(state = 1 AND action IS NOT NULL), 0),"
        " coalesce(sum(action IS NULL), 0), coalesce(sum(state = 2), 0) FROM change"
    )
    return Tally(row[0], row[1], row[2] + folding.count(store), row[3])


def last_saved(store: Store) -> str | None:
    """When an officer of this PC last saved something, ISO; None before the first time."""
    at: str | None = store.value("SELECT at FROM action ORDER BY id DESC LIMIT 1")
    return at
