"""The rehearsal, and handing a period in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.commands import assess
from db.commands.assess import Place
from db.queries import handing
from tests.support.keys import press
from tests.support.window import SET, Office
from ui.screen import Route
from ui.screens.checklist.screen import ChecklistScreen
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key


def opened(pc: Office, part: str = "") -> tuple[Shell, ChecklistScreen]:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "3.1", part=part))
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    return shell, screen


def test_a_finding_leads_to_its_indicator(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "8.4", "2025"), {"passed": False})
    _shell, screen = opened(pc, "rehearsal")
    rehearsal = screen.rehearsal
    assert rehearsal.table.hasFocus()
    row = next(row for row in rehearsal.rows.rows() if row.finding.indicator == "8.4")
    rehearsal.table.go(row.number)
    press(rehearsal.table, KEY.Key_Return)
    assert screen.view.code() == "8.4"
    assert rehearsal.isVisible()


def test_findings_go_when_their_cause_goes(pc: Office, qtbot: QtBot) -> None:
    _shell, screen = opened(pc, "rehearsal")

    def missing() -> bool:
        findings = (row.finding for row in screen.rehearsal.rows.rows())
        return any(each.indicator == "3.2" and each.code == "missing" for each in findings)

    assert missing()
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": True})
    with qtbot.waitSignal(screen.refreshed):
        pc.desk.wrote("assessment")
    assert not missing()


def test_escape_closes_the_rehearsal(pc: Office) -> None:
    _shell, screen = opened(pc, "rehearsal")
    press(screen.rehearsal.table, KEY.Key_Escape)
    assert screen.rehearsal.isHidden()
    assert screen.view.hasFocus()


def test_handing_in_asks_once_more_and_names_what_stands_open(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": False})
    _shell, screen = opened(pc)
    screen.pane.handing.hand_in.click()
    asked = screen.pane.handing.asking.question.text()
    assert "56 chỉ tiêu thiếu" in asked
    assert "1 chỉ tiêu chưa đạt" in asked
    assert screen.pane.handing.asking.no.hasFocus()
    assert handing.of(pc.store, SET, "2025").state == "draft"


def test_a_period_is_handed_in_and_later_changes_are_counted(pc: Office, qtbot: QtBot) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": False})
    _shell, screen = opened(pc)
    screen.pane.handing.hand_in.click()
    with qtbot.waitSignal(screen.refreshed):
        screen.pane.handing.asking.yes.click()
    assert "Đã nộp" in screen.pane.handing._state.text()
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": True})
    with qtbot.waitSignal(screen.refreshed):
        pc.desk.wrote("assessment")
    assert "Đã sửa 1 chỗ sau khi nộp." in screen.pane.handing._state.text()


def test_an_empty_period_is_not_handed_in(pc: Office) -> None:
    _shell, screen = opened(pc)
    screen.pane.handing.hand_in.click()
    screen.pane.handing.asking.yes.click()
    assert "chưa có số liệu" in screen.pane.handing.message.text()
