"""The village table: typing, sums, blocks of a spreadsheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.commands import assess
from db.commands.assess import Place
from db.queries import checklist as checklists
from db.queries import places, rulebook
from db.queries.checklist import Line
from rules.periods import Period
from rules.scoring import Result
from tests.support.keys import press, type_in
from tests.support.window import SET, Office
from ui.screen import Route
from ui.screens.checklist.screen import ChecklistScreen
from ui.screens.checklist.villages import Villages

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key
CODE = "2.2"  # a percentage that is summed from villages


def opened(pc: Office, code: str = CODE) -> tuple[ChecklistScreen, Villages]:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", code))
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    return screen, screen.page.below.villages[0]


def line_of(pc: Office) -> Line:
    with pc.elsewhere() as store:
        criteria = rulebook.criteria(store, SET)
        return checklists.read(store, criteria, Period(2025)).lines[CODE]


def answers(pc: Office) -> dict[str, tuple[object, object]]:
    """Numerator and denominator by village name, as another connection reads them."""
    return {
        each.name: (each.answer.numerator, each.answer.denominator) for each in line_of(pc).villages
    }


def paste(table: Villages, text: str, row: int, column: int) -> None:
    grid = table.table
    grid.setFocus()
    grid.clearSelection()
    grid.setCurrentIndex(grid.rows.index(row, column))
    QGuiApplication.clipboard().setText(text)
    grid.paste()


def test_enter_in_the_list_goes_to_the_first_number_of_the_villages(pc: Office) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    assess.answer(
        pc.store,
        pc.desk.actor,
        Place(SET, CODE, "2025", places.villages(pc.store, "2025-12-31")[0].id),
        {"numerator": 5, "denominator": 9},
    )
    screen, table = opened(pc)
    screen.view.setFocus()
    press(screen.view, KEY.Key_Return)
    assert table.table.hasFocus()
    assert (table.table.currentIndex().row(), table.table.currentIndex().column()) == (0, 1)


def test_ctrl_e_asks_where_the_figures_go(pc: Office) -> None:
    pc.villages("Hà Giữa")
    screen, table = opened(pc)
    assert "Ctrl+E" in table.send.toolTip()
    assert "Ctrl+I" in table.bring.toolTip()
    QTest.keyClick(screen.view, KEY.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert screen.figures.leaving.isVisible()


def test_typing_across_a_row_saves_both_numbers(pc: Office) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    _screen, villages = opened(pc)
    villages.start()
    grid = villages.table
    for text in ("1.180", "1.240"):
        type_in(grid, text[0])
        editor = grid._editor()
        assert editor is not None
        type_in(editor, text[1:])
        press(editor, KEY.Key_Tab)
    assert answers(pc)["Hà Giữa"] == (1180, 1240)


def test_a_village_that_sent_nothing_is_named_and_not_a_zero(pc: Office) -> None:
    first, _second = pc.villages("Hà Giữa", "Dương Nỗ")
    values = {"numerator": 90, "denominator": 100}
    assess.answer(pc.store, pc.desk.actor, Place(SET, CODE, "2025", first), values)
    screen, villages = opened(pc)
    assert line_of(pc).verdict.result is Result.MISSING
    assert "Dương Nỗ" in screen.page.question.verdict.reasons.text()
    shown = {row.name: row.told for row in villages.table.rows.rows()}
    assert shown == {"Hà Giữa": "90 %", "Dương Nỗ": "Thiếu", "Cộng 1/2 thôn": "90 %"}


def test_the_sums_are_sums_of_numerators_over_sums_of_denominators(
    pc: Office, qtbot: QtBot
) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    screen, villages = opened(pc)
    with qtbot.waitSignal(screen.refreshed):
        paste(villages, "10\t100\n300\t400\n", 0, 1)
    last = villages.table.rows.rows()[-1]
    assert (last.answer.numerator, last.answer.denominator, last.told) == (310, 500, "62 %")


def test_ctrl_v_upon_the_table_pastes_a_block(pc: Office) -> None:
    pc.villages("Hà Giữa")
    _screen, villages = opened(pc)
    villages.start()
    QGuiApplication.clipboard().setText("12\t34\n")
    QTest.keyClick(villages.table, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert answers(pc)["Hà Giữa"] == (12, 34)


def test_a_block_is_one_action(pc: Office) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", CODE))
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    paste(screen.page.below.villages[0], "10\t100\n300\t400\n", 0, 1)
    assert len(answers(pc)) == 2
    shell.undo()
    assert set(answers(pc).values()) == {(None, None)}


def test_vietnamese_numbers_of_a_spreadsheet_are_read(pc: Office) -> None:
    pc.villages("Hà Giữa")
    _screen, villages = opened(pc)
    paste(villages, "1.234,5\t2.000\n", 0, 1)
    assert answers(pc)["Hà Giữa"] == (1234.5, 2000)


def test_names_in_the_block_find_their_villages(pc: Office) -> None:
    pc.villages("Thôn Hà Giữa", "Thôn Dương Nỗ")
    _screen, villages = opened(pc)
    paste(villages, "Thôn\tTử số\tMẫu số\nDUONG NO\t5\t9\nhà giữa\t7\t8\n", 0, 0)
    assert answers(pc) == {"Thôn Hà Giữa": (7, 8), "Thôn Dương Nỗ": (5, 9)}


def test_bad_cells_are_listed_and_nothing_is_lost(pc: Office) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    _screen, villages = opened(pc)
    paste(villages, "mười\t100\n300\t400\n", 0, 1)
    rows = villages.table.rows
    draft = rows.draft(rows.index(0, 1))
    assert draft is not None
    assert draft.typed == "mười"
    assert "Hà Giữa" in villages.message.text()
    assert answers(pc) == {"Hà Giữa": (None, 100), "Dương Nỗ": (300, 400)}


def test_a_village_whose_numbers_cannot_be_true_does_not_hold_up_the_others(pc: Office) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    _screen, villages = opened(pc)
    paste(villages, "150\t100\n300\t400\n", 0, 1)
    assert answers(pc)["Dương Nỗ"] == (300, 400)
    assert "150" in villages.message.text()
    draft = villages.table.rows.draft(villages.table.rows.index(0, 1))
    assert draft is not None
    assert draft.typed == "150"


@pytest.mark.parametrize(
    ("block", "column"),
    [
        ("10\t100\t7\n300\t400\t7\n", 1),
        ("10\t100\n", 2),
        ("Thôn\tTử\tMẫu\tKhác\nHà Giữa\t10\t100\t1000\n", 0),
        ("Hà Giữa\t10\t100\t10 %\t50\n", 0),
        ("Hà Giữa\t10\t100\tcòn xem lại\n", 1),
    ],
)
def test_a_block_wider_than_the_table_is_told_before_anything_is_taken(
    pc: Office, block: str, column: int
) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    _screen, villages = opened(pc)
    paste(villages, block, 0, column)
    told = villages.message.text()
    assert told.startswith("Khối đã dán rộng hơn bảng nên chưa nhập gì")
    assert "Mẫu số" in told
    assert answers(pc) == {}
    paste(villages, "10\t100\n", 0, 1)
    assert answers(pc)["Hà Giữa"] == (10, 100)
    assert "rộng hơn" not in villages.message.text()


@pytest.mark.parametrize("share", ["10 %", "10", "0,1", "10,4", "Thiếu", "#DIV/0!", ""])
def test_a_column_that_repeats_the_share_is_not_too_many(pc: Office, share: str) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    _screen, villages = opened(pc)
    paste(villages, f"Thôn\tTử số\tMẫu số\tTỷ lệ\nHà Giữa\t10\t100\t{share}\n", 0, 0)
    assert answers(pc)["Hà Giữa"] == (10, 100)


def test_a_table_that_is_copied_whole_goes_back_in(pc: Office, qtbot: QtBot) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    screen, villages = opened(pc)
    with qtbot.waitSignal(screen.refreshed):
        paste(villages, "10\t100\n", 0, 1)
    grid = villages.table
    grid.selectAll()
    grid.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t") == ["Hà Giữa", "10", "100", "10 %"]
    paste(villages, copied[0].replace("Hà Giữa", "Dương Nỗ"), 0, 0)
    assert answers(pc)["Dương Nỗ"] == (10, 100)


def test_lines_beyond_the_last_village_are_told(pc: Office) -> None:
    pc.villages("Hà Giữa")
    _screen, villages = opened(pc)
    paste(villages, "1\t2\n3\t4\n", 0, 1)
    assert "3 · 4" in villages.message.text()


def test_a_name_no_village_has_is_told(pc: Office) -> None:
    pc.villages("Hà Giữa", "Dương Nỗ")
    _screen, villages = opened(pc)
    paste(villages, "Hà Giữa\t1\t2\nXóm Chùa\t3\t4\n", 0, 0)
    assert "Xóm Chùa" in villages.message.text()
    assert answers(pc)["Hà Giữa"] == (1, 2)


def test_two_villages_of_one_name_are_told_apart_by_their_kind(pc: Office) -> None:
    pc.villages("Thôn Hà Giữa", "Tổ dân phố Hà Giữa")
    _screen, villages = opened(pc)
    paste(villages, "TDP HÀ GIỮA\t3\t4\nThôn Hà Giữa\t1\t2\n", 0, 0)
    assert answers(pc) == {"Thôn Hà Giữa": (1, 2), "Tổ dân phố Hà Giữa": (3, 4)}


def test_a_name_that_could_be_of_two_villages_is_told_and_the_others_are_taken(pc: Office) -> None:
    pc.villages("Thôn Hà Giữa", "Tổ dân phố Hà Giữa", "Dương Nỗ")
    _screen, villages = opened(pc)
    paste(villages, "hà giữa\t3\t4\nDương Nỗ\t1\t2\n", 0, 0)
    told = villages.message.text()
    assert "“Thôn Hà Giữa”, “Tổ dân phố Hà Giữa”" in told
    assert "hà giữa · 3 · 4" in told
    assert answers(pc)["Dương Nỗ"] == (1, 2)
    assert answers(pc)["Thôn Hà Giữa"] == (None, None)


def test_a_village_that_has_two_lines_is_told_and_the_others_are_taken(pc: Office) -> None:
    pc.villages("Thôn Hà Giữa", "Dương Nỗ")
    _screen, villages = opened(pc)
    paste(villages, "Hà Giữa\t1\t2\nDương Nỗ\t5\t6\nThôn Hà Giữa\t3\t4\n", 0, 0)
    told = villages.message.text()
    assert "“Thôn Hà Giữa”" in told
    assert "Hà Giữa · 1 · 2; Thôn Hà Giữa · 3 · 4" in told
    assert answers(pc) == {"Thôn Hà Giữa": (None, None), "Dương Nỗ": (5, 6)}


def test_an_empty_cell_of_a_sheet_erases_nothing(pc: Office) -> None:
    (first,) = pc.villages("Hà Giữa")
    values = {"numerator": 90, "denominator": 100}
    assess.answer(pc.store, pc.desk.actor, Place(SET, CODE, "2025", first), values)
    _screen, villages = opened(pc)
    paste(villages, "\t120\n", 0, 1)
    assert answers(pc)["Hà Giữa"] == (90, 120)


def test_a_commune_without_villages_names_them_in_place(pc: Office, qtbot: QtBot) -> None:
    screen, villages = opened(pc)
    villages.start()
    founding = villages.founding
    founding.names.setPlainText("Hà Giữa\nDương Nỗ")
    with qtbot.waitSignal(screen.refreshed):
        founding.add.click()
    assert [each.name for each in places.villages(pc.store)] == ["Hà Giữa", "Dương Nỗ"]
    assert villages.table.isVisible()


def test_forty_villages_are_a_table_and_not_forty_widgets(pc: Office) -> None:
    pc.villages(*(f"Thôn {n}" for n in range(40)))
    _screen, villages = opened(pc)
    assert villages.table.rows.rowCount() == 41
    assert villages.table.height() >= 41 * 30
