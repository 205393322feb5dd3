"""How much to carry at once: more while the line is quick, less while it is slow.

Few large pages cost fewer commits and round trips; small ones lose less when the line breaks.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from sync import wire

FIRST, LEAST = 1000, 60  # changes in a page
QUICK, SLOW = 1.0, 8.0  # seconds an exchange takes

_Answer = TypeVar("_Answer")


class Pace(Struct):
    """The size of the next page."""

    changes: int = FIRST

    def timed(self, exchange: Callable[[], _Answer]) -> _Answer:
        """Carry out one exchange and learn from how long it took."""
        begun = time.monotonic()
        answer = exchange()
        self.felt(time.monotonic() - begun)
        return answer

    def felt(self, seconds: float) -> None:
        """Twice as much after a quick exchange, half as much after a slow one."""
        if seconds < QUICK:
            self.changes = min(self.changes * 2, wire.PAGE_CHANGES)
        elif seconds > SLOW:
            self.changes = max(self.changes // 2, LEAST)
