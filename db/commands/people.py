"""People on the roster: added, described, told apart, merged, taken out."""

from __future__ import annotations

from collections.abc import Iterable

from db import errors, journal
from db.journal import Edit
from db.queries import people, replica
from db.store import Store
from resources.words import _
from rules.record import Value, Values
from rules.records import PERSON

# what the kept one takes over where it knows nothing itself; an empty date means something else
_FILLED = ("birth_year", "sex", "position", "unit", "phone", "ethnicity")


def add(store: Store, actor: str, values: Values) -> str:
    """Put somebody on the roster; the id.  Refused without a name."""
    filled = {**values, "full_name": _name(values.get("full_name"))}
    (change,) = journal.commit(store, actor, [Edit(PERSON.name, None, filled)])
    return change.record


def describe(store: Store, actor: str, person: str, values: Values) -> None:
    """Say something else about somebody.

    Refused for an empty name, and for a roster that ends before it begins.
    """
    if "full_name" in values:
        values = {**values, "full_name": _name(values["full_name"])}
    journal.commit(store, actor, [Edit(PERSON.name, person, values, refuse=_refuse_backwards)])


def remove(store: Store, actor: str, persons: Iterable[str]) -> int:
    """Take people out, with those who were merged into them; how many.  Refused for oneself."""
    standing = people.standing(store)
    wanted = set(persons)
    if standing.get(actor, actor) in wanted:
        raise errors.Refused(
            _("Không bỏ được người đang làm việc ở máy này; hãy đổi cán bộ trước (Ctrl+O).")
        )
    merged = sorted(each for each, kept in standing.items() if kept in wanted)
    edits = [Edit(PERSON.name, each, delete=True) for each in (*sorted(wanted), *merged)]
    journal.commit(store, actor, edits)
    return len(wanted)


def merge(store: Store, actor: str, kept: str, other: str) -> None:
    """These two are one person: `other` counts for `kept`, which learns what it did not know.

    One action, so one undo brings both back.  Refused for the officer at work, who stays.
    """
    if other == actor:
        raise errors.Refused(
            _("Đây là người đang làm việc ở máy này; hãy giữ người này và gộp người kia vào.")
        )
    mine, theirs = _values(store, kept), _values(store, other)
    learnt: Values = {name: theirs.get(name) for name in _FILLED if mine.get(name) is None}
    learnt["roles"] = _both(mine.get("roles"), theirs.get("roles"))
    journal.commit(
        store,
        actor,
        [Edit(PERSON.name, kept, learnt), Edit(PERSON.name, other, {"merged_into": kept})],
    )


def part(store: Store, actor: str, other: str) -> None:
    """Somebody who was merged into another is a person of their own after all."""
    journal.commit(store, actor, [Edit(PERSON.name, other, {"merged_into": None})])


def tell_apart(store: Store, actor: str, one: str, other: str) -> None:
    """These two are not the same: never ask about them again."""
    told = _both(_values(store, one).get("not_same"), [other])
    journal.commit(store, actor, [Edit(PERSON.name, one, {"not_same": told})])


def _name(given: Value) -> str:
    name = " ".join(str(given or "").split())
    if not name:
        raise errors.Refused(_("Chưa có họ và tên; hãy nhập họ và tên."))
    return name


def _refuse_backwards(values: Values) -> None:
    since, until = values.get("roster_from"), values.get("roster_to")
    if isinstance(since, str) and isinstance(until, str) and until < since:
        raise errors.Refused(
            _("Ngày thôi trong danh sách trước ngày bắt đầu; hãy kiểm tra lại hai ngày.")
        )


def _values(store: Store, person: str) -> Values:
    values = replica.values(store, PERSON.name, person)
    if values is None:
        raise errors.Refused(_("Người này không còn trong danh sách; hãy chọn người khác."))
    return values


def _both(one: Value, other: Value) -> list[str] | None:
    told = {*(one if isinstance(one, list) else ()), *(other if isinstance(other, list) else ())}
    return sorted(told) or None
