"""Evidence files: whole or not at all, once per content, missing and altered ones named."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import blobs, check, errors, history, shelf
from db.commands import evidence
from db.queries import evidence as pieces
from db.store import Store
from tests.support import hardship, profiles
from tests.support.profiles import BINH, HOA, RECORD, answer

CONTENT = b"%PDF-1.7 bien ban hop thon\n" * 100


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A profile with one answer."""
    with profiles.profile(tmp_path / "pc") as opened:
        answer(opened, number=1)
        yield opened


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A file to attach."""
    path = tmp_path / "Biên bản họp thôn.pdf"
    path.write_bytes(CONTENT)
    return path


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("source", ["/dev/zero", "/proc/self/mem", "/proc/cpuinfo", "fifo"])
def test_what_is_no_ordinary_file_is_not_called_empty(
    store: Store, tmp_path: Path, source: str
) -> None:
    path = Path(source)
    if source == "fifo":
        path = tmp_path / source
        os.mkfifo(path)
    with pytest.raises(errors.BlobError, match="không phải một tệp thường"):
        blobs.take(store, path)
    assert files(store) == []


def files(store: Store) -> list[Path]:
    """Every file below blobs/, half-made ones too."""
    return [path for path in (store.folder / "blobs").rglob("*") if path.is_file()]


def attach(store: Store, path: Path, target: str = RECORD) -> str:
    """Attach a file to a record; the evidence's id."""
    return evidence.attach(store, HOA, "assessment", target, path)


def test_a_file_is_kept_under_the_name_of_its_content(store: Store, scan: Path) -> None:
    attach(store, scan)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    assert files(store) == [shelf.path_of(store, sha256)]
    assert shelf.path_of(store, sha256).read_bytes() == CONTENT
    (piece,) = pieces.of(store, RECORD)
    assert (piece.name, piece.size, piece.media_type, piece.state) == (
        scan.name,
        len(CONTENT),
        "application/pdf",
        "here",
    )


def test_the_same_file_attached_twice_is_stored_once(
    store: Store, scan: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "bản sao.pdf"
    copy.write_bytes(CONTENT)
    first = attach(store, scan)
    assert attach(store, copy) == first
    other = attach(store, copy, "another-record")
    assert other != first
    assert evidence.reuse(store, BINH, first, "assessment", "third-record") not in (first, other)
    assert len(files(store)) == 1
    assert store.value("SELECT count(*) FROM blob") == 1


def test_attaching_again_mends_a_file_that_was_damaged(store: Store, scan: Path) -> None:
    attach(store, scan)
    (stored,) = files(store)
    stored.write_bytes(b"broken".ljust(len(CONTENT)))
    attach(store, scan)
    assert stored.read_bytes() == CONTENT


def test_a_folder_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(errors.BlobError, match="là thư mục; hãy chọn từng tệp"):
        attach(store, tmp_path)


def test_an_empty_file_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "rỗng.pdf").touch()
    with pytest.raises(errors.BlobError, match="rỗng; hãy kiểm tra"):
        attach(store, tmp_path / "rỗng.pdf")


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(store: Store, tmp_path: Path) -> None:
    film = tmp_path / "phim.mp4"
    with film.open("wb") as sparse:
        sparse.truncate(2 * 1024**3)
    with pytest.raises(errors.BlobError, match="lớn 2048 MB, quá mức 500 MB; hãy"):
        attach(store, film)
    assert files(store) == []


def test_a_file_that_is_gone_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(errors.BlobError, match=r"Không đọc được tệp “mất\.pdf”; hãy"):
        attach(store, tmp_path / "mất.pdf")


def test_a_file_nobody_may_read_is_refused(scan: Path) -> None:
    with hardship.common_folder() as common, profiles.profile(common / "pc") as store:
        closed = common / "khoá.pdf"
        closed.write_bytes(CONTENT)
        closed.chmod(0)
        (common / "pc").chmod(0o777)
        with hardship.as_nobody(), pytest.raises(errors.BlobError, match="Không đọc được"):
            blobs.take(store, closed)


def test_a_file_on_a_stick_that_is_pulled_out_is_refused(
    store: Store, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stick:
        """A file whose second piece cannot be read any more."""

        reads = 0

        def __enter__(self) -> Stick:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def read(self, size: int) -> bytes:
            self.reads += 1
            if self.reads > 1:
                raise OSError(5, "Input/output error")
            return b"x" * size

    monkeypatch.setattr(blobs, "_opened", lambda source: Stick())
    with pytest.raises(errors.BlobError, match="Không đọc được"):
        blobs.take(store, scan)
    assert files(store) == []


def test_stopping_leaves_nothing(store: Store, tmp_path: Path) -> None:
    large = tmp_path / "ảnh.tif"
    large.write_bytes(os.urandom(3 * 1024 * 1024))
    told: list[tuple[int, int]] = []
    with pytest.raises(errors.BlobError, match="Đã dừng"):
        evidence.attach(
            store,
            HOA,
            "assessment",
            RECORD,
            large,
            stop=lambda: len(told) == 2,
            progress=lambda done, whole: told.append((done, whole)),
        )
    assert told == [(1024**2, 3 * 1024**2), (2 * 1024**2, 3 * 1024**2)]
    assert files(store) == []
    assert pieces.of(store, RECORD) == []
    assert store.value("SELECT count(*) FROM blob") == 0


def test_a_missing_and_an_altered_file_are_noticed_and_named(
    store: Store, scan: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "ảnh chụp.jpg"
    photo.write_bytes(b"jpeg" * 50)
    attach(store, scan)
    attach(store, photo)
    assert check.check(store).damaged == ()
    stored = shelf.path_of(store, hashlib.sha256(CONTENT).hexdigest())
    stored.unlink()
    shelf.path_of(store, hashlib.sha256(photo.read_bytes()).hexdigest()).write_bytes(b"JPEG" * 50)
    report = check.check(store)
    assert not report.fine
    assert {(each.name, each.kind) for each in report.damaged} == {
        (scan.name, "missing"),
        (photo.name, "altered"),
    }
    states = {piece.name: piece.state for piece in pieces.of(store, RECORD)}
    assert states[scan.name] == "missing"


def test_an_altered_size_shows_at_a_glance(store: Store, scan: Path) -> None:
    attach(store, scan)
    files(store)[0].write_bytes(CONTENT + b"!")
    assert [piece.state for piece in pieces.of(store, RECORD)] == ["altered"]


def test_removed_evidence_keeps_its_file_and_comes_back_with_undo(store: Store, scan: Path) -> None:
    piece = attach(store, scan)
    evidence.remove(store, HOA, piece)
    assert pieces.of(store, RECORD) == []
    assert len(files(store)) == 1
    assert blobs.unsent(store) == []
    history.undo(store, HOA)
    assert [each.record for each in pieces.of(store, RECORD)] == [piece]
    assert [blob.size for blob in blobs.unsent(store)] == [len(CONTENT)]


def test_a_lost_file_of_removed_evidence_is_no_damage(store: Store, scan: Path) -> None:
    evidence.remove(store, HOA, attach(store, scan))
    files(store)[0].unlink()
    assert check.check(store).damaged == ()


def test_removed_evidence_is_not_used_again(store: Store, scan: Path) -> None:
    piece = attach(store, scan)
    assert [each.record for each in pieces.reusable(store, "another-record")] == [piece]
    assert pieces.reusable(store, RECORD) == []
    evidence.remove(store, HOA, piece)
    assert pieces.reusable(store, "another-record") == []
    with pytest.raises(errors.Refused, match="không còn"):
        evidence.reuse(store, HOA, piece, "assessment", "another-record")


def test_evidence_is_described(store: Store, scan: Path) -> None:
    piece = attach(store, scan)
    evidence.describe(store, BINH, piece, {"document_no": "12/BC-UBND", "expires": "2026-12-31"})
    (told,) = pieces.of(store, RECORD)
    assert (told.document_no, told.expires) == ("12/BC-UBND", "2026-12-31")


def test_files_other_pcs_attached_are_wanted_until_they_arrive(
    store: Store, scan: Path, tmp_path: Path
) -> None:
    attach(store, scan)
    with profiles.profile(tmp_path / "other") as other:
        profiles.hand_over(store, other)
        (wanted,) = blobs.wanted(other)
        assert wanted.size == len(CONTENT)
        assert pieces.of(other, RECORD)[0].state != "here"
        assert check.check(other).damaged == ()
        with blobs.arriving(other, wanted.sha256) as arriving:
            arriving.append(CONTENT)
        blobs.take_in(other, wanted.sha256)
        blobs.mark_sent(other, wanted.sha256)
        assert blobs.wanted(other) == blobs.unsent(other) == []
        assert pieces.of(other, RECORD)[0].state == "here"


def test_a_file_that_arrives_with_other_content_is_not_taken(store: Store) -> None:
    name = hashlib.sha256(b"y").hexdigest()
    with blobs.arriving(store, name) as arriving:
        arriving.append(b"x")
    with pytest.raises(errors.BlobError, match="lần gửi nhận sau sẽ tải lại"):
        blobs.take_in(store, name)
    with blobs.arriving(store, name) as arriving:
        assert arriving.reached == 0
    assert store.value("SELECT count(*) FROM blob") == 0


def test_small_files_are_sent_first(store: Store, tmp_path: Path) -> None:
    for name, size in (("a", 300), ("b", 100), ("c", 200)):
        (tmp_path / name).write_bytes(os.urandom(size))
        attach(store, tmp_path / name)
    assert [blob.size for blob in blobs.unsent(store)] == [100, 200, 300]


def test_copies_a_killed_programme_left_are_swept_and_downloads_stay(
    store: Store, scan: Path
) -> None:
    attach(store, scan)
    with blobs.arriving(store, "a" * 64) as arriving:
        arriving.append(b"half")
    download = shelf.arriving(store, "a" * 64)
    shelf.copying(store).write_bytes(b"half")
    assert blobs.sweep(store) == 1
    assert download in files(store)
    assert len(files(store)) == 2
    assert blobs.sweep(store) == 0
