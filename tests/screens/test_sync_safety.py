"""Đồng bộ: what is held back, carried, refused, met and promised, and what an officer does."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from db import journal, release
from db.commands import assess, enrolment, question
from db.commands.assess import Place
from db.commands.question import Question
from db.journal import Edit, Receipt
from db.queries import clock, quarantine, replica
from db.queries.digests import DIFFERS
from db.store import set_setting
from rules import fitting
from rules.change import Change, encode
from tests.support.desk import Pen
from tests.support.keys import type_in
from tests.support.window import JOINED, SET, Office
from ui.desk import Asked, CarryView, Moving, Stick
from ui.screen import Route
from ui.screens.checklist.screen import ChecklistScreen
from ui.screens.sync.letters import Letters
from ui.screens.sync.refusals import RefusalPanel
from ui.screens.sync.screen import Sync
from ui.widgets.button import Button
from ui.widgets.pick import Pick
from ui.widgets.text import Text

SPOT = Place(SET, "8.4", "2025")
NOTED = Place(SET, "4.1", "2025")


@pytest.fixture
def screen(pc: Office) -> Sync:
    """The place, on a PC that belongs to a centre."""
    pc.line.shown = JOINED
    found = pc.open("sync").at("sync")
    assert isinstance(found, Sync)
    return found


def button(screen: Sync, words: str) -> Button:
    """The one visible button with these words."""
    shown = (each for each in screen.findChildren(Button) if each.isVisible())
    (found,) = [each for each in shown if each.text() == words]
    return found


def refused(pc: Office, place: Place = NOTED, **values: object) -> Change:
    """A change the centre did not take."""
    change = assess.answer(pc.store, pc.desk.actor, place, values)  # type: ignore[arg-type]
    assert change is not None
    receipt = Receipt(change.id, None, "2026-11-23T08:00:00+07:00", "late", "Kỳ này đã khoá.")
    journal.acknowledge(pc.store, [receipt])
    return change


def look(screen: Sync) -> None:
    """What is stored, shown now."""
    screen.refresh_now()


# -- doubts ----------------------------------------------------------------------------------------


def test_a_pull_held_back_tells_what_it_would_do_and_whose_work_it_is(
    pc: Office, screen: Sync
) -> None:
    assert screen.doubts.isHidden()
    question.ask(pc.store, Question(9, 1062, 4, 4100, ("Nguyễn Văn An",)))
    look(screen)
    told = screen.doubts.question.text()
    assert "xoá 1.062 và làm trống 4 trong 4.100" in told
    assert "Nguyễn Văn An" in told
    button(screen, "Vẫn nhận").click()
    assert pc.line.asked == [Asked(accept=True)]


def test_what_differs_from_the_centre_is_told_until_it_no_longer_does(
    pc: Office, screen: Sync
) -> None:
    set_setting(pc.store, DIFFERS, "person assessment")
    look(screen)
    assert screen.doubts.different.isVisible()
    assert "khác với trung tâm ở: người, tự đánh giá." in screen.doubts.different.text()
    set_setting(pc.store, DIFFERS, None)
    look(screen)
    assert screen.doubts.isHidden()


def test_what_an_update_would_take_away_is_asked_and_done_without_a_network(
    pc: Office, screen: Sync
) -> None:
    named = [Edit("person", None, {"full_name": f"Người {n}"}) for n in range(12)]
    made = journal.commit(pc.store, pc.desk.actor, named)
    pen = Pen("0newer00")
    with pytest.MonkeyPatch.context() as older:
        older.setattr(fitting, "SCHEMA", 0)
        bodies = [
            pen.body("person", each.record, set={"deleted": True}, base={"deleted": [each.id]})
            for each in made[:9]
        ]
        journal.receive(pc.store, [(None, body) for body in bodies])
    release.release(pc.store)
    look(screen)
    assert "xoá 9 và làm trống 0" in screen.doubts.update_.text()
    assert replica.status(pc.store).held == 9
    button(screen, "Vẫn dùng").click()
    assert replica.status(pc.store).held == 0
    assert all(replica.values(pc.store, "person", each.record) is None for each in made[:9])
    assert pc.line.asked == []
    look(screen)
    assert screen.doubts.isHidden()


def test_a_clock_that_is_off_is_told_until_it_is_right(pc: Office, screen: Sync) -> None:
    set_setting(pc.store, clock.AHEAD, str(-3 * 3600))
    look(screen)
    assert "chậm hơn trung tâm 3 giờ" in screen.doubts.clock.text()
    set_setting(pc.store, clock.AHEAD, None)
    look(screen)
    assert screen.doubts.isHidden()


# -- by keyboard -----------------------------------------------------------------------------------


def everything_asks(pc: Office) -> None:
    """A pull held back, a change refused, and one of another PC that differs."""
    question.ask(pc.store, Question(9, 62, 4, 410, ("Nguyễn Văn An",)))
    refused(pc, note="a")
    ours = assess.answer(pc.store, pc.desk.actor, SPOT, {"note": "của máy này"})
    assert ours is not None
    other = Pen().change("assessment", ours.record, set={"note": "của máy khác"})
    journal.receive(pc.store, [(1, encode(other))], 1)


def test_tab_goes_through_what_came_late_as_one_reads_it(pc: Office, screen: Sync) -> None:
    everything_asks(pc)
    look(screen)
    pc.carrier.tell(CarryView(sticks=(Stick("KINGSTON", Path("/media/KINGSTON")),)))
    button(screen, "Vẫn nhận").setFocus()
    passed: list[QWidget] = []
    while screen.isAncestorOf(here := screen.window().focusWidget()) and here not in passed:
        passed.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    tops = [each.mapTo(screen.window(), each.rect().center()).y() for each in passed]
    assert tops == sorted(tops)
    asked = {button(screen, words) for words in ("Chép ra KINGSTON", "Lưu và gửi", "Đến chỗ đó")}
    assert asked <= set(passed)


@pytest.mark.parametrize("part", ["refused", "conflicts"])
def test_who_is_led_to_what_asks_stands_at_its_first_control(
    pc: Office, screen: Sync, part: str
) -> None:
    everything_asks(pc)
    screen.go(Route("sync", part=part))
    asking = {"refused": screen.refused, "conflicts": screen.conflicts}[part]
    assert asking.isAncestorOf(screen.window().focusWidget())


# -- rounds ----------------------------------------------------------------------------------------


def test_a_round_is_followed_and_can_be_paused(pc: Office, screen: Sync) -> None:
    pc.line.tell(replace(JOINED, phase="sending", moving=Moving("send", 5, 10, 900)))
    assert screen.state.progress.words().startswith("Đang gửi 5/10 thay đổi")
    screen.state.pause.click()
    assert pc.line.pauses == 1


def test_a_pause_is_said_and_ended_by_the_same_button(pc: Office, screen: Sync) -> None:
    pc.line.tell(replace(JOINED, phase="paused"))
    look(screen)
    assert "cho đến khi bấm" in screen.state.sentence.text()
    assert screen.state.pause.isHidden()
    button(screen, "Tiếp tục gửi").click()
    assert pc.line.sent == 1


def test_a_budget_tells_before_what_will_be_left(pc: Office, screen: Sync, tmp_path: Path) -> None:
    assess.answer(pc.store, pc.desk.actor, SPOT, {"passed": True})
    look(screen)
    assert "thay đổi, 0 tệp" in screen.frugal.foreseen.text()
    type_in(screen.frugal.megabytes, "10")
    screen.frugal.data_only.setChecked(True)
    screen.frugal.send.click()
    assert pc.line.asked == [Asked(data_only=True, budget=10_000_000)]


@pytest.mark.parametrize(
    ("typed", "advice"), [("mười", "không phải là số"), ("0,2", "ít nhất 1 MB")]
)
def test_a_budget_that_makes_no_sense_is_told_beside_it(
    pc: Office, screen: Sync, typed: str, advice: str
) -> None:
    type_in(screen.frugal.megabytes, typed)
    screen.frugal.send.click()
    assert advice in screen.frugal.troubles.text()
    assert pc.line.asked == []


# -- by hand ---------------------------------------------------------------------------------------


def test_a_stick_with_an_answer_has_a_button_for_each_way(pc: Office, screen: Sync) -> None:
    stick = Path("/media/KINGSTON")
    pc.carrier.tell(CarryView(sticks=(Stick("KINGSTON", stick, (stick / "a.lsb",)),)))
    button(screen, "Nhận trả lời trên KINGSTON").click()
    button(screen, "Chép ra KINGSTON").click()
    assert pc.carrier.taken == [(stick / "a.lsb", False)]
    assert pc.carrier.laid == [(stick, None, False)]
    assert "1 tệp trả lời" in screen.byhand.words.text()


def test_a_letter_is_cut_to_what_common_mail_boxes_take(
    pc: Office, screen: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path("/nha/thu.lsb")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(file), ""))
    button(screen, "Lưu để gửi thư điện tử…").click()
    assert pc.carrier.laid == [(file, 15_000_000, False)]


def test_another_size_of_letters_can_be_chosen_and_is_remembered(
    pc: Office, screen: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = screen.byhand.letters.size_of_files
    sizes.setFocus()
    QTest.keyClick(sizes, Qt.Key.Key_Up)
    assert sizes.currentText() == "7 MB (hộp thư nhận 10 MB)"
    file = Path("/nha/thu.lsb")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(file), ""))
    button(screen, "Lưu để gửi thư điện tử…").click()
    assert pc.carrier.laid == [(file, 7_000_000, False)]
    again = Letters(pc.desk.preferences)
    assert again.limit() == 7_000_000
    again.deleteLater()


@pytest.mark.parametrize("size", range(4))
def test_every_size_fits_its_mail_box_as_text(pc: Office, screen: Sync, size: int) -> None:
    sizes = screen.byhand.letters.size_of_files
    sizes.setCurrentIndex(size)
    box = int(sizes.currentText().split()[-2])
    lines = 78 / 57  # base64 in lines of 76 letters and a line end
    assert screen.byhand.letters.limit() * lines < (box - 0.1) * 1_000_000


def test_while_something_is_carried_no_second_thing_is_begun(pc: Office, screen: Sync) -> None:
    stick = Stick("KINGSTON", Path("/media/KINGSTON"))
    pc.carrier.tell(CarryView(sticks=(stick,), busy=True, done=1_000_000, whole=4_000_000))
    assert not button(screen, "Chép ra KINGSTON").isEnabled()
    assert screen.byhand.progress.words() == "Đang chép 1 MB/4 MB"
    pc.carrier.tell(CarryView(sticks=(stick,), sentence="Đã chép 3 thay đổi."))
    assert button(screen, "Chép ra KINGSTON").isEnabled()
    assert screen.byhand.message.text() == "Đã chép 3 thay đổi."


def test_an_answer_held_back_is_taken_after_a_word(pc: Office, screen: Sync) -> None:
    file = Path("/media/KINGSTON/a.lsb")
    pc.carrier.tell(CarryView(sentence="Sẽ xoá 60 bản ghi.", failed=True, held_back=file))
    button(screen, "Vẫn nhận").click()
    assert pc.carrier.taken == [(file, True)]


def test_a_second_folder_that_is_away_is_missed_by_name(pc: Office, screen: Sync) -> None:
    pc.carrier.tell(CarryView(folder=Path("/mnt/chung")))
    assert "Chưa thấy thư mục /mnt/chung" in screen.byhand.words.text()


# -- refusals --------------------------------------------------------------------------------------


def page(screen: Sync, reason: int = 0) -> RefusalPanel:
    """The refused change that is shown for a reason."""
    shown = list(screen.refused.panels.values())[reason].page
    assert shown is not None
    return shown


def refused_people(pc: Office, count: int) -> list[Change]:
    """So many new people the centre did not take, all for the same reason."""
    edits = [Edit("person", None, {"full_name": f"Người {n:03}"}) for n in range(count)]
    made = journal.commit(pc.store, pc.desk.actor, edits)
    told = "“birth_year” không được nhỏ hơn 1900."
    at = "2026-11-23T08:00:00+07:00"
    journal.acknowledge(pc.store, [Receipt(each.id, None, at, "bad_value", told) for each in made])
    return made


def test_a_refused_value_is_repaired_where_it_is_told(
    pc: Office, screen: Sync, qtbot: QtBot
) -> None:
    first = assess.answer(pc.store, pc.desk.actor, NOTED, {"note": "đúng"})
    assert first is not None
    journal.acknowledge(pc.store, [Receipt(first.id, 1, "2026-11-23T07:00:00+07:00")])
    refused(pc, note="sai")
    look(screen)
    repair = page(screen).repair
    assert repair.value.text() == "sai"
    repair.value.selectAll()
    type_in(repair.value, "sửa rồi")
    with qtbot.waitSignal(screen.refreshed):
        button(screen, "Lưu và gửi").click()
    assert screen.refused.isHidden()
    assert replica.values(pc.store, "assessment", first.record)["note"] == "sửa rồi"  # type: ignore[index]


def test_a_value_that_is_typed_and_not_saved_waits_for_its_change(
    pc: Office, screen: Sync, qtbot: QtBot
) -> None:
    refused_people(pc, 2)
    look(screen)
    first = page(screen)
    first.repair.value.selectAll()
    type_in(first.repair.value, "Người sửa")
    (panel,) = screen.refused.panels.values()
    panel.after.click()
    assert page(screen).repair.value.text() != "Người sửa"
    assert "Người sửa" in pc.desk.drafts.told()
    panel.before.click()
    assert page(screen).repair.value.text() == "Người sửa"
    screen.flush()
    panel.all_away.click()
    with qtbot.waitSignal(screen.refreshed):
        panel.question.acted.emit()
    screen.flush()
    assert pc.desk.drafts.told() == ""


def test_a_refused_change_can_be_sent_again_or_put_away(
    pc: Office, screen: Sync, qtbot: QtBot
) -> None:
    change = refused(pc, note="một")
    look(screen)
    with qtbot.waitSignal(screen.refreshed):
        button(screen, "Gửi lại").click()
    assert change.id in {each.id for each in journal.waiting(pc.store, 10)}
    journal.acknowledge(
        pc.store, [Receipt(change.id, None, "2026-11-23T09:00:00+07:00", "late", "Vẫn khoá.")]
    )
    look(screen)
    with qtbot.waitSignal(screen.refreshed):
        button(screen, "Bỏ qua").click()
    assert quarantine.refusals(pc.store) == []
    assert screen.refused.isHidden()


def test_any_field_of_a_refused_person_is_repaired_here_the_named_one_first(
    pc: Office, screen: Sync, qtbot: QtBot
) -> None:
    (village,) = pc.villages("Thôn Một")
    said = {"full_name": "Lê Văn Sáu", "birth_year": 1990, "sex": "male", "unit": village}
    (change,) = journal.commit(pc.store, pc.desk.actor, [Edit("person", None, said)])
    told = "“birth_year” không được lớn hơn 1980."
    journal.acknowledge(
        pc.store, [Receipt(change.id, None, "2026-11-23T08:00:00+07:00", "bad_value", told)]
    )
    look(screen)
    (panel,) = screen.refused.panels.values()
    assert panel.sentence.text() == "“Năm sinh” không được lớn hơn 1980."
    repair = page(screen).repair
    assert repair.field.currentText() == "Năm sinh"
    assert repair.value.text() == "1990"
    type_in(repair.value, "nhiều")
    repair.save.click()
    assert "không phải là số" in page(screen).troubles.text()
    repair.value.selectAll()
    type_in(repair.value, "1979")
    pick(repair.field, "Giới tính")
    pick(repair.choice, "Nữ")
    pick(repair.field, "Thôn")
    assert repair.choice.currentText() == "Thôn Một"
    pick(repair.field, "Năm sinh")
    assert repair.value.text() == "1979"
    with qtbot.waitSignal(screen.refreshed):
        repair.save.click()
    found = replica.values(pc.store, "person", change.record)
    assert found is not None
    assert found == {**found, **said, "birth_year": 1979, "sex": "female"}
    assert screen.refused.isHidden()


def pick(choice: Pick, words: str) -> None:
    """The officer picks what is offered under these words."""
    row = choice.findText(words)
    assert row >= 0, words
    choice.setCurrentIndex(row)
    choice.activated.emit(row)


def test_what_was_not_changed_is_not_saved_as_a_repair(pc: Office, screen: Sync) -> None:
    refused(pc, note="sai")
    look(screen)
    button(screen, "Lưu và gửi").click()
    assert "Chưa có gì khác" in page(screen).troubles.text()


def test_many_refused_for_one_reason_are_one_panel_to_page_through(
    pc: Office, screen: Sync
) -> None:
    refused_people(pc, 200)
    look(screen)
    (panel,) = screen.refused.panels.values()
    assert len(screen.refused.findChildren(RefusalPanel)) == 1
    assert panel.place.text() == "1/200"
    first = page(screen).refusal
    panel.after.click()
    assert panel.place.text() == "2/200"
    assert page(screen).refusal != first
    panel.before.click()
    assert page(screen).refusal == first
    assert not panel.before.isEnabled()


def test_all_that_was_refused_for_one_reason_is_sent_again_at_once(
    pc: Office, screen: Sync, qtbot: QtBot
) -> None:
    made = refused_people(pc, 60)
    refused(pc, note="khác")
    look(screen)
    assert len(screen.refused.panels) == 2
    with qtbot.waitSignal(screen.refreshed):
        button(screen, "Gửi lại cả 60 thay đổi").click()
    waiting = {each.id for each in journal.waiting(pc.store, 1000)}
    assert {each.id for each in made} <= waiting
    (left,) = quarantine.reasons(pc.store)
    assert left.sentence == "Kỳ này đã khoá."


def test_all_that_was_refused_for_one_reason_is_put_away_only_after_asking(
    pc: Office, screen: Sync, qtbot: QtBot
) -> None:
    refused_people(pc, 60)
    look(screen)
    button(screen, "Bỏ qua cả 60…").click()
    (panel,) = screen.refused.panels.values()
    assert "Bỏ qua cả 60 thay đổi?" in panel.question.text()
    assert quarantine.reasons(pc.store)[0].changes == 60
    with qtbot.waitSignal(screen.refreshed):
        button(screen, "Bỏ qua tất cả").click()
    assert quarantine.reasons(pc.store) == []
    assert screen.refused.isHidden()


def test_of_many_reasons_the_first_are_shown_and_the_others_counted(
    pc: Office, screen: Sync
) -> None:
    made = refused_people(pc, 8)
    for number, each in enumerate(made):
        receipt = Receipt(
            each.id, None, f"2026-11-23T09:00:0{number}+07:00", "late", f"Lý do {number}."
        )
        journal.acknowledge(pc.store, [receipt])
    look(screen)
    shown = [panel.sentence.text() for panel in screen.refused.panels.values()]
    assert shown == [f"Lý do {number}." for number in (7, 6, 5, 4, 3)]
    assert "Còn 3 lý do khác" in screen.refused.more.text()


# -- meetings and promises -------------------------------------------------------------------------


def test_an_edit_beside_ours_is_listed_without_asking(pc: Office, screen: Sync) -> None:
    ours = assess.answer(pc.store, pc.desk.actor, SPOT, {"passed": True})
    assert ours is not None
    beside = Pen().change("assessment", ours.record, set={"note": "máy kia viết"})
    journal.receive(pc.store, [(1, encode(beside))], 1)
    look(screen)
    assert screen.meetings.sentences() == [
        "Chỉ tiêu 8.4 (năm 2025, Xã NTM 2021-2025): máy kia sửa ghi chú thành máy kia viết"
    ]
    assert screen.conflicts.isHidden()


def test_the_ledger_shows_how_far_each_record_has_come_and_the_proof(
    pc: Office, screen: Sync
) -> None:
    change = assess.answer(pc.store, pc.desk.actor, SPOT, {"passed": True})
    assert change is not None
    look(screen)

    def row() -> list[str]:
        cells = (screen.ledger.index(0, column) for column in range(4))
        return [str(screen.ledger.data(cell)) for cell in cells]

    assert row()[0] == "Chỉ tiêu 8.4 (năm 2025, Xã NTM 2021-2025)"
    assert row()[2] == "Chờ gửi 1 thay đổi"
    for each in journal.waiting(pc.store, 10):
        journal.acknowledge(pc.store, [Receipt(each.id, 1204, "2025-11-23T08:00:00+07:00")])
    look(screen)
    assert row()[2:] == ["Trung tâm đã nhận", "số 1.204, 23/11/2025"]


def test_a_record_for_a_newer_programme_is_shown_plainly_wherever_it_comes_up(
    pc: Office, screen: Sync
) -> None:
    newer = Pen().change("tomorrow", "r1", schema=99, set={"colour": "xanh"})
    journal.receive(pc.store, [(1, encode(newer))], 1)
    enrolment.start_over(pc.store)
    look(screen)
    first = screen.ledger.index(0, 0)
    assert screen.ledger.data(first) == "Cần bản mới hơn (tomorrow)"
    journal.acknowledge(
        pc.store, [Receipt(newer.id, None, "2026-11-23T08:00:00+07:00", "late", "Kỳ này đã khoá.")]
    )
    look(screen)
    told = [text.text() for text in screen.refused.findChildren(Text)]
    assert any("Cần bản mới hơn" in each for each in told)
    button(screen, "Bỏ qua").click()
    assert quarantine.refusals(pc.store) == []


def test_beside_its_story_an_indicator_tells_how_far_it_has_come(pc: Office) -> None:
    change = assess.answer(pc.store, pc.desk.actor, SPOT, {"passed": True})
    assert change is not None
    journal.acknowledge(pc.store, [Receipt(change.id, 7, "2025-11-23T08:00:00+07:00")])
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "8.4"))
    checklist = shell.at("checklist")
    assert isinstance(checklist, ChecklistScreen)
    checklist.page.show_rest()
    assert checklist.page.below.story.promise() == "Trung tâm đã nhận · số 7, 23/11/2025"
