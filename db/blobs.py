"""Evidence files: known by the sha256 of what is in them, kept beside the database.

A file is copied to a temporary name, flushed to the disk and then renamed, so that a name in
`blobs/` is always a whole file.  The same content is stored once, however often it is attached.
How a file lies there, sealed or not, is the shelf's matter.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from db import disk, errors, shelf
from db.shelf import Gathering
from db.store import Store
from resources.words import _

LARGEST = 500 * 1024 * 1024  # bytes; a 2 GB film would block a commune's line for weeks
_PIECE = 1024 * 1024
# an older programme took other texts in as well; no file ever comes for them
_NAMES_CONTENT = "(length(e.sha256) = 64 AND e.sha256 NOT GLOB '*[^0-9a-f]*')"


class Blob(Struct, frozen=True):
    """A stored file: what names it, and its size in bytes."""

    sha256: str
    size: int


class Damage(Struct, frozen=True):
    """An evidence file that is not what was attached."""

    sha256: str
    name: str
    kind: str  # missing, altered


def opened(store: Store, sha256: str) -> BinaryIO:
    """The content of a file that is here, to be read from anywhere.

    Opening and reading raise OSError where the file is missing or damaged.
    """
    return shelf.opened(store, shelf.path_of(store, sha256))


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
    copy = _fresh(store, shelf.copying(store))
    try:
        with _opened(source) as reader, _writable(store), Gathering(store, copy) as writer:
            digest = _copy(_pieces(source, reader, stop), writer, size, progress)
        return _keep(store, Blob(digest, size), copy)
    finally:
        copy.unlink(missing_ok=True)


def carry(
    former: Store, store: Store, blob: Blob, stop: Callable[[], bool] = lambda: False
) -> None:
    """Copy a file of another profile into this one, sealed as this one is.

    BlobError where it is missing or altered there, CannotWrite for a full disk here.
    """
    copy = _fresh(store, shelf.copying(store))
    try:
        with (
            contextlib.closing(_read_from(former, blob, stop)) as pieces,
            _writable(store),
            Gathering(store, copy) as writer,
        ):
            digest = _copy(pieces, writer, blob.size, lambda _done, _whole: None)
        if digest != blob.sha256:
            raise _unlike(former, blob)
        _keep(store, blob, copy)
    finally:
        copy.unlink(missing_ok=True)


def _read_from(former: Store, blob: Blob, stop: Callable[[], bool]) -> Generator[bytes]:
    """The content of a file of another profile; its faults are no faults of writing here."""
    if state_of(former, blob.sha256, None) == "missing":
        raise errors.BlobError(
            _(
                "Tệp “{name}” không còn trong hồ sơ của xã cũ nên chưa mang theo được; hãy đính kèm"
                " lại nếu còn bản gốc."
            ).format(name=called(former, blob.sha256))
        )
    try:
        with opened(former, blob.sha256) as reader:
            while piece := reader.read(_PIECE):
                if stop():
                    raise errors.BlobError(_("Đã dừng theo yêu cầu."))
                yield piece
    except OSError as error:
        raise _unlike(former, blob) from error


def _unlike(former: Store, blob: Blob) -> errors.BlobError:
    return errors.BlobError(
        _(
            "Tệp “{name}” trong hồ sơ của xã cũ đã hỏng hoặc bị sửa nên chưa mang theo; hãy đính"
            " kèm lại nếu còn bản gốc."
        ).format(name=called(former, blob.sha256))
    )


def is_whole(store: Store, sha256: str) -> bool:
    """Whether a file that is here can be read and is still what was attached; reads all of it."""
    return _is_whole(store, shelf.path_of(store, sha256), sha256)


def arriving(store: Store, sha256: str) -> Gathering:
    """Where content from elsewhere gathers, over as many tries as it takes; then `take_in`."""
    with _writable(store):
        return Gathering(store, _fresh(store, shelf.arriving(store, sha256)))


def take_in(store: Store, sha256: str) -> Blob:
    """Give content that has arrived its place.

    BlobError when it is not what its name says; then it is forgotten, to begin anew.
    """
    arrived = shelf.arriving(store, sha256)
    if not _is_whole(store, arrived, sha256):
        arrived.unlink(missing_ok=True)
        raise errors.BlobError(
            _("Tệp nhận về không đúng nội dung đã công bố; lần gửi nhận sau sẽ tải lại.")
        )
    with shelf.opened(store, arrived) as file:
        size = file.seek(0, os.SEEK_END)
    return _keep(store, Blob(sha256, size), arrived)


def _keep(store: Store, blob: Blob, arrived: Path) -> Blob:
    """Name the file by its content, then note it: a note without its file would be a lie."""
    target = shelf.path_of(store, blob.sha256)
    with _writable(store):
        if target.exists() and _is_whole(store, target, blob.sha256):
            arrived.unlink()  # it may be open in another programme; it is the same anyway
        else:
            disk.settle(arrived, target)
    with store.write() as connection:
        connection.execute(
            "INSERT INTO blob(sha256, size, here, sent) VALUES (?, ?, 1, 0)"
            " ON CONFLICT(sha256) DO UPDATE SET here = 1",
            (blob.sha256, blob.size),
        )
    return blob


def _fresh(store: Store, path: Path) -> Path:
    """This path, in a folder that is there."""
    with _writable(store):
        disk.make_folder(path.parent)
    return path


def sweep(store: Store) -> int:
    """Remove copies that a killed programme left half made; how many there were.

    To be called when the profile is opened, by whoever holds its lock: nobody copies then.
    Downloads stay, they go on where they broke off.
    """
    left = shelf.copies(store)
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def state_of(store: Store, sha256: str, size: int | None) -> str:
    """A quick look: "here", "missing" or "altered" (by size; `damaged` reads the content)."""
    try:
        found = shelf.path_of(store, sha256).stat().st_size
    except OSError:
        return "missing"
    return "here" if size is None or found == shelf.size_on_disk(store, size) else "altered"


def damaged(store: Store) -> list[Damage]:
    """Every live evidence file that is missing or was altered; reads them all."""
    rows = store.rows(
        "SELECT DISTINCT e.sha256, coalesce(e.name, e.title, e.sha256) FROM evidence e"
        " LEFT JOIN blob b ON b.sha256 = e.sha256"
        f" WHERE NOT e.deleted AND (b.here OR NOT {_NAMES_CONTENT}) ORDER BY 2"
    )
    found = []
    for sha256, name in rows:
        if state_of(store, sha256, None) == "missing":
            found.append(Damage(sha256, name, "missing"))
        elif not _is_whole(store, shelf.path_of(store, sha256), sha256):
            found.append(Damage(sha256, name, "altered"))
    return found


def _is_whole(store: Store, path: Path, sha256: str) -> bool:
    """Whether the file can be read and is what its name says."""
    try:
        return shelf.digest(store, path) == sha256
    except OSError:
        return False


def unsent(store: Store) -> list[Blob]:
    """Files of live evidence the centre does not have yet, small ones first."""
    rows = store.rows(
        "SELECT DISTINCT b.sha256, b.size FROM blob b JOIN evidence e ON e.sha256 = b.sha256"
        " WHERE NOT b.sent AND b.here AND NOT e.deleted ORDER BY b.size"
    )
    return [Blob(*row) for row in rows]


def called(store: Store, sha256: str) -> str:
    """What officers know a file by: the title of its evidence, or its name when attached."""
    name = store.value(
        "SELECT coalesce(title, name) FROM evidence WHERE sha256 = ? AND NOT deleted"
        " ORDER BY coalesce(title, name) IS NULL, record",
        (sha256,),
    )
    return str(name or sha256)


def mark_sent(store: Store, sha256: str, size: int | None = None) -> bool:
    """Remember that the centre has this file; whether that is new."""
    with store.write() as connection:
        marked = connection.execute(
            "INSERT INTO blob(sha256, size, here, sent) VALUES (?, ?, 0, 1)"
            " ON CONFLICT(sha256) DO UPDATE SET sent = 1 WHERE NOT sent",
            (sha256, size or 0),
        )
    return bool(marked.rowcount)


def wanted(store: Store) -> list[Blob]:
    """Files that live evidence names and this PC does not hold, small ones first."""
    rows = store.rows(
        "SELECT DISTINCT e.sha256, e.size FROM evidence e LEFT JOIN blob b ON b.sha256 = e.sha256"
        f" WHERE NOT e.deleted AND NOT coalesce(b.here, 0) AND {_NAMES_CONTENT} ORDER BY e.size"
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
        told = source.stat()
    except OSError as error:
        raise _unreadable(source) from error
    size = told.st_size
    if size == 0 and stat.S_ISREG(told.st_mode) and _is_empty(source):
        raise errors.BlobError(
            _("Tệp “{name}” rỗng; hãy kiểm tra lại tệp gốc.").format(name=source.name)
        )
    if size == 0 or not stat.S_ISREG(told.st_mode):
        raise errors.BlobError(
            _("“{name}” không phải một tệp thường; hãy chọn tệp ảnh hoặc tài liệu.").format(
                name=source.name
            )
        )
    if size > LARGEST:
        raise errors.BlobError(
            _(
                "Tệp “{name}” lớn {size} MB, quá mức {most} MB; hãy quét lại ở độ phân giải thấp"
                " hơn hoặc chia nhỏ."
            ).format(name=source.name, size=size // 1048576, most=LARGEST // 1048576)
        )
    return size


def _is_empty(source: Path) -> bool:
    """Whether a file of no size holds nothing; some of the system's own tell no size."""
    try:
        with source.open("rb") as reader:
            return not reader.read(1)
    except PermissionError as error:
        raise _unreadable(source) from error
    except OSError:
        return False


def _copy(
    pieces: Iterable[bytes], writer: Gathering, size: int, progress: Callable[[int, int], None]
) -> str:
    import hashlib  # brings OpenSSL, which a start can do without

    digest, done = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        writer.append(piece)
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
