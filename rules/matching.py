"""Whether two entries could be one person: by folded name, year of birth and unit.

A match is a question to the officer, never a merger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import combinations

from msgspec import Struct

from rules.text import fold


class Entry(Struct, frozen=True):
    """What is known of a person, in a list or in the registry."""

    id: str
    name: str
    birth_year: int | None = None
    unit: str | None = None
    phone: str | None = None


class Likeness(IntEnum):
    """How alike two entries are; more is more."""

    NO = 0
    DOUBTFUL = 1  # the name alone, or the name with a year or unit that differs
    LIKELY = 2  # name and year, or name and unit, with nothing against it
    SAME = 3  # name, year and unit


class Pair(Struct, frozen=True, order=True):
    """Two entries that could be one person, the older id first."""

    one: str
    other: str
    likeness: Likeness


def likeness(one: Entry, other: Entry) -> Likeness:
    """How alike two entries are; a missing year or unit says nothing for or against."""
    if fold(one.name) != fold(other.name):
        return Likeness.NO
    agreed = [_agree(one.birth_year, other.birth_year), _agree(one.unit, other.unit)]
    if _agree(dialled(one.phone), dialled(other.phone)):
        return Likeness.SAME if all(agreed) else Likeness.LIKELY
    if False in agreed:
        return Likeness.DOUBTFUL
    return (Likeness.DOUBTFUL, Likeness.LIKELY, Likeness.SAME)[agreed.count(True)]


def _agree(one: object, other: object) -> bool | None:
    """None where either is not known."""
    return None if one is None or other is None else one == other


def dialled(phone: str | None) -> str | None:
    """A number as it is dialled inside the country, however it was written."""
    dialled = "".join(filter(str.isdigit, phone or ""))
    return (f"0{dialled[2:]}" if dialled.startswith("84") else dialled) or None


def best(entry: Entry, known: Iterable[Entry]) -> tuple[Entry, Likeness] | None:
    """The known entry most like this one; None where none is, or where two are alike as much."""
    found = [(each, likeness(entry, each)) for each in known if each.id != entry.id]
    most = max((like for _each, like in found), default=Likeness.NO)
    top = [each for each, like in found if like == most]
    return (top[0], most) if most and len(top) == 1 else None


def duplicates(entries: Sequence[Entry]) -> list[Pair]:
    """Every two entries that are likely to be one person, the likeliest first.

    The name alone is no reason to ask: half a village may be called Nguyễn Văn An.
    """
    alike: dict[tuple[str, str, object], list[Entry]] = {}
    for entry in entries:
        name = fold(entry.name)
        told = (entry.birth_year, entry.unit, dialled(entry.phone))
        for what, value in zip(("year", "unit", "phone"), told, strict=True):
            if value is not None:
                alike.setdefault((name, what, value), []).append(entry)
    found = {
        (min(one.id, other.id), max(one.id, other.id)): likeness(one, other)
        for group in alike.values()
        for one, other in combinations(group, 2)
    }
    pairs = [Pair(*ids, like) for ids, like in found.items() if like >= Likeness.LIKELY]
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair))


def standing(merged: Mapping[str, str]) -> dict[str, str]:
    """For everybody who was merged into another: whom they count for, at the end of the chain.

    Two PCs may have merged the same two towards each other; then the smaller id stands.
    """
    found = {each: _end(each, merged) for each in merged}
    return {each: end for each, end in found.items() if each != end}


def _end(person: str, merged: Mapping[str, str]) -> str:
    way = [person]
    while (further := merged.get(way[-1])) is not None:
        if further in way:
            return min(way[way.index(further) :])
        way.append(further)
    return way[-1]
