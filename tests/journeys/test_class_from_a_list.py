"""A class is filled from an old Excel list, held, and counted, in the programme's own window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.queries import intake
from desktop import app, profile
from desktop.app import Programme
from rules.intake.report import Outcome
from rules.records import ENROLMENT
from tests.support.keys import press, type_in
from tests.support.programme import HOUSE, Pc
from ui.dialogs import files
from ui.screen import Route
from ui.screens.training.attendance import AttendancePart
from ui.screens.training.courses import CoursesPart
from ui.screens.training.coverage import CoveragePart
from ui.screens.training.learners import LearnersPart
from ui.screens.training.screen import ATTENDANCE, COURSES, COVERAGE, TrainingScreen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

OLD = HOUSE / "tests" / "files" / "spreadsheets" / "tcvn3.xls"
KEY = Qt.Key


@pytest.fixture
def pc(tmp_path: Path) -> Pc:
    """A commune with a village of the list, and somebody who could be on it."""
    pc = Pc(tmp_path / "ho-so").init()
    pc.apply(
        {"type": "unit", "set": {"name": "Thôn A Roàng", "kind": "thon", "parent": "20122"}},
        {"type": "person", "set": {"full_name": "Hồ Thị Hường", "birth_year": 1979}},
    )
    return pc


@pytest.fixture
def programme(pc: Pc, qtbot: QtBot) -> Iterator[Programme]:
    """The window on it."""
    application = app.make_application()
    with profile.opened(pc.folder, "window") as (store, safe):
        made = app.build(store, safe, application)
        with qtbot.waitExposed(made.shell):
            made.shell.show()
        yield made
        made.close()


def known(programme: Programme) -> list[str]:
    """Everybody of the registry, by name, as another connection reads them."""
    with programme.desk.store.another() as store:
        return sorted(str(each["full_name"]) for each in intake.known_people(store).values())


def learners(programme: Programme) -> set[str]:
    """Who sits in a class."""
    with programme.desk.store.another() as store:
        people = intake.known_people(store)
        seats = intake.whole(store, ENROLMENT).values()
        return {str(people[str(each["person"])]["full_name"]) for each in seats}


def fill(programme: Programme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> TrainingScreen:
    """A class, and in it everybody of the list."""
    shell = programme.shell
    shell.go(Route("training", part="add"))
    screen = shell.at("training")
    assert isinstance(screen, TrainingScreen)
    courses = screen.current()
    assert isinstance(courses, CoursesPart)
    type_in(courses.fresh.name, "Kỹ năng số cho tổ công nghệ số")
    press(courses.fresh.name, KEY.Key_Return)

    # its learners are on a list of an office, in TCVN3
    screen.turn_to("learners")
    monkeypatch.setattr(files, "choose_spreadsheet", lambda parent: OLD)
    QTest.keyClick(screen.gate.bring, KEY.Key_Space)
    preview = screen.intake
    qtbot.waitUntil(lambda: preview.process.seen is not None and not preview.busy, timeout=10_000)
    assert "TCVN3" in preview.source.converted.text()
    assert [row.line.outcome for row in preview.rows.rows()] == [
        Outcome.NEW, Outcome.DOUBTFUL, Outcome.NEW
    ]  # fmt: skip

    # one of them is known already, born in another year: it is she
    preview.start()
    QTest.keyClick(preview.table, KEY.Key_Down)
    QTest.keyClick(preview.table, KEY.Key_Return)
    decision = QApplication.focusWidget()
    assert decision in preview.detail.buttons.values()
    QTest.keyClick(decision, KEY.Key_Space)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: not preview.busy, timeout=10_000)
    assert preview.take.text() == "Đưa 3 &dòng vào"
    assert learners(programme) == set()
    QTest.keyClick(preview.take, KEY.Key_Space)
    qtbot.waitUntil(lambda: not preview.busy, timeout=10_000)

    part = screen.current()
    assert isinstance(part, LearnersPart)
    names = {"Nguyễn Văn Tấn", "Hồ Thị Hường", "Lê Đức Phước"}
    assert {row.name for row in part.rows.rows()} == names == learners(programme)
    assert known(programme) == ["Hồ Thị Hường", "Lê Đức Phước", "Nguyễn Văn An", "Nguyễn Văn Tấn"]
    return screen


def test_a_class_is_filled_from_an_old_list(
    programme: Programme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = fill(programme, qtbot, monkeypatch)

    # and all of it is taken back at once; the class stays
    QTest.keyClick(programme.shell, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert learners(programme) == set()
    assert known(programme) == ["Hồ Thị Hường", "Nguyễn Văn An"]
    assert [each.title for each in screen.register.courses] == ["Kỹ năng số cho tổ công nghệ số"]


def test_whoever_was_on_the_list_and_came_is_in_the_coverage(
    programme: Programme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = fill(programme, qtbot, monkeypatch)
    courses = screen.part(COURSES)
    assert isinstance(courses, CoursesPart)
    QTest.keyClick(courses.page.sessions.add, KEY.Key_Space)
    screen.turn_to(ATTENDANCE)
    attendance = screen.current()
    assert isinstance(attendance, AttendancePart)
    for letter in "CCV":
        type_in(attendance.grid, letter)
    screen.turn_to(COVERAGE)
    coverage = screen.current()
    assert isinstance(coverage, CoveragePart)
    coverage.role.setValue(None)
    coverage.role.edited.emit(None)
    assert coverage.told.text() == "2 trong 4 người đã tập huấn: 50 %"
    names = {"Nguyễn Văn Tấn", "Hồ Thị Hường", "Lê Đức Phước", "Nguyễn Văn An"}
    assert len({row.name for row in coverage.waiting.rows()} & names) == 2
