"""Blocks of cells, as spreadsheets put them on the clipboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.block import parse_block, write_block

CELLS = st.text(st.sampled_from('ab "\t\nệ'), max_size=6)
BLOCKS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", []),
        ("a", [["a"]]),
        ("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\rb", [["a"], ["b"]]),
        ("\t\n", [["", ""]]),
        ("1\n\n3\n", [["1"], [""], ["3"]]),
        ('"hai\ndòng"\tx\n', [["hai\ndòng", "x"]]),
        ('"nói ""có"""\t2\n', [['nói "có"', "2"]]),
        ('"Xuân"\tHạ\n', [['"Xuân"', "Hạ"]]),
        ('"Xuân\tHạ\n', [['"Xuân', "Hạ"]]),
        ('5" ống\t1\n', [['5" ống', "1"]]),
        ('"a"b\n', [['"a"b']]),
    ],
)
def test_a_block_is_read_as_the_spreadsheet_meant_it(text: str, cells: list[list[str]]) -> None:
    assert parse_block(text) == cells


@given(BLOCKS)
def test_what_is_copied_pastes_back_the_same(block: list[list[str]]) -> None:
    assert parse_block(write_block(block)) == block
