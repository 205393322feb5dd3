"""`langso sync`: one full round with the centre."""

from __future__ import annotations

import argparse
import json
import sys

from msgspec import to_builtins

from db import release, rounds
from db.queries import outgoing
from db.store import Store
from desktop import enrolment, profile
from resources.words import _, many
from rules.budget import plan, plan_words
from rules.numbers import bytes_of, show
from sync import round
from sync.round import Wish


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--data-only", action="store_true", help=_("chưa gửi nhận tệp"))
    parser.add_argument(
        "--accept-mass-change",
        action="store_true",
        help=_("nhận cả thay đổi xoá hoặc làm trống nhiều bản ghi cùng lúc"),
    )
    parser.add_argument(
        "--budget",
        type=bytes_of,
        metavar="MB",
        help=_("dừng trước khi dùng quá ngần này MB đường truyền"),
    )
    parser.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))


def run(options: argparse.Namespace) -> int:
    """What the round did; its failure is told and keeps what was done."""
    wish = Wish(
        data_only=options.data_only,
        budget=options.budget,
        accept=options.accept_mass_change,
        insist=True,
    )
    holder = _("lệnh langso {command}").format(command="sync")
    with (
        profile.opened(options.profile, holder) as (store, safe),
        enrolment.center_of(store, safe) as center,
    ):
        if wish.accept:
            release.release(store, accept=True)
        if wish.budget is not None:
            _foretell(store, wish)
        result = round.run(store, center, wish=wish)
        (told,) = rounds.latest(store)
    if told.sentence:
        print(told.sentence, file=sys.stderr)
    if options.json:
        print(json.dumps(to_builtins(result)))
        return 0
    print(
        _("Đã gửi {pushed} thay đổi và {up} tệp, nhận {pulled} thay đổi và {down} tệp.").format(
            pushed=show(result.pushed),
            up=show(result.files_up),
            pulled=show(result.pulled),
            down=show(result.files_down),
        )
    )
    if result.packages:
        print(many("Đã nhận {n} gói dữ liệu mới của trung tâm.", result.packages))
    if result.refused:
        print(many("Trung tâm chưa nhận {n} thay đổi; xem mục Đồng bộ.", result.refused))
    if result.conflicts:
        print(many("Có {n} xung đột đang mở; hãy chọn giá trị đúng.", result.conflicts))
    return 0


def _foretell(store: Store, wish: Wish) -> None:
    """Say before what goes and what stays; beside the answer, which programmes read."""
    load = outgoing.load(store)
    foreseen = plan(load, wish.budget, data_only=wish.data_only)
    print(plan_words(foreseen, load), file=sys.stderr)
