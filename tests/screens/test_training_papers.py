"""Papers of a class from the window: by keyboard, into a file one chooses, told in one line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.commands import people as roster
from db.commands import training as deeds
from db.queries import replica
from tests.support.window import Office
from ui.screens.training.learners import LearnersPart
from ui.screens.training.paper import PaperButton
from ui.screens.training.results import ResultsPart
from ui.screens.training.screen import LEARNERS, RESULTS, TrainingScreen
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ALT = Qt.KeyboardModifier.AltModifier


def opened(pc: Office, part: str) -> tuple[Shell, TrainingScreen]:
    shell = pc.open("training")
    screen = shell.at("training")
    assert isinstance(screen, TrainingScreen)
    screen.turn_to(part)
    QApplication.processEvents()
    return shell, screen


def a_class(pc: Office, *names: str) -> str:
    persons = [roster.add(pc.store, pc.desk.actor, {"full_name": name}) for name in names]
    return deeds.open_course(pc.store, pc.desk.actor, "Kỹ năng số", persons, code="KNS/01")


def learners_part(screen: TrainingScreen) -> LearnersPart:
    part = screen.current()
    assert isinstance(part, LearnersPart)
    return part


def into(button: PaperButton, target: Path | None) -> list[str]:
    """From now on the dialog answers so; the names it proposed."""
    proposed: list[str] = []

    def choose(_parent: QWidget, _title: str, name: str) -> Path | None:
        proposed.append(name)
        return target

    button.choose = choose
    return proposed


def names(path: Path, column: int = 1) -> list[object]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [row[column].value for row in sheet.rows if isinstance(row[0].value, int)]


@pytest.mark.parametrize(
    ("key", "which", "name"),
    [
        (Qt.Key.Key_M, "invitation", "Danh sách mời KNS-01.xlsx"),
        (Qt.Key.Key_K, "signing", "Danh sách ký nhận KNS-01.xlsx"),
    ],
)
def test_a_paper_of_the_class_is_one_key_away(
    pc: Office, qtbot: QtBot, tmp_path: Path, key: Qt.Key, which: str, name: str
) -> None:
    a_class(pc, "Hồ Thị Yến", "Lê Văn Ánh")
    shell, screen = opened(pc, LEARNERS)
    part = learners_part(screen)
    button: PaperButton = getattr(part, which)
    proposed = into(button, tmp_path / "a.xlsx")
    with qtbot.waitSignal(button.said):
        QTest.keyClick(part.table, key, ALT)
    assert proposed == [name]
    assert names(tmp_path / "a.xlsx") == ["Lê Văn Ánh", "Hồ Thị Yến"]
    assert "a.xlsx" in shell.status.saved.text()
    with pc.elsewhere() as store:
        assert any('"export"' in line for line in replica.dump(store))


def test_the_register_is_printed_once_somebody_passed(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    a_class(pc, "An", "Bình")
    _shell, screen = opened(pc, RESULTS)
    part = screen.current()
    assert isinstance(part, ResultsPart)
    assert not part.given.isEnabled()
    part.rows.setData(part.rows.index(0, 2), "đạt")
    assert part.given.isEnabled()
    into(part.given, tmp_path / "so.xlsx")
    with qtbot.waitSignal(part.given.said):
        QTest.keyClick(part.table, Qt.Key.Key_S, ALT)
    assert names(tmp_path / "so.xlsx", column=2) == ["An"]


def test_a_folder_that_takes_no_file_is_told_in_one_sentence(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    a_class(pc, "An")
    _shell, screen = opened(pc, LEARNERS)
    part = learners_part(screen)
    into(part.invitation, tmp_path / "none" / "a.xlsx")
    with qtbot.waitSignal(part.invitation.failed):
        part.invitation.click()
    assert "thử lại" in part.message.text()


def test_a_dialog_that_was_left_writes_nothing(pc: Office) -> None:
    a_class(pc, "An")
    _shell, screen = opened(pc, LEARNERS)
    part = learners_part(screen)
    assert into(part.invitation, None) == []
    part.invitation.click()
    with pc.elsewhere() as store:
        assert not any('"export"' in line for line in replica.dump(store))


def test_a_class_of_nobody_has_no_papers(pc: Office) -> None:
    a_class(pc)
    _shell, screen = opened(pc, LEARNERS)
    part = learners_part(screen)
    assert not part.invitation.isEnabled()
    assert not part.signing.isEnabled()
