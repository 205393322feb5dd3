"""Lists from spreadsheets: looked at, corrected, decided about, and then brought in as one deed."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.commands import people as deeds
from db.queries import intake, replica
from rules.grids import Cell
from rules.intake.report import SKIP, TAKE, Outcome
from rules.record import Values
from tests.support.window import Office
from ui.dialogs import files
from ui.intake.preview import Preview
from ui.screens.people.screen import INTAKE, PEOPLE, PeopleScreen
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FILES = Path(__file__).parents[1] / "files" / "spreadsheets"
KEY = Qt.Key
HEADER = ["Họ và tên", "Năm sinh", "Thôn", "Ghi chú"]


def opened(pc: Office) -> tuple[Shell, PeopleScreen]:
    shell = pc.open("people")
    screen = shell.at("people")
    assert isinstance(screen, PeopleScreen)
    return shell, screen


def settled(qtbot: QtBot, preview: Preview) -> Preview:
    """The worker has told what it was asked."""
    qtbot.waitUntil(lambda: not preview.busy, timeout=10_000)
    return preview


def look_at(qtbot: QtBot, screen: PeopleScreen, path: Path) -> Preview:
    screen.bring_in(path)
    return settled(qtbot, screen.intake)


def a_file(folder: Path, *rows: list[Cell], header: list[str] = HEADER, name: str = "a") -> Path:
    path = folder / f"{name}.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)
    return path


def people(pc: Office) -> dict[str, Values]:
    with pc.elsewhere() as store:
        return {str(each["full_name"]): each for each in intake.known_people(store).values()}


def outcomes(preview: Preview) -> list[Outcome]:
    return [row.line.outcome for row in preview.rows.rows()]


def columns(preview: Preview) -> dict[str, str]:
    return {
        line.heading.text(): str(line.pick.value())
        for line in preview.source.mapping.lines.values()
    }


def take(preview: Preview, qtbot: QtBot) -> None:
    preview.take.setFocus()
    QTest.keyClick(preview.take, KEY.Key_Space)
    settled(qtbot, preview)


def test_an_old_list_is_looked_at_brought_in_and_taken_back(pc: Office, qtbot: QtBot) -> None:
    pc.villages("Thôn A Roàng", "Thôn A Min")
    before = set(people(pc))
    shell, screen = opened(pc)
    preview = look_at(qtbot, screen, FILES / "tcvn3.xls")
    assert outcomes(preview) == [Outcome.NEW] * 3
    assert "TCVN3" in preview.source.converted.text()
    assert "→" in preview.source.converted.text()
    assert "8, 10" in preview.source.facts.text()
    assert columns(preview)["Họ và tên"] == "full_name"
    assert preview.take.text() == "Đưa 3 &dòng vào"
    assert set(people(pc)) == before
    take(preview, qtbot)
    assert set(people(pc)) == before | {"Nguyễn Văn Tấn", "Hồ Thị Hường", "Lê Đức Phước"}
    assert screen.current() is screen.part(PEOPLE)
    assert "Đã thêm 3" in shell.status.saved.text()
    shell.undo()
    assert set(people(pc)) == before
