"""Every word on screen passes here: Vietnamese is the source, other languages are catalogues.

    from resources.words import _, many

    _("Chỉ tiêu {code} chưa có số liệu.").format(code=code)
    many("{n} chỉ tiêu chưa có số liệu", n)

A text is looked up when it is asked for, so the language can change while the programme runs.
Constants that are made at import time mark their text with `N_` and pass it through `_` when shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resources import files

if TYPE_CHECKING:
    from gettext import GNUTranslations

SOURCE = "vi"
LANGUAGES = (SOURCE, "en")
DOMAIN = "langso"

_catalogue: GNUTranslations | None = None  # Vietnamese needs none
_language = SOURCE


def _(text: str) -> str:
    """The text in the language in use; placeholders are left for the caller to fill."""
    return _catalogue.gettext(text) if text and _catalogue else text


def many(text: str, n: int) -> str:
    """A text that counts, with {n} filled in as 1.234; Vietnamese has one form for all of them.

    Other placeholders stay for the caller's `format`.
    """
    said = _catalogue.ngettext(text, text, n) if _catalogue else text
    return said.replace("{n}", f"{n:,}".replace(",", "."))


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a constant for the catalogue and return it unchanged."""
    return text


def use(language: str) -> None:
    """Speak this language from now on ("vi" or "en").

    Raises ValueError for a language nobody has translated.
    """
    global _catalogue, _language
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language!r}")
    _catalogue = _load(language)
    _language = language


def language() -> str:
    """The language in use."""
    return _language


def _load(language: str) -> GNUTranslations | None:
    """The catalogue of a language; Vietnamese needs none."""
    if language == SOURCE:
        return None
    from gettext import GNUTranslations  # a window in Vietnamese does without

    with files.path("locale", language, "LC_MESSAGES", f"{DOMAIN}.mo").open("rb") as compiled:
        return GNUTranslations(compiled)
