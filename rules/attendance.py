"""Who came, as one letter says it: C có mặt, V vắng, P vắng có phép."""

from __future__ import annotations

from rules.text import fold

PRESENT, ABSENT, EXCUSED = "present", "absent", "excused"
LETTERS = {PRESENT: "C", ABSENT: "V", EXCUSED: "P"}

_WRITTEN = {
    PRESENT: ("c", "x", "1", "+", "co", "co mat", "du", "✓", "present"),
    ABSENT: ("v", "0", "-", "k", "vang", "vang mat", "khong", "khong phep", "absent"),
    EXCUSED: ("p", "cp", "phep", "co phep", "vang co phep", "excused"),
}
_MEANT = {word: state for state, words in _WRITTEN.items() for word in words}


def read(written: str) -> str | None:
    """The state a cell of a list means; None for an empty one.  Raises ValueError for others."""
    word = fold(written).strip(" .()")
    if not word:
        return None
    if word not in _MEANT:
        raise ValueError(written)
    return _MEANT[word]
