"""Spreadsheets that are zip archives: .xlsx (also .xlsm, .xlsb) and .ods."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from reports.spreadsheets import fonts, parts, percents
from reports.spreadsheets.errors import Unreadable, damaged, locked
from resources.words import _
from rules.grids import Cell, percent
from rules.worksheet import Block, Worksheet, column_of

_UNPACKED = 1_500_000_000  # bytes; what claims more is a trap, not a list of people
_CELLS = 60_000_000  # between the first and the last cell: all of them take room in memory
_DAMAGE = (
    CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    parts.Odd,
    KeyError,
    ValueError,
    RuntimeError,  # a part sealed or packed in a way Python does not know
)
_EXTENT = re.compile(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')


def read(path: Path) -> tuple[Worksheet, ...]:
    """Every sheet that is shown; Unreadable where that cannot be."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_traps(path, archive)
            old, shown_hundredfold = fonts.of_archive(archive), percents.of_archive(archive)
        with CalamineWorkbook.from_path(path) as book:
            shown = [
                each.name
                for each in book.sheets_metadata
                if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
            ]
            sheets = [book.get_sheet_by_name(name) for name in shown]
            return tuple(
                _sheet(each, old.get(each.name, {}), shown_hundredfold.get(each.name, ()))
                for each in sheets
            )
    except PasswordError as error:
        raise locked(path) from error
    except _DAMAGE as error:
        raise damaged(path) from error


def _sheet(sheet: CalamineSheet, old: fonts.Fonts, hundredfold: Sequence[Block]) -> Worksheet:
    merged = (Block(*first, *last) for first, last in sheet.merged_cell_ranges or ())
    rows: list[list[Cell]] = [[*row] for row in sheet.to_python(skip_empty_area=False)]
    for block in hundredfold:
        for row in rows[block.top : block.bottom + 1]:
            shown = slice(block.left, block.right + 1)
            row[shown] = map(percent, row[shown])
    return Worksheet(sheet.name, rows, tuple(merged), old)


def _refuse_traps(path: Path, archive: zipfile.ZipFile) -> None:
    if sum(each.file_size for each in archive.infolist()) > _UNPACKED:
        raise damaged(path)
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            with archive.open(name) as part:
                extent = _EXTENT.search(part.read(4096))
            if extent and (column_of(extent[1].decode()) + 1) * int(extent[2]) > _CELLS:
                raise Unreadable(
                    _(
                        "Bảng tính {name} có ô ở quá xa; hãy chép phần danh sách sang một tệp mới"
                        " rồi thử lại."
                    ).format(name=path.name)
                )
