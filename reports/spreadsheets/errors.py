"""What can be wrong with a spreadsheet somebody brought."""

from __future__ import annotations

from pathlib import Path

from resources.words import _


class Unreadable(Exception):
    """The file cannot be read; the sentence tells the officer what to do."""

    @property
    def sentence(self) -> str:
        """What to tell the officer."""
        return str(self)


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


def shut(path: Path) -> Unreadable:
    """For a folder, a file that is gone, and one that another programme or user holds."""
    if not path.exists():
        return Unreadable(
            _("Không tìm thấy tệp {path}; hãy kiểm tra lại đường dẫn.").format(path=path)
        )
    if path.is_dir():
        return Unreadable(
            _("{name} là thư mục; hãy chọn một tệp bảng tính trong đó.").format(name=path.name)
        )
    return Unreadable(
        _("Không mở được {name}; nếu đang mở trong Excel, hãy đóng lại rồi thử lại.").format(
            name=path.name
        )
    )
