"""Many texts searched as one: the same as asking each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from rules.haystack import Haystack

LETTERS = some.text("ab ", max_size=6)


@given(some.lists(LETTERS, max_size=12), some.text("ab", max_size=3))
def test_it_finds_what_asking_each_would_find(texts: list[str], word: str) -> None:
    asked = [place for place, text in enumerate(texts) if word in text]
    assert Haystack(texts).holding(word) == asked


def test_a_word_is_not_found_across_two_texts() -> None:
    assert Haystack(["ab", "ba"]).holding("bb") == []


def test_of_no_texts_none_is_found() -> None:
    assert Haystack([]).holding("a") == []
    assert Haystack([]).holding("") == []
