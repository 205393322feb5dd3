"""`langso key change`: another key for the database, and another passphrase if one is given."""

from __future__ import annotations

import argparse
import os

from desktop import profile, rekeying, secrets
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="change")
    actions.add_parser(
        "change",
        help=_("đổi khoá của hồ sơ; mật khẩu mới, nếu có, đặt trong {variable}").format(
            variable=secrets.NEXT
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Change it at once; killed in between, the next command goes on with it."""
    holder = _("lệnh langso {command}").format(command="key")
    with profile.opened(options.profile, holder) as (store, safe):
        rekeying.begin(store, safe, os.environ.get(secrets.NEXT) or None)
        store.close()
        rekeying.finish(options.profile, safe)
    print(
        _(
            "Đã đổi khoá của hồ sơ. Mã khôi phục vẫn dùng được; bản sao lưu cũ mở bằng mã khôi phục"
            " hoặc mật khẩu lúc đó."
        )
    )
    return 0
