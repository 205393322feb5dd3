"""The checklist by keyboard: what is typed is on the disk when the field is left."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from db.commands import assess, profile, training
from db.commands import people as roster
from db.commands.assess import Place
from db.queries import checklist as checklists
from db.queries import replica, rulebook
from db.queries import training as training_queries
from db.queries.checklist import Line
from rules.attendance import PRESENT
from rules.periods import Period
from tests.support.keys import compose, press, type_in
from tests.support.window import SET, Office
from ui.screen import Route
from ui.screens.checklist.screen import ChecklistScreen
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PLAN = "hue-kh132-2021-2025"
KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def opened(pc: Office, code: str = "", set_id: str = SET) -> tuple[Shell, ChecklistScreen]:
    """The window on the checklist, at an indicator."""
    shell = pc.open("checklist")
    shell.go(Route("checklist", set_id, "2025", code))
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    return shell, screen


def stored(pc: Office, code: str, set_id: str = SET) -> dict[str, Any]:
    """What another connection reads of an answer."""
    with pc.elsewhere() as store:
        record = assess.record_of(store, Place(set_id, code, "2025"))
        return replica.values(store, "assessment", record) or {}


def line_of(pc: Office, code: str) -> Line:
    with pc.elsewhere() as store:
        criteria = rulebook.criteria(store, SET)
        return checklists.read(store, criteria, Period(2025)).lines[code]


def fill(field: QLineEdit, text: str) -> None:
    """Type into a field as a person does."""
    field.setFocus()
    field.selectAll()
    type_in(field, text)


def test_a_number_is_on_the_disk_when_the_field_is_left(pc: Office) -> None:
    _shell, screen = opened(pc, "3.1")
    editors = screen.page.question.answer.editors
    fill(editors["numerator"], "1.234,5")
    assert stored(pc, "3.1") == {}
    press(editors["numerator"], KEY.Key_Tab)
    assert stored(pc, "3.1")["numerator"] == 1234.5


def test_tab_goes_on_to_the_next_field_of_the_answer(pc: Office) -> None:
    _shell, screen = opened(pc, "3.1")
    editors = screen.page.question.answer.editors
    fill(editors["numerator"], "12")
    press(editors["numerator"], KEY.Key_Tab)
    assert editors["denominator"].hasFocus()


def test_the_result_follows_what_was_typed(pc: Office, qtbot: QtBot) -> None:
    _shell, screen = opened(pc, "3.1")
    answer = screen.page.question.answer
    fill(answer.editors["numerator"], "850")
    fill(answer.editors["denominator"], "1000")
    with qtbot.waitSignal(screen.refreshed):
        press(answer.editors["denominator"], KEY.Key_Return)
    assert screen.page.question.verdict.pill.text() == "Đạt"
    assert line_of(pc, "3.1").verdict.value == 85


def test_a_yes_is_kept_at_once(pc: Office) -> None:
    _shell, screen = opened(pc, "8.4")
    press(screen.view, KEY.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, KEY.Key_Left)
    press(focused, KEY.Key_Left)
    assert stored(pc, "8.4")["passed"] is not None


def test_a_note_is_kept_after_a_rest(pc: Office, qtbot: QtBot) -> None:
    _shell, screen = opened(pc, "8.4")
    note = screen.page.below.details.note
    note._settler._timer.setInterval(10)
    note.setFocus()
    with qtbot.waitSignal(note.edited):
        type_in(note, "Chờ nghiệm thu")
    assert stored(pc, "8.4")["note"] == "Chờ nghiệm thu"


def test_composed_letters_are_neither_doubled_nor_lost(pc: Office) -> None:
    _shell, screen = opened(pc, "8.4")
    note = screen.page.below.details.note
    note.setFocus()
    type_in(note, "Xã Vinh ")
    compose(note, "Lo")
    compose(note, "Lộ")
    compose(note, "", commit="Lộc")
    screen.view.setFocus()
    assert stored(pc, "8.4")["note"] == "Xã Vinh Lộc"


def test_what_is_still_composed_is_kept_when_the_window_saves(pc: Office) -> None:
    shell, screen = opened(pc, "8.4")
    note = screen.page.below.details.note
    note.setFocus()
    type_in(note, "Thôn ")
    compose(note, "Hà")
    shell.flush()
    assert stored(pc, "8.4")["note"] == "Thôn Hà"


def test_an_impossible_number_stays_in_its_field_with_the_reason(pc: Office) -> None:
    _shell, screen = opened(pc, "3.1")
    answer = screen.page.question.answer
    fill(answer.editors["number"], "130")
    press(answer.editors["number"], KEY.Key_Return)
    assert answer.editors["number"].text() == "130"
    assert "130" in answer.troubles.text()
    assert stored(pc, "3.1") == {}


def test_a_numerator_above_its_denominator_is_kept_once_both_fit(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.1", "2025"), {"denominator": 40})
    _shell, screen = opened(pc, "3.1")
    answer = screen.page.question.answer
    fill(answer.editors["numerator"], "50")
    press(answer.editors["numerator"], KEY.Key_Return)
    assert stored(pc, "3.1")["numerator"] is None
    fill(answer.editors["denominator"], "60")
    press(answer.editors["denominator"], KEY.Key_Return)
    assert stored(pc, "3.1")["numerator"] == 50
    assert not answer.troubles.text()


def test_text_that_is_no_number_waits_for_its_officer(pc: Office) -> None:
    _shell, screen = opened(pc, "3.1")
    editor = screen.page.question.answer.editors["numerator"]
    fill(editor, "mười hai")
    screen.view.setFocus()
    screen.pane.choose("8.4")
    screen.pane.choose("3.1")
    assert editor.text() == "mười hai"
    assert "mười hai" in screen.page.question.answer.troubles.text()


def test_a_refused_write_keeps_the_text_and_says_why(
    pc: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db import errors

    def full(*_args: object, **_more: object) -> None:
        raise errors.CannotWrite("Ổ đĩa đã đầy nên chưa lưu được; hãy xoá bớt tệp rồi thử lại.")

    _shell, screen = opened(pc, "3.1")
    answer = screen.page.question.answer
    with monkeypatch.context() as broken:
        broken.setattr(assess, "answer", full)
        fill(answer.editors["numerator"], "12")
        screen.view.setFocus()
        assert "đầy" in answer.troubles.text()
    assert answer.editors["numerator"].text() == "12"
    screen.flush()
    assert stored(pc, "3.1")["numerator"] == 12


def test_news_from_elsewhere_leave_what_is_being_typed(pc: Office, qtbot: QtBot) -> None:
    _shell, screen = opened(pc, "3.1")
    answer = screen.page.question.answer
    fill(answer.editors["numerator"], "77")
    with pc.elsewhere() as store:
        values = {"numerator": 10, "denominator": 100}
        assess.answer(store, pc.desk.actor, Place(SET, "3.1", "2025"), values)
    with qtbot.waitSignal(screen.refreshed):
        pc.desk.pulse.beat("assessment")
    assert answer.editors["numerator"].text() == "77"
    assert answer.editors["denominator"].text() == "100"


def test_news_from_elsewhere_keep_the_place_in_the_list(pc: Office, qtbot: QtBot) -> None:
    _shell, screen = opened(pc, "17.1")
    scrolled = screen.view.verticalScrollBar().value()
    assert scrolled > 0
    with qtbot.waitSignal(screen.refreshed):
        pc.desk.pulse.beat("assessment")
    assert screen.view.code() == "17.1"
    assert screen.view.verticalScrollBar().value() == scrolled


def test_typing_a_code_goes_to_the_indicator(pc: Office) -> None:
    _shell, screen = opened(pc, "1.1")
    screen.view.setFocus()
    type_in(screen.view, "8.4")
    assert screen.view.code() == "8.4"
    assert screen.page.title.text().startswith("8.4")


def test_a_code_typed_right_after_the_form_is_a_new_one(pc: Office) -> None:
    _shell, screen = opened(pc, "1.1")
    for code in ("8.4", "10.1"):
        screen.view.setFocus()
        type_in(screen.view, code)
        press(screen.view, KEY.Key_Return)
    assert screen.view.code() == "10.1"


def test_arrows_walk_and_fold(pc: Office) -> None:
    _shell, screen = opened(pc, "1.1")
    press(screen.view, KEY.Key_Down)
    assert screen.view.code() == "1.2"
    press(screen.view, KEY.Key_Left)
    assert screen.view.code() == ""
    press(screen.view, KEY.Key_Left)
    assert not screen.view.isExpanded(screen.view.currentIndex())
    press(screen.view, KEY.Key_Right)
    assert screen.view.isExpanded(screen.view.currentIndex())


def test_enter_goes_into_the_form(pc: Office) -> None:
    _shell, screen = opened(pc, "3.1")
    screen.view.setFocus()
    press(screen.view, KEY.Key_Return)
    assert screen.page.question.answer.editors["numerator"].hasFocus()


def test_a_filter_shows_what_it_names_and_counts_it(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2025"), {"passed": False})
    _shell, screen = opened(pc)
    screen.pane.filter_by("failed")
    assert screen.pane.tree.codes() == ["3.2"]


def test_an_indicator_that_was_just_filled_does_not_slip_away(pc: Office, qtbot: QtBot) -> None:
    _shell, screen = opened(pc, "3.2")
    screen.pane.chips.choose("missing")
    screen.pane.filter_by("missing")
    screen.pane.choose("3.2")
    with qtbot.waitSignal(screen.refreshed):
        screen.page.question.answer.choice.edited.emit(True)
    assert screen.view.code() == "3.2"
    assert "3.2" in screen.pane.tree.codes()
    screen.pane.filter_by("missing")
    assert "3.2" not in screen.pane.tree.codes()


def test_mine_are_those_i_was_made_the_owner_of(pc: Office) -> None:
    other = profile.add_officer(pc.store, "Nguyễn Văn An")
    for code, owner in (("3.1", pc.desk.actor), ("3.2", other)):
        assess.assign(pc.store, pc.desk.actor, Place(SET, code, "2025"), owner=owner, due=None)
    _shell, screen = opened(pc)
    screen.pane.filter_by("mine")
    assert screen.pane.tree.codes() == ["3.1"]


def test_a_day_that_is_odd_is_kept_and_hinted_at(pc: Office) -> None:
    _shell, screen = opened(pc, "3.1")
    details = screen.page.below.details
    fill(details.due, "1/2/2020")
    fill(details.as_of, "1/2/2090")
    screen.view.setFocus()
    line = line_of(pc, "3.1")
    assert (line.due, line.as_of) == ("2020-02-01", "2090-02-01")
    assert "đã qua" in details.hints.text()
    assert "chưa tới" in details.hints.text()
    assert details.troubles.text() == ""
    fill(details.due, "1/2/2090")
    fill(details.as_of, "1/2/2020")
    screen.view.setFocus()
    assert not details.hints.isVisible()


def test_an_owner_and_a_due_date_are_kept(pc: Office) -> None:
    _shell, screen = opened(pc, "3.1")
    details = screen.page.below.details
    details.owner.setFocus()
    press(details.owner, KEY.Key_Down)
    fill(details.due, "30/11/2026")
    screen.view.setFocus()
    line = line_of(pc, "3.1")
    assert (line.owner, line.due) == (pc.desk.actor, "2026-11-30")


def test_every_part_of_a_composite_has_its_own_form(pc: Office) -> None:
    _shell, screen = opened(pc, "14.1")
    shown = [part for part in screen.page.parts if not part.isHidden()]
    assert [part.title.text().split()[0] for part in shown] == [
        "14.1.a",
        "14.1.b",
        "14.1.c",
        "14.1.d",
        "14.1.e",
    ]
    fill(shown[2].answer.editors["number"], "2")
    screen.view.setFocus()
    assert stored(pc, "14.1.c")["number"] == 2


def test_going_to_a_part_shows_its_composite(pc: Office) -> None:
    _shell, screen = opened(pc)
    screen.pane.choose("14.1.c")
    assert screen.view.code() == "14.1"


def test_a_threshold_from_the_paper_on_the_desk_judges(pc: Office, qtbot: QtBot) -> None:
    values = {"numerator": 70, "denominator": 100}
    assess.answer(pc.store, pc.desk.actor, Place(SET, "2.1", "2025"), values)
    _shell, screen = opened(pc, "2.1")
    threshold = screen.page.question.threshold
    assert screen.page.question.verdict.pill.text() == "Chưa có ngưỡng"
    threshold.enter.click()
    type_in(threshold.form.value, "65")
    type_in(threshold.form.source, "QD 2222 ngày 19/9/2022")
    with qtbot.waitSignal(screen.refreshed):
        press(threshold.form.source, KEY.Key_Return)
    assert screen.page.question.verdict.pill.text() == "Đạt"
    assert line_of(pc, "2.1").verdict.bound_is_local


def test_a_threshold_without_its_source_is_asked_for_it(pc: Office) -> None:
    _shell, screen = opened(pc, "2.1")
    threshold = screen.page.question.threshold
    threshold.enter.click()
    type_in(threshold.form.value, "65")
    press(threshold.form.value, KEY.Key_Return)
    assert "nguồn" in threshold.form.troubles.text()
    assert line_of(pc, "2.1").local is None


def test_the_baseline_of_the_year_before_stands_beside_the_answer(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "3.2", "2024"), {"passed": True})
    _shell, screen = opened(pc, "3.2")
    assert screen.page.question.verdict.before.text() == "Kỳ trước (31/12/2024): Đạt"


def test_a_set_without_indicators_says_why(pc: Office) -> None:
    _shell, screen = opened(pc, set_id="vn-ntm-xa-2026-2030")
    assert screen.right.currentWidget() is screen.nothing
    assert screen.pane.tree.rowCount() == 10


def test_ctrl_pagedown_goes_to_the_next_indicator_and_stays_in_the_form(pc: Office) -> None:
    shell, screen = opened(pc, "3.1")
    screen.page.start()
    from PySide6.QtTest import QTest

    QTest.keyClick(shell.focusWidget(), KEY.Key_PageDown, CTRL)
    assert screen.view.code() == "3.2"
    assert screen.page.isAncestorOf(shell.focusWidget())


def test_an_answer_is_taken_from_the_training_register(pc: Office) -> None:
    me = pc.desk.actor
    people = [
        roster.add(pc.store, me, {"full_name": name, "roles": ["manager"]})
        for name in ("Lê An", "Lê Bình", "Lê Cư")
    ]
    course = training.open_course(pc.store, me, "Kỹ năng số", people)
    session = training.add_session(pc.store, me, course, "2025-03-01")
    seats = training_queries.learners(pc.store, course)
    training.mark(pc.store, me, {(session, each): PRESENT for each in seats[:2]})
    _shell, screen = opened(pc, "T07", PLAN)
    box = screen.page.below.feed
    assert box.told.text() == "Sổ tập huấn đến 31/12/2025: 2/3 người."
    box.take.click()
    QApplication.processEvents()
    held = stored(pc, "T07", PLAN)
    assert (held["numerator"], held["denominator"], held["as_of"]) == (2, 3, "2025-12-31")
    assert box.told.text() == "Khớp với sổ tập huấn: 2/3 người."
    assert box.take.isHidden()


def test_an_indicator_without_a_register_shows_none(pc: Office) -> None:
    _shell, screen = opened(pc, "3.1")
    assert screen.page.below.feed.isHidden()
    _shell, screen = opened(pc, "T07", PLAN)
    box = screen.page.below.feed
    assert "chưa có ai" in box.told.text()
    assert box.take.isHidden()
