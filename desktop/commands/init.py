"""`langso init`: a working profile for one commune."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop import merger, profile, recovery
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--commune", required=True, metavar="CODE", help=_("mã xã, phường"))
    parser.add_argument("--officer", required=True, metavar="NAME", help=_("họ và tên cán bộ"))
    parser.add_argument(
        "--no-encryption", action="store_true", help=_("không mã hoá cơ sở dữ liệu")
    )
    parser.add_argument(
        "--from",
        dest="former",
        type=Path,
        metavar="DIR",
        help=_("hồ sơ của xã cũ đã sáp nhập, để mang theo những gì đã có"),
    )


def run(options: argparse.Namespace) -> int:
    """Make the profile, or say why not; with `--from`, one that is there goes on."""
    folder, encrypted = options.profile, not options.no_encryption
    new = not profile.exists(folder)
    if options.former:
        lines = _taken_over(options)
    else:
        profile.found(folder, options.commune, options.officer, encrypted=encrypted)
        lines = []
    if new:
        print(_("Đã tạo hồ sơ trong {folder}.").format(folder=folder))
    print(*lines, sep="\n", end="\n" if lines else "")
    if new and encrypted:
        print(_("Mã khôi phục; hãy chép ra giấy, thử bằng lệnh recovery test, cất xa máy:"))
        print(_code(folder))
    elif new:
        print(_("Hồ sơ này KHÔNG được mã hoá: ai mở được máy là đọc được dữ liệu."))
    return 0


def _taken_over(options: argparse.Namespace) -> list[str]:
    """With what the former commune's profile has; it is looked at before anything is made."""
    holder = _("lệnh langso {command}").format(command="init")
    with profile.opened(options.former, holder) as (former, _safe):
        return merger.take_over(
            former,
            options.profile,
            options.commune,
            options.officer,
            encrypted=not options.no_encryption,
        )


def _code(folder: Path) -> str:
    with profile.working(folder, "init") as store:
        return recovery.renew(store)
