"""An officer of a commune that was merged is told once, and goes over without a command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import journal
from db import store as stores
from db.commands import assess, evidence, moving, profile
from db.commands.assess import Place
from db.queries import replica
from desktop import paths, secrets
from desktop import profile as opened_profile
from resources import units
from tests.support import profiles
from tests.support.window import SET, Office, office, restyle
from ui.screen import Route
from ui.screens.settings.screen import Settings
from ui.screens.settings.succession import SuccessionBox
from ui.screens.today.screen import Today

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FORMER, HEIR = "20116", "20122"  # Vinh Hưng is part of Vinh Lộc now


@pytest.fixture
def old(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A window over the profile of a commune that is no more."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = paths.own()
    with profiles.profile(folder, FORMER) as store:
        profile.be(store, profile.add_officer(store, "Nguyễn Văn An"))
    secrets.new(folder, encrypted=False)
    with office(folder) as made:
        restyle(made.preferences)
        yield made


def section(pc: Office) -> SuccessionBox:
    shell = pc.open("settings")
    shell.go(Route("settings", part="succession"))
    screen = shell.at("settings")
    assert isinstance(screen, Settings)
    assert screen.succession is not None
    return screen.succession


def agenda(pc: Office) -> list[str]:
    screen = pc.open("today").at("today")
    assert isinstance(screen, Today)
    return [item.text for item in screen.agenda.items()]


class TestBeingTold:
    def test_a_commune_that_exists_hears_nothing_of_it(self, pc: Office) -> None:
        screen = pc.open("settings").at("settings")
        assert isinstance(screen, Settings)
        assert screen.succession is None
        assert not any("nhập vào" in each for each in agenda(pc))

    def test_the_day_begins_with_it_and_leads_to_the_way(self, old: Office) -> None:
        told = agenda(old)
        assert told[:2] == ["Sáp nhập", "Xã này đã nhập vào Xã Vinh Lộc; chuyển hồ sơ sang xã mới"]
        screen = old.shells[0].at("today")
        assert isinstance(screen, Today)
        item = screen.agenda.items()[1]
        assert item.route is not None
        old.shells[0].go(item.route)
        settings = old.shells[0].at("settings")
        assert isinstance(settings, Settings)
        assert settings.succession is not None
        assert settings.succession.begin.hasFocus()


class TestGoingOver:
    def test_everything_comes_along_and_the_next_start_opens_it(
        self, old: Office, qtbot: QtBot, tmp_path: Path
    ) -> None:
        place = Place(SET, "8.4", "2024")
        assess.answer(old.store, old.desk.actor, place, {"passed": True})
        scan = tmp_path / "Biên bản.pdf"
        scan.write_bytes(b"%PDF")
        record = assess.record_of(old.store, place)
        evidence.attach(old.store, old.desk.actor, "assessment", record, scan)
        box = section(old)
        box.begin.click()
        box.go.click()
        qtbot.waitUntil(lambda: bool(box.message.text()))
        told = box.message.text()
        assert "1 câu trả lời và 1 minh chứng" in told
        assert "lần mở chương trình tới" in told
        new = paths.own().with_name(f"ho-so-{HEIR}")
        assert paths.profile() == new
        with stores.open_(new) as store:
            assert journal.commune(store) == HEIR
            assert profile.actor(store) == old.desk.actor
            assert replica.values(store, "former_assessment", record) is not None
            assert replica.status(store).files == 1
        assert len(list(replica.dump(old.store, "assessment"))) == 1
        assert not any("nhập vào" in each for each in agenda(old))

    def test_another_folder_may_be_chosen(self, old: Office, qtbot: QtBot, tmp_path: Path) -> None:
        box = section(old)
        box.begin.click()
        box.put_in(tmp_path)
        box.go.click()
        qtbot.waitUntil(lambda: bool(box.message.text()))
        assert opened_profile.exists(tmp_path / f"ho-so-{HEIR}")

    def test_what_stands_in_the_way_is_said_and_nothing_is_made(
        self, old: Office, qtbot: QtBot, tmp_path: Path
    ) -> None:
        (tmp_path / f"ho-so-{HEIR}").mkdir()
        with profiles.profile(tmp_path / f"ho-so-{HEIR}", "20107"):
            pass
        box = section(old)
        box.begin.click()
        box.put_in(tmp_path)
        box.go.click()
        qtbot.waitUntil(lambda: bool(box.message.text()))
        assert "hồ sơ của xã khác" in box.message.text()
        assert box.go.isEnabled()
        assert paths.profile() == paths.own()
        assert any("nhập vào" in each for each in agenda(old))

    def test_it_can_be_left(self, old: Office) -> None:
        box = section(old)
        box.begin.click()
        assert box.panel.isVisible()
        box.leave.click()
        assert box.panel.isHidden()
        assert box.begin.isVisible()

    def test_a_profile_with_a_passphrase_asks_for_one(
        self, old: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(old.desk.succession, "asks_passphrase", lambda: True)
        box = section(old)
        box.begin.click()
        assert box.lock is not None
        box.go.click()
        assert "mật khẩu" in box.message.text()
        box.lock.first.setText("một câu dài")
        box.lock.second.setText("một câu dài")
        box.go.click()
        qtbot.waitUntil(lambda: "Đã mang theo" in box.message.text())

    def test_where_there_are_several_heirs_one_is_chosen(
        self, old: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both = tuple(units.hue().find(code) for code in (HEIR, "20107"))
        monkeypatch.setattr(moving, "heirs", lambda _former: both)
        box = section(old)
        box.begin.click()
        box.heir.setCurrentIndex(1)
        box.go.click()
        qtbot.waitUntil(lambda: bool(box.message.text()))
        assert "bỏ những thôn và người không thuộc xã này" in box.message.text()
        with stores.open_(paths.own().with_name("ho-so-20107")) as store:
            assert journal.commune(store) == "20107"
