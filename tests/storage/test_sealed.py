"""Evidence files of an encrypted profile: they tell nothing, and damage is noticed."""

from __future__ import annotations

import hashlib
import os
import random
from pathlib import Path

import pytest

from db import blobs, check, errors, sealed, shelf
from db import store as stores
from db.commands import evidence
from db.store import Store
from tests.support import profiles
from tests.support.profiles import HOA, RECORD, answer

KEY, OTHER = b"k" * 32, b"o" * 32
DATABASE_KEY = bytes(range(32))
PIECE = sealed.PIECE
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5]


def content_of(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def written(path: Path, content: bytes, key: bytes = KEY) -> Path:
    file = sealed.Gathering(path, key)
    file.append(content)
    file.close()
    return path


def read(path: Path, key: bytes = KEY) -> bytes:
    with sealed.opened(path, key) as file:
        return file.read()


# -- one file ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_read_again_and_its_size_is_known(tmp_path: Path, size: int) -> None:
    path = written(tmp_path / "a", content_of(size))
    assert read(path) == content_of(size)
    assert path.stat().st_size == sealed.size_of(size)


def test_nothing_of_the_content_or_its_kind_can_be_seen(tmp_path: Path) -> None:
    content = b"%PDF-1.7 " + b"Nguyen Van An " * 20_000
    one = written(tmp_path / "a", content).read_bytes()
    two = written(tmp_path / "b", content).read_bytes()
    assert b"Nguyen" not in one
    assert b"%PDF" not in one
    assert one[1:] != two[1:]  # not even that two files are the same


def test_a_document_is_not_known_by_its_exact_size(tmp_path: Path) -> None:
    sizes = {written(tmp_path / str(n), bytes(n)).stat().st_size for n in range(9000, 9500, 7)}
    assert len(sizes) == 1


def test_any_place_is_read_without_the_rest(tmp_path: Path) -> None:
    content = content_of(3 * PIECE + 5)
    with sealed.opened(written(tmp_path / "a", content), KEY) as file:
        for at, size in [(PIECE - 2, 4), (0, 1), (3 * PIECE, 99), (2 * PIECE, PIECE), (10**9, 1)]:
            file.seek(at)
            assert file.read(size) == content[at : at + size]
        assert file.seek(-5, os.SEEK_END) == 3 * PIECE
        assert file.read() == content[-5:]


@pytest.mark.parametrize("at", [0, 5, 40, PIECE, 2 * PIECE + 100, -1])
def test_one_bit_turned_anywhere_is_noticed(tmp_path: Path, at: int) -> None:
    path = written(tmp_path / "a", content_of(2 * PIECE + 300))
    damaged = bytearray(path.read_bytes())
    damaged[at] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(sealed.Altered):
        read(path)


@pytest.mark.parametrize("left", [0, 31, 32, 40, PIECE, PIECE + 60, 2 * sealed._SEALED + 32])
def test_a_file_that_was_cut_off_is_noticed(tmp_path: Path, left: int) -> None:
    path = written(tmp_path / "a", content_of(2 * PIECE + 300))
    os.truncate(path, left)
    with pytest.raises(sealed.Altered):
        read(path)


def test_pieces_that_changed_places_are_noticed(tmp_path: Path) -> None:
    path = written(tmp_path / "a", content_of(2 * PIECE))
    all_of_it, each = path.read_bytes(), sealed._SEALED
    head, one, two, rest = (
        all_of_it[:32],
        all_of_it[32 : 32 + each],
        all_of_it[32 + each : 32 + 2 * each],
        all_of_it[32 + 2 * each :],
    )
    path.write_bytes(head + two + one + rest)
    with pytest.raises(sealed.Altered):
        read(path)


def test_another_key_opens_nothing_and_gives_other_names(tmp_path: Path) -> None:
    path = written(tmp_path / "a", b"x")
    with pytest.raises(sealed.Altered):
        read(path, OTHER)
    sha256 = hashlib.sha256(b"x").hexdigest()
    assert sealed.name_of(KEY, sha256) != sealed.name_of(OTHER, sha256)
    assert sealed.name_of(KEY, sha256) not in sha256


# -- a file that grows over several tries --------------------------------------------------------


def test_what_came_before_a_break_stays(tmp_path: Path) -> None:
    content, path, reached = content_of(5 * PIECE + 9), tmp_path / "a", 0
    for size in (100, PIECE, 1, 2 * PIECE - 101, 0, PIECE, 10**9):
        file = sealed.Gathering(path, KEY)
        assert file.reached == reached
        file.append(content[reached : reached + size])
        reached = file.reached
        file.close()
    assert read(path) == content


def test_a_piece_torn_by_a_kill_is_cut_off(tmp_path: Path) -> None:
    content, path = content_of(3 * PIECE), tmp_path / "a"
    whole = sealed.size_of(2 * PIECE + 50)
    for left in range(whole - 50 - 28, whole, 7):
        path.unlink(missing_ok=True)
        written(path, content[: 2 * PIECE + 50])
        os.truncate(path, left)
        file = sealed.Gathering(path, KEY)
        assert file.reached == 2 * PIECE
        file.append(content[file.reached :])
        file.close()
        assert read(path) == content


def test_nothing_of_a_torn_piece_is_left_behind_what_comes_after_it(tmp_path: Path) -> None:
    content = content_of(3 * PIECE)
    path = written(tmp_path / "a", content[: 3 * PIECE - 1])
    os.truncate(path, path.stat().st_size - 1)
    sealed.Gathering(path, KEY).close()
    assert read(path) == content[: 2 * PIECE]


def test_whole_pieces_that_never_reached_the_disk_are_cut_off(tmp_path: Path) -> None:
    path = written(tmp_path / "a", content_of(3 * PIECE))
    each = sealed._SEALED
    with path.open("r+b") as file:
        file.truncate(32 + each)
        file.truncate(32 + 3 * each)  # zeros, as a power cut leaves them
    again = sealed.Gathering(path, KEY)
    assert again.reached == PIECE
    again.close()


def test_a_file_of_which_only_the_beginning_was_made_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"\x01half a header")
    written(path, b"content")
    assert read(path) == b"content"


# -- in a profile --------------------------------------------------------------------------------


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "Biên bản.pdf"
    path.write_bytes(b"%PDF-1.7 bien ban hop thon\n" * 9000)
    return path


def attach(store: Store, path: Path) -> str:
    """Attach a file; its sha256."""
    evidence.attach(store, HOA, "assessment", RECORD, path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files(store: Store) -> list[Path]:
    return [path for path in (store.folder / "blobs").rglob("*") if path.is_file()]


def test_evidence_of_an_encrypted_profile_is_sealed_and_nameless(
    tmp_path: Path, scan: Path
) -> None:
    with profiles.profile(tmp_path / "pc", key=DATABASE_KEY) as store:
        answer(store, number=1)
        sha256 = attach(store, scan)
        attach(store, scan)
        (stored,) = files(store)
        assert sha256[:12] not in str(stored)
        assert b"bien ban" not in stored.read_bytes()
        with blobs.opened(store, sha256) as file:
            assert file.read() == scan.read_bytes()
        assert blobs.state_of(store, sha256, scan.stat().st_size) == "here"
        assert check.check(store).fine
        assert blobs.unsent(store) == [blobs.Blob(sha256, scan.stat().st_size)]


def test_sealed_evidence_that_was_altered_or_lost_is_named(tmp_path: Path, scan: Path) -> None:
    with profiles.profile(tmp_path / "pc", key=DATABASE_KEY) as store:
        answer(store, number=1)
        sha256 = attach(store, scan)
        (stored,) = files(store)
        whole = stored.read_bytes()
        stored.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert [each.kind for each in check.check(store).damaged] == ["altered"]
        stored.write_bytes(whole[:-1])
        assert blobs.state_of(store, sha256, scan.stat().st_size) == "altered"
        attach(store, scan)  # mends it
        assert check.check(store).fine
        stored.unlink()
        assert [each.kind for each in check.check(store).damaged] == ["missing"]


def test_a_download_of_an_encrypted_profile_arrives_sealed(tmp_path: Path) -> None:
    content = b"%PDF" + content_of(2 * PIECE)
    sha256 = hashlib.sha256(content).hexdigest()
    with profiles.profile(tmp_path / "pc", key=DATABASE_KEY) as store:
        with blobs.arriving(store, sha256) as arriving:
            arriving.append(content[:70_000])
        (half,) = files(store)
        assert sha256[:12] not in half.name
        assert b"%PDF" not in half.read_bytes()
        with blobs.arriving(store, sha256) as arriving:
            assert arriving.reached == 70_000
            arriving.append(content[70_000:])
        assert blobs.take_in(store, sha256) == blobs.Blob(sha256, len(content))
        assert [path.stat().st_size for path in files(store)] == [sealed.size_of(len(content))]


def test_a_sealed_download_of_other_content_is_not_taken(tmp_path: Path) -> None:
    with profiles.profile(tmp_path / "pc", key=DATABASE_KEY) as store:
        with blobs.arriving(store, "a" * 64) as arriving:
            arriving.append(b"something else")
        with pytest.raises(errors.BlobError, match="sẽ tải lại"):
            blobs.take_in(store, "a" * 64)
        assert files(store) == []


def test_files_an_older_programme_left_open_are_sealed_when_the_profile_is_opened(
    tmp_path: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "ảnh.jpg"
    other.write_bytes(content_of(100_000))
    folder = tmp_path / "pc"
    with profiles.profile(folder, key=DATABASE_KEY) as store:
        answer(store, number=1)
        names = [attach(store, path) for path in (scan, other)]
        _leave_open(store, dict(zip(names, (scan, other), strict=True)))
    settle, calls = shelf.disk.settle, []

    def killed_at_the_second(arrived: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        settle(arrived, target)

    monkeypatch.setattr(shelf.disk, "settle", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        stores.open_(folder, DATABASE_KEY)
    monkeypatch.undo()
    with stores.open_(folder, DATABASE_KEY) as store:
        assert check.check(store).fine
        assert len(files(store)) == 2
        assert all(b"bien ban" not in path.read_bytes() for path in files(store))
        with blobs.opened(store, names[0]) as file:
            assert file.read() == scan.read_bytes()


def _leave_open(store: Store, sources: dict[str, Path]) -> None:
    """Make the files what a programme before sealing would have left."""
    for path in files(store):
        path.unlink()
    for sha256, source in sources.items():
        plain = store.folder / "blobs" / sha256[:2] / sha256
        plain.parent.mkdir(exist_ok=True)
        plain.write_bytes(source.read_bytes())
    part = store.folder / "blobs" / "arriving" / f"{'a' * 64}.part"
    part.write_bytes(b"half of a file")
    stores.set_setting(store, "blob_key", None)
    stores.set_setting(store, "blobs", None)
