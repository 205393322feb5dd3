"""What rounds with the centre did."""

from __future__ import annotations

from msgspec import Struct

from db import folding
from db.store import Store

# came to its end, or brought something over before it was broken off
_REACHED = "outcome = 'done' OR pushed + pulled + refused + files_up + files_down > 0"
_SELECT = (
    "SELECT at, outcome, sentence, pushed, pulled, refused, files_up, files_down, bytes_up,"
    " bytes_down, seconds FROM round"
)


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
    return [Round(*row) for row in store.rows(f"{_SELECT} ORDER BY id DESC LIMIT ?", (most,))]


def reached(store: Store) -> Round | None:
    """The last round the centre answered, with what it confirmed; None before the first."""
    row = store.row(f"{_SELECT} WHERE {_REACHED} ORDER BY id DESC LIMIT 1")
    return Round(*row) if row else None


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
