"""Which cells of an .xlsx file stand in a font from before Unicode.

Only asked of a file whose styles name such a font: then every cell's style is looked at once more.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from xml.parsers import expat

from rules.legacy import is_old_font
from rules.worksheet import Place, column_of

Fonts = Mapping[Place, str]
Odd = expat.ExpatError

_Attributes = dict[str, str]
_SECTIONS = {"fonts", "fills", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}
_PLACE = re.compile(r"([A-Z]+)(\d+)")


def of_archive(archive: zipfile.ZipFile) -> Mapping[str, Fonts]:
    """By the name of the sheet; a sheet without such fonts, and an .ods file, has none."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    old = _old_styles(archive.read("xl/styles.xml"))
    return {
        name: _of_sheet(archive.read(part), old) for name, part in _sheets(archive).items() if old
    }


def _old_styles(styles: bytes) -> Mapping[str, str]:
    """The numbers of cell formats in an old font, and the font."""
    names: list[str] = []
    used: list[int] = []
    section = ""

    def begin(tag: str, attributes: _Attributes) -> None:
        nonlocal section
        section = tag if tag in _SECTIONS else section
        if section == "fonts" and tag == "font":
            names.append("")
        elif section == "fonts" and tag == "name" and names:
            names[-1] = attributes.get("val", "")
        elif section == "cellXfs" and tag == "xf":
            used.append(int(attributes.get("fontId", "0")))

    _walk(styles, begin)
    fonts = [names[font] if 0 <= font < len(names) else "" for font in used]
    return {str(style): font for style, font in enumerate(fonts) if is_old_font(font)}


def _sheets(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Where the sheets lie, by name."""
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def relation(tag: str, attributes: _Attributes) -> None:
        if tag == "Relationship":
            targets[attributes["Id"]] = posixpath.join("/xl", attributes["Target"]).lstrip("/")

    def sheet(tag: str, attributes: _Attributes) -> None:
        if tag == "sheet":
            found[attributes["name"]] = targets[attributes["r:id"]]

    _walk(archive.read("xl/_rels/workbook.xml.rels"), relation)
    _walk(archive.read("xl/workbook.xml"), sheet)
    return {name: part for name, part in found.items() if part in archive.namelist()}


def _of_sheet(part: bytes, old: Mapping[str, str]) -> Fonts:
    found: dict[Place, str] = {}

    def begin(tag: str, attributes: _Attributes) -> None:
        if tag == "c" and (font := old.get(attributes.get("s", ""))):
            place = _PLACE.fullmatch(attributes.get("r", ""))
            if place:
                found[int(place[2]) - 1, column_of(place[1])] = font

    _walk(part, begin)
    return found


def _walk(xml: bytes, begin: Callable[[str, _Attributes], None]) -> None:
    """Tell every element as it begins, by its name without prefix."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: begin(tag.rpartition(":")[2], attributes)
    parser.Parse(xml, True)
