"""Gather the words on screen from the code into catalogues, and compile them.

The result depends on the words alone: no dates, no line numbers, sorted by text, so that two
people who gather get the same file.  Needs Babel, which the programme itself does not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from resources import files, words

HOUSE = files.path().parent
ROOMS = ("desktop", "ui", "sync", "db", "rules", "reports", "resources", "center")
PAGES = ("html", "jinja", "j2", "txt")  # templates of the centre's web pages
# `many` takes one text for one and for many, so its first argument is both forms
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "many": (1, 1)}
NOTES = ("translators:",)  # comments with this mark go to the translator


class _Plain(Catalog):
    """A catalogue whose header says nothing that changes by itself: no dates, tools or persons."""

    KEPT = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What programs need to read the file."""
        return [header for header in super().mime_headers if header[0] in self.KEPT]

    @mime_headers.setter
    def mime_headers(self, headers: list[tuple[str, str]]) -> None:
        self._set_mime_headers(headers)


def po_path(language: str) -> Path:
    """The catalogue people edit."""
    return files.path("locale", language, "LC_MESSAGES", f"{words.DOMAIN}.po")


def gather() -> Catalog:
    """Every text of the code and of the centre's pages, untranslated."""
    found = _empty("vi")
    for path, method in _sources():
        for _line, text, notes, context in extract_from_file(
            method, path, keywords=KEYWORDS, comment_tags=NOTES, strip_comment_tags=True
        ):
            found.add(text, auto_comments=notes, context=context)
    return found


def renewed(language: str) -> Catalog:
    """The catalogue of a language with the words of today: translations kept, old words gone."""
    catalogue = _empty(language)
    known = current(language)
    for message in sorted(gather(), key=_text):
        if message.id:
            entry = catalogue.add(message.id, auto_comments=message.auto_comments)
            entry.string = _kept(message, known)
    return catalogue


def current(language: str) -> Catalog:
    """The catalogue as it lies on disk; empty for a language that has none yet."""
    path = po_path(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as people edit it."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, ignore_obsolete=True)
    return buffer.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as the programme reads it; what has no translation is shown in Vietnamese."""
    compiled = _empty(str(catalogue.locale))
    for message in catalogue:
        if message.id and translated(message):
            compiled[message.id] = message
    buffer = io.BytesIO()
    write_mo(buffer, compiled)
    return buffer.getvalue()


def renew(language: str) -> int:
    """Write both files of a language; returns how many texts still wait for a translation."""
    catalogue, path = renewed(language), po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po_bytes(catalogue))
    path.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
    return sum(1 for message in catalogue if message.id and not translated(message))


def translated(message: Message) -> bool:
    """Whether every form of the text has a translation."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms)


def _sources() -> Iterator[tuple[Path, str]]:
    """Python modules, and the templates of the centre, in a fixed order."""
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*.py")):
            yield path, "python"
    for ending in PAGES:
        for path in sorted((HOUSE / "center" / "web" / "templates").rglob(f"*.{ending}")):
            yield path, "jinja2.ext:babel_extract"


def _empty(language: str) -> Catalog:
    header = "# Words of Làng Số, gathered by `python -m resources.locale`."
    return _Plain(locale=language, header_comment=header, charset="utf-8", fuzzy=False)


def _text(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(next(iter(message.id), ""))


def _kept(message: Message, known: Catalog) -> str | tuple[str, ...]:
    """The translation there is; a text that began or ceased to count starts afresh."""
    counts = isinstance(message.id, tuple | list)
    old = known.get(message.id)
    if old is None or isinstance(old.id, str) == counts or not old.string:
        return ("", "") if counts else ""
    return tuple(old.string) if counts else str(old.string)
