"""One programme at a time works on a profile; a second one learns who holds it."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from db import errors
from db.store import cannot_write
from resources.words import _

FILES = _LOCK, _HOLDER = "profile.lock", "profile.holder"


@contextlib.contextmanager
def held(folder: Path, holder: str, patience: float = 0.0) -> Iterator[None]:
    """Hold the profile while the block runs; `holder` is shown to whoever comes second.

    Waits up to `patience` seconds.  Raises InUse with the holder's words, CannotWrite where the
    folder takes no lock file.
    """
    with _lock_file(folder) as file:
        until = time.monotonic() + patience
        while not _grab(file):
            if time.monotonic() >= until:
                raise errors.InUse(
                    _(
                        "Hồ sơ {folder} đang được mở bởi {holder}; hãy đóng chương trình đó rồi"
                        " thử lại."
                    ).format(folder=folder, holder=_who(folder))
                )
            time.sleep(0.05)
        try:
            _sign(folder, f"{holder} (pid {os.getpid()})")
            yield
        finally:
            (folder / _HOLDER).unlink(missing_ok=True)
            _release(file)


@contextlib.contextmanager
def held_to_read(folder: Path, holder: str, patience: float = 0.0) -> Iterator[None]:
    """As `held`, for who only reads: a folder that takes no lock file is read without one."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(errors.CannotWrite):
            stack.enter_context(held(folder, holder, patience))
        yield


def _lock_file(folder: Path) -> IO[bytes]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / _LOCK).open("a+b")
    except OSError as error:
        raise cannot_write(folder) from error


def _sign(folder: Path, words: str) -> None:
    """Say who holds it; on a full disk a second one learns less, and the lock holds even so."""
    with contextlib.suppress(OSError):
        (folder / _HOLDER).write_text(words, encoding="utf-8")


def _who(folder: Path) -> str:
    words = ""
    with contextlib.suppress(OSError):
        words = (folder / _HOLDER).read_text(encoding="utf-8")
    return words or _("một chương trình khác")


if sys.platform == "win32":
    import msvcrt

    def _grab(file: IO[bytes]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _grab(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _release(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
