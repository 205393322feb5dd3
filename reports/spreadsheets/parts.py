"""The parts of an .xlsx archive, read as they lie there: sheets, and the format of each cell."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import TypeVar
from xml.parsers import expat

from rules.worksheet import Place, column_of

Odd = expat.ExpatError
Attributes = dict[str, str]
T = TypeVar("T")

STYLES = "xl/styles.xml"
_PLACE = re.compile(r"([A-Z]+)(\d+)")


def sheets(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Where the sheets lie, by name."""
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def relation(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            targets[attributes["Id"]] = posixpath.join("/xl", attributes["Target"]).lstrip("/")

    def sheet(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            found[attributes["name"]] = targets[attributes["r:id"]]

    walk(archive.read("xl/_rels/workbook.xml.rels"), relation)
    walk(archive.read("xl/workbook.xml"), sheet)
    return {name: part for name, part in found.items() if part in archive.namelist()}


def places(part: bytes, wanted: Mapping[str, T]) -> dict[Place, T]:
    """The cells of a sheet whose format is one of these, by its number."""
    found: dict[Place, T] = {}

    def begin(tag: str, attributes: Attributes) -> None:
        if tag == "c" and (told := wanted.get(attributes.get("s", ""))):
            place = _PLACE.fullmatch(attributes.get("r", ""))
            if place:
                found[int(place[2]) - 1, column_of(place[1])] = told

    walk(part, begin)
    return found


def walk(xml: bytes, begin: Callable[[str, Attributes], None]) -> None:
    """Tell every element as it begins, by its name without prefix."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: begin(tag.rpartition(":")[2], attributes)
    parser.Parse(xml, True)
