"""Evidence files on their way in: how far each has come, and which are whole."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import sqlalchemy as sql
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from center.files import Files
from center.store import Store, now
from center.store.devices import Device
from center.store.tables import BLOB, BLOB_OF, UPLOAD

KEPT = timedelta(days=60)  # a village's only line may be the market town's, once a month


class Upload(Struct, frozen=True):
    """A file one device is sending."""

    commune: str
    device: str
    sha256: str
    size: int
    reached: int  # bytes that are durable here
    begun_at: str  # ISO, UTC; of a file the commune has, when it was asked for

    @property
    def name(self) -> str:
        """The name its bytes gather under."""
        return f"{self.commune}-{self.device}-{self.sha256}"

    @property
    def whole(self) -> bool:
        """Whether every byte has arrived."""
        return self.reached == self.size

    @property
    def expires(self) -> datetime:
        """When an unfinished upload is forgotten; then the file is sent from its first byte."""
        return datetime.fromisoformat(self.begun_at) + KEPT


def find(connection: Connection, device: Device, sha256: str) -> Upload | None:
    """How far a device has come with a file; one the commune has is whole."""
    size = held_size(connection, device.commune, sha256)
    if size is not None:
        return Upload(device.commune, device.id, sha256, size, size, now())
    query = sql.select(*_COLUMNS).where(*_is(device, sha256), UPLOAD.c.begun_at > _oldest())
    row = connection.execute(query).one_or_none()
    return None if row is None else Upload(*row)


def at_hand(store: Store, files: Files, device: Device, sha256: str) -> Upload | None:
    """How far a device has come with a file, by what was noted and by what lies here.

    A kill or a full disk may have come after the file got its name and before that was noted: then
    it is taken now.  Of one whose bytes are gone nothing is known any more.
    """
    with store.reading() as connection:
        upload = find(connection, device, sha256)
    if upload is None or upload.whole or files.reached(upload.name) >= upload.reached:
        return upload
    taken = finish(store, files, upload, device)
    return replace(upload, reached=upload.size) if taken else None


def begin(store: Store, files: Files, device: Device, sha256: str, size: int) -> Upload:
    """A new upload from its first byte, unless the commune has the file.

    What its commune began long ago and never finished makes room.
    """
    at = now()
    with store.writing() as connection:
        _forget(connection, files, UPLOAD.c.commune == device.commune)
        upload = find(connection, device, sha256)
        if upload is not None and upload.whole:
            return upload
        connection.execute(sql.delete(UPLOAD).where(*_is(device, sha256)))
        connection.execute(
            sql.insert(UPLOAD).values(
                commune=device.commune,
                device=device.id,
                sha256=sha256,
                size=size,
                reached=0,
                begun_at=at,
            )
        )
    return Upload(device.commune, device.id, sha256, size, 0, at)


def advance(store: Store, upload: Upload, device: Device, reached: int) -> bool:
    """Remember that the file is durable up to here; False where another request was faster."""
    with store.writing() as connection:
        moved = connection.execute(
            sql.update(UPLOAD)
            .where(*_is(device, upload.sha256), UPLOAD.c.reached == upload.reached)
            .values(reached=reached)
        )
    return moved.rowcount == 1


def terminate(store: Store, files: Files, device: Device, sha256: str) -> bool:
    """Forget an unfinished upload and its bytes; False where there is none.

    A file that is whole is the commune's evidence and stays.
    """
    with store.writing() as connection:
        upload = find(connection, device, sha256)
        if upload is None or upload.whole:
            return False
        connection.execute(sql.delete(UPLOAD).where(*_is(device, sha256)))
    files.drop(upload.name)
    return True


def sweep(store: Store, files: Files) -> None:
    """Forget what nobody will finish: expired uploads, and bytes no upload knows of.

    To be called before requests are answered.  An upload is noted before its first byte lies here,
    so what lies here first and is not known then is nobody's, even where another server runs.
    """
    lying = files.arriving()
    with store.writing() as connection:
        _forget(connection, files)
        known = {Upload(*row).name for row in connection.execute(sql.select(*_COLUMNS))}
    for name in lying - known:
        files.drop(name)


def _forget(connection: Connection, files: Files, *where: sql.ColumnElement[bool]) -> None:
    expired = (UPLOAD.c.begun_at <= _oldest(), *where)
    found = [Upload(*row) for row in connection.execute(sql.select(*_COLUMNS).where(*expired))]
    if found:
        connection.execute(sql.delete(UPLOAD).where(*expired))
    for upload in found:
        files.drop(upload.name)


def _oldest() -> str:
    """What began at this time or before has expired."""
    return (datetime.now(UTC) - KEPT).isoformat(timespec="milliseconds")


def finish(store: Store, files: Files, upload: Upload, device: Device) -> bool:
    """Take a file whose bytes are all here; False, and nothing kept, where it is another."""
    try:
        good = files.complete(upload.name, upload.sha256, upload.size)
    except FileNotFoundError:  # it has its name: the other of two was faster, or one was killed
        good = files.path(upload.sha256).exists()
    with store.writing() as connection:
        connection.execute(sql.delete(UPLOAD).where(*_is(device, upload.sha256)))
        if good:
            _hold(connection, upload)
    return good


def _hold(connection: Connection, upload: Upload) -> None:
    stored = connection.scalar(sql.select(BLOB.c.size).where(BLOB.c.sha256 == upload.sha256))
    if stored is None:
        connection.execute(
            sql.insert(BLOB).values(sha256=upload.sha256, size=upload.size, received_at=now())
        )
    if held_size(connection, upload.commune, upload.sha256) is None:
        connection.execute(sql.insert(BLOB_OF).values(commune=upload.commune, sha256=upload.sha256))


def held_size(connection: Connection, commune: str, sha256: str) -> int | None:
    """The size of a file the commune brought; None where it brought none."""
    size: int | None = connection.scalar(
        sql.select(BLOB.c.size)
        .join(BLOB_OF, BLOB_OF.c.sha256 == BLOB.c.sha256)
        .where(BLOB_OF.c.commune == commune, BLOB.c.sha256 == sha256)
    )
    return size


def have(connection: Connection, commune: str, sha256s: Collection[str]) -> list[str]:
    """Which of these files the commune brought."""
    query = sql.select(BLOB_OF.c.sha256).where(
        BLOB_OF.c.commune == commune, BLOB_OF.c.sha256.in_(sha256s)
    )
    return sorted(connection.execute(query).scalars())


def _is(device: Device, sha256: str) -> tuple[sql.ColumnElement[bool], ...]:
    return (
        UPLOAD.c.commune == device.commune,
        UPLOAD.c.device == device.id,
        UPLOAD.c.sha256 == sha256,
    )


_COLUMNS = [UPLOAD.c[name] for name in Upload.__struct_fields__]
