"""A data budget while a round is under way: nothing is begun that may need more than is left.

How well a page packs is only known once it is packed, so a page has to fit as it is.  As pages that
pack leave more than they might have, the next ones come closer and closer to the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from db.queries import outgoing
from db.store import Store
from resources.words import _
from rules import numbers
from rules.budget import LEAST, STEP
from sync.center import Stop, Traffic

_HEADS = LEAST // 2  # bytes around a page: heads, and the answers to its changes
_CHANGE = 1_001  # bytes of a change in a page on average, at most, with its line break


def spent(traffic: Traffic) -> int:
    """Bytes that went over the line so far, both ways."""
    return traffic.up + traffic.down


@contextmanager
def kept(traffic: Traffic, most: int | None) -> Iterator[None]:
    """Let so many bytes go over the line while the block runs, and not one more."""
    traffic.most = None if most is None else spent(traffic) + most
    try:
        yield
    finally:
        traffic.most = None


def is_short(traffic: Traffic, needed: int = 0) -> bool:
    """Whether what needs so many bytes should not be begun any more."""
    return traffic.left < LEAST + needed


def page(changes: int, traffic: Traffic) -> int:
    """How many of these changes the next page may have; as many kB, so that it fits unpacked."""
    return min(changes, max(0, traffic.left - _HEADS) // _CHANGE)


def for_file(size: int, traffic: Traffic, stop: Stop) -> Stop:
    """Whether the next piece of a file should not be begun; a small file is one piece."""
    return lambda: stop() or is_short(traffic, min(size, STEP))


def used_up(store: Store, budget: int, *, moved: bool) -> str:
    """What an officer is told when a budget ended a round; `moved`: after it had done something."""
    load = outgoing.load(store)
    files = (*load.up, *load.down)
    told = (
        _(
            "Đã dùng hết {budget}; còn {n} tệp ({size}), {changes} thay đổi chờ gửi và {coming}"
            " thay đổi chờ nhận, lần sau đi tiếp từ chỗ này."
        )
        if moved
        else _(
            "Chưa gửi nhận được gì vì {budget} là quá ít; còn {n} tệp ({size}), {changes} thay đổi"
            " chờ gửi và {coming} thay đổi chờ nhận. Hãy cho nhiều hơn."
        )
    )
    return told.format(
        budget=numbers.size(budget),
        n=numbers.show(len(files)),
        size=numbers.size(sum(files)),
        changes=numbers.show(load.changes),
        coming=numbers.show(load.coming or 0),
    )
