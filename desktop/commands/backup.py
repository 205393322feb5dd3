"""`langso backup`: the whole profile in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from db import recovery
from desktop import archive, profile, secrets
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("tệp sao lưu sẽ được ghi"))


def run(options: argparse.Namespace) -> int:
    """Say where it lies, and what opens it."""
    folder = options.profile
    with profile.looking(folder, "backup") as store:
        contents = archive.write(store, options.file)
        code = recovery.state(store).made
    print(_("Đã sao lưu toàn bộ hồ sơ vào {path}.").format(path=options.file))
    if not contents.encrypted:
        print(_("Bản sao này KHÔNG được mã hoá: ai có tệp là đọc được dữ liệu; hãy cất giữ kỹ."))
    elif secrets.kind_of(folder) == secrets.KEYRING and not code:
        print(
            _(
                "Chưa có mã khôi phục nên chỉ máy này mở được bản sao; hãy tạo mã bằng lệnh"
                " recovery new rồi sao lưu lại."
            )
        )
    return 0
