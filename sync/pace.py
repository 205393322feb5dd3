"""How much to carry at once: more while the line is quick, less while it is slow.

Few large pages cost fewer commits and round trips; small ones lose less when the line breaks.
What the line bore is remembered: on one that drops after a few seconds, a page that is too large
would be begun anew for ever.  The pieces of an evidence file are measured in the same way.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct

from db.store import Store, set_setting, setting
from sync import errors, wire

QUICK, SLOW = 1.0, 8.0  # seconds an exchange takes


class Measure(Struct, frozen=True):
    """In which sizes something is carried."""

    first: int  # the size to begin with; a line that bears more is found quick again by itself
    least: int
    most: int
    remembered: str  # setting: the first size of a round, on a line that is bad


PAGES = Measure(first=1000, least=60, most=wire.PAGE_CHANGES, remembered="pace")  # changes
PIECES = Measure(  # bytes of a file in one request: what a cut costs at most
    first=256 * 1024, least=16 * 1024, most=256 * 1024, remembered="pace_of_files"
)
TOO_MUCH = (errors.TooLarge, errors.Unanswered)  # a smaller one may pass at once

_Answer = TypeVar("_Answer")


class Pace(Struct):
    """The size of the next page or piece."""

    size: int
    least: int
    most: int
    growth: int = 2  # by which a quick exchange lets it grow, until one breaks off
    good: int | None = None  # the last size that went through

    @classmethod
    def of(cls, measure: Measure, size: int | None = None, growth: int = 2) -> Pace:
        """To begin with this size, or else with the usual one."""
        return cls(size or measure.first, measure.least, measure.most, growth)

    def timed(self, exchange: Callable[[], _Answer], carried: int | None = None) -> _Answer:
        """Carry out one exchange and learn from how long it took, or from what broke it off.

        `carried`: how much it carries, where that is less than it might be; that little came over
        quickly tells nothing about what the line bears.
        """
        begun = time.monotonic()
        try:
            answer = exchange()
        except errors.NoConnection:
            self.broke()
            raise
        except TOO_MUCH:
            self.size = min(self.size, carried or self.size)
            self.broke()
            self.most = self.size  # whoever stands on the way would say the same again
            raise
        if carried is None or carried >= self.size:
            self.good = self.size
            self.felt(time.monotonic() - begun)
        return answer

    def asked(self, ask: Callable[[int], _Answer]) -> _Answer:
        """Ask for a page of the present size, and at once for less where it does not come."""
        while True:
            size = self.size
            try:
                return self.timed(lambda: ask(size))  # noqa: B023 - it is asked before it changes
            except TOO_MUCH:
                if self.size >= size:  # there is no smaller one
                    raise

    def quick(self, size: int) -> int:
        """What follows this size where the line is quick."""
        return min(size * self.growth, self.most)

    def felt(self, seconds: float) -> None:
        """More after a quick exchange, by `growth`; half as much after a slow one."""
        if seconds < QUICK:
            self.size = self.quick(self.size)
        elif seconds > SLOW:
            self.size = max(self.size // 2, self.least)

    def broke(self) -> None:
        """It was too much: back to the last size that went through, or to half."""
        smaller = self.good if self.good and self.good < self.size else self.size // 2
        self.size = max(smaller, self.least)
        self.growth = 2


@contextmanager
def remembered(store: Store, measure: Measure, growth: int = 2) -> Iterator[Pace]:
    """The pace the line bore last; how it went this time is kept for the next.

    `growth` is for lines that bore the first size.
    """
    before = int(setting(store, measure.remembered) or measure.first)
    pace = Pace.of(measure, before, growth if before >= measure.first else 2)
    try:
        yield pace
    except (errors.SyncError, errors.Stopped):
        _keep(store, measure, pace, before)
        raise
    _keep(store, measure, pace, before)


def is_least(store: Store, measure: Measure) -> bool:
    """Whether the line bore no more lately than the smallest size there is."""
    return setting(store, measure.remembered) == str(measure.least)


def _keep(store: Store, measure: Measure, pace: Pace, before: int) -> None:
    first = min(pace.size, measure.first)
    if first != before:
        set_setting(store, measure.remembered, str(first))
