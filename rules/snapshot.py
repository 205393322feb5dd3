"""What a snapshot tells of one record: the changes that still matter, and what is behind them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from rules import merge
from rules.change import Change
from rules.merge import Past

BEYOND = 2**31 - 1  # stands for the schema of a change that its reader does not understand


class Piece(Struct, frozen=True):
    """A record in a snapshot, or a part of one that is too large for one page."""

    type: str
    record: str
    at: tuple[int, ...]  # the positions of all its changes in the snapshot
    past: Mapping[str, Sequence[str]]
    changes: tuple[tuple[int, str], ...]  # position and body of those that come now


def is_short(newest: int, schema: int) -> bool:
    """Whether a record may go without its history to a reader who understands this schema.

    `newest` is the newest schema among all its changes.  Who understands only some of them sees
    other heads, and needs all changes to find them.
    """
    return newest <= schema


def short(
    changes: Mapping[int, tuple[Change, str]], heads: Mapping[str, Collection[str]], early: Past
) -> Piece:
    """A record by its heads: the changes, by position, are at least those that are heads."""
    kept = [change for change, _body in changes.values()]
    return _piece(changes, merge.past(kept, heads, early))


def whole(changes: Mapping[int, tuple[Change, str]]) -> Piece:
    """A record by all its changes."""
    return _piece(changes, {})


def _piece(changes: Mapping[int, tuple[Change, str]], past: Mapping[str, Sequence[str]]) -> Piece:
    places = sorted(changes)
    first = changes[places[0]][0]
    bodies = tuple((position, changes[position][1]) for position in places)
    return Piece(first.type, first.record, tuple(places), past, bodies)


def early(
    changes: Sequence[tuple[int, Change]], positions: Mapping[str, int]
) -> dict[str, set[str]]:
    """Ids these changes name as seen, field by field, that the stream got later or never.

    `positions` are those the stream gave to the ids, as far as it has them.
    """
    found: dict[str, set[str]] = {}
    for position, change in changes:
        for name in change.set:
            for seen in change.base.get(name, ()):
                if positions.get(seen, position + 1) > position:
                    found.setdefault(name, set()).add(seen)
    return found
