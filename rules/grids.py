"""Where the table is on a spreadsheet people made: its header, its rows, what is only around it.

A sheet from an office has a letterhead above, a header of one to three rows with merged cells, a
row that numbers the columns, headings of groups between the rows, totals and signatures below.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from rules.text import fold

Cell = str | int | float | bool | date | datetime | time | timedelta | None  # "" is empty too


class Percent(float):
    """A number as it is shown in per cent: 85 where the file has 0.85 and shows 85 %."""


Grid = Sequence[Sequence[Cell]]
# field: folded words a column of it may be headed by, "=words" for the whole heading; no row is
# without the first field
Words = Mapping[str, Sequence[str]]

DEPTH = 40  # rows in which a header is looked for
_TALLEST = 3  # rows of a header
_NUMBERING = re.compile(r"[(\[]?\d{1,2}[)\]]?|[a-zđ]|[ivx]{1,4}")
_TOTAL = ("tổng", "cộng", "tổng cộng", "tổng số", "tong cong", "tong so", "cộng toàn xã")
_PLACES = ("thôn", "tổ dân phố", "tổ", "xóm", "bản", "khối", "đơn vị", "phòng", "ban", "trường")
_SIGNING = ("nguoi lap", "nguoi tong hop", "xac nhan", "tm.", "t/m", "ky ten", "thu truong")


class Column(Struct, frozen=True):
    """One column of a table."""

    place: int  # from 0
    heading: str  # the words above it, outer ones first
    field: str | None  # what it was taken for


class Row(Struct, frozen=True):
    """One row of data, with the heading of the group it stands under."""

    number: int  # as the sheet numbers rows, from 1
    cells: tuple[Cell, ...]
    group: str = ""


class Table(Struct, frozen=True):
    """The table found on a sheet."""

    columns: tuple[Column, ...]
    header: tuple[int, ...]  # numbers of the rows that head the columns
    rows: tuple[Row, ...]
    passed_over: tuple[int, ...]  # numbers of rows that are numbering, totals or signatures

    @property
    def shape(self) -> str:
        """The same for every sheet with these headings: what a mapping is remembered by."""
        words = "\x1f".join(fold(column.heading) for column in self.columns)
        return hashlib.sha256(words.encode()).hexdigest()[:16]


def percent(cell: Cell) -> Cell:
    """What a cell that is shown in per cent says; text and dates stay."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    return Percent(round(cell * 100, 10))


def find(grid: Grid, words: Words) -> Table | None:
    """The table on this sheet; None where no row heads at least one known column."""
    best: tuple[int, int, int] | None = None  # columns known, negative height, negative first row
    for first in range(min(DEPTH, len(grid))):
        if _is_blank(grid[first]):
            continue
        for height in range(1, _TALLEST + 1):
            known = sum(each.field is not None for each in _columns(grid, first, height, words))
            best = max(best or (0, 0, 0), (known, -height, -first))
    if best is None or best[0] == 0:
        return None
    known, height, first = best[0], -best[1], -best[2]
    columns = _columns(grid, first, height, words)
    named = next((each.place for each in columns if each.field == next(iter(words))), None)
    return _table(grid, range(first, first + height), columns, named)


def under(grid: Grid, head: int, words: Words) -> Table:
    """The table below a row that somebody says is its header; `head` counts from 0."""
    columns = _columns(grid, head, 1, words)
    named = next((each.place for each in columns if each.field == next(iter(words))), None)
    return _table(grid, range(head, head + 1), columns, named)


def likely_head(grid: Grid) -> int | None:
    """The row that could head a table of unknown words: the first of those with most texts."""
    texts = [
        0 if _is_data(row) else len(list(filter(None, map(_text, row)))) for row in grid[:DEPTH]
    ]
    most = max(texts, default=0)
    return texts.index(most) if most > 1 else None


def field_of(heading: str, words: Words) -> str | None:
    """Which field this heading means: the one with the longest words that begin or equal it."""
    folded = plain(heading)
    found = [
        (folded == word.lstrip("="), len(word), field)
        for field, known in words.items()
        for word in known
        if _heads(word, folded)
    ]
    return max(found)[2] if found else None


def _heads(word: str, folded: str) -> bool:
    if word.startswith("="):
        return folded == word[1:]
    return word in folded and bool(re.search(rf"(?:^|\W){re.escape(word)}(?:$|\W)", folded))


def plain(heading: str) -> str:
    """A heading as it is compared: folded, without brackets, commas and line breaks."""
    return " ".join(re.sub(r"[^\w/]+", " ", fold(heading)).split())


def _columns(grid: Grid, first: int, height: int, words: Words) -> tuple[Column, ...]:
    """The header read as columns; a merged cell heads every column below it."""
    lines = grid[first : first + height]
    if any(map(_is_data, lines)):
        return ()
    columns, taken = [], set[str]()
    for place in range(max(map(len, lines), default=0)):
        above = [line[place] for line in lines if place < len(line)]
        heading = " ".join(dict.fromkeys(filter(None, map(_text, above))))
        inner = next((text for text in map(_text, reversed(above)) if text), "")
        field = field_of(inner, words) or field_of(heading, words)
        columns.append(Column(place, heading, None if field in taken else field))
        taken |= {field} if field else set()
    return tuple(columns)


def _table(grid: Grid, head: range, columns: tuple[Column, ...], named: int | None) -> Table:
    rows: list[Row] = []
    passed: list[int] = []
    group, ended = "", False
    for place in range(head.stop, len(grid)):
        found = [(at, text) for at, text in enumerate(map(_text, grid[place])) if text]
        texts = [text for _at, text in found]
        if not texts:
            continue
        ended = ended or _is_signing(texts)
        if ended or _is_numbering(texts) or _is_total(texts):
            passed.append(place + 1)
        elif _is_group(found, named):
            group = texts[-1]
        else:
            rows.append(Row(place + 1, tuple(grid[place]), group))
    return Table(columns, tuple(row + 1 for row in head), tuple(rows), tuple(passed))


def _text(cell: Cell) -> str:
    if cell is None or cell == "":
        return ""
    return " ".join(str(cell).split())


def _is_blank(cells: Sequence[Cell]) -> bool:
    return not any(map(_text, cells))


def _is_data(cells: Sequence[Cell]) -> bool:
    """Numbers and dates never head a column, but for a row that only counts the columns."""
    values = [cell for cell in cells if _text(cell)]
    return any(not isinstance(cell, str) for cell in values) and not _is_numbering(
        [_text(cell) for cell in values]
    )


def _is_numbering(texts: Sequence[str]) -> bool:
    """A row "(1) (2) (3)" or "A B 1 2" under a header."""
    if len(texts) < 3 or any(len(text) > 6 for text in texts):
        return False
    numbers = [re.sub(r"\D", "", text.removesuffix(".0")) for text in texts]
    counted = [int(number) for number in numbers if number]
    return (
        all(_NUMBERING.fullmatch(fold(text.removesuffix(".0"))) for text in texts)
        and counted == list(range(counted[0] if counted else 0, (counted or [0])[0] + len(counted)))
        and len(counted) >= len(texts) - 3
    )


def _is_total(texts: Sequence[str]) -> bool:
    return any(text.lower().rstrip(" :") in _TOTAL for text in texts[:2])


def _is_signing(texts: Sequence[str]) -> bool:
    return len(texts) <= 3 and any(fold(text).startswith(_SIGNING) for text in texts)


def _is_group(found: Sequence[tuple[int, str]], named: int | None) -> bool:
    """A heading between the rows: "II. Thôn A Roàng", or one text outside the column of names.

    A lone text in that column is a row, unless it names a place: nobody may get lost.
    """
    if len(found) == 1:
        place, text = found[0]
        return place != named or text.lower().startswith(_PLACES)
    return len(found) == 2 and bool(re.fullmatch(r"[IVX]+\.?", found[0][1]))
