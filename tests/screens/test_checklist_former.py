"""Trước sáp nhập: to be read beside an indicator, its files opened and used again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from db import journal
from db.commands import assess, evidence
from db.commands.assess import Place
from db.journal import Edit
from db.queries import evidence as pieces
from db.queries import subjects
from rules.record import Value
from tests.support.window import SET, Office
from ui import names
from ui.screen import Route
from ui.screens.checklist.former import FormerBox
from ui.screens.checklist.screen import ChecklistScreen
from ui.widgets.button import Button

MY, XUAN = "19855", "19861"  # two communes that are Phường Phong Điền now


def told(pc: Office, origin: str = MY, period: str = "2025-H1", **values: Value) -> str:
    """An answer that came along; the id of its record."""
    key: dict[str, Value] = {"set": SET, "indicator": "15.1", "period": period, "origin": origin}
    record = f"{origin}-{period}-{values.get('village', '')}"
    whole = {**key, **values}
    journal.commit(pc.store, pc.desk.actor, [Edit("former_assessment", record, whole)])
    return record


def box(pc: Office, code: str = "15.1") -> FormerBox | None:
    """The section, after the officer has stayed at an indicator."""
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", code))
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    screen.page.show_rest()
    return screen.page.below.former


def press(where: FormerBox, words: str) -> None:
    next(each for each in where.findChildren(Button) if each.text() == words).click()


def test_a_commune_that_was_never_merged_sees_nothing_of_it(pc: Office) -> None:
    assert box(pc) is None


def test_an_indicator_without_former_answers_sees_nothing_of_it(pc: Office) -> None:
    told(pc, passed=True)
    shown = box(pc, "8.4")
    assert shown is not None
    assert shown.isHidden()


def test_one_line_for_each_commune_and_period(pc: Office) -> None:
    told(pc, numerator=812, denominator=1020, as_of="2025-05-31", note="theo sổ bộ")
    told(pc, XUAN, number=75)
    shown = box(pc)
    assert shown is not None
    said = shown.sentences()
    assert said[:4] == [
        "Xã Phong Mỹ",
        "79,6 % (812/1.020)",
        "6 tháng đầu năm 2025, số liệu đến 31/05/2025",
        "theo sổ bộ",
    ]
    assert "75 %" in said


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"passed": True}, "Đạt"),
        ({"passed": False}, "Chưa đạt"),
        ({"number": 75, "passed": True}, "75 %, ghi là đạt"),
        ({"numerator": 3, "denominator": 4, "passed": False}, "75 % (3/4), ghi là chưa đạt"),
        ({"text": "đang làm"}, "đang làm"),
        ({}, "chưa có số liệu"),
    ],
)
def test_it_is_told_as_it_was_noted(pc: Office, values: dict[str, Value], words: str) -> None:
    told(pc, **values)
    shown = box(pc)
    assert shown is not None
    assert words in shown.sentences()


def test_what_villages_had_is_told_as_so_many_villages(pc: Office) -> None:
    told(pc, village="thon-1", numerator=3, denominator=4)
    told(pc, village="thon-2", numerator=1, denominator=4)
    shown = box(pc)
    assert shown is not None
    assert "2 thôn đã nhập: 50 % (4/8)" in shown.sentences()


def test_who_lacks_is_named_and_all_together_are_a_hint(pc: Office) -> None:
    told(pc, numerator=1, denominator=10)
    told(pc, XUAN, numerator=2, denominator=10)
    shown = box(pc)
    assert shown is not None
    assert any("thiếu số của Phường Phong Thu" in each for each in shown.sentences())
    place = Place(SET, "15.1", "2025-H1")  # Phong Thu's code is the heir's; this was before it
    assess.answer(pc.store, pc.desk.actor, place, {"numerator": 3, "denominator": 10})
    pc.desk.wrote("assessment")
    pc.shut(pc.shells[0])
    shown = box(pc)
    assert shown is not None
    assert any("được 20 % (6/30). Chỉ để tham khảo" in each for each in shown.sentences())
    place = Place(SET, "15.1", "2025")
    assert assess.record_of(pc.store, place) not in _answered(pc)


def _answered(pc: Office) -> set[str]:
    return {row[0] for row in pc.store.rows("SELECT record FROM assessment")}


def test_many_lines_are_folded(pc: Office) -> None:
    for year in range(2016, 2026):
        told(pc, MY, str(year), passed=True)
    shown = box(pc)
    assert shown is not None
    assert shown.sentences().count("Xã Phong Mỹ") == 6
    shown.more.click()
    assert shown.sentences().count("Xã Phong Mỹ") == 10
    shown.more.click()
    assert shown.sentences().count("Xã Phong Mỹ") == 6


def test_a_conflict_says_of_which_answer_it_is(pc: Office) -> None:
    record = told(pc, passed=True)
    told_of = subjects.of(pc.store, "former_assessment", record)
    assert names.subject(told_of) == "chỉ tiêu 15.1 trước sáp nhập"


@pytest.fixture
def paper(pc: Office, tmp_path: Path) -> str:
    """A file that proved a former answer."""
    record = told(pc, passed=True)
    path = tmp_path / "Biên bản họp thôn.pdf"
    path.write_bytes(b"%PDF bien ban")
    return evidence.attach(pc.store, pc.desk.actor, "former_assessment", record, path)


def test_a_file_is_opened_with_the_systems_programme(
    pc: Office, paper: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def note(url: object) -> bool:
        seen.append(url.toLocalFile())  # type: ignore[attr-defined]
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    shown = box(pc)
    assert shown is not None
    press(shown, "1 tệp")
    press(shown, "Mở")
    qtbot.waitUntil(lambda: bool(seen))
    assert Path(seen[0]).read_bytes() == b"%PDF bien ban"


def test_a_file_is_used_again_for_the_heirs_own_answer(pc: Office, paper: str) -> None:
    shown = box(pc)
    assert shown is not None
    press(shown, "1 tệp")
    press(shown, "Dùng lại")
    own = assess.record_of(pc.store, Place(SET, "15.1", "2025"))
    (piece,) = pieces.of(pc.store, own)
    assert piece.name == "Biên bản họp thôn.pdf"
    assert pieces.of(pc.store, f"{MY}-2025-H1-")  # it stays where it was, too
    screen = pc.shells[0].at("checklist")
    assert isinstance(screen, ChecklistScreen)
    screen.page.show_rest()
    assert "đang dùng" in shown.sentences()
