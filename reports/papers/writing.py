"""Papers as an .xlsx file that prints as 30/2020/NĐ-CP, annex I, lays papers out: A4, Times New
Roman, its margins, the number of the page above it from the second on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import xlsxwriter
from msgspec import Struct
from xlsxwriter.worksheet import Worksheet

from reports import xlsx
from reports.papers import official
from reports.papers.measure import POINTS, height
from reports.papers.paper import Cell, Notice, Paper

_A4 = 9
_LEFT, _RIGHT, _EDGE = 30, 15, 20  # mm, as the decree has it
_PIXELS = 96 / 25.4  # in a millimetre
_INCH = 25.4
_LEFT_HEAD = 0.41  # of the width stands below the agency, the rest below the nation
_CELL, _TEXT, _SMALL, _TITLE = 12.0, 13.0, 10.5, 14.0  # points
# columns are as wide as so many figures of the default font: one every office has, or its double
_FONT: dict[str, Any] = {
    "default_format_properties": {"font_name": "Times New Roman", "font_size": 12},
    "default_column_width": 72,  # pixels, as that font has it
    "default_row_height": 21,
}
_SIGNING = 105.0  # points: room for a signature, a seal and a name


class Style(Struct, frozen=True):
    """How a text looks."""

    size: float = _TEXT
    bold: bool = False
    italic: bool = False
    align: str = "center"
    border: int = 0
    valign: str = "vcenter"


class _Sheet(Worksheet):  # type: ignore[misc] # xlsxwriter has no types
    """A sheet without a page number on its first page: the one thing xlsxwriter cannot be asked."""

    def _write_header_footer(self) -> None:
        self._xml_start_tag("headerFooter", [("differentFirst", 1)])
        self._write_odd_header()
        if self.footer:
            self._write_odd_footer()
        self._xml_end_tag("headerFooter")


class Inks:
    """Formats of a file, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[Style, Any] = {}

    def of(self, style: Style) -> Any:
        """The format of this style."""
        if style not in self._made:
            self._made[style] = self._book.add_format(
                {
                    "font_name": "Times New Roman",
                    "font_size": style.size,
                    "bold": style.bold,
                    "italic": style.italic,
                    "align": style.align,
                    "valign": style.valign,
                    "border": style.border,
                    "text_wrap": True,
                }
            )
        return self._made[style]


_HEAD = Style(_CELL, bold=True)
_RULE = Style(7, valign="top")
_LINE = Style(align="left")
_CAPTION = Style(_CELL, bold=True, border=1)
_ENTRY = Style(_CELL, align="left", border=1)
_ENTRY_CENTRED = Style(_CELL, border=1)


def write(path: Path, papers: Sequence[Paper]) -> None:
    """Write these papers into this file, each on a sheet of its own; OSError where that fails."""
    with xlsx.book(path, **_FONT) as book:
        inks = Inks(book)
        for paper in papers:
            _Press(book.add_worksheet(paper.name, _Sheet), inks, paper).press()


class _Press:
    """Puts one paper upon its sheet, from top to bottom."""

    def __init__(self, sheet: Worksheet, inks: Inks, paper: Paper) -> None:
        self._sheet, self._inks, self._paper = sheet, inks, paper
        self._widths = [each.width for each in paper.columns]
        self._last = len(self._widths) - 1
        self._row = 0

    def press(self) -> None:
        """The whole paper."""
        for place, width in enumerate(self._widths):
            self._sheet.set_column_pixels(place, place, round(width * _PIXELS))
        self._head()
        self._titles()
        if self._paper.notice:
            self._notice(self._paper.notice)
        captions = self._row
        self._list()
        self._ending()
        self._set_up(captions)

    def _head(self) -> None:
        """The agency at the left, the nation at the right, a rule below each, number and day."""
        paper, middle = self._paper, self._middle()
        self._pair(middle, paper.agency[0], official.NATION, _HEAD, _HEAD, tall=17)
        motto = Style(_TEXT, bold=True)
        self._pair(middle, paper.agency[1], official.MOTTO, _HEAD, motto, tall=18)
        self._pair(middle, "_" * 16, "_" * 44, _RULE, _RULE, tall=9)
        self._pair(middle, official.NUMBER, paper.place, Style(), Style(italic=True))
        self._gap()

    def _titles(self) -> None:
        paper = self._paper
        self._across(paper.title, Style(_TITLE, bold=True))
        self._across(paper.subtitle, Style(_TITLE, bold=True))
        if paper.beneath:
            self._across(paper.beneath, Style(italic=True))
        self._gap()
        for fact in paper.facts:
            self._across(fact, _LINE)
        self._gap()

    def _notice(self, notice: Notice) -> None:
        """One framed cell, which no page break cuts."""
        style = Style(_SMALL, align="left", border=1)
        body = "\n".join(notice.lines)
        bold = self._inks.of(Style(_SMALL, bold=True, align="left"))
        plain = self._inks.of(Style(_SMALL, align="left"))
        tall = height(f"{notice.title}\n{body}", sum(self._widths) - 4, _SMALL) + 6
        self._merge(0, self._last, "", style)
        parts = (bold, notice.title, plain, f"\n{body}")
        self._sheet.write_rich_string(self._row, 0, *parts, self._inks.of(style))
        self._finish(tall)
        self._gap()

    def _list(self) -> None:
        columns = self._paper.columns
        for place, column in enumerate(columns):
            self._sheet.write_string(self._row, place, column.title, self._inks.of(_CAPTION))
        titles = [each.title for each in columns]
        self._finish(self._tallest(titles, bold=True) + 6)
        for row in self._paper.rows:
            for place, cell in enumerate(row):
                self._put(place, cell)
            told = ["" if cell is None else str(cell) for cell in row]
            self._finish(max(self._paper.row_height * POINTS, self._tallest(told) + 4))

    def _ending(self) -> None:
        """Who signs stands in one row, so that no page break cuts it."""
        self._across(self._paper.count, Style(italic=True, align="left"), tall=22)
        self._gap()
        middle = self._middle()
        left = official.PREPARED_BY, official.PREPARED_HOW
        right = official.HEAD, official.HEAD_HOW
        for first, last, (who, how) in ((0, middle, left), (middle + 1, self._last, right)):
            style = Style(valign="top")
            self._merge(first, last, "", style)
            parts = (
                *(self._inks.of(Style(bold=True)), f"{who}\n"),
                *(self._inks.of(Style(italic=True)), how),
            )
            self._sheet.write_rich_string(self._row, first, *parts, self._inks.of(style))
        self._finish(_SIGNING)

    def _set_up(self, captions: int) -> None:
        sheet, paper = self._sheet, self._paper
        sheet.set_paper(_A4)
        if paper.landscape:
            sheet.set_landscape()
        sheet.set_margins(_LEFT / _INCH, _RIGHT / _INCH, _EDGE / _INCH, _EDGE / _INCH)
        sheet.set_header('&C&"Times New Roman,Regular"&13&P')
        if paper.notice:
            sheet.set_footer(f'&C&"Times New Roman,Italic"&10{paper.notice.reminder}')
        sheet.repeat_rows(captions)
        sheet.print_area(0, 0, self._row - 1, self._last)
        sheet.fit_to_pages(1, 0)  # a font a little wider than ours must not push a column out
        sheet.hide_gridlines(2)

    # -- strokes -----------------------------------------------------------------------------

    def _middle(self) -> int:
        """The last column below the agency."""
        ends = list(accumulate(self._widths))
        wanted = ends[-1] * _LEFT_HEAD
        return min(range(self._last), key=lambda place: abs(ends[place] - wanted))

    def _pair(
        self, middle: int, left: str, right: str, one: Style, other: Style, tall: float = 0
    ) -> None:
        """Two texts beside each other."""
        beside = ((0, middle, left, one), (middle + 1, self._last, right, other))
        needed = [self._merge(*each) for each in beside]
        self._finish(tall or max(needed))

    def _across(self, text: str, style: Style, tall: float = 0) -> None:
        """A text from edge to edge."""
        self._finish(max(tall, self._merge(0, self._last, text, style)))

    def _merge(self, first: int, last: int, text: str, style: Style) -> float:
        """A text over these columns of this row; the height it needs."""
        self._sheet.merge_range(self._row, first, self._row, last, "", self._inks.of(style))
        self._sheet.write_string(self._row, first, text, self._inks.of(style))
        wide = sum(self._widths[first : last + 1]) - 2
        return height(text, wide, style.size, bold=style.bold) + 3

    def _put(self, place: int, cell: Cell) -> None:
        """Text as text, also where it begins with "="."""
        style = _ENTRY_CENTRED if self._paper.columns[place].centred else _ENTRY
        ink = self._inks.of(style)
        match cell:
            case None | "":
                self._sheet.write_blank(self._row, place, None, ink)
            case int():
                self._sheet.write_number(self._row, place, cell, ink)
            case str():
                self._sheet.write_string(self._row, place, cell, ink)

    def _tallest(self, texts: Sequence[str], *, bold: bool = False) -> float:
        """The height of a row of cells."""
        beside = zip(texts, self._widths, strict=True)
        return max(height(text, width - 2, _CELL, bold=bold) for text, width in beside)

    def _gap(self) -> None:
        self._finish(7)

    def _finish(self, tall: float) -> None:
        self._sheet.set_row(self._row, tall)
        self._row += 1
