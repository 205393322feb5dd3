"""Vietnamese text: one form to keep, a folded form to search by, an order for people's names."""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS = {letter: place for place, letter in enumerate("0123456789" + _ALPHABET)}
# ngang, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

Syllable = tuple[tuple[int, ...], int]
NameKey = tuple[Syllable, tuple[Syllable, ...], tuple[Syllable, ...], str]


def nfc(text: str) -> str:
    """The composed form every stored text has, however it was typed."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without accents, single spaces: what a search compares."""
    parts = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(mark for mark in parts if not unicodedata.combining(mark))
    return " ".join(bare.split())


def matches(query: str, text: str) -> bool:
    """Whether every word of the query is somewhere in the text, accents and case aside."""
    folded = fold(text)
    return all(word in folded for word in fold(query).split())


def name_key(full_name: str) -> NameKey:
    """Sort people as a Vietnamese list does: by given, then middle, then family name.

    "Nguyễn Văn An" has the given name An, the middle name Văn and the family name Nguyễn.  Names
    that differ only in case or spelling of accents keep a stable order through the name itself.
    """
    words = nfc(full_name).split()
    given = _syllable(words[-1]) if words else ((), 0)
    middle = tuple(_syllable(word) for word in words[1:-1])
    family = tuple(_syllable(word) for word in words[:-1][:1])
    return given, middle, family, " ".join(words)


def _syllable(word: str) -> Syllable:
    """The letters in the order of the alphabet, then the tone."""
    tone = 0
    letters = []
    for mark in unicodedata.normalize("NFD", word.lower()):
        tone = _TONES.get(mark, tone)
        if mark not in _TONES:
            letters.append(mark)
    spelled = nfc("".join(letters))
    return tuple(_LETTERS.get(letter, len(_LETTERS) + ord(letter)) for letter in spelled), tone
