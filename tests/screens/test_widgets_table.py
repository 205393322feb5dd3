"""The table for entering, by keyboard."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.support.keys import compose, press, type_in
from ui import look
from ui.rows import Align, Column, Entry, Rows
from ui.widgets.table import Table

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@dataclass(frozen=True, slots=True)
class Village:
    code: str
    name: str
    households: int | None = None
    day: str | None = None
    met: bool = False


COLUMNS: tuple[Column[Village], ...] = (
    Column("Mã", lambda v: v.code, width=6),
    Column("Thôn", lambda v: v.name, entry=Entry.TEXT),
    Column("Số hộ", lambda v: v.households, align=Align.END, entry=Entry.NUMBER, width=10),
    Column("Ngày họp", lambda v: v.day, entry=Entry.DATE, width=12),
    Column("Có mặt", lambda v: v.met, align=Align.MIDDLE, entry=Entry.CHECK, width=8),
)
FIELDS = ("code", "name", "households", "day", "met")
THREE = (Village("01", "Hà Giữa", 1234), Village("02", "Dương Nỗ"), Village("03", "Phú Mai", 0))


class Register(QWidget):
    """A screen in miniature: what is typed is stored and shown again."""

    def __init__(self, villages: tuple[Village, ...]) -> None:
        super().__init__()
        self.rows: Rows[Village] = Rows(COLUMNS, key=lambda v: v.code)
        self.rows.replace(villages)
        self.table = Table(self.rows, entry=True)
        self.before, self.after = QLineEdit(), QLineEdit()
        self.stored: list[tuple[str, str, object]] = []
        self.advice: list[str] = []
        column = QVBoxLayout(self)
        for widget in (self.before, self.table, self.after):
            column.addWidget(widget)
        self.resize(700, 300)
        self.rows.typed.connect(self._store)
        self.rows.troubled.connect(self.advice.append)

    def _store(self, village: Village, column: int, value: object) -> None:
        field = FIELDS[column]
        self.stored.append((village.code, field, value))
        changed = replace(village, **{field: value})
        self.rows.replace(changed if row.code == village.code else row for row in self.rows.rows())

    def at(self) -> tuple[int, int]:
        index = self.table.currentIndex()
        return index.row(), index.column()

    def go(self, row: int, column: int) -> None:
        self.table.setCurrentIndex(self.rows.index(row, column))

    def field(self) -> QWidget:
        """The editor that is open in the current cell."""
        editor = self.table.indexWidget(self.table.currentIndex())
        assert editor is not None, "no cell is being filled in"
        return editor

    def words(self, row: int, column: int) -> object:
        return self.rows.index(row, column).data()


@pytest.fixture
def register(qtbot: QtBot, qapp: QApplication) -> Register:
    look.apply(qapp, "light")
    made = Register(THREE)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.table.setFocus()
    made.go(0, 2)
    return made


def test_typing_fills_the_cell_and_enter_goes_down(register: Register) -> None:
    type_in(register.table, "5")
    type_in(register.field(), "6")
    press(register.field(), KEY.Key_Return)
    assert register.stored == [("01", "households", 56)]
    assert register.words(0, 2) == "56"
    assert register.at() == (1, 2)
    assert register.table.hasFocus()


def test_a_whole_column_is_keyed_without_the_mouse(register: Register) -> None:
    for number in ("12", "7", "1.005"):
        type_in(register.table, number[0])
        type_in(register.field(), number[1:])
        press(register.field(), KEY.Key_Return)
    assert [register.words(row, 2) for row in range(3)] == ["12", "7", "1.005"]


def test_tab_goes_right_and_on_to_the_next_row(register: Register) -> None:
    type_in(register.table, "5")
    press(register.field(), KEY.Key_Tab)
    assert register.at() == (0, 3)
    register.go(0, 4)
    press(register.table, KEY.Key_Tab)
    assert register.at() == (1, 0)
    press(register.table, KEY.Key_Backtab, SHIFT)
    assert register.at() == (0, 4)


def test_tab_leaves_the_table_after_its_last_cell(register: Register) -> None:
    register.go(2, 4)
    press(register.table, KEY.Key_Tab)
    assert register.after.hasFocus()


def test_shift_and_enter_go_up(register: Register) -> None:
    register.go(2, 2)
    press(register.table, KEY.Key_Return, SHIFT)
    assert register.at() == (1, 2)


def test_f2_opens_the_cell_with_its_value(register: Register) -> None:
    press(register.table, KEY.Key_F2)
    editor = register.field()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "1.234"


def test_escape_leaves_the_cell_as_it_was(register: Register) -> None:
    type_in(register.table, "9")
    press(register.field(), KEY.Key_Escape)
    assert register.stored == []
    assert register.words(0, 2) == "1.234"


def test_leaving_the_table_keeps_what_was_typed(register: Register) -> None:
    type_in(register.table, "8")
    register.after.setFocus()
    assert register.stored == [("01", "households", 8)]


def test_flushing_keeps_what_was_typed(register: Register) -> None:
    type_in(register.table, "8")
    register.table.flush()
    assert register.stored == [("01", "households", 8)]


def test_choosing_another_cell_keeps_what_was_typed(register: Register) -> None:
    type_in(register.table, "8")
    register.go(2, 1)
    assert register.stored == [("01", "households", 8)]


def test_a_number_that_cannot_be_read_stays_in_its_cell_and_is_taken_up_again(
    register: Register,
) -> None:
    type_in(register.table, "1")
    type_in(register.field(), "2a")
    press(register.field(), KEY.Key_Return)
    assert register.at() == (1, 2)
    assert register.stored == []
    assert register.words(0, 2) == "12a"
    assert "12a" in register.advice[-1]
    register.go(0, 2)
    press(register.table, KEY.Key_F2)
    editor = register.field()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "12a"
    editor.selectAll()
    type_in(editor, "12")
    press(editor, KEY.Key_Return)
    assert register.stored == [("01", "households", 12)]
    assert register.advice[-1] == ""


def test_emptying_a_cell_that_could_not_be_read_mends_it(register: Register) -> None:
    register.go(1, 2)
    type_in(register.table, "x")
    press(register.field(), KEY.Key_Return)
    register.go(1, 2)
    press(register.table, KEY.Key_F2)
    editor = register.field()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    press(editor, KEY.Key_Backspace)
    press(editor, KEY.Key_Return)
    assert register.words(1, 2) == ""
    assert register.advice[-1] == ""


def test_delete_takes_values_out_and_leaves_what_is_only_read(register: Register) -> None:
    register.table.selectRow(0)
    press(register.table, KEY.Key_Delete)
    assert ("01", "households", None) in register.stored
    assert "code" not in {field for _code, field, _value in register.stored}
    assert register.words(0, 2) == ""


def test_space_ticks_a_box(register: Register) -> None:
    register.go(1, 4)
    press(register.table, KEY.Key_Space)
    assert register.stored == [("02", "met", True)]
    press(register.table, KEY.Key_Space)
    assert register.stored[-1] == ("02", "met", False)


def test_a_click_ticks_a_box(register: Register) -> None:
    middle = register.table.visualRect(register.rows.index(2, 4)).center()
    QTest.mouseClick(
        register.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle
    )
    assert register.stored == [("03", "met", True)]


def test_composed_letters_open_a_cell_and_none_is_lost(register: Register) -> None:
    register.go(0, 1)
    compose(register.table, "đ")
    editor = register.field()
    compose(editor, "đì")
    compose(editor, "", commit="đình")
    press(editor, KEY.Key_Return)
    assert register.stored == [("01", "name", "đình")]


def test_a_change_from_elsewhere_leaves_the_open_cell_alone(register: Register) -> None:
    type_in(register.table, "4")
    type_in(register.field(), "2")
    register.rows.replace((Village("00", "Mới"), *THREE))
    editor = register.table.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "42"
    press(editor, KEY.Key_Return)
    assert register.stored == [("01", "households", 42)]


def test_even_quite_other_rows_leave_what_is_being_typed(register: Register) -> None:
    many = tuple(Village(f"{number:04}", "Thôn") for number in range(1000))
    register.rows.replace((*THREE, *many))
    type_in(register.table, "4")
    register.rows.replace((*many[::2], *THREE))
    editor = register.field()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "4"
    press(editor, KEY.Key_Return)
    assert register.stored == [("01", "households", 4)]


def test_copied_cells_are_a_block_for_spreadsheets(register: Register) -> None:
    register.table.selectAll()
    press(register.table, KEY.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "01\tHà Giữa\t1.234\t\t"
    assert lines[1] == "02\tDương Nỗ\t\t\t"


def test_a_pasted_block_is_handed_over_with_its_upper_left_cell(
    register: Register, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText('1\t"hai\ndòng"\n2\tba\n')
    register.go(1, 2)
    with qtbot.waitSignal(register.table.pasted) as pasted:
        press(register.table, KEY.Key_V, CTRL)
    index, block = pasted.args
    assert (index.row(), index.column()) == (1, 2)
    assert block == [["1", "hai\ndòng"], ["2", "ba"]]


def test_the_same_row_stays_the_current_one_among_quite_other_rows(register: Register) -> None:
    many = tuple(Village(f"{number:04}", "Thôn") for number in range(1000))
    register.rows.replace(many)
    register.table.go("0500", 2)
    register.rows.replace(many[::2])
    assert register.rows.key_of(register.table.currentIndex()) == "0500"


def test_a_table_that_is_only_read_chooses_rows_and_enter_opens_one(
    qtbot: QtBot, qapp: QApplication
) -> None:
    rows: Rows[Village] = Rows(COLUMNS, key=lambda v: v.code)
    rows.replace(THREE)
    table = Table(rows)
    qtbot.addWidget(table)
    table.show()
    opened: list[int] = []
    table.activated.connect(lambda index: opened.append(index.row()))
    table.go("02")
    type_in(table, "x")
    press(table, KEY.Key_Return)
    assert opened == [1]
    assert len(table.selectionModel().selectedRows()) == 1
    assert table.indexWidget(table.currentIndex()) is None


def test_a_column_is_as_wide_as_its_heading_at_least(qtbot: QtBot) -> None:
    narrow = Column[Village]("Số hộ tham gia", lambda v: v.households, width=3)
    table = Table(Rows((narrow, *COLUMNS), key=lambda v: v.code))
    qtbot.addWidget(table)
    header = table.horizontalHeader()
    assert table.columnWidth(0) >= header.fontMetrics().horizontalAdvance("Số hộ tham gia")


def test_rows_follow_the_text_size(register: Register, qapp: QApplication) -> None:
    assert register.table.rowHeight(0) == 30
    look.apply(qapp, "light", 150)
    assert register.table.rowHeight(0) == 45
    look.apply(qapp, "light")
    assert register.table.rowHeight(0) == 30


def test_ten_thousand_rows_ask_only_for_what_is_seen(qtbot: QtBot, qapp: QApplication) -> None:
    asked: set[str] = set()

    def name(village: Village) -> str:
        asked.add(village.code)
        return village.name

    rows: Rows[Village] = Rows((Column("Thôn", name),), key=lambda v: v.code)
    rows.replace(Village(f"{number:05}", "Thôn") for number in range(10_000))
    table = Table(rows)
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show()
    table.grab()
    table.scrollTo(rows.index(9_999, 0))
    table.grab()
    assert "09999" in asked
    assert len(asked) < 200
