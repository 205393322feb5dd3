"""A data budget while a round is under way."""

from __future__ import annotations

from db.queries import outgoing
from db.store import Store
from resources.words import _
from rules import numbers
from rules.budget import STEP
from sync.center import Stop, Traffic


def spent(traffic: Traffic) -> int:
    """Bytes that went over the line so far, both ways."""
    return traffic.up + traffic.down


def over(budget: int, traffic: Traffic) -> Stop:
    """Whether nothing more should be begun for this budget, counted from now on."""
    most = spent(traffic) + budget - STEP
    return lambda: spent(traffic) > most


def used_up(store: Store, budget: int) -> str:
    """What an officer is told when a budget ended a round."""
    load = outgoing.load(store)
    files = (*load.up, *load.down)
    return _(
        "Đã dùng hết {budget}; còn {n} tệp ({size}) và {changes} thay đổi, lần sau đi tiếp từ chỗ"
        " này."
    ).format(
        budget=numbers.size(budget),
        n=len(files),
        size=numbers.size(sum(files)),
        changes=load.changes,
    )
