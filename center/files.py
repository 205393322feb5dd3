"""Evidence files in a folder: whole ones by their sha256, and those still on their way.

A whole file appears by a rename, so a name in `blobs/` is always complete.
"""

from __future__ import annotations

import hashlib
import os
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
        path = self._arriving / upload
        path.touch(mode=0o600)
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(content)

    def flush(self, upload: str) -> None:
        """Make what was written durable, before anybody is told that it arrived."""
        with (self._arriving / upload).open("r+b") as file:
            os.fsync(file.fileno())

    def arriving(self) -> set[str]:
        """The uploads whose bytes lie here."""
        return {path.name for path in self._arriving.glob("*")}

    def reached(self, upload: str) -> int:
        """How many bytes of an upload lie here."""
        try:
            return (self._arriving / upload).stat().st_size
        except FileNotFoundError:
            return 0

    def drop(self, upload: str) -> None:
        """Forget the bytes of an upload."""
        (self._arriving / upload).unlink(missing_ok=True)

    def complete(self, upload: str, sha256: str, size: int) -> bool:
        """Give a file that arrived its name; False, and the file gone, where it is another."""
        source = self._arriving / upload
        if size == 0:
            self.write(upload, 0, b"")
        with source.open("r+b") as file:
            file.truncate(size)  # a piece that was not confirmed may lie behind
            os.fsync(file.fileno())
        if digest_of(source) != sha256:
            source.unlink()
            return False
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
        _flush_folder(target.parent)
        return True


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
