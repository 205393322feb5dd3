"""`langso export`: a whole list into a spreadsheet, without telephone numbers unless asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

from db.commands import profile as officers
from desktop import lists, profile
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("kind", choices=list(lists.KINDS), metavar="people|training|assessments")
    parser.add_argument("file", metavar="FILE", type=Path, help=_("tệp .xlsx sẽ ghi"))
    parser.add_argument("--phones", action="store_true", help=_("kèm số điện thoại"))
    parser.add_argument("--purpose", metavar="T", help=_("xuất để làm gì, ghi vào nhật ký xuất"))


def run(options: argparse.Namespace) -> int:
    """Print how many rows the file has."""
    with profile.working(options.profile, "export") as store:
        rows = lists.export(
            store,
            officers.actor(store),
            options.kind,
            options.file,
            phones=options.phones,
            purpose=options.purpose,
        )
    print(_("Đã ghi {rows} dòng vào {file}.").format(rows=rows, file=options.file))
    return 0
