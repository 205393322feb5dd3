"""`langso export`: a whole list, or a paper of a class, into a spreadsheet.

Telephone numbers stay here unless a list is asked for with them; papers never have any.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from db.commands import profile as officers
from db.queries import papers as folders
from db.store import Store
from desktop import lists, papers, profile
from desktop.trouble import Told
from resources.words import _, many

ENDING = ".xlsx"


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    kinds = [*lists.KINDS, *papers.KINDS]
    parser.add_argument("kind", choices=kinds, metavar="|".join(kinds), help=_("xuất gì"))
    parser.add_argument("file", metavar="FILE", type=Path, help=_("tệp .xlsx sẽ ghi"))
    parser.add_argument("--course", metavar="CODE", help=_("mã hoặc id của lớp, để in giấy tờ lớp"))
    parser.add_argument("--phones", action="store_true", help=_("kèm số điện thoại"))
    parser.add_argument("--purpose", metavar="T", help=_("xuất để làm gì, ghi vào nhật ký xuất"))


def run(options: argparse.Namespace) -> int:
    """Print how many rows the file has."""
    if options.file.suffix.lower() != ENDING:
        raise Told(
            _("Lệnh này ghi bảng tính; hãy đặt cho tệp tên có đuôi {ending}.").format(ending=ENDING)
        )
    write = _paper if options.kind in papers.KINDS else _list
    with profile.working(options.profile, "export") as store:
        print(write(store, options))
    return 0


def _list(store: Store, options: argparse.Namespace) -> str:
    if options.course is not None:
        raise Told(_("Danh sách này xuất cả xã, không theo lớp; hãy bỏ --course."))
    rows = lists.export(
        store,
        officers.actor(store),
        options.kind,
        options.file,
        phones=options.phones,
        purpose=options.purpose,
    )
    return _("Đã ghi {rows} dòng vào {file}.").format(rows=rows, file=options.file)


def _paper(store: Store, options: argparse.Namespace) -> str:
    if options.course is None:
        raise Told(_("Giấy tờ này là của một lớp; hãy thêm --course với mã hoặc id của lớp."))
    if options.phones:
        raise Told(_("Giấy tờ của lớp không ghi số điện thoại; hãy bỏ --phones."))
    people = papers.write(
        store,
        officers.actor(store),
        options.kind,
        folders.find(store, options.course),
        options.file,
        purpose=options.purpose,
    )
    return many("Đã ghi giấy tờ của {n} người vào {file}.", people).format(file=options.file)
