"""`langso status`: where this PC stands."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import datetime

from msgspec import to_builtins

from db.queries import clock, ledger, places, replica
from db.queries.ledger import AtStake
from db.queries.replica import Status
from desktop import profile
from resources.words import _
from rules import belief, loss
from rules.numbers import show, size


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))


def run(options: argparse.Namespace) -> int:
    """Figures for people, or for programmes."""
    with profile.looking(options.profile, "status") as store:
        status, commune = replica.status(store), places.commune(store).name
        stake, doubt = ledger.at_stake(store), clock.doubt(store)
    if doubt is not None:
        print(belief.words(doubt), file=sys.stderr)
    if options.json:
        more = {"commune_name": commune, "at_stake": to_builtins(stake)}
        print(json.dumps({**to_builtins(status), **more}, ensure_ascii=False))
    else:
        print("\n".join(_lines(status, commune, stake)))
    return 0


def _lines(status: Status, commune: str, stake: AtStake) -> Iterator[str]:
    yield _("{commune} (mã {code})").format(commune=commune, code=status.commune)
    yield _("Trung tâm: {center}").format(center=status.center or _("chưa đăng ký"))
    yield _("Chưa gửi: {changes} thay đổi, {files} tệp").format(
        changes=show(status.waiting), files=show(status.files_waiting)
    )
    yield loss.words(stake.changes, stake.files, refused=stake.only_refused)
    yield _("Bị từ chối: {n}").format(n=show(status.refused))
    yield _("Xung đột đang mở: {n}").format(n=show(status.conflicts))
    if status.held:
        yield _("Chờ bản mới hơn: {n} thay đổi").format(n=show(status.held))
    yield _("Lần gửi nhận gần nhất: {at}").format(at=_moment(status.last_sync))
    if status.last_sentence:
        yield status.last_sentence
    yield _("Vị trí đã nhận: {position}").format(position=show(status.position))
    yield _("Dữ liệu: {changes} thay đổi, {database}; minh chứng: {files} tệp, {bytes}").format(
        changes=show(status.changes),
        database=size(status.bytes_database),
        files=show(status.files),
        bytes=size(status.bytes_files),
    )


def _moment(iso: str | None) -> str:
    """On this PC's clock, as people write it."""
    if iso is None:
        return _("chưa có")
    return f"{datetime.fromisoformat(iso).astimezone():%H:%M %d/%m/%Y}"
