"""What would be lost, how far a round is, and what one click does: in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from db.queries.ledger import AtStake
from tests.support.window import ALONE, JOINED, Office
from ui.desk import Asked, CarryView, LineView, Moving, Stick
from ui.screens.today.screen import Today
from ui.standing import limit_words, moving_words, stake_words, way
from ui.status import SEND

STAKE = AtStake(3, 0, 0)
REFUSED = AtStake(200, 0, 0, refused=200)
MIXED = AtStake(203, 0, 0, refused=200)
USB = CarryView(sticks=(Stick("KINGSTON", Path("/media/KINGSTON")),))
FOLDER = CarryView(folder=Path("/mnt/chung"), folder_there=True)


@pytest.mark.parametrize(
    ("stake", "words"),
    [
        (AtStake(0, 0, 0), "Máy hỏng bây giờ cũng không mất gì"),
        (AtStake(3, 0, 0), "Máy hỏng bây giờ thì mất 3 thay đổi"),
        (AtStake(0, 2, 900), "Máy hỏng bây giờ thì mất 2 tệp"),
        (AtStake(3, 2, 900), "Máy hỏng bây giờ thì mất 3 thay đổi và 2 tệp"),
        (REFUSED, "Máy hỏng bây giờ thì mất 200 thay đổi trung tâm trả lại"),
        (MIXED, "Máy hỏng bây giờ thì mất 203 thay đổi"),
    ],
)
def test_one_question_is_answered(stake: AtStake, words: str) -> None:
    assert stake_words(stake) == words


@pytest.mark.parametrize(
    ("moving", "words"),
    [
        (Moving("send", 120, 10_000, 0), "Đang gửi 120/10.000 thay đổi"),
        (
            Moving("take", 5, 9, 2_000, 30),
            "Đang nhận 5/9 thay đổi · 2 kB qua đường truyền · còn chưa đầy một phút",
        ),
        (
            Moving("files_up", 3_400_000, 12_000_000, 3_600_000, 190),
            "Đang gửi minh chứng: 3,4 MB/12 MB · 3,6 MB qua đường truyền · còn khoảng 3 phút",
        ),
        (Moving("fill", 800, 0, 0), "Đang nhận số liệu của xã: 800 bản ghi"),
        (Moving("fill", 800, 5_000, 0), "Đang nhận số liệu của xã: 800/5.000 bản ghi"),
        (Moving("files_down", 1, 2_000, 0), "Đang nhận minh chứng: 1 B/2 kB"),
    ],
)
def test_a_round_tells_what_it_does_what_it_cost_and_how_long_it_takes(
    moving: Moving, words: str
) -> None:
    assert moving_words(moving) == words


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Asked(), ""),
        (Asked(data_only=True), "chỉ gửi nhận dữ liệu, tệp minh chứng để sau"),
        (Asked(budget=6_400_000), "còn được dùng 6,4 MB"),
        (Asked(data_only=True, budget=6_400_000), "chỉ gửi nhận dữ liệu và còn được dùng 6,4 MB"),
    ],
)
def test_limits_that_hold_are_told_with_the_way_out(limit: Asked, words: str) -> None:
    told = limit_words(limit)
    assert words in told
    assert bool(told) == ("bấm “Gửi ngay”" in told)


def test_a_centre_that_has_not_answered_yet_is_not_called_connected(pc: Office) -> None:
    shell = pc.open("today")
    pc.line.tell(replace(JOINED, met=False))
    assert shell.status.centre.text() == "Trung tâm: chưa liên lạc"
    pc.line.tell(JOINED)
    assert shell.status.centre.text() == "Trung tâm: đã kết nối"


ONLINE = replace(JOINED, at_stake=STAKE)
OFFLINE = replace(ONLINE, phase="offline")


@pytest.mark.parametrize(
    ("line", "carry", "words", "place"),
    [
        (ONLINE, USB, "Gửi ngay", None),
        (OFFLINE, USB, "Chép ra USB", "/media/KINGSTON"),
        (OFFLINE, FOLDER, "Chép sang thư mục khác", "/mnt/chung"),
        (OFFLINE, CarryView(), "Gửi ngay", None),
        (replace(OFFLINE, at_stake=AtStake(0, 0, 0)), USB, "Gửi ngay", None),
        (replace(ALONE, at_stake=STAKE), USB, "Chép ra USB", "/media/KINGSTON"),
        (replace(ONLINE, at_stake=REFUSED), USB, "Chép ra USB", "/media/KINGSTON"),
        (replace(ONLINE, at_stake=REFUSED), FOLDER, "Chép sang thư mục khác", "/mnt/chung"),
        (replace(ONLINE, at_stake=REFUSED), CarryView(), "Chép ra ngoài…", None),
        (replace(OFFLINE, at_stake=REFUSED), CarryView(), "Chép ra ngoài…", None),
        (replace(ONLINE, at_stake=MIXED), USB, "Chép ra USB", "/media/KINGSTON"),
        (replace(ONLINE, at_stake=MIXED), CarryView(), "Gửi ngay", None),
    ],
)
def test_one_click_goes_the_shortest_way(
    line: LineView, carry: CarryView, words: str, place: str | None
) -> None:
    found = way(line, carry)
    assert found.words == words
    assert found.place == (Path(place) if place else None)


def test_the_click_lays_down_on_the_stick_when_the_network_is_away(pc: Office) -> None:
    shell = pc.open("today")
    pc.line.tell(OFFLINE)
    pc.carrier.tell(USB)
    assert shell.status.send.text() == "Chép ra USB"
    assert shell.status.send.shortcut().toString() == SEND
    shell.status.send.click()
    assert pc.carrier.laid == [(Path("/media/KINGSTON"), None, False)]
    assert pc.line.sent == 0


def test_with_no_centre_and_no_place_it_leads_to_where_one_is_chosen(pc: Office) -> None:
    shell = pc.open("today")
    pc.line.tell(replace(ALONE, at_stake=STAKE))
    shell.status.send.click()
    assert shell.at("sync").isVisible()


def test_what_was_refused_is_copied_away_and_the_button_says_why(pc: Office) -> None:
    shell = pc.open("today")
    pc.line.tell(replace(ONLINE, at_stake=REFUSED))
    pc.carrier.tell(USB)
    assert "200 thay đổi trung tâm trả lại không đi theo" in shell.status.send.toolTip()
    shell.status.send.click()
    assert pc.carrier.laid == [(Path("/media/KINGSTON"), None, False)]
    pc.line.tell(ONLINE)
    assert shell.status.send.toolTip() == ""


def test_much_that_was_refused_is_told_in_the_bar_and_first_of_all_today(pc: Office) -> None:
    pc.line.shown = replace(JOINED, refused=200, refused_much=True)
    shell = pc.open("today")
    assert shell.status.centre.text() == "Trung tâm trả lại 200 thay đổi"
    today = shell.at("today")
    assert isinstance(today, Today)
    assert "200 thay đổi bị trung tâm trả lại, không còn" in today.agenda.items()[1].text
    pc.line.tell(replace(JOINED, refused=1))
    assert shell.status.centre.text() == "Trung tâm: đã kết nối"


def test_what_came_of_carrying_is_said_once(pc: Office) -> None:
    shell = pc.open("today")
    pc.carrier.tell(replace(USB, sentence="Đã chép 3 thay đổi."))
    assert shell.status.saved.text() == "Đã chép 3 thay đổi."
    pc.desk.wrote("assessment")
    pc.carrier.tell(replace(USB, sentence="Đã chép 3 thay đổi.", sticks=()))
    assert shell.status.saved.text().startswith("Đã lưu ")
