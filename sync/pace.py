"""How much to carry at once: more while the line is quick, less while it is slow.

Few large pages cost fewer commits and round trips; small ones lose less when the line breaks.
What the line bore is remembered: on one that drops after a few seconds, a page that is too large
would be begun anew for ever.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct

from db.store import Store, set_setting, setting
from sync import errors, wire

FIRST, LEAST = 1000, 60  # changes in a page
QUICK, SLOW = 1.0, 8.0  # seconds an exchange takes
REMEMBERED = "pace"  # setting: changes in the first page of a round, on a line that is bad

_Answer = TypeVar("_Answer")


class Pace(Struct):
    """The size of the next page."""

    changes: int = FIRST
    good: int | None = None  # the size of the last page that went through

    def timed(self, exchange: Callable[[], _Answer]) -> _Answer:
        """Carry out one exchange and learn from how long it took."""
        begun = time.monotonic()
        answer = exchange()
        self.good = self.changes
        self.felt(time.monotonic() - begun)
        return answer

    def felt(self, seconds: float) -> None:
        """Twice as much after a quick exchange, half as much after a slow one."""
        if seconds < QUICK:
            self.changes = min(self.changes * 2, wire.PAGE_CHANGES)
        elif seconds > SLOW:
            self.changes = max(self.changes // 2, LEAST)

    def broke(self) -> None:
        """The line broke under a page: back to the last size that went through, or to half."""
        smaller = self.good if self.good and self.good < self.changes else self.changes // 2
        self.changes = max(smaller, LEAST)


@contextmanager
def remembered(store: Store) -> Iterator[Pace]:
    """The pace the line bore last; how it went this time is kept for the next.

    A quick line is found quick again by itself, so only smaller first pages are remembered.
    """
    before = int(setting(store, REMEMBERED) or FIRST)
    pace = Pace(before)
    try:
        yield pace
    except errors.NoConnection:
        pace.broke()
        _keep(store, pace, before)
        raise
    _keep(store, pace, before)


def _keep(store: Store, pace: Pace, before: int) -> None:
    first = min(pace.changes, FIRST)
    if first != before:
        set_setting(store, REMEMBERED, str(first))
