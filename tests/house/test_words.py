"""Every word on screen is in the catalogue, translated, with the same placeholders."""

from __future__ import annotations

import ast
import gettext
import io
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from resources import files, words
from resources.locale import catalogue

OTHERS = [language for language in words.LANGUAGES if language != words.SOURCE]
HOUSE = files.path().parent
NAMES = {"Làng Số"}  # the programme is called the same in every language


@pytest.fixture(autouse=True)
def _vietnamese_again() -> Iterator[None]:
    """A test may change the language; the next one starts in Vietnamese."""
    yield
    words.use(words.SOURCE)


def forms(text: object) -> tuple[str, ...]:
    """A text in all its forms."""
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _text, name, _spec, _how in string.Formatter().parse(text) if name is not None}


def vietnamese(text: str) -> bool:
    """Whether there are letters English does not have, signs and placeholders aside."""
    said = "".join(part for part, _name, _spec, _how in string.Formatter().parse(text))
    return any(letter.isalpha() and not letter.isascii() for letter in said)


def entries(language: str) -> list[Message]:
    """The catalogue on disk, without its header."""
    return [message for message in catalogue.current(language) if message.id]


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_code_is_in_the_catalogue(language: str) -> None:
    held = {forms(message.id) for message in entries(language)}
    asked = {forms(message.id) for message in catalogue.gather() if message.id}
    assert sorted(asked - held) == []
    assert sorted(held - asked) == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language: str) -> None:
    waiting = [forms(message.id)[0] for message in entries(language) if not _done(message)]
    assert waiting == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_placeholders_of_its_source(language: str) -> None:
    for message in entries(language):
        asked = placeholders(forms(message.id)[0])
        for form in filter(None, forms(message.string)):
            missing = asked - placeholders(form)
            # "one village" may say its number in words
            allowed = {"n"} if len(forms(message.string)) > 1 else set()
            assert missing <= allowed, form
            assert placeholders(form) <= asked, form


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_not_the_vietnamese_text_again(language: str) -> None:
    for message in entries(language):
        source = forms(message.id)[0]
        if vietnamese(source) and source not in NAMES:
            assert source not in forms(message.string)


def test_a_text_that_counts_shows_its_number() -> None:
    for message in catalogue.gather():
        if isinstance(message.id, tuple | list):
            assert "n" in placeholders(forms(message.id)[0])


@pytest.mark.parametrize("language", OTHERS)
def test_the_files_are_what_gathering_makes_of_the_code(language: str) -> None:
    renewed, path = catalogue.renewed(language), catalogue.po_path(language)
    assert path.read_bytes() == catalogue.po_bytes(renewed)
    assert path.with_suffix(".mo").read_bytes() == catalogue.mo_bytes(renewed)


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_says_what_the_edited_one_says(language: str) -> None:
    compiled = catalogue.po_path(language).with_suffix(".mo").read_bytes()
    spoken = gettext.GNUTranslations(io.BytesIO(compiled))
    for message in entries(language):
        if _done(message):
            first = forms(message.id)[0]
            many = isinstance(message.id, tuple | list)
            said = spoken.ngettext(first, first, 1) if many else spoken.gettext(first)
            assert said == forms(message.string)[0]


def test_gathering_twice_gives_the_same_bytes() -> None:
    first, second = catalogue.renewed("en"), catalogue.renewed("en")
    assert catalogue.po_bytes(first) == catalogue.po_bytes(second)
    assert catalogue.mo_bytes(first) == catalogue.mo_bytes(second)


def test_a_text_is_written_out_where_it_is_asked_for() -> None:
    glued = [place for path in _modules() for place in _glued(path)]
    assert glued == []


def test_vietnamese_needs_no_catalogue() -> None:
    assert words.language() == "vi"
    assert words._("phần đầu gói") == "phần đầu gói"


def test_the_language_changes_while_the_programme_runs() -> None:
    marked = words.N_("phần đầu gói")
    words.use("en")
    assert words.language() == "en"
    assert words._(marked) == "head of the package"
    words.use("vi")
    assert words._(marked) == marked


def test_a_language_nobody_translated_is_refused_and_nothing_changes() -> None:
    with pytest.raises(ValueError, match="fr"):
        words.use("fr")
    assert words.language() == "vi"


def test_counting_fills_the_number_and_leaves_the_rest() -> None:
    assert words.many("{n} chỉ tiêu của {name}", 3) == "3 chỉ tiêu của {name}"
    assert words.many("{n} chỉ tiêu", 12_345) == "12.345 chỉ tiêu"


def test_the_empty_text_stays_empty_in_every_language() -> None:
    for language in words.LANGUAGES:
        words.use(language)
        assert words._("") == ""


def _done(message: Message) -> bool:
    return catalogue.translated(message)


def _modules() -> Iterator[Path]:
    for room in catalogue.ROOMS:
        yield from sorted((HOUSE / room).rglob("*.py"))


def _glued(path: Path) -> Iterator[str]:
    """Calls of `_`, `N_` or `many` whose text is put together at run time."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in catalogue.KEYWORDS
            and node.args
            and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
        ):
            yield f"{path.relative_to(HOUSE)}:{node.lineno}"
