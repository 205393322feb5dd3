"""Ctrl+K: anything is a few letters away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.commands import assess, evidence
from db.commands.assess import Place
from tests.support.keys import press, type_in
from tests.support.window import SET, Office
from ui.screen import Route
from ui.screens.checklist.screen import ChecklistScreen
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def found(shell: Shell, query: str) -> list[str]:
    """What the list shows for a query."""
    finder = shell.header.finder
    QTest.keyClick(shell, KEY.Key_K, CTRL)
    type_in(finder, query)
    return [hit.title for hit in finder.list.hits()] if finder.list else []


def test_accents_are_optional(pc: Office) -> None:
    shell = pc.open("today")
    assert any("hộ nghèo" in title or "nghèo" in title for title in found(shell, "ngheo da chieu"))


def test_a_code_comes_first(pc: Office) -> None:
    shell = pc.open("today")
    assert found(shell, "8.4")[0].startswith("8.4 ")


def test_enter_goes_there_by_keyboard_alone(pc: Office) -> None:
    shell = pc.open("today")
    titles = found(shell, "ung dung cong nghe thong tin")
    press(shell.header.finder, KEY.Key_Return)
    checklist = shell.at("checklist")
    assert isinstance(checklist, ChecklistScreen)
    assert checklist.view.code() == titles[0].split()[0]
    assert shell.header.finder.text() == ""


def test_down_marks_the_next_hit(pc: Office) -> None:
    shell = pc.open("today")
    found(shell, "ty le ho")
    finder = shell.header.finder
    first = finder.list.current() if finder.list else None
    press(finder, KEY.Key_Down)
    assert finder.list is not None
    assert finder.list.current() != first


def test_escape_goes_back_to_where_one_was(pc: Office) -> None:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", "3.1"))
    checklist = shell.at("checklist")
    assert isinstance(checklist, ChecklistScreen)
    editor = checklist.page.question.answer.editors["numerator"]
    editor.setFocus()
    found(shell, "thon")
    press(shell.header.finder, KEY.Key_Escape)
    assert editor.hasFocus()
    assert shell.header.finder.list is not None
    assert shell.header.finder.list.isHidden()


def test_notes_are_found(pc: Office) -> None:
    place = Place(SET, "8.4", "2025")
    assess.answer(pc.store, pc.desk.actor, place, {"note": "Chờ nghiệm thu đường Hà Giữa"})
    shell = pc.open("today")
    assert found(shell, "nghiem thu ha giua") == ["Chờ nghiệm thu đường Hà Giữa"]


def test_files_are_found_by_title_and_number(pc: Office, tmp_path: Path) -> None:
    paper = tmp_path / "scan01.pdf"
    paper.write_bytes(b"%PDF")
    record = assess.record_of(pc.store, Place(SET, "8.4", "2025"))
    piece = evidence.attach(pc.store, pc.desk.actor, "assessment", record, paper)
    evidence.describe(pc.store, pc.desk.actor, piece, {"document_no": "12/QĐ-UBND"})
    shell = pc.open("today")
    assert found(shell, "12/qd-ubnd") == ["12/QĐ-UBND · scan01.pdf"]


def test_villages_are_found_and_lead_to_their_place(pc: Office) -> None:
    pc.villages("Thôn Hà Giữa")
    shell = pc.open("today")
    assert "Thôn Hà Giữa" in found(shell, "ha giua")
    press(shell.header.finder, KEY.Key_Return)
    assert shell.rail.current() == "people"


def test_deeds_are_found(pc: Office) -> None:
    shell = pc.open("today")
    assert found(shell, "tham tra")[0] == "Thẩm tra thử"
    press(shell.header.finder, KEY.Key_Return)
    checklist = shell.at("checklist")
    assert isinstance(checklist, ChecklistScreen)
    assert checklist.rehearsal.isVisible()


def test_what_was_just_written_is_found(pc: Office) -> None:
    shell = pc.open("today")
    assert found(shell, "tram bom") == []
    press(shell.header.finder, KEY.Key_Escape)
    assess.answer(pc.store, pc.desk.actor, Place(SET, "8.4", "2025"), {"note": "Xây mới trạm bơm"})
    pc.desk.wrote("assessment")
    assert found(shell, "tram bom") == ["Xây mới trạm bơm"]
