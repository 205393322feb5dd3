"""A printed list as values, from its head to its signatures; widths are those on the paper."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

Cell = str | int | None


class Column(Struct, frozen=True):
    """One column of the list."""

    title: str
    width: float  # mm
    centred: bool = False


class Notice(Struct, frozen=True):
    """What people read before they sign."""

    title: str
    lines: tuple[str, ...]
    reminder: str  # at the foot of later pages


class Paper(Struct, frozen=True):
    """One list, on as many pages as it takes."""

    name: str  # of the sheet in the file
    agency: tuple[str, ...]  # who issues it, line by line
    place: str  # where and when; the day is written by hand
    title: str
    subtitle: str
    beneath: str  # in brackets below the subtitle: what it is attached to
    facts: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    count: str  # closes the list, so that nobody is added below it
    row_height: float = 6.5  # mm at least
    notice: Notice | None = None
    landscape: bool = False
