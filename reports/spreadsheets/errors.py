"""What can be wrong with a spreadsheet somebody brought."""

from __future__ import annotations

from pathlib import Path

from resources.words import _


class Unreadable(Exception):
    """The file cannot be read; the sentence tells the officer what to do."""


def damaged(path: Path) -> Unreadable:
    """For a file that begins like a spreadsheet and goes on like none."""
    return Unreadable(
        _(
            "Không đọc được bảng tính {name}: tệp hỏng hoặc thuộc loại khác. Hãy mở bằng Excel"
            " hoặc LibreOffice rồi lưu lại thành .xlsx."
        ).format(name=path.name)
    )


def locked(path: Path) -> Unreadable:
    """For a file that asks for a password."""
    return Unreadable(
        _("Bảng tính {name} có mật khẩu; hãy bỏ mật khẩu rồi thử lại.").format(name=path.name)
    )
