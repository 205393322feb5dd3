"""The sentence for anything that is the world's fault, from whichever room it comes."""

from __future__ import annotations

import errno

from resources.reasons import reason
from resources.words import _


class Told(Exception):
    """The world's fault, found in this room.

    Told
    +-- Locked     the profile's key cannot be had: no keyring, no passphrase, a wrong one
    """

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class Locked(Told):
    """The profile's key cannot be had."""


def sentence(error: BaseException) -> str | None:
    """What to tell the officer; None when the fault is ours."""
    # of every room, so read when there is something to tell
    from db.errors import DatabaseError
    from reports.spreadsheets.errors import Unreadable
    from resources.trouble import PackageError
    from rules.intake.trouble import NotAList
    from rules.periods import PeriodError
    from rules.record import RecordError
    from sync.errors import SyncError

    match error:
        case DatabaseError():
            return error.sentence
        case (
            SyncError()
            | PackageError()
            | RecordError()
            | PeriodError()
            | Unreadable()
            | NotAList()
            | Told()
        ):
            return str(error)
        case OSError():
            return _of_the_disk(error)
    return None


def _of_the_disk(error: OSError) -> str:
    name = error.filename or ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _("Ổ đĩa đã đầy; hãy xoá bớt tệp rồi thử lại. Những gì đã lưu vẫn còn nguyên.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return _("Không có quyền dùng {path}; hãy chọn chỗ khác hoặc xin quyền.").format(
                path=name
            )
        case errno.EISDIR:
            return _("{path} là thư mục; hãy ghi cả tên của một tệp trong đó.").format(path=name)
        case errno.ENOENT:
            return _("Không tìm thấy {path}; hãy kiểm tra lại đường dẫn.").format(path=name)
    return _("Máy báo lỗi khi đọc hoặc ghi {path} ({reason}); hãy thử lại.").format(
        path=name, reason=reason(error)
    )
