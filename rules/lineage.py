"""Units that merge and split: what an old number means for a new unit, and when it means nothing.

A share nobody wrote down is unknown and stays so.  A sum over old units is made only when every
part is there; otherwise the parts that are missing are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from rules.numbers import Number, exact, plain

WHOLE = 1


class Link(Struct, frozen=True):
    """An old unit went into a new one; `share` of its land and people, None where unknown."""

    old: str
    new: str
    share: Number | None = WHOLE


class Part(Struct, frozen=True):
    """An old unit within a new one, with the share of it that lies there."""

    unit: str
    share: Number | None = WHOLE


class Sum(Struct, frozen=True):
    """A number carried through a merger; `value` is None unless nothing is missing."""

    value: Number | None
    missing: tuple[str, ...] = ()  # old units without a number
    unshared: tuple[str, ...] = ()  # old units that were split nobody knows how


def links(old: str, successors: Sequence[str]) -> tuple[Link, ...]:
    """What a list of successors tells: one took all of the old unit, several an unknown share."""
    share = WHOLE if len(successors) == 1 else None
    return tuple(Link(old, new, share) for new in successors)


def valid(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether a unit with these first and last days existed that day; None is open."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def share_of(old: str, new: str, known: Sequence[Link]) -> Number | None:
    """How much of the old unit lies in the new one, through any number of mergers.

    0 where none of it does, None where that is not known.  When the pieces of a split unit all
    come together again the whole is known although the pieces are not; so `known` has to hold
    all links of a unit or none.
    """
    share = _share(old, new, known, frozenset())
    return None if share is None else plain(share)


def parts_of(new: str, old_units: Iterable[str], known: Sequence[Link]) -> tuple[Part, ...]:
    """Which of these old units lie in the new one, wholly, partly or by an unknown share."""
    shares = ((unit, share_of(unit, new, known)) for unit in sorted(set(old_units)))
    return tuple(Part(unit, share) for unit, share in shares if share != 0)


def sum_through(parts: Iterable[Part], values: Mapping[str, Number | None]) -> Sum:
    """Add old numbers up for the new unit; nothing is guessed and no gap counts as 0.

    An old unit split by an unknown share still counts where its number is 0.
    """
    total, missing, unshared, any_part = Fraction(0), [], [], False
    for part in parts:
        any_part = True
        value = values.get(part.unit)
        if value is None:
            missing.append(part.unit)
        elif value == 0:
            continue
        elif part.share is None:
            unshared.append(part.unit)
        else:
            total += exact(value) * exact(part.share)
    complete = any_part and not missing and not unshared
    return Sum(plain(total) if complete else None, tuple(missing), tuple(unshared))


def _share(old: str, new: str, known: Sequence[Link], behind: frozenset[str]) -> Fraction | None:
    if old == new:
        return Fraction(1)
    pieces = [
        (link.share, _share(link.new, new, known, behind | {old}))
        for link in known
        if link.old == old and link.new not in behind | {old}
    ]
    split_unknown = len(pieces) > 1 and any(piece is None for piece, _inside in pieces)
    if split_unknown and all(inside == 1 for _piece, inside in pieces):
        return Fraction(1)
    total = Fraction(0)
    for piece, inside in pieces:
        if inside == 0:
            continue
        if piece is None or inside is None:
            return None
        total += exact(piece) * inside
    return total
