"""Officers of this commune's programme, and who is meant by an actor's or a person's id."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct

from db.store import Store
from resources.words import _
from rules import matching
from rules.record import CENTRE
from rules.records.person import FRONT, OFFICER
from rules.text import name_key


class Officer(Struct, frozen=True):
    """A person who works with the programme."""

    id: str
    name: str
    position: str | None
    front: bool = False  # acts for the Fatherland Front: signs surveys


def officers(store: Store) -> list[Officer]:
    """Everybody with the role of officer, in the order names are listed in Vietnam."""
    rows = store.rows(
        "SELECT record, full_name, position, roles FROM person WHERE NOT deleted AND roles LIKE ?",
        (f'%"{OFFICER}"%',),
    )
    gone = standing(store)
    found = [
        Officer(row[0], row[1], row[2], FRONT in json.loads(row["roles"]))
        for row in rows
        if OFFICER in json.loads(row["roles"]) and row["record"] not in gone
    ]
    return sorted(found, key=lambda officer: name_key(officer.name))


def names(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """The names behind these ids, which stand as actors in changes or point to people."""
    rows = store.rows(
        "SELECT record, full_name FROM person WHERE record IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(ids))),),
    )
    return {**{row[0]: row[1] for row in rows}, CENTRE: _("Trung tâm")}


def standing(store: Store) -> dict[str, str]:
    """For everybody who was listed twice and merged: the person they count for.

    Whatever points to a person (a class, a task) points to `standing(store).get(id, id)`.
    Nobody is merged into somebody who was taken out.
    """
    rows = store.rows(
        "SELECT p.record, p.merged_into FROM person p JOIN person kept"
        " ON kept.record = p.merged_into"
        " WHERE p.merged_into IS NOT NULL AND NOT p.deleted AND NOT kept.deleted"
    )
    return matching.standing({row[0]: row[1] for row in rows})


def merged_into(store: Store, person: str) -> list[Officer]:
    """Who was listed again as somebody else, and counts for this person."""
    ids = [each for each, kept in standing(store).items() if kept == person]
    rows = store.rows(
        "SELECT record, full_name, position FROM person"
        " WHERE record IN (SELECT value FROM json_each(?)) ORDER BY record",
        (json.dumps(ids),),
    )
    return [Officer(*row) for row in rows]
