"""Which cells of an .xlsx or .ods file are shown in per cent: 0.85 there is 85 %.

An .xlsx file is only asked where its styles have such a format: then every cell is looked at once
more.  An .ods file says it of each cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence

from reports.spreadsheets import parts
from rules.worksheet import Block

_CONTENT = "content.xml"  # of an .ods file
_BUILT_IN = frozenset({"9", "10"})  # 0% and 0.00%
_LITERAL = re.compile(r'"[^"]*"|\\.')  # a sign in it is only written


def is_percent(code: str) -> bool:
    """Whether a format of numbers shows a hundredfold."""
    return "%" in _LITERAL.sub("", code)


def of_archive(archive: zipfile.ZipFile) -> Mapping[str, Sequence[Block]]:
    """By the name of the sheet; a sheet without such cells has none."""
    names = archive.namelist()
    if _CONTENT in names:
        return _told(archive.read(_CONTENT))
    if parts.STYLES not in names:
        return {}
    styles = dict.fromkeys(_styles(archive.read(parts.STYLES)), True)
    if not styles:
        return {}
    return {
        name: [Block(*place, *place) for place in parts.places(archive.read(part), styles)]
        for name, part in parts.sheets(archive).items()
    }


def _told(content: bytes) -> Mapping[str, Sequence[Block]]:
    """Cells that say so themselves; one that is repeated over rows and columns is one block."""
    found: dict[str, list[Block]] = {}
    sheet: list[Block] = []
    row, below, column = 0, 0, 0  # where the row in hand begins, and the next one

    def begin(tag: str, attributes: parts.Attributes) -> None:
        nonlocal sheet, row, below, column
        if tag == "table":
            sheet = found.setdefault(attributes.get("table:name", ""), [])
            row, below = 0, 0
        elif tag == "table-row":
            row, column = below, 0
            below += int(attributes.get("table:number-rows-repeated", "1"))
        elif tag in ("table-cell", "covered-table-cell"):
            right = column + int(attributes.get("table:number-columns-repeated", "1"))
            if attributes.get("office:value-type") == "percentage":
                sheet.append(Block(row, column, below - 1, right - 1))
            column = right

    parts.walk(content, begin)
    return found


def _styles(styles: bytes) -> list[str]:
    """The numbers of cell formats in per cent."""
    formats = set(_BUILT_IN)
    used: list[str] = []
    within = False

    def begin(tag: str, attributes: parts.Attributes) -> None:
        nonlocal within
        if tag == "numFmt" and is_percent(attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif tag in ("cellXfs", "cellStyles", "dxfs"):
            within = tag == "cellXfs"
        elif tag == "xf" and within:
            used.append(attributes.get("numFmtId", "0"))

    parts.walk(styles, begin)
    return [str(number) for number, code in enumerate(used) if code in formats]
