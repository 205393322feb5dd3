"""What desks must show, told a second time: by what was seen, without the programme's merge.

A deed remembers what its desk knew when it was done, and which answers stood then: those it was
given in the place of.  An answer gives way to those given in its place; that is all there is.

Whoever knows a deed knows all that its desk knew, so the answers between make no difference.  Only
a centre that was put back has forgotten some.  Where the PCs have lost them too, nobody can tell
that the answer before one of them gave way to the answer after it: both stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rules.record import Value

GONE = "deleted"


@dataclass(frozen=True, slots=True)
class Deed:
    """One change, and what was known where it was made."""

    id: str
    record: str
    set: Mapping[str, Value]
    saw: frozenset[str]  # all that was known
    over: Mapping[str, frozenset[str]]  # by field: what stood; of a removal all that was there
    actor: str
    schema: int  # version of the declarations it was made under
    back: bool = False  # an undo or a redo: it only shows again what was there before


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as a desk must show it; conflicts are (change, value) pairs by field."""

    values: Mapping[str, Value]
    gone: bool
    conflicts: Mapping[str, frozenset[tuple[str, Value]]]


@dataclass(slots=True)
class Oracle:
    """Every deed that was ever done, and what the centre has forgotten of them at some time."""

    deeds: dict[str, Deed] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)

    def done(self, deed: Deed) -> None:
        """Remember a deed; each happens once."""
        assert deed.id not in self.deeds, "two deeds under one id"
        self.deeds[deed.id] = deed

    def stood(self, record: str, known: set[str]) -> dict[str, frozenset[str]]:
        """The answers an officer who knows this much goes over, by field."""
        names = {name for deed in self.about(record, known) for name in deed.set}
        found = {
            name: frozenset(deed.id for deed in self.answers(record, known, name)) for name in names
        }
        return found | {GONE: frozenset().union(*found.values())}

    def unfounded(self, known: set[str]) -> set[str]:
        """What these deeds saw of their records and is not among them, though nothing forgot it."""
        saw = {
            each
            for deed in map(self.deeds.__getitem__, known)
            for each in deed.saw
            if self.deeds[each].record == deed.record
        }
        return saw - known - self.forgotten

    def understood(self, known: Iterable[str], schema: int) -> set[str]:
        """Those of the known deeds that a programme of this age can make something of."""
        return {each for each in known if self.deeds[each].schema <= schema}

    def about(self, record: str, known: Iterable[str]) -> list[Deed]:
        """The known deeds about a record, oldest id first."""
        return sorted(
            (self.deeds[each] for each in known if self.deeds[each].record == record),
            key=lambda deed: deed.id,
        )

    def answers(self, record: str, known: Iterable[str], name: str) -> list[Deed]:
        """The answers to a field that no other answer was given in the place of."""
        given = [deed for deed in self.about(record, known) if name in deed.set]
        gone = {each for deed in given for each in deed.over.get(name, ())}
        return [deed for deed in given if deed.id not in gone]

    def shown(self, record: str, known: set[str]) -> Shown | None:
        """The record after exactly these deeds; None where none is about it."""
        deeds = self.about(record, known)
        if not deeds:
            return None
        names = {name for deed in deeds for name in deed.set} - {GONE}
        standing = {name: self.answers(record, known, name) for name in names}
        conflicts = {
            name: frozenset((deed.id, deed.set[name]) for deed in found)
            for name, found in standing.items()
            if len({deed.set[name] for deed in found}) > 1
        }
        marks = self.answers(record, known, GONE)
        removing = [deed for deed in marks if deed.set[GONE]]
        keeping = {deed.id for deed in marks if not deed.set[GONE]} | {
            deed.id
            for found in standing.values()
            for deed in found
            if not any(deed.id in removal.over[GONE] for removal in removing)
        }
        values = {name: found[-1].set[name] for name, found in standing.items()}
        if removing and not keeping:
            return Shown(values, gone=True, conflicts={})
        if removing:
            gone = {(deed.id, True) for deed in removing}
            conflicts[GONE] = frozenset(gone | {(each, False) for each in keeping})
        return Shown(values, gone=False, conflicts=conflicts)
