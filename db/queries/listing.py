"""Whole lists as they go out: people, the seats of classes, answers, with names beside ids."""

from __future__ import annotations

from db.queries import intake, places, rulebook
from db.store import Store
from rules.record import Values
from rules.records import ASSESSMENT, COURSE, ENROLMENT
from rules.text import NameKey, name_key


def people(store: Store) -> list[Values]:
    """Everybody, in the order names are listed in Vietnam."""
    named = _places(store)
    found = [
        {**values, "id": record, "unit": named.get(str(values["unit"]))}
        for record, values in intake.known_people(store).items()
    ]
    return sorted(found, key=_by_name)


def training(store: Store) -> list[Values]:
    """Every seat of every class, class by class."""
    everybody = {str(each["id"]): each for each in people(store)}
    courses = intake.whole(store, COURSE)
    found: list[Values] = []
    for seat in intake.whole(store, ENROLMENT).values():
        person, course = everybody.get(str(seat["person"])), courses.get(str(seat["course"]))
        if person and course:
            titles = {"course_code": course["code"], "course_title": course["title"]}
            found.append({**person, **seat, **titles})
    return sorted(found, key=lambda each: (str(each["course_title"]), _by_name(each)))


def assessments(store: Store) -> list[Values]:
    """Every answer, in the order of its set, the commune's before those of its villages."""
    found = intake.whole(store, ASSESSMENT).values()
    known = set(rulebook.criteria_ids(store)) & {str(each["set"]) for each in found}
    titles = {
        (name, each.code): (place, each.title)
        for name in known
        for place, each in enumerate(rulebook.criteria(store, name).answerable())
    }
    named = _places(store)

    def told(values: Values) -> tuple[tuple[str, str, int, str], Values]:
        key = (str(values["set"]), str(values["indicator"]))
        place, title = titles.get(key, (len(titles), None))
        village = named.get(str(values["village"]))
        more: Values = {"title": title, "village": village, "village_id": values["village"]}
        return (key[0], str(values["period"]), place, village or ""), {**values, **more}

    return [values for _order, values in sorted(map(told, found), key=lambda each: each[0])]


def _places(store: Store) -> dict[str, str]:
    own = places.commune(store)
    return {own.code: own.name, **{each.id: each.name for each in places.villages(store)}}


def _by_name(values: Values) -> tuple[NameKey, str]:
    return name_key(str(values["full_name"])), str(values["id"])
