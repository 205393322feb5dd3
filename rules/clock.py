"""Ids that sort by time and never repeat: a hybrid logical clock and the replica's name.

An id is 21 characters: 64 bits of clock (48 bits of milliseconds since 1970, 16 bits of counter)
in 13, and the replica's 40 random bits in 8.  The clock only breaks ties for display; what
supersedes what is told by `base`.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Callable

from rules import names

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u
_VALUES = {digit: number for number, digit in enumerate(_DIGITS)}
CLOCK_LENGTH = 13
REPLICA_LENGTH = 8
LENGTH = CLOCK_LENGTH + REPLICA_LENGTH
_NAMESPACE = uuid.UUID("6c616e67-736f-5132-8a4c-6b6831333231").bytes  # of names that are computed
DRIFT = 10 * 60 * 1000  # milliseconds another clock may be ahead before it is not followed


def milliseconds() -> int:
    """Wall time in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def draw_replica() -> str:
    """A name for a new replica."""
    drawn = os.urandom(REPLICA_LENGTH)  # what `secrets` draws from, without all of OpenSSL
    return "".join(_DIGITS[byte & 31] for byte in drawn)


def is_id(text: str) -> bool:
    """Whether this text has the form of a change id."""
    return len(text) == LENGTH and not text.strip(_DIGITS)  # nothing is left: all are digits


def replica_of(change_id: str) -> str:
    """Which replica made this id."""
    return change_id[CLOCK_LENGTH:]


def beside(change_id: str, text: str) -> str:
    """An id of the same moment under a name computed from a text: the same wherever it is made."""
    drawn = int(names.computed(_NAMESPACE, text).replace("-", "")[-10:], 16)  # 40 bits
    return change_id[:CLOCK_LENGTH] + _pack(drawn, REPLICA_LENGTH)


def moment_of(change_id: str) -> int:
    """The wall time in an id, in milliseconds since 1970."""
    return _unpack(change_id[:CLOCK_LENGTH]) >> 16


class Clock:
    """Gives ids for one replica, each larger than the last even when the wall jumps back."""

    def __init__(
        self, replica: str, last: str | None = None, now: Callable[[], int] = milliseconds
    ) -> None:
        self.replica = replica
        self._now = now
        self._last = _unpack(last[:CLOCK_LENGTH]) if last else 0
        self._lock = threading.Lock()

    def tick(self) -> str:
        """A new id, larger than every id given before."""
        with self._lock:
            self._last = max(self._now() << 16, self._last + 1)
            return _pack(self._last, CLOCK_LENGTH) + self.replica

    def resume(self, change_id: str) -> None:
        """Go on after an id this replica gave itself, wherever the wall stands now."""
        stamp = _unpack(change_id[:CLOCK_LENGTH])
        with self._lock:
            self._last = max(self._last, stamp)

    def see(self, change_id: str) -> None:
        """Follow another replica's clock, unless it is more than ten minutes ahead of ours."""
        stamp = _unpack(change_id[:CLOCK_LENGTH])
        with self._lock:
            if (stamp >> 16) <= self._now() + DRIFT:
                self._last = max(self._last, stamp)


def _pack(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        digits.append(_DIGITS[number & 31])
        number >>= 5
    return "".join(reversed(digits))


def _unpack(text: str) -> int:
    number = 0
    for digit in text:
        number = number << 5 | _VALUES[digit]
    return number
