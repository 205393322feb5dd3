"""`langso backup`: the whole profile in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop import archive, profile
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("tệp sao lưu sẽ được ghi"))


def run(options: argparse.Namespace) -> int:
    """Say where it lies, and what opens it."""
    with profile.looking(options.profile, "backup") as store:
        contents = archive.write(store, options.file)
        remark = archive.remark(store)
    print(_("Đã sao lưu toàn bộ hồ sơ vào {path}.").format(path=options.file))
    if not contents.encrypted:
        print(_("Bản sao này KHÔNG được mã hoá: ai có tệp là đọc được dữ liệu; hãy cất giữ kỹ."))
    elif remark:
        print(remark)
    return 0
