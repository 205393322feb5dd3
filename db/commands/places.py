"""Villages of the commune, and what decides which thresholds hold for it."""

from __future__ import annotations

from db import errors, journal
from db.journal import Edit
from db.queries import places
from db.store import Store
from resources.words import _
from rules.record import Values
from rules.records import UNIT


def add_villages(store: Store, actor: str, names: list[str], *, kind: str = "thon") -> list[str]:
    """Add villages in this order; the ids they got.  Refused for a name that is there already."""
    known = {village.name.casefold() for village in places.villages(store)}
    start = len(known)
    edits = []
    for number, name in enumerate(names):
        tidied = " ".join(name.split())
        if not tidied or tidied.casefold() in known:
            raise errors.Refused(
                _("Thôn “{name}” trống hoặc đã có; hãy đặt tên khác.").format(name=tidied)
            )
        known.add(tidied.casefold())
        values: Values = {
            "name": tidied,
            "kind": kind,
            "parent": journal.commune(store),
            "sort": start + number + 1,
        }
        edits.append(Edit(UNIT.name, None, values))
    return [change.record for change in journal.commit(store, actor, edits)]


def describe_village(store: Store, actor: str, village: str, values: Values) -> None:
    """Rename a village, or say since when and until when (its last day) it exists.

    Refused for a name that is empty or another village's.
    """
    if "name" in values:
        name = " ".join(str(values["name"] or "").split())
        others = {each.name.casefold() for each in places.villages(store) if each.id != village}
        if not name or name.casefold() in others:
            raise errors.Refused(
                _("Thôn “{name}” trống hoặc đã có; hãy đặt tên khác.").format(name=name)
            )
        values = {**values, "name": name}
    journal.commit(store, actor, [Edit(UNIT.name, village, values)])


def remove_village(store: Store, actor: str, village: str) -> None:
    """Take a village out that was added by mistake; one that ended is told its last day."""
    journal.commit(store, actor, [Edit(UNIT.name, village, delete=True)])


def describe_commune(store: Store, actor: str, values: Values) -> None:
    """Say the commune's group (and since when) or region."""
    place = places.commune(store)
    whole: Values = {"name": place.name, "kind": "xa", **values}
    if place.name.startswith("Phường"):
        whole["kind"] = "phuong"
    journal.commit(store, actor, [Edit(UNIT.name, place.code, whole)])
