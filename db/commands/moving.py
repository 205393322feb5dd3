"""A commune that was merged: its people and villages go along into the heir's profile."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from db import errors, journal, projection
from db.commands.profile import be
from db.journal import Edit
from db.store import Store
from resources import units
from resources.words import _
from rules.record import Values
from rules.records import PERSON, UNIT
from rules.records.person import OFFICER
from rules.text import fold


class Moved(Struct, frozen=True):
    """What went along."""

    people: int
    villages: int


def refuse_strangers(former: str, heir: str) -> None:
    """Refused unless the one commune went into the other, in the end, as the published units say.

    A profile keeps the commune it was made for: what was entered there stays under its name.
    """
    known = units.hue() if units.hue().holders(former) else units.country()
    ended = [unit for unit in known.holders(former) if unit.valid_to is not None]
    heirs = {each.code for unit in ended for each in known.heirs(former, unit.valid_from)}
    if heir not in heirs - {former}:
        raise errors.Refused(
            _("Xã mang mã {former} không nhập vào xã mang mã {heir}; hãy kiểm tra lại mã.").format(
                former=former, heir=heir
            )
        )


def bring(former: Store, store: Store, actor: str) -> Moved:
    """Take people and villages over under the ids they have, as one action.

    So PCs of one former commune that each do this make the same records.  What was assessed stays
    in the former profile, with the commune it was true of; the former profile is left as it is.
    """
    home = journal.commune(store)
    people = _live(former, PERSON.name)
    villages = [
        (record, {**values, "parent": home})
        for record, values in _live(former, UNIT.name)
        if values.get("parent") == journal.commune(former)
    ]
    edits = [Edit(UNIT.name, record, values) for record, values in villages]
    edits += [Edit(PERSON.name, record, values) for record, values in people]
    with store.write():
        known = _already(store, actor, people)
        if known:
            edits.append(Edit(PERSON.name, actor, delete=True))
            be(store, known)
        journal.commit(store, known or actor, edits)
    return Moved(len(people), len(villages))


def _already(store: Store, actor: str, people: Sequence[tuple[str, Values]]) -> str | None:
    """The officer at work, under the id the former profile knows this name by."""
    own = projection.read(store, PERSON, [actor])[actor].values["full_name"]
    same = (record for record, values in people if _name(values) == fold(str(own)))
    return next(same, None)


def _name(values: Values) -> str:
    return fold(str(values["full_name"])) if OFFICER in _roles(values) else ""


def _roles(values: Values) -> list[str]:
    roles = values.get("roles")
    return roles if isinstance(roles, list) else []


def _live(store: Store, name: str) -> list[tuple[str, Values]]:
    record_type = journal.declared(name)
    rows = store.rows(f'SELECT record FROM "{name}" WHERE NOT deleted ORDER BY record')
    found = projection.read(store, record_type, [row[0] for row in rows])
    return [(record, row.values) for record, row in found.items()]
