"""A commune's records as they stand, in pages; the same bytes by network and by file.

What a new PC takes first: its cost grows with the records there are, not with their history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any, TypeGuard

from msgspec import DecodeError, Meta, Struct, field
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from rules.clock import is_id
from rules.snapshot import Brief, Folded, Piece
from sync import errors, wire

WORTH_IT = 5000  # changes in the stream; a shorter one is taken whole, with its history


class Place(Struct, frozen=True):
    """Where a snapshot goes on: after this position of this record."""

    at: int  # the stream's position when its first page was made; the stream is taken from there
    type: str = ""
    record: str = ""
    position: int = 0


class Portion(Struct, frozen=True):
    """A page of a snapshot: records by type and id, each with its changes by position."""

    at: int
    pieces: tuple[Piece | Folded, ...]
    next: Place | None  # None: this was the last one
    taken_at: str | None = None  # when the centre took the change at position `at`


def portion(pieces: Iterable[Piece | Folded], after: Place, limit: int) -> Portion:
    """As many of these whole pieces as a page of this limit holds; the last may be a part.

    `pieces` begin with the record of `after`, which is not folded, or behind it.
    """
    room = _Room(limit)
    taken: list[Piece | Folded] = []
    last = after
    for piece in pieces:
        if isinstance(piece, Folded):
            if not room.holds(piece.line):
                return Portion(after.at, tuple(taken), last)
            taken.append(piece)
            last = Place(after.at, piece.type, piece.record, piece.at[-1])
            continue
        left = _left(piece, after)
        fit = room.take(left)
        if fit:
            taken.append(replace(piece, changes=left[:fit]))
            last = Place(after.at, piece.type, piece.record, left[fit - 1][0])
        if fit < len(left):
            return Portion(after.at, tuple(taken), last)
    return Portion(after.at, tuple(taken), None)


def _left(piece: Piece, after: Place) -> tuple[tuple[int, bytes], ...]:
    if (piece.type, piece.record) != (after.type, after.record):
        return piece.changes
    return tuple(change for change in piece.changes if change[0] > after.position)


class _Room:
    """What a page may still hold; a folded record counts as one change."""

    def __init__(self, limit: int) -> None:
        self._changes = min(limit, wire.PAGE_CHANGES)
        self._bytes = min(limit * 1000, wire.PAGE_BYTES)
        self._empty = True

    def holds(self, line: bytes) -> bool:
        """Whether a folded record goes in."""
        if not self._empty and (self._changes < 1 or self._bytes < len(line)):
            return False
        self._changes, self._bytes, self._empty = self._changes - 1, self._bytes - len(line), False
        return True

    def take(self, changes: Sequence[tuple[int, bytes]]) -> int:
        """How many of these go in; the first of a page always does."""
        for number, (_position, body) in enumerate(changes):
            size = len(body)
            if not self._empty and (self._changes < 1 or self._bytes < size):
                return number
            self._changes, self._bytes, self._empty = self._changes - 1, self._bytes - size, False
        return len(changes)


# -- as it travels -------------------------------------------------------------------------------


def to_lines(page: Portion) -> bytes:
    """One line that tells what follows, then for each record a line about it and its bodies.

    The first is `{"at": n, "next": [type, record, position] | null, "taken_at": when n was taken}`;
    a record's is `{"type", "record", "at": [positions], "past": {field: [ids]}}`, with
    `"from": n, "count": m` where the bodies are only m of them, after the first n.  A folded
    record is one line, `{"type", "record", "schema", "at": [positions], "now": [[fields]],
    "changes": [the bodies to the letter]}`: `now` tells which fields each change is current in.
    """
    after = page.next and [page.next.type, page.next.record, page.next.position]
    lines = [_written({"at": page.at, "next": after, "taken_at": page.taken_at})]
    for piece in page.pieces:
        if isinstance(piece, Folded):
            lines.append(piece.line)
            continue
        lines.append(_written(_head(piece)))
        lines.append(wire.to_lines([body for _position, body in piece.changes]))
    return b"\n".join(lines)


class _Head(Struct, frozen=True, omit_defaults=True):
    """The line about a record."""

    type: str
    record: str
    at: tuple[Annotated[int, Meta(ge=1)], ...]
    past: Mapping[str, Sequence[str]] = {}
    start: Annotated[int, Meta(ge=0)] = field(default=0, name="from")
    count: Annotated[int, Meta(ge=1)] | None = None


class _Line(_Head, frozen=True):
    """A line about a record, or of one that is folded."""

    schema: int = 0
    now: tuple[tuple[str, ...], ...] = ()
    changes: tuple[Brief, ...] = ()


_written = Encoder().encode
_read = Decoder(_Line).decode


def _head(piece: Piece) -> _Head:
    if len(piece.changes) == len(piece.at):
        return _Head(piece.type, piece.record, piece.at, piece.past)
    start, count = piece.at.index(piece.changes[0][0]), len(piece.changes)
    return _Head(piece.type, piece.record, piece.at, piece.past, start, count)


def from_lines(data: bytes) -> Portion:
    """The page in these bytes; Garbled where they make no sense.  Bodies are not looked into."""
    lines = [line for line in data.split(b"\n") if line]
    head = wire.object_in(lines[0]) if lines else {}
    at, after, taken_at = head.get("at"), head.get("next"), head.get("taken_at")
    if not (_is_position(at) and (taken_at is None or isinstance(taken_at, str))):
        raise errors.garbled()
    pieces: list[Piece | Folded] = []
    number = 1
    while number < len(lines):
        told = _told(lines[number])
        if told.now:
            pieces.append(_folded(told, lines[number]))
            number += 1
            continue
        piece = _piece(told, lines, number + 1)
        pieces.append(piece)
        number += 1 + len(piece.changes)
    return Portion(at, tuple(pieces), None if after is None else _place(at, after), taken_at)


def _told(line: bytes) -> _Line:
    try:
        return _read(line)
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise errors.garbled() from error


def _folded(told: _Line, line: bytes) -> Folded:
    made = Folded(told.type, told.record, told.schema, told.at, told.now, line, told.changes)
    if not (made.is_sound and _rise(made.at)):
        raise errors.garbled()
    return made


def _piece(head: _Head, lines: Sequence[bytes], number: int) -> Piece:
    at, start, count = head.at, head.start, head.count or len(head.at) - head.start
    ids = (each for named in head.past.values() for each in named)
    if not (0 < count <= len(at) - start and _rise(at) and all(map(is_id, ids))):
        raise errors.garbled()
    bodies = lines[number : number + count]
    if len(bodies) < count:
        raise errors.garbled()
    changes = tuple(zip(at[start : start + count], bodies, strict=True))
    return Piece(head.type, head.record, at, head.past, changes)


def _place(at: int, data: Any) -> Place:
    match data:
        case [str(name), str(record), int(position)]:
            return Place(at, name, record, position)
    raise errors.garbled()


def _is_position(data: Any) -> TypeGuard[int]:
    return type(data) is int and data >= 0


def _rise(positions: Sequence[int]) -> bool:
    """Whether each is larger than the one before."""
    return all(earlier < later for earlier, later in pairwise(positions))
