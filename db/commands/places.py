"""Villages of the commune, and what decides which thresholds hold for it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from db import errors, journal
from db.journal import Edit
from db.queries import places
from db.queries.places import Village
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
        _refuse_name(tidied, known)
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
        _refuse_name(name, others)
        values = {**values, "name": name}
    journal.commit(store, actor, [Edit(UNIT.name, village, values, refuse=_refuse_backwards)])


def merge_villages(store: Store, actor: str, old: Sequence[str], name: str, on: date) -> str:
    """From this day on these villages are one new village; its id.  They end the day before.

    Refused for fewer than two, for one that does not exist then, and for a name in use.
    """
    if len(set(old)) < 2:
        raise errors.Refused(_("Sáp nhập cần ít nhất hai thôn; hãy chọn thêm thôn."))
    (new,) = _succeed(store, actor, old, [name], on)
    return new


def split_village(store: Store, actor: str, old: str, names: Sequence[str], on: date) -> list[str]:
    """From this day on this village is several new ones; their ids.  Shares stay unknown.

    Refused for fewer than two names, for one that does not exist then, and for names in use.
    """
    if len(names) < 2:
        raise errors.Refused(_("Chia tách cần ít nhất hai thôn mới; hãy gõ mỗi dòng một tên thôn."))
    return _succeed(store, actor, [old], names, on)


def _succeed(
    store: Store, actor: str, old: Sequence[str], names: Sequence[str], on: date
) -> list[str]:
    """New villages in the place of old ones, as one action."""
    known = {village.id: village for village in places.villages(store)}
    ending = [known[each] for each in dict.fromkeys(old)]
    for village in ending:
        _refuse_ended(village, on)
    staying = {
        village.name.casefold()
        for village in known.values()
        if village not in ending
        and (village.valid_to is None or on.isoformat() <= village.valid_to)
    }
    rows = {row[0]: row for row in store.rows("SELECT record, kind, sort FROM unit")}
    first = rows[ending[0].id]
    last_day = (on - timedelta(days=1)).isoformat()
    heirs = [str(uuid.uuid4()) for _name in names]
    edits = []
    for heir, given in zip(heirs, names, strict=True):
        name = " ".join(given.split())
        _refuse_name(name, staying)
        staying.add(name.casefold())
        values: Values = {
            "name": name,
            "kind": first["kind"],
            "parent": journal.commune(store),
            "valid_from": on.isoformat(),
            "sort": first["sort"],
        }
        edits.append(Edit(UNIT.name, heir, values))
    ended: Values = {"valid_to": last_day, "successors": heirs}
    edits += [Edit(UNIT.name, village.id, ended) for village in ending]
    journal.commit(store, actor, edits)
    return heirs


def _refuse_ended(village: Village, on: date) -> None:
    """Only what exists on the last day before can become something else."""
    day = on.isoformat()
    if village.successors or (village.valid_to is not None and village.valid_to < day):
        raise errors.Refused(
            _("Thôn “{name}” đã kết thúc trước ngày này; hãy chọn thôn khác.").format(
                name=village.name
            )
        )
    if village.valid_from is not None and day <= village.valid_from:
        raise errors.Refused(
            _("Thôn “{name}” chưa có vào ngày này; hãy chọn ngày sau.").format(name=village.name)
        )


def _refuse_name(name: str, taken: set[str]) -> None:
    if not name or name.casefold() in taken:
        raise errors.Refused(
            _("Thôn “{name}” trống hoặc đã có; hãy đặt tên khác.").format(name=name)
        )


def _refuse_backwards(values: Values) -> None:
    since, until = values.get("valid_from"), values.get("valid_to")
    if isinstance(since, str) and isinstance(until, str) and until < since:
        raise errors.Refused(_("Ngày cuối cùng trước ngày đầu tiên; hãy kiểm tra lại hai ngày."))


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
