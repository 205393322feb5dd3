"""Numbers of certificates, one after the other: "07/CN-2026", "08/CN-2026"."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d+")


def series(first: str, count: int) -> list[str]:
    """`count` numbers from the first on: its first figures count up and keep their zeros.

    Raises ValueError where there are no figures to count.
    """
    found = _DIGITS.search(first)
    if found is None:
        raise ValueError("no figures to count")
    start, wide = int(found[0]), len(found[0])
    before, after = first[: found.start()], first[found.end() :]
    return [f"{before}{number:0{wide}}{after}" for number in range(start, start + count)]
