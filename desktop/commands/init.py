"""`langso init`: a working profile for one commune."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from db import journal
from db.commands import moving
from db.commands import profile as officers
from db.store import Store
from desktop import profile, recovery
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
        help=_("hồ sơ của xã cũ đã sáp nhập, để mang theo cán bộ và thôn"),
    )


def run(options: argparse.Namespace) -> int:
    """Make the profile, or say why not."""
    folder = options.profile
    with contextlib.ExitStack() as stack:
        former = _former(stack, options.former, options.commune) if options.former else None
        profile.found(folder, options.commune, options.officer, encrypted=not options.no_encryption)
        print(_("Đã tạo hồ sơ trong {folder}.").format(folder=folder))
        if former is not None:
            _bring(former, folder)
    if options.no_encryption:
        print(_("Hồ sơ này KHÔNG được mã hoá: ai mở được máy là đọc được dữ liệu."))
    else:
        print(_("Mã khôi phục; hãy chép ra giấy, thử bằng lệnh recovery test, cất xa máy:"))
        print(_code(folder))
    return 0


def _former(stack: contextlib.ExitStack, folder: Path, commune: str) -> Store:
    """The former commune's profile, looked at before anything is made."""
    holder = _("lệnh langso {command}").format(command="init")
    store, _safe = stack.enter_context(profile.opened(folder, holder))
    moving.refuse_strangers(journal.commune(store), commune)
    return store


def _bring(former: Store, folder: Path) -> None:
    with profile.working(folder, "init") as store:
        moved = moving.bring(former, store, officers.actor(store))
    print(
        _(
            "Đã mang theo {people} người và {villages} thôn. Số liệu đã tự đánh giá vẫn ở hồ sơ của"
            " xã cũ, vẫn mở và gửi được."
        ).format(people=moved.people, villages=moved.villages)
    )


def _code(folder: Path) -> str:
    with profile.working(folder, "init") as store:
        return recovery.renew(store)
