"""Hôm nay: one keypress from everything that waits."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db import journal
from db.commands import assess
from db.commands.assess import Place
from db.journal import Edit
from db.queries import clock
from db.store import set_setting
from rules.change import encode
from tests.support.desk import Pen
from tests.support.keys import press, type_in
from tests.support.window import JOINED, SET, Office
from ui.screen import Route
from ui.screens.checklist.screen import ChecklistScreen
from ui.screens.sync.screen import Sync
from ui.screens.today.screen import Today
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key


def opened(pc: Office) -> tuple[Shell, Today]:
    shell = pc.open("today")
    screen = shell.at("today")
    assert isinstance(screen, Today)
    return shell, screen


def due(pc: Office, code: str, day: str, period: str = "2025") -> None:
    assess.assign(pc.store, pc.desk.actor, Place(SET, code, period), owner=pc.desk.actor, due=day)


def headings(screen: Today) -> list[str]:
    return [item.text for item in screen.agenda.items() if item.route is None]


def test_a_new_profile_is_told_the_first_step(pc: Office) -> None:
    shell, screen = opened(pc)
    assert screen.first.isVisible()
    assert screen.first.action.hasFocus()
    press(screen.first.action, KEY.Key_Space)
    assert shell.rail.current() == "checklist"


def test_who_went_over_from_a_former_commune_sees_the_day_at_once(pc: Office) -> None:
    key = {"set": SET, "indicator": "8.4", "period": "2024", "origin": "19855"}
    journal.commit(pc.store, pc.desk.actor, [Edit("former_assessment", "cu", key)])
    _shell, screen = opened(pc)
    assert screen.agenda.isVisible()
    assert headings(screen) == ["Tiếp theo"]


def test_the_longest_overdue_stands_first(pc: Office) -> None:
    for code, day in (("3.1", "2026-11-25"), ("8.4", "2026-11-20"), ("1.1", "2026-11-22")):
        due(pc, code, day)
    _shell, screen = opened(pc)
    items = [item for item in screen.agenda.items() if item.icon == "due"]
    assert [item.text.split()[0] for item in items] == ["8.4", "1.1", "3.1"]
    assert [item.remark for item in items] == ["quá hạn 3 ngày", "quá hạn 1 ngày", "hạn 25/11/2026"]


def test_what_is_answered_is_no_longer_due(pc: Office) -> None:
    due(pc, "3.2", "2026-11-20")
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": True})
    _shell, screen = opened(pc)
    assert "Đến hạn" not in headings(screen)


def test_enter_goes_to_the_indicator(pc: Office) -> None:
    due(pc, "8.4", "2026-11-20")
    shell, screen = opened(pc)
    press(screen.agenda, KEY.Key_Return)
    checklist = shell.at("checklist")
    assert isinstance(checklist, ChecklistScreen)
    assert checklist.view.code() == "8.4"


def test_a_duty_of_another_period_leads_to_that_period(pc: Office) -> None:
    due(pc, "8.4", "2026-11-20", period="2024")
    shell, screen = opened(pc)
    press(screen.agenda, KEY.Key_Return)
    assert str(shell.subject.period) == "2024"


def test_a_digit_goes_straight_to_its_line(pc: Office) -> None:
    due(pc, "8.4", "2026-11-20")
    due(pc, "3.1", "2026-11-21")
    shell, screen = opened(pc)
    type_in(screen.agenda, "2")
    assert shell.rail.current() == "checklist"
    checklist = shell.at("checklist")
    assert isinstance(checklist, ChecklistScreen)
    assert checklist.view.code() == "3.1"


def test_what_came_back_stands_above_all(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "8.4", "2025"), {"passed": True})
    said = Pen().change(
        "review",
        "r1",
        set={
            "set": SET,
            "indicator": "8.4",
            "period": "2025",
            "verdict": "returned",
            "words": "Bổ sung số hồ sơ.",
        },
    )
    journal.receive(pc.store, [(1, encode(said))], 1)
    _shell, screen = opened(pc)
    assert headings(screen)[0] == "Trả về"
    assert screen.agenda.items()[1].text == "8.4: “Bổ sung số hồ sơ.”"


def test_a_refusal_leads_to_the_sync_screen(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "8.4", "2025"), {"passed": True})
    pc.line.shown = replace(JOINED, refused=2)
    shell, screen = opened(pc)
    assert screen.agenda.items()[1].text == "Trung tâm từ chối 2 thay đổi"
    press(screen.agenda, KEY.Key_Return)
    assert shell.rail.current() == "sync"


def test_conflicts_of_all_kinds_are_told_beside_those_of_the_checklist(pc: Office) -> None:
    place = Place(SET, "3.2", "2025")
    assess.answer(pc.store, pc.desk.actor, place, {"passed": True})
    mine = Edit("person", "be", {"full_name": "Lê Thị Bé", "position": "Kế toán", "phone": "1"})
    journal.commit(pc.store, pc.desk.actor, [mine])
    pen = Pen()
    others = [
        pen.change(
            "assessment", assess.record_of(pc.store, place), set={**place.key(), "passed": False}
        ),
        pen.change("person", "be", set={"position": "Chủ tịch", "phone": "2"}),
    ]
    journal.receive(pc.store, [(at, encode(each)) for at, each in enumerate(others, start=1)], 2)
    shell, screen = opened(pc)
    told = [item.text for item in screen.agenda.items() if item.icon == "conflict"]
    assert told[0].startswith("3.2 ")
    assert told[1:] == ["1 bản ghi khác có xung đột chưa giải quyết"]
    shell.go(Route("sync", part="conflicts"))
    sync = shell.at("sync")
    assert isinstance(sync, Sync)
    assert sync.conflicts.isAncestorOf(shell.focusWidget())


def test_a_clock_that_is_doubted_leads_to_the_sync_screen(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "8.4", "2025"), {"passed": True})
    set_setting(pc.store, clock.TOLD, "2091-11-23T08:00:00+00:00")
    _shell, screen = opened(pc)
    (odd,) = [item for item in screen.agenda.items() if "ngày giờ của máy" in item.text]
    assert odd.route == Route("sync")


def test_the_set_in_hand_and_the_plans_own_set_tell_how_far_they_are(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": True})
    _shell, screen = opened(pc)
    shown = [(each.criteria.id, each.progress.passed) for each in screen.standings._shown]
    assert shown == [(SET, 1), ("hue-kh132-2021-2025", 0)]


def test_missing_indicators_are_one_keypress_away(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": True})
    shell, screen = opened(pc)
    press(screen.agenda, KEY.Key_Return)
    checklist = shell.at("checklist")
    assert isinstance(checklist, ChecklistScreen)
    assert checklist.pane.chips.current() == "missing"
    assert "3.2" not in checklist.pane.tree.codes()


def test_the_day_follows_what_happens(pc: Office, qtbot: QtBot) -> None:
    due(pc, "3.2", "2026-11-20")
    _shell, screen = opened(pc)
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": True})
    with qtbot.waitSignal(screen.refreshed):
        pc.desk.wrote("assessment")
    assert "Đến hạn" not in headings(screen)
