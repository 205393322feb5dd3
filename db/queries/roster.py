"""The people the commune knows: in the order of Vietnamese lists, found by a few letters."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from db.queries import people, places
from db.store import Store
from rules import matching
from rules.haystack import Haystack
from rules.lineage import valid
from rules.matching import Entry, Pair
from rules.text import NameKey, fold, name_key

_READ = (
    "SELECT record, full_name, birth_year, sex, position, unit, phone, roles, roster_from,"
    " roster_to, keep_until, not_same FROM person WHERE NOT deleted"
)


class Person(Struct, frozen=True):
    """Somebody as the roster knows them."""

    id: str
    name: str
    birth_year: int | None
    sex: str | None
    position: str | None
    unit: str | None  # as it was written
    home: str | None  # the village it is today, None where that is not known
    village: str  # the name of the home, or of the unit where there is none
    phone: str | None
    roles: frozenset[str]
    since: str | None  # first day on the roster, ISO; None is open
    until: str | None  # last day
    keep_until: str | None
    not_same: frozenset[str]
    folded: str  # what a search looks through

    def serves(self, day: date) -> bool:
        """Whether they are on the roster that day."""
        return valid(_day(self.since), _day(self.until), day)


class Roster:
    """Everybody who is listed; who was merged into another is not.

    It can be read anew after every save: whoever did not change is not folded and sorted again.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[Any, ...], NameKey, Person]] = {}
        self.people: tuple[Person, ...] = ()
        self._haystack = Haystack(())

    def read(self, store: Store, on: date) -> Roster:
        """Read what is stored; villages are those of this day."""
        gone = people.standing(store)
        names = places.names(store)
        homes = places.homes(store, on)
        known = self._known
        self._known = {}
        for row in store.rows(_READ):
            if row[0] in gone:
                continue
            unit = row[5]
            home = homes.get(unit)
            raw = (*row, home, names.get(home or unit, ""))
            held = known.get(row[0])
            if held is None or held[0] != raw:
                held = (raw, name_key(row[1]), _person(raw))
            self._known[row[0]] = held
        ordered = sorted(self._known.values(), key=lambda held: (held[1], held[2].id))
        self.people = tuple(person for _raw, _key, person in ordered)
        self._haystack = Haystack([person.folded for person in self.people])
        return self

    def matching(
        self, query: str = "", *, village: str | None = None, role: str = ""
    ) -> list[Person]:
        """Those with every word of the query in name, post, village or phone, accents aside."""
        rarest, *others = sorted(fold(query).split(), key=len, reverse=True) or [""]
        found = [self.people[place] for place in self._haystack.holding(rarest)]
        for word in others:
            found = [person for person in found if word in person.folded]
        if role:
            found = [person for person in found if role in person.roles]
        if village is not None:
            found = [person for person in found if person.home == village]
        return found

    def find(self, person: str) -> Person | None:
        """Somebody by their id."""
        held = self._known.get(person)
        return held[2] if held else None


def duplicates(everybody: Sequence[Person]) -> list[Pair]:
    """Every two who are likely to be one person and were not told apart, the likeliest first."""
    told_apart = {(each.id, other) for each in everybody for other in each.not_same}
    return [
        pair
        for pair in matching.duplicates([entry(person) for person in everybody])
        if not {(pair.one, pair.other), (pair.other, pair.one)} & told_apart
    ]


def entry(person: Person) -> Entry:
    """A person as they are compared with others."""
    return Entry(person.id, person.name, person.birth_year, person.home, person.phone)


def teams(everybody: Iterable[Person], on: date, role: str) -> Mapping[str | None, list[Person]]:
    """Who serves in a role that day, by village."""
    found: dict[str | None, list[Person]] = {}
    for person in everybody:
        if role in person.roles and person.serves(on):
            found.setdefault(person.home, []).append(person)
    return found


def _person(raw: tuple[Any, ...]) -> Person:
    id, name, born, sex, position, unit, phone, roles, since, until, keep, apart, home, village = (
        raw
    )
    return Person(
        id=id,
        name=name,
        birth_year=born,
        sex=sex,
        position=position,
        unit=unit,
        home=home,
        village=village,
        phone=phone,
        roles=frozenset(json.loads(roles or "[]")),
        since=since,
        until=until,
        keep_until=keep,
        not_same=frozenset(json.loads(apart or "[]")),
        folded=fold(" ".join(part for part in (name, position, village, phone) if part)),
    )


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
