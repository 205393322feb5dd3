"""The recovery code and backups in the window: made, printed, tried once, reminded of."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db import errors
from db.commands import assess
from db.commands.assess import Place
from desktop import app, profile, secrets
from desktop.asking import Officer
from desktop.trouble import Locked, Told
from desktop.unlocking import AskCode, AskPassphrase
from desktop.vault import Vault
from tests.support.asked import answering
from tests.support.keys import press, type_in
from tests.support.programme import COMMUNE
from tests.support.window import SET, Office, StillKeys
from ui.desk import KeysView
from ui.dialogs.paper import Paper, page_of
from ui.screens.settings.safety import SafetyBox
from ui.screens.settings.screen import Settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = Qt.Key


@pytest.fixture
def keys(pc: Office) -> StillKeys:
    """An encrypted profile without a code, as the window sees it."""
    pc.desk.keys = StillKeys(KeysView(encrypted=True))
    return pc.desk.keys


def opened(pc: Office) -> SafetyBox:
    screen = pc.open("settings").at("settings")
    assert isinstance(screen, Settings)
    return screen.safety


@pytest.fixture
def sheet(keys: StillKeys, qtbot: QtBot) -> Paper:
    dialog = Paper(keys.new_code(), keys.try_code)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


# -- a new code ----------------------------------------------------------------------------------


def test_a_code_counts_as_tried_once_it_was_typed_without_being_seen(
    sheet: Paper, keys: StillKeys
) -> None:
    press(sheet, KEY.Key_Return)
    typed = sheet.trial.typed
    assert typed.hasFocus()
    assert not sheet.sheet.isVisible()
    type_in(typed, "XXXXX")
    press(typed, KEY.Key_Return)
    assert "không phải mã" in typed.accessibleDescription()
    assert keys.view().code_tested is None
    typed.clear()
    type_in(typed, keys.code)
    press(typed, KEY.Key_Return)
    assert sheet.result() == QDialog.DialogCode.Accepted
    assert keys.view().code_tested


def test_a_code_can_be_looked_at_again(sheet: Paper) -> None:
    sheet.sheet.next.click()
    sheet.trial.back.click()
    assert sheet.sheet.isVisible()
    assert sheet.sheet.next.hasFocus()


def test_a_code_can_be_put_off_and_stays_untried(sheet: Paper, keys: StillKeys) -> None:
    press(sheet, KEY.Key_Escape)
    assert keys.view() == KeysView(encrypted=True, code_made=True)


def test_the_sheet_and_the_text_file_hold_the_whole_code(
    sheet: Paper, keys: StillKeys, tmp_path: Path
) -> None:
    sheet.sheet.save_to(tmp_path / "ma.txt")
    assert keys.code in (tmp_path / "ma.txt").read_text(encoding="utf-8-sig")
    assert "ma.txt" in sheet.sheet.message.text()
    assert all(group in page_of(keys.code) for group in keys.code.split("-"))


def test_a_text_file_that_cannot_be_written_is_told(sheet: Paper, tmp_path: Path) -> None:
    sheet.sheet.save_to(tmp_path / "khong-co" / "ma.txt")
    assert "hãy chọn chỗ khác" in sheet.sheet.message.text()


# -- the settings --------------------------------------------------------------------------------


def test_the_settings_say_how_far_the_code_has_come(pc: Office, keys: StillKeys) -> None:
    box = opened(pc).code
    assert "Chưa có mã khôi phục" in box.state.text()
    assert not box.typed.isVisible()
    keys.new_code()
    box.show_state(keys.view())
    assert "chưa được thử" in box.state.text()
    type_in(box.typed, "AAAAA")
    press(box.typed, KEY.Key_Return)
    assert "không phải mã" in box.typed.accessibleDescription()
    box.typed.clear()
    type_in(box.typed, keys.code)
    press(box.typed, KEY.Key_Return)
    assert "23/11/2026" in box.state.text()
    assert box.typed.text() == ""
    assert not box.typed.isVisible()


def test_a_plain_profile_is_called_so(pc: Office) -> None:
    box = opened(pc)
    assert "không mã hoá" in box.plain.text()
    assert box.plain.isVisible()
    assert not box.code.isVisible()
    assert not box.key.isVisible()


def test_a_key_in_the_systems_keyring_is_changed_by_one_press(pc: Office, keys: StillKeys) -> None:
    box = opened(pc).key
    assert "kho khoá của hệ điều hành" in box.state.text()
    box.change.click()
    assert keys.passphrases == [None]
    assert "mở lại chương trình" in box.state.text()
    assert not box.change.isEnabled()


def test_a_key_behind_a_passphrase_is_changed_with_it(pc: Office, keys: StillKeys) -> None:
    keys.shown = KeysView(encrypted=True, passphrase=True)
    box = opened(pc).key
    assert "không có kho khoá" in box.state.text()
    box.change.click()
    type_in(box.lock.first, "hai")
    box.confirm.click()
    assert "không giống nhau" in box.message.text()
    assert keys.passphrases == []
    type_in(box.lock.second, "hai")
    keys.refuse = errors.CannotWrite("Ổ đĩa đã đầy.")
    box.confirm.click()
    assert "đã đầy" in box.message.text()
    keys.refuse = None
    box.confirm.click()
    assert keys.passphrases == ["hai"]
    assert box.lock.first.text() == ""
    assert not box.panel.isVisible()
    assert "Mật khẩu mới đã có hiệu lực" in box.state.text()


def test_a_backup_is_written_off_the_windows_thread(
    pc: Office, keys: StillKeys, tmp_path: Path, qtbot: QtBot
) -> None:
    box = opened(pc).backup
    box.write(tmp_path / "b.zip")
    assert not box.start.isEnabled()
    qtbot.waitUntil(box.start.isEnabled)
    assert keys.backups == [tmp_path / "b.zip"]
    assert "b.zip" in box.message.text()
    keys.remark = "Mã khôi phục chưa được thử."
    box.write(tmp_path / "b.zip")
    qtbot.waitUntil(box.start.isEnabled)
    assert box.message.text().endswith("chưa được thử.")
    keys.refuse = errors.CannotWrite("Ổ đĩa đã đầy.")
    box.write(tmp_path / "c.zip")
    qtbot.waitUntil(box.start.isEnabled)
    assert "đã đầy" in box.message.text()


def test_today_reminds_until_the_code_was_tried(pc: Office, keys: StillKeys) -> None:
    pc.villages("Hà Giữa")
    shell = pc.open("today")
    screen = shell.at("today")
    assess.answer(pc.store, pc.desk.actor, Place(SET, "8.4", "2025"), {"passed": True})
    screen.refresh()

    def reminded() -> list[str]:
        return [item.text for item in screen.agenda.items() if item.icon == "lock"]  # type: ignore[attr-defined]

    assert reminded() == ["Chưa có mã khôi phục để mở hồ sơ khi quên mật khẩu hoặc hỏng máy"]
    keys.new_code()
    screen.refresh()
    assert reminded() == ["Mã khôi phục chưa được thử"]
    keys.try_code(keys.code)
    screen.refresh()
    assert reminded() == []


# -- a real profile behind them ------------------------------------------------------------------


def typed(passphrase: str) -> secrets.Ask:
    return lambda wrong: None if wrong else passphrase


def test_the_vault_of_a_real_profile_makes_and_tries_its_code_and_changes_its_key(
    tmp_path: Path,
) -> None:
    profile.found(tmp_path / "pc", COMMUNE, "An", ask=typed("một"))
    with profile.opened(tmp_path / "pc", "test", ask=typed("một")) as (store, safe):
        vault, key = Vault(store, safe), store.key
        assert vault.view() == KeysView(encrypted=True, passphrase=True)
        code = vault.new_code()
        assert vault.view() == KeysView(encrypted=True, passphrase=True, code_made=True)
        with pytest.raises(Told, match="nhóm"):
            vault.try_code("AAAAA")
        vault.try_code(code)
        assert vault.view().code_tested
        vault.back_up(tmp_path / "b.zip", store, lambda: False, lambda _done, _whole: None)
        vault.change_key("hai")
        assert vault.view().changing
    assert (tmp_path / "b.zip").exists()
    with profile.opened(tmp_path / "pc", "test", ask=typed("hai")) as (store, safe):
        assert store.key != key
        assert not Vault(store, safe).view().changing


@pytest.fixture
def forgotten(tmp_path: Path) -> tuple[Path, str]:
    """A profile whose passphrase nobody knows any more, and its code."""
    folder = tmp_path / "pc"
    profile.found(folder, COMMUNE, "An", ask=typed("một"))
    with profile.opened(folder, "test", ask=typed("một")) as (store, safe):
        return folder, Vault(store, safe).new_code()


def test_who_forgot_the_passphrase_opens_with_the_code_and_sets_a_new_one(
    forgotten: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    folder, code = forgotten

    def forget(dialog: AskPassphrase) -> None:
        dialog.forgotten.click()

    def recall(dialog: AskCode) -> None:
        assert dialog.lock is not None
        assert dialog.lock.open.isHidden()
        type_in(dialog.typed, code)
        type_in(dialog.lock.first, "hai")
        type_in(dialog.lock.second, "hai")
        dialog._end()

    answering(monkeypatch, AskPassphrase, forget)
    answering(monkeypatch, AskCode, recall)
    officer = Officer(folder)
    with profile.opened(folder, "cửa sổ", ask=officer.passphrase, recover=officer.code) as opening:
        assert opening[0].value("SELECT count(*) FROM person") == 1
    with profile.opened(folder, "cửa sổ", ask=typed("hai")) as opening:
        assert opening[0].value("SELECT count(*) FROM person") == 1


def test_who_closes_the_question_is_not_asked_for_a_code(
    forgotten: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    answering(monkeypatch, AskPassphrase, lambda dialog: dialog.reject())
    answering(monkeypatch, AskCode, lambda _dialog: pytest.fail("asked for the code"))
    officer = Officer(forgotten[0])
    with (
        pytest.raises(Locked),
        profile.opened(forgotten[0], "cửa sổ", ask=officer.passphrase, recover=officer.code),
    ):
        pass


def test_who_closes_the_question_is_told_nothing_more(
    forgotten: tuple[Path, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    qapp: object,
) -> None:
    answering(monkeypatch, AskPassphrase, lambda dialog: dialog.reject())
    assert app.main(forgotten[0]) == 1
    assert capsys.readouterr().err == ""


def test_the_code_is_offered_only_where_there_is_one(qtbot: QtBot) -> None:
    for code in (True, False):
        dialog = AskPassphrase(wrong=False, code=code)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.forgotten.isVisible() is code
