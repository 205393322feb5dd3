"""Who may speak to the centre: one-time codes, devices, their tokens; secrets only as hashes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

import sqlalchemy as sql
from msgspec import Struct
from sqlalchemy import Connection

from center.errors import CenterError
from center.store import Store, now, own_keys
from center.store.tables import CODE, COMMUNE, DEVICE
from resources import units
from resources.units import Unit
from resources.words import _
from sync.center import Enrolment
from sync.keys import PublicKeys

CODE_DAYS = 7
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread
_GROUPS, _IN_A_GROUP = 3, 4  # 60 random bits
_MISREAD = str.maketrans("ILO", "110")
_SEEN_EVERY = timedelta(minutes=1)


class Device(Struct, frozen=True):
    """A PC that enrolled."""

    commune: str
    id: str
    replica: str
    name: str
    version: str
    enrolled_at: str
    last_seen: str | None
    revoked_at: str | None


class Newcomer(Struct, frozen=True):
    """What a PC that would enrol says of itself."""

    replica: str
    name: str
    version: str
    keys: PublicKeys | None = None


def commune_unit(code: str) -> Unit:
    """The commune with this code, as the packages of units know it."""
    unit = units.hue().find(code) or units.country().find(code)
    if unit is None or not unit.is_commune:
        raise CenterError(
            _("Không có xã, phường nào mang mã {code}; hãy kiểm tra lại mã đơn vị.").format(
                code=code
            )
        )
    return unit


def issue_code(store: Store, commune: str) -> str:
    """A code with which one PC may enrol for this commune, within a week."""
    unit = commune_unit(commune)
    code = "-".join((commune, *(_group() for _n in range(_GROUPS))))
    expires = datetime.now(UTC) + timedelta(days=CODE_DAYS)
    with store.writing() as connection:
        known = connection.scalar(sql.select(COMMUNE.c.code).where(COMMUNE.c.code == commune))
        if known is None:
            connection.execute(
                sql.insert(COMMUNE).values(code=commune, name=unit.name, position=0, projected=0)
            )
        connection.execute(
            sql.insert(CODE).values(
                commune=commune, hash=_hash(_plain(code)), expires=expires.isoformat()
            )
        )
    return code


def _group() -> str:
    return "".join(secrets.choice(_LETTERS) for _n in range(_IN_A_GROUP))


def enrol(store: Store, code: str, pc: Newcomer) -> Enrolment | None:
    """Make a PC a device by its code; None where the code opens nothing.

    A replica that enrols again gets a new device, and its old one is closed.
    """
    plain = _plain(code)
    commune = plain[: -_GROUPS * _IN_A_GROUP]
    with store.writing() as connection:
        if not _use_up(connection, commune, _hash(plain)):
            return None
        token = f"{commune}.{secrets.token_urlsafe(32)}"
        device = secrets.token_hex(6)
        connection.execute(
            sql.update(DEVICE)
            .where(
                DEVICE.c.commune == commune,
                DEVICE.c.replica == pc.replica,
                DEVICE.c.revoked_at.is_(None),
            )
            .values(revoked_at=now())
        )
        connection.execute(
            sql.insert(DEVICE).values(
                commune=commune,
                id=device,
                replica=pc.replica,
                name=pc.name,
                token_hash=_hash(token),
                version=pc.version,
                enrolled_at=now(),
                token_since=now(),
                lineage=device,
                verify=pc.keys.verify if pc.keys else None,
                recipient=pc.keys.recipient if pc.keys else None,
            )
        )
        commune_name = connection.scalar(
            sql.select(COMMUNE.c.name).where(COMMUNE.c.code == commune)
        )
        own = own_keys(connection).public
    return Enrolment(device, token, commune, str(commune_name), own)


def _use_up(connection: Connection, commune: str, hashed: str) -> bool:
    used = connection.execute(
        sql.update(CODE)
        .where(
            CODE.c.commune == commune,
            CODE.c.hash == hashed,
            CODE.c.used_at.is_(None),
            CODE.c.expires > datetime.now(UTC).isoformat(),
        )
        .values(used_at=now())
    )
    return used.rowcount == 1


def find(connection: Connection, token: str) -> Device | None:
    """The device that holds this token, if the centre still takes it."""
    row = connection.execute(
        sql.select(*_COLUMNS).where(
            DEVICE.c.commune == token.partition(".")[0],
            DEVICE.c.token_hash == _hash(token),
            DEVICE.c.revoked_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else Device(*row)


def seen(store: Store, device: Device, version: str) -> None:
    """Note that a device was there, and with which programme; at most once a minute."""
    if device.last_seen is not None and device.version == version:
        since = datetime.now(UTC) - datetime.fromisoformat(device.last_seen)
        if since < _SEEN_EVERY:
            return
    with store.writing() as connection:
        connection.execute(
            sql.update(DEVICE)
            .where(DEVICE.c.commune == device.commune, DEVICE.c.id == device.id)
            .values(last_seen=now(), version=version)
        )


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


def _plain(code: str) -> str:
    """A code as it is compared: however it was typed, spaced or misread."""
    return "".join(filter(str.isalnum, code.upper())).translate(_MISREAD)


def _hash(secret: str) -> str:
    """Secrets here are random and long, so a plain hash keeps them."""
    return hashlib.sha256(secret.encode()).hexdigest()


_COLUMNS = [DEVICE.c[name] for name in Device.__struct_fields__]
