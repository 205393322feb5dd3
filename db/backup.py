"""One file that holds a whole profile, as encrypted as the profile is.

A zip archive without compression: the database, the evidence files as they lie on the disk, the
small files of the profile, and a list of them all with their sha256.  No name in it tells anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from db import disk, errors, shelf
from db import store as stores
from db.store import Store
from resources.words import _

FORMAT = 1
LIST = "langso-backup.json"
_LARGEST_LIST = 64 * 1024 * 1024  # bytes
_BLOB = re.compile("blobs/[0-9a-f]{2}/([0-9a-f]{40}|[0-9a-f]{64})")
_CARD = re.compile(r"[a-z]+(-[a-z]+)?\.(json|keys|recovery|pem)")
_PIECE = 1024 * 1024
# all that zipfile and msgspec say of bytes that are no backup, or not a whole one
_BROKEN = (
    zipfile.BadZipFile,
    msgspec.MsgspecError,
    struct.error,
    ValueError,
    RuntimeError,
    EOFError,
    OSError,
)

Stop = Callable[[], bool]
Tell = Callable[[int, int], None]  # bytes done, bytes in all


class Entry(Struct, frozen=True):
    """One file of a backup."""

    size: int
    sha256: str


class Contents(Struct, frozen=True):
    """What a backup says of itself."""

    format: int
    at: str  # UTC
    encrypted: bool
    files: dict[str, Entry]


def write(
    store: Store,
    target: Path,
    cards: Mapping[str, bytes],
    stop: Stop = lambda: False,
    progress: Tell = lambda done, whole: None,
) -> Contents:
    """Write everything into one file, which is there whole or not at all; work may go on.

    `cards` are the profile's small files.  Raises CannotWrite, and Refused when it was stopped.
    """
    if target.is_dir():
        raise errors.Refused(
            _("{path} là thư mục; hãy ghi cả tên của một tệp trong đó.").format(path=target)
        )
    making = target.with_name(f"{target.name}.{secrets.token_hex(4)}.making")
    copy = _copied(store, target)
    try:
        sources = _sources(store, copy)
        told = _Told(sum(path.stat().st_size for path in sources.values()), stop, progress)
        with _writable(target.parent):
            contents = _pack(making, sources, cards, encrypted=store.key is not None, told=told)
            disk.settle(making, target)
    finally:
        _drop(copy, making)
    return contents


def _copied(store: Store, target: Path) -> Path:
    """A copy of the database; beside the backup where the profile's own disk takes nothing."""
    folder = store.folder / "backups"
    try:
        with _writable(folder):
            disk.make_folder(folder)
        return _copied_to(store, folder)
    except errors.CannotWrite as full:
        try:
            return _copied_to(store, target.parent)
        except errors.CannotWrite:
            raise stores.cannot_write(target.parent) from full


def _copied_to(store: Store, folder: Path) -> Path:
    copy = folder / f"{secrets.token_hex(8)}.making"
    try:
        stores.copy_to(store, copy)
    except BaseException:
        _drop(copy)
        raise
    return copy


def _drop(*paths: Path) -> None:
    """Take half-made files away; a folder that is closed has none, and does not say so."""
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Take away what killed programmes left half copied; for whoever holds the profile."""
    for left in folder.glob("backups/*.making*"):
        left.unlink(missing_ok=True)


def look(source: Path) -> Contents:
    """What this backup says of itself; Refused for anything that is none."""
    with _archive(source) as archive:
        return _contents(archive, source)


def unpack(
    source: Path,
    folder: Path,
    stop: Stop = lambda: False,
    progress: Tell = lambda done, whole: None,
) -> Contents:
    """Put everything of a backup into this folder, each file compared with the backup's list.

    Raises Refused for what is no backup, is damaged or was made by a newer programme; what came
    before stays in the folder, which is the caller's to remove.
    """
    with _archive(source) as archive:
        contents = _contents(archive, source)
        told = _Told(sum(entry.size for entry in contents.files.values()), stop, progress)
        for name, entry in contents.files.items():
            path = folder / name
            with _writable(folder):
                disk.make_folder(path.parent)
            with archive.open(name) as reader, _writable(folder), path.open("xb") as writer:
                if _poured(reader, writer, told) != entry:
                    raise _no_backup(source)
            with _writable(folder):
                disk.flush(path)
    return contents


def verify(store: Store) -> None:
    """Whether the database of an unpacked backup is whole; Refused when it is not."""
    if store.value("PRAGMA quick_check") != "ok":
        raise errors.Refused(
            _("Cơ sở dữ liệu trong bản sao lưu bị hỏng; hãy dùng bản sao lưu khác.")
        )


class _Told:
    """Hears of every piece: tells how far it is, and ends it when asked."""

    def __init__(self, whole: int, stop: Stop, progress: Tell) -> None:
        self._done, self._whole, self._stop, self._progress = 0, whole, stop, progress

    def moved(self, size: int) -> None:
        if self._stop():
            raise errors.Refused(_("Đã dừng theo yêu cầu; chưa có gì được lưu."))
        self._done += size
        self._progress(self._done, self._whole)


def _sources(store: Store, database: Path) -> dict[str, Path]:
    """The large files by their names in the backup; evidence that is lost here is left out."""
    found = {stores.NAME: database}
    for (sha256,) in store.rows("SELECT sha256 FROM blob WHERE here ORDER BY sha256"):
        path = shelf.path_of(store, sha256)
        if path.exists():
            found[path.relative_to(store.folder).as_posix()] = path
    return found


def _pack(
    making: Path,
    sources: Mapping[str, Path],
    cards: Mapping[str, bytes],
    *,
    encrypted: bool,
    told: _Told,
) -> Contents:
    files = {}
    making.touch(mode=0o600, exist_ok=False)  # a plain profile's backup is as open as it is
    with zipfile.ZipFile(making, "w") as archive:
        for name, path in sources.items():
            member = archive.open(zipfile.ZipInfo(name), "w", force_zip64=True)
            with path.open("rb") as reader, member as writer:
                files[name] = _poured(reader, writer, told)
        for name, content in cards.items():
            archive.writestr(zipfile.ZipInfo(name), content)
            files[name] = Entry(len(content), hashlib.sha256(content).hexdigest())
        at = datetime.now(UTC).isoformat(timespec="seconds")
        contents = Contents(FORMAT, at, encrypted, files)
        archive.writestr(zipfile.ZipInfo(LIST), msgspec.json.encode(contents))
    return contents


def _poured(reader: IO[bytes], writer: IO[bytes], told: _Told) -> Entry:
    digest, size = hashlib.sha256(), 0
    while piece := reader.read(_PIECE):
        digest.update(piece)
        writer.write(piece)
        size += len(piece)
        told.moved(len(piece))
    return Entry(size, digest.hexdigest())


@contextlib.contextmanager
def _archive(source: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, opened; everything that is wrong with it in one sentence."""
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise errors.Refused(
            _("Không đọc được tệp {path}; hãy kiểm tra lại đường dẫn.").format(path=source)
        ) from error
    except _BROKEN as error:
        raise _no_backup(source) from error


def _contents(archive: zipfile.ZipFile, source: Path) -> Contents:
    """The list, when it fits the archive to the byte and names nothing that is not ours."""
    members = {info.filename: info for info in archive.infolist()}
    listed = members.pop(LIST, None)
    if listed is None or listed.file_size > _LARGEST_LIST or listed.compress_type:
        raise _no_backup(source)
    text = archive.read(listed)
    if msgspec.json.decode(text, type=_Head).format > FORMAT:
        raise errors.Refused(
            _("Bản sao lưu này do bản Làng Số mới hơn tạo ra; hãy cài bản mới rồi khôi phục.")
        )
    contents = msgspec.json.decode(text, type=Contents)
    sizes = {name: entry.size for name, entry in contents.files.items()}
    there = {name: info.file_size for name, info in members.items() if _is_ours(info)}
    if len(there) != len(members) or sizes != there or stores.NAME not in there:
        raise _no_backup(source)
    return contents


def _is_ours(member: zipfile.ZipInfo) -> bool:
    """Whether a backup may hold such a file: by its name, and not packed smaller than it is."""
    name = member.filename
    known = name == stores.NAME or _BLOB.fullmatch(name) or _CARD.fullmatch(name)
    return bool(known) and member.compress_type == zipfile.ZIP_STORED


class _Head(Struct):
    """What every version of the list begins with."""

    format: int


def _no_backup(source: Path) -> errors.Refused:
    return errors.Refused(
        _(
            "Tệp {name} không phải bản sao lưu nguyên vẹn của Làng Số; hãy dùng bản sao lưu khác."
        ).format(name=source.name)
    )


@contextlib.contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise stores.cannot_write(folder) from error
