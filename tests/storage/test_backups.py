"""Backups of whole profiles: one file, given back whole and somewhere new, or refused."""

from __future__ import annotations

import contextlib
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from db import backup, check, errors, journal, lock, sealed
from db.commands import evidence
from db.queries import ledger, replica
from db.store import Store
from desktop import archive, profile, recovery, sealing, secrets, volumes
from desktop.trouble import Locked
from rules import paper
from tests.support import hardship
from tests.support.keyrings import held
from tests.support.profiles import HOA, RECORD, answer
from tests.support.programme import COMMUNE

PASSPHRASE = "một hai"
OFFICER = "Nguyễn Văn An"


def ask(_wrong: bool) -> str | None:
    return None if _wrong else PASSPHRASE


def nobody(_wrong: bool) -> None:
    """Nobody is there to type a passphrase."""


def fill(store: Store, folder: Path) -> list[str]:
    """An answer and two files; what the profile then shows."""
    answer(store, number=7, note="chưa gửi")
    for number, size in enumerate((10, 3 * sealed.PIECE)):
        scan = folder / f"biên bản {number}.pdf"
        scan.write_bytes(b"%PDF" + random.Random(size).randbytes(size))
        evidence.attach(store, HOA, "assessment", RECORD, scan)
    return list(replica.dump(store))


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sealing._COST, "n", 16)


@pytest.fixture
def pc(tmp_path: Path) -> Path:
    """A profile behind a passphrase."""
    profile.found(tmp_path / "pc", COMMUNE, OFFICER, ask=ask)
    return tmp_path / "pc"


@pytest.fixture
def kept(pc: Path, tmp_path: Path) -> tuple[Path, list[str]]:
    """A backup of it, and what the profile showed."""
    with profile.opened(pc, "test", ask=ask) as (store, _safe):
        before = fill(store, tmp_path)
        archive.write(store, tmp_path / "sao lưu.zip")
    return tmp_path / "sao lưu.zip", before


def shown(folder: Path, given: secrets.Ask = ask) -> list[str]:
    with profile.opened(folder, "test", ask=given) as (store, _safe):
        assert check.check(store).fine
        return list(replica.dump(store))


def left_beside(folder: Path) -> list[str]:
    """What a restoring that was refused left behind."""
    return [path.name for path in folder.parent.iterdir() if path.name.startswith(folder.name)]


# -- there and back ------------------------------------------------------------------------------


def test_a_backup_given_back_shows_what_was_there_and_waits_for_the_centre(
    kept: tuple[Path, list[str]], tmp_path: Path
) -> None:
    source, before = kept
    archive.restore(source, tmp_path / "new", ask=ask)
    assert shown(tmp_path / "new") == before
    with profile.opened(tmp_path / "new", "test", ask=ask) as (store, _safe):
        assert len(journal.waiting(store, 100)) == 4
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert left_beside(tmp_path / "new") == ["new"]


def test_a_backup_is_taken_while_somebody_writes(pc: Path, tmp_path: Path) -> None:
    with profile.opened(pc, "test", ask=ask) as (store, _safe), store.another() as window:
        before = fill(store, tmp_path)
        with window.write():
            answer(window, number=99)
            archive.write(store, tmp_path / "b.zip")
    archive.restore(tmp_path / "b.zip", tmp_path / "new", ask=ask)
    assert shown(tmp_path / "new") == before


def test_a_backup_tells_nothing_without_the_key(kept: tuple[Path, list[str]]) -> None:
    content = kept[0].read_bytes()
    for word in (b"%PDF", b"SQLite format 3", OFFICER.encode(), "biên bản".encode(), b"assessment"):
        assert word not in content


def test_the_recovery_code_opens_a_backup_on_another_pc(tmp_path: Path) -> None:
    with held():
        profile.found(tmp_path / "pc", COMMUNE, OFFICER, ask=nobody)
        with profile.opened(tmp_path / "pc", "test", ask=nobody) as (store, _safe):
            before = fill(store, tmp_path)
            code = recovery.renew(store)
            archive.write(store, tmp_path / "b.zip")
    with pytest.raises(Locked):
        archive.restore(tmp_path / "b.zip", tmp_path / "new", ask=ask)
    with pytest.raises(Locked, match="không phải mã"):
        archive.restore(
            tmp_path / "b.zip",
            tmp_path / "new",
            ask=ask,
            recover=lambda wrong: None if wrong else paper.draw(),
        )
    assert left_beside(tmp_path / "new") == []
    archive.restore(tmp_path / "b.zip", tmp_path / "new", ask=ask, recover=lambda _wrong: code)
    assert shown(tmp_path / "new") == before


def test_the_keyring_of_the_same_pc_opens_a_backup_and_keeps_both_apart(tmp_path: Path) -> None:
    with held() as system:
        profile.found(tmp_path / "pc", COMMUNE, OFFICER, ask=nobody)
        with profile.opened(tmp_path / "pc", "test", ask=nobody) as (store, safe):
            safe.keep_token("the-token")
            before = fill(store, tmp_path)
            archive.write(store, tmp_path / "b.zip")
        archive.restore(tmp_path / "b.zip", tmp_path / "new", ask=nobody)
        assert shown(tmp_path / "new", nobody) == before
        assert secrets.of(tmp_path / "new", nobody).token() == "the-token"
        assert len(system.kept) == 2


def test_a_backup_counts_as_a_copy_only_where_it_opens_once_this_pc_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volumes, "apart", lambda _one, _other: True)
    with held(), contextlib.ExitStack() as stack:
        profile.found(tmp_path / "pc", COMMUNE, OFFICER, ask=nobody)
        store, _safe = stack.enter_context(profile.opened(tmp_path / "pc", "test", ask=nobody))
        fill(store, tmp_path)

        def covered() -> bool:
            archive.write(store, tmp_path / "b.zip")
            return ledger.at_stake(store).nothing

        assert not covered()
        code = recovery.renew(store)
        assert not covered()
        assert "chưa được thử" in archive.remark(store)
        recovery.prove(store, code)
        assert covered()
        assert archive.remark(store) == ""
        another = recovery.renew(store)
        assert covered()  # by the first paper, until the second was tried
        recovery.prove(store, another)
        assert not ledger.at_stake(store).nothing  # nobody keeps the first paper any more
        assert covered()


def test_a_plain_profile_has_a_plain_backup_for_its_owner_alone(tmp_path: Path) -> None:
    profile.found(tmp_path / "pc", COMMUNE, OFFICER, encrypted=False)
    with profile.opened(tmp_path / "pc", "test") as (store, _safe):
        before = fill(store, tmp_path)
        contents = archive.write(store, tmp_path / "b.zip")
    assert not contents.encrypted
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    archive.restore(tmp_path / "b.zip", tmp_path / "new", ask=nobody)
    assert shown(tmp_path / "new", nobody) == before


def test_a_file_that_was_lost_before_does_not_stand_in_the_way(pc: Path, tmp_path: Path) -> None:
    with profile.opened(pc, "test", ask=ask) as (store, _safe):
        fill(store, tmp_path)
        next((pc / "blobs").glob("*/*")).unlink()
        archive.write(store, tmp_path / "b.zip")
    archive.restore(tmp_path / "b.zip", tmp_path / "new", ask=ask)
    with profile.opened(tmp_path / "new", "test", ask=ask) as (store, _safe):
        assert [each.kind for each in check.check(store).damaged] == ["missing"]


# -- writing -------------------------------------------------------------------------------------


def test_stopping_leaves_the_earlier_backup(kept: tuple[Path, list[str]], pc: Path) -> None:
    source, _before = kept
    whole = source.read_bytes()
    heard: list[tuple[int, int]] = []
    with profile.opened(pc, "test", ask=ask) as (store, _safe):
        with pytest.raises(errors.Refused, match="Đã dừng"):
            archive.write(
                store, source, lambda: len(heard) == 2, lambda *moved: heard.append(moved)
            )
        assert heard[0][0] < heard[1][0] < heard[1][1]
    assert source.read_bytes() == whole
    assert not [path for path in (*source.parent.iterdir(), *(pc / "backups").iterdir())
                if path.name.endswith(".making")]  # fmt: skip


def test_a_folder_is_no_file_to_back_up_into(pc: Path, tmp_path: Path) -> None:
    with (
        profile.opened(pc, "test", ask=ask) as (store, _safe),
        pytest.raises(errors.Refused, match="là thư mục; hãy ghi cả tên"),
    ):
        archive.write(store, tmp_path)


def test_a_disk_without_room_is_told_and_keeps_nothing(pc: Path, tmp_path: Path) -> None:
    with profile.opened(pc, "test", ask=ask) as (store, _safe):
        fill(store, tmp_path)
        (tmp_path / "stick").mkdir()
        with hardship.largest_file(250_000), pytest.raises(errors.CannotWrite, match="stick"):
            archive.write(store, tmp_path / "stick" / "b.zip")
    assert list((tmp_path / "stick").iterdir()) == []


# -- giving back ---------------------------------------------------------------------------------


def test_a_folder_with_anything_in_it_is_left_alone(
    kept: tuple[Path, list[str]], pc: Path, tmp_path: Path
) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in pc.rglob("*"))
    with pytest.raises(errors.Refused, match="không trống"):
        archive.restore(kept[0], pc, ask=ask)
    assert sorted((path, path.stat().st_mtime_ns) for path in pc.rglob("*")) == before
    (tmp_path / "empty").mkdir()
    archive.restore(kept[0], tmp_path / "empty", ask=ask)
    assert shown(tmp_path / "empty") == kept[1]


def test_what_a_killed_restoring_left_is_taken_away_by_the_next(
    kept: tuple[Path, list[str]], tmp_path: Path
) -> None:
    left = tmp_path / "new.restoring"
    (left / "blobs" / "ab").mkdir(parents=True)
    (left / "langso.db").write_bytes(b"half")
    archive.restore(kept[0], tmp_path / "new", ask=ask)
    assert shown(tmp_path / "new") == kept[1]
    assert not left.exists()


def test_two_at_once_are_kept_apart(kept: tuple[Path, list[str]], tmp_path: Path) -> None:
    with (
        lock.held(tmp_path / "new.restoring", "ai đó"),
        pytest.raises(errors.InUse, match="ai đó"),
    ):
        archive.restore(kept[0], tmp_path / "new", ask=ask)
    assert not (tmp_path / "new").exists()


def refused(source: Path, folder: Path) -> str:
    """Give this file back: it must be refused, with nothing left; what was said."""
    with pytest.raises((errors.DatabaseError, Locked)) as told:
        archive.restore(source, folder, ask=ask)
    assert left_beside(folder) == []
    return str(told.value)


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "khác.zip").write_bytes(content)
    assert "không phải bản sao lưu nguyên vẹn" in refused(tmp_path / "khác.zip", tmp_path / "new")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "Không đọc được" in refused(tmp_path / "b.zip", tmp_path / "new")
    assert "Không đọc được" in refused(tmp_path, tmp_path.with_name("beside"))


def test_a_backup_that_was_cut_off_anywhere_is_refused(
    kept: tuple[Path, list[str]], tmp_path: Path
) -> None:
    content, chance = kept[0].read_bytes(), random.Random("cut")
    for left in [len(content) - 1, *(chance.randrange(len(content)) for _n in range(10))]:
        (tmp_path / "cut.zip").write_bytes(content[:left])
        assert "nguyên vẹn" in refused(tmp_path / "cut.zip", tmp_path / "new")


def test_a_backup_with_one_bit_turned_is_refused_or_is_not_harmed_by_it(
    kept: tuple[Path, list[str]], tmp_path: Path
) -> None:
    source, before = kept
    content, chance = source.read_bytes(), random.Random("bits")
    tail = range(len(content) - 2500, len(content))
    places = [*(chance.randrange(len(content)) for _n in range(10)),
              *(chance.choice(tail) for _n in range(30))]  # fmt: skip
    harmless = 0
    for at in places:
        damaged = bytearray(content)
        damaged[at] ^= 1 << chance.randrange(8)
        (tmp_path / "bit.zip").write_bytes(damaged)
        try:
            archive.restore(tmp_path / "bit.zip", tmp_path / "new", ask=ask)
        except (errors.DatabaseError, Locked):
            assert left_beside(tmp_path / "new") == []
        else:  # a date or a right of the archive, which nobody reads
            harmless += 1
            assert shown(tmp_path / "new") == before
            shutil.rmtree(tmp_path / "new")
    assert harmless < len(places) / 2


def rewrite(source: Path, target: Path, packed: int = zipfile.ZIP_STORED, **more: bytes) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", packed) as new:
        for name in old.namelist():
            new.writestr(name, more.pop(name.replace(".", "_"), old.read(name)))
        for name, content in more.items():
            new.writestr(name, content)


def test_names_that_lead_out_of_the_folder_and_bombs_are_refused(
    kept: tuple[Path, list[str]], tmp_path: Path
) -> None:
    forged = tmp_path / "forged.zip"
    rewrite(kept[0], forged, **{"../../escaped": b"x"})
    assert "nguyên vẹn" in refused(forged, tmp_path / "new")
    rewrite(kept[0], forged, zipfile.ZIP_DEFLATED)
    assert "nguyên vẹn" in refused(forged, tmp_path / "new")
    rewrite(kept[0], forged, langso_db=b"another database")
    assert "nguyên vẹn" in refused(forged, tmp_path / "new")


def test_a_backup_of_a_newer_programme_is_refused(
    kept: tuple[Path, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pc: Path
) -> None:
    monkeypatch.setattr(backup, "FORMAT", backup.FORMAT + 1)
    with profile.opened(pc, "test", ask=ask) as (store, _safe):
        archive.write(store, tmp_path / "later.zip")
    monkeypatch.undo()
    assert "bản mới" in refused(tmp_path / "later.zip", tmp_path / "new")
