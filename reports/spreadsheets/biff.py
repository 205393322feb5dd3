"""Spreadsheets of Excel 97 to 2003: .xls."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import xlrd

from reports.spreadsheets.errors import damaged, locked
from reports.spreadsheets.percents import is_percent
from rules.grids import Cell, percent
from rules.legacy import is_old_font
from rules.worksheet import Block, Worksheet

_SEALED = "EncryptedPackage".encode("utf-16-le")  # of a newer file behind a password


def read(path: Path) -> tuple[Worksheet, ...]:
    """Every sheet that is shown; Unreadable where that cannot be."""
    content = path.read_bytes()
    if _SEALED in content:
        raise locked(path)
    try:
        with xlrd.open_workbook(
            logfile=io.StringIO(),  # it would print what it wonders about
            file_contents=content,
            formatting_info=True,
        ) as book:
            return tuple(_sheet(book, each) for each in book.sheets() if not each.visibility)
    except xlrd.XLRDError as error:
        raise (locked if "encrypted" in str(error) else damaged)(path) from error
    except Exception as error:  # xlrd trusts what it reads: anything at all comes of a damaged file
        raise damaged(path) from error


def _sheet(book: Any, sheet: Any) -> Worksheet:
    old, hundredfold = _old_formats(book), _percent_formats(book)
    rows: list[list[Cell]] = []
    fonts = {}
    for number in range(sheet.nrows):
        cells = sheet.row(number)
        values = [_value(book, cell) for cell in cells]
        shown = [each.xf_index in hundredfold for each in cells]
        rows.append([percent(v) if s else v for v, s in zip(values, shown, strict=True)])
        for column, cell in enumerate(cells) if old else ():
            if cell.value != "" and cell.xf_index in old:
                fonts[number, column] = old[cell.xf_index]
    merged = (
        Block(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    return Worksheet(sheet.name, rows, tuple(merged), fonts)


def _old_formats(book: Any) -> Mapping[int, str]:
    """The numbers of cell formats in a font from before Unicode, and the font."""
    names = [book.font_list[each.font_index].name for each in book.xf_list]
    return {number: name for number, name in enumerate(names) if is_old_font(name)}


def _percent_formats(book: Any) -> frozenset[int]:
    """The numbers of cell formats in per cent."""
    codes = {key: each.format_str for key, each in book.format_map.items()}
    used = enumerate(each.format_key for each in book.xf_list)
    return frozenset(number for number, key in used if is_percent(codes.get(key, "")))


def _value(book: Any, cell: Any) -> Cell:
    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            return _moment(book, cell.value)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#"))
    value: str | float = cell.value
    return value


def _moment(book: Any, serial: float) -> Cell:
    """A date, or the bare number where it is none that Excel counts."""
    try:
        moment: datetime = xlrd.xldate_as_datetime(serial, book.datemode)
    except (ValueError, OverflowError):
        return serial
    return moment if serial % 1 else moment.date()
