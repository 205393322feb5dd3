"""Opening a stored file with the system: a copy of it, under the name it came with.

The copies are readable, so they lie in a folder only this person may enter, outside the profile.
"""

from __future__ import annotations

import shutil
import tempfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from db import blobs
from db.store import Store
from resources.reasons import reason
from resources.words import _


def copy(
    sha256: str,
    name: str,
    store: Store,
    _stop: Callable[[], bool],
    _progress: Callable[[int, int], None],
) -> Path:
    """A copy under its own name, made on a worker; OSError where the file cannot be read.

    The stored file itself is never given away: what is altered in the copy stays there.
    """
    copied = _folder(store.folder) / sha256[:16] / Path(name).name
    if not copied.exists():
        copied.parent.mkdir(exist_ok=True)
        making = copied.with_name(f"{copied.name}.copying")
        with blobs.opened(store, sha256) as reader, making.open("wb") as writer:
            shutil.copyfileobj(reader, writer)
        making.replace(copied)
    return copied


def show(copied: Path) -> str:
    """Hand a copy to the programme the system has for it; "" or the sentence why not."""
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(copied))):
        return ""
    return _("Máy chưa có chương trình mở “{name}”; hãy cài chương trình phù hợp.").format(
        name=copied.name
    )


def unreadable(name: str, error: OSError) -> str:
    """The sentence for a file that could not be copied."""
    return _("Không mở được “{name}” ({reason}); hãy thử lại.").format(
        name=name, reason=reason(error) if error.errno else _("tệp bị hỏng")
    )


def clear(profile: Path) -> None:
    """Take every copy away: when the programme ends, and when it begins after a kill.

    To be called by whoever holds the profile.  What another programme still has open stays until
    the next time, where the system does not let it go.
    """
    _folder.cache_clear()
    for left in Path(tempfile.gettempdir()).glob(f"{_prefix(profile)}*"):
        shutil.rmtree(left, ignore_errors=True)  # of others it takes nothing: the folder is theirs


@cache
def _folder(profile: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix=_prefix(profile)))  # for this person alone


def _prefix(profile: Path) -> str:
    return f"langso-xem-{zlib.crc32(str(profile.absolute()).encode()):08x}-"
