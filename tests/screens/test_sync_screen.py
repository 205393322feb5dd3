"""Đồng bộ: state, joining a centre, refusals, conflicts, log."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from db import errors, journal
from db.commands import assess
from db.commands import enrolment as joining
from db.commands.assess import Place
from db.journal import Receipt
from db.queries import rounds
from rules.change import encode
from sync.errors import no_invitation
from tests.support.desk import Pen
from tests.support.keys import press, type_in
from tests.support.window import JOINED, SET, Office
from ui.desk import Invited
from ui.screens.checklist.screen import ChecklistScreen
from ui.screens.sync.screen import Sync
from ui.screens.sync.state import receipt_words
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key


def opened(pc: Office) -> tuple[Shell, Sync]:
    shell = pc.open("sync")
    screen = shell.at("sync")
    assert isinstance(screen, Sync)
    return shell, screen


def test_a_pc_joins_a_centre_by_keyboard(pc: Office) -> None:
    _shell, screen = opened(pc)
    form = screen.enrolment
    assert form.address.hasFocus()
    type_in(form.address, "https://ntm.hue.example")
    type_in(form.code, "ABCD-1234")
    press(form.code, KEY.Key_Return)
    assert pc.line.enrolments == [("https://ntm.hue.example", "ABCD-1234")]


def test_once_joined_the_form_gives_way_to_sending(pc: Office, qtbot: QtBot) -> None:
    _shell, screen = opened(pc)
    with qtbot.waitSignal(screen.refreshed):
        pc.line.tell(JOINED)
    assert screen.enrolment.isHidden()
    screen.state.send.click()
    assert pc.line.sent == 1


def test_a_pc_the_centre_takes_no_more_asks_for_a_new_code(pc: Office, qtbot: QtBot) -> None:
    joining.keep(pc.store, "https://ntm.hue.example", "may-1")
    _shell, screen = opened(pc)
    with qtbot.waitSignal(screen.refreshed):
        pc.line.tell(replace(JOINED, phase="trouble", shut_out=True))
    form = screen.enrolment
    assert not form.isHidden()
    assert "lại" in form.title.text()
    screen.start()
    assert form.code.hasFocus()
    type_in(form.code, "ABCD-1234")
    press(form.code, KEY.Key_Return)
    assert pc.line.enrolments == [("https://ntm.hue.example", "ABCD-1234")]


def test_a_wrong_code_is_told_and_what_was_typed_stays(pc: Office) -> None:
    pc.line.refuse = errors.Refused("Mã đăng ký không đúng hoặc đã dùng; hãy xin mã mới.")
    _shell, screen = opened(pc)
    form = screen.enrolment
    type_in(form.address, "https://ntm.hue.example")
    type_in(form.code, "SAI")
    press(form.code, KEY.Key_Return)
    assert "Mã đăng ký không đúng" in form.troubles.text()
    assert form.code.text() == "SAI"
    assert form.code.isEnabled()


def test_empty_fields_are_asked_for(pc: Office) -> None:
    _shell, screen = opened(pc)
    screen.enrolment.join.click()
    assert "địa chỉ" in screen.enrolment.troubles.text()
    assert pc.line.enrolments == []


def test_a_refused_change_tells_the_centres_words_and_leads_to_its_place(pc: Office) -> None:
    change = assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": True})
    assert change is not None
    receipt = Receipt(change.id, None, "2026-11-23T08:00:00+07:00", "late", "Kỳ này đã khoá.")
    journal.acknowledge(pc.store, [receipt])
    pc.line.shown = replace(JOINED, refused=1)
    shell, screen = opened(pc)
    texts = [label.text() for label in screen.refused.findChildren(type(screen.state.words))]
    assert "Kỳ này đã khoá." in texts
    way = next(
        button
        for button in screen.refused.findChildren(type(screen.state.send))
        if button.text() == "Đến chỗ sửa"
    )
    way.click()
    checklist = shell.at("checklist")
    assert isinstance(checklist, ChecklistScreen)
    assert checklist.view.code() == "3.2"


def test_conflicts_are_named_and_can_be_settled_here(pc: Office, qtbot: QtBot) -> None:
    place = Place(SET, "3.2", "2025")
    assess.answer(pc.store, pc.desk.actor, place, {"passed": True})
    record = assess.record_of(pc.store, place)
    other = Pen().change("assessment", record, set={**place.key(), "passed": False})
    journal.receive(pc.store, [(1, encode(other))], 1)
    _shell, screen = opened(pc)
    (panel,) = screen.conflicts.disputes.panels
    assert panel.accessibleName().startswith("Chỉ tiêu 3.2")
    with qtbot.waitSignal(screen.refreshed):
        panel.choices[0].click()
    assert screen.conflicts.isHidden()


def people_differ(pc: Office, count: int) -> None:
    """So many people of whom two PCs say something else."""
    pen = Pen()
    for n in range(count):
        person = f"nguoi-{n:03}"
        edit = journal.Edit("person", person, {"full_name": "Lê Thị Bé", "position": "Kế toán"})
        journal.commit(pc.store, pc.desk.actor, [edit])
        other = pen.change("person", person, set={"position": "Chủ tịch"})
        journal.receive(pc.store, [(n + 1, encode(other))], n + 1)


def test_of_many_conflicts_some_are_shown_and_more_on_demand(pc: Office, qtbot: QtBot) -> None:
    people_differ(pc, 23)
    _shell, screen = opened(pc)
    listed, more = screen.conflicts.disputes, screen.conflicts.more
    assert len(listed.panels) == 20
    assert more.text() == "Xem thêm, còn 3 bản ghi"
    others = listed.panels[1:]
    with qtbot.waitSignal(screen.refreshed):
        listed.panels[0].choices[0].click()
    assert listed.panels[:-1] == others  # what was not settled is not built anew
    assert more.text() == "Xem thêm, còn 2 bản ghi"
    more.click()
    assert len(listed.panels) == 22
    assert more.isHidden()


def test_conflicts_of_one_indicator_are_told_apart_by_set_and_period(pc: Office) -> None:
    pen = Pen()
    for at, period in enumerate(("2024", "2025-H1"), start=1):
        place = Place(SET, "3.2", period)
        assess.answer(pc.store, pc.desk.actor, place, {"passed": True})
        record = assess.record_of(pc.store, place)
        other = pen.change("assessment", record, set={**place.key(), "passed": False})
        journal.receive(pc.store, [(at, encode(other))], at)
    _shell, screen = opened(pc)
    told = {panel.accessibleName().partition(":")[0] for panel in screen.conflicts.disputes.panels}
    assert told == {
        "Chỉ tiêu 3.2 (năm 2024, Xã NTM 2021-2025)",
        "Chỉ tiêu 3.2 (6 tháng đầu năm 2025, Xã NTM 2021-2025)",
    }
    latest = screen.ledger.index(0, 0)
    assert screen.ledger.data(latest).endswith("(6 tháng đầu năm 2025, Xã NTM 2021-2025)")


def test_the_log_lists_the_rounds(pc: Office) -> None:
    with pc.store.write() as connection:
        for at, outcome, sentence in (
            ("2026-11-23T08:00:00+07:00", "done", None),
            ("2026-11-23T09:00:00+07:00", "no_connection", "Chưa tới được trung tâm."),
            ("2026-11-23T10:00:00+07:00", "stopped", None),
            ("2026-11-23T11:00:00+07:00", "done", "Số liệu vẫn khác với trung tâm."),
        ):
            connection.execute(
                "INSERT INTO round(at, outcome, sentence, pushed, pulled, refused, files_up,"
                " files_down, bytes_up, bytes_down, requests, seconds)"
                " VALUES (?, ?, ?, 3, 1, 0, 0, 0, 2048, 512, 4, 0.5)",
                (at, outcome, sentence),
            )
    _shell, screen = opened(pc)
    outcomes = [screen.log.data(screen.log.index(row, 1)) for row in range(4)]
    assert outcomes == [
        "Xong. Số liệu vẫn khác với trung tâm.",
        "Dừng giữa chừng, lần sau đi tiếp",
        "Chưa tới được trung tâm.",
        "Xong",
    ]
    told = receipt_words(rounds.reached(pc.store))
    assert told.endswith("xác nhận 3 thay đổi và 0 tệp, từ chối 0; nhận về 1 thay đổi và 0 tệp.")


def test_a_round_in_which_nothing_went_over_was_no_sending(pc: Office) -> None:
    with pc.store.write() as connection:
        for outcome, pushed in (("budget", 0), ("no_connection", 0), ("no_connection", 7)):
            assert receipt_words(rounds.reached(pc.store)) == "Chưa gửi lần nào."
            connection.execute(
                "INSERT INTO round(at, outcome, sentence, pushed, pulled, refused, files_up,"
                " files_down, bytes_up, bytes_down, requests, seconds)"
                " VALUES ('2026-11-23T08:00:00+07:00', ?, 'x', ?, 0, 0, 0, 0, 9, 9, 4, 0.5)",
                (outcome, pushed),
            )
    assert "xác nhận 7 thay đổi" in receipt_words(rounds.reached(pc.store))


def test_a_file_of_the_centre_fills_the_form_and_the_officer_confirms(pc: Office) -> None:
    pc.line.invitations["moi.png"] = Invited("https://ntm.hue.example", "19819-AAAA")
    _shell, screen = opened(pc)
    form = screen.enrolment
    form.read(Path("moi.png"))
    assert pc.line.enrolments == []
    assert form.join.hasFocus()
    form.join.click()
    assert pc.line.enrolments == [("https://ntm.hue.example", "19819-AAAA")]


def test_a_file_that_is_dropped_on_the_form_is_read_as_well(pc: Office) -> None:
    pc.line.invitations["moi.png"] = Invited("https://ntm.hue.example", "19819-AAAA")
    _shell, screen = opened(pc)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/tai-ve/moi.png")])
    nothing = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, nothing
    )
    screen.enrolment.dropEvent(event)
    assert screen.enrolment.code.text() == "19819-AAAA"


def test_a_file_of_something_else_is_told_beside_the_form(pc: Office) -> None:
    pc.line.refuse = no_invitation()
    _shell, screen = opened(pc)
    screen.enrolment.read(Path("anh.png"))
    assert "chọn đúng tệp" in screen.enrolment.troubles.text()
