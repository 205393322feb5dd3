"""`langso init`: a working profile for one commune."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop import profile, recovery
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--commune", required=True, metavar="CODE", help=_("mã xã, phường"))
    parser.add_argument("--officer", required=True, metavar="NAME", help=_("họ và tên cán bộ"))
    parser.add_argument(
        "--no-encryption", action="store_true", help=_("không mã hoá cơ sở dữ liệu")
    )


def run(options: argparse.Namespace) -> int:
    """Make the profile, or say why not."""
    folder = options.profile
    profile.found(folder, options.commune, options.officer, encrypted=not options.no_encryption)
    print(_("Đã tạo hồ sơ trong {folder}.").format(folder=folder))
    if options.no_encryption:
        print(_("Hồ sơ này KHÔNG được mã hoá: ai mở được máy là đọc được dữ liệu."))
    else:
        print(_("Mã khôi phục; hãy chép ra giấy, thử bằng lệnh recovery test, cất xa máy:"))
        print(_code(folder))
    return 0


def _code(folder: Path) -> str:
    with profile.working(folder, "init") as store:
        return recovery.renew(store)
