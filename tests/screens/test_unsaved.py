"""Nothing an officer typed is lost: what cannot be saved comes back, is told, and asked about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from db import errors, journal
from db.commands import assess, sheets
from db.commands import evidence as evidence_deeds
from db.commands import people as roster
from db.commands import survey as survey_deeds
from db.commands import training as training_deeds
from db.commands.assess import Place
from db.queries import forms, replica
from rules.change import encode
from rules.keying import Draft
from tests.support.desk import Pen
from tests.support.keys import press, type_in
from tests.support.window import SET, Office
from ui.screen import Route
from ui.shell import Shell
from ui.widgets.table import Table

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key
FULL = "Ổ đĩa đã đầy nên chưa lưu được; hãy xoá bớt tệp rồi thử lại."


# How an officer works -------------------------------------------------------------------------


def indicator(shell: Shell, code: str) -> Any:
    """The form of an indicator."""
    shell.go(Route("checklist", SET, "2025", code))
    return page(shell)


def page(shell: Shell) -> Any:
    screen: Any = shell.at("checklist")
    return screen.page


def part(shell: Shell, place: str, name: str) -> Any:
    """A part of a place, turned to."""
    screen: Any = shell.at(place)
    shell.show_place(place)
    screen.turn_to(name)
    QApplication.processEvents()
    return screen.part(name)


def fill(field: Any, text: str) -> None:
    """Type into a field in place of what stands there, and leave it by Tab."""
    field.setFocus()
    field.selectAll()
    type_in(field, text)
    press(field, KEY.Key_Tab)


def take(choice: QWidget, key: Qt.Key) -> None:
    """Go to a neighbouring answer, which takes it."""
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    here = QApplication.focusWidget()
    assert here is not None
    press(here, key)


def fill_cell(table: Table, row: int, column: int, text: str) -> None:
    """Type into a cell and go on with Enter."""
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, column))
    type_in(table, text[0])
    editor = QApplication.focusWidget()
    assert editor is not None
    type_in(editor, text[1:])
    press(editor, KEY.Key_Return)


def cell(table: Table, row: int, column: int) -> object:
    return table.model().index(row, column).data()


def paste(table: Table, text: str, row: int, column: int) -> None:
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, column))
    QGuiApplication.clipboard().setText(text)
    table.paste()


def speak(pc: Office, shell: Shell, language: str) -> None:
    """Take another language, as the settings do."""
    pc.preferences.set("language", language)
    pc.desk.restyle()
    shell._rebuild()
    QApplication.processEvents()


def larger(pc: Office, shell: Shell) -> None:
    """Take another text size, as the settings do."""
    pc.preferences.set("scale", "110")
    pc.desk.restyle()
    shell._rebuild()
    QApplication.processEvents()


def asked(shell: Shell) -> Any:
    """The question before closing."""
    shown = [each for each in shell.findChildren(QDialog) if each.isVisible()]
    assert shown
    return shown[-1]


def broken(*_args: object, **_more: object) -> None:
    raise errors.CannotWrite(FULL)


def stored(pc: Office, code: str) -> dict[str, Any]:
    with pc.elsewhere() as store:
        record = assess.record_of(store, Place(SET, code, "2025"))
        return replica.values(store, "assessment", record) or {}


@pytest.fixture
def shell(pc: Office) -> Shell:
    return pc.open("checklist")


# The table of villages ------------------------------------------------------------------------


class TestVillageTable:
    def test_pasted_cells_that_are_wrong_wait_for_their_indicator(self, pc: Office) -> None:
        pc.villages("Hà Giữa", "Dương Nỗ")
        shell = pc.open("checklist")
        table = indicator(shell, "2.2").below.villages[0].table
        paste(table, "mười\t100\n300\t200\n", 0, 1)
        other = indicator(shell, "2.3").below.villages[0]
        assert [cell(other.table, row, 1) for row in range(2)] == ["", ""]
        assert "2.2" in shell.status.saved.text()
        again = indicator(shell, "2.2").below.villages[0]
        assert [cell(again.table, row, 1) for row in range(2)] == ["mười", "300"]
        assert "Hà Giữa" in again.message.text()
        assert "Dương Nỗ" in again.message.text()

    def test_a_typed_cell_that_cannot_be_read_is_told_with_its_village(self, pc: Office) -> None:
        pc.villages("Hà Giữa", "Dương Nỗ")
        shell = pc.open("checklist")
        villages = indicator(shell, "2.2").below.villages[0]
        fill_cell(villages.table, 1, 1, "45x")
        assert "Dương Nỗ" in villages.message.text()
        assert "45x" in villages.message.text()
        fill_cell(villages.table, 1, 1, "45")
        assert villages.message.text() == ""

    def test_a_typed_number_that_cannot_be_true_stays_in_its_cell(self, pc: Office) -> None:
        pc.villages("Hà Giữa")
        shell = pc.open("checklist")
        villages = indicator(shell, "2.2").below.villages[0]
        fill_cell(villages.table, 0, 2, "200")
        fill_cell(villages.table, 0, 1, "300")
        assert cell(villages.table, 0, 1) == "300"
        assert "300" in villages.message.text()

    def test_closing_asks_about_a_cell_and_names_indicator_and_village(self, pc: Office) -> None:
        pc.villages("Hà Giữa")
        shell = pc.open("checklist")
        fill_cell(indicator(shell, "2.2").below.villages[0].table, 0, 1, "45x")
        indicator(shell, "8.4")
        assert not shell.close()
        assert "2.2" in asked(shell).told.text()
        assert "Hà Giữa" in asked(shell).told.text()

    def test_cells_outlive_another_language(self, pc: Office) -> None:
        pc.villages("Hà Giữa")
        shell = pc.open("checklist")
        fill_cell(indicator(shell, "2.2").below.villages[0].table, 0, 1, "45x")
        speak(pc, shell, "en")
        villages = page(shell).below.villages[0]
        assert cell(villages.table, 0, 1) == "45x"
        assert "45x" in villages.message.text()
        assert "45x" in shell.flush()

    def test_a_block_that_could_not_be_written_waits_in_its_cells(
        self, pc: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pc.villages("Hà Giữa")
        shell = pc.open("checklist")
        villages = indicator(shell, "2.2").below.villages[0]
        monkeypatch.setattr(assess, "answer_all", broken)
        paste(villages.table, "30\t40\n", 0, 1)
        assert (cell(villages.table, 0, 1), cell(villages.table, 0, 2)) == ("30", "40")
        assert not shell.close()

    def test_names_of_villages_that_were_not_added_yet_wait(self, pc: Office) -> None:
        shell = pc.open("checklist")
        names = indicator(shell, "2.2").below.villages[0].founding.names
        names.setFocus()
        type_in(names, "Thôn A")
        assert "Thôn A" in shell.flush()
        larger(pc, shell)
        assert indicator(shell, "2.2").below.villages[0].founding.names.toPlainText() == "Thôn A"
        assert not shell.close()


# One indicator --------------------------------------------------------------------------------


class TestIndicator:
    def refused(self, shell: Shell) -> Any:
        """120 of 100: the second number is refused."""
        editors = indicator(shell, "3.1").question.answer.editors
        fill(editors["numerator"], "120")
        fill(editors["denominator"], "100")
        return editors

    def test_a_refused_field_outlives_another_text_size(self, pc: Office, shell: Shell) -> None:
        self.refused(shell)
        larger(pc, shell)
        answer = page(shell).question.answer
        assert answer.editors["denominator"].text() == "100"
        assert "120" in answer.troubles.text()
        assert "3.1" in shell.status.saved.text()

    def test_a_refused_field_outlives_another_language(self, pc: Office, shell: Shell) -> None:
        self.refused(shell)
        indicator(shell, "8.4")
        speak(pc, shell, "en")
        assert "indicator 3.1" in shell.status.saved.text().lower()
        answer = indicator(shell, "3.1").question.answer
        assert answer.editors["denominator"].text() == "100"
        assert "numerator 120" in answer.troubles.text()

    def test_elsewhere_the_sentence_names_the_indicator(self, pc: Office, shell: Shell) -> None:
        self.refused(shell)
        indicator(shell, "8.4")
        assert "hỉ tiêu 3.1" in shell.status.saved.text()
        assert "120" in shell.status.saved.text()

    def test_an_answer_on_a_full_disk_stays_taken_until_it_is_saved(
        self, pc: Office, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer = indicator(shell, "8.4").question.answer
        with monkeypatch.context() as full:
            full.setattr(assess, "answer", broken)
            take(answer.choice, KEY.Key_Left)
            take(answer.choice, KEY.Key_Left)
            assert answer.choice.value() is True
            assert FULL in answer.troubles.text()
            indicator(shell, "3.1")
            assert indicator(shell, "8.4").question.answer.choice.value() is True
            assert not shell.close()
            asked(shell).reject()
        assert stored(pc, "8.4").get("passed") is None
        assert shell.flush() == ""
        assert stored(pc, "8.4")["passed"] is True
        assert not answer.troubles.text()

    def test_the_saved_answer_taken_again_takes_back_what_waits(
        self, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer = indicator(shell, "8.4").question.answer
        monkeypatch.setattr(assess, "answer", broken)
        take(answer.choice, KEY.Key_Left)
        assert shell.flush()
        take(answer.choice, KEY.Key_Right)
        assert shell.flush() == ""
        assert not answer.troubles.text()

    def test_an_owner_on_a_full_disk_stays_taken_until_it_is_saved(
        self, pc: Office, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        details = indicator(shell, "8.4").below.details
        with monkeypatch.context() as full:
            full.setattr(assess, "assign", broken)
            press(details.owner, KEY.Key_Down)
            assert details.owner.value() == pc.desk.actor
            assert FULL in details.troubles.text()
            assert indicator(shell, "3.1").below.details.owner.value() is None
            assert indicator(shell, "8.4").below.details.owner.value() == pc.desk.actor
        assert shell.flush() == ""

    def test_a_threshold_half_entered_waits_for_its_indicator(
        self, pc: Office, shell: Shell
    ) -> None:
        threshold = indicator(shell, "2.1").question.threshold
        press(threshold.enter, KEY.Key_Space)
        type_in(threshold.form.value, "85")
        type_in(threshold.form.source, "QĐ 12/2025")
        other = indicator(shell, "2.2").question.threshold
        assert other.form.value.text() == ""
        assert "2.1" in shell.status.saved.text()
        assert not shell.close()
        asked(shell).reject()
        larger(pc, shell)
        form = indicator(shell, "2.1").question.threshold.form
        assert (form.value.text(), form.source.text()) == ("85", "QĐ 12/2025")
        assert form.isVisible()
        press(form.source, KEY.Key_Return)
        assert shell.flush() == ""

    def test_a_date_of_a_file_that_is_none_waits_for_its_file(
        self, pc: Office, tmp_path: Path, shell: Shell
    ) -> None:
        paper = tmp_path / "bien-ban.pdf"
        paper.write_bytes(b"%PDF")
        record = assess.record_of(pc.store, Place(SET, "8.4", "2025"))
        evidence_deeds.attach(pc.store, pc.desk.actor, "assessment", record, paper)
        files = indicator(shell, "8.4").below.evidence
        press(files.tiles()[0], KEY.Key_Return)
        fill(files.sheet.editors["expires"], "31/13/2026")
        indicator(shell, "3.1")
        assert "bien-ban.pdf" in shell.flush()
        files = indicator(shell, "8.4").below.evidence
        press(files.tiles()[0], KEY.Key_Return)
        assert files.sheet.editors["expires"].text() == "31/13/2026"


# Closing --------------------------------------------------------------------------------------


class TestClosing:
    def wrong(self, shell: Shell, text: str) -> Any:
        editor = indicator(shell, "3.1").question.answer.editors["numerator"]
        fill(editor, text)
        return editor

    def test_closing_asks_each_time_something_is_not_saved(self, shell: Shell) -> None:
        self.wrong(shell, "mười hai")
        assert not shell.close()
        press(asked(shell), KEY.Key_Escape)
        assert not shell.close()
        press(asked(shell), KEY.Key_Escape)
        self.wrong(shell, "12")
        assert shell.flush() == ""
        editor = self.wrong(shell, "999x")
        assert not shell.close()
        assert "999x" in asked(shell).told.text()
        assert editor.text() == "999x"

    def test_enter_leads_to_what_is_to_be_mended(self, shell: Shell) -> None:
        self.wrong(shell, "mười hai")
        shell.show_place("today")
        assert not shell.close()
        press(asked(shell).mend, KEY.Key_Space)
        assert shell.isVisible()
        assert shell.rail.current() == "checklist"
        assert page(shell).title.text().startswith("3.1")

    def test_only_a_word_of_the_officer_lets_it_go(self, shell: Shell) -> None:
        self.wrong(shell, "mười hai")
        assert not shell.close()
        press(asked(shell).drop, KEY.Key_Space)
        assert not shell.isVisible()

    def test_what_is_well_closes_without_a_question(self, shell: Shell) -> None:
        self.wrong(shell, "12")
        assert shell.close()


# The other places -----------------------------------------------------------------------------


class TestPeople:
    def test_a_wrong_year_waits_for_its_person(self, pc: Office) -> None:
        one, other = (
            roster.add(pc.store, pc.desk.actor, {"full_name": name}) for name in ("An", "Bình")
        )
        shell = pc.open("people")
        people = part(shell, "people", "people")
        people.choose(one)
        fill(people.page.editors["birth_year"], "19x0")
        people.choose(other)
        assert people.page.editors["birth_year"].text() == ""
        assert shell.flush().startswith("Còn 1 ô chưa lưu. An")
        speak(pc, shell, "en")
        people = part(shell, "people", "people")
        people.choose(one)
        assert people.page.editors["birth_year"].text() == "19x0"
        assert not shell.close()

    def test_a_sex_and_roles_that_could_not_be_written_stay_taken(
        self, pc: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        person = roster.add(pc.store, pc.desk.actor, {"full_name": "An"})
        shell = pc.open("people")
        people = part(shell, "people", "people")
        people.choose(person)
        with monkeypatch.context() as full:
            full.setattr(roster, "describe", broken)
            take(people.page.sex, KEY.Key_Left)
            press(people.page.roles.boxes["manager"], KEY.Key_Space)
            assert people.page.sex.value() == "male"
            assert FULL in people.page.troubles.text()
            assert shell.flush()
        assert shell.flush() == ""
        with pc.elsewhere() as store:
            kept = replica.values(store, "person", person) or {}
        assert (kept["sex"], kept["roles"]) == ("male", ["manager"])

    def test_names_of_new_villages_wait(self, pc: Office) -> None:
        pc.villages("Hà Giữa")
        shell = pc.open("people")
        villages = part(shell, "people", "villages")
        villages.begin()
        type_in(villages.fresh.names, "Thôn mới")
        villages.table.selectRow(0)
        assert "Thôn mới" in shell.flush()
        larger(pc, shell)
        villages = part(shell, "people", "villages")
        villages.begin()
        assert villages.fresh.names.toPlainText() == "Thôn mới"
        assert not shell.close()

    def test_a_split_half_decided_waits_for_its_village(self, pc: Office) -> None:
        one, other = pc.villages("Hà Giữa", "Dương Nỗ")
        shell = pc.open("people")
        villages = part(shell, "people", "villages")
        villages.choose(one)
        villages.page._unfold()
        type_in(villages.page.becoming.names, "Hà Giữa Bắc")
        villages.choose(other)
        assert not villages.page.becoming.isVisible()
        assert "Hà Giữa" in shell.flush()
        villages.choose(one)
        assert villages.page.becoming.isVisible()
        assert villages.page.becoming.names.toPlainText() == "Hà Giữa Bắc"

    def test_a_merger_half_decided_waits_for_the_same_villages(self, pc: Office) -> None:
        pc.villages("Hà Giữa", "Dương Nỗ")
        shell = pc.open("people")
        villages = part(shell, "people", "villages")
        villages.table.selectAll()
        type_in(villages.becoming.names, "Thôn Chung")
        villages.table.selectRow(0)
        assert "Thôn Chung" in shell.flush()
        villages.table.selectAll()
        assert villages.becoming.names.toPlainText() == "Thôn Chung"

    def test_a_wrong_day_waits_for_its_village(self, pc: Office) -> None:
        one, other = pc.villages("Hà Giữa", "Dương Nỗ")
        shell = pc.open("people")
        villages = part(shell, "people", "villages")
        villages.choose(one)
        fill(villages.page.since, "32/1/2026")
        villages.choose(other)
        assert "Hà Giữa" in shell.flush()
        larger(pc, shell)
        villages = part(shell, "people", "villages")
        villages.choose(one)
        assert villages.page.since.text() == "32/1/2026"

    def test_what_waits_for_somebody_goes_with_them(self, pc: Office) -> None:
        person = roster.add(pc.store, pc.desk.actor, {"full_name": "An"})
        shell = pc.open("people")
        people = part(shell, "people", "people")
        people.choose(person)
        fill(people.page.editors["birth_year"], "19x0")
        assert shell.flush()
        people.remove()
        assert shell.flush() == ""


class TestTraining:
    def two(self, pc: Office) -> list[str]:
        person = roster.add(pc.store, pc.desk.actor, {"full_name": "An"})
        made = [
            training_deeds.open_course(pc.store, pc.desk.actor, title, [person])
            for title in ("Lớp một", "Lớp hai")
        ]
        for course in made:
            training_deeds.add_session(pc.store, pc.desk.actor, course, "2026-03-01")
        return made

    def test_a_wrong_date_waits_for_its_class(self, pc: Office) -> None:
        one, other = self.two(pc)
        shell = pc.open("training")
        courses = part(shell, "training", "courses")
        courses.choose(one)
        fill(courses.page.typed["decision_date"], "31/2/2026")
        courses.choose(other)
        assert "Lớp một" in shell.flush()
        larger(pc, shell)
        courses = part(shell, "training", "courses")
        courses.choose(one)
        assert courses.page.typed["decision_date"].text() == "31/2/2026"
        assert courses.page.form.troubles.text()

    def test_a_wrong_hour_waits_for_its_session(self, pc: Office) -> None:
        one, other = self.two(pc)
        shell = pc.open("training")
        courses = part(shell, "training", "courses")
        courses.choose(one)
        fill_cell(courses.page.sessions.table, 0, 1, "25h")
        assert courses.page.sessions.message.text()
        courses.choose(other)
        assert cell(courses.page.sessions.table, 0, 1) == ""
        assert courses.page.sessions.message.text() == ""
        assert "Lớp một" in shell.flush()
        courses.choose(one)
        assert cell(courses.page.sessions.table, 0, 1) == "25h"
        assert courses.page.sessions.message.text()

    def test_what_waits_in_a_session_goes_with_it(self, pc: Office) -> None:
        one, _other = self.two(pc)
        shell = pc.open("training")
        courses = part(shell, "training", "courses")
        courses.choose(one)
        fill_cell(courses.page.sessions.table, 0, 1, "25h")
        courses.page.sessions.table.setCurrentIndex(courses.page.sessions.rows.index(0, 0))
        press(courses.page.sessions.remove, KEY.Key_Space)
        assert shell.flush() == ""

    def test_a_wrong_result_waits_for_its_class(self, pc: Office) -> None:
        one, other = self.two(pc)
        shell = pc.open("training")
        screen: Any = shell.at("training")
        results = part(shell, "training", "results")
        screen.register.choose(one)
        fill_cell(results.table, 0, 2, "giỏi")
        paste(results.table, "hôm qua\n", 0, 5)
        screen.register.choose(other)
        assert [cell(results.table, 0, at) for at in (2, 5)] == ["", ""]
        assert shell.flush().startswith("Còn 2 ô chưa lưu. Lớp một, An")
        speak(pc, shell, "en")
        screen = shell.at("training")
        results = part(shell, "training", "results")
        screen.register.choose(one)
        assert [cell(results.table, 0, at) for at in (2, 5)] == ["giỏi", "hôm qua"]

    def test_certificates_not_given_out_yet_wait_for_their_class(self, pc: Office) -> None:
        one, other = self.two(pc)
        shell = pc.open("training")
        screen: Any = shell.at("training")
        results = part(shell, "training", "results")
        screen.register.choose(one)
        fill(results.first, "01/CN-2026")
        screen.register.choose(other)
        assert results.first.text() == ""
        assert "01/CN-2026" in shell.flush()
        screen.register.choose(one)
        assert results.first.text() == "01/CN-2026"

    def test_the_title_of_a_class_that_is_not_open_yet_waits(self, pc: Office) -> None:
        self.two(pc)
        shell = pc.open("training")
        courses = part(shell, "training", "courses")
        press(courses.add, KEY.Key_Space)
        type_in(courses.fresh.name, "Chuyển đổi số")
        courses.table.setFocus()
        press(courses.table, KEY.Key_Down)
        assert "Chuyển đổi số" in shell.flush()
        larger(pc, shell)
        courses = part(shell, "training", "courses")
        press(courses.add, KEY.Key_Space)
        assert courses.fresh.name.text() == "Chuyển đổi số"
        press(courses.fresh.name, KEY.Key_Return)
        assert shell.flush() == ""


class TestSurvey:
    def surveys(self, pc: Office) -> tuple[list[str], list[str]]:
        villages = pc.villages("Thôn Bắc", "Thôn Nam")
        form = forms.forms(pc.store)[0]
        return [
            survey_deeds.open_survey(pc.store, pc.desk.actor, title, form)
            for title in ("Khảo sát một", "Khảo sát hai")
        ], villages

    def test_a_wrong_day_waits_for_its_survey(self, pc: Office) -> None:
        (one, other), _villages = self.surveys(pc)
        shell = pc.open("survey")
        surveys = part(shell, "survey", "surveys")
        surveys.choose(one)
        fill(surveys.page.typed["opens"], "31/2/2026")
        surveys.choose(other)
        assert "Khảo sát một" in shell.flush()
        larger(pc, shell)
        surveys = part(shell, "survey", "surveys")
        surveys.choose(one)
        assert surveys.page.typed["opens"].text() == "31/2/2026"

    def test_the_title_of_a_survey_that_is_not_open_yet_waits(self, pc: Office) -> None:
        self.surveys(pc)
        shell = pc.open("survey")
        surveys = part(shell, "survey", "surveys")
        press(surveys.add, KEY.Key_Space)
        type_in(surveys.fresh.name, "Quý IV")
        surveys.table.setFocus()
        press(surveys.table, KEY.Key_Down)
        assert "Quý IV" in shell.flush()
        press(surveys.add, KEY.Key_Space)
        assert surveys.fresh.name.text() == "Quý IV"

    def test_wrong_counts_wait_for_their_village_and_are_told(self, pc: Office) -> None:
        (one, _other), (north, south) = self.surveys(pc)
        shell = pc.open("survey")
        screen: Any = shell.at("survey")
        tallies = part(shell, "survey", "tallies")
        screen.poll.choose(one)
        screen.poll.choose_village(north)
        fill_cell(tallies.table, 0, 1, "12,5")
        assert cell(tallies.table, 0, 1) == "12,5"
        assert "Thôn Bắc" in tallies.left_message.text()
        screen.poll.choose_village(north)  # Enter went on to the next one
        fill_cell(tallies.grid, 0, 1, "2o")
        assert "2o" in tallies.message.text()
        screen.poll.choose_village(south)
        assert cell(tallies.grid, 0, 1) == ""
        assert tallies.message.text() == ""
        speak(pc, shell, "en")
        screen = shell.at("survey")
        tallies = part(shell, "survey", "tallies")
        screen.poll.choose_village(north)
        assert (cell(tallies.table, 0, 1), cell(tallies.grid, 0, 1)) == ("12,5", "2o")
        assert not shell.close()

    def test_a_source_that_could_not_be_written_stays_taken(
        self, pc: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _surveys, (north, south) = self.surveys(pc)
        shell = pc.open("survey")
        screen: Any = shell.at("survey")
        tallies = part(shell, "survey", "tallies")
        screen.poll.choose_village(north)
        monkeypatch.setattr(sheets, "count_from", broken)
        take(tallies.source, KEY.Key_Right)
        assert FULL in tallies.form.troubles.text()
        screen.poll.choose_village(south)
        assert tallies.source.value() == "tally"
        screen.poll.choose_village(north)
        assert tallies.source.value() == "sheets"
        assert not shell.close()

    def test_pasted_counts_that_are_none_wait_in_their_cells(self, pc: Office) -> None:
        self.surveys(pc)
        shell = pc.open("survey")
        tallies = part(shell, "survey", "tallies")
        paste(tallies.table, "100\tx\n", 0, 1)
        assert (cell(tallies.table, 0, 1), cell(tallies.table, 0, 2)) == ("100", "x")
        assert not shell.close()

    def test_a_half_keyed_sheet_waits_for_its_own_village(self, pc: Office) -> None:
        _surveys, (north, south) = self.surveys(pc)
        shell = pc.open("survey")
        screen: Any = shell.at("survey")
        pad = part(shell, "survey", "sheets").pad
        screen.poll.choose_village(north)
        type_in(pad.table, "121")
        screen.poll.choose_village(south)
        assert pad.draft == Draft()
        type_in(pad.table, "22")
        screen.poll.choose_village(north)
        assert pad.draft == Draft("121")
        again = pc.restart()
        screen = again.at("survey")
        pad = part(again, "survey", "sheets").pad
        assert pad.draft == Draft("121")
        screen.poll.choose_village(south)
        assert pad.draft == Draft("22")

    def test_a_sheet_that_is_being_corrected_outlives_another_language(self, pc: Office) -> None:
        (one, _other), (north, _south) = self.surveys(pc)
        sheets.keep(pc.store, pc.desk.actor, one, north, Draft("2" * 11), 11)
        shell = pc.open("survey")
        screen: Any = shell.at("survey")
        keying = part(shell, "survey", "sheets")
        screen.poll.choose(one)
        screen.poll.choose_village(north)
        keying.table.setCurrentIndex(keying.rows.index(0, 0))
        press(keying.table, KEY.Key_Return)
        press(keying.pad.table, KEY.Key_Backspace)
        speak(pc, shell, "en")
        keying = part(shell, "survey", "sheets")
        assert keying.pad.draft == Draft("2" * 10)
        assert keying._correcting is not None

    def test_a_sheet_half_keyed_again_waits_for_its_row(self, pc: Office) -> None:
        (one, _other), (north, _south) = self.surveys(pc)
        for _each in range(2):
            sheets.keep(pc.store, pc.desk.actor, one, north, Draft("1" * 11), 11)
        shell = pc.open("survey")
        screen: Any = shell.at("survey")
        second = part(shell, "survey", "second")
        screen.poll.choose(one)
        screen.poll.choose_village(north)
        second.share.setValue(100)
        second.refresh()
        second.table.setCurrentIndex(second.rows.index(0, 0))
        type_in(second.pad.table, "12")
        second.table.setCurrentIndex(second.rows.index(1, 0))
        assert second.pad.draft == Draft()
        assert second.rows.row(second.rows.index(0, 0)).first.number in shell.flush()
        second.table.setCurrentIndex(second.rows.index(0, 0))
        assert second.pad.draft == Draft("12")


class TestConflicts:
    def test_an_answer_that_is_typed_and_not_taken_waits(self, pc: Office) -> None:
        place = Place(SET, "15.1", "2025")
        assess.answer(pc.store, pc.desk.actor, place, {"number": 80})
        record = assess.record_of(pc.store, place)
        other = Pen().change("assessment", record, set={**place.key(), "number": 85})
        journal.receive(pc.store, [(1, encode(other))], 1)
        shell = pc.open("checklist")
        (panel,) = indicator(shell, "15.1").disputes.panels
        type_in(panel.others["number"], "82,5")
        indicator(shell, "8.4")
        assert "82,5" in shell.flush()
        speak(pc, shell, "en")
        shell.show_place("sync")  # the list of all conflicts has a field of its own
        assert "82,5" in shell.flush()
        (panel,) = indicator(shell, "15.1").disputes.panels
        assert panel.others["number"].text() == "82,5"
        third = Pen().change("assessment", record, set={**place.key(), "number": 90})
        journal.receive(pc.store, [(2, encode(third))], 2)
        pc.desk.pulse.beat("assessment")
        QApplication.processEvents()
        (panel,) = page(shell).disputes.panels
        assert len(panel.choices) == 3
        assert panel.others["number"].text() == "82,5"
        press(panel.others["number"], KEY.Key_Return)
        assert (replica.values(pc.store, "assessment", record) or {})["number"] == 82.5
        assert shell.flush() == ""

    def test_what_was_settled_elsewhere_waits_no_more(self, pc: Office) -> None:
        place = Place(SET, "15.1", "2025")
        assess.answer(pc.store, pc.desk.actor, place, {"number": 80})
        record = assess.record_of(pc.store, place)
        other = Pen().change("assessment", record, set={**place.key(), "number": 85})
        journal.receive(pc.store, [(1, encode(other))], 1)
        shell = pc.open("checklist")
        (panel,) = indicator(shell, "15.1").disputes.panels
        type_in(panel.others["number"], "82,5")
        assess.resolve(pc.store, pc.desk.actor, "assessment", record, {"number": 85})
        pc.desk.wrote("assessment")
        QApplication.processEvents()
        assert page(shell).disputes.panels == []
        assert shell.flush() == ""


class TestSettings:
    def test_a_wrong_day_and_a_name_wait(self, pc: Office) -> None:
        shell = pc.open("settings")
        settings: Any = shell.at("settings")
        fill(settings.commune.since, "31/2/2026")
        name: QWidget = settings.officers.newcomer.name
        type_in(name, "Lê Văn")
        assert shell.flush().startswith("Còn 2 ô chưa lưu.")
        speak(pc, shell, "en")
        settings = shell.at("settings")
        assert settings.commune.since.text() == "31/2/2026"
        assert settings.officers.newcomer.name.text() == "Lê Văn"
        assert not shell.close()

    def test_a_day_that_could_not_be_written_stays(
        self, pc: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from db.commands import places

        shell = pc.open("settings")
        settings: Any = shell.at("settings")
        monkeypatch.setattr(places, "describe_commune", broken)
        fill(settings.commune.since, "1/7/2025")
        assert settings.commune.since.text() == "1/7/2025"
        assert shell.flush()


class TestSync:
    def test_an_address_that_was_not_tried_yet_waits(self, pc: Office) -> None:
        shell = pc.open("sync")
        screen: Any = shell.at("sync")
        type_in(screen.enrolment.address, "https://trung-tam.example")
        assert "https://trung-tam.example" in shell.flush()
        speak(pc, shell, "en")
        screen = shell.at("sync")
        assert screen.enrolment.address.text() == "https://trung-tam.example"
        type_in(screen.enrolment.code, "MOT-HAI")
        press(screen.enrolment.code, KEY.Key_Return)
        assert shell.flush() == ""


class TestWindow:
    def test_the_name_of_a_new_officer_in_the_menu_waits(self, pc: Office) -> None:
        shell = pc.open("checklist")
        shell.header.officers.unfold()
        newcomer: Any = shell.header.officers._newcomer
        type_in(newcomer.name, "Lê Văn")
        shell.header.officers._menu.close()
        assert "Cán bộ mới: “Lê Văn” chưa lưu" in shell.flush()
        speak(pc, shell, "en")
        shell.go(shell.desk.drafts.unsaved()[0].where.route)
        newcomer = shell.header.officers._newcomer
        assert newcomer.name.text() == "Lê Văn"
        assert newcomer.name.hasFocus()
        type_in(newcomer.name, " Tám")
        press(newcomer.name, KEY.Key_Return)
        assert "Lê Văn Tám" in shell.header.officers.text()
        assert shell.flush() == ""

    @pytest.mark.parametrize("place", ["people", "training", "survey"])
    def test_what_a_list_is_wanted_for_outlives_another_language(
        self, pc: Office, place: str
    ) -> None:
        shell = pc.open(place)
        screen: Any = shell.at(place)
        screen.leaving.unfold()
        type_in(screen.leaving.purpose, "Gửi huyện")
        screen.leaving.phones.setChecked(True)
        shell.show_place("settings")
        speak(pc, shell, "en")
        shell.show_place(place)
        screen = shell.at(place)
        assert screen.leaving.isVisible()
        assert screen.leaving.purpose.text() == "Gửi huyện"
        assert screen.leaving.phones.isChecked()

    def test_what_figures_are_wanted_for_outlives_another_size(self, pc: Office) -> None:
        shell = pc.open("checklist")
        screen: Any = shell.at("checklist")
        screen.figures.leaving.unfold()
        type_in(screen.figures.leaving.purpose, "Gửi huyện")
        larger(pc, shell)
        screen = shell.at("checklist")
        assert screen.figures.leaving.purpose.text() == "Gửi huyện"
