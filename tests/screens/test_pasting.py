"""Old Vietnamese text that is pasted becomes today's, and Ctrl+Z brings back what was pasted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.commands import people as deeds
from tests.support.window import Office
from ui import pasting
from ui.editors import NoteEditor, TextEditor
from ui.screens.people.screen import PEOPLE, PeopleScreen
from ui.widgets.table import Table

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

OLD, NEW = "NguyÔn V¨n A", "Nguyễn Văn A"


def paste(field: TextEditor | NoteEditor, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Paste))


@pytest.fixture(params=[TextEditor, NoteEditor])
def field(request: pytest.FixtureRequest, qtbot: QtBot) -> TextEditor | NoteEditor:
    """A field of one line, and one of several."""
    made: TextEditor | NoteEditor = request.param()
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


def test_old_text_becomes_unicode_and_is_taken_back(field: TextEditor | NoteEditor) -> None:
    paste(field, OLD)
    assert field.typed() == NEW
    QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.Undo))
    assert field.typed() == OLD


def test_the_menu_of_a_field_speaks_vietnamese_and_pastes_likewise(
    field: TextEditor | NoteEditor,
) -> None:
    QGuiApplication.clipboard().setText(OLD)
    menu = field.menu()
    words = {action.text().partition("\t")[0] for action in menu.actions() if action.text()}
    assert words == {"Hoàn tác", "Làm lại", "Cắt", "Chép", "Dán", "Xoá", "Chọn tất cả"}
    next(each for each in menu.actions() if each.objectName() == "edit-paste").trigger()
    menu.deleteLater()
    assert field.typed() == NEW


def test_only_what_is_pasted_is_turned(field: TextEditor | NoteEditor) -> None:
    field.resume("Thôn Hà Úc, ")
    QTest.keyClick(field, Qt.Key.Key_End)
    paste(field, OLD)
    assert field.typed() == f"Thôn Hà Úc, {NEW}"


@pytest.mark.parametrize(
    "text", ["Nguyễn Văn A", "và là bà", "Nguyen Van A", "1.234,5", "2 × 3 m²", "12/11/2025"]
)
def test_unicode_ascii_and_numbers_stay(field: TextEditor | NoteEditor, text: str) -> None:
    paste(field, text)
    assert field.typed() == text


def test_the_window_says_so_in_its_status_line(pc: Office) -> None:
    deeds.add(pc.store, pc.desk.actor, {"full_name": "An"})
    shell = pc.open("people")
    screen = shell.at("people")
    assert isinstance(screen, PeopleScreen)
    part = screen.part(PEOPLE)
    part.swap()
    field = QApplication.focusWidget()
    assert isinstance(field, TextEditor)
    field.selectAll()
    paste(field, OLD)
    assert field.text() == NEW
    assert "TCVN3" in shell.status.saved.text()


def test_cells_of_a_block_are_read_like_each_other() -> None:
    block = [["Hä vµ tªn", "N¨m sinh", ""], [OLD, "1975", "thÞ"]]
    done, turned, encoding = pasting.opened_block(block)
    assert done == [["Họ và tên", "Năm sinh", ""], [NEW, "1975", "thị"]]
    assert (turned, encoding) == (4, "tcvn3")
    assert pasting.opened_block(done) == (done, 0, "")


def test_a_block_that_is_pasted_into_a_table_is_turned(qtbot: QtBot) -> None:
    from ui.rows import Column, Entry, Rows

    rows: Rows[str] = Rows((Column("Tên", str, entry=Entry.TEXT),), key=str)
    rows.replace(["một"])
    table = Table(rows, entry=True)
    rows.setParent(table)
    qtbot.addWidget(table)
    table.setCurrentIndex(rows.index(0, 0))
    QGuiApplication.clipboard().setText(f"{OLD}\t1975\n")
    with qtbot.waitSignal(table.pasted) as pasted:
        QTest.keySequence(table, QKeySequence(QKeySequence.StandardKey.Paste))
    assert pasted.args is not None
    assert pasted.args[1] == [[NEW, "1975"]]
