"""Vietnamese text from before Unicode: told from today's, and turned into it.

Old spreadsheets hold bytes that only the right font shows as Vietnamese; programmes read them as
Western letters ("NguyÔn V¨n A").  The tables are facts: TCVN 5712:1993 (VN3), the VNI and VPS fonts
for Windows, VISCII of RFC 1456 as fonts for Windows have it (no letter is a control character or
the hard space).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from msgspec import Struct

from rules.syllables import is_syllable

_VOWELS = "aâăeêioôơuưy"
_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")  # ngang sắc huyền hỏi ngã nặng
_LETTERS = [
    *(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES),
    "đ",
]

# a byte for each of _LETTERS, then for each of its capitals
_TCVN3 = (
    "61b8b5b6b7b9 a9cac7c8c9cb a8bebbbcbdc6 65d0cccecfd1 aad5d2d3d4d6 69ddd7d8dcde "
    "6fe3dfe1e2e4 abe8e5e6e7e9 acedeaebecee 75f3eff1f2f4 adf8f5f6f7f9 79fdfafbfcfe ae",
    "41b8b5b6b7b9 a2cac7c8c9cb a1bebbbcbdc6 45d0cccecfd1 a3d5d2d3d4d6 49ddd7d8dcde "
    "4fe3dfe1e2e4 a4e8e5e6e7e9 a5edeaebecee 55f3eff1f2f4 a6f8f5f6f7f9 59fdfafbfcfe a7",
)
_VPS = (
    "61e1e0e4e3e5 e2c3c0c4c5c6 e6a1a2a3a4a5 65e9e8c8ebcb ea898a8bcd8c 69edecccefce "
    "6ff3f2d5f586 f4d3d2b087b6 d6a7a9aaabae 75faf9fbdbf8 dcd9d8babbbf 799aff9bcf9c c7",
    "41c1808182e5 c2838485c5c6 888d8e8ff0a5 45c9d7defecb ca909394958c 49b4b5b7b8ce "
    "4fb9bcbdbe86 d496979899b6 f79d9e9fa6ae 55daa8d1acf8 d0adafb1bbbf 59ddb2fdb39c f1",
)
_VISCII = (
    "61e1e0e4e3d5 e2a4a5a6e7a7 e5a1a2c6c7a3 65e9e8eba8a9 eaaaabacadae 69edecefeeb8 "
    "6ff3f2f6f5f7 f4afb0b1b2b5 bdbeb6b7defe 75faf9fcfbf8 dfd1d7d8e6f1 79fdcfd6dbdc f0",
    "41c1c0c4c380 c2848586e787 c58182c6c783 45c9c8cb8889 ca8a8b8c8d8e 49cdcc9bce98 "
    "4fd3d299f59a d48f90919293 b4959697b394 55dad99c9d9e bfbabbbcffb9 59dd9fd6dbdc d0",
)
# VNI writes a letter and its mark side by side: the vowel, how it is written, its marks in the
# order of the tones; a few letters are written alone
_BARE, _HAT, _BREVE = "ùøûõï", "áàåãä", "éèúüë"
_VNI_MARKED = (
    *(("a", "a", _BARE), ("â", "a", _HAT), ("ă", "a", _BREVE), ("e", "e", _BARE)),
    *(("ê", "e", _HAT), ("o", "o", _BARE), ("ô", "o", _HAT), ("ơ", "ô", _BARE)),
    *(("u", "u", _BARE), ("ư", "ö", _BARE), ("y", "y", _BARE[:-1])),
)
_VNI_WHOLE = dict(zip("âăêôđơưíìỉĩịỵ", ("aâ", "aê", "eâ", "oâ", *"ñôöíìæóòî"), strict=True))

_FONTS = {".vn": "tcvn3", "vni": "vni", "vps": "vps"}  # how names of fonts begin
_WORD = re.compile(r"[^\0-&(-/:-@\[-`{-~\xa0]+")  # the apostrophe is part of one
_SIGNS = re.compile(  # of today's texts too: "120m²" and "2 × 3" tell nothing
    r"\d*(?:[kcd]?m[²³]|[°º][cf]?|µ[a-z]?)|[×÷±§½¼¾²³¹«»·•…–—‘’“”€£©®™]+", re.IGNORECASE
)


class Encoding(Struct, frozen=True):
    """An old way to write Vietnamese, as programmes that know nothing of it read it."""

    name: str
    letters: Mapping[str, str]  # one or two Western letters: the Vietnamese one
    shared: frozenset[str]  # Western letters that stand for small and capital alike
    replace: Callable[[str], str]


class Reading(Struct, frozen=True):
    """A text turned into Unicode, and what it was taken for."""

    text: str
    encoding: str  # "" where it was Unicode


def read(text: str, font: str = "", likely: str = "") -> Reading:
    """The text in Unicode (NFC), whatever it was written in.

    A font that is known tells the encoding; without one the words must tell: all of them become
    Vietnamese syllables, and were none as they stood.  `likely` is preferred where several
    encodings would do, as that of the other cells of a column.  Text nobody can tell stays.
    """
    found = _of_font(text, font) or _of_words(text, likely)
    if found is None:
        return Reading(unicodedata.normalize("NFC", text), "")
    converted = convert(text, found)
    in_capitals = font.lower().startswith(".vn") and font.lower().endswith("h")
    return Reading(converted.upper() if in_capitals else converted, found)


def convert(text: str, encoding: str) -> str:
    """The text in Unicode (NFC), taken for this encoding: tcvn3, vni, vps or viscii."""
    table = ENCODINGS[encoding]
    words = _WORD.sub(lambda word: _cased(word[0], table), text)
    return unicodedata.normalize("NFC", words)


def _cased(word: str, table: Encoding) -> str:
    """One word; a letter that is small and capital alike follows the word's others."""
    converted = table.replace(word)
    telling = [letter for letter in word if letter not in table.shared and letter.isalpha()]
    if len(telling) > 1 and "".join(telling).isupper():
        return converted.upper()
    return converted


def is_old_font(font: str) -> bool:
    """Whether letters in this font are not what they seem."""
    return _encoding_of(font) is not None


def _of_font(text: str, font: str) -> str | None:
    return _encoding_of(font) if _is_western(text) else None


def _encoding_of(font: str) -> str | None:
    name = font.lower().lstrip()
    return next((found for start, found in _FONTS.items() if name.startswith(start)), None)


def _of_words(text: str, likely: str) -> str | None:
    if not _is_western(text):
        return None
    words = _WORD.findall(text)
    strange = [word for word in words if not word.isascii() and not _SIGNS.fullmatch(word)]
    if all(map(is_syllable, strange)):
        return None
    for name in sorted(ENCODINGS, key=lambda name: name != likely):
        if all(is_syllable(ENCODINGS[name].replace(word)) for word in strange):
            return name
    return None


def _is_western(text: str) -> bool:
    """Whether the letters could all be bytes of a Western code page, and not all are ASCII."""
    return not text.isascii() and all(letter in _WESTERN for letter in text)


def _western(code: int) -> list[str]:
    """How programmes show this byte: as Windows-1252, or as the control character of Latin-1."""
    plain = chr(code)
    shown = bytes([code]).decode("cp1252", errors="replace")
    return [plain] if shown in (plain, "\ufffd") else [shown, plain]


_WESTERN = frozenset(letter for code in range(256) for letter in _western(code))


def _single(name: str, tables: tuple[str, str]) -> Encoding:
    small, capital = (bytes.fromhex(table) for table in tables)
    letters: dict[str, str] = {}
    for codes, case in ((capital, str.upper), (small, str.lower)):
        for code, letter in zip(codes, _LETTERS, strict=True):
            letters.update(dict.fromkeys(_western(code), case(letter)))
    shared = {shown for code in set(small) & set(capital) for shown in _western(code)}
    return _encoding(name, letters, frozenset(shared))


def _vni() -> Encoding:
    small = {written: letter for letter, written in _VNI_WHOLE.items()}
    for vowel, written, marks in _VNI_MARKED:
        for tone, mark in zip(_TONES[1:], marks, strict=False):
            small[written + mark] = unicodedata.normalize("NFC", vowel + tone)
    capital = {_upper(written): letter.upper() for written, letter in small.items()}
    mixed = {_upper(each[0]) + each[1:]: letter.upper() for each, letter in small.items()}
    return _encoding("vni", {**mixed, **small, **capital}, frozenset())


def _upper(western: str) -> str:
    return "".join(chr(ord(letter) - 32) for letter in western)


def _encoding(name: str, letters: Mapping[str, str], shared: frozenset[str]) -> Encoding:
    ordered = sorted(letters, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, ordered)))
    return Encoding(
        name, letters, shared, lambda text: pattern.sub(lambda found: letters[found[0]], text)
    )


ENCODINGS: Mapping[str, Encoding] = {  # the commonest first
    each.name: each
    for each in (
        _single("tcvn3", _TCVN3),
        _vni(),
        _single("vps", _VPS),
        _single("viscii", _VISCII),
    )
}
