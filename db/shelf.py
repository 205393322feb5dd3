"""Where evidence files lie and how: as they are, or sealed where the profile is encrypted.

The key of the files is drawn once and kept in the encrypted database, so a change of the
database's key rewrites none of them.
"""

from __future__ import annotations

import errno
import os
import re
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import Protocol

from db import disk, sealed
from db.store import Store, set_setting, setting
from rules.record import Form

COPYING, PART = ".copying", ".part"
_KEY = "blob_key"
_PLAIN_NAME = re.compile(Form.SHA256)
_PIECE = 1024 * 1024  # bytes


class File(Protocol):
    """A file that is being written, from where an earlier try broke off."""

    @property
    def reached(self) -> int:
        """Bytes of content that are there."""

    def append(self, content: bytes) -> None:
        """Add to the end of the content."""

    def close(self) -> None:
        """Put everything on the disk itself."""


class Gathering:
    """Content that gathers in a file while the block runs; on the disk itself after it."""

    def __init__(self, store: Store, path: Path) -> None:
        key = _key(store)
        self._file: File = _Plain(path) if key is None else sealed.Gathering(path, key)

    @property
    def reached(self) -> int:
        """Bytes of content that are there."""
        return self._file.reached

    def append(self, content: bytes) -> None:
        """Add to the end of the content."""
        self._file.append(content)

    def __enter__(self) -> Gathering:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self._file.close()


class _Plain:
    """A file as it is."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")
        self.reached = self._file.tell()

    def append(self, content: bytes) -> None:
        self.reached += self._file.write(content)

    def close(self) -> None:
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())


def path_of(store: Store, sha256: str) -> Path:
    """Where the file with this content lies, or would lie.

    Raises FileNotFoundError for a name that is no sha256: no path is ever made of one.
    """
    name = _name(store, sha256)
    return store.folder / "blobs" / name[:2] / name


def arriving(store: Store, sha256: str) -> Path:
    """Where this content gathers until it is whole, over as many rounds as it takes."""
    return _arriving(store) / f"{_name(store, sha256)}{PART}"


def copying(store: Store) -> Path:
    """A fresh temporary name on the same disk."""
    return _arriving(store) / f"{os.urandom(8).hex()}{COPYING}"


def copies(store: Store) -> list[Path]:
    """Copies under way, or left half made by a programme that was killed."""
    return list(_arriving(store).glob(f"*{COPYING}"))


def opened(store: Store, path: Path) -> BufferedReader:
    """The content of a stored file, to be read from anywhere; OSError where it is damaged."""
    key = _key(store)
    return path.open("rb") if key is None else sealed.opened(path, key)


def digest(store: Store, path: Path) -> str:
    """The sha256 of a stored file's content, in hex."""
    with opened(store, path) as file:
        import hashlib  # brings OpenSSL, which a start can do without

        return hashlib.file_digest(file, "sha256").hexdigest()


def size_on_disk(store: Store, size: int) -> int:
    """How large the file of so many bytes of content is."""
    return size if _key(store) is None else sealed.size_of(size)


def seal_all(store: Store) -> None:
    """Draw the key of the files, and seal those that an older programme left as they were.

    Killed in between it is begun again: a file goes only after its sealed one is in its place.
    """
    with store.write() as connection:
        drawn = os.urandom(32).hex()
        connection.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (_KEY, drawn))
    for path in (store.folder / "blobs").glob("*/*"):
        name = path.name.removesuffix(PART)
        if _PLAIN_NAME.fullmatch(name):
            if path.name == name and not path_of(store, name).exists():
                _seal(store, path, path_of(store, name))
            path.unlink()
    set_setting(store, "blobs", "sealed")  # opening looks for it


def _seal(store: Store, plain: Path, target: Path) -> None:
    copy = copying(store)
    disk.make_folder(copy.parent)
    try:
        with plain.open("rb") as reader, Gathering(store, copy) as writer:
            while piece := reader.read(_PIECE):
                writer.append(piece)
        disk.settle(copy, target)
    finally:
        copy.unlink(missing_ok=True)


def _name(store: Store, sha256: str) -> str:
    """How the file with this content is called; FileNotFoundError for what names no content."""
    if not _PLAIN_NAME.fullmatch(sha256):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), sha256)
    key = _key(store)
    return sha256 if key is None else sealed.name_of(key, sha256)


def _arriving(store: Store) -> Path:
    return store.folder / "blobs" / "arriving"


def _key(store: Store) -> bytes | None:
    """The key of the files; None where the profile is not encrypted."""
    if store.key is not None and store.blob_key is None:
        store.blob_key = bytes.fromhex(setting(store, _KEY) or "")
    return store.blob_key
