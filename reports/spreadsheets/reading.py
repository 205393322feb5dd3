"""A spreadsheet file read into its sheets, told by its content and not by its name."""

from __future__ import annotations

from pathlib import Path

from reports.spreadsheets import archive, biff, lines
from reports.spreadsheets.errors import Unreadable, shut
from resources.words import _
from rules.worksheet import Worksheet

LARGEST = 200_000_000  # bytes of a file
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_MARKUP = (b"<html", b"<!doc", b"<?xml", b"<tabl", b"<meta", b"<styl")


def read(path: Path) -> tuple[Worksheet, ...]:
    """Every sheet that is shown, in the order of the file.

    Raises Unreadable, with what to do, for what is no spreadsheet, is locked by a password, is
    damaged, too large, a folder or held by another programme; OSError for what else the disk says.
    """
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise shut(path) from error
    if path.stat().st_size > LARGEST:
        raise Unreadable(
            _("Tệp {name} quá lớn; hãy chép phần danh sách sang một tệp mới.").format(
                name=path.name
            )
        )
    if head.startswith(_ZIP):
        return archive.read(path)
    if head.startswith(_OLE):
        return biff.read(path)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:5].lower() in _MARKUP:
        raise Unreadable(
            _(
                "Tệp {name} là trang web mang tên bảng tính; hãy mở bằng Excel rồi lưu lại thành"
                " .xlsx."
            ).format(name=path.name)
        )
    return lines.read(path)
