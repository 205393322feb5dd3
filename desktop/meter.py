"""How fast a round gets on, told a few times a second and no more."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.desk import Moving

if TYPE_CHECKING:
    from sync.steps import Progress

BETWEEN = 0.2  # seconds from one word to the next
_SURE = 3.0  # seconds after which a speed says something


class Meter:
    """Hears the progress of a round."""

    def __init__(
        self, tell: Callable[[Moving], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell, self._now = tell, now
        self._phase = ""
        self._begun = self._told = 0.0
        self._before = 0  # what the phase had done when it was first heard of

    def __call__(self, progress: Progress) -> None:
        """See sync.steps.Tell."""
        now = self._now()
        if progress.phase != self._phase:
            self._phase, self._begun, self._before = progress.phase, now, progress.done
        elif now - self._told < BETWEEN:
            return
        self._told = now
        self._tell(
            Moving(
                progress.phase,
                progress.done,
                progress.whole,
                progress.bytes,
                left(
                    progress.done - self._before, progress.whole - progress.done, now - self._begun
                ),
            )
        )


def left(done: int, missing: int, seconds: float) -> int | None:
    """Seconds until the rest is done at the speed so far; None where that cannot be told yet."""
    if done <= 0 or missing < 0 or seconds < _SURE:
        return None
    return round(seconds * missing / done)
