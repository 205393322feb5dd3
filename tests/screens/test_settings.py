"""Cài đặt: every choice holds at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.commands import profile
from db.queries import people, places
from tests.support.keys import press
from tests.support.window import Office
from ui import look
from ui.screen import Route
from ui.screens.settings.screen import Settings
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key


def opened(pc: Office) -> tuple[Shell, Settings]:
    shell = pc.open("settings")
    screen = shell.at("settings")
    assert isinstance(screen, Settings)
    return shell, screen


def test_enter_upon_an_officer_hands_over_the_work(pc: Office, qtbot: QtBot) -> None:
    other = profile.add_officer(pc.store, "Lê Thị Cúc")
    shell, screen = opened(pc)
    screen.officers.table.go(other)
    with qtbot.waitSignal(screen.refreshed):
        press(screen.officers.table, KEY.Key_Return)
    assert pc.desk.actor == other
    assert shell.header.officers.text() == "Lê Thị Cúc"


def test_villages_have_their_own_place_and_a_way_leads_there(pc: Office, qtbot: QtBot) -> None:
    _shell, screen = opened(pc)
    with qtbot.waitSignal(screen.asked) as asked:
        screen.villages.click()
    assert asked.args == [Route("people", part="villages")]


def test_the_group_of_the_commune_is_kept(pc: Office) -> None:
    _shell, screen = opened(pc)
    screen.commune.group.edited.emit("2")
    with pc.elsewhere() as store:
        assert places.commune(store).group == "2"


def test_dark_is_put_on_at_once(pc: Office) -> None:
    _shell, screen = opened(pc)
    screen.appearance.theme.edited.emit("dark")
    assert look.theme() is look.DARK
    assert pc.preferences.get("theme") == "dark"


def test_a_larger_text_is_put_on_at_once(pc: Office, qtbot: QtBot) -> None:
    shell, screen = opened(pc)
    screen.appearance.text_size.activated.emit(4)
    assert look.current().scale_percent == 150
    qtbot.waitUntil(lambda: shell.screens.get("settings") not in (None, screen))


def test_an_officer_is_made_one_of_the_front_and_signs_surveys(pc: Office) -> None:
    _shell, screen = opened(pc)
    box = screen.officers
    assert "ký khảo sát thay Mặt trận" in box.front.text()
    box.front.click()
    QApplication.processEvents()
    with pc.elsewhere() as store:
        (officer,) = people.officers(store)
        assert officer.front
    assert "thôi ký khảo sát" in box.front.text()
    box.front.click()
    with pc.elsewhere() as store:
        assert not people.officers(store)[0].front
