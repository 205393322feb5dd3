"""Thôn và cán bộ: everybody the commune knows, by keyboard."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.commands import people as deeds
from db.queries import people, replica
from db.queries.roster import Person, Roster
from rules.records.person import DIGITAL_TEAM, MANAGER
from tests.support.keys import press, type_in
from tests.support.window import TODAY, Office
from ui.screen import Route, alt
from ui.screens.people.due import DuePart
from ui.screens.people.people import PeoplePart
from ui.screens.people.screen import DUE, PEOPLE, TWINS, VILLAGES, PeopleScreen
from ui.screens.people.twins import TwinsPart
from ui.screens.people.villages import VillagesPart
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def opened(pc: Office) -> tuple[Shell, PeopleScreen]:
    shell = pc.open("people")
    screen = shell.at("people")
    assert isinstance(screen, PeopleScreen)
    return shell, screen


def everybody(screen: PeopleScreen) -> PeoplePart:
    part = screen.part(PEOPLE)
    assert isinstance(part, PeoplePart)
    return part


def listed(pc: Office, day: date = TODAY) -> list[Person]:
    with pc.elsewhere() as store:
        return list(Roster().read(store, day).people)


def named(pc: Office) -> list[str]:
    return [person.name for person in listed(pc)]


def add(pc: Office, name: str, **values: str | int | list[str] | None) -> str:
    return deeds.add(pc.store, pc.desk.actor, {"full_name": name, **values})


def focus() -> object:
    return QApplication.focusWidget()


class TestPeople:
    def test_a_name_and_enter_put_somebody_on_the_roster(self, pc: Office, qtbot: QtBot) -> None:
        _shell, screen = opened(pc)
        part = everybody(screen)
        part.begin()
        name = part.page.editors["full_name"]
        assert focus() is name
        type_in(name, "Nguyễn  Văn An")
        with qtbot.waitSignal(screen.refreshed):
            press(name, KEY.Key_Return)
        assert "Nguyễn Văn An" in named(pc)
        assert focus() is part.page.editors["birth_year"]
        type_in(part.page.editors["birth_year"], "1980")
        press(part.page.editors["birth_year"], KEY.Key_Return)
        (found,) = [each for each in listed(pc) if each.name == "Nguyễn Văn An"]
        assert found.birth_year == 1980

    def test_a_year_that_cannot_be_is_refused_and_stays_to_be_mended(self, pc: Office) -> None:
        an = add(pc, "An", birth_year=1980)
        _shell, screen = opened(pc)
        part = everybody(screen)
        part.choose(an)
        year = part.page.editors["birth_year"]
        year.selectAll()
        type_in(year, "80")
        press(year, KEY.Key_Return)
        assert year.text() == "80"
        assert part.page.troubles.text()
        assert replica.values(pc.store, "person", an)["birth_year"] == 1980

    def test_searching_needs_no_accents(self, pc: Office) -> None:
        for name in ("Đặng Thị Hồng", "Lê Văn Hùng", "Trần Đình Phúc"):
            add(pc, name)
        _shell, screen = opened(pc)
        part = everybody(screen)
        type_in(part.search, "dang hong")
        press(part.search, KEY.Key_Return)
        assert [row.name for row in part.rows.rows()] == ["Đặng Thị Hồng"]
        assert part.page.title.text() == "Đặng Thị Hồng"

    def test_delete_takes_out_whoever_is_chosen_and_undo_brings_them_back(self, pc: Office) -> None:
        an = add(pc, "An")
        shell, screen = opened(pc)
        part = everybody(screen)
        part.choose(an)
        part.start()
        QTest.keyClick(part.table, KEY.Key_Delete)
        assert "An" not in named(pc)
        shell.undo()
        assert "An" in named(pc)

    def test_the_officer_at_work_cannot_be_taken_out(self, pc: Office) -> None:
        _shell, screen = opened(pc)
        part = everybody(screen)
        part.choose(pc.desk.actor)
        part.remove()
        assert "đổi cán bộ" in part.page.message.text()

    def test_roles_are_ticked_and_the_officer_keeps_theirs(self, pc: Office) -> None:
        _shell, screen = opened(pc)
        part = everybody(screen)
        part.choose(pc.desk.actor)
        part.page.roles.boxes[MANAGER].click()
        (me,) = [each for each in listed(pc) if each.id == pc.desk.actor]
        assert me.roles == {"officer", MANAGER}
        with pc.elsewhere() as store:
            assert [each.id for each in people.officers(store)] == [pc.desk.actor]

    def test_ethnicity_is_asked_for_only_on_demand(self, pc: Office) -> None:
        an = add(pc, "An")
        _shell, screen = opened(pc)
        part = everybody(screen)
        part.choose(an)
        assert not part.page.editors["ethnicity"].isVisible()
        part.page.more.click()
        assert part.page.editors["ethnicity"].isVisible()


class TestVillages:
    def villages(self, screen: PeopleScreen) -> VillagesPart:
        screen.go(Route("people", part=VILLAGES))
        part = screen.current()
        assert isinstance(part, VillagesPart)
        return part

    def names(self, pc: Office) -> list[str]:
        with pc.elsewhere() as store:
            from db.queries import places

            return [each.name for each in places.villages(store, TODAY.isoformat())]

    def test_new_ones_are_typed_one_a_line(self, pc: Office) -> None:
        _shell, screen = opened(pc)
        part = self.villages(screen)
        part.add.click()
        part.fresh.names.setPlainText("Hà Giữa\n\nDương Nỗ")
        part.fresh.save.click()
        assert self.names(pc) == ["Hà Giữa", "Dương Nỗ"]
        assert part.page.title.text() == "Hà Giữa"

    def test_a_name_in_use_is_refused_and_the_lines_stay(self, pc: Office) -> None:
        pc.villages("Hà Giữa")
        _shell, screen = opened(pc)
        part = self.villages(screen)
        part.add.click()
        part.fresh.names.setPlainText("hà giữa")
        part.fresh.save.click()
        assert "đã có" in part.fresh.message.text()
        assert part.fresh.names.toPlainText() == "hà giữa"

    def test_one_is_renamed_in_its_form(self, pc: Office) -> None:
        pc.villages("Hà Giữa", "Dương Nỗ")
        _shell, screen = opened(pc)
        part = self.villages(screen)
        press(part.table, KEY.Key_Return)
        assert focus() is part.page.name
        type_in(part.page.name, "Hà Trung")
        press(part.page.name, KEY.Key_Return)
        assert self.names(pc) == ["Hà Trung", "Dương Nỗ"]

    def test_two_become_one_and_undo_parts_them(self, pc: Office) -> None:
        old = pc.villages("Đông", "Tây", "Nam")
        shell, screen = opened(pc)
        part = self.villages(screen)
        part.table.setCurrentIndex(part.rows.find(old[0]))
        press(part.table, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert part.right.currentWidget() is part.merge
        part.becoming.names.setPlainText("Đông Tây")
        part.becoming.first.open("2026-11-01")
        part.becoming.decide.click()
        assert self.names(pc) == ["Đông Tây", "Nam"]
        assert "Đông, Tây" in part.page.past.text()
        shell.undo()
        assert self.names(pc) == ["Đông", "Tây", "Nam"]

    def test_one_is_split_with_shares_nobody_knows(self, pc: Office) -> None:
        (old,) = pc.villages("Đông")
        _shell, screen = opened(pc)
        part = self.villages(screen)
        part.page.apart.click()
        part.page.becoming.names.setPlainText("Đông 1\nĐông 2")
        part.page.becoming.first.open("2026-11-01")
        part.page.becoming.decide.click()
        assert self.names(pc) == ["Đông 1", "Đông 2"]
        part.choose(old)
        assert "Chưa biết" in part.page.past.text()

    def test_a_split_needs_a_day(self, pc: Office) -> None:
        pc.villages("Đông")
        _shell, screen = opened(pc)
        part = self.villages(screen)
        part.page.apart.click()
        part.page.becoming.names.setPlainText("Đông 1\nĐông 2")
        part.page.becoming.first.open(None)
        part.page.becoming.decide.click()
        assert "Chưa có ngày" in part.page.becoming.message.text()
        assert self.names(pc) == ["Đông"]

    def test_its_digital_team_is_listed_and_grows(self, pc: Office) -> None:
        (village,) = pc.villages("Đông")
        add(pc, "Lê Văn Tám", unit=village, roles=[DIGITAL_TEAM], position="Trưởng thôn")
        _shell, screen = opened(pc)
        part = self.villages(screen)
        assert part.page.team.text() == "Lê Văn Tám · Trưởng thôn"
        part.page.member.click()
        people_part = screen.current()
        assert isinstance(people_part, PeoplePart)
        name = people_part.page.editors["full_name"]
        type_in(name, "Hồ Thị Chín")
        press(name, KEY.Key_Return)
        (found,) = [each for each in listed(pc) if each.name == "Hồ Thị Chín"]
        assert (found.home, found.roles) == (village, {DIGITAL_TEAM})

    def test_one_added_by_mistake_is_taken_out_and_back(self, pc: Office) -> None:
        pc.villages("Đông", "Nhầm")
        shell, screen = opened(pc)
        part = self.villages(screen)
        part.table.setCurrentIndex(part.rows.index(1, 0))
        part.page.remove.click()
        assert self.names(pc) == ["Đông"]
        shell.undo()
        assert self.names(pc) == ["Đông", "Nhầm"]


class TestTwins:
    def twins(self, screen: PeopleScreen, qtbot: QtBot) -> TwinsPart:
        screen.go(Route("people", part=TWINS))
        part = screen.current()
        assert isinstance(part, TwinsPart)
        qtbot.waitUntil(lambda: screen.pairs is not None)
        return part

    def test_two_rows_of_one_person_are_merged_and_parted_again(
        self, pc: Office, qtbot: QtBot
    ) -> None:
        one = add(pc, "Nguyễn Văn An", birth_year=1980)
        add(pc, "NGUYỄN VĂN AN", birth_year=1980, phone="0905 123 456")
        shell, screen = opened(pc)
        part = self.twins(screen, qtbot)
        qtbot.waitUntil(lambda: part.rows.rowCount() == 1)
        twins = part.rows.row(part.rows.index(0, 0))
        keep = part.both.merge_left if twins.one.id == one else part.both.merge_right
        keep.click()
        assert named(pc).count("Nguyễn Văn An") == 1
        assert "NGUYỄN VĂN AN" not in named(pc)
        assert replica.values(pc.store, "person", one)["phone"] == "0905 123 456"
        shell.undo()
        assert {"Nguyễn Văn An", "NGUYỄN VĂN AN"} <= set(named(pc))

    def test_two_people_of_one_name_are_told_apart_for_good(self, pc: Office, qtbot: QtBot) -> None:
        add(pc, "Nguyễn Văn An", birth_year=1980)
        add(pc, "Nguyễn Văn An", birth_year=1980)
        _shell, screen = opened(pc)
        part = self.twins(screen, qtbot)
        qtbot.waitUntil(lambda: part.rows.rowCount() == 1)
        part.both.apart.click()
        qtbot.waitUntil(lambda: screen.pairs == [])
        assert part.rows.rowCount() == 0
        assert named(pc).count("Nguyễn Văn An") == 2

    def test_an_officer_may_lay_any_two_side_by_side(self, pc: Office, qtbot: QtBot) -> None:
        one, other = add(pc, "Lê An"), add(pc, "Lê Ân", birth_year=1990)
        _shell, screen = opened(pc)
        everybody(screen).compared.emit(one, other)
        part = screen.current()
        assert isinstance(part, TwinsPart)
        keep = part.both.merge_left if part.both.twins.one.id == one else part.both.merge_right
        keep.click()
        assert people.standing(pc.store) == {other: one}


class TestRetention:
    def test_what_was_kept_long_enough_is_taken_out_on_command(self, pc: Office) -> None:
        add(pc, "Cũ", keep_until="2026-01-31")
        add(pc, "Mới", keep_until="2027-01-31")
        shell, screen = opened(pc)
        screen.go(Route("people", part=DUE))
        part = screen.current()
        assert isinstance(part, DuePart)
        assert [due.name for due in part.rows.rows()] == ["Cũ"]
        part.purge.click()
        assert "Cũ" not in named(pc)
        assert "Mới" in named(pc)
        shell.undo()
        assert "Cũ" in named(pc)


def test_what_is_typed_is_saved_when_the_part_is_left(pc: Office) -> None:
    an = add(pc, "An")
    _shell, screen = opened(pc)
    part = everybody(screen)
    part.choose(an)
    part.page.start()
    part.page.editors["position"].setFocus()
    type_in(part.page.editors["position"], "Bí thư chi bộ")
    screen.turn_to(VILLAGES)
    assert replica.values(pc.store, "person", an)["position"] == "Bí thư chi bộ"


def test_the_parts_are_reached_by_alt_and_a_number(pc: Office) -> None:
    _shell, screen = opened(pc)
    for key, number in ((VILLAGES, KEY.Key_2), (TWINS, KEY.Key_3), (DUE, KEY.Key_4)):
        QTest.keyClick(screen, number, ALT)
        assert screen.chips.current() == key


@pytest.mark.parametrize("key", [PEOPLE, VILLAGES, TWINS, DUE])
def test_no_letter_means_two_things_in_a_part(pc: Office, key: str) -> None:
    pc.villages("Đông", "Tây")
    add(pc, "An", keep_until="2026-01-31")
    shell, screen = opened(pc)
    screen.turn_to(key)
    letters = Counter(
        alt(words)
        for each in shell.findChildren(QWidget)
        if each.isVisible() and "&" in (words := str(getattr(each, "text", str)()))
    )
    assert [letter for letter, count in letters.items() if count > 1] == []
