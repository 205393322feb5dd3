"""Cells mean what the office meant, or the officer is told that nobody can know."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.grids import Cell
from rules.intake import cells
from rules.intake.cells import Misread

EPOCH = date(1899, 12, 30)


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        (1980, 1980),
        (1980.0, 1980),
        ("1980", 1980),
        ("01/02/1980", 1980),
        ("1-2-1980", 1980),
        ("15.8.75", 1975),
        ("8/1975", 1975),
        ("sinh năm 1975", 1975),
        ("1975-03-02", 1975),
        (date(1975, 3, 2), 1975),
        (datetime(1975, 3, 2, tzinfo=UTC), 1975),
        (27455, 1975),
        ("", None),
        (None, None),
    ],
)
def test_a_year_of_birth_is_read_from_years_dates_and_serials(cell: Cell, year: int) -> None:
    assert cells.value("birth_year", cell) == year


@pytest.mark.parametrize("cell", ["1/1/05", "khoảng 40 tuổi", "30/2/1980", "12", 12, "#N/A"])
def test_what_could_be_another_year_is_asked_back(cell: Cell) -> None:
    with pytest.raises(Misread):
        cells.value("birth_year", cell)


@given(st.dates(date(1911, 1, 1), date(2099, 12, 31)))
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    written: list[Cell] = [
        day,
        (day - EPOCH) // timedelta(days=1),
        float((day - EPOCH).days),
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        day.isoformat(),
    ]
    assert {cells.value("as_of", each) for each in written} == {day.isoformat()}


@pytest.mark.parametrize("cell", ["12/25/2024", "2024", "hôm qua", 3, True])
def test_a_day_nobody_can_be_sure_of_is_refused(cell: Cell) -> None:
    with pytest.raises(Misread):
        cells.value("as_of", cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1.234,5", 1234.5), ("1.234", 1234), (1234.5, 1234.5), (3.0, 3), ("0", 0), ("", None)],
)
def test_numbers_are_vietnamese_where_they_are_text(cell: Cell, number: float | None) -> None:
    assert cells.value("number", cell) == number


@pytest.mark.parametrize("cell", ["nhiều", "1,234.5", True, date(2026, 1, 1)])
def test_what_is_no_number_is_refused(cell: Cell) -> None:
    with pytest.raises(Misread):
        cells.value("number", cell)


def test_a_telephone_number_gets_its_nought_back() -> None:
    assert cells.value("phone", 914000222.0) == "0914000222"
    assert cells.value("phone", " 0914 000 111 ") == "0914 000 111"
    assert cells.value("phone", "+84914000111") == "+84914000111"


def test_roles_are_known_by_their_names_and_others_stay() -> None:
    told = "Tổ công nghệ số; Cán bộ quản lý, Hội phụ nữ"
    assert cells.value("roles", told) == ["Hội phụ nữ", "digital_team", "manager"]
    assert cells.value("roles", "; ".join(cells.ROLE_TITLES.values())) == sorted(cells.ROLE_TITLES)


@pytest.mark.parametrize(
    ("cell", "answer"), [("Đạt", True), ("x", True), ("không đạt", False), (True, True), ("", None)]
)
def test_yes_and_no_are_read(cell: Cell, answer: bool | None) -> None:
    assert cells.value("passed", cell) is answer


def test_a_formula_that_failed_is_no_word() -> None:
    with pytest.raises(Misread):
        cells.value("position", "#REF!")
    assert cells.value("position", "#1") == "#1"


def test_a_whole_number_in_a_column_of_words_has_no_decimal_mark() -> None:
    assert cells.value("unit", 3.0) == "3"
