"""A block of cells on the clipboard, as spreadsheets write it: tabs between cells, lines of rows.

A cell that holds a tab, a line break or a quotation mark comes in quotation marks, and those
inside it are doubled.  Spreadsheets leave other cells as they are, even one that reads "Xuân" with
its marks, so marks are taken off only where they were needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Block = list[list[str]]

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")
_NEEDS_MARKS = re.compile(r'["\t\n]')


def parse_block(text: str) -> Block:
    """The cells of a block; no text is no cells, and rows may be of different length."""
    if not text:
        return []
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows: Block = [[]]
    at = 0
    while True:
        cell, at = _cell(text, at)
        rows[-1].append(cell)
        if at == len(text):
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """The text that spreadsheets read as these cells."""
    return "".join("\t".join(_marked(cell) for cell in row) + "\n" for row in rows)


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins here, and where it ends."""
    quoted = _QUOTED.match(text, at)
    if quoted and _NEEDS_MARKS.search(quoted[1]):
        return quoted[1].replace('""', '"'), quoted.end()
    plain = _PLAIN.match(text, at)
    assert plain is not None  # it matches nothing, too
    return plain[0], plain.end()


def _marked(cell: str) -> str:
    if not _NEEDS_MARKS.search(cell):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'
