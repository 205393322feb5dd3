"""`langso recovery`: the code that opens this profile when its key is lost."""

from __future__ import annotations

import argparse
import os
import sys

from desktop import profile, recovery, secrets
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="new | test")
    actions.add_parser("new", help=_("tạo mã mới và in ra; mã cũ hết hiệu lực khi mã mới được thử"))
    actions.add_parser("test", help=_("thử mã đã chép, gõ vào hoặc đặt trong LANGSO_RECOVERY"))


def run(options: argparse.Namespace) -> int:
    """The code alone on one line; or whether the one that was typed works."""
    with profile.working(options.profile, "recovery") as store:
        if options.action == "new":
            print(recovery.renew(store))
            return 0
        recovery.prove(store, os.environ.get(secrets.RECOVERY) or sys.stdin.readline())
    print(_("Mã khôi phục đúng; hãy cất tờ giấy ở nơi an toàn, xa máy này."))
    return 0
