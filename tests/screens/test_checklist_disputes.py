"""What came from elsewhere: answers that differ, words of the centre, the story of it all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db import journal
from db.commands import assess, profile
from db.commands.assess import Place
from db.queries import disputes, replica
from rules.change import encode
from rules.record import Values
from tests.support.desk import Pen
from tests.support.keys import press, type_in
from tests.support.window import SET, Office
from ui.screen import Route
from ui.screens.checklist import filters
from ui.screens.checklist.screen import ChecklistScreen
from ui.shell import Shell
from ui.widgets.text import Text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key


def opened(pc: Office, code: str) -> tuple[Shell, ChecklistScreen]:
    shell = pc.open("checklist")
    shell.go(Route("checklist", SET, "2025", code))
    screen = shell.at("checklist")
    assert isinstance(screen, ChecklistScreen)
    screen.page.show_rest()
    return shell, screen


def differ(pc: Office, code: str, mine: Values, theirs: Values) -> str:
    """Two PCs answered without having seen each other; the record."""
    place = Place(SET, code, "2025")
    assess.answer(pc.store, pc.desk.actor, place, mine)
    record = assess.record_of(pc.store, place)
    other = Pen().change("assessment", record, set={**place.key(), **theirs})
    journal.receive(pc.store, [(1, encode(other))], 1)
    return record


def test_a_conflict_shows_what_stood_before_and_which_answer_is_ours(pc: Office) -> None:
    place = Place(SET, "15.1", "2025")
    first = assess.answer(pc.store, pc.desk.actor, place, {"number": 80})
    assert first is not None
    other = Pen().change(
        "assessment", first.record, set={"number": 85}, base={"number": [first.id]}
    )
    assess.answer(pc.store, pc.desk.actor, place, {"number": 90})
    journal.receive(pc.store, [(1, encode(other))], 1)
    (dispute,) = disputes.every(pc.store)
    assert dispute.before == 80
    _shell, screen = opened(pc, "15.1")
    (panel,) = screen.page.disputes.panels
    told = [each.text() for each in panel.findChildren(Text)]
    assert "Trước đó: 80" in told
    assert any(each.startswith("Trần Thị Bình") and each.endswith("máy này") for each in told)
    assert any(each.endswith("máy khác") for each in told)


def shown(pc: Office, record: str) -> Values:
    with pc.elsewhere() as store:
        assert not disputes.every(store)
        return replica.values(store, "assessment", record) or {}


def returned(pc: Office, code: str, words: str) -> None:
    """The centre gives an indicator back."""
    said = Pen().change(
        "review",
        "r1",
        actor="centre",
        set={
            "set": SET,
            "indicator": code,
            "period": "2025",
            "verdict": "returned",
            "words": words,
            "reviewer": "Văn phòng Điều phối",
            "reviewed_at": "2026-11-20T09:15:00.000+07:00",
        },
    )
    journal.receive(pc.store, [(1, encode(said))], 1)


def test_both_answers_are_offered_with_who_and_when(pc: Office) -> None:
    differ(pc, "8.4", {"passed": True}, {"passed": False})
    _shell, screen = opened(pc, "8.4")
    assert screen.pane.tree.node(screen.view.currentIndex()).disputed  # type: ignore[union-attr]
    (panel,) = screen.page.disputes.panels
    names = [choice.accessibleName() for choice in panel.choices]
    assert sorted(names) == ["Dùng Chưa đạt của người ở máy khác", "Dùng Đạt của Trần Thị Bình"]


def test_choosing_an_answer_settles_it(pc: Office, qtbot: QtBot) -> None:
    record = differ(pc, "8.4", {"passed": True}, {"passed": False})
    _shell, screen = opened(pc, "8.4")
    (panel,) = screen.page.disputes.panels
    mine = next(each for each in panel.choices if "Trần" in each.accessibleName())
    mine.setFocus()
    with qtbot.waitSignal(screen.refreshed):
        press(mine, KEY.Key_Space)
    assert shown(pc, record)["passed"] is True
    assert screen.page.disputes.isHidden()


def test_a_fraction_is_chosen_as_a_whole(pc: Office, qtbot: QtBot) -> None:
    record = differ(
        pc, "3.1", {"numerator": 70, "denominator": 100}, {"numerator": 90, "denominator": 120}
    )
    _shell, screen = opened(pc, "3.1")
    (panel,) = screen.page.disputes.panels
    theirs = next(each for each in panel.choices if "90" in each.accessibleName())
    with qtbot.waitSignal(screen.refreshed):
        theirs.click()
    values = shown(pc, record)
    assert (values["numerator"], values["denominator"]) == (90, 120)


def test_another_answer_can_be_typed(pc: Office, qtbot: QtBot) -> None:
    record = differ(pc, "10.1", {"number": 40}, {"number": 45})
    _shell, screen = opened(pc, "10.1")
    (panel,) = screen.page.disputes.panels
    panel.others["number"].setFocus()
    type_in(panel.others["number"], "42,5")
    with qtbot.waitSignal(screen.refreshed):
        press(panel.others["number"], KEY.Key_Return)
    assert shown(pc, record)["number"] == 42.5


def test_answers_that_go_together_are_typed_together_or_not_at_all(
    pc: Office, qtbot: QtBot
) -> None:
    mine, theirs = {"numerator": 80, "denominator": 100}, {"numerator": 90, "denominator": 120}
    record = differ(pc, "3.1", mine, theirs)
    _shell, screen = opened(pc, "3.1")
    (panel,) = screen.page.disputes.panels
    type_in(panel.others["numerator"], "85")
    panel.take_typed()
    assert "đi cùng nhau" in panel.troubles.text()
    assert len(disputes.every(pc.store)) == 2
    type_in(panel.others["denominator"], "1.100")
    with qtbot.waitSignal(screen.refreshed):
        press(panel.others["denominator"], KEY.Key_Return)
    values = shown(pc, record)
    assert (values["numerator"], values["denominator"]) == (85, 1100)
    assert disputes.every(pc.store) == []


def test_a_choice_cannot_be_typed(pc: Office) -> None:
    differ(pc, "8.4", {"passed": True}, {"passed": False})
    _shell, screen = opened(pc, "8.4")
    (panel,) = screen.page.disputes.panels
    assert panel.others == {}


def test_what_cannot_be_read_settles_nothing(pc: Office) -> None:
    differ(pc, "10.1", {"number": 40}, {"number": 45})
    _shell, screen = opened(pc, "10.1")
    (panel,) = screen.page.disputes.panels
    type_in(panel.others["number"], "bốn mươi")
    panel.take_typed()
    assert "bốn mươi" in panel.troubles.text()
    assert len(disputes.every(pc.store)) == 1


def test_a_conflict_of_a_village_names_the_village(pc: Office) -> None:
    (village,) = pc.villages("Thôn Hà Giữa")
    place = Place(SET, "2.2", "2025", village)
    assess.answer(pc.store, pc.desk.actor, place, {"numerator": 5, "denominator": 9})
    record = assess.record_of(pc.store, place)
    other = Pen().change("assessment", record, set={**place.key(), "numerator": 6})
    journal.receive(pc.store, [(1, encode(other))], 1)
    _shell, screen = opened(pc, "2.2")
    (panel,) = screen.page.disputes.panels
    assert "Thôn Hà Giữa" in panel.accessibleName()


def test_the_reviewers_words_stand_above_the_answer_until_it_changes(
    pc: Office, qtbot: QtBot
) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "8.4", "2025"), {"passed": True})
    returned(pc, "8.4", "Bổ sung số hồ sơ trực tuyến.")
    _shell, screen = opened(pc, "8.4")
    assert "Bổ sung số hồ sơ" in screen.page.review.text()
    screen.pane.filter_by("returned")
    assert screen.pane.tree.codes() == ["8.4"]
    with qtbot.waitSignal(screen.refreshed):
        screen.page.question.answer.choice.edited.emit(False)
    assert "Đã sửa sau khi bị trả lại" in screen.page.review.text()


def test_what_was_returned_and_what_is_disputed_are_counted_apart(pc: Office) -> None:
    assess.answer(pc.store, pc.desk.actor, Place(SET, "8.3", "2025"), {"passed": True})
    returned(pc, "8.3", "Bổ sung ảnh.")
    assert counted(pc) == {"returned": 1}
    differ(pc, "3.1", {"number": 70}, {"number": 90})
    assert counted(pc) == {"returned": 1, "conflicts": 1}


def counted(pc: Office) -> dict[str, int | None]:
    """What the chips of returned and disputed indicators say, as far as they are offered."""
    _shell, screen = opened(pc, "8.3")
    assert screen.checklist is not None
    chips = {chip.key: chip.count for chip in filters.chips(screen.checklist, "")}
    return {key: chips[key] for key in ("returned", "conflicts") if key in chips}


def test_conflicts_are_filtered_by_a_key_while_there_are_any(pc: Office, qtbot: QtBot) -> None:
    differ(pc, "3.1", {"number": 70}, {"number": 90})
    shell, screen = opened(pc, "8.4")
    QTest.keyClick(screen.view, KEY.Key_6, Qt.KeyboardModifier.AltModifier)
    assert (screen.pane.chips.current(), screen.pane.tree.codes()) == ("conflicts", ["3.1"])
    with qtbot.waitSignal(screen.refreshed):
        screen.page.disputes.panels[0].choices[0].click()
    assert screen.pane.tree.codes() == ["3.1"], "what a filter has shown slips away"
    shell.go(Route("checklist", SET, "2024"))
    assert screen.pane.chips.current() == "all"
    QTest.keyClick(screen.view, KEY.Key_6, Qt.KeyboardModifier.AltModifier)
    assert screen.pane.chips.current() == "all"


def test_the_story_says_who_what_from_what_to_what(pc: Office) -> None:
    place = Place(SET, "3.1", "2025")
    assess.answer(pc.store, pc.desk.actor, place, {"numerator": 70, "denominator": 100})
    other = profile.add_officer(pc.store, "Nguyễn Văn An")
    assess.answer(pc.store, other, place, {"numerator": 1234.5, "denominator": 2000})
    assess.assign(pc.store, other, place, owner=other, due="2026-11-30")
    _shell, screen = opened(pc, "3.1")
    told = screen.page.below.story.sentences()
    assert "Tử số: 70 → 1.234,5" in told
    assert "Người phụ trách: chưa có → Nguyễn Văn An" in told
    assert "Hạn hoàn thành: chưa có → 30/11/2026" in told


def test_a_long_story_is_told_whole_when_asked_for(pc: Office) -> None:
    place = Place(SET, "3.1", "2025")
    for number in range(1, 9):
        assess.answer(pc.store, pc.desk.actor, place, {"number": number})
    _shell, screen = opened(pc, "3.1")
    story = screen.page.below.story
    assert len(story.sentences()) == 5
    story.more.click()
    assert len(story.sentences()) == 8


def test_the_story_of_villages_names_them(pc: Office) -> None:
    (village,) = pc.villages("Thôn Hà Giữa")
    values: Values = {"numerator": 5, "denominator": 9}
    assess.answer(pc.store, pc.desk.actor, Place(SET, "2.2", "2025", village), values)
    _shell, screen = opened(pc, "2.2")
    assert "Thôn Hà Giữa, Tử số: chưa có → 5" in screen.page.below.story.sentences()
