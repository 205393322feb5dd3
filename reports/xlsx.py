"""A list as an .xlsx file that opens right: types, widths, a header that stays, ready to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import xlsxwriter
from msgspec import Struct
from xlsxwriter.exceptions import FileCreateError

Cell = str | int | float | date | None
_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
_A4 = 9
_HOW = {"in_memory": True}  # personal data leaves no copy in the folder for temporary files


class Column(Struct, frozen=True):
    """One column: what heads it and how wide it is, in characters."""

    title: str
    width: int = 12
    printed: bool = True


class Table(Struct, frozen=True):
    """A list to be written."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


def write(path: Path, table: Table) -> None:
    """Write the list into this file, whatever its name ends with; OSError where that fails."""
    with book(path) as made:
        _fill(made, made.add_worksheet(table.title[:31]), table)


@contextmanager
def book(path: Path, **how: object) -> Iterator[xlsxwriter.Workbook]:
    """A workbook that lies in this file when the block has ended; OSError where that fails."""
    try:
        with xlsxwriter.Workbook(path, {**_HOW, **how}) as made:
            yield made
    except FileCreateError as error:
        raise error.args[0] from None  # what the disk said


def _fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, table: Table) -> None:
    head = book.add_format(
        {**_FONT, "bold": True, "text_wrap": True, "align": "center", "border": 1}
    )
    plain = book.add_format({**_FONT, "border": 1, "text_wrap": True})
    day = book.add_format({**_FONT, "border": 1, "num_format": "dd/mm/yyyy"})
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, head)
    for number, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row):
            _put(sheet, number, place, cell, day if isinstance(cell, date) else plain)
    _set_up(sheet, table)


def _put(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, cell: Cell, how: object
) -> None:
    """Text as text, also where it begins with "=" or is all digits."""
    match cell:
        case None:
            sheet.write_blank(row, place, None, how)
        case str():
            sheet.write_string(row, place, cell, how)
        case date():
            sheet.write_datetime(row, place, cell, how)
        case _:
            sheet.write_number(row, place, cell, how)


def _set_up(sheet: xlsxwriter.worksheet.Worksheet, table: Table) -> None:
    last = len(table.columns) - 1
    printed = max(place for place, column in enumerate(table.columns) if column.printed)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), last)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(len(table.rows), 1), printed)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)  # inches
    sheet.set_header('&C&"Times New Roman,Bold"&13' + table.title.replace("&", "&&"))
    sheet.set_footer("&C&P/&N")
