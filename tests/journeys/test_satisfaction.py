"""A survey of six villages, to its signed result; two PCs that key sheets of one survey."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from db.commands import profile
from db.queries import sheets as reading
from tests.support.centre import serving
from tests.support.keys import press, type_in
from tests.support.programme import COMMUNE, Pc
from tests.support.window import Office, office, restyle
from ui.screens.survey.result import ResultPart
from ui.screens.survey.screen import RESULT, SHEETS, SURVEYS, TALLIES, SurveyScreen
from ui.screens.survey.sheets import SheetsPart
from ui.screens.survey.surveys import SurveysPart
from ui.screens.survey.tallies import TalliesPart

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key
VILLAGES = ("Hà Trữ", "Kế Sung", "Diêm Trường", "Phụng Chánh", "Trung Hưng", "Nghi Giang")


def at_survey(pc: Office, part: str = SURVEYS) -> SurveyScreen:
    restyle(pc.preferences)
    screen = pc.open("survey").at("survey")
    assert isinstance(screen, SurveyScreen)
    screen.turn_to(part)
    QApplication.processEvents()
    return screen


def open_survey(screen: SurveyScreen, title: str) -> None:
    surveys = screen.current()
    assert isinstance(surveys, SurveysPart)
    surveys.begin_new()
    type_in(surveys.fresh.name, title)
    press(surveys.fresh.name, KEY.Key_Return)


def key(screen: SurveyScreen, village: str, *papers: str) -> None:
    """Key these sheets of a village by figures."""
    screen.turn_to(SHEETS)
    part = screen.current()
    assert isinstance(part, SheetsPart)
    part.village.edited.emit(village)
    QApplication.processEvents()
    for paper in papers:
        type_in(part.pad.table, paper)
        press(part.pad.table, KEY.Key_Enter)


def test_six_villages_are_counted_pasted_keyed_and_signed(
    tmp_path: Path, qapp: QApplication
) -> None:
    with office(tmp_path / "may-1") as pc:
        ids = pc.villages(*(f"Thôn {name}" for name in VILLAGES))
        screen = at_survey(pc)
        open_survey(screen, "Sự hài lòng năm 2026")
        page = screen.current()
        assert isinstance(page, SurveysPart)
        for field, value in (("least_overall", "90"), ("least_each", "80")):
            type_in(page.page.typed[field], value)
            press(page.page.typed[field], KEY.Key_Return)

        # five villages sent their counts in a spreadsheet
        screen.turn_to(TALLIES)
        tallies = screen.current()
        assert isinstance(tallies, TalliesPart)
        rows = [f"{120 + n}\t100\t100\t100\t{99 - n % 2}\t{1 + n % 2}" for n in range(5)]
        QGuiApplication.clipboard().setText("\n".join(rows))
        tallies.table.setCurrentIndex(tallies.rows.index(0, 1))
        tallies.table.paste()
        for n, village in enumerate(ids[:5]):
            tallies.table.go(village, 1)
            valid = 99 - n % 2
            QGuiApplication.clipboard().setText("\n".join([f"{valid - n}\t{n}\t0"] * 11))
            tallies.grid.setCurrentIndex(tallies.answers.index(0, 1))
            tallies.grid.paste()
        assert tallies.standing.text().startswith("5 trong 6 thôn đủ và khớp")

        # the sixth brought a stack of sheets
        key(screen, ids[5], *["1" * 11] * 8, "2" * 11, "*")
        screen.turn_to(TALLIES)
        QGuiApplication.clipboard().setText("15\t10\t10\t10")
        tallies.table.setCurrentIndex(tallies.rows.index(5, 1))
        tallies.table.paste()
        assert tallies.standing.text().startswith("6 trong 6 thôn đủ và khớp")

        # the Front signs
        profile.set_front(pc.store, pc.desk.actor, pc.desk.actor, front=True)
        screen.turn_to(RESULT)
        result = screen.current()
        assert isinstance(result, ResultPart)
        result.refresh()
        valid = 99 + 98 + 99 + 98 + 99 + 9
        no = 0 + 1 + 2 + 3 + 4 + 1
        share = f"{(valid - no) * 100 / valid:.1f}".replace(".", ",")
        assert result.overall.text() == f"Hài lòng chung: {share} % (yêu cầu ≥ 90 %)"
        assert result.pill.text() == "Đạt"
        result.sign.click()
        assert "đã ký" in result.state.text()


def test_two_pcs_key_sheets_of_one_survey_and_none_is_lost_or_doubled(
    tmp_path: Path, qapp: QApplication
) -> None:
    one, two = tmp_path / "may-1", tmp_path / "may-2"
    with serving(tmp_path / "centre") as centre:
        with office(one, COMMUNE) as pc:
            north, south = pc.villages("Thôn Bắc", "Thôn Nam")
            open_survey(at_survey(pc), "Sự hài lòng năm 2026")
        first = Pc(one)
        second = Pc(two).init(officer="Trần Văn Bình")
        for machine in (first, second):
            machine.do("enrol", "--center", centre.url, "--code", centre.code(COMMUNE))
            machine.do("sync")

        # both are offline, each with half of the stack
        with office(one, COMMUNE) as pc:
            key(at_survey(pc, SHEETS), north, "1" * 11, "2" * 11, "1" * 11)
        with office(two, COMMUNE) as pc:
            screen = at_survey(pc, SHEETS)
            key(screen, north, "1" * 11, "1" * 11)
            key(screen, south, "0" * 11)

        # twice each, and once for nothing: a repeated round doubles nothing
        for machine in (first, second, first, second, first):
            machine.do("sync")
        assert first.do("dump").out == second.do("dump").out
        assert centre.run("dump", COMMUNE).stdout == first.do("dump").out
        with office(two, COMMUNE) as pc:
            (survey,) = (each.id for each in at_survey(pc).poll.surveys)
            found = reading.keyed(pc.store, survey, north)
            assert sorted(each.answers for each in found) == sorted(["1" * 11] * 4 + ["2" * 11])
            assert len({each.number for each in found}) == 5
            assert len(reading.keyed(pc.store, survey, south)) == 1
