"""What a snapshot tells of one record: the changes that still matter, and what is behind them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import MsgspecError, Raw, Struct
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from rules import merge
from rules.change import Change, ChangeError, decode
from rules.clock import is_id
from rules.merge import Past
from rules.record import DELETED, Value

BEYOND = 2**31 - 1  # stands for the schema of a change that its reader does not understand
LARGEST = 16_000  # bytes of a record that may go on one line: a bad line bears small pages only


class Piece(Struct, frozen=True):
    """A record in a snapshot, or a part of one that is too large for one page."""

    type: str
    record: str
    at: tuple[int, ...]  # the positions of all its changes in the snapshot
    past: Mapping[str, Sequence[str]]
    changes: tuple[tuple[int, bytes], ...]  # position and body of those that come now


class Brief(Struct, frozen=True, gc=False):
    """What is read at once of a change that came folded."""

    id: str
    type: str
    record: str
    set: Mapping[str, Value]


class Folded(Struct, frozen=True, gc=False):
    """A record nobody disputes, on one line: it is shown before its changes are looked into."""

    type: str
    record: str
    schema: int  # the newest among all its changes
    at: tuple[int, ...]  # the positions of its changes
    now: tuple[Sequence[str], ...]  # the fields each of them is current in
    line: bytes  # as it travels and is kept: JSON of all this, and of the changes to the letter
    changes: tuple[Brief, ...] = ()  # where the line was read

    @property
    def is_sound(self) -> bool:
        """Whether what was read makes sense."""
        if not 1 < len(self.changes) == len(self.at) == len(self.now):
            return False
        for change, names in zip(self.changes, self.now, strict=True):
            if change.record != self.record or change.type != self.type or not is_id(change.id):
                return False
            if not names or not change.set.keys() >= set(names):
                return False
        return True

    @property
    def heads(self) -> dict[str, tuple[str]]:
        """The one head of each field, as read."""
        pairs = zip(self.changes, self.now, strict=True)
        return {name: (change.id,) for change, names in pairs for name in names}

    @property
    def values(self) -> dict[str, Value]:
        """What it shows, as read."""
        pairs = zip(self.changes, self.now, strict=True)
        return {name: change.set[name] for change, names in pairs for name in names}


def is_short(newest: int, schema: int) -> bool:
    """Whether a record may go without its history to a reader who understands this schema.

    `newest` is the newest schema among all its changes.  Who understands only some of them sees
    other heads, and needs all changes to find them.
    """
    return newest <= schema


def short(
    changes: Mapping[int, tuple[Change, bytes]], heads: Mapping[str, Collection[str]], early: Past
) -> Piece:
    """A record by its heads: the changes, by position, are at least those that are heads."""
    kept = [change for change, _body in changes.values()]
    return _piece(changes, merge.past(kept, heads, early))


def whole(changes: Mapping[int, tuple[Change, bytes]]) -> Piece:
    """A record by all its changes."""
    return _piece(changes, {})


def _piece(changes: Mapping[int, tuple[Change, bytes]], past: Mapping[str, Sequence[str]]) -> Piece:
    places = sorted(changes)
    first = changes[places[0]][0]
    bodies = tuple((position, changes[position][1]) for position in places)
    return Piece(first.type, first.record, tuple(places), past, bodies)


def fold(
    key: tuple[str, str],
    heads: Mapping[str, Sequence[str]],
    changes: Mapping[str, tuple[int, bytes]],
    schema: int,
) -> Folded | None:
    """A (type, record) that has several changes and one head in each field, on one line.

    `changes` are position and body by id.  None where the record goes by its heads as usual: it is
    in dispute, was deleted, or is too large for one line; or one change is all there is of it.
    """
    now: dict[str, list[str]] = {}
    for name, ids in heads.items():
        if len(ids) != 1 or name == DELETED:
            return None
        now.setdefault(ids[0], []).append(name)
    if len(now) < 2:
        return None
    ids = sorted(now, key=lambda each: changes[each][0])
    bodies = b",".join([changes[each][1] for each in ids])
    if len(bodies) > LARGEST:
        return None
    at = tuple([changes[each][0] for each in ids])
    current = tuple([now[each] for each in ids])
    told = _written({"type": key[0], "record": key[1], "schema": schema, "at": at, "now": current})
    line = b'%b,"changes":[%b]}' % (told[:-1], bodies)
    return Folded(*key, schema, at, current, line)


def opened(record: Folded) -> Folded:
    """A folded record whose line has been read."""
    if record.changes:
        return record
    return replace(record, changes=_brief(record.line).changes)


def unfold(line: str | bytes) -> Piece:
    """A folded record as any other; ChangeError where what stands in it is no change of it."""
    try:
        told = _read(line)
        bodies = [bytes(each) for each in told.changes]
    except (MsgspecError, UnicodeDecodeError) as error:
        raise ChangeError(f"no folded record: {error}") from error
    opened = [decode(body) for body in bodies]
    if any((change.type, change.record) != (told.type, told.record) for change in opened):
        raise ChangeError("a change that stands under another record")
    pairs = list(zip(opened, told.now, strict=True))
    heads = {name: (change.id,) for change, names in pairs for name in names}
    changes = zip(told.at, zip(opened, bodies, strict=True), strict=True)
    return _piece(dict(changes), merge.past(opened, heads, {}))


def plain(piece: Piece | Folded) -> Piece:
    """A record by its changes, however it came."""
    return unfold(piece.line) if isinstance(piece, Folded) else piece


class _Brief(Struct):
    changes: tuple[Brief, ...]


class _Whole(Struct):
    type: str
    record: str
    at: tuple[int, ...]
    now: tuple[tuple[str, ...], ...]
    changes: tuple[Raw, ...]


_written = Encoder().encode
_brief = Decoder(_Brief).decode
_read = Decoder(_Whole).decode


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
