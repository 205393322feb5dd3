"""Evidence files: kept beside the database under the sha256 of what is in them.

A file is copied to a temporary name, flushed to the disk and then renamed, so that a name in
`blobs/` is always a whole file.  The same content is stored once, however often it is attached.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from db import disk, errors
from db.store import Store
from resources.words import _

LARGEST = 500 * 1024 * 1024  # bytes; a 2 GB film would block a commune's line for weeks
_PIECE = 1024 * 1024
_COPYING = ".copying"


class Blob(Struct, frozen=True):
    """A stored file: what names it, and its size in bytes."""

    sha256: str
    size: int


class Damage(Struct, frozen=True):
    """An evidence file that is not what was attached."""

    sha256: str
    name: str
    kind: str  # missing, altered


def path_of(store: Store, sha256: str) -> Path:
    """Where the file with this content lies, or would lie."""
    return store.folder / "blobs" / sha256[:2] / sha256


def take(
    store: Store,
    source: Path,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> Blob:
    """Copy a file into the profile.  BlobError tells why one cannot be taken.

    Runs on a worker for large files: `stop` ends it with nothing left behind, `progress` hears
    bytes done and bytes in all.
    """
    size = _size(source)
    copy = temporary(store)
    try:
        with _opened(source) as reader, _writable(store), copy.open("xb") as writer:
            digest = _copy(_pieces(source, reader, stop), writer, size, progress)
        return _keep(store, digest, copy)
    finally:
        copy.unlink(missing_ok=True)


def take_in(store: Store, sha256: str, arrived: Path) -> Blob:
    """Give a whole file that arrived its place; BlobError when its content is not `sha256`."""
    if digest_of(arrived) != sha256:
        raise errors.BlobError(
            _("Tệp nhận về không đúng nội dung đã công bố; lần gửi nhận sau sẽ tải lại.")
        )
    return _keep(store, sha256, arrived)


def _keep(store: Store, sha256: str, arrived: Path) -> Blob:
    """Name the file by its content, then note it: a note without its file would be a lie."""
    size = arrived.stat().st_size
    target = path_of(store, sha256)
    with _writable(store):
        if target.exists() and digest_of(target) == sha256:
            arrived.unlink()  # it may be open in another programme; it is the same anyway
        else:
            disk.settle(arrived, target)
    with store.write() as connection:
        connection.execute(
            "INSERT INTO blob(sha256, size, here, sent) VALUES (?, ?, 1, 0)"
            " ON CONFLICT(sha256) DO UPDATE SET here = 1",
            (sha256, size),
        )
    return Blob(sha256, size)


def temporary(store: Store) -> Path:
    """A fresh temporary name on the same disk."""
    folder = _arriving(store)
    with _writable(store):
        disk.make_folder(folder)
    return folder / f"{secrets.token_hex(8)}{_COPYING}"


def sweep(store: Store) -> int:
    """Remove copies that a killed programme left half made; how many there were.

    To be called when the profile is opened, by whoever holds its lock: nobody copies then.
    Downloads stay, they go on where they broke off.
    """
    left = list(_arriving(store).glob(f"*{_COPYING}"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _arriving(store: Store) -> Path:
    return store.folder / "blobs" / "arriving"


def digest_of(path: Path) -> str:
    """The sha256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def state_of(store: Store, sha256: str, size: int | None) -> str:
    """A quick look: "here", "missing" or "altered" (by size; `damaged` reads the content)."""
    try:
        found = path_of(store, sha256).stat().st_size
    except OSError:
        return "missing"
    return "here" if size is None or found == size else "altered"


def damaged(store: Store) -> list[Damage]:
    """Every live evidence file that is missing or was altered; reads them all."""
    rows = store.rows(
        "SELECT DISTINCT e.sha256, coalesce(e.name, e.title, e.sha256) FROM evidence e"
        " JOIN blob b ON b.sha256 = e.sha256 WHERE NOT e.deleted AND b.here ORDER BY 2"
    )
    found = []
    for sha256, name in rows:
        path = path_of(store, sha256)
        if not path.exists():
            found.append(Damage(sha256, name, "missing"))
        elif not _is_whole(path, sha256):
            found.append(Damage(sha256, name, "altered"))
    return found


def _is_whole(path: Path, sha256: str) -> bool:
    """Whether the file can be read and is what its name says."""
    try:
        return digest_of(path) == sha256
    except OSError:
        return False


def unsent(store: Store) -> list[Blob]:
    """Files of live evidence the centre does not have yet, small ones first."""
    rows = store.rows(
        "SELECT DISTINCT b.sha256, b.size FROM blob b JOIN evidence e ON e.sha256 = b.sha256"
        " WHERE NOT b.sent AND b.here AND NOT e.deleted ORDER BY b.size"
    )
    return [Blob(*row) for row in rows]


def mark_sent(store: Store, sha256: str, size: int | None = None) -> None:
    """Remember that the centre has this file."""
    with store.write() as connection:
        connection.execute(
            "INSERT INTO blob(sha256, size, here, sent) VALUES (?, ?, 0, 1)"
            " ON CONFLICT(sha256) DO UPDATE SET sent = 1",
            (sha256, size or 0),
        )


def wanted(store: Store) -> list[Blob]:
    """Files that live evidence names and this PC does not hold, small ones first."""
    rows = store.rows(
        "SELECT DISTINCT e.sha256, e.size FROM evidence e LEFT JOIN blob b ON b.sha256 = e.sha256"
        " WHERE NOT e.deleted AND NOT coalesce(b.here, 0) ORDER BY e.size"
    )
    return [Blob(*row) for row in rows]


def _size(source: Path) -> int:
    if source.is_dir():
        raise errors.BlobError(
            _("“{name}” là thư mục; hãy chọn từng tệp, hoặc nén thư mục thành một tệp.").format(
                name=source.name
            )
        )
    try:
        size = source.stat().st_size
    except OSError as error:
        raise _unreadable(source) from error
    if size == 0:
        raise errors.BlobError(
            _("Tệp “{name}” rỗng; hãy kiểm tra lại tệp gốc.").format(name=source.name)
        )
    if size > LARGEST:
        raise errors.BlobError(
            _(
                "Tệp “{name}” lớn {size} MB, quá mức {most} MB; hãy quét lại ở độ phân giải thấp"
                " hơn hoặc chia nhỏ."
            ).format(name=source.name, size=size // 1048576, most=LARGEST // 1048576)
        )
    return size


def _copy(
    pieces: Iterable[bytes], writer: BinaryIO, size: int, progress: Callable[[int, int], None]
) -> str:
    digest, done = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        writer.write(piece)
        done += len(piece)
        progress(done, size)
    return digest.hexdigest()


def _pieces(source: Path, reader: BinaryIO, stop: Callable[[], bool]) -> Iterator[bytes]:
    while piece := _read(source, reader):
        if stop():
            raise errors.BlobError(_("Đã dừng thêm tệp theo yêu cầu; chưa có gì được lưu."))
        yield piece


def _read(source: Path, reader: BinaryIO) -> bytes:
    try:
        return reader.read(_PIECE)
    except OSError as error:  # a stick that was pulled out
        raise _unreadable(source) from error


def _unreadable(source: Path) -> errors.BlobError:
    return errors.BlobError(
        _("Không đọc được tệp “{name}”; hãy kiểm tra tệp còn đó và không bị khoá.").format(
            name=source.name
        )
    )


def _opened(source: Path) -> BinaryIO:
    try:
        return source.open("rb")
    except OSError as error:
        raise _unreadable(source) from error


@contextlib.contextmanager
def _writable(store: Store) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise errors.CannotWrite(
            _(
                "Không ghi được tệp minh chứng vào {folder} (ổ đĩa đầy hoặc không có quyền ghi);"
                " hãy giải phóng chỗ trống rồi thử lại."
            ).format(folder=store.folder)
        ) from error
