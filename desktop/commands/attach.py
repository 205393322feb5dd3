"""`langso attach`: bind a file to a record as evidence."""

from __future__ import annotations

import argparse
from pathlib import Path

from db import errors, journal
from db.commands import assess, evidence
from db.commands import profile as officers
from db.commands.assess import Place
from db.queries import replica
from db.store import Store
from desktop import profile
from resources.words import _
from rules.records import ASSESSMENT


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("type", metavar="TYPE", help=_("loại bản ghi, ví dụ assessment"))
    parser.add_argument(
        "record", metavar="RECORD", help=_("mã bản ghi; với assessment có thể là bộ/chỉ tiêu/kỳ")
    )
    parser.add_argument("file", metavar="FILE", type=Path, help=_("tệp minh chứng"))
    parser.add_argument("--title", metavar="T", help=_("tên gọi của minh chứng"))


def run(options: argparse.Namespace) -> int:
    """Print the evidence's id."""
    with profile.working(options.profile, "attach") as store:
        target = target_of(store, options.type, options.record)
        actor = officers.actor(store)
        print(
            evidence.attach(store, actor, options.type, target, options.file, title=options.title)
        )
    return 0


def target_of(store: Store, type_name: str, name: str) -> str:
    """The id of the record meant; Refused where there is none.

    An answer may also be named by its key, set/indicator/period[/village], before it is given.
    """
    record_type = journal.declared(type_name)
    if record_type is ASSESSMENT and len(key := name.split("/")) in (3, 4):
        return assess.edit_for(store, Place(*key), {}).record or ""
    if replica.values(store, type_name, name) is None:
        raise errors.Refused(
            _("Không có bản ghi {type} {record}; hãy kiểm tra lại mã.").format(
                type=type_name, record=name
            )
        )
    return name
