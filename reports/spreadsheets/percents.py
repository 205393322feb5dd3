"""Which cells of an .xlsx file are shown in per cent: 0.85 there is 85 %.

Only asked of a file whose styles have such a format: then every cell's style is looked at once
more.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Mapping

from reports.spreadsheets import parts
from rules.worksheet import Place

_BUILT_IN = frozenset({"9", "10"})  # 0% and 0.00%
_LITERAL = re.compile(r'"[^"]*"|\\.')  # a sign in it is only written


def is_percent(code: str) -> bool:
    """Whether a format of numbers shows a hundredfold."""
    return "%" in _LITERAL.sub("", code)


def of_archive(archive: zipfile.ZipFile) -> Mapping[str, Collection[Place]]:
    """By the name of the sheet; a sheet without such cells, and an .ods file, has none."""
    if parts.STYLES not in archive.namelist():
        return {}
    styles = dict.fromkeys(_styles(archive.read(parts.STYLES)), True)
    if not styles:
        return {}
    return {
        name: parts.places(archive.read(part), styles)
        for name, part in parts.sheets(archive).items()
    }


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
