"""Text files of separated values: .csv, and what Excel saves as text."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from pathlib import Path

from reports.spreadsheets.errors import damaged
from rules.syllables import is_syllable
from rules.worksheet import Worksheet

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_TONED = re.compile("[aăâeêioôơuưy][\u0300\u0301\u0303\u0309\u0323]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_LIKELY = 0.9  # of the words with marks are syllables; others are names of places, and slips
_SEPARATORS = ("\t", ";", ",")


def read(path: Path) -> tuple[Worksheet, ...]:
    """The one sheet of the file; every cell is text."""
    text = _text(path)
    separator = max(_SEPARATORS, key=lambda each: _score(text, each))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise damaged(path) from error
    return (Worksheet(path.stem, rows),)


def _text(path: Path) -> str:
    content = path.read_bytes()
    if b"\0" in content and content[:2] not in _MARKS:
        raise damaged(path)
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        found = _of_windows(content)
        # else of an old font perhaps: the words will tell
        return found if found is not None else content.decode("cp1252", "replace")


def _of_windows(content: bytes) -> str | None:
    """Text in the code page of Vietnamese Windows, where a tone follows its vowel as a mark.

    None where it is of another: then marks stand behind consonants, or words are none.
    """
    text = content.decode("cp1258", "replace")
    tones = sum(map(bool, map(unicodedata.combining, text)))
    if not tones or tones != len(_TONED.findall(text)):
        return None
    composed = unicodedata.normalize("NFC", text)
    words = [word for word in _WORD.findall(composed) if not word.isascii()]
    read = sum(is_syllable(word.lower()) for word in words)
    return composed if read >= _LIKELY * len(words) else None


def _score(text: str, separator: str) -> tuple[int, int]:
    """How many of the first lines it cuts into equally many cells, and into how many."""
    cut = [line.count(separator) for line in text.splitlines()[:50] if line.strip()]
    most = max((count for count in set(cut) if count), key=cut.count, default=0)
    return (cut.count(most) if most else 0, most)
