"""Tập huấn: classes, learners, attendance and results by keyboard."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.commands import people as roster
from db.commands import training as deeds
from db.queries import evidence, replica, training
from db.queries.training import Learner
from rules.attendance import ABSENT, EXCUSED, PRESENT
from tests.support.keys import press, type_in
from tests.support.window import Office
from ui.screen import Route, alt
from ui.screens.training.attendance import AttendancePart
from ui.screens.training.courses import CoursesPart
from ui.screens.training.coverage import CoveragePart
from ui.screens.training.learners import LearnersPart
from ui.screens.training.results import ResultsPart
from ui.screens.training.screen import (
    ATTENDANCE,
    COURSES,
    COVERAGE,
    LEARNERS,
    RESULTS,
    TrainingScreen,
)
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def opened(pc: Office, part: str = COURSES) -> tuple[Shell, TrainingScreen]:
    shell = pc.open("training")
    screen = shell.at("training")
    assert isinstance(screen, TrainingScreen)
    screen.turn_to(part)
    QApplication.processEvents()
    return shell, screen


def a_class(pc: Office, *names: str, title: str = "Kỹ năng số", days: int = 0) -> str:
    persons = [roster.add(pc.store, pc.desk.actor, {"full_name": name}) for name in names]
    course = deeds.open_course(pc.store, pc.desk.actor, title, persons)
    for day in range(1, days + 1):
        deeds.add_session(pc.store, pc.desk.actor, course, f"2026-03-{day:02}")
    return course


def learners(pc: Office, course: str) -> list[Learner]:
    with pc.elsewhere() as store:
        return training.learners(store, course)


def states(pc: Office, course: str) -> list[list[str | None]]:
    """What was marked: a list for each learner."""
    with pc.elsewhere() as store:
        marks, sessions = training.marks(store, course), training.sessions(store, course)
        return [
            [marks.of(session.id, each) for session in sessions]
            for each in training.learners(store, course)
        ]


class TestClasses:
    def courses(self, screen: TrainingScreen) -> CoursesPart:
        part = screen.part(COURSES)
        assert isinstance(part, CoursesPart)
        return part

    def test_a_title_and_enter_open_a_class(self, pc: Office) -> None:
        _shell, screen = opened(pc)
        part = self.courses(screen)
        part.nothing.action.click()
        assert QApplication.focusWidget() is part.fresh.name
        type_in(part.fresh.name, "Kỹ năng  số cơ bản")
        press(part.fresh.name, KEY.Key_Return)
        with pc.elsewhere() as store:
            assert [each.title for each in training.courses(store)] == ["Kỹ năng số cơ bản"]
        assert part.page.title.text() == "Kỹ năng số cơ bản"
        type_in(part.page.typed["code"], "KNS-01")
        press(part.page.typed["code"], KEY.Key_Return)
        with pc.elsewhere() as store:
            assert training.courses(store)[0].code == "KNS-01"

    def test_a_class_without_a_title_is_refused_in_words(self, pc: Office) -> None:
        _shell, screen = opened(pc)
        part = self.courses(screen)
        part.begin()
        press(part.fresh.name, KEY.Key_Return)
        assert "tên lớp" in part.fresh.message.text()

    def test_a_topic_is_taken_from_the_framework_and_told_by_its_title(self, pc: Office) -> None:
        course = a_class(pc)
        _shell, screen = opened(pc)
        page = self.courses(screen).page
        row = page.topic.findText("dịch vụ công", Qt.MatchFlag.MatchContains)
        page.topic.setCurrentIndex(row)
        page.topic.activated.emit(row)
        held = replica.values(pc.store, "course", course)
        assert held["package"] == "hue-ky-nang-so"
        assert held["topic"]
        QApplication.processEvents()
        assert any("dịch vụ công" in told for told in page.story.sentences())

    def test_a_title_that_is_emptied_is_refused_and_can_be_mended(self, pc: Office) -> None:
        course = a_class(pc)
        _shell, screen = opened(pc)
        part = self.courses(screen)
        title = part.page.typed["title"]
        title.setFocus()
        title.selectAll()
        press(title, KEY.Key_Delete)
        press(title, KEY.Key_Return)
        assert "tên lớp" in part.page.form.troubles.text()
        assert replica.values(pc.store, "course", course)["title"] == "Kỹ năng số"

    def test_sessions_follow_each_other_day_by_day(self, pc: Office) -> None:
        course = a_class(pc, days=1)
        _shell, screen = opened(pc)
        box = self.courses(screen).page.sessions
        box.add.click()
        with pc.elsewhere() as store:
            days = [each.day for each in training.sessions(store, course)]
        assert days == ["2026-03-01", "2026-03-02"]

    def test_a_time_is_read_as_it_is_written(self, pc: Office) -> None:
        course = a_class(pc, days=1)
        _shell, screen = opened(pc)
        box = self.courses(screen).page.sessions
        box.rows.typed.emit(box.rows.row(box.rows.index(0, 0)), 1, "7h30")
        with pc.elsewhere() as store:
            assert training.sessions(store, course)[0].begins == "07:30"
        box.rows.typed.emit(box.rows.row(box.rows.index(0, 0)), 2, "trưa")
        assert "7h30" in box.message.text()

    def test_a_class_is_taken_out_and_back(self, pc: Office) -> None:
        a_class(pc, "An", days=2)
        shell, screen = opened(pc)
        part = self.courses(screen)
        part.start()
        QTest.keyClick(part.table, KEY.Key_Delete)
        with pc.elsewhere() as store:
            assert training.courses(store) == []
        shell.undo()
        with pc.elsewhere() as store:
            (found,) = training.courses(store)
            assert (found.sessions, found.learners) == (2, 1)

    def test_papers_are_attached_to_the_class(
        self, pc: Office, qtbot: QtBot, tmp_path: Path
    ) -> None:
        course = a_class(pc)
        paper = tmp_path / "QD-12.pdf"
        paper.write_bytes(b"%PDF-1.4 decision")
        _shell, screen = opened(pc)
        strip = self.courses(screen).page.evidence
        with qtbot.waitSignal(strip.intake.finished):
            strip.take([paper])
        with pc.elsewhere() as store:
            assert [each.name for each in evidence.of(store, course)] == ["QD-12.pdf"]
        QApplication.processEvents()
        assert len(strip.tiles()) == 1

    def test_classes_are_found_without_accents(self, pc: Office) -> None:
        a_class(pc, title="Dịch vụ công")
        a_class(pc, title="Kỹ năng số")
        _shell, screen = opened(pc)
        part = self.courses(screen)
        type_in(part.search, "ky nang")
        press(part.search, KEY.Key_Return)
        assert [each.title for each in part.rows.rows()] == ["Kỹ năng số"]
        assert part.page.title.text() == "Kỹ năng số"

    def test_a_class_is_begun_with_people_from_elsewhere(self, pc: Office) -> None:
        persons = [roster.add(pc.store, pc.desk.actor, {"full_name": name}) for name in "AB"]
        _shell, screen = opened(pc)
        screen.begin_with(persons)
        part = self.courses(screen)
        assert "2 học viên" in part.fresh.who.text()
        type_in(part.fresh.name, "Lớp bổ sung")
        press(part.fresh.name, KEY.Key_Return)
        with pc.elsewhere() as store:
            assert training.courses(store)[0].learners == 2


class TestLearners:
    def part(self, screen: TrainingScreen) -> LearnersPart:
        part = screen.current()
        assert isinstance(part, LearnersPart)
        return part

    def test_whoever_is_chosen_goes_into_the_class_with_enter(self, pc: Office) -> None:
        course = a_class(pc)
        for name in ("Đặng Thị Hồng", "Lê Văn Hùng"):
            roster.add(pc.store, pc.desk.actor, {"full_name": name})
        _shell, screen = opened(pc, LEARNERS)
        part = self.part(screen)
        type_in(part.search, "dang")
        press(part.search, KEY.Key_Return)
        press(part.known, KEY.Key_Return)
        assert [each.name for each in learners(pc, course)] == ["Đặng Thị Hồng"]
        assert part.others.rowCount() == 0

    def test_somebody_nobody_knew_is_added_in_one_go(self, pc: Office) -> None:
        course = a_class(pc)
        _shell, screen = opened(pc, LEARNERS)
        part = self.part(screen)
        type_in(part.search, "Hồ Thị Mới")
        press(part.search, KEY.Key_Return)
        part.fresh.click()
        assert [each.name for each in learners(pc, course)] == ["Hồ Thị Mới"]

    def test_delete_takes_them_out_of_the_class_only(self, pc: Office) -> None:
        course = a_class(pc, "An", "Bình")
        shell, screen = opened(pc, LEARNERS)
        part = self.part(screen)
        part.table.setCurrentIndex(part.rows.index(0, 0))
        part.table.setFocus()
        QTest.keyClick(part.table, KEY.Key_Delete)
        assert [each.name for each in learners(pc, course)] == ["Bình"]
        assert "An" in {each.name for each in part.roster.people}
        shell.undo()
        assert [each.name for each in learners(pc, course)] == ["An", "Bình"]


class TestAttendance:
    def part(self, screen: TrainingScreen) -> AttendancePart:
        part = screen.current()
        assert isinstance(part, AttendancePart)
        return part

    def test_one_key_marks_a_cell_and_goes_down(self, pc: Office) -> None:
        course = a_class(pc, "An", "Bình", "Cúc", days=2)
        _shell, screen = opened(pc, ATTENDANCE)
        grid = self.part(screen).grid
        type_in(grid, "cVp")
        assert states(pc, course) == [[PRESENT, None], [ABSENT, None], [EXCUSED, None]]
        assert grid.currentIndex().row() == 2

    def test_shift_marks_the_whole_column_as_one_action(self, pc: Office) -> None:
        course = a_class(pc, "An", "Bình", days=2)
        shell, screen = opened(pc, ATTENDANCE)
        grid = self.part(screen).grid
        grid.setCurrentIndex(grid.model().index(0, 1))
        QTest.keyClick(grid, KEY.Key_C, SHIFT)
        assert states(pc, course) == [[None, PRESENT], [None, PRESENT]]
        shell.undo()
        assert states(pc, course) == [[None, None], [None, None]]

    def test_delete_takes_marks_back(self, pc: Office) -> None:
        course = a_class(pc, "An", days=1)
        _shell, screen = opened(pc, ATTENDANCE)
        grid = self.part(screen).grid
        type_in(grid, "c")
        press(grid, KEY.Key_Delete)
        assert states(pc, course) == [[None]]

    def test_a_block_of_ticks_is_pasted(self, pc: Office) -> None:
        course = a_class(pc, "An", "Bình", days=2)
        _shell, screen = opened(pc, ATTENDANCE)
        part = self.part(screen)
        QApplication.clipboard().setText("x\tv\nmuộn\tp\n")
        part.grid.paste()
        assert states(pc, course) == [[PRESENT, ABSENT], [None, EXCUSED]]
        assert "muộn" in part.message.text()

    @pytest.mark.parametrize("block", ["x\tx\tx\n", "x\nx\nx\n"])
    def test_a_block_larger_than_the_class_is_told_and_not_taken(
        self, pc: Office, block: str
    ) -> None:
        course = a_class(pc, "An", "Bình", days=2)
        _shell, screen = opened(pc, ATTENDANCE)
        part = self.part(screen)
        QApplication.clipboard().setText(block)
        part.grid.paste()
        assert part.message.text().startswith("Khối đã dán")
        assert states(pc, course) == [[None, None], [None, None]]

    def test_a_class_without_sessions_leads_to_where_they_are_made(self, pc: Office) -> None:
        a_class(pc, "An")
        _shell, screen = opened(pc, ATTENDANCE)
        part = self.part(screen)
        assert not part.grid.isVisible()
        part.nothing.action.click()
        assert screen.chips.current() == COURSES

    def test_another_class_is_picked_above_the_grid(self, pc: Office) -> None:
        first, other = a_class(pc, "An", days=1), a_class(pc, "Bình", title="Lớp hai", days=2)
        _shell, screen = opened(pc, ATTENDANCE)
        screen.course.edited.emit(first)
        assert screen.part(ATTENDANCE).rows.columnCount() == 1
        screen.course.edited.emit(other)
        part = self.part(screen)
        assert part.rows.columnCount() == 2
        type_in(part.grid, "c")
        assert states(pc, other) == [[PRESENT, None]]
        assert states(pc, first) == [[None]]


class TestResults:
    def part(self, screen: TrainingScreen) -> ResultsPart:
        part = screen.current()
        assert isinstance(part, ResultsPart)
        return part

    def test_a_result_is_typed_short(self, pc: Office) -> None:
        course = a_class(pc, "An", "Bình")
        _shell, screen = opened(pc, RESULTS)
        part = self.part(screen)
        for row, typed in enumerate(("d", "không đạt")):
            part.rows.setData(part.rows.index(row, 2), typed)
        assert [each.result for each in learners(pc, course)] == ["passed", "failed"]

    def test_what_is_no_result_is_told_and_kept_to_be_mended(self, pc: Office) -> None:
        course = a_class(pc, "An")
        _shell, screen = opened(pc, RESULTS)
        part = self.part(screen)
        part.rows.setData(part.rows.index(0, 2), "giỏi")
        assert "Đạt hoặc Không đạt" in part.message.text()
        assert part.rows.draft(part.rows.index(0, 2)).typed == "giỏi"
        assert learners(pc, course)[0].result is None

    def test_whoever_came_to_everything_passes_at_one_stroke(self, pc: Office) -> None:
        course = a_class(pc, "An", "Bình", days=2)
        an = learners(pc, course)[0]
        with pc.elsewhere() as store:
            sessions = [each.id for each in training.sessions(store, course)]
        deeds.mark(pc.store, pc.desk.actor, {(each, an): PRESENT for each in sessions})
        _shell, screen = opened(pc, RESULTS)
        self.part(screen).passed.click()
        assert [each.result for each in learners(pc, course)] == ["passed", None]

    def test_certificates_are_numbered_for_those_who_passed(self, pc: Office) -> None:
        course = a_class(pc, "An", "Bình", "Cúc")
        an, _binh, cuc = learners(pc, course)
        deeds.grade(pc.store, pc.desk.actor, course, [an, cuc], {"result": "passed"})
        _shell, screen = opened(pc, RESULTS)
        part = self.part(screen)
        part.start()
        type_in(part.first, "09/CN")
        part.certify.click()
        given = [each.certificate_no for each in learners(pc, course)]
        assert given == ["09/CN", None, "10/CN"]

    def test_a_first_number_without_figures_is_refused_in_words(self, pc: Office) -> None:
        course = a_class(pc, "An")
        deeds.grade(pc.store, pc.desk.actor, course, learners(pc, course), {"result": "passed"})
        _shell, screen = opened(pc, RESULTS)
        part = self.part(screen)
        part.certify.click()
        assert "chữ số" in part.message.text()


def test_a_route_leads_to_a_class(pc: Office) -> None:
    first = a_class(pc, title="Lớp một")
    a_class(pc, title="Lớp hai")
    shell, screen = opened(pc)
    shell.go(Route("training", part=COURSES, record=first))
    assert screen.register.course is not None
    assert screen.register.course.title == "Lớp một"


@pytest.mark.parametrize("key", [COURSES, LEARNERS, ATTENDANCE, RESULTS])
def test_no_letter_means_two_things_in_a_part_of_the_register(pc: Office, key: str) -> None:
    a_class(pc, "An", days=2)
    shell, _screen = opened(pc, key)
    letters = Counter(
        alt(words)
        for each in shell.findChildren(QWidget)
        if each.isVisible() and "&" in (words := str(getattr(each, "text", str)()))
    )
    assert [letter for letter, count in letters.items() if count > 1] == []


class TestCoverage:
    def part(self, pc: Office) -> tuple[TrainingScreen, CoveragePart]:
        _shell, screen = opened(pc, COVERAGE)
        part = screen.part(COVERAGE)
        assert isinstance(part, CoveragePart)
        return screen, part

    def manager(self, pc: Office, name: str, **values: str) -> str:
        return roster.add(
            pc.store, pc.desk.actor, {"full_name": name, "roles": ["manager"], **values}
        )

    def held(self, pc: Office, persons: list[str], day: str, came: list[str]) -> None:
        store, me = pc.store, pc.desk.actor
        course = deeds.open_course(store, me, "Kỹ năng số", persons)
        session = deeds.add_session(store, me, course, day)
        inside = {each.person: each for each in training.learners(store, course)}
        deeds.mark(store, me, {(session, inside[each]): PRESENT for each in came})

    def test_people_count_once_and_who_waits_goes_into_a_new_class(self, pc: Office) -> None:
        north, south = pc.villages("Thôn Bắc", "Thôn Nam")
        an = self.manager(pc, "Lê An", unit=north)
        binh = self.manager(pc, "Lê Bình", unit=south)
        for day in ("2025-10-01", "2026-03-01"):
            self.held(pc, [an, binh], day, [an])
        screen, part = self.part(pc)
        assert part.told.text() == "1 trong 2 người đã tập huấn: 50 %"
        assert "1 trong 2 người, 50 %" in part.before.text()
        rows = {each.words: each.reach for each in part.groups.rows()}
        assert rows["Thôn Bắc"].waiting == ()
        assert rows["Thôn Nam"].waiting == (binh,)
        assert [each.name for each in part.waiting.rows()] == ["Lê Bình"]
        assert part.open.text().replace("&", "") == "Mở lớp mới cho 1 người"
        part.open.click()
        courses = screen.current()
        assert isinstance(courses, CoursesPart)
        type_in(courses.fresh.name, "Lớp bổ sung")
        press(courses.fresh.name, KEY.Key_Return)
        with pc.elsewhere() as store:
            fresh = next(each for each in training.courses(store) if each.title == "Lớp bổ sung")
            assert [each.person for each in training.learners(store, fresh.id)] == [binh]

    def test_days_that_do_not_count_and_the_group_that_is_looked_at(self, pc: Office) -> None:
        north, south = pc.villages("Thôn Bắc", "Thôn Nam")
        an = self.manager(pc, "Lê An", unit=north, sex="male")
        binh = self.manager(pc, "Lê Bình", unit=south, sex="female")
        self.held(pc, [an], "2025-10-01", [an])
        _screen, part = self.part(pc)
        part.table.go(south)
        assert [each.id for each in part.waiting.rows()] == [binh]
        type_in(part.first, "01/01/2026")
        press(part.first, KEY.Key_Return)
        assert part.told.text() == "0 trong 2 người đã tập huấn: 0 %"
        part.by.chosen.emit("sex")
        part.by.choose("sex")
        part.by.chosen.emit("sex")
        assert [each.words for each in part.groups.rows()] == ["Tất cả", "Nữ", "Nam"]

    def test_without_anybody_there_is_a_sentence_and_no_button(self, pc: Office) -> None:
        _screen, part = self.part(pc)
        assert "Chưa có ai" in part.told.text()
        assert part.open.isHidden()
