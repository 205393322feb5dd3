"""Is everything whole?  Streams without gaps, records as the streams tell them, files as named."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sql
from msgspec import Struct
from sqlalchemy import Connection

from center.files import Files, digest_of
from center.store import Store, records, streams
from center.store.tables import BLOB, CHANGE
from resources.words import _
from rules.change import Change, ChangeError, decode


class Report(Struct, frozen=True):
    """What a check found; without troubles all is well."""

    communes: int
    changes: int
    files: int
    troubles: tuple[str, ...]  # sentences


def check(store: Store, files: Files) -> Report:
    """Look at everything and change nothing."""
    with store.reading() as connection:
        communes = streams.communes(connection)
    troubles: list[str] = []
    for commune in communes:
        troubles += _of_stream(store, commune.code, commune.name)
    with store.reading() as connection:
        blobs = list(connection.execute(sql.select(BLOB.c.sha256, BLOB.c.size)))
        changes = connection.scalar(sql.select(sql.func.count()).select_from(CHANGE)) or 0
    for blob in blobs:
        troubles += _of_file(files, blob.sha256, blob.size)
    return Report(len(communes), changes, len(blobs), tuple(troubles))


def _of_stream(store: Store, commune: str, name: str) -> Iterator[str]:
    with store.reading() as connection:
        changes, troubles = _read(connection, commune, name)
        read_to = records.projected(connection, commune)
        numbered = list(enumerate(changes[:read_to], start=1))
        agree = bool(troubles) or records.agree(connection, commune, numbered)
    yield from troubles
    if not agree:
        yield _(
            "Số liệu tổng hợp của {commune} không khớp với nhật ký; hãy dựng lại bằng lệnh check"
            " --rebuild."
        ).format(commune=name)


def _read(connection: Connection, commune: str, name: str) -> tuple[list[Change], list[str]]:
    """The stream's changes, and what is wrong with the stream itself."""
    rows = connection.execute(
        sql.select(CHANGE.c.position, CHANGE.c.id, CHANGE.c.body)
        .where(CHANGE.c.commune == commune)
        .order_by(CHANGE.c.position)
    ).all()
    last = streams.position(connection, commune)
    changes: list[Change] = []
    troubles = []
    if [row.position for row in rows] != list(range(1, last + 1)):
        troubles.append(
            _("Nhật ký của {commune} không đủ các vị trí từ 1 đến {last}.").format(
                commune=name, last=last
            )
        )
    for row in rows:
        try:
            changes.append(decode(row.body))
        except ChangeError:
            troubles.append(_damaged(name, row.position))
        else:
            if changes[-1].id != row.id:
                troubles.append(_damaged(name, row.position))
    return changes, troubles


def _damaged(name: str, position: int) -> str:
    return _("Thay đổi ở vị trí {position} của {commune} bị hỏng.").format(
        position=position, commune=name
    )


def _of_file(files: Files, sha256: str, size: int) -> Iterator[str]:
    path = files.path(sha256)
    if not path.exists():
        yield _("Thiếu tệp minh chứng {sha256}.").format(sha256=sha256)
    elif path.stat().st_size != size or digest_of(path) != sha256:
        yield _("Tệp minh chứng {sha256} bị thay đổi nội dung.").format(sha256=sha256)
