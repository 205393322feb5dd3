"""Officers of this commune's programme, and who is meant by an actor's id."""

from __future__ import annotations

import json

from msgspec import Struct

from db.store import Store
from resources.words import _
from rules.record import CENTRE
from rules.records.person import OFFICER
from rules.text import name_key


class Officer(Struct, frozen=True):
    """A person who works with the programme."""

    id: str
    name: str
    position: str | None


def officers(store: Store) -> list[Officer]:
    """Everybody with the role of officer, in the order names are listed in Vietnam."""
    rows = store.rows("SELECT record, full_name, position, roles FROM person WHERE NOT deleted")
    found = [Officer(*row[:3]) for row in rows if OFFICER in json.loads(row["roles"] or "[]")]
    return sorted(found, key=lambda officer: name_key(officer.name))


def names(store: Store) -> dict[str, str]:
    """Names by the ids that stand as actors in changes."""
    known = {row[0]: row[1] for row in store.rows("SELECT record, full_name FROM person")}
    return {**known, CENTRE: _("Trung tâm")}
