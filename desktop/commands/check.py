"""`langso check`: is everything whole?"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from msgspec import to_builtins

from db.check import Report, check
from desktop import profile
from resources.words import _


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))


def run(options: argparse.Namespace) -> int:
    """Status 1 when something needs attention."""
    with profile.looking(options.profile, "check") as store:
        report = check(store)
    if options.json:
        print(json.dumps({"fine": report.fine, **to_builtins(report)}, ensure_ascii=False))
    elif report.fine:
        print(
            _("Mọi thứ nguyên vẹn: {records} bản ghi, {changes} thay đổi.").format(
                records=report.records, changes=report.changes
            )
        )
    if not report.fine:
        print(" ".join(_faults(report)), file=sys.stderr)
    return 0 if report.fine else 1


def _faults(report: Report) -> Iterator[str]:
    if not report.intact:
        yield _("Tệp cơ sở dữ liệu bị hỏng; hãy khôi phục từ bản sao lưu.")
    if report.tables_differ:
        yield _("Bảng không khớp nhật ký: {tables}; hãy báo người quản trị.").format(
            tables=", ".join(report.tables_differ)
        )
    words = {
        "missing": _("Minh chứng “{name}” bị mất tệp; hãy đính kèm lại."),
        "altered": _("Minh chứng “{name}” bị sửa sau khi đính kèm; hãy đính kèm lại."),
    }
    for damage in report.damaged:
        yield words[damage.kind].format(name=damage.name)
