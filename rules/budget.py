"""What a data budget lets go over the line, and what it leaves for the next time."""

from __future__ import annotations

from math import inf

from msgspec import Struct

_GREETING = 2_000  # bytes a round costs anyway
_PER_FILE = 1_000  # bytes of the requests around a file
PACKED = 4  # changes are packed at least so many times smaller
STEP = 256 * 1024  # bytes; nothing new is begun with less than this left


class Load(Struct, frozen=True):
    """What waits on this PC, as it weighs on the line."""

    changes: int
    bytes: int  # of the changes, packed
    up: tuple[int, ...] = ()  # sizes of the files to send, in their order
    down: tuple[int, ...] = ()  # and of those to fetch


class Plan(Struct, frozen=True):
    """What a round will move, and what it will leave; files that go in part are left."""

    bytes: int  # that will go over the line, about
    up: int  # files
    down: int
    changes_left: bool
    up_left: int
    down_left: int
    bytes_left: int  # of what is left


def plan(load: Load, budget: int | None = None, *, data_only: bool = False) -> Plan:
    """What goes with so many bytes, or with no limit: changes first, then files in their order."""
    room = inf if budget is None else max(0, budget - STEP)
    moved, gone = _GREETING + load.bytes, 0  # bytes in all, files
    files = (*load.up, *load.down)
    for size in () if data_only else files:
        if moved + size - _last_piece(size) > room:
            moved = max(moved, int(min(room, moved + size)))  # it is begun
            break
        moved += size + _PER_FILE
        gone += 1
    up = min(gone, len(load.up))
    return Plan(
        bytes=int(min(moved, inf if budget is None else budget)),
        up=up,
        down=gone - up,
        changes_left=_GREETING + load.bytes > room,
        up_left=len(load.up) - up,
        down_left=len(load.down) - (gone - up),
        bytes_left=sum(files[gone:]),
    )


def _last_piece(size: int) -> int:
    """Bytes of a file's last piece, which is begun where there is room for one more."""
    return size % STEP or STEP
