"""What a data budget lets go over the line, and what it leaves for the next time."""

from __future__ import annotations

from math import inf

from msgspec import Struct

from resources.words import _
from rules import numbers

_GREETING = 2_000  # bytes a round costs anyway
_PER_FILE = 1_000  # bytes of the requests around a file
SMALL = 1_000_000  # bytes; no file up to this waits for a larger one
STEP = 256 * 1024  # bytes of a file that go at once
LEAST = 16_000  # bytes; nothing new is begun with less than this left


class Load(Struct, frozen=True):
    """What waits for the line, as it weighs on it."""

    changes: int  # to be sent
    bytes: int  # of them, packed
    up: tuple[int, ...] = ()  # sizes of the files to send
    down: tuple[int, ...] = ()  # and of those to fetch
    coming: int | None = 0  # changes to be fetched; None: nobody told yet
    coming_bytes: int = 0  # of them, packed


class Plan(Struct, frozen=True):
    """What a round will move, and what it will leave; files that go in part are left."""

    bytes: int  # that will go over the line, about
    up: int  # files
    down: int
    changes_left: int
    coming_left: int
    up_left: int
    down_left: int
    bytes_left: int  # of the files that are left


def turn(size: int, *, down: bool) -> tuple[bool, bool, int]:
    """Where a file comes among all: small ones up, small ones down, then the large ones."""
    return size > SMALL, down, size


def plan(load: Load, budget: int | None = None, *, data_only: bool = False) -> Plan:
    """What goes with so many bytes, or with no limit: changes first, then files in their order."""
    room = inf if budget is None else max(0, budget - LEAST)
    moved: float = _GREETING
    changes_left = _left(load.changes, load.bytes, room - moved)
    moved += load.bytes
    coming_left = _left(load.coming or 0, load.coming_bytes, room - moved)
    moved += load.coming_bytes
    up = down = 0  # files that go
    files = [*((size, False) for size in load.up), *((size, True) for size in load.down)]
    files.sort(key=lambda file: turn(file[0], down=file[1]))
    for size, is_down in () if data_only else files:
        if moved + size - _last_piece(size) + min(size, STEP) > room:
            moved = max(moved, min(room, moved + size))  # it is begun
            break
        moved += size + _PER_FILE
        up, down = up + (not is_down), down + is_down
    return Plan(
        bytes=int(min(moved, inf if budget is None else budget)),
        up=up,
        down=down,
        changes_left=changes_left,
        coming_left=coming_left,
        up_left=len(load.up) - up,
        down_left=len(load.down) - down,
        bytes_left=sum(size for size, _is_down in files[up + down :]),
    )


def _left(changes: int, weight: int, room: float) -> int:
    """How many of these changes do not go into so much room."""
    fit = max(0.0, room)
    return 0 if weight <= fit else changes - int(changes * fit / weight)


def _last_piece(size: int) -> int:
    """Bytes of a file's last piece, which is begun where there is room for one more."""
    return size % STEP or STEP


def plan_words(plan: Plan, load: Load) -> str:
    """What a round would carry and what it would leave, in a few sentences."""
    told = [_going(plan, load)]
    if plan.changes_left or plan.coming_left:
        told.append(
            _(
                "Còn lại khoảng {changes} thay đổi chờ gửi, {coming} thay đổi chờ nhận và {files}"
                " tệp ({size}), lần sau đi tiếp."
            ).format(
                changes=numbers.show(plan.changes_left),
                coming=numbers.show(plan.coming_left),
                files=numbers.show(plan.up_left + plan.down_left),
                size=numbers.size(plan.bytes_left),
            )
        )
    elif left := plan.up_left + plan.down_left:
        told.append(
            _("Còn lại {files} tệp ({size}), lần sau gửi tiếp.").format(
                files=numbers.show(left), size=numbers.size(plan.bytes_left)
            )
        )
    if load.coming is None:
        told.append(_("Chưa biết trung tâm có bao nhiêu thay đổi cho máy này."))
    return " ".join(told)


def _going(plan: Plan, load: Load) -> str:
    coming = (load.coming or 0) - plan.coming_left
    sentence = (
        _("Sẽ dùng khoảng {size}: gửi {n} thay đổi, nhận khoảng {coming} thay đổi, {files} tệp.")
        if coming
        else _("Sẽ dùng khoảng {size}: {n} thay đổi, {files} tệp.")
    )
    return sentence.format(
        size=numbers.size(plan.bytes),
        n=numbers.show(load.changes - plan.changes_left),
        coming=numbers.show(coming),
        files=numbers.show(plan.up + plan.down),
    )
