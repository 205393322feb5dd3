"""The one table model."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from ui import look
from ui.look import Role
from ui.rows import Align, Column, Entry, Rows

ROLE = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class Village:
    code: str
    name: str
    households: int | None = None
    met: bool = False


COLUMNS: tuple[Column[Village], ...] = (
    Column("Thôn", lambda village: village.name, entry=Entry.TEXT, hint=lambda v: v.code),
    Column("Số hộ", lambda village: village.households, align=Align.END, entry=Entry.NUMBER),
    Column("Có mặt", lambda village: village.met, align=Align.MIDDLE, entry=Entry.CHECK),
    Column(
        "Kết quả",
        lambda village: "Đạt" if village.met else "Thiếu",
        role=lambda village: Role.PASSED if village.met else Role.MISSING,
    ),
)
HA = Village("01", "Hà Giữa", 1234)
NO = Village("02", "Dương Nỗ", None, True)
MAI = Village("03", "Phú Mai", 0)


def made(*villages: Village) -> Rows[Village]:
    rows: Rows[Village] = Rows(COLUMNS, key=lambda village: village.code)
    rows.replace(villages)
    return rows


class Told:
    """What a model tells its views."""

    def __init__(self, rows: Rows[Village]) -> None:
        self.said: list[tuple[str, int, int]] = []
        rows.dataChanged.connect(lambda a, b, _roles: self._say("changed", a.row(), b.row()))
        rows.rowsInserted.connect(lambda _p, first, last: self._say("came", first, last))
        rows.rowsRemoved.connect(lambda _p, first, last: self._say("went", first, last))
        rows.layoutChanged.connect(lambda *_: self._say("moved", 0, 0))
        rows.modelReset.connect(lambda: self._say("reset", 0, 0))

    def _say(self, what: str, first: int, last: int) -> None:
        self.said.append((what, first, last))


def shown(rows: Rows[Village], row: int, column: int, role: ROLE = ROLE.DisplayRole) -> object:
    return rows.index(row, column).data(role)


def test_values_are_shown_as_people_read_them() -> None:
    rows = made(HA, NO, MAI)
    assert [shown(rows, row, 1) for row in range(3)] == ["1.234", "", "0"]
    assert shown(rows, 0, 0) == "Hà Giữa"


def test_a_missing_number_is_shown_as_nothing_and_zero_as_zero() -> None:
    rows = made(NO, MAI)
    assert (shown(rows, 0, 1), shown(rows, 1, 1)) == ("", "0")
    assert (shown(rows, 0, 1, ROLE.EditRole), shown(rows, 1, 1, ROLE.EditRole)) == (None, 0)


def test_the_titles_stand_above_their_columns_as_the_cells_do() -> None:
    rows = made()
    across = Qt.Orientation.Horizontal
    assert rows.headerData(1, across) == "Số hộ"
    end = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    assert rows.headerData(1, across, ROLE.TextAlignmentRole) == end
    assert shown(made(HA), 0, 1, ROLE.TextAlignmentRole) == end


def test_a_status_has_its_colour_and_its_icon(qapp: QApplication) -> None:
    look.apply(qapp, "light")
    rows = made(HA, NO)
    assert shown(rows, 0, 3, ROLE.ForegroundRole) == QColor(look.LIGHT.missing.ink)
    assert shown(rows, 1, 3, ROLE.ForegroundRole) == QColor(look.LIGHT.passed.ink)
    assert isinstance(shown(rows, 1, 3, ROLE.DecorationRole), QIcon)
    assert shown(rows, 0, 0, ROLE.ForegroundRole) is None


def test_a_hint_is_the_tooltip() -> None:
    assert shown(made(HA), 0, 0, ROLE.ToolTipRole) == "01"


def test_the_same_rows_again_tell_nothing() -> None:
    rows = made(HA, NO)
    told = Told(rows)
    rows.replace((HA, NO))
    assert told.said == []


def test_only_the_rows_that_differ_are_told() -> None:
    rows = made(HA, NO, MAI)
    told = Told(rows)
    rows.replace((HA, Village("02", "Dương Nỗ", 5), Village("03", "Phú Mai", 6)))
    assert told.said == [("changed", 1, 2)]
    assert shown(rows, 2, 1) == "6"


def test_a_row_that_came_is_put_in_its_place() -> None:
    rows = made(HA, MAI)
    told = Told(rows)
    rows.replace((HA, NO, MAI))
    assert told.said == [("came", 1, 1)]
    assert rows.rows() == (HA, NO, MAI)


def test_a_row_that_went_takes_nobody_with_it() -> None:
    rows = made(HA, NO, MAI)
    mine = QPersistentModelIndex(rows.find("03"))
    told = Told(rows)
    rows.replace((HA, MAI))
    assert told.said == [("went", 1, 1)]
    assert mine.row() == 1


def test_a_chosen_row_stays_chosen_when_the_order_changes() -> None:
    rows = made(HA, NO, MAI)
    mine = QPersistentModelIndex(rows.find("01", 1))
    rows.replace((MAI, NO, HA))
    assert (mine.row(), mine.column()) == (2, 1)
    assert rows.row(mine) == HA


def test_a_row_is_found_by_its_key() -> None:
    rows = made(HA, NO)
    assert rows.find("02").row() == 1
    assert not rows.find("99").isValid()


def test_two_rows_with_one_key_are_refused() -> None:
    rows = made(HA)
    with pytest.raises(ValueError, match="same key"):
        rows.replace((HA, HA))
    assert rows.rows() == (HA,)


CODES = st.lists(st.sampled_from("0123456789"), unique=True)


@given(old=CODES, new=CODES, chosen=st.data())
def test_from_any_rows_to_any_others_a_chosen_row_that_stays_is_kept(
    old: list[str], new: list[str], chosen: st.DataObject
) -> None:
    rows = made(*(Village(code, f"Thôn {code}", 1) for code in old))
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Warning)
    mine = {code: QPersistentModelIndex(rows.find(code)) for code in old}
    after = [Village(code, f"Thôn {code}", chosen.draw(st.sampled_from([1, 2]))) for code in new]
    rows.replace(after)
    assert rows.rows() == tuple(after)
    for code, index in mine.items():
        assert (rows.key_of(index) == code) if code in new else not index.isValid()
    del tester


def test_views_are_never_told_to_begin_anew() -> None:
    many = [Village(f"{number:05}", "Thôn") for number in range(2_000)]
    rows = made(*many)
    mine = QPersistentModelIndex(rows.find("01998"))
    told = Told(rows)
    rows.replace(many[::-2] + many[::2])
    assert "reset" not in {what for what, _first, _last in told.said}
    assert rows.row(mine) == many[1998]
    assert rows.rowCount() == 2_000


def test_filling_a_cell_in_says_so_and_waits_for_the_outcome() -> None:
    rows = made(HA)
    heard: list[tuple[object, int, object]] = []
    rows.typed.connect(lambda row, column, value: heard.append((row, column, value)))
    assert rows.setData(rows.index(0, 1), 7)
    assert heard == [(HA, 1, 7)]
    assert shown(rows, 0, 1) == "1.234"


def test_filling_in_what_is_already_there_says_nothing() -> None:
    rows = made(HA)
    heard: list[object] = []
    rows.typed.connect(lambda *said: heard.append(said))
    rows.setData(rows.index(0, 1), 1234)
    assert heard == []


def test_ticking_a_box_says_yes_or_no() -> None:
    rows = made(HA)
    heard: list[object] = []
    rows.typed.connect(lambda _row, _column, value: heard.append(value))
    rows.setData(rows.index(0, 2), Qt.CheckState.Checked, ROLE.CheckStateRole)
    assert heard == [True]
    assert shown(rows, 0, 2) is None


def test_only_cells_with_an_entry_can_be_filled_in() -> None:
    rows = made(HA)
    editable, checkable = Qt.ItemFlag.ItemIsEditable, Qt.ItemFlag.ItemIsUserCheckable
    assert rows.flags(rows.index(0, 0)) & editable
    assert rows.flags(rows.index(0, 2)) & checkable
    assert not rows.flags(rows.index(0, 3)) & (editable | checkable)


def test_a_closed_cell_cannot_be_filled_in() -> None:
    column: Column[Village] = Column(
        "Số hộ", lambda v: v.households, entry=Entry.NUMBER, open=lambda v: not v.met
    )
    rows: Rows[Village] = Rows((column,), key=lambda v: v.code)
    rows.replace((HA, NO))
    assert rows.flags(rows.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not rows.flags(rows.index(1, 0)) & Qt.ItemFlag.ItemIsEditable


def test_a_text_that_could_not_be_read_stays_in_its_cell_until_it_is_mended() -> None:
    rows = made(HA, NO)
    advice: list[str] = []
    rows.troubled.connect(advice.append)
    rows.keep(rows.index(0, 1), "12a", "Chỉ nhập chữ số.")
    rows.replace((NO, HA))
    assert shown(rows, 1, 1) == "12a"
    assert shown(rows, 1, 1, ROLE.ToolTipRole) == "Chỉ nhập chữ số."
    rows.setData(rows.index(1, 1), 12)
    assert shown(rows, 1, 1) == "1.234"
    assert advice == ["Chỉ nhập chữ số.", ""]
