"""Why the system did not do something, in our words instead of its own."""

from __future__ import annotations

import errno

from resources.words import N_, _

_REASONS = {
    errno.EACCES: N_("không có quyền"),
    errno.EPERM: N_("không có quyền"),
    errno.EROFS: N_("ổ đĩa chỉ cho đọc"),
    errno.ENOSPC: N_("ổ đĩa đã đầy"),
    errno.EDQUOT: N_("đã dùng hết chỗ được cấp"),
    errno.EFBIG: N_("tệp lớn quá mức ổ đĩa nhận"),
    errno.ENOENT: N_("không có ở đó"),
    errno.EEXIST: N_("đã có sẵn"),
    errno.EISDIR: N_("đây là thư mục"),
    errno.ENOTDIR: N_("một phần của đường dẫn không phải thư mục"),
    errno.ENOTEMPTY: N_("thư mục không trống"),
    errno.ENAMETOOLONG: N_("tên quá dài"),
    errno.EIO: N_("thiết bị không trả lời"),
    errno.ENODEV: N_("thiết bị không còn"),
    errno.ENXIO: N_("thiết bị không còn"),
    errno.EBUSY: N_("đang được chương trình khác dùng"),
    errno.ETXTBSY: N_("đang được chương trình khác dùng"),
    errno.EMFILE: N_("mở quá nhiều tệp cùng lúc"),
    errno.EADDRINUSE: N_("cổng đang được chương trình khác dùng"),
    errno.EADDRNOTAVAIL: N_("máy này không có địa chỉ đó"),
}


def reason(error: OSError) -> str:
    """Why, for inside a sentence; what we have no words for is told by its number."""
    if error.errno in _REASONS:
        return _(_REASONS[error.errno])
    number = getattr(error, "winerror", None) or error.errno
    return _("lỗi số {number} của máy").format(number=number if number is not None else "?")
