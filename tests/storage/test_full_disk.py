"""Disks that are full or closed: one sentence that says what to do, and nothing lost."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import blobs, check, errors, lock
from db import store as stores
from db.commands import profile as founding
from db.store import Store
from desktop import archive, profile, secrets
from tests.support import hardship, profiles
from tests.support.profiles import COMMUNE, answer, shown

WORDS = "Số liệu thống kê của xã. " * 40


def fill(store: Store, words: str) -> list[str]:
    """Save until the disk takes no more and says so in these words; what was acknowledged."""
    saved: list[str] = []

    def save_on() -> None:
        for turn in range(20_000):
            change = answer(store, note=f"{turn} {WORDS}", number=turn)
            assert change is not None
            saved.append(change.id)

    with pytest.raises(errors.CannotWrite, match=words):
        save_on()
    assert saved
    return saved


def logged(store: Store) -> list[str]:
    """The ids of everything in the log."""
    return [row[0] for row in store.rows("SELECT id FROM change ORDER BY seq")]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A profile."""
    with profiles.profile(tmp_path / "pc") as opened:
        yield opened


def test_a_database_that_may_not_grow_keeps_what_it_acknowledged(store: Store) -> None:
    pages = store.value("PRAGMA page_count")
    store.connection.execute(f"PRAGMA max_page_count={pages + 20}")
    saved = fill(store, "Ổ đĩa đã đầy.*hãy xoá bớt")
    assert logged(store) == saved
    assert shown(store)["number"] == len(saved) - 1
    assert check.check(store).fine
    store.connection.execute(f"PRAGMA max_page_count={pages + 1000}")
    again = answer(store, note="sau khi có chỗ trống")
    assert again is not None
    assert logged(store) == [*saved, again.id]


def test_a_file_that_may_not_grow_keeps_what_it_acknowledged(store: Store) -> None:
    with hardship.largest_file(300_000):
        saved = fill(store, "Không ghi được.*hãy")
        assert logged(store) == saved
        with stores.open_(store.folder) as other:
            assert logged(other) == saved
    assert answer(store, note="sau khi có chỗ trống") is not None
    assert logged(store)[:-1] == saved
    assert check.check(store).fine


@pytest.mark.skipif(not hardship.may_mount(), reason="only root can make a small file system")
def test_a_disk_that_is_full_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    with hardship.small_disk(tmp_path / "disk", 1_000_000) as disk:
        with profiles.profile(disk / "pc") as store:
            saved = fill(store, "Ổ đĩa đã đầy.*hãy xoá bớt")
            assert logged(store) == saved
        with stores.open_(disk / "pc") as reopened:
            assert logged(reopened) == saved
            assert check.check(reopened).fine


def test_evidence_that_does_not_fit_leaves_nothing(store: Store, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(os.urandom(400_000))
    with (
        hardship.largest_file(200_000),
        pytest.raises(errors.CannotWrite, match="giải phóng chỗ trống"),
    ):
        blobs.take(store, scan)
    assert [path for path in (store.folder / "blobs").rglob("*") if path.is_file()] == []
    assert store.value("SELECT count(*) FROM blob") == 0
    assert blobs.take(store, scan).size == 400_000


@pytest.fixture
def common() -> Iterator[Path]:
    """A folder every user can enter."""
    with hardship.common_folder() as folder:
        yield folder


def test_no_profile_is_made_in_a_folder_nobody_may_write_to(common: Path) -> None:
    with hardship.without_rights(common), pytest.raises(errors.CannotWrite, match="quyền ghi"):
        founding.found(common / "pc", COMMUNE, "Hoa")
    with (
        hardship.without_rights(common),
        pytest.raises(errors.CannotWrite, match="quyền ghi"),
        lock.held(common / "pc", "cửa sổ"),
    ):
        pass
    assert list(common.iterdir()) == []


def test_a_profile_in_a_folder_nobody_may_write_to_is_told_with_advice(common: Path) -> None:
    with profiles.profile(common / "pc") as store:
        answer(store, number=1)
    before = (common / "pc" / stores.NAME).read_bytes()
    with hardship.without_rights(common):
        with (
            pytest.raises(errors.CannotWrite, match=r"quyền ghi.*chép cả thư mục"),
            stores.open_(common / "pc") as opened,
        ):
            answer(opened, number=2)
        with (
            pytest.raises(errors.CannotWrite, match="quyền ghi"),
            lock.held(common / "pc", "ai đó"),
        ):
            pass
    assert (common / "pc" / stores.NAME).read_bytes() == before
    with stores.open_(common / "pc") as opened:
        assert shown(opened)["number"] == 1


# -- reading and saving elsewhere ----------------------------------------------------------------


def rescued(folder: Path, elsewhere: Path) -> None:
    """Everything a profile says can be read, looked through, and taken along in a backup."""
    with profile.looking(folder, "thử") as store:
        assert shown(store)["number"] == 1
        assert check.check(store).fine
        archive.write(store, elsewhere / "ho-so.lsbackup")
    archive.restore(elsewhere / "ho-so.lsbackup", elsewhere / "pc")
    with stores.open_(elsewhere / "pc") as again:
        assert shown(again)["number"] == 1


def a_profile(folder: Path) -> Path:
    """One that was closed properly, with one answer."""
    with profiles.profile(folder) as store:
        answer(store, number=1)
    secrets.new(folder, encrypted=False)
    return folder


def test_a_profile_in_a_closed_folder_is_read_and_saved_elsewhere(
    common: Path, tmp_path: Path
) -> None:
    pc = a_profile(common / "pc")
    before = {path: path.stat().st_mtime_ns for path in pc.rglob("*")}
    with tempfile.TemporaryDirectory() as open_to_all:
        Path(open_to_all).chmod(0o777)
        with hardship.without_rights(pc):
            rescued(pc, Path(open_to_all))
    assert {path: path.stat().st_mtime_ns for path in pc.rglob("*")} == before


@pytest.mark.skipif(not hardship.may_mount(), reason="only root can make a small file system")
def test_a_profile_on_a_full_disk_is_read_and_saved_elsewhere(tmp_path: Path) -> None:
    with hardship.small_disk(tmp_path / "disk", 2_000_000) as disk:
        pc = a_profile(disk / "pc")
        filler = disk / "film"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"\0" * 4096):
                pass
        rescued(pc, tmp_path)
        filler.unlink()
        with stores.open_(pc) as store:
            assert answer(store, number=2) is not None


def test_a_backup_into_a_closed_folder_names_the_folder(common: Path) -> None:
    with (
        profiles.profile(common / "pc") as store,
        hardship.without_rights(common),
        pytest.raises(errors.CannotWrite) as told,
    ):
        archive.write(store, common / "ho-so.lsbackup")
    assert str(common) in told.value.sentence
    assert "making" not in told.value.sentence


def test_a_profile_whose_last_page_found_no_room_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tables fit into the log beside the database; only gathering them fills the disk."""
    folder, found = tmp_path / "pc", founding.found
    with contextlib.ExitStack() as disk:

        def found_and_then_full(*asked: object) -> Store:
            made = found(*asked)  # type: ignore[arg-type]
            disk.enter_context(hardship.largest_file(50_000))
            return made

        monkeypatch.setattr(founding, "found", found_and_then_full)
        with pytest.raises(errors.CannotWrite, match="hãy"):
            profile.found(folder, COMMUNE, "Lê An", encrypted=False, ask=lambda *_asked: "")
    assert not folder.exists()
    monkeypatch.undo()
    profile.found(folder, COMMUNE, "Lê An", encrypted=False, ask=lambda *_asked: "")
    with stores.open_(folder) as made:
        assert check.check(made).fine
