"""Drawing households for a survey so that anybody can draw the same ones again.

The seed is kept with the survey; ticket n is the sha256 of seed and household, and those with the
lowest tickets are drawn.  So the order of the list cannot matter, and a household added later
moves nobody else's ticket.
"""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Iterable
from fractions import Fraction

from rules.numbers import Number, exact


def draw_seed() -> str:
    """A seed nobody chose, short enough to be read out and written into the minutes."""
    return secrets.token_hex(4)


def needed(households: int, least: Number) -> int:
    """How many households make `least` per cent of all, rounded up."""
    return math.ceil(Fraction(households) * exact(least) / 100)


def sample(households: Iterable[str], count: int, seed: str) -> list[str]:
    """The households drawn, in the order of their tickets; all of them where there are fewer."""
    return sorted(set(households), key=lambda each: (_ticket(each, seed), each))[:count]


def numbers(village: str, households: int, least: Number, seed: str) -> tuple[int, ...]:
    """The households of a village that are drawn, by their place in its book, from 1.

    `least` per cent of them, rounded up; nobody needs to know who they are.
    """
    tickets = {f"{village}/{number}": number for number in range(1, households + 1)}
    chosen = sample(tickets, needed(households, least), seed)
    return tuple(sorted(tickets[each] for each in chosen))


def _ticket(household: str, seed: str) -> bytes:
    return hashlib.sha256(f"{seed}\x1f{household}".encode()).digest()
