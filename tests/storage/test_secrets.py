"""Where the key of a profile and the device's token are kept, and from whom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from db import store as stores
from db.errors import CannotWrite
from db.store import Store
from desktop import atomic, logs, sealing, secrets
from desktop.settings import NAME, FilePreferences, Preferences
from desktop.trouble import Locked
from tests.support.keyrings import OpenKeyring, SystemKeyring, held


@pytest.fixture
def system() -> Iterator[SystemKeyring]:
    """The system's keyring while the test runs."""
    with held() as ours:
        yield ours


def nobody(_wrong: bool) -> None:
    """Nobody is there to type a passphrase."""


# -- sealing -------------------------------------------------------------------------------------


def test_what_is_sealed_opens_with_its_passphrase_alone() -> None:
    sealed = sealing.seal("mật".encode(), "chó treo mèo đậy")
    assert sealing.unseal(sealed, "chó treo mèo đậy") == "mật".encode()
    assert "mật".encode() not in sealed
    with pytest.raises(sealing.DoesNotOpen):
        sealing.unseal(sealed, "cho treo meo day")


def test_a_passphrase_is_the_same_however_its_letters_were_composed() -> None:
    composed, decomposed = "mật khẩu", "mâ\u0323t khâ\u0309u"
    assert composed != decomposed
    assert sealing.unseal(sealing.seal(b"x", composed), decomposed) == b"x"


def test_two_seals_of_the_same_are_different() -> None:
    assert sealing.seal(b"x", "một") != sealing.seal(b"x", "một")


@pytest.mark.parametrize("damage", [b"", b"langso-sealed-1\n", b"something else"])
def test_bytes_that_are_no_seal_do_not_open(damage: bytes) -> None:
    with pytest.raises(sealing.DoesNotOpen):
        sealing.unseal(damage, "một")


def test_a_seal_with_one_bit_turned_does_not_open() -> None:
    sealed = bytearray(sealing.seal(b"x" * 64, "một"))
    sealed[-5] ^= 1
    with pytest.raises(sealing.DoesNotOpen):
        sealing.unseal(bytes(sealed), "một")


# -- the three places ----------------------------------------------------------------------------


def test_the_systems_keyring_is_taken_where_there_is_one(
    tmp_path: Path, system: SystemKeyring
) -> None:
    made = secrets.new(tmp_path, encrypted=True, ask=nobody)
    made.keep_token("the-token")
    opened = secrets.of(tmp_path, nobody)
    assert opened.kind == secrets.KEYRING
    assert opened.database_key() == made.database_key()
    assert opened.token() == "the-token"
    in_files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"the-token" not in in_files
    assert (made.database_key() or b"").hex().encode() not in in_files


def test_a_locked_keyring_says_what_to_do(tmp_path: Path, system: SystemKeyring) -> None:
    secrets.new(tmp_path, encrypted=True, ask=nobody)
    system.locked = True
    with pytest.raises(Locked, match="kho khoá"):
        secrets.of(tmp_path, nobody)


def test_a_keyring_that_never_heard_of_the_profile_says_so(
    tmp_path: Path, system: SystemKeyring
) -> None:
    secrets.new(tmp_path, encrypted=True, ask=nobody)
    system.kept.clear()
    with pytest.raises(Locked, match="tài khoản"):
        secrets.of(tmp_path, nobody)


@pytest.mark.parametrize("backend", [OpenKeyring(), null.Keyring(), fail.Keyring()])
def test_what_only_calls_itself_a_keyring_is_not_trusted(
    tmp_path: Path, system: SystemKeyring, backend: KeyringBackend
) -> None:
    keyring.set_keyring(backend)
    with pytest.raises(Locked):
        secrets.new(tmp_path, encrypted=True, ask=nobody)
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_serves_where_there_is_no_keyring(tmp_path: Path) -> None:
    made = secrets.new(tmp_path, encrypted=True, ask=lambda _wrong: "một hai")
    made.keep_token("the-token")
    opened = secrets.of(tmp_path, lambda _wrong: "một hai")
    assert (opened.database_key(), opened.token()) == (made.database_key(), "the-token")
    assert b"the-token" not in (tmp_path / "profile.keys").read_bytes()


def test_a_wrong_passphrase_is_asked_for_again_until_it_fits(tmp_path: Path) -> None:
    secrets.new(tmp_path, encrypted=True, ask=lambda _wrong: "đúng")
    told: list[bool] = []

    def ask(wrong: bool) -> str:
        told.append(wrong)
        return ["sai", "cũng sai", "đúng"][len(told) - 1]

    assert secrets.of(tmp_path, ask).database_key()
    assert told == [False, True, True]


def test_who_gives_up_at_the_passphrase_is_told(tmp_path: Path) -> None:
    secrets.new(tmp_path, encrypted=True, ask=lambda _wrong: "đúng")
    with pytest.raises(Locked, match="không mở được"):
        secrets.of(tmp_path, lambda wrong: None if wrong else "sai")
    with pytest.raises(Locked, match="LANGSO_PASSPHRASE"):
        secrets.of(tmp_path, nobody)


def test_without_encryption_there_is_no_key_and_the_token_is_its_owners(tmp_path: Path) -> None:
    made = secrets.new(tmp_path, encrypted=False, ask=nobody)
    made.keep_token("the-token")
    opened = secrets.of(tmp_path, nobody)
    assert opened.database_key() is None
    assert opened.token() == "the-token"
    assert (tmp_path / "profile.keys").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("card", [b"", b"{}", b'{"id": "x", "secrets": "a drawer"}'])
def test_a_damaged_card_is_named(tmp_path: Path, card: bytes) -> None:
    (tmp_path / "profile.json").write_bytes(card)
    with pytest.raises(Locked, match=r"profile\.json"):
        secrets.of(tmp_path, nobody)


# -- small files ---------------------------------------------------------------------------------


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    atomic.write(path, b"one")
    atomic.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    atomic.write(path, b"one")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic.write(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_preferences_are_remembered(tmp_path: Path) -> None:
    told: list[str] = []
    preferences = FilePreferences(tmp_path, lambda: told.append("changed"))
    preferences.set("language", "en")
    preferences.set("language", "en")
    assert told == ["changed"]
    preferences.keep()
    assert FilePreferences(tmp_path).get("language") == "en"
    assert FilePreferences(tmp_path).get("theme", "system") == "system"


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b'{"language": 5}', b"\xff"])
def test_damaged_preferences_are_the_defaults(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    preferences = FilePreferences(tmp_path)
    assert preferences.get("language", "vi") == "vi"
    preferences.set("language", "en")
    preferences.keep()
    assert json.loads((tmp_path / NAME).read_bytes()) == {"language": "en"}


def test_preferences_that_cannot_be_kept_hold_until_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic, "write", full)
    preferences = FilePreferences(tmp_path)
    preferences.set("scale", "120")
    preferences.keep()
    assert preferences.get("scale") == "120"


def test_what_may_tell_of_people_lies_in_the_database_and_the_look_of_the_window_beside_it(
    tmp_path: Path,
) -> None:
    told: list[str] = []
    with stores.create(tmp_path) as store:
        preferences = Preferences(store, lambda: told.append("changed"))
        preferences.set("second_folder", "/media/Nhung")
        preferences.set("second_folder", "/media/Nhung")
        preferences.set("scale", "120")
        assert told == ["changed", "changed"]
        preferences.keep()
        assert json.loads((tmp_path / NAME).read_bytes()) == {"scale": "120"}
        again = Preferences(store)
        assert (again.get("second_folder"), again.get("scale")) == ("/media/Nhung", "120")
        again.set("second_folder", "")
        again.keep()
        assert Preferences(store).get("second_folder", "none") == "none"


def test_what_the_database_does_not_take_holds_until_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store, _values: object) -> None:
        raise CannotWrite("Ổ đĩa đã đầy.")

    with stores.create(tmp_path) as store:
        preferences = Preferences(store)
        preferences.set("place", "people")
        with monkeypatch.context() as disk:
            disk.setattr("db.commands.preferences.keep", full)
            preferences.keep()
        assert preferences.get("place") == "people"
        preferences.keep()
        assert Preferences(store).get("place") == "people"


# -- the log -------------------------------------------------------------------------------------


def test_the_log_says_where_and_what_kind_but_not_whose(tmp_path: Path) -> None:
    path = logs.start(tmp_path)
    try:
        try:
            {"a": 1}["Trần Thị Bí Mật"]
        except KeyError as error:
            raise ValueError("0905123456") from error
    except ValueError as error:
        logs.wrong(error)
    logs.stop()
    text = path.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_secrets.py" in text
    assert "Bí Mật" not in text
    assert "0905123456" not in text


def test_the_log_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 1000)
    path = logs.start(tmp_path)
    for number in range(100):
        logs.say(f"line {number}")
    logs.stop()
    logs.say("after the end")
    assert path.read_text(encoding="utf-8").endswith("line 99\n")
    assert sum(each.stat().st_size for each in path.parent.iterdir()) < 3000


# -- what a device has -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [secrets.KEYRING, secrets.PASSPHRASE, secrets.PLAIN])
def test_the_keys_of_a_device_are_drawn_once_wherever_they_lie(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    if kind == secrets.KEYRING:
        request.getfixturevalue("system")

    def ask(_wrong: bool) -> str | None:
        return "mở ra" if kind == secrets.PASSPHRASE else None

    made = secrets.new(tmp_path, encrypted=kind != secrets.PLAIN, ask=ask)
    assert made.kind == kind
    drawn = made.keys()
    assert made.keys() == drawn
    again = secrets.of(tmp_path, ask)
    assert again.keys() == drawn
    assert again.database_key() == made.database_key()
    again.keep_token("19819.token")
    assert secrets.of(tmp_path, ask).keys() == drawn
    assert drawn.signing not in repr(drawn)


def test_a_device_enrols_with_one_secret_until_it_is_answered(tmp_path: Path) -> None:
    safe = secrets.new(tmp_path, encrypted=False)
    first = safe.secret_for("https://a CODE")
    assert secrets.of(tmp_path).secret_for("https://a CODE") == first
    assert safe.secret_for("https://b CODE") != first
    second = safe.secret_for("https://b CODE")
    safe.keep_token("19819.token")
    assert secrets.of(tmp_path).secret_for("https://b CODE") == second
    safe.answered()
    assert safe.secret_for("https://b CODE") not in (first, second)
    assert safe.token() == "19819.token"
