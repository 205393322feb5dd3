"""Bundles at the centre: whose they may be, and which have come before."""

from __future__ import annotations

import sqlalchemy as sql
from msgspec import Struct
from sqlalchemy import Connection

from center.store import Store, now
from center.store.devices import Device
from center.store.tables import BUNDLE, CHANGE, DEVICE
from sync.keys import PublicKeys


class Sender(Struct, frozen=True):
    """A device that may have made a bundle, and its public keys where it has told them."""

    device: Device
    keys: PublicKeys | None


def sender(connection: Connection, commune: str, device: str) -> Sender | None:
    """The device of this name, revoked or not."""
    columns = [DEVICE.c[name] for name in Device.__struct_fields__]
    row = connection.execute(
        sql.select(*columns, DEVICE.c.verify, DEVICE.c.recipient).where(
            DEVICE.c.commune == commune, DEVICE.c.id == device
        )
    ).one_or_none()
    if row is None:
        return None
    *fields, verify, recipient = row
    return Sender(Device(*fields), PublicKeys(verify, recipient) if verify and recipient else None)


def brought(connection: Connection, device: Device, change: str) -> bool:
    """Whether this very device brought a change of its commune, by whichever carrier."""
    by: str | None = connection.scalar(
        sql.select(CHANGE.c.device).where(CHANGE.c.commune == device.commune, CHANGE.c.id == change)
    )
    return by == device.id


def remember(store: Store, device: Device, name: str, changes: int) -> bool:
    """Note a bundle; False where it has come before."""
    with store.writing() as connection:
        known = connection.scalar(
            sql.select(BUNDLE.c.id).where(BUNDLE.c.commune == device.commune, BUNDLE.c.id == name)
        )
        if known is not None:
            return False
        connection.execute(
            sql.insert(BUNDLE).values(
                commune=device.commune,
                id=name,
                device=device.id,
                imported_at=now(),
                changes=changes,
            )
        )
    return True
