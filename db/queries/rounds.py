"""What rounds with the centre did, and what the centre refused."""

from __future__ import annotations

import json

from msgspec import Struct

from db.queries import people, subjects
from db.queries.subjects import Subject
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


class Refusal(Struct, frozen=True):
    """A change the centre did not take, with its reason."""

    change: str
    type: str
    record: str
    sentence: str
    at: str
    fields: tuple[str, ...]
    actor: str  # the officer's name
    subject: Subject


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


def refusals(store: Store) -> list[Refusal]:
    """What the centre refused, the latest first."""
    names = people.names(store)
    rows = store.rows(
        "SELECT c.id, c.type, c.record, r.sentence, r.at, c.body"
        " FROM refusal r JOIN change c ON c.id = r.change ORDER BY r.at DESC, c.id DESC"
    )
    found = []
    for change, type_name, record, sentence, at, body in rows:
        told = json.loads(body)
        subject = subjects.of(store, type_name, record)
        actor = names.get(told["actor"], "")
        fields = tuple(sorted(told["set"]))
        found.append(Refusal(change, type_name, record, sentence, at, fields, actor, subject))
    return found


def tally(store: Store) -> Tally:
    """How many changes wait, were sent, came in, were refused."""
    row = store.row(
        "SELECT coalesce(sum(state = 0), 0), coalesce(sum(state = 1 AND action IS NOT NULL), 0),"
        " coalesce(sum(action IS NULL), 0), coalesce(sum(state = 2), 0) FROM change"
    )
    return Tally(*row)


def last_saved(store: Store) -> str | None:
    """When an officer of this PC last saved something, ISO; None before the first time."""
    at: str | None = store.value("SELECT at FROM action ORDER BY id DESC LIMIT 1")
    return at
