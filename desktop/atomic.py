"""Small files that are either the old or the new one, never half of each."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db import disk


def write(path: Path, content: bytes) -> None:
    """Replace a file's content durably; on systems that know it, only its owner may read it."""
    fresh = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 -- only open() takes a descriptor
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        disk.flush_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """An empty file beside this one, which takes its place when the block has ended well.

    What others write into it is seen whole or not at all, and only by its owner where systems know
    that.  OSError where the folder takes no file.
    """
    fresh = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    try:
        _make(fresh)
        yield fresh
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _make(file: Path) -> None:
    """Make it, or say why of its folder: nobody has heard of the file's own name."""
    try:
        file.touch(0o600, exist_ok=False)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file.parent)) from error
