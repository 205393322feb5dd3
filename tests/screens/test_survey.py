"""Khảo sát by keyboard: villages' counts, sheets by figures, second entries, the signature."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db import journal
from db.commands import people as roster
from db.commands import profile, sheets, training
from db.commands import survey as deeds
from db.queries import forms, replica, subjects
from db.queries import sheets as sheet_reading
from db.queries import survey as reading
from rules.change import encode
from rules.keying import Draft
from tests.support.desk import Pen
from tests.support.keys import press, type_in
from tests.support.window import Office
from ui import names
from ui.disputes import route_to
from ui.screen import Route
from ui.screens.survey.result import ResultPart
from ui.screens.survey.screen import RESULT, SECOND, SHEETS, SURVEYS, TALLIES, SurveyScreen
from ui.screens.survey.second import SecondPart
from ui.screens.survey.sheets import SheetsPart
from ui.screens.survey.surveys import SurveysPart
from ui.screens.survey.tallies import TalliesPart
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key
GOOD = "1" * 11


def opened(pc: Office, part: str = SURVEYS) -> tuple[Shell, SurveyScreen]:
    shell = pc.open("survey")
    screen = shell.at("survey")
    assert isinstance(screen, SurveyScreen)
    screen.turn_to(part)
    QApplication.processEvents()
    return shell, screen


def a_survey(pc: Office, *villages: str, **values: str | float) -> tuple[str, list[str]]:
    ids = pc.villages(*(villages or ("Thôn Bắc", "Thôn Nam")))
    form = forms.forms(pc.store)[0]
    return deeds.open_survey(pc.store, pc.desk.actor, "Hài lòng 2026", form, **values), ids


def tally(pc: Office, village: str) -> dict[str, object]:
    """What another connection reads of a village's tally."""
    with pc.elsewhere() as store:
        rows = store.rows("SELECT * FROM tally WHERE village = ? AND NOT deleted", (village,))
        return dict(rows[0]) if rows else {}


def keyed(pc: Office, survey: str, village: str) -> list[str]:
    with pc.elsewhere() as store:
        return [each.answers for each in sheet_reading.keyed(store, survey, village)]


def fill(pc: Office, survey: str, village: str, valid: int = 20, no: int = 0) -> None:
    """Figures of a village that fit."""
    figures = dict.fromkeys(("represented", "issued", "collected", "valid"), valid)
    told = {**figures, "households": valid + 5, "invalid": 0}
    deeds.count(pc.store, pc.desk.actor, survey, village, dict(told))
    answers = {"satisfied": valid - no, "dissatisfied": no, "silent": 0}
    codes = [question.code for question in forms.forms(pc.store)[0].questions]
    deeds.answer(pc.store, pc.desk.actor, survey, village, {code: dict(answers) for code in codes})


class TestSurveys:
    def part(self, screen: SurveyScreen) -> SurveysPart:
        part = screen.part(SURVEYS)
        assert isinstance(part, SurveysPart)
        return part

    def test_a_title_and_enter_open_a_survey(self, pc: Office) -> None:
        _shell, screen = opened(pc)
        part = self.part(screen)
        part.nothing.action.click()
        type_in(part.fresh.name, "Hài lòng năm 2026")
        press(part.fresh.name, KEY.Key_Return)
        with pc.elsewhere() as store:
            assert [each.title for each in reading.surveys(store)] == ["Hài lòng năm 2026"]
        closes = part.page.typed["closes"]
        type_in(closes, "20/11/2026")
        press(closes, KEY.Key_Return)
        with pc.elsewhere() as store:
            assert reading.surveys(store)[0].closes == "2026-11-20"

    def test_without_a_title_it_says_what_to_do(self, pc: Office) -> None:
        _shell, screen = opened(pc)
        part = self.part(screen)
        part.begin_new()
        press(part.fresh.name, KEY.Key_Return)
        assert "nhập tên" in part.fresh.message.text()

    def test_a_share_the_commune_enters_is_what_it_is_judged_by(self, pc: Office) -> None:
        a_survey(pc)
        _shell, screen = opened(pc)
        page = self.part(screen).page
        assert "không công bố" in page.told_terms.text()
        share = page.typed["least_overall"]
        type_in(share, "90")
        press(share, KEY.Key_Return)
        QApplication.processEvents()
        assert "do xã nhập" in page.told_terms.text()
        type_in(page.typed["least_each"], "130")
        press(page.typed["least_each"], KEY.Key_Return)
        assert page.form.troubles.text()

    def test_households_are_drawn_by_a_seed_that_is_kept(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc, least_households=60)
        fill(pc, survey, north)
        _shell, screen = opened(pc)
        drawing = self.part(screen).page.drawing
        drawing.draw.click()
        QApplication.processEvents()
        (row,) = drawing.rows.rows()
        assert len(row.drawn) == 15
        with pc.elsewhere() as store:
            seed = reading.surveys(store)[0].seed
        assert seed
        assert seed in drawing.heading.remark.text()

    def test_taking_it_out_is_undone(self, pc: Office) -> None:
        a_survey(pc)
        shell, screen = opened(pc)
        self.part(screen).remove()
        assert not self.part(screen).nothing.isHidden()
        shell.undo()
        QApplication.processEvents()
        assert len(screen.poll.surveys) == 1

    def test_it_is_found_from_anywhere(self, pc: Office) -> None:
        survey, _villages = a_survey(pc)
        shell = pc.open("today")
        shell.go(Route("survey", part="surveys", record=survey))
        screen = shell.at("survey")
        assert isinstance(screen, SurveyScreen)
        assert self.part(screen).page.title.text() == "Hài lòng 2026"


class TestTallies:
    def part(self, screen: SurveyScreen) -> TalliesPart:
        part = screen.part(TALLIES)
        assert isinstance(part, TalliesPart)
        return part

    def test_a_figure_is_saved_when_the_cell_is_left(self, pc: Office) -> None:
        _survey, (north, _south) = a_survey(pc)
        _shell, screen = opened(pc, TALLIES)
        part = self.part(screen)
        part.table.go(north, 1)
        part.table.setFocus()
        type_in(part.table, "1")
        editor = QApplication.focusWidget()
        assert editor is not None
        type_in(editor, "874")
        press(editor, KEY.Key_Return)
        assert tally(pc, north)["households"] == 1874

    def test_what_cannot_be_true_is_told_at_once(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc)
        fill(pc, survey, north)
        _shell, screen = opened(pc, TALLIES)
        part = self.part(screen)
        row = part.rows.row(part.rows.find(north))
        part.rows.typed.emit(row, 4, 30)
        assert "không thể nhiều hơn số phiếu phát ra" in part.troubles.text()
        assert "1 chưa khớp" in part.standing.text()

    def test_half_a_sheet_and_less_than_none_are_refused_and_stay(self, pc: Office) -> None:
        _survey, (north, _south) = a_survey(pc)
        _shell, screen = opened(pc, TALLIES)
        part = self.part(screen)
        row = part.rows.row(part.rows.find(north))
        part.rows.typed.emit(row, 3, 12.5)
        assert "số nguyên" in part.left_message.text()
        part.rows.typed.emit(row, 3, -2)
        assert "không thể âm" in part.left_message.text()
        assert tally(pc, north) == {}

    def test_a_block_from_a_spreadsheet_fills_questions(self, pc: Office) -> None:
        _survey, (north, _south) = a_survey(pc)
        _shell, screen = opened(pc, TALLIES)
        part = self.part(screen)
        part.table.go(north, 1)
        QGuiApplication.clipboard().setText("18\t2\t0\n20\t0\tx\n1.020")
        part.grid.setCurrentIndex(part.answers.index(0, 1))
        part.grid.paste()
        assert [each.told for each in part.answers.rows()[:3]] == [
            (18, 2, 0),
            (20, 0, None),
            (1020, None, None),
        ]
        assert "“x”" in part.message.text()

    def test_a_block_beyond_the_questions_is_told_and_not_taken(self, pc: Office) -> None:
        _survey, (north, _south) = a_survey(pc)
        _shell, screen = opened(pc, TALLIES)
        part = self.part(screen)
        part.table.go(north, 1)
        part.grid.setCurrentIndex(part.answers.index(0, 1))
        QGuiApplication.clipboard().setText("18\t2\t0\t21")
        part.grid.paste()
        assert "rộng hơn bảng" in part.message.text()
        assert part.answers.rows()[0].told == (None, None, None)
        QGuiApplication.clipboard().setText("18\t2\t0\t20")  # with its sum
        part.grid.paste()
        assert part.answers.rows()[0].told == (18, 2, 0)

    def test_figures_beyond_the_villages_are_told_and_not_taken(self, pc: Office) -> None:
        _survey, (north, _south) = a_survey(pc)
        _shell, screen = opened(pc, TALLIES)
        part = self.part(screen)
        part.table.setCurrentIndex(part.rows.index(0, 1))
        QGuiApplication.clipboard().setText("1\n2\n3")
        part.table.paste()
        assert "3 dòng" in part.left_message.text()
        assert tally(pc, north) == {}

    def test_a_block_fills_the_figures_of_villages_as_one_action(self, pc: Office) -> None:
        _survey, (north, south) = a_survey(pc)
        shell, screen = opened(pc, TALLIES)
        part = self.part(screen)
        QGuiApplication.clipboard().setText("100\t80\t80\n90\t70\t70")
        part.table.setCurrentIndex(part.rows.index(0, 1))
        part.table.paste()
        assert tally(pc, north)["issued"] == 80
        assert tally(pc, south)["households"] == 90
        shell.undo()
        assert tally(pc, south)["households"] is None

    def test_counted_from_sheets_nothing_is_typed_over(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc)
        sheets.keep(pc.store, pc.desk.actor, survey, north, Draft(GOOD), 11)
        _shell, screen = opened(pc, TALLIES)
        part = self.part(screen)
        assert part.source.value() == "sheets"
        assert not part.answers.index(0, 1).flags() & Qt.ItemFlag.ItemIsEditable
        assert not part.rows.index(0, 5).flags() & Qt.ItemFlag.ItemIsEditable
        assert part.rows.index(0, 4).flags() & Qt.ItemFlag.ItemIsEditable
        part.source.edited.emit("tally")
        assert tally(pc, north)["source"] == "tally"
        assert part.answers.index(0, 1).flags() & Qt.ItemFlag.ItemIsEditable


class TestSheets:
    def part(self, screen: SurveyScreen) -> SheetsPart:
        part = screen.part(SHEETS)
        assert isinstance(part, SheetsPart)
        return part

    def test_a_sheet_of_eleven_questions_is_twelve_keys(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc)
        _shell, screen = opened(pc, SHEETS)
        part = self.part(screen)
        assert QApplication.focusWidget() is part.pad.table
        keys = "12101111111"
        type_in(part.pad.table, keys)
        press(part.pad.table, KEY.Key_Enter)
        assert keyed(pc, survey, north) == [keys]
        assert len(keys) + 1 <= 14
        number = part.rows.rows()[0].number
        assert part.told.text() == f"Đã lưu. Ghi lên phiếu: {number}"
        assert not part.pad.is_begun()

    def test_half_a_sheet_is_not_kept_and_waits(self, pc: Office) -> None:
        survey, (north, south) = a_survey(pc)
        _shell, screen = opened(pc, SHEETS)
        part = self.part(screen)
        type_in(part.pad.table, "121")
        press(part.pad.table, KEY.Key_Return)
        assert "chưa có số" in part.message.text()
        assert keyed(pc, survey, north) == []
        part.village.edited.emit(south)
        assert "dở" in part.message.text()
        shell = pc.restart()
        shell.go(Route("survey", part="sheets"))
        again = shell.at("survey")
        assert isinstance(again, SurveyScreen)
        pad = self.part(again).pad
        assert pad.draft == Draft("121")
        type_in(pad.table, "+")
        press(pad.table, KEY.Key_Return)
        assert keyed(pc, survey, north) == ["121" + "1" * 8]

    def test_a_sheet_that_does_not_count_and_one_taken_back(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc)
        shell, screen = opened(pc, SHEETS)
        part = self.part(screen)
        type_in(part.pad.table, "*")
        press(part.pad.table, KEY.Key_Return)
        assert part.rows.rows()[0].invalid
        part.table.setCurrentIndex(part.rows.index(0, 0))
        part.table.setFocus()
        QTest.keyClick(part.table, KEY.Key_Delete)
        assert keyed(pc, survey, north) == []
        shell.undo()
        QApplication.processEvents()
        assert len(keyed(pc, survey, north)) == 1

    def test_a_kept_sheet_is_corrected_under_its_number(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc)
        number = sheets.keep(pc.store, pc.desk.actor, survey, north, Draft("2" * 11), 11)
        _shell, screen = opened(pc, SHEETS)
        part = self.part(screen)
        part.table.setCurrentIndex(part.rows.index(0, 0))
        press(part.table, KEY.Key_Return)
        assert part.told.text() == f"Sửa phiếu {number}"
        for _n in range(11):
            press(part.pad.table, KEY.Key_Backspace)
        type_in(part.pad.table, GOOD)
        press(part.pad.table, KEY.Key_Return)
        assert keyed(pc, survey, north) == [GOOD]
        assert part.rows.rows()[0].number == number


class TestSecondEntry:
    def part(self, screen: SurveyScreen) -> SecondPart:
        part = screen.part(SECOND)
        assert isinstance(part, SecondPart)
        return part

    def test_what_differs_is_shown_and_settled(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc)
        sheets.keep(pc.store, pc.desk.actor, survey, north, Draft(GOOD), 11)
        _shell, screen = opened(pc, SECOND)
        part = self.part(screen)
        type_in(part.pad.table, "12" + "1" * 9)
        press(part.pad.table, KEY.Key_Return)
        (difference,) = part.differences.rows()
        assert (difference.question.code, difference.first, difference.second) == ("2", "1", "2")
        part.second.click()
        assert keyed(pc, survey, north) == ["12" + "1" * 9]
        assert part.rows.rows()[0].differences() == ()
        assert "như nhau" in part.title.text()

    def test_a_sheet_is_keyed_a_third_time(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc)
        sheets.keep(pc.store, pc.desk.actor, survey, north, Draft(GOOD), 11)
        _shell, screen = opened(pc, SECOND)
        part = self.part(screen)
        type_in(part.pad.table, "2" * 11)
        press(part.pad.table, KEY.Key_Return)
        part.again.click()
        type_in(part.pad.table, GOOD)
        press(part.pad.table, KEY.Key_Return)
        assert "khác nhau 0" in part.told.text()
        assert keyed(pc, survey, north) == [GOOD]


class TestResult:
    def part(self, screen: SurveyScreen) -> ResultPart:
        part = screen.part(RESULT)
        assert isinstance(part, ResultPart)
        return part

    def test_what_is_lacking_is_named_and_nothing_can_be_signed(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc)
        fill(pc, survey, north)
        _shell, screen = opened(pc, RESULT)
        part = self.part(screen)
        assert "1 thôn thiếu số liệu: Thôn Nam" in part.lacking.text()
        assert part.sign.isHidden()
        part.to_tallies.click()
        assert screen.current() is screen.part(TALLIES)

    def test_only_the_front_signs_and_then_nobody_edits(self, pc: Office) -> None:
        survey, (north, south) = a_survey(pc, least_overall=90.0)
        fill(pc, survey, north, no=1)
        fill(pc, survey, south)
        shell, screen = opened(pc, RESULT)
        part = self.part(screen)
        assert "97,5 %" in part.overall.text()
        assert part.pill.text() == "Đạt"
        assert part.sign.isHidden()
        profile.set_front(pc.store, pc.desk.actor, pc.desk.actor, front=True)
        pc.desk.wrote("person")
        QApplication.processEvents()
        assert not part.sign.isHidden()
        part.sign.click()
        assert "Mặt trận đã ký" in part.state.text()
        screen.turn_to(TALLIES)
        tallies = screen.current()
        assert isinstance(tallies, TalliesPart)
        assert not tallies.rows.index(0, 1).flags() & Qt.ItemFlag.ItemIsEditable
        assert not tallies.source.isEnabled()
        screen.turn_to(SHEETS)
        assert not self.sheets(screen).pad.isEnabled()
        screen.turn_to(RESULT)
        part.withdraw.click()
        assert replica.values(pc.store, "survey", survey).get("signed_at") is None
        assert not part.sign.isHidden()
        shell.undo()
        assert replica.values(pc.store, "survey", survey).get("signed_at")

    def sheets(self, screen: SurveyScreen) -> SheetsPart:
        part = screen.part(SHEETS)
        assert isinstance(part, SheetsPart)
        return part

    def test_figures_that_came_after_the_signature_are_told(self, pc: Office) -> None:
        survey, (north,) = a_survey(pc, "Thôn Bắc")
        fill(pc, survey, north)
        profile.set_front(pc.store, pc.desk.actor, pc.desk.actor, front=True)
        _shell, screen = opened(pc, RESULT)
        part = self.part(screen)
        part.sign.click()
        with pc.store.write() as connection:  # as a change that arrives from another PC
            connection.execute("UPDATE tally SET issued = 99")
        pc.desk.pulse.beat("tally")
        QApplication.processEvents()
        assert "khác lúc ký" in part.changed.text()


class TestWhatHappened:
    def test_the_story_of_a_village_tells_its_figures_and_answers(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc)
        fill(pc, survey, north)
        deeds.answer(pc.store, pc.desk.actor, survey, north, {"3": {"satisfied": 19}})
        _shell, screen = opened(pc, TALLIES)
        part = screen.part(TALLIES)
        assert isinstance(part, TalliesPart)
        assert part.story.sentences()[0] == "câu 3, Hài lòng: 20 → 19"
        part.story.more.click()
        assert "Số hộ: chưa có → 25" in part.story.sentences()

    def test_two_counts_of_a_village_stand_beside_its_answers(self, pc: Office) -> None:
        survey, (north, _south) = a_survey(pc)
        fill(pc, survey, north)
        with pc.elsewhere() as store:
            record = store.value("SELECT record FROM tally WHERE village = ?", (north,))
        pen = Pen()
        change = pen.change("tally", str(record), set={"issued": 99}, base={})
        journal.receive(pc.store, [(1, encode(change))], 1)
        _shell, screen = opened(pc, TALLIES)
        part = screen.part(TALLIES)
        assert isinstance(part, TalliesPart)
        assert not part.disputes.isHidden()
        assert names.subject(subjects.of(pc.store, "tally", str(record))) == (
            "kiểm phiếu của Thôn Bắc"
        )


def test_records_of_registers_are_called_by_what_people_know(pc: Office) -> None:
    store, me = pc.store, pc.desk.actor
    an = roster.add(store, me, {"full_name": "Lê An"})
    course = training.open_course(store, me, "Kỹ năng số", [an])
    session = training.add_session(store, me, course, "2026-03-01")
    survey, (north, _south) = a_survey(pc)
    sheets.keep(store, me, survey, north, Draft(GOOD), 11)
    fill(pc, survey, north)
    found = {}
    for kind in ("session", "enrolment", "answers", "sheet"):
        record = store.value(f"SELECT record FROM {kind} ORDER BY record LIMIT 1")
        about = subjects.of(store, kind, str(record))
        found[kind] = names.subject(about)
        route = route_to(about)
        assert route is not None
        assert route.record in (course, survey)
    assert session
    assert found["session"] == "buổi 01/03/2026"
    assert found["enrolment"] == "học viên Lê An"
    assert found["answers"].endswith("của Thôn Bắc")
    assert found["sheet"].startswith("phiếu ")
