"""One day of a commune in two windows: no line, a line, two answers to one question, one answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from db.queries import disputes
from sync.invitation import Invitation
from tests.support.centre import CentreProcess, serving
from tests.support.keyrings import held
from tests.support.line import Line, line_to
from tests.support.programme import COMMUNE, SET
from tests.support.seat import ALT, CTRL, KEY, Seat, seat
from ui.screens.checklist.page import Page
from ui.widgets.text import Elided, Text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

HUONG, BINH = "Nguyễn Thị Hương", "Trần Văn Bình"
INCOME, ROADS, SOFTWARE = "10.1", "2.2", "8.4"
PHOTO = "Ảnh nhà văn hoá.png"


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[CentreProcess]:
    """A centre that serves."""
    with serving(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def line(centre: CentreProcess) -> Iterator[Line]:
    """The commune's line to it."""
    with line_to(centre.url) as laid:
        yield laid


@pytest.fixture
def huong(centre: CentreProcess, line: Line, tmp_path: Path, qtbot: QtBot) -> Iterator[Seat]:
    """The first PC of the commune."""
    with held(), seat(tmp_path / "may-1", HUONG, invitation(centre, line), qtbot) as taken:
        yield taken


@pytest.fixture
def binh(
    huong: Seat, centre: CentreProcess, line: Line, tmp_path: Path, qtbot: QtBot
) -> Iterator[Seat]:
    """The second one, with the same keyring of this machine."""
    with seat(tmp_path / "may-2", BINH, invitation(centre, line), qtbot) as taken:
        yield taken


def test_a_day_of_two_windows(
    huong: Seat, binh: Seat, centre: CentreProcess, line: Line, tmp_path: Path
) -> None:
    with cut(line):
        fill_in(huong, photo(tmp_path))
        at_stake = changes, files = huong.at_stake()
        assert files == 1
        huong.send()
        assert huong.at_stake() == at_stake
        assert huong.centre() == "Trung tâm: mất kết nối"

    huong.send()
    assert huong.at_stake() == (0, 0)
    assert huong.centre() == "Trung tâm: đã kết nối"
    assert huong.facts() == {"sent": changes}
    assert_the_coordinators_see_it(centre)

    binh.sit_down()
    binh.send()
    assert binh.facts() == {"sent": 1, "applied": changes}
    assert_the_second_pc_shows_it(binh)

    with cut(line):
        correct(binh, "51")
        correct(huong, "52,5")
    send_round_about(huong, binh)
    assert answers_offered(huong) == {
        ("51", f"{BINH}, máy khác"),
        ("52,5", f"{HUONG}, máy này"),
    }
    assert answers_offered(binh) == {
        ("51", f"{BINH}, máy này"),
        ("52,5", f"{HUONG}, máy khác"),
    }

    binh.tab_to(f"Dùng 52,5 của {HUONG}")
    binh.press(KEY.Key_Space)
    send_round_about(binh, huong)
    for pc in (huong, binh):
        assert_settled(pc, "52,5")
    assert huong.dump() == binh.dump() == centre.run("dump", COMMUNE).stdout


# -- what the officers do ------------------------------------------------------------------------


def fill_in(pc: Seat, picture: Path) -> None:
    """Two answers, a file pasted upon a form, and a table of villages named on the way."""
    pc.sit_down()
    page = pc.look_up(SOFTWARE)
    pc.press(KEY.Key_Left)
    pc.press(KEY.Key_Left)
    pc.copy_file(picture)
    with pc.qtbot.waitSignal(page.below.evidence.intake.finished):
        pc.press(KEY.Key_V, CTRL)
    pc.look_up(INCOME)
    pc.type("48,5")
    pc.press(KEY.Key_Return)
    count_by_villages(pc)


def count_by_villages(pc: Seat) -> None:
    """The villages are named where they are first missed, and their table is filled."""
    villages = pc.look_up(ROADS).below.villages[0]
    pc.press(KEY.Key_E, ALT)
    pc.type("Thôn Bắc")
    pc.press(KEY.Key_Return)
    pc.type("Thôn Nam")
    pc.tab_to("Thêm các thôn")
    pc.press(KEY.Key_Space)
    pc.qtbot.waitUntil(villages.table.isVisible)
    pc.press(KEY.Key_E, ALT)
    for number in ("9", "10", "", "", "18", "20"):  # between rows Tab walks over share and name
        pc.type(number)
        pc.press(KEY.Key_Tab)


def correct(pc: Seat, income: str) -> None:
    """The same question gets another answer."""
    pc.sit_down()
    pc.look_up(INCOME)
    pc.press(KEY.Key_A, CTRL)
    pc.type(income)
    pc.press(KEY.Key_Return)


def send_round_about(first: Seat, second: Seat) -> None:
    """Each sends, until each has what the other sent."""
    for pc in (first, second, first):
        pc.sit_down()
        pc.send()


# -- what they see -------------------------------------------------------------------------------


def assert_the_coordinators_see_it(centre: CentreProcess) -> None:
    address = f"{centre.url}/communes/{COMMUNE}?set={SET}&period=2025"
    answer = requests.get(address, timeout=30)
    articles = re.findall(r"<article.*?</article>", answer.text, re.DOTALL)
    told = (unescape(re.sub(r"<[^>]*>", " ", each)).split() for each in articles)
    shown = {words[0]: " ".join(words) for words in told}
    assert "Đạt" in shown[SOFTWARE]
    assert PHOTO in shown[SOFTWARE]
    assert "48,5" in shown[INCOME]
    assert "90 %" in shown[ROADS]


def assert_the_second_pc_shows_it(pc: Seat) -> None:
    page = pc.look_up(SOFTWARE)
    assert page.question.answer.choice.value() is True
    (tile,) = page.below.evidence.tiles()
    name, _comma, remark = tile.accessibleName().partition(", ")
    assert name == PHOTO
    assert remark.endswith("B")  # its size, and nothing that is wrong with it
    assert pc.look_up(INCOME).question.answer.editors["number"].text() == "48,5"
    rows = pc.look_up(ROADS).below.villages[0].table.rows.rows()
    assert [row.name for row in rows] == ["Thôn Bắc", "Thôn Nam", "Cộng 2/2 thôn"]
    assert {row.told for row in rows} == {"90 %"}


def answers_offered(pc: Seat) -> set[tuple[str, str]]:
    """The values to choose from, each with who gave it and at which PC; all have a time."""
    pc.sit_down()
    page: Page = pc.look_up(INCOME)
    pc.qtbot.waitUntil(lambda: len(page.disputes.panels) == 1)
    (panel,) = page.disputes.panels
    values = {"51", "52,5"}
    shown = [each.text() for each in panel.findChildren(Text) if each.text() in values]
    signed = [each.text() for each in panel.findChildren(Elided)]
    assert all(re.search(r", \d\d:\d\d, ", each) for each in signed)
    return set(zip(shown, [re.sub(r", \d\d:\d\d", "", s) for s in signed], strict=True))


def assert_settled(pc: Seat, income: str) -> None:
    pc.sit_down()
    page = pc.look_up(INCOME)
    pc.qtbot.waitUntil(page.disputes.isHidden)
    assert page.question.answer.editors["number"].text() == income
    assert not disputes.every(pc.desk.store)
    assert pc.at_stake() == (0, 0)


# -- the world around them -----------------------------------------------------------------------


@contextmanager
def cut(line: Line) -> Iterator[None]:
    """Nothing goes over the line while the block runs."""
    line.up = 0
    yield
    line.up = None


def invitation(centre: CentreProcess, line: Line) -> Invitation:
    """A one-time code, and the way to where it is asked for."""
    return Invitation(line.url, centre.code(COMMUNE))


def photo(folder: Path) -> Path:
    """A picture a phone took."""
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    assert picture.save(str(folder / PHOTO))
    return folder / PHOTO
