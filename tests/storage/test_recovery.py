"""The recovery code: typed from paper, it opens a profile whose key this PC has lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import recovery as memory
from desktop import profile, recovery, sealing, secrets
from desktop.trouble import Locked, Told
from rules import paper
from tests.support.keyrings import SystemKeyring, held
from tests.support.programme import COMMUNE

PASSPHRASE = "một hai"


def typed(passphrase: str | None) -> secrets.Ask:
    return lambda wrong: None if wrong else passphrase


def coded(*codes: str) -> secrets.Recover:
    """Somebody who types these codes, one after the other."""
    left = list(codes)
    return lambda _wrong: left.pop(0) if left else None


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sealing._COST, "n", 16)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A profile behind a passphrase."""
    profile.found(tmp_path / "pc", COMMUNE, "Nguyễn Văn An", ask=typed(PASSPHRASE))
    return tmp_path / "pc"


@pytest.fixture
def system() -> Iterator[SystemKeyring]:
    with held() as ours:
        yield ours


KNOWN, NO_CODE = typed(PASSPHRASE), coded()


def new_code(folder: Path, ask: secrets.Ask = KNOWN) -> str:
    with profile.opened(folder, "test", ask=ask) as (store, _safe):
        return recovery.renew(store)


def opens(folder: Path, ask: secrets.Ask, recover: secrets.Recover = NO_CODE) -> bool:
    """Whether the profile opens and holds what was put in."""
    with profile.opened(folder, "test", ask=ask, recover=recover) as (store, _safe):
        return bool(store.value("SELECT count(*) FROM person") == 1)


# -- the code itself -----------------------------------------------------------------------------


def test_a_code_is_seven_groups_of_letters_that_are_not_mistaken() -> None:
    codes = {paper.draw() for _n in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}", code)
        assert paper.tidy(code) == code


def test_a_code_is_read_however_it_was_typed() -> None:
    code = next(c for c in iter(paper.draw, "") if "0" in c and "1" in c)
    assert paper.tidy(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code
    assert paper.tidy(f"  {code.replace('-', '')}\n") == code


def test_a_slip_names_its_group() -> None:
    noticed = 0
    for _n in range(100):
        code = paper.draw()
        slip = "7" if code[12] != "7" else "8"  # the third group's first letter
        try:
            paper.tidy(code[:12] + slip + code[13:])
        except paper.Mistyped as wrong:
            noticed += "nhóm 3;" in str(wrong)
    assert noticed > 80  # one slip in 32 is not


def test_groups_that_changed_places_are_noticed() -> None:
    noticed = 0
    for _n in range(50):
        one, two, *rest = paper.draw().split("-")
        try:
            paper.tidy("-".join([two, one, *rest]))
        except paper.Mistyped:
            noticed += 1
    assert noticed > 40


@pytest.mark.parametrize("typed_code", ["", "ABC", "A" * 34, "A" * 36])
def test_a_code_with_too_few_or_too_many_letters_says_how_many_there_are(typed_code: str) -> None:
    with pytest.raises(paper.Mistyped, match="7 nhóm"):
        paper.tidy(typed_code)


# -- made and tested -----------------------------------------------------------------------------


def test_a_code_is_made_and_tested_once(folder: Path) -> None:
    with profile.opened(folder, "test", ask=typed(PASSPHRASE)) as (store, _safe):
        assert memory.state(store) == memory.State(recipients=(), tested=None)
        code = recovery.renew(store)
        assert memory.state(store).made
        with pytest.raises(Told, match="không phải mã khôi phục của hồ sơ này"):
            recovery.prove(store, paper.draw())
        assert memory.state(store).tested is None
        recovery.prove(store, code.lower())
        assert memory.state(store).tested


def test_the_old_code_opens_until_the_new_one_was_typed(folder: Path) -> None:
    code = new_code(folder)
    with profile.opened(folder, "test", ask=typed(PASSPHRASE)) as (store, _safe):
        recovery.prove(store, code)
        recovery.renew(store)  # and the paper was never written
        newer = recovery.renew(store)
        assert memory.state(store).tested is None
        assert recovery.opened(folder, code) == recovery.opened(folder, newer)
        with pytest.raises(Told, match="mã cũ"):
            recovery.prove(store, code)
        recovery.prove(store, newer)
        with pytest.raises(Told, match="không phải mã"):
            recovery.opened(folder, code)


def test_neither_the_code_nor_the_key_lies_in_the_folder(folder: Path) -> None:
    code = new_code(folder)
    with profile.opened(folder, "test", ask=typed(PASSPHRASE)) as (store, _safe):
        key = store.key or b""
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert code.encode() not in content
            assert key not in content
            assert key.hex().encode() not in content


# -- when the key is lost ------------------------------------------------------------------------


def test_a_forgotten_passphrase_is_replaced_with_the_code(folder: Path) -> None:
    code = new_code(folder)
    with pytest.raises(Locked):
        opens(folder, typed("quên"))
    assert opens(folder, typed("mới"), coded(code))
    assert opens(folder, typed("mới"))
    with pytest.raises(Locked):
        opens(folder, typed(PASSPHRASE))


def test_a_keyring_that_lost_the_key_gets_it_again(tmp_path: Path, system: SystemKeyring) -> None:
    folder = tmp_path / "pc"
    profile.found(folder, COMMUNE, "Nguyễn Văn An", ask=typed(None))
    code = new_code(folder, typed(None))
    system.kept.clear()
    with pytest.raises(Locked, match="tài khoản"):
        opens(folder, typed(None))
    assert opens(folder, typed(None), coded(code))
    assert opens(folder, typed(None))


def test_a_mistyped_code_is_asked_for_again(folder: Path) -> None:
    code = new_code(folder)
    told: list[str] = []

    def recover(wrong: str) -> str | None:
        told.append(wrong)
        return ["ABC", paper.draw(), code][len(told) - 1]

    assert opens(folder, typed("mới"), recover)
    assert told[0] == ""
    assert "7 nhóm" in told[1]
    assert "không phải mã" in told[2]


def test_another_code_opens_nothing_and_changes_nothing(folder: Path) -> None:
    new_code(folder)
    before = (folder / "profile.keys").read_bytes()
    with pytest.raises(Locked, match="không phải mã khôi phục"):
        opens(folder, typed("mới"), coded(paper.draw()))
    assert (folder / "profile.keys").read_bytes() == before
    assert opens(folder, typed(PASSPHRASE))


def test_where_no_code_was_made_none_is_asked_for(folder: Path) -> None:
    with pytest.raises(Locked, match="Mật khẩu"):
        opens(folder, typed("quên"), coded(paper.draw()))


def test_the_device_has_to_enrol_again_after_a_recovery(folder: Path) -> None:
    code = new_code(folder)
    with profile.opened(folder, "test", ask=typed(PASSPHRASE)) as (_store, safe):
        safe.keep_token("the-token")
    with profile.opened(folder, "test", ask=typed("mới"), recover=coded(code)) as (_store, safe):
        assert safe.token() is None
