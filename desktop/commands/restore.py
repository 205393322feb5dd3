"""`langso restore`: make a profile of a backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop import archive
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("tệp sao lưu"))


def run(options: argparse.Namespace) -> int:
    """Whole, in a folder that was not there or was empty; or not at all."""
    archive.restore(options.file, options.profile)
    print(_("Đã khôi phục hồ sơ vào {folder}.").format(folder=options.profile))
    return 0
