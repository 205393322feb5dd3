"""Founding a profile and naming its officers."""

from __future__ import annotations

from pathlib import Path

from db import errors, journal, place, projection
from db import store as stores
from db.queries import people
from db.store import Store, set_setting, setting
from resources import units
from resources.words import _
from rules.record import Values
from rules.records import PERSON
from rules.records.person import FRONT, OFFICER
from rules.text import fold


def found(folder: Path, commune: str, officer: str, key: bytes | None = None) -> Store:
    """A working profile for a commune, by its official code; no centre is needed.

    Raises Refused for an unknown commune or an empty name, CannotWrite for an unsafe folder.
    """
    _refuse_unknown(commune)
    if not officer.strip():
        raise errors.Refused(_("Chưa có tên cán bộ; hãy nhập họ và tên."))
    place.refuse_unsafe(folder)
    store = stores.create(folder, key)
    try:
        with store.write():
            set_setting(store, "commune", commune)
            be(store, add_officer(store, officer))
    except BaseException:
        store.close()
        raise
    return store


def add_officer(store: Store, name: str, position: str | None = None) -> str:
    """Add an officer; the id.  Who is there already under this name stays one person."""
    tidied = " ".join(name.split())
    if not tidied:
        raise errors.Refused(_("Chưa có tên cán bộ; hãy nhập họ và tên."))
    for known in people.officers(store):
        if fold(known.name) == fold(tidied):
            return known.id
    values: Values = {"full_name": tidied, "position": position, "roles": [OFFICER]}
    actor = setting(store, "officer") or "setup"
    change = journal.amend(store, actor, PERSON, None, values)
    if change is None:
        raise errors.Refused(_("Chưa có tên cán bộ; hãy nhập họ và tên."))
    return change.record


def set_front(store: Store, actor: str, officer: str, *, front: bool) -> None:
    """Whether an officer acts for the Fatherland Front, which owns the surveys and signs them."""
    row = projection.read(store, PERSON, [officer]).get(officer)
    held = row.values.get("roles") if row else None
    roles = set(held if isinstance(held, list) else ())
    told = sorted(roles | {FRONT} if front else roles - {FRONT})
    journal.amend(store, actor, PERSON, officer, {"roles": told})


def be(store: Store, officer: str) -> None:
    """From now on this officer works at this PC."""
    set_setting(store, "officer", officer)


def actor(store: Store) -> str:
    """The officer at work: whoever `be` named last."""
    return setting(store, "officer") or "setup"


def _refuse_unknown(code: str) -> None:
    """A profile belongs to a commune that exists; one that was merged names its heirs."""
    unit = units.hue().find(code) or units.country().find(code)
    if unit is None or not unit.is_commune:
        raise errors.Refused(
            _("Không có xã, phường mang mã “{code}”; hãy kiểm tra mã đơn vị hành chính.").format(
                code=code
            )
        )
    if told := units.ended(code):
        raise errors.Refused(told)
