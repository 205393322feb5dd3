"""One sheet of a spreadsheet, as any programme wrote it: values, old fonts, merged cells."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from rules.grids import Grid

Place = tuple[int, int]  # row and column, from 0


class Block(Struct, frozen=True):
    """Cells merged into one; the value is in the first, rows and columns count from 0."""

    top: int
    left: int
    bottom: int
    right: int  # the last ones belong to it


class Worksheet(Struct, frozen=True):
    """What is on one sheet; the kind of a cell is the kind of its value."""

    name: str
    rows: Grid
    merged: tuple[Block, ...] = ()
    fonts: Mapping[Place, str] = {}  # of cells in a font from before Unicode, where it is told


def column_of(letters: str) -> int:
    """The place of a column that spreadsheets call by letters: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters_of(column: int) -> str:
    """What spreadsheets call the column at this place."""
    rest, last = divmod(column, 26)
    return (letters_of(rest - 1) if rest else "") + chr(65 + last)
