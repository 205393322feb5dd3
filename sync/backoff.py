"""How long to wait after a round that failed, so that a whole province does not call at once."""

from __future__ import annotations

SOON = 4.0  # seconds
FIRST = 15.0
LONGEST = 15 * 60.0


def pause(failures: int, chance: float) -> float:
    """Seconds to wait after so many failures in a row; `chance` is drawn from 0 to below 1.

    Without any, the line broke under a round that had brought something over: the rest is tried
    soon.  Else the span doubles up to a quarter of an hour.  The moment in its upper half is drawn,
    so that PCs which failed together come back apart.
    """
    span = min(LONGEST, FIRST * float(2 ** min(failures - 1, 10))) if failures > 0 else SOON
    return span / 2 + span / 2 * chance


def spread(interval: float, chance: float) -> float:
    """An interval a fifth longer or shorter, so that PCs switched on together drift apart."""
    return interval * (0.8 + 0.4 * chance)
