"""Who may speak to the centre: devices and their tokens; secrets only as hashes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import sqlalchemy as sql
from msgspec import Struct
from sqlalchemy import Connection

from center.errors import CenterError
from center.store import Store, now
from center.store.tables import DEVICE
from resources.words import _
from sync.center import COPIED, RESTORED, TWIN

_SEEN_EVERY = timedelta(minutes=1)
_TOKEN_AGE = timedelta(days=30)  # after which a device gets another


class Device(Struct, frozen=True):
    """A PC that enrolled."""

    commune: str
    id: str
    replica: str  # the name it wrote under when it enrolled
    name: str
    version: str
    enrolled_at: str
    last_seen: str | None
    revoked_at: str | None
    lineage: str  # shared by a PC's enrolments and copies
    last_own: str | None  # the last change of its own that it brought
    note: str | None  # copied, restored, twin, adopted
    origin: str | None  # the device it was before
    returned: int  # changes of other PCs that it brought back
    verify: str | None  # its public keys
    recipient: str | None
    token_since: str | None

    @property
    def is_due(self) -> bool:
        """Whether its token has been in use long enough."""
        since = self.token_since
        return since is None or datetime.now(UTC) - datetime.fromisoformat(since) > _TOKEN_AGE


def find(connection: Connection, token: str) -> Device | None:
    """The device that holds this token, if the centre still takes it."""
    found = _found(connection, token, DEVICE.c.token_hash)
    return None if found is None or found.revoked_at else found


def ever(connection: Connection, token: str) -> Device | None:
    """The device that holds this token or held it, revoked ones too."""
    columns = (DEVICE.c.token_hash, DEVICE.c.next_token_hash, DEVICE.c.past_token_hash)
    found = (_found(connection, token, column) for column in columns)
    return next(filter(None, found), None)


def gave_way(connection: Connection, device: Device, token: str) -> bool:
    """Whether this token of a device was replaced by a renewed one: whoever shows it is a copy."""
    found = _found(connection, token, DEVICE.c.past_token_hash)
    return found is not None and found.id == device.id


def take_up(store: Store, token: str) -> Device | None:
    """The device that shows its renewed token for the first time; the old one dies with this."""
    with store.writing() as connection:
        taken = connection.execute(
            sql.update(DEVICE)
            .where(*_holds(token, DEVICE.c.next_token_hash), DEVICE.c.revoked_at.is_(None))
            .values(
                past_token_hash=DEVICE.c.token_hash,
                token_hash=DEVICE.c.next_token_hash,
                next_token_hash=None,
            )
        )
        return find(connection, token) if taken.rowcount else None


def note_replaced(store: Store, token: str) -> bool:
    """Whether this token gave way to a renewed one; who shows it is a copy, and that is noted."""
    with store.writing() as connection:
        found = _found(connection, token, DEVICE.c.past_token_hash)
        if found is None or found.revoked_at:
            return False
        connection.execute(sql.update(DEVICE).where(*is_device(found)).values(note=TWIN))
        return True


def _found(connection: Connection, token: str, column: sql.Column[str]) -> Device | None:
    row = connection.execute(sql.select(*_COLUMNS).where(*_holds(token, column))).one_or_none()
    return None if row is None else Device(*row)


def _holds(token: str, column: sql.Column[str]) -> tuple[sql.ColumnElement[bool], ...]:
    return DEVICE.c.commune == token.partition(".")[0], column == hashed(token)


def seen(store: Store, device: Device, version: str) -> None:
    """Note that a device was there, and with which programme; at most once a minute."""
    if device.last_seen is not None and (device.version, device.note == COPIED) == (version, False):
        since = datetime.now(UTC) - datetime.fromisoformat(device.last_seen)
        if since < _SEEN_EVERY:
            return
    with store.writing() as connection:
        connection.execute(
            sql.update(DEVICE).where(*is_device(device)).values(last_seen=now(), version=version)
        )
        if device.note == COPIED:  # it goes on although a copy of it left: there are two of them
            copies = (
                DEVICE.c.commune == device.commune,
                DEVICE.c.origin == device.id,
                DEVICE.c.note == RESTORED,
            )
            connection.execute(sql.update(DEVICE).where(*is_device(device)).values(note=TWIN))
            connection.execute(sql.update(DEVICE).where(*copies).values(note=TWIN))


def all_devices(connection: Connection, commune: str | None = None) -> list[Device]:
    """Every device, by commune and date of enrolment."""
    query = sql.select(*_COLUMNS).order_by(DEVICE.c.commune, DEVICE.c.enrolled_at, DEVICE.c.id)
    if commune is not None:
        query = query.where(DEVICE.c.commune == commune)
    return [Device(*row) for row in connection.execute(query)]


def revoke(store: Store, device: str) -> None:
    """Take nothing more from this device."""
    with store.writing() as connection:
        done = connection.execute(
            sql.update(DEVICE)
            .where(DEVICE.c.id == device, DEVICE.c.revoked_at.is_(None))
            .values(revoked_at=now())
        )
    if done.rowcount == 0:
        raise CenterError(
            _("Không có máy {device} đang hoạt động; xem các máy bằng lệnh device list.").format(
                device=device
            )
        )


def is_device(device: Device) -> tuple[sql.ColumnElement[bool], ...]:
    """The row of this device."""
    return DEVICE.c.commune == device.commune, DEVICE.c.id == device.id


def hashed(secret: str) -> str:
    """Secrets here are random and long, so a plain hash keeps them."""
    return hashlib.sha256(secret.encode()).hexdigest()


_COLUMNS = [DEVICE.c[name] for name in Device.__struct_fields__]
