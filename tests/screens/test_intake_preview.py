"""Lists from spreadsheets: looked at, corrected, decided about, and then brought in as one deed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from db.commands import assess
from db.commands import people as deeds
from db.commands import training as training_deeds
from db.queries import intake, replica, training
from rules.grids import Cell
from rules.intake.report import SKIP, TAKE, Outcome
from rules.record import Values
from rules.records import EXPORT
from tests.support.keys import press, type_in
from tests.support.window import SET, Office, restyle
from ui.dialogs import files
from ui.dialogs.unsaved import Unsaved
from ui.intake.place import ListPlace
from ui.intake.preview import Preview
from ui.screen import Route
from ui.screens.checklist.screen import ChecklistScreen
from ui.screens.people.screen import INTAKE, PEOPLE, PeopleScreen
from ui.screens.survey.screen import SurveyScreen
from ui.screens.training.screen import TrainingScreen
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


def test_a_corrected_column_changes_what_would_be_written_and_is_remembered(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    _shell, screen = opened(pc)
    first = a_file(tmp_path, ["Lê Bình", 1975, "", "Trưởng thôn"])
    preview = look_at(qtbot, screen, first)
    assert columns(preview)["Ghi chú"] == ""
    pick = preview.source.mapping.lines["D"].pick
    pick.setFocus()
    while pick.value() != "position":
        QTest.keyClick(pick, KEY.Key_Down)
        settled(qtbot, preview)
    assert "Trưởng thôn" in preview.rows.rows()[0].told
    take(preview, qtbot)
    assert people(pc)["Lê Bình"]["position"] == "Trưởng thôn"
    second = a_file(tmp_path, ["Hồ Thị Hoa", 1980, "", "Phó thôn"], name="b")
    preview = look_at(qtbot, screen, second)
    assert columns(preview)["Ghi chú"] == "position"


def test_a_field_is_in_one_column_alone(pc: Office, qtbot: QtBot, tmp_path: Path) -> None:
    _shell, screen = opened(pc)
    preview = look_at(qtbot, screen, a_file(tmp_path, ["Lê Bình", 1975, "", 1980]))
    preview.source.mapping.chosen.emit("D", "birth_year")
    settled(qtbot, preview)
    assert columns(preview) == {
        "Họ và tên": "full_name", "Năm sinh": "", "Thôn": "unit", "Ghi chú": "birth_year"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "expected"),
    [("", Outcome.CHANGED), (TAKE, Outcome.NEW), (SKIP, Outcome.SKIPPED)],
)
def test_the_officer_decides_whom_a_doubtful_row_means(
    pc: Office, qtbot: QtBot, tmp_path: Path, decision: str, expected: Outcome
) -> None:
    binh = deeds.add(pc.store, pc.desk.actor, {"full_name": "Lê Bình", "birth_year": 1970})
    _shell, screen = opened(pc)
    rows: list[list[Cell]] = [["Lê An", 1990, "", ""], ["Lê Bình", 1975, "", ""]]
    preview = look_at(qtbot, screen, a_file(tmp_path, *rows))
    assert outcomes(preview) == [Outcome.NEW, Outcome.DOUBTFUL]
    assert preview.take.text() == "Đưa 1 &dòng vào"
    preview.start()
    QTest.keyClick(preview.table, KEY.Key_Down)
    assert "1970" in preview.detail.buttons[binh].text()
    assert "1975" in preview.detail.in_file.text()
    QTest.keyClick(preview.table, KEY.Key_Return)
    assert QApplication.focusWidget() is preview.detail.buttons[binh]
    QTest.keyClick(preview.detail.buttons[decision or binh], KEY.Key_Space)
    settled(qtbot, preview)
    assert outcomes(preview) == [Outcome.NEW, expected]
    assert QApplication.focusWidget() is preview.table
    known = list(replica.dump(pc.store))
    take(preview, qtbot)
    assert list(replica.dump(pc.store)) != known
    with pc.elsewhere() as store:
        assert len(intake.known_people(store)) == 3 + (expected is Outcome.NEW)
    assert replica.values(pc.store, "person", binh)["birth_year"] == (
        1975 if expected is Outcome.CHANGED else 1970
    )


def test_a_decision_is_taken_back(pc: Office, qtbot: QtBot, tmp_path: Path) -> None:
    deeds.add(pc.store, pc.desk.actor, {"full_name": "Lê Bình", "birth_year": 1970})
    _shell, screen = opened(pc)
    preview = look_at(qtbot, screen, a_file(tmp_path, ["Lê Bình", 1975, "", ""]))
    for decision, expected in ((TAKE, Outcome.NEW), ("", Outcome.DOUBTFUL)):
        QTest.keyClick(preview.detail.buttons[decision], KEY.Key_Space)
        settled(qtbot, preview)
        assert outcomes(preview) == [expected]


def test_a_filter_that_shows_nothing_any_more_gives_way_to_all(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    deeds.add(pc.store, pc.desk.actor, {"full_name": "Lê Bình", "birth_year": 1970})
    _shell, screen = opened(pc)
    preview = look_at(qtbot, screen, a_file(tmp_path, ["Lê Bình", 1975, "", ""]))
    QTest.keyClick(preview.detail.buttons[SKIP], KEY.Key_Space)
    settled(qtbot, preview)
    preview.chips.choose(Outcome.SKIPPED)
    preview.chips.chosen.emit(Outcome.SKIPPED)
    QTest.keyClick(preview.detail.buttons[""], KEY.Key_Space)
    settled(qtbot, preview)
    assert outcomes(preview) == [Outcome.DOUBTFUL]
    assert preview.chips.current() == "all"


def test_what_cannot_come_in_stays_to_be_decided(pc: Office, qtbot: QtBot, tmp_path: Path) -> None:
    deeds.add(pc.store, pc.desk.actor, {"full_name": "Lê Bình", "birth_year": 1970})
    _shell, screen = opened(pc)
    rows: list[list[Cell]] = [["Lê An", 1990, "", ""], ["Lê Bình", 1975, "", ""]]
    preview = look_at(qtbot, screen, a_file(tmp_path, *rows))
    take(preview, qtbot)
    qtbot.waitUntil(lambda: outcomes(preview) == [Outcome.SAME, Outcome.DOUBTFUL], timeout=10_000)
    assert screen.current() is preview
    assert "Còn 1 dòng" in preview.message.text()
    preview.chips.chosen.emit(Outcome.DOUBTFUL)
    assert [row.line.name for row in preview.rows.rows()] == ["Lê Bình"]


def test_a_sheet_is_chosen_where_there_are_several(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "nhieu.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, person in (("Thôn 1", "Lê An"), ("Thôn 2", "Lê Bình")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, [person, 1980])
    _shell, screen = opened(pc)
    preview = look_at(qtbot, screen, path)
    assert [row.line.name for row in preview.rows.rows()] == ["Lê An"]
    QTest.keyClick(preview.source.sheet, KEY.Key_Down)
    settled(qtbot, preview)
    assert [row.line.name for row in preview.rows.rows()] == ["Lê Bình"]


def _locked(path: Path) -> None:
    sealed = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512 + sealed)


def _empty(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b"PK\x03\x04 no more"), "lưu lại thành .xlsx"),
        (lambda path: path.mkdir(), "hãy chọn một tệp"),
        (_locked, "hãy bỏ mật khẩu"),
        (_empty, "hãy chọn trang tính khác"),
        (lambda path: None, "hãy kiểm tra lại đường dẫn"),
    ],
    ids=["damaged", "folder", "locked", "empty", "gone"],
)
def test_a_bad_file_says_what_to_do_and_loses_nothing(
    pc: Office, qtbot: QtBot, tmp_path: Path, make: object, said: str
) -> None:
    path = tmp_path / "xau.xlsx"
    make(path)  # type: ignore[operator]
    before = list(replica.dump(pc.store))
    _shell, screen = opened(pc)
    preview = look_at(qtbot, screen, path)
    assert said in preview.message.text()
    assert "\n" not in preview.message.text()
    assert not preview.take.isEnabled()
    assert list(replica.dump(pc.store)) == before
    look_at(qtbot, screen, a_file(tmp_path, ["Lê An", 1990, "", ""]))
    assert outcomes(preview) == [Outcome.NEW]
    assert not preview.message.isVisible()


def test_leaving_a_list_for_another_part_and_coming_back_keeps_it(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    _shell, screen = opened(pc)
    preview = look_at(qtbot, screen, a_file(tmp_path, ["Lê An", 1990, "", ""]))
    screen.turn_to(PEOPLE)
    deeds.add(pc.store, pc.desk.actor, {"full_name": "Lê An", "birth_year": 1990})
    screen.turn_to(INTAKE)
    settled(qtbot, preview)
    assert outcomes(preview) == [Outcome.SAME]
    preview.leave.click()
    assert screen.current() is screen.part(PEOPLE)
    assert screen.chips.current() == PEOPLE


def test_thousands_of_rows_are_looked_at_and_brought_in(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    _shell, screen = opened(pc)
    rows: list[list[Cell]] = [[f"Lê Văn {n:05}", 1980, "", ""] for n in range(3000)]
    preview = look_at(qtbot, screen, a_file(tmp_path, *rows))
    assert preview.rows.rowCount() == 3000
    take(preview, qtbot)
    assert len(people(pc)) == 3001


def test_a_file_that_is_dropped_upon_the_list_is_looked_at(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    from PySide6.QtCore import QMimeData, QPoint, QUrl
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    _shell, screen = opened(pc)
    part = screen.part(PEOPLE)
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(a_file(tmp_path, ["Lê An", 1990, "", ""])))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    spot = QPoint(100, 100)
    enter = QDragEnterEvent(spot, copy, held, left, none.NoModifier)
    QApplication.sendEvent(part, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(part, QDropEvent(spot, copy, held, left, none.NoModifier))
    settled(qtbot, screen.intake)
    assert screen.current() is screen.intake
    assert outcomes(screen.intake) == [Outcome.NEW]


@pytest.mark.parametrize("phones", [False, True])
def test_a_list_goes_out_without_telephone_numbers_unless_they_are_ticked(
    pc: Office, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phones: bool
) -> None:
    from openpyxl import load_workbook

    deeds.add(pc.store, pc.desk.actor, {"full_name": "Lê An", "phone": "0914000111"})
    target = tmp_path / "ra.xlsx"
    monkeypatch.setattr(files, "choose_export", lambda parent, name: target)
    shell, screen = opened(pc)
    QTest.keyClick(screen.gate.send, KEY.Key_Space)
    assert screen.leaving.isVisible()
    assert QApplication.focusWidget() is screen.leaving.purpose
    if phones:
        QTest.keyClick(screen.leaving.phones, KEY.Key_Space)
    type_in(screen.leaving.purpose, "Gửi Sở Nội vụ")
    QTest.keyClick(screen.leaving.choose, KEY.Key_Space)
    qtbot.waitUntil(lambda: not screen.leaving.isVisible(), timeout=10_000)
    assert "Đã xuất 2 dòng ra ra.xlsx" in shell.status.saved.text()
    cells = [cell.value for row in load_workbook(target).active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert ("0914000111" in cells) is phones
    with pc.elsewhere() as store:
        (noted,) = intake.whole(store, EXPORT).values()
    assert (noted["rows"], noted["purpose"]) == (2, "Gửi Sở Nội vụ")
    assert ("phone" in noted["fields"]) is phones  # type: ignore[operator]


def test_a_folder_that_takes_no_file_is_told_beside_the_button(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    _shell, screen = opened(pc)
    screen.leaving.unfold()
    screen.leaving.write(tmp_path / "không có" / "ra.xlsx")
    qtbot.waitUntil(lambda: bool(screen.leaving.message.text()), timeout=10_000)
    assert screen.leaving.isVisible()
    assert screen.leaving.choose.isEnabled()


def test_the_button_asks_for_a_file(
    pc: Office, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, ["Lê An", 1990, "", ""])
    monkeypatch.setattr(files, "choose_spreadsheet", lambda parent: path)
    _shell, screen = opened(pc)
    QTest.keyClick(screen.gate.bring, KEY.Key_Space)
    settled(qtbot, screen.intake)
    assert outcomes(screen.intake) == [Outcome.NEW]
    monkeypatch.setattr(files, "choose_spreadsheet", lambda parent: None)
    QTest.keyClick(screen.intake.source.other, KEY.Key_Space)
    assert outcomes(screen.intake) == [Outcome.NEW]


class TestClasses:
    def opened(self, pc: Office) -> tuple[Shell, TrainingScreen]:
        shell = pc.open("training")
        screen = shell.at("training")
        assert isinstance(screen, TrainingScreen)
        return shell, screen

    def learners(self, pc: Office, course: str) -> list[str]:
        with pc.elsewhere() as store:
            return [each.name for each in training.learners(store, course)]

    def test_learners_go_into_the_class_that_is_chosen(
        self, pc: Office, qtbot: QtBot, tmp_path: Path
    ) -> None:
        course = training_deeds.open_course(pc.store, pc.desk.actor, "Kỹ năng số", [])
        shell, screen = self.opened(pc)
        screen.turn_to("learners")
        screen.bring_in(a_file(tmp_path, ["Lê An", 1990, "", ""], ["Lê Bình", 1975, "", ""]))
        settled(qtbot, screen.intake)
        assert screen.seats.course.value() == course
        take(screen.intake, qtbot)
        assert sorted(self.learners(pc, course)) == ["Lê An", "Lê Bình"]
        assert screen.chips.current() == "learners"
        shell.undo()
        assert self.learners(pc, course) == []

    def test_learners_go_into_a_class_that_is_made_for_them(
        self, pc: Office, qtbot: QtBot, tmp_path: Path
    ) -> None:
        _shell, screen = self.opened(pc)
        screen.bring_in(a_file(tmp_path, ["Lê An", 1990, "", ""]))
        preview = settled(qtbot, screen.intake)
        assert outcomes(preview) == [Outcome.REFUSED]
        assert "chọn lớp" in preview.rows.rows()[0].told
        screen.seats.title.setFocus()
        type_in(screen.seats.title, "Dịch vụ công trực tuyến")
        press(screen.seats.title, KEY.Key_Return)
        settled(qtbot, preview)
        take(preview, qtbot)
        course = screen.register.course
        assert course is not None
        assert course.title == "Dịch vụ công trực tuyến"
        assert self.learners(pc, course.id) == ["Lê An"]


class TestFigures:
    def opened(self, pc: Office) -> tuple[Shell, ChecklistScreen]:
        shell = pc.open("checklist")
        screen = shell.at("checklist")
        assert isinstance(screen, ChecklistScreen)
        shell.go(Route("checklist", SET, "2025", "2.2"))
        return shell, screen

    def test_figures_of_villages_come_in_beside_the_checklist(
        self, pc: Office, qtbot: QtBot, tmp_path: Path
    ) -> None:
        first, second = pc.villages("Thôn A Roàng", "Thôn A Min")
        shell, screen = self.opened(pc)
        path = a_file(
            tmp_path,
            ["Thôn A Roàng", 180, 200],
            ["A Min", 90, 120],
            ["Thôn Lạ", 1, 2],
            header=["Thôn", "Tử số", "Mẫu số"],
        )
        screen.figures.bring_in(path)
        preview = settled(qtbot, screen.figures.preview)
        assert outcomes(preview) == [Outcome.REFUSED] * 3
        path = a_file(
            tmp_path,
            ["2.2", "Thôn A Roàng", 180, 200],
            ["2.2", "A Min", 90, 120],
            ["2.2", "Thôn Lạ", 1, 2],
            header=["Chỉ tiêu", "Thôn", "Tử số", "Mẫu số"],
            name="b",
        )
        screen.figures.bring_in(path)
        settled(qtbot, preview)
        assert outcomes(preview) == [Outcome.NEW, Outcome.NEW, Outcome.REFUSED]
        assert not screen.split.isVisible()
        assert "2025" in preview.source.about.text()
        take(preview, qtbot)
        place = assess.Place(SET, "2.2", "2025", second)
        record = assess.record_of(pc.store, place)
        assert replica.values(pc.store, "assessment", record)["numerator"] == 90
        qtbot.waitUntil(lambda: outcomes(preview)[:2] == [Outcome.SAME] * 2, timeout=10_000)
        settled(qtbot, preview)
        QTest.keyClick(preview.leave, KEY.Key_Space)
        assert screen.split.isVisible()
        shell.undo()
        assert replica.values(pc.store, "assessment", record).get("numerator") is None
        assert first != second

    def test_the_table_of_villages_leads_there(
        self, pc: Office, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pc.villages("Thôn A Roàng")
        path = a_file(tmp_path, ["A Roàng", 1, 2], header=["Thôn", "Tử số", "Mẫu số"])
        monkeypatch.setattr(files, "choose_spreadsheet", lambda parent: path)
        shell, screen = self.opened(pc)
        table = screen.page.below.villages[0]
        QTest.keyClick(table.bring, KEY.Key_Space)
        settled(qtbot, screen.figures.preview)
        assert outcomes(screen.figures.preview) == [Outcome.NEW]
        shell.go(Route("checklist", SET, "2025", "2.2"))
        assert screen.split.isVisible()
        QTest.keyClick(table.send, KEY.Key_Space)
        assert screen.figures.leaving.isVisible()
        assert not screen.figures.leaving.phones.isVisible()


def test_columns_nobody_knows_are_told_one_by_one(pc: Office, qtbot: QtBot, tmp_path: Path) -> None:
    _shell, screen = opened(pc)
    path = a_file(tmp_path, ["Lê An", 1990], header=["Tên gọi", "Năm"])
    preview = look_at(qtbot, screen, path)
    assert columns(preview) == {"Tên gọi": "", "Năm": ""}
    assert "chọn ý nghĩa của các cột" in preview.message.text()
    assert not preview.take.isEnabled()
    for letters, field in (("A", "full_name"), ("B", "birth_year")):
        preview.source.mapping.chosen.emit(letters, field)
        settled(qtbot, preview)
    assert not preview.message.isVisible()
    assert outcomes(preview) == [Outcome.NEW]
    take(preview, qtbot)
    assert people(pc)["Lê An"]["birth_year"] == 1990


def test_walking_through_the_meanings_takes_none_from_another_column(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    _shell, screen = opened(pc)
    preview = look_at(qtbot, screen, a_file(tmp_path, ["Lê An", 1990, "", "x"]))
    before = columns(preview)
    for field in ("full_name", "birth_year", "unit", ""):
        preview.source.mapping.chosen.emit("D", field)
        settled(qtbot, preview)
    assert columns(preview) == before


def test_several_rows_are_decided_at_once(pc: Office, qtbot: QtBot, tmp_path: Path) -> None:
    rows: list[list[Cell]] = []
    for name in ("Lê An", "Lê Bình", "Lê Cúc"):
        deeds.add(pc.store, pc.desk.actor, {"full_name": name, "birth_year": 1970})
        rows.append([name, 1975, "", ""])
    _shell, screen = opened(pc)
    preview = look_at(qtbot, screen, a_file(tmp_path, *rows))
    preview.start()
    for _row in range(2):
        QTest.keyClick(preview.table, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(preview.detail.buttons[TAKE], KEY.Key_Space)
    settled(qtbot, preview)
    assert outcomes(preview) == [Outcome.NEW] * 3


def test_an_undo_is_seen_where_the_list_still_is(pc: Office, qtbot: QtBot, tmp_path: Path) -> None:
    shell, screen = opened(pc)
    rows: list[list[Cell]] = [["Lê An", 1990, "", ""], ["Lê Bình", "x", "", ""]]
    preview = look_at(qtbot, screen, a_file(tmp_path, *rows))
    take(preview, qtbot)
    qtbot.waitUntil(lambda: outcomes(preview) == [Outcome.SAME, Outcome.REFUSED], timeout=10_000)
    settled(qtbot, preview)
    shell.undo()
    qtbot.waitUntil(lambda: outcomes(preview) == [Outcome.NEW, Outcome.REFUSED], timeout=10_000)
    settled(qtbot, preview)


def test_reading_can_be_stopped(pc: Office, tmp_path: Path) -> None:
    _shell, screen = opened(pc)
    screen.bring_in(a_file(tmp_path, ["Lê An", 1990, "", ""]))
    preview = screen.intake
    assert preview.stop.isVisible()
    preview.stop.click()
    assert not preview.busy
    assert "chưa có gì được ghi" in preview.message.text()


def test_tab_goes_through_the_preview_as_it_is_read(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    deeds.add(pc.store, pc.desk.actor, {"full_name": "Lê An", "birth_year": 1970})
    _shell, screen = opened(pc)
    preview = look_at(qtbot, screen, a_file(tmp_path, ["Lê An", 1990, "", ""]))
    preview.source.other.setFocus()
    wanted = [
        *(line.pick for line in preview.source.mapping.lines.values()),
        preview.chips.findChildren(QRadioButton)[0],
        preview.table,
        *preview.detail.buttons.values(),
        preview.leave,
        preview.take,
    ]
    preview.take.setEnabled(True)
    for widget in wanted:
        QTest.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
        assert QApplication.focusWidget() is widget


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("place", ["people", "training", "checklist"])
def test_no_letter_means_two_things_in_the_preview(
    pc: Office, qtbot: QtBot, tmp_path: Path, place: str, language: str
) -> None:
    deeds.add(pc.store, pc.desk.actor, {"full_name": "Lê An", "birth_year": 1970})
    pc.villages("A Roàng")
    pc.preferences.set("language", language)
    restyle(pc.preferences)
    shell = pc.open(place)
    screen = shell.at(place)
    path = a_file(tmp_path, ["Lê An", 1990, "", ""])
    if isinstance(screen, ChecklistScreen):
        screen.figures.bring_in(path)
        preview = screen.figures.preview
    else:
        assert isinstance(screen, PeopleScreen | TrainingScreen)
        screen.bring_in(path)
        preview = screen.intake
        screen.leaving.unfold()
    settled(qtbot, preview)
    shown = [each for each in shell.findChildren(QWidget) if each.isVisible()]
    letters = Counter(letter for each in shown if (letter := _mnemonic(each)))
    assert {letter for letter, count in letters.items() if count > 1} == set()
    assert [each for each in shown if _stops(each) and not _has_name(each)] == []


def _mnemonic(widget: QWidget) -> str:
    if not isinstance(widget, QAbstractButton):
        return ""
    _before, sign, after = widget.text().replace("&&", "").partition("&")
    return after[:1].upper() if sign else ""


def _stops(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _has_name(widget: QWidget) -> bool:
    return bool(widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))


@pytest.mark.parametrize(
    ("place", "part", "kind"),
    [
        ("people", "villages", "villages"),
        ("training", "courses", "courses"),
        ("training", "learners", "training"),
        ("survey", "tallies", "survey"),
    ],
)
def test_what_goes_out_is_the_list_that_is_looked_at(
    pc: Office, qtbot: QtBot, tmp_path: Path, place: str, part: str, kind: str
) -> None:
    shell = pc.open(place)
    shell.go(Route(place, part=part))
    screen = shell.at(place)
    assert isinstance(screen, ListPlace | SurveyScreen)
    button = screen.send if isinstance(screen, SurveyScreen) else screen.gate.send
    QTest.keyClick(button, KEY.Key_Space)
    assert screen.leaving.phones.isVisible() == (kind == "training")
    screen.leaving.write(tmp_path / "ra.xlsx")
    qtbot.waitUntil(lambda: not screen.leaving.isVisible(), timeout=10_000)
    with pc.elsewhere() as store:
        (noted,) = intake.whole(store, EXPORT).values()
        assert noted["list"] == kind


def speak_english(pc: Office, shell: Shell) -> None:
    """As the settings do."""
    pc.preferences.set("language", "en")
    pc.desk.restyle()
    shell._rebuild()
    QApplication.processEvents()


def decided(pc: Office, qtbot: QtBot, tmp_path: Path) -> tuple[Shell, PeopleScreen, Path]:
    """A list of two that is looked at: a column was given its field, and one row is left out."""
    shell, screen = opened(pc)
    path = a_file(tmp_path, ["Lê An", 1990, "", "x"], ["Hồ Ba", 1991, "", "y"])
    preview = look_at(qtbot, screen, path)
    line = next(each for each in preview.source.mapping.lines.values() if each.pick.value() == "")
    preview.process.take_column(line._letters, "position")
    settled(qtbot, preview)
    preview.process.decide([3], SKIP)
    settled(qtbot, preview)
    return shell, screen, path


def test_what_was_said_about_a_list_outlives_another_language(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    shell, screen, path = decided(pc, qtbot, tmp_path)
    before = outcomes(screen.intake)
    assert Outcome.SKIPPED in before
    path.unlink()  # the stick was pulled out meanwhile
    speak_english(pc, shell)
    screen = shell.at("people")
    assert isinstance(screen, PeopleScreen)
    assert screen.chips.current() == INTAKE
    preview = settled(qtbot, screen.intake)
    assert outcomes(preview) == before
    assert "position" in columns(preview).values()
    preview.take.click()
    settled(qtbot, preview)
    assert set(people(pc)) >= {"Lê An"}
    assert people(pc)["Lê An"]["position"] == "x"
    assert "Hồ Ba" not in people(pc)


def test_the_new_class_of_a_list_outlives_another_language(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    shell = pc.open("training")
    screen = shell.at("training")
    assert isinstance(screen, TrainingScreen)
    screen.bring_in(a_file(tmp_path, ["Lê An", 1990, "", ""]))
    settled(qtbot, screen.intake)
    type_in(screen.seats.title, "Lớp tháng mười")
    speak_english(pc, shell)
    screen = shell.at("training")
    assert isinstance(screen, TrainingScreen)
    settled(qtbot, screen.intake)
    assert screen.seats.title.text() == "Lớp tháng mười"
    assert screen.intake.process.wanted == 1


def test_figures_that_are_looked_at_outlive_another_language(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    pc.villages("Hà Giữa")
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "2.2"))
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    header = ["Thôn", "Tử số", "Mẫu số"]
    screen.figures.bring_in(a_file(tmp_path, ["Hà Giữa", 5, 9], header=header))
    settled(qtbot, screen.figures.preview)
    assert screen.figures.preview.isVisible()
    speak_english(pc, shell)
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    preview = settled(qtbot, screen.figures.preview)
    assert preview.isVisible()
    assert not screen.split.isVisible()
    assert "2025" in preview.source.about.text()
    assert len(preview.rows.rows()) == 1


def asked(shell: Shell) -> Unsaved | None:
    """The question before closing."""
    shown = [each for each in shell.findChildren(Unsaved) if each.isVisible()]
    return shown[-1] if shown else None


def test_closing_the_window_asks_about_what_was_decided_and_not_brought_in(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    shell, screen, _path = decided(pc, qtbot, tmp_path)
    preview = screen.intake
    shell.show_place("today")
    assert "Còn 2 ô chưa lưu" in shell.status.saved.text()
    shell.close()
    question = asked(shell)
    assert question is not None
    assert shell.isVisible()
    assert "Danh sách “a.xlsx” đang đưa vào, dòng 3: điều vừa chọn chưa lưu." in (
        question.told.text()
    )
    assert "Danh sách “a.xlsx” đang đưa vào, các cột: điều vừa chọn" in question.told.text()
    question.mend.click()
    assert shell.stack.currentWidget() is screen
    assert screen.current() is preview
    assert settled(qtbot, preview).process.decided(3)
    take(preview, qtbot)
    shell.close()
    assert not shell.isVisible()


def test_a_list_that_was_only_looked_at_or_put_away_is_not_asked_about(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    shell, screen = opened(pc)
    path = a_file(tmp_path, ["Lê An", 1990, "", ""], ["Hồ Ba", 1991, "", ""])
    preview = look_at(qtbot, screen, path)
    assert shell.flush() == ""
    preview.process.decide([3], SKIP)
    settled(qtbot, preview)
    assert "dòng 3" in shell.flush()
    preview.leave.click()
    assert pc.desk.drafts.told() == ""
    shell.close()
    assert not shell.isVisible()


def test_what_was_decided_about_figures_is_asked_about_as_well(
    pc: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    shell = pc.open("checklist")
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    rows: list[list[Cell]] = [["2.2", "Hà Giữa", 300, 200], ["2.2", "Dương Nỗ", 100, 90]]
    header = ["Chỉ tiêu", "Thôn", "Tổng số", "Đạt"]
    screen.figures.bring_in(a_file(tmp_path, *rows, header=header))
    preview = settled(qtbot, screen.figures.preview)
    preview.process.decide([2], SKIP)
    settled(qtbot, preview)
    shell.show_place("people")
    shell.close()
    question = asked(shell)
    assert question is not None
    question.mend.click()
    assert preview.isVisible()
    assert preview.process.decided(2)
    shell.close()
    again = asked(shell)
    assert again is not None
    again.drop.click()
    assert not shell.isVisible()
