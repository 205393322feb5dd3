"""Invitations for PCs as files and QR pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from center.errors import CenterError
from resources.words import _
from sync import invitation
from sync.invitation import Invitation

PICTURES = (".png", ".svg")
_SCALE, _BORDER = 6, 4  # pixels of a square; squares kept white around


def refuse_unwritable(*paths: Path | None) -> None:
    """Look before a code is issued that nobody would get."""
    for path in paths:
        if path is not None and not path.parent.is_dir():
            raise _cannot_write(path)


def write(path: Path, invited: Invitation) -> None:
    """A file that `langso enrol --file` reads."""
    _put(path, lambda: path.write_text(f"{invitation.to_text(invited)}\n", encoding="utf-8"))


def draw(path: Path, invited: Invitation) -> None:
    """A QR picture of the same; its kind by the end of its name."""
    import segno

    made = segno.make(invitation.to_text(invited), error="m", micro=False)
    _put(path, lambda: made.save(str(path), scale=_SCALE, border=_BORDER))


def _put(path: Path, put: Callable[[], object]) -> None:
    try:
        put()
    except OSError as error:
        raise _cannot_write(path) from error


def _cannot_write(path: Path) -> CenterError:
    return CenterError(
        _("Không ghi được tệp {path}; hãy chọn thư mục khác hoặc xin quyền ghi.").format(path=path)
    )
