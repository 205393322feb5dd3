"""What a data budget lets go over the line, and what it leaves for the next time."""

from __future__ import annotations

from math import inf

from msgspec import Struct

_GREETING = 2_000  # bytes a round costs anyway
_PER_FILE = 1_000  # bytes of the requests around a file
PACKED = 4  # changes are packed at least so many times smaller
SMALL = 1_000_000  # bytes; no file up to this waits for a larger one
STEP = 256 * 1024  # bytes; nothing new is begun with less than this left


class Load(Struct, frozen=True):
    """What waits on this PC, as it weighs on the line."""

    changes: int
    bytes: int  # of the changes, packed
    up: tuple[int, ...] = ()  # sizes of the files to send
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


def turn(size: int, *, down: bool) -> tuple[bool, bool, int]:
    """Where a file comes among all: small ones up, small ones down, then the large ones."""
    return size > SMALL, down, size


def plan(load: Load, budget: int | None = None, *, data_only: bool = False) -> Plan:
    """What goes with so many bytes, or with no limit: changes first, then files in their order."""
    room = inf if budget is None else max(0, budget - STEP)
    moved = _GREETING + load.bytes
    up = down = 0  # files that go
    files = [*((size, False) for size in load.up), *((size, True) for size in load.down)]
    files.sort(key=lambda file: turn(file[0], down=file[1]))
    for size, is_down in () if data_only else files:
        if moved + size - _last_piece(size) > room:
            moved = max(moved, int(min(room, moved + size)))  # it is begun
            break
        moved += size + _PER_FILE
        up, down = up + (not is_down), down + is_down
    return Plan(
        bytes=int(min(moved, inf if budget is None else budget)),
        up=up,
        down=down,
        changes_left=_GREETING + load.bytes > room,
        up_left=len(load.up) - up,
        down_left=len(load.down) - down,
        bytes_left=sum(size for size, _is_down in files[up + down :]),
    )


def _last_piece(size: int) -> int:
    """Bytes of a file's last piece, which is begun where there is room for one more."""
    return size % STEP or STEP
