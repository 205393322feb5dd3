"""The window: places, header, undo over restarts, keys, language, closing."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from db.commands import assess, places, profile
from db.commands.assess import Place
from db.queries import people, replica
from db.queries.ledger import AtStake
from tests.support.keys import press, type_in
from tests.support.window import JOINED, SET, Office
from ui import names
from ui.registry import ENTRIES
from ui.screen import Route
from ui.screens.checklist.screen import ChecklistScreen
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLACES = tuple(entry.key for entry in ENTRIES)


def answered(pc: Office, code: str) -> object:
    with pc.elsewhere() as store:
        record = assess.record_of(store, Place(SET, code, "2025"))
        return (replica.values(store, "assessment", record) or {}).get("passed")


def checklist(shell: Shell) -> ChecklistScreen:
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    return screen


def test_only_places_that_exist_are_shown(pc: Office) -> None:
    shell = pc.open()
    assert list(shell.rail._entries) == [
        "today",
        "checklist",
        "training",
        "survey",
        "people",
        "sync",
        "settings",
    ]


def test_ctrl_and_a_digit_goes_to_a_place(pc: Office) -> None:
    shell = pc.open("today")
    for number, name in enumerate(PLACES):
        QTest.keyClick(shell, Qt.Key(KEY.Key_1.value + number), CTRL)
        assert shell.rail.current() == name


def test_a_screen_is_built_when_it_is_first_shown(pc: Office) -> None:
    shell = pc.open("today")
    assert set(shell.screens) == {"today"}


def test_the_window_opens_where_it_was_closed(pc: Office) -> None:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2024", "8.4"))
    again = pc.restart()
    assert again.rail.current() == "checklist"
    assert checklist(again).view.code() == "8.4"
    assert str(again.subject.period) == "2024"


def test_an_expired_set_opens_at_its_last_year(pc: Office) -> None:
    shell = pc.open()
    assert (shell.subject.criteria.id, str(shell.subject.period)) == (SET, "2025")


def test_another_officer_is_added_by_keyboard(pc: Office) -> None:
    shell = pc.open("checklist")
    focus = shell.focusWidget()
    QTest.keyClick(focus, KEY.Key_O, CTRL)
    menu = shell.header.officers._menu
    assert menu.isVisible()
    newcomer = shell.header.officers._newcomer
    assert newcomer is not None
    QTest.keyClick(menu, KEY.Key_Down)
    assert newcomer.name.hasFocus()
    type_in(newcomer.name, "Phạm Thị Cúc")
    press(newcomer.name, KEY.Key_Return)
    assert not menu.isVisible()
    assert shell.header.officers.text() == "Phạm Thị Cúc"
    QTest.keyClick(shell.focusWidget(), KEY.Key_O, CTRL)  # the button has other words now
    assert menu.isVisible()
    QTest.keyClick(menu, KEY.Key_Up)
    QTest.keyClick(menu, KEY.Key_Return)
    assert shell.header.officers.text() != "Phạm Thị Cúc"


def test_another_set_is_chosen_by_keyboard(pc: Office) -> None:
    shell = pc.open("checklist")
    picker = shell.header.sets
    picker.setFocus()
    press(picker, KEY.Key_Down)
    assert shell.subject.criteria.id == picker.itemData(picker.currentIndex()) != SET


def test_undo_takes_back_what_was_saved_and_says_what(pc: Office) -> None:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "3.2"))
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": True})
    QTest.keyClick(shell, KEY.Key_Z, CTRL)
    assert answered(pc, "3.2") is None
    assert "chỉ tiêu 3.2" in shell.status.saved.text()
    QTest.keyClick(shell, KEY.Key_Y, CTRL)
    assert answered(pc, "3.2") is True


def test_undo_works_after_a_restart(pc: Office) -> None:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "3.2"))
    checklist(shell).page.question.answer.choice.edited.emit(True)
    assert answered(pc, "3.2") is True
    again = pc.restart()
    QTest.keyClick(again, KEY.Key_Z, CTRL)
    assert answered(pc, "3.2") is None


def test_undo_in_a_field_takes_back_typing_first(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": True})
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "3.1"))
    editor = checklist(shell).page.question.answer.editors["numerator"]
    editor.setFocus()
    type_in(editor, "12")
    QTest.keyClick(editor, KEY.Key_Z, CTRL)
    assert editor.text() == ""
    assert answered(pc, "3.2") is True
    QTest.keyClick(editor, KEY.Key_Z, CTRL)
    assert answered(pc, "3.2") is None


def test_a_note_without_typing_leaves_undo_to_the_register(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": True})
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "3.1"))
    note = checklist(shell).page.below.details.note
    note.setFocus()
    QTest.keyClick(note, KEY.Key_Z, CTRL)
    assert answered(pc, "3.2") is None
    QTest.keyClick(note, KEY.Key_Y, CTRL)
    assert answered(pc, "3.2") is True


def test_nothing_to_undo_is_said(pc: Office) -> None:
    shell = pc.open("today")
    while "Không còn" not in shell.status.saved.text():
        shell.undo()
    assert shell.status.saved.text() == "Không còn gì để hoàn tác."


def test_a_killed_window_keeps_what_was_settled(pc: Office) -> None:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "3.2"))
    checklist(shell).page.question.answer.choice.edited.emit(False)
    assert answered(pc, "3.2") is False  # another connection has it before anything is closed


def test_closing_saves_what_is_being_typed(pc: Office) -> None:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "8.4"))
    note = checklist(shell).page.below.details.note
    note.setFocus()
    type_in(note, "Chờ nghiệm thu")
    assert shell.close()
    with pc.elsewhere() as store:
        record = assess.record_of(store, Place(SET, "8.4", "2025"))
        assert (replica.values(store, "assessment", record) or {})["note"] == "Chờ nghiệm thu"


def test_the_status_bar_says_when_it_was_saved(pc: Office) -> None:
    shell = pc.open("today")
    pc.desk.wrote("assessment")
    assert shell.status.saved.text().startswith("Đã lưu ")


def test_the_status_bar_says_what_waits(pc: Office) -> None:
    shell = pc.open("today")
    stake = AtStake(3, 0, 0)
    pc.line.tell(
        replace(JOINED, phase="offline", at_stake=stake, last_done="2026-11-23T08:15:00+07:00")
    )
    assert shell.status.pending.text().startswith(
        "Máy hỏng bây giờ thì mất 3 thay đổi · lần gửi gần nhất "
    )
    assert shell.status.centre.text() == "Trung tâm: mất kết nối"
    shell.status.send.click()
    assert pc.line.sent == 1


@pytest.mark.parametrize(
    ("at_stake", "words"),
    [
        (3, "Máy hỏng bây giờ thì mất 3 thay đổi · chờ gửi từ "),
        (0, "Máy hỏng bây giờ cũng không mất gì · 3 thay đổi chờ gửi từ "),  # a stick has them
    ],
)
def test_the_status_bar_says_since_when_changes_wait(pc: Office, at_stake: int, words: str) -> None:
    shell = pc.open("today")
    since = "2025-11-20T14:05:00+07:00"
    stake = AtStake(at_stake, 0, 0)
    pc.line.tell(replace(JOINED, waiting=3, waiting_since=since, at_stake=stake))
    assert shell.status.pending.text() == f"{words}20/11/2025 · chưa gửi lần nào"


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-11-23T14:05:00", "14:05"),
        ("2026-11-22T23:59:00", "hôm qua"),
        ("2026-11-20T14:05:00", "20/11"),
        ("2025-11-20T14:05:00", "20/11/2025"),
        ("hôm nào", "hôm nào"),
    ],
)
def test_since_when_is_told_as_one_would_say_it(iso: str, words: str) -> None:
    now = datetime.fromisoformat("2026-11-23T16:00:00").astimezone()
    assert names.since(iso, now) == words


@pytest.mark.parametrize(
    "told", ["hôm nào", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00"]
)
def test_a_time_another_programme_wrote_and_that_is_none_is_shown_as_it_is(told: str) -> None:
    assert names.moment(told) == told


def test_f1_shows_the_keys_of_the_screen_and_puts_them_away(pc: Office) -> None:
    shell = pc.open("checklist")
    QTest.keyClick(shell, KEY.Key_F1)
    shown = {label.text() for label in shell.keys.findChildren(QLabel)}
    assert {"Ctrl+K", "Alt+A", "F6"} <= shown
    QTest.keyClick(shell, KEY.Key_F1)
    assert shell.keys.isHidden()


def test_an_officer_is_added_and_takes_over(pc: Office) -> None:
    shell = pc.open("today")
    officers = shell.header.officers
    officers._fill()
    from ui.officers import Newcomer

    newcomer = officers.menu().findChild(Newcomer)
    assert isinstance(newcomer, Newcomer)
    type_in(newcomer.name, "Nguyễn Văn An")
    newcomer.add()
    assert officers.text() == "Nguyễn Văn An"
    with pc.elsewhere() as store:
        assert profile.actor(store) == pc.desk.actor
        assert people.names(store, [pc.desk.actor])[pc.desk.actor] == "Nguyễn Văn An"


def test_an_officer_without_a_name_is_refused_in_place(pc: Office, qtbot: QtBot) -> None:
    from ui.officers import Newcomer

    newcomer = Newcomer(pc.desk)
    qtbot.addWidget(newcomer)
    newcomer.add()
    assert "họ và tên" in newcomer._trouble.text()


def test_sample_data_is_marked(pc: Office) -> None:
    places.describe_commune(pc.store, pc.desk.actor, {"sample": True})
    shell = pc.open("today")
    marks = [label.text() for label in shell.rail.findChildren(QLabel)]
    assert "dữ liệu mẫu" in marks
    assert "dữ liệu mẫu" in shell.windowTitle()


def test_another_language_is_spoken_at_once(pc: Office, qtbot: QtBot) -> None:
    shell = pc.open("settings")
    settings = shell.at("settings")
    english = settings.appearance.language._segments[1]  # type: ignore[attr-defined]
    english.click()
    qtbot.waitUntil(lambda: shell.screens.get("settings") not in (None, settings))
    assert shell.rail.current() == "settings"
    assert pc.preferences.get("language") == "en"


@pytest.mark.parametrize("place", PLACES)
def test_no_letter_means_two_things_on_a_screen(pc: Office, place: str) -> None:
    shell = pc.open(place)
    if place == "checklist":
        shell.go(Route("checklist", SET, "2025", "3.1"))
    QApplication.processEvents()
    letters = Counter(letter for widget in _visible(shell) if (letter := _mnemonic(widget)))
    assert {letter for letter, count in letters.items() if count > 1} == set()


@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_a_name_for_those_who_do_not_see_it(pc: Office, place: str) -> None:
    shell = pc.open(place)
    nameless = [
        widget
        for widget in _visible(shell)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert nameless == []


def test_tab_order_is_reading_order_in_the_form(pc: Office) -> None:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "3.1"))
    page = checklist(shell).page
    page.show_rest()
    QApplication.processEvents()
    page.start()
    seen: list[tuple[int, int]] = []
    widget = shell.focusWidget()
    while page.isAncestorOf(widget):
        corner = widget.mapTo(page.widget(), widget.rect().topLeft())
        seen.append((corner.y() // 12, corner.x()))
        QTest.keyClick(widget, KEY.Key_Tab)
        widget = shell.focusWidget()
        if len(seen) > 40:
            break
    assert seen == sorted(seen)
    assert len(seen) >= 8


def _visible(shell: Shell) -> list[QWidget]:
    return [widget for widget in shell.findChildren(QWidget) if widget.isVisible()]


def _mnemonic(widget: QWidget) -> str:
    if isinstance(widget, QLabel) and widget.buddy() is None:
        return ""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    at = text.replace("&&", "  ").find("&")
    return text[at + 1].upper() if at >= 0 else ""
