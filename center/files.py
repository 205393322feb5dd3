"""Evidence files in a folder: whole ones by their sha256, and those still on their way.

A whole file appears by a rename, so a name in `blobs/` is always complete.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PIECE = 256 * 1024  # bytes read at once


class Files:
    """The files of one centre."""

    def __init__(self, folder: Path) -> None:
        self._blobs = folder / "blobs"
        self._arriving = folder / "arriving"

    def path(self, sha256: str) -> Path:
        """Where the file with this content lies, or would lie."""
        return self._blobs / sha256[:2] / sha256

    def write(self, upload: str, offset: int, content: bytes) -> None:
        """Put bytes of a file on its way at their place."""
        self._arriving.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._arriving / upload, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.seek(offset)
            file.write(content)

    def flush(self, upload: str) -> None:
        """Make what was written durable, before anybody is told that it arrived."""
        with self._opened(upload) as handle:
            os.fsync(handle)

    def complete(self, upload: str, sha256: str, size: int) -> bool:
        """Give a file that arrived its name; False, and the file gone, where it is another."""
        source = self._arriving / upload
        if size == 0:
            self.write(upload, 0, b"")
        with self._opened(upload) as handle:
            os.ftruncate(handle, size)  # a piece that was not confirmed may lie behind
            os.fsync(handle)
        if digest_of(source) != sha256:
            source.unlink()
            return False
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
        _flush_folder(target.parent)
        return True

    def forget(self, upload: str) -> None:
        """Remove what arrived of a file."""
        (self._arriving / upload).unlink(missing_ok=True)

    @contextmanager
    def _opened(self, upload: str) -> Iterator[int]:
        handle = os.open(self._arriving / upload, os.O_RDWR)
        try:
            yield handle
        finally:
            os.close(handle)


def digest_of(path: Path) -> str:
    """The sha256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush_folder(folder: Path) -> None:
    """Make a rename durable; Windows does it by itself and opens no folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
