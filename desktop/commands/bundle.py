"""`langso bundle`: by stick or letter what otherwise goes over the network."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from msgspec import to_builtins

from db import release, rounds
from db.store import Store
from desktop import bundles, profile
from desktop.secrets import Safe
from resources.words import _, many
from rules.numbers import bytes_of, show
from sync.parts import LARGEST


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="export | import")
    out = actions.add_parser("export", help=_("ghi những gì chưa gửi vào một tệp cho trung tâm"))
    out.add_argument(
        "--part",
        type=bytes_of,
        default=LARGEST,
        metavar="MB",
        help=_("chia tệp, mỗi phần nhiều nhất MB"),
    )
    out.add_argument("--data-only", action="store_true", help=_("chưa kèm tệp minh chứng"))
    back = actions.add_parser("import", help=_("nhận tệp trả lời của trung tâm"))
    back.add_argument(
        "--accept-mass-change",
        action="store_true",
        help=_("nhận cả thay đổi xoá hoặc làm trống nhiều bản ghi cùng lúc"),
    )
    for each in (out, back):
        each.add_argument("file", metavar="FILE", type=Path, help=_("tệp .lsb"))
        each.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))


def run(options: argparse.Namespace) -> int:
    """Print what went into the file, or what came out of it."""
    holder = _("lệnh langso {command}").format(command="bundle")
    act = _export if options.action == "export" else _import
    with profile.opened(options.profile, holder) as (store, safe):
        return act(store, safe, options)


def _export(store: Store, safe: Safe, options: argparse.Namespace) -> int:
    done = bundles.export(
        store, safe, options.file, limit=options.part, data_only=options.data_only
    )
    if options.json:
        print(json.dumps(to_builtins(done, enc_hook=str), ensure_ascii=False))
        return 0
    for file in done.files:
        print(file)
    print(
        _(
            "Tệp có {changes} thay đổi và {files} tệp minh chứng chưa được trung tâm xác nhận."
        ).format(changes=show(done.changes), files=show(done.evidence))
    )
    for trouble in done.troubles:
        print(trouble)
    return 0


def _import(store: Store, safe: Safe, options: argparse.Namespace) -> int:
    if options.accept_mass_change:
        release.release(store, accept=True)
    done = bundles.take(store, safe, options.file, accept=options.accept_mass_change)
    (told,) = rounds.latest(store)
    if told.sentence:
        print(told.sentence, file=sys.stderr)
    if options.json:
        print(json.dumps(to_builtins(done)))
        return 0
    print(
        _(
            "Trung tâm đã xác nhận {pushed} thay đổi và {up} tệp; nhận về {pulled} thay đổi và"
            " {down} tệp."
        ).format(
            pushed=show(done.pushed),
            up=show(done.files_up),
            pulled=show(done.pulled),
            down=show(done.files_down),
        )
    )
    if done.refused:
        print(many("Trung tâm chưa nhận {n} thay đổi; xem mục Đồng bộ.", done.refused))
    if done.conflicts:
        print(many("Có {n} xung đột đang mở; hãy chọn giá trị đúng.", done.conflicts))
    return 0
