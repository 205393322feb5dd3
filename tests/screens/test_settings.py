"""Cài đặt: every choice holds at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.commands import profile
from db.queries import places
from tests.support.keys import press, type_in
from tests.support.window import Office
from ui import look
from ui.screens.settings.screen import Settings
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key


def opened(pc: Office) -> tuple[Shell, Settings]:
    shell = pc.open("settings")
    screen = shell.at("settings")
    assert isinstance(screen, Settings)
    return shell, screen


def names(pc: Office) -> list[str]:
    with pc.elsewhere() as store:
        return [village.name for village in places.villages(store)]


def test_enter_upon_an_officer_hands_over_the_work(pc: Office, qtbot: QtBot) -> None:
    other = profile.add_officer(pc.store, "Lê Thị Cúc")
    shell, screen = opened(pc)
    screen.officers.table.go(other)
    with qtbot.waitSignal(screen.refreshed):
        press(screen.officers.table, KEY.Key_Return)
    assert pc.desk.actor == other
    assert shell.header.officers.text() == "Lê Thị Cúc"


def test_villages_are_added_one_line_each(pc: Office, qtbot: QtBot) -> None:
    _shell, screen = opened(pc)
    screen.villages.names.setPlainText("Hà Giữa\n\nDương Nỗ")
    with qtbot.waitSignal(screen.refreshed):
        screen.villages.add.click()
    assert names(pc) == ["Hà Giữa", "Dương Nỗ"]


def test_a_village_that_is_there_is_refused_and_the_text_stays(pc: Office) -> None:
    pc.villages("Hà Giữa")
    _shell, screen = opened(pc)
    screen.villages.names.setPlainText("hà giữa")
    screen.villages.add.click()
    assert "đã có" in screen.villages.message.text()
    assert screen.villages.names.toPlainText() == "hà giữa"


def test_a_village_is_renamed_in_its_cell(pc: Office) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    _shell, screen = opened(pc)
    table = screen.villages.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    press(table, KEY.Key_F2)
    editor = table._editor()
    assert editor is not None
    editor.selectAll()
    type_in(editor, "Hà Trung")
    press(editor, KEY.Key_Return)
    assert names(pc) == ["Hà Trung", "Dương Nỗ"]


def test_a_village_that_ended_keeps_its_past(pc: Office) -> None:
    (village,) = pc.villages("Hà Giữa")
    _shell, screen = opened(pc)
    row = screen.villages.rows.row(screen.villages.rows.find(village))
    screen.villages.rows.typed.emit(row, 2, "2026-06-30")
    with pc.elsewhere() as store:
        assert places.villages(store, "2026-07-01") == []
        assert len(places.villages(store, "2026-06-30")) == 1


def test_a_village_added_by_mistake_is_taken_out_and_back(pc: Office, qtbot: QtBot) -> None:
    pc.villages("Hà Giữa", "Nhầm")
    shell, screen = opened(pc)
    screen.villages.table.setCurrentIndex(screen.villages.rows.index(1, 0))
    with qtbot.waitSignal(screen.refreshed):
        screen.villages.remove.click()
    assert names(pc) == ["Hà Giữa"]
    shell.undo()
    assert names(pc) == ["Hà Giữa", "Nhầm"]


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
