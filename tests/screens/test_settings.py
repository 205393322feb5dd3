"""Cài đặt: every choice holds at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.commands import packages as deeds
from db.commands import profile
from db.queries import people, places, rulebook
from db.queries.rulebook import AsideLine, PackageLine
from resources import packages
from tests.support.keys import NOTHING, press
from tests.support.window import SET, Office
from ui import look
from ui.screen import Route
from ui.screens.settings.packages import PackagesBox
from ui.screens.settings.screen import Settings
from ui.shell import Shell

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key


def opened(pc: Office) -> tuple[Shell, Settings]:
    shell = pc.open("settings")
    screen = shell.at("settings")
    assert isinstance(screen, Settings)
    return shell, screen


def test_enter_upon_an_officer_hands_over_the_work(pc: Office, qtbot: QtBot) -> None:
    other = profile.add_officer(pc.store, "Lê Thị Cúc")
    shell, screen = opened(pc)
    screen.officers.table.go(other)
    with qtbot.waitSignal(screen.refreshed):
        press(screen.officers.table, KEY.Key_Return)
    assert pc.desk.actor == other
    assert shell.header.officers.text() == "Lê Thị Cúc"


def test_villages_have_their_own_place_and_a_way_leads_there(pc: Office, qtbot: QtBot) -> None:
    _shell, screen = opened(pc)
    with qtbot.waitSignal(screen.asked) as asked:
        screen.villages.click()
    assert asked.args == [Route("people", part="villages")]


def test_the_group_of_the_commune_is_kept(pc: Office) -> None:
    _shell, screen = opened(pc)
    screen.commune.group.edited.emit("2")
    with pc.elsewhere() as store:
        assert places.commune(store).group == "2"


def test_dark_is_put_on_at_once(pc: Office) -> None:
    _shell, screen = opened(pc)
    screen.appearance.theme.edited.emit("dark")
    assert look.theme() is look.DARK
    assert pc.preferences.get("theme") == "dark"


def test_a_larger_text_is_put_on_at_once(pc: Office, qtbot: QtBot) -> None:
    shell, screen = opened(pc)
    screen.appearance.text_size.activated.emit(4)
    assert look.current().scale_percent == 150
    qtbot.waitUntil(lambda: shell.screens.get("settings") not in (None, screen))


def test_an_officer_is_made_one_of_the_front_and_signs_surveys(pc: Office) -> None:
    _shell, screen = opened(pc)
    box = screen.officers
    assert "ký khảo sát thay Mặt trận" in box.front.text()
    box.front.click()
    QApplication.processEvents()
    with pc.elsewhere() as store:
        (officer,) = people.officers(store)
        assert officer.front
    assert "thôi ký khảo sát" in box.front.text()
    box.front.click()
    with pc.elsewhere() as store:
        assert not people.officers(store)[0].front


# -- criteria sets and forms ---------------------------------------------------------------------


def package(folder: Path, *, version: int = 2, title: str = "Bộ tiêu chí thử") -> Path:
    """A file with the next version of a shipped set, as a province mails it."""
    (shipped,) = [each for each in packages.shipped() if each.id == SET]
    body = json.loads(shipped.path.read_bytes()) | {"version": version, "title": title}
    return written(folder / f"goi-{version}.json", body)


def written(path: Path, body: dict[str, Any]) -> Path:
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


def told_of(box: PackagesBox, path: Path, qtbot: QtBot) -> str:
    """Add a file; the sentence that comes of it."""
    box.take(path)
    qtbot.waitUntil(lambda: bool(box.message.text()))
    return box.message.text()


def at_hand(pc: Office) -> list[PackageLine]:
    """What another connection knows of."""
    with pc.elsewhere() as store:
        return rulebook.package_lines(store)


def test_every_package_is_listed_with_its_version_and_where_it_came_from(pc: Office) -> None:
    deeds.receive(pc.store, 1, package(pc.folder, version=7).read_bytes())
    _shell, screen = opened(pc)
    rows = screen.packages.rows
    shown = {
        tuple(rows.index(row, column).data() for column in range(rows.columnCount()))
        for row in range(rows.rowCount())
    }
    assert ("Bộ tiêu chí thử", "Bộ tiêu chí", "7", "trung tâm") in shown
    title = "Phiếu lấy ý kiến về sự hài lòng của người dân đối với kết quả xây dựng nông thôn mới"
    assert (f"{title} của xã", "Phiếu khảo sát", "1", "đi kèm") in shown


def test_a_file_is_added_and_holds_in_the_whole_window(
    pc: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    shell, screen = opened(pc)
    told = told_of(screen.packages, package(tmp_path), qtbot)
    assert told == "Đã thêm “Bộ tiêu chí thử”, bản 2."
    assert PackageLine("criteria", SET, 2, "file", "Bộ tiêu chí thử") in at_hand(pc)
    assert "Bộ tiêu chí thử" in {each.title for each in shell.subject.sets}
    qtbot.waitUntil(lambda: screen.packages.rows.find(("criteria", SET, 2)).isValid())
    assert screen.packages.add.hasFocus()


def test_the_same_file_again_changes_nothing(pc: Office, tmp_path: Path, qtbot: QtBot) -> None:
    deeds.install_file(pc.store, package(tmp_path))
    _shell, screen = opened(pc)
    assert "đã có sẵn" in told_of(screen.packages, package(tmp_path), qtbot)


@pytest.mark.parametrize(
    ("spoil", "place", "advice"),
    [
        (lambda text: text.replace('"title": "Thu nhập"', '"name": "Thu nhập"'), "10", "sửa"),
        (lambda text: text[: len(text) // 2], "dòng 1, cột", "xin lại tệp"),
        (lambda text: text.replace('"format": 1', '"format": 9'), "phần đầu", "cập nhật Làng Số"),
    ],
    ids=["a field that is missing", "cut off", "of a newer programme"],
)
def test_a_bad_file_is_one_sentence_with_the_place_and_nothing_changes(
    pc: Office, tmp_path: Path, qtbot: QtBot, spoil: Any, place: str, advice: str
) -> None:
    path = package(tmp_path)
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    before = at_hand(pc)
    _shell, screen = opened(pc)
    told = told_of(screen.packages, path, qtbot)
    assert told.startswith("Chưa dùng được tệp goi-2.json: ")
    assert place in told
    assert advice in told
    assert at_hand(pc) == before
    assert screen.packages.add.isEnabled()


def test_a_version_that_is_here_with_other_content_is_refused(
    pc: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    deeds.install_file(pc.store, package(tmp_path))
    _shell, screen = opened(pc)
    told = told_of(screen.packages, package(tmp_path, title="Bộ tiêu chí khác"), qtbot)
    assert "bản đã công bố không được sửa" in told
    assert PackageLine("criteria", SET, 2, "file", "Bộ tiêu chí thử") in at_hand(pc)


def test_a_package_is_dropped_upon_the_section_and_a_photo_is_not(
    pc: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    _shell, screen = opened(pc)
    box, place = screen.packages, QPoint(40, 40)
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    for path, welcome in ((tmp_path / "anh.jpg", False), (package(tmp_path), True)):
        carried = QMimeData()
        carried.setUrls([QUrl.fromLocalFile(str(path))])
        entering = QDragEnterEvent(place, copy, carried, left, NOTHING)
        entering.ignore()
        QApplication.sendEvent(box, entering)
        assert entering.isAccepted() is welcome
    QApplication.sendEvent(box, QDropEvent(QPointF(place), copy, carried, left, NOTHING))
    qtbot.waitUntil(lambda: box.message.text().startswith("Đã thêm"))


def test_what_the_centre_published_in_vain_is_told_until_it_can_be_used(pc: Office) -> None:
    _shell, screen = opened(pc)
    assert screen.packages.aside.isHidden()
    sentence = "Gói hue-x bản 2 cần bản Làng Số mới hơn; hãy cập nhật chương trình."
    deeds.set_aside(pc.store, AsideLine(3, "criteria", "hue-x", 2, sentence), "")
    pc.line.tell(pc.line.shown)  # a round has ended
    assert screen.packages.aside.text() == sentence
    deeds.go_back(pc.store, 0)
    deeds.receive(pc.store, 3, package(pc.folder).read_bytes())
    pc.line.tell(pc.line.shown)
    assert screen.packages.aside.isHidden()


def test_who_is_led_to_adding_a_file_sees_what_is_there_already(pc: Office) -> None:
    shell, screen = opened(pc)
    shell.go(Route("settings", part="packages"))
    assert screen.packages.add.hasFocus()
    assert not screen.packages.table.visibleRegion().isEmpty()
