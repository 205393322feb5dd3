"""Which cells of an .xlsx file stand in a font from before Unicode.

Only asked of a file whose styles name such a font: then every cell's style is looked at once more.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping

from reports.spreadsheets import parts
from rules.legacy import is_old_font
from rules.worksheet import Place

Fonts = Mapping[Place, str]

_SECTIONS = {"fonts", "fills", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}


def of_archive(archive: zipfile.ZipFile) -> Mapping[str, Fonts]:
    """By the name of the sheet; a sheet without such fonts, and an .ods file, has none."""
    if parts.STYLES not in archive.namelist():
        return {}
    old = _old_styles(archive.read(parts.STYLES))
    return {
        name: parts.places(archive.read(part), old)
        for name, part in parts.sheets(archive).items()
        if old
    }


def _old_styles(styles: bytes) -> Mapping[str, str]:
    """The numbers of cell formats in an old font, and the font."""
    names: list[str] = []
    used: list[int] = []
    section = ""

    def begin(tag: str, attributes: parts.Attributes) -> None:
        nonlocal section
        section = tag if tag in _SECTIONS else section
        if section == "fonts" and tag == "font":
            names.append("")
        elif section == "fonts" and tag == "name" and names:
            names[-1] = attributes.get("val", "")
        elif section == "cellXfs" and tag == "xf":
            used.append(int(attributes.get("fontId", "0")))

    parts.walk(styles, begin)
    fonts = [names[font] if 0 <= font < len(names) else "" for font in used]
    return {str(style): font for style, font in enumerate(fonts) if is_old_font(font)}
