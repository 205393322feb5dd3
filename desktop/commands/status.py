"""`langso status`: where this PC stands."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from msgspec import to_builtins

from db.queries import clock, places, replica
from db.queries.replica import Status
from desktop import profile
from resources.words import _
from rules import belief


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--json", action="store_true", help=_("in một đối tượng JSON"))


def run(options: argparse.Namespace) -> int:
    """Figures for people, or for programmes."""
    with profile.looking(options.profile, "status") as store:
        status, commune = replica.status(store), places.commune(store).name
        doubt = clock.doubt(store)
    if doubt is not None:
        print(belief.words(doubt), file=sys.stderr)
    if options.json:
        print(json.dumps({**to_builtins(status), "commune_name": commune}, ensure_ascii=False))
    else:
        print("\n".join(_lines(status, commune)))
    return 0


def _lines(status: Status, commune: str) -> Iterator[str]:
    yield _("{commune} (mã {code})").format(commune=commune, code=status.commune)
    yield _("Trung tâm: {center}").format(center=status.center or _("chưa đăng ký"))
    yield _("Chưa gửi: {changes} thay đổi, {files} tệp").format(
        changes=status.waiting, files=status.files_waiting
    )
    yield _("Bị từ chối: {n}").format(n=status.refused)
    yield _("Xung đột đang mở: {n}").format(n=status.conflicts)
    if status.held:
        yield _("Chờ bản mới hơn: {n} thay đổi").format(n=status.held)
    yield _("Lần gửi nhận gần nhất: {at}").format(at=status.last_sync or _("chưa có"))
    if status.last_sentence:
        yield status.last_sentence
    yield _("Vị trí đã nhận: {position}").format(position=status.position)
    yield _(
        "Dữ liệu: {changes} thay đổi, {database} byte; minh chứng: {files} tệp, {bytes} byte"
    ).format(
        changes=status.changes,
        database=status.bytes_database,
        files=status.files,
        bytes=status.bytes_files,
    )
