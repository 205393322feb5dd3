"""The first-run window, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop import archive, paths, profile, secrets
from desktop.unlocking import AskCode, AskPassphrase
from desktop.vault import Vault
from desktop.welcome import Welcome
from sync import keys
from sync.invitation import Invitation, to_text
from tests.support.asked import answering
from tests.support.keys import press, type_in
from ui.widgets.message import Message
from ui.widgets.passphrase import NewPassphrase

# the offscreen platform says so of every window it shows
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def welcome(qtbot: QtBot, tmp_path: Path) -> Welcome:
    """The window over a folder that has no profile yet."""
    window = Welcome(tmp_path / "ho-so")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def field(window: QDialog, name: str) -> QLineEdit:
    """The field of this name."""
    return next(each for each in window.findChildren(QLineEdit) if each.accessibleName() == name)


def begin(window: Welcome) -> str:
    """Enter, as after the last field; what the window says then."""
    press(window, Qt.Key.Key_Return)
    (message,) = window.findChildren(Message)
    return message.text()


def listed(window: Welcome) -> list[str]:
    """The communes to choose from."""
    return [window.communes.list.item(row).text() for row in range(window.communes.list.count())]


def test_a_commune_is_found_without_accents(welcome: Welcome) -> None:
    type_in(field(welcome, "Xã, phường"), "vinh loc")
    assert listed(welcome) == ["Xã Vinh Lộc, Thành phố Huế (20122)"]
    chosen = welcome.communes.chosen()
    assert chosen is not None
    assert chosen.code == "20122"


def test_all_forty_communes_of_hue_are_there_before_anything_is_typed(welcome: Welcome) -> None:
    assert len(listed(welcome)) == 40
    assert welcome.communes.chosen() is None


def test_other_provinces_are_found_when_nothing_of_hue_is_meant(welcome: Welcome) -> None:
    type_in(field(welcome, "Xã, phường"), "Hoàn Kiếm")
    assert listed(welcome) == ["Phường Hoàn Kiếm, Thành phố Hà Nội (00070)"]


def test_the_arrows_in_the_field_move_in_the_list(welcome: Welcome) -> None:
    sought = field(welcome, "Xã, phường")
    type_in(sought, "a luoi")
    press(sought, Qt.Key.Key_Down)
    press(sought, Qt.Key.Key_Down)
    press(sought, Qt.Key.Key_Up)
    assert welcome.communes.list.currentRow() == 1


def test_what_is_lacking_is_said_and_nothing_is_made(welcome: Welcome, tmp_path: Path) -> None:
    assert "Hãy chọn xã, phường" in begin(welcome)
    type_in(field(welcome, "Xã, phường"), "vinh loc")
    assert "Hãy đặt mật khẩu" in begin(welcome)
    type_in(field(welcome, "Mật khẩu mở hồ sơ"), "một hai ba")
    type_in(field(welcome, "Gõ lại mật khẩu"), "một hai")
    assert "không giống nhau" in begin(welcome)
    type_in(field(welcome, "Gõ lại mật khẩu"), " ba")
    assert "họ và tên" in begin(welcome)
    assert welcome.founded is None
    assert not (tmp_path / "ho-so").exists()


def test_a_profile_is_made_with_what_was_typed(welcome: Welcome, tmp_path: Path) -> None:
    type_in(field(welcome, "Xã, phường"), "20122")
    type_in(field(welcome, "Họ và tên cán bộ"), "Trần Thị Thu Hà")
    for name in ("Mật khẩu mở hồ sơ", "Gõ lại mật khẩu"):
        type_in(field(welcome, name), "một hai ba")
    assert begin(welcome) == ""
    assert welcome.result() == QDialog.DialogCode.Accepted
    assert welcome.founded is not None
    assert welcome.founded.invited is None
    with profile.opened(tmp_path / "ho-so", "test", ask=lambda _wrong: "một hai ba") as (
        store,
        safe,
    ):
        assert safe.kind == secrets.PASSPHRASE
        names = [row[0] for row in store.rows("SELECT full_name FROM person")]
    assert names == ["Trần Thị Thu Hà"]


def test_no_encryption_is_chosen_knowingly(welcome: Welcome, tmp_path: Path) -> None:
    type_in(field(welcome, "Xã, phường"), "20122")
    type_in(field(welcome, "Họ và tên cán bộ"), "Trần Thị Thu Hà")
    (lock,) = welcome.findChildren(NewPassphrase)
    press(lock.open, Qt.Key.Key_Space)
    assert not lock.first.isEnabled()
    assert begin(welcome) == ""
    assert secrets.kind_of(tmp_path / "ho-so") == secrets.PLAIN


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, str]:
    """A backup of a profile from another PC, locked with "một", and its recovery code."""
    folder = tmp_path / "may-cu"
    profile.found(folder, "20122", "Trần Thị Thu Hà", ask=lambda _wrong: "một")
    with profile.opened(folder, "test", ask=lambda _wrong: "một") as (store, safe):
        code = Vault(store, safe).new_code()
        archive.write(store, tmp_path / "sao-luu.zip")
    return tmp_path / "sao-luu.zip", code


def officers(folder: Path, passphrase: str) -> list[str]:
    """Who works in a profile that this passphrase opens."""
    with profile.opened(folder, "test", ask=lambda wrong: None if wrong else passphrase) as opening:
        return [row[0] for row in opening[0].rows("SELECT full_name FROM person")]


def test_a_backup_is_opened_with_its_passphrase(
    welcome: Welcome, kept: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def recall(dialog: AskPassphrase) -> None:
        type_in(dialog.typed, "một")
        dialog.accept()

    answering(monkeypatch, AskPassphrase, recall)
    welcome.restore(kept[0])
    assert welcome.result() == QDialog.DialogCode.Accepted
    assert welcome.founded is not None
    assert welcome.founded.restored
    assert welcome.founded.passphrase == "một"  # which is not asked for twice
    assert officers(welcome.founded.folder, "một") == ["Trần Thị Thu Hà"]


def test_a_backup_is_opened_with_the_code_from_paper_under_a_new_passphrase(
    welcome: Welcome, kept: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(dialog: AskCode) -> None:
        assert dialog.lock is not None
        type_in(dialog.typed, kept[1])
        for each in (dialog.lock.first, dialog.lock.second):
            type_in(each, "hai")
        dialog._end()

    answering(monkeypatch, AskPassphrase, lambda dialog: dialog.forgotten.click())
    answering(monkeypatch, AskCode, read)
    welcome.restore(kept[0])
    assert welcome.founded is not None
    assert officers(welcome.founded.folder, "hai") == ["Trần Thị Thu Hà"]


def test_who_does_not_open_the_backup_is_back_where_they_were(
    welcome: Welcome, kept: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answering(monkeypatch, AskPassphrase, lambda dialog: dialog.reject())
    welcome.restore(kept[0])
    assert welcome.founded is None
    assert welcome.isEnabled()
    assert welcome.message.text() == ""
    assert not list(tmp_path.glob("ho-so*"))


def test_what_is_no_backup_is_told(welcome: Welcome, tmp_path: Path) -> None:
    (tmp_path / "anh.zip").write_bytes(b"PK\x03\x04")
    welcome.restore(tmp_path / "anh.zip")
    assert "anh.zip" in welcome.message.text()
    assert welcome.isEnabled()


def test_the_centre_is_asked_for_only_by_who_has_a_code(welcome: Welcome) -> None:
    address = field(welcome, "Địa chỉ trung tâm")
    assert not address.isVisible()
    have = welcome.center.have
    press(have, Qt.Key.Key_Space)
    assert address.isVisible()
    type_in(address, " https://trung-tam.hue ")
    type_in(field(welcome, "Mã đăng ký"), "ABCD-EFGH")
    assert welcome.center.invited() == Invitation("https://trung-tam.hue", "ABCD-EFGH")


@pytest.fixture
def movable(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Welcome:
    """The window where nobody said on the command line where the profile is to lie."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    window = Welcome(paths.profile(), movable=True)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def test_another_folder_is_chosen_shown_and_remembered(movable: Welcome, tmp_path: Path) -> None:
    assert movable.elsewhere.isVisible()
    movable.put_in(tmp_path / "o-khac")
    type_in(field(movable, "Xã, phường"), "20122")
    assert "họ và tên" in begin_open(movable)
    assert paths.profile() == paths.own()  # nothing came of it yet
    type_in(field(movable, "Họ và tên cán bộ"), "Trần Thị Thu Hà")
    assert begin(movable) == ""
    assert movable.founded is not None
    assert movable.founded.folder == paths.profile() == tmp_path / "o-khac" / "LangSo"
    assert profile.exists(paths.profile())
    assert not paths.own().exists()


def begin_open(window: Welcome) -> str:
    """As `begin`, of a profile that is not encrypted."""
    (lock,) = window.findChildren(NewPassphrase)
    press(lock.open, Qt.Key.Key_Space)
    return begin(window)


def test_a_folder_told_on_the_command_line_is_not_chosen_again(welcome: Welcome) -> None:
    assert not welcome.elsewhere.isVisible()


def test_leaving_makes_nothing(welcome: Welcome, tmp_path: Path) -> None:
    press(welcome, Qt.Key.Key_Escape)
    assert welcome.founded is None
    assert not (tmp_path / "ho-so").exists()


@pytest.fixture
def asking(qtbot: QtBot) -> Callable[[bool], AskPassphrase]:
    """Opens the question for a passphrase."""

    def ask(wrong: bool) -> AskPassphrase:
        dialog = AskPassphrase(wrong=wrong)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    return ask


def test_a_passphrase_is_typed_and_sent_with_enter(asking: Callable[[bool], AskPassphrase]) -> None:
    dialog = asking(False)
    type_in(dialog.typed, "một hai ba")
    press(dialog.typed, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.typed.text() == "một hai ba"
    assert dialog.typed.displayText() != "một hai ba"


def test_a_wrong_passphrase_is_said_beside_the_field(
    asking: Callable[[bool], AskPassphrase],
) -> None:
    assert "chưa đúng" in asking(True).typed.accessibleDescription()
    assert asking(False).typed.accessibleDescription() == ""
    assert QApplication.activeModalWidget() is None


def test_what_a_file_of_the_centre_says_goes_along(welcome: Welcome, tmp_path: Path) -> None:
    invited = Invitation("https://ntm.hue.example", "20122-AAAA", keys.draw().public)
    (tmp_path / "moi.json").write_text(to_text(invited))
    assert welcome.center.invited() is None
    welcome.center.have.setChecked(True)
    welcome.center.read(tmp_path / "moi.json")
    assert field(welcome, "Mã đăng ký").text() == "20122-AAAA"
    assert welcome.center.invited() == invited
    type_in(field(welcome, "Mã đăng ký"), "0")  # another code was not in that file
    assert welcome.center.invited() == Invitation("https://ntm.hue.example", "20122-AAAA0")


def test_another_file_is_told_in_the_window(welcome: Welcome, tmp_path: Path) -> None:
    (tmp_path / "thu.txt").write_text("xin chao")
    welcome.center.have.setChecked(True)
    welcome.center.read(tmp_path / "thu.txt")
    assert "chọn đúng tệp" in welcome.message.text()
