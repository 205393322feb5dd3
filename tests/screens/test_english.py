"""The window in English: everything said, every letter its own, the keys as they are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from resources.locale import catalogue
from tests.support.letters import meanings
from tests.support.window import JOINED, SET, Office, restyle
from ui import registry
from ui.screen import Route, alt
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PLACES = tuple(entry.key for entry in registry.ENTRIES)


def english(pc: Office, place: str) -> Shell:
    """The window of an enrolled PC at a place, in English."""
    pc.preferences.set("language", "en")
    restyle(pc.preferences)
    pc.line.shown = JOINED
    shell = pc.open(place, (1366, 768))
    if place == "checklist":
        shell.go(Route("checklist", SET, "2025", "3.1"))
    QApplication.processEvents()
    return shell


def visible(shell: Shell) -> list[QWidget]:
    return [widget for widget in shell.findChildren(QWidget) if widget.isVisible()]


def said(widget: QWidget) -> Iterator[str]:
    """What a widget tells those who see it, point at it, or have it read to them."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))


def letter(widget: QWidget) -> str:
    """The underlined letter, "" without one."""
    if isinstance(widget, QLabel) and widget.buddy() is None:
        return ""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return alt(text).removeprefix("Alt+") if "&" in text.replace("&&", "") else ""


@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_has_a_translation_is_said_in_vietnamese(pc: Office, place: str) -> None:
    translated = {
        str(message.id): str(message.string)
        for message in catalogue.current("en")
        if isinstance(message.id, str) and message.id and message.id != message.string
    }
    shell = english(pc, place)
    left = {text for widget in visible(shell) for text in said(widget) if text in translated}
    assert left - set(translated.values()) == set()


@pytest.mark.parametrize("place", PLACES)
def test_no_letter_means_two_things_in_english(pc: Office, place: str) -> None:
    letters = Counter(found for widget in visible(english(pc, place)) if (found := letter(widget)))
    assert letters
    assert {found for found, count in letters.items() if count > 1} == set()


@pytest.mark.parametrize("place", PLACES)
def test_the_keys_that_are_told_are_the_keys_there_are(pc: Office, place: str) -> None:
    shell = english(pc, place)
    ranges = {"Alt+1…4", "Alt+1…5", "Alt+1…6"}  # parts of a place, filters of a list
    keys = shell.at(place).keys()
    told = {key.keys for key in keys if key.keys.startswith("Alt+")}
    assert told - ranges <= set(meanings(shell))
