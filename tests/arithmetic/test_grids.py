"""The table on an office's sheet is found, and nobody on it gets lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import grids
from rules.grids import Cell, Table, Words

WORDS: Words = {
    "full_name": ("ho va ten", "ho ten", "ten hoc vien"),
    "birth": ("nam sinh", "ngay sinh", "ngay thang nam sinh"),
    "position": ("chuc vu", "chuc danh"),
    "unit": ("don vi", "thon"),
    "phone": ("dien thoai", "so dien thoai", "sdt"),
}


def found(rows: list[list[Cell]]) -> Table:
    """The table on a sheet that has one."""
    table = grids.find(rows, WORDS)
    assert table is not None
    return table


def names(table: Table) -> list[Cell]:
    """What stands in the column of names."""
    place = next(each.place for each in table.columns if each.field == "full_name")
    return [row.cells[place] for row in table.rows]


def test_a_list_with_letterhead_numbering_total_and_signature() -> None:
    table = found(
        [
            ["UBND XÃ A LƯỚI 2", None, None, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            [],
            ["DANH SÁCH HỌC VIÊN", None, None, None],
            ["STT", "Họ và tên", "Năm sinh", "Chức vụ", "Số điện thoại"],
            ["(1)", "(2)", "(3)", "(4)", "(5)"],
            [1, "Hồ Thị Hoa", 1980, "Trưởng thôn", "0914000111"],
            [2, "Lê Bình", date(1975, 3, 2), None, None],
            [None, "Tổng cộng", 2, None, None],
            [None, None, None, "Người lập biểu", None],
            [None, None, None, "Trần Văn An", None],
        ]
    )
    assert names(table) == ["Hồ Thị Hoa", "Lê Bình"]
    assert [row.number for row in table.rows] == [6, 7]
    assert table.passed_over == (5, 8, 9, 10)
    fields = [column.field for column in table.columns]
    assert fields == [None, "full_name", "birth", "position", "phone"]


def test_a_header_of_two_rows_is_read_from_the_inside() -> None:
    table = found(
        [
            ["TT", "Họ và tên", "Nơi công tác", None, "Liên hệ"],
            [None, None, "Chức vụ", "Thôn", "Điện thoại"],
            ["1", "Hồ Thị Hoa", "Trưởng thôn", "A Roàng", "0914"],
        ]
    )
    assert [column.field for column in table.columns][1:] == [
        "full_name",
        "position",
        "unit",
        "phone",
    ]
    assert table.columns[2].heading == "Nơi công tác Chức vụ"


def test_headings_between_rows_become_the_group_of_what_follows() -> None:
    table = found(
        [
            ["STT", "Họ tên", "Năm sinh"],
            ["I", "Thôn A Roàng", None],
            [1, "Hồ Thị Hoa", 1980],
            ["Thôn A Min", None, None],
            [2, "Lê Bình", 1975],
        ]
    )
    assert [(row.cells[1], row.group) for row in table.rows] == [
        ("Hồ Thị Hoa", "Thôn A Roàng"),
        ("Lê Bình", "Thôn A Min"),
    ]


def test_a_row_with_nothing_but_a_name_is_a_person() -> None:
    table = found([["Họ và tên", "Năm sinh"], ["Hồ Thị Hoa", None], ["Tống Thị Cộng", None]])
    assert names(table) == ["Hồ Thị Hoa", "Tống Thị Cộng"]


def test_two_columns_that_mean_the_same_are_not_both_taken() -> None:
    table = found([["Họ và tên", "Đơn vị", "Đơn vị cũ"], ["Hoa", "A", "B"]])
    assert [column.field for column in table.columns] == ["full_name", "unit", None]


def test_a_sheet_without_such_a_table_is_told_apart() -> None:
    assert grids.find([["Báo cáo", None], ["Nội dung", 5]], WORDS) is None
    assert grids.find([], WORDS) is None


def test_sheets_with_the_same_headings_have_the_same_shape() -> None:
    one = found([["STT", "Họ và tên"], [1, "Hoa"]])
    two = found([["Danh sách"], ["stt", "HỌ VÀ  TÊN"], [1, "Bình"], [2, "An"]])
    assert one.shape == two.shape
    assert one.shape != found([["STT", "Họ tên"], [1, "Hoa"]]).shape


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên (viết hoa)", "full_name"),
        ("Ngày, tháng, năm sinh", "birth"),
        ("SĐT", "phone"),
        ("Ghi chú", None),
        ("Thôn/TDP", "unit"),
    ],
)
def test_headings_are_understood_by_what_they_mean(heading: str, field: str | None) -> None:
    assert grids.field_of(heading, WORDS) == field


people = st.lists(
    st.tuples(st.sampled_from(["Hồ Thị Hoa", "Lê Bình", "Tổng Văn Cộng"]), st.integers(1950, 2005)),
    min_size=1,
    max_size=20,
)


@given(people, st.integers(0, 5), st.booleans())
def test_every_person_under_the_header_is_in_the_table(
    listed: list[tuple[str, int]], above: int, signed: bool
) -> None:
    sheet: list[list[Cell]] = [["", None]] * above + [["STT", "Họ và tên", "Năm sinh"]]
    sheet += [[number, *person] for number, person in enumerate(listed, start=1)]
    sheet += [[None, "Người lập", None]] if signed else []
    assert names(found(sheet)) == [name for name, _year in listed]
