"""Many short texts that are searched as one long one: a rare word is found without asking each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

_BETWEEN = "\n"  # stands in no text and no word


class Haystack:
    """Texts by their place in the list; a word is never found across two of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._whole = _BETWEEN.join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def holding(self, word: str) -> list[int]:
        """The places of the texts that hold this word, in order; all of them for no word."""
        if not word:
            return list(range(len(self._starts) - 1))
        found, find, starts = [], self._whole.find, self._starts
        at = find(word)
        while at >= 0:
            place = bisect_right(starts, at) - 1
            found.append(place)
            at = find(word, starts[place + 1])
        return found
