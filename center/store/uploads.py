"""Evidence files on their way in: how far each has come, and which are whole."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sql
from msgspec import Struct
from sqlalchemy import Connection

from center.files import Files
from center.store import Store, now
from center.store.devices import Device
from center.store.tables import BLOB, BLOB_OF, UPLOAD


class Upload(Struct, frozen=True):
    """A file one device is sending."""

    commune: str
    device: str
    sha256: str
    size: int
    reached: int  # bytes that are durable here

    @property
    def name(self) -> str:
        """The name its bytes gather under."""
        return f"{self.commune}-{self.device}-{self.sha256}"

    @property
    def whole(self) -> bool:
        """Whether every byte has arrived."""
        return self.reached == self.size


def find(connection: Connection, device: Device, sha256: str) -> Upload | None:
    """How far a device has come with a file; one the commune has is whole."""
    size = held_size(connection, device.commune, sha256)
    if size is not None:
        return Upload(device.commune, device.id, sha256, size, size)
    columns = [UPLOAD.c[name] for name in Upload.__struct_fields__]
    row = connection.execute(sql.select(*columns).where(*_is(device, sha256))).one_or_none()
    return None if row is None else Upload(*row)


def begin(store: Store, device: Device, sha256: str, size: int) -> Upload:
    """A new upload from its first byte, unless the commune has the file."""
    with store.writing() as connection:
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
                begun_at=now(),
            )
        )
    return Upload(device.commune, device.id, sha256, size, 0)


def advance(store: Store, upload: Upload, device: Device, reached: int) -> bool:
    """Remember that the file is durable up to here; False where another request was faster."""
    with store.writing() as connection:
        moved = connection.execute(
            sql.update(UPLOAD)
            .where(*_is(device, upload.sha256), UPLOAD.c.reached == upload.reached)
            .values(reached=reached)
        )
    return moved.rowcount == 1


def finish(store: Store, files: Files, upload: Upload, device: Device) -> bool:
    """Take a file whose bytes are all here; False, and nothing kept, where it is another."""
    try:
        good = files.complete(upload.name, upload.sha256, upload.size)
    except FileNotFoundError:  # the same bytes came twice at once, and the other was faster
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
