"""What a record is about: an indicator of a period, a file, a person, a seat, a village's count."""

from __future__ import annotations

from msgspec import Struct

from db import errors, projection
from db.queries import rulebook, sets
from db.store import Store
from rules.record import Value, Values
from rules.records import REGISTRY

_NAMES = {
    "evidence": ("title", "name"),
    "person": ("full_name",),
    "unit": ("name",),
    "course": ("title",),
    "survey": ("title",),
    "session": ("day",),  # ISO
    "answers": ("question",),
    "sheet": ("number",),
}


class Spot(Struct, frozen=True):
    """Where in a checklist a record stands."""

    set: str
    indicator: str
    period: str  # of a threshold: its year
    village: str | None = None  # its name
    title: str = ""  # of the set, as it fits a chooser; "" where there is no such set here


class Subject(Struct, frozen=True):
    """A record as people know it."""

    type: str
    record: str
    name: str | None = None  # of a file, a person, a village; of a seat, whose it is
    spot: Spot | None = None
    village: str | None = None  # the name of the one that counted
    within: str | None = None  # id of the class or survey it belongs to


def of(store: Store, type_name: str, record: str, otherwise: Values | None = None) -> Subject:
    """What this record is about, also when it was deleted; `otherwise` where it has no row.

    Of a type only a newer programme knows, nothing can be told.
    """
    record_type = REGISTRY.get(type_name)
    if record_type is None:
        return Subject(type_name, record)
    row = projection.read(store, record_type, [record]).get(record)
    values = row.values if row else otherwise or {}
    named = (values.get(field) for field in _NAMES.get(type_name, ()))
    name = next((str(each) for each in named if each), None)
    village = _one(store, "SELECT name FROM unit WHERE record = ?", values.get("village"))
    return Subject(
        type_name,
        record,
        name or _one(store, "SELECT full_name FROM person WHERE record = ?", values.get("person")),
        _spot(store, values),
        village,
        _within(store, values),
    )


def _within(store: Store, values: Values) -> str | None:
    """The class or the survey a record belongs to."""
    session = "SELECT course FROM session WHERE record = ?"
    found = values.get("course") or values.get("survey")
    return str(found) if found else _one(store, session, values.get("session"))


def _one(store: Store, query: str, record: Value) -> str | None:
    """What a record is called; None where it is not known here."""
    found = store.value(query, (record,)) if isinstance(record, str) else None
    return str(found) if found else None


def _spot(store: Store, values: Values) -> Spot | None:
    """Also of a file bound to an answer, and of a threshold of a year."""
    if values.get("target_type") == "assessment":
        row = store.row("SELECT * FROM assessment WHERE record = ?", (str(values.get("target")),))
        values = dict(row) if row else {}
    if not values.get("set") or not values.get("indicator"):
        return None
    name = _one(store, "SELECT name FROM unit WHERE record = ?", values.get("village"))
    period = values.get("period") or values.get("year")
    title = _title(store, str(values["set"]))
    return Spot(str(values["set"]), str(values["indicator"]), str(period), name, title)


def _title(store: Store, set_id: str) -> str:
    try:
        return sets.short_title(rulebook.criteria(store, set_id).title)
    except errors.Refused:
        return ""
