"""Another key for a profile: everything opens with it afterwards, whatever happened on the way."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest

from db import errors, migrations, sealed
from db import rekeying as change_in_db
from db import store as stores
from db.commands import evidence
from db.queries import replica
from db.store import Store
from desktop import archive, atomic, profile, recovery, rekeying, sealing, secrets
from desktop.trouble import Locked
from tests.support import hardship, profiles
from tests.support.keyrings import held
from tests.support.profiles import HOA, RECORD, answer
from tests.support.programme import COMMUNE

STEPS = {module.__file__ for module in (atomic, change_in_db, rekeying)}


def typed(passphrase: str | None) -> secrets.Ask:
    return lambda wrong: None if wrong else passphrase


def coded(code: str) -> secrets.Recover:
    return lambda wrong: None if wrong else code


ONE, TWO, NOBODY = typed("một"), typed("hai"), typed(None)


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sealing._COST, "n", 16)


def fill(folder: Path, ask: secrets.Ask) -> tuple[str, str]:
    """A profile with an answer, a file, a copy kept before a migration; its code and content."""
    profile.found(folder, COMMUNE, "Nguyễn Văn An", ask=ask)
    scan = folder.with_name("scan.pdf")
    scan.write_bytes(b"%PDF" * sealed.PIECE)
    with profile.opened(folder, "test", ask=ask) as (store, safe):
        safe.keep_token("the-token")
        answer(store, number=7, note="ghi chú " * 2000)
        evidence.attach(store, HOA, "assessment", RECORD, scan)
        migrations.safety_copy(store, 1)
        return recovery.renew(store), shown(store)


def shown(store: Store) -> str:
    return "\n".join(replica.dump(store))


def change(folder: Path, ask: secrets.Ask, passphrase: str | None = None) -> None:
    with profile.opened(folder, "test", ask=ask) as (store, safe):
        rekeying.begin(store, safe, passphrase)
        store.close()
        rekeying.finish(folder, safe)


def key_of(folder: Path, ask: secrets.Ask = ONE) -> bytes:
    """The key that opens the profile; it must open everything in it, with nothing left to do."""
    with profile.opened(folder, "test", ask=ask) as (store, safe):
        assert store.key is not None
        assert store.value("PRAGMA quick_check") == "ok"
        assert safe.next_key() is None
        assert safe.token() == "the-token"
        copies = list(folder.glob("backups/*.db"))
        assert copies
        assert all(stores.opens(copy, store.key) for copy in copies)
        return store.key


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str, str]:
    """A profile behind a passphrase, its code, and what it shows."""
    return tmp_path / "pc", *fill(tmp_path / "pc", ONE)


# -- changed -------------------------------------------------------------------------------------


def test_after_a_change_nothing_opens_with_the_old_key(made: tuple[Path, str, str]) -> None:
    folder, code, before = made
    old = key_of(folder)
    change(folder, ONE)
    new = key_of(folder)
    assert new != old
    for path in (folder / stores.NAME, *folder.glob("backups/*.db")):
        assert not stores.opens(path, old)
    with profile.opened(folder, "test", ask=ONE) as (store, _safe):
        assert shown(store) == before
        recovery.prove(store, code)
    assert recovery.opened(folder, code) == (new,)


def test_a_new_passphrase_serves_and_the_old_one_does_not(made: tuple[Path, str, str]) -> None:
    folder, code, _before = made
    change(folder, ONE, "hai")
    assert key_of(folder, TWO)
    with pytest.raises(Locked):
        key_of(folder, ONE)
    with profile.opened(folder, "test", ask=typed("ba"), recover=coded(code)) as (store, _safe):
        assert shown(store) == made[2]


def test_the_keyring_gets_the_new_key(tmp_path: Path) -> None:
    with held():
        fill(tmp_path / "pc", NOBODY)
        old = key_of(tmp_path / "pc", NOBODY)
        change(tmp_path / "pc", NOBODY)
        assert key_of(tmp_path / "pc", NOBODY) != old


def test_a_plain_profile_has_no_key_to_change(tmp_path: Path) -> None:
    profile.found(tmp_path / "pc", COMMUNE, "Nguyễn Văn An", encrypted=False)
    with pytest.raises(errors.Refused, match="không mã hoá"):
        change(tmp_path / "pc", NOBODY)


def test_a_change_that_was_only_begun_is_put_in_place_by_the_next_opening(
    made: tuple[Path, str, str],
) -> None:
    folder = made[0]
    old = key_of(folder)
    with profile.opened(folder, "test", ask=ONE) as (store, safe):
        rekeying.begin(store, safe)
        rekeying.begin(store, safe)  # pressed twice
        answer(store, number=8)
        assert store.key == old
    assert key_of(folder) != old


def test_a_backup_between_the_two_steps_can_be_given_back(made: tuple[Path, str, str]) -> None:
    folder, code, before = made
    with profile.opened(folder, "test", ask=ONE) as (store, safe):
        rekeying.begin(store, safe)
        archive.write(store, folder.with_name("b.zip"))
    change(folder, ONE)
    archive.restore(folder.with_name("b.zip"), folder.with_name("one"), ask=ONE)
    archive.restore(
        folder.with_name("b.zip"), folder.with_name("two"), ask=TWO, recover=coded(code)
    )
    for name, ask in (("one", ONE), ("two", TWO)):
        with profile.opened(folder.with_name(name), "test", ask=ask) as (store, _safe):
            assert shown(store) == before


def test_a_copy_that_is_damaged_stands_in_nobodys_way(made: tuple[Path, str, str]) -> None:
    folder = made[0]
    old = key_of(folder)
    damaged = folder / "backups" / "before-v0.db"
    damaged.write_bytes(b"x" * 8192)
    (folder / "backups" / "0123.making").write_bytes(b"half")
    change(folder, ONE)
    assert damaged.read_bytes() == b"x" * 8192
    assert not (folder / "backups" / "0123.making").exists()
    damaged.unlink()
    assert key_of(folder) != old


# -- on the way ----------------------------------------------------------------------------------


def test_a_full_disk_changes_nothing_and_is_made_good_later(made: tuple[Path, str, str]) -> None:
    folder, code, before = made
    old = key_of(folder)
    with hardship.largest_file(64_000):
        with pytest.raises(errors.CannotWrite):
            change(folder, ONE)
        with profile.opened(folder, "test", ask=ONE) as (store, _safe):
            assert store.key == old
            assert shown(store) == before
    assert key_of(folder) != old
    with profile.opened(folder, "test", ask=ONE) as (store, _safe):
        recovery.prove(store, code)


class Falls:
    """Kills the process before a line of these modules, told by its number."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __call__(self, frame: FrameType, event: str, _argument: object) -> Falls | None:
        if frame.f_code.co_filename not in STEPS and frame.f_code is not stores.rekey.__code__:
            return None
        if event == "line":
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def killed(work: Callable[[], None]) -> bool:
    """Do this in a process of its own; False when it came through alive."""
    process = os.fork()
    if process == 0:
        try:
            work()
        finally:
            os._exit(1 if sys.exc_info()[0] else 0)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert status in (0, -signal.SIGKILL, -signal.SIGALRM)
    return status != 0


@pytest.fixture
def quick() -> Iterator[Path]:
    with profiles.quick_folder() as folder:
        yield Path(folder)


def test_a_change_killed_before_any_step_leaves_a_profile_that_opens_whole(quick: Path) -> None:
    code, before = fill(quick / "pc", ONE)
    old, at, ends = key_of(quick / "pc"), 1, set()
    left = copied(quick / "pc", quick / "left")

    def fall() -> None:
        sys.settrace(Falls(at))
        change(left, ONE)

    while killed(fall):
        on_paper = copied(left, quick / "paper")
        ends.add(key_of(left) == old)
        with profile.opened(left, "test", ask=ONE) as (store, _safe):
            assert shown(store) == before
            recovery.prove(store, code)
        (on_paper / "profile.keys").unlink()  # the PC is lost in this very moment
        with profile.opened(on_paper, "test", ask=TWO, recover=coded(code)) as (store, _safe):
            assert shown(store) == before
        at += 1
        copied(quick / "pc", left)
    assert at > 40
    assert ends == {True, False}  # some too early to have begun; those that had were finished


def test_a_change_killed_while_pages_are_written_leaves_a_profile_that_opens_whole(
    quick: Path,
) -> None:
    chance, turns = random.Random("pages"), 12
    _code, before = fill(quick / "pc", ONE)
    for turn in range(turns):
        left = copied(quick / "pc", quick / f"left-{turn}")
        after = chance.uniform(0.0001, 0.008)

        def fall(left: Path = left, after: float = after) -> None:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            rekey = stores.rekey

            def timed(path: Path, old: bytes, new: bytes) -> None:
                signal.setitimer(signal.ITIMER_REAL, after)  # ends the process, in SQLite too
                rekey(path, old, new)

            stores.rekey = timed
            change(left, ONE)

        killed(fall)
        assert key_of(left)
        with profile.opened(left, "test", ask=ONE) as (store, _safe):
            assert shown(store) == before


def copied(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    return shutil.copytree(source, target)
