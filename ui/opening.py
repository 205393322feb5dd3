"""Opening a stored file with the system: a copy of it, under the name it came with."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from resources.words import _


def open_copy(stored: Path, name: str) -> str:
    """Hand a copy to the programme the system has for it; "" or the sentence why not.

    The stored file itself is never given away: what is altered in the copy stays there.
    """
    copy = Path(_folder().name) / stored.name[:16] / Path(name).name
    try:
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(stored, copy)
    except OSError as error:
        return _("Không mở được “{name}” ({reason}); hãy thử lại.").format(
            name=name, reason=error.strerror or error
        )
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
        return _("Máy chưa có chương trình mở “{name}”; hãy cài chương trình phù hợp.").format(
            name=name
        )
    return ""


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Gone when the programme ends; a copy that is still open elsewhere may stay behind."""
    return tempfile.TemporaryDirectory(prefix="langso-xem-", ignore_cleanup_errors=True)
