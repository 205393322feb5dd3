"""How PCs become devices: one-time codes, and new identities for copies; secrets only as hashes."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import sqlalchemy as sql
from msgspec.structs import asdict, replace
from sqlalchemy import Connection

from center.errors import CenterError
from center.store import Store, devices, lineages, now, own_keys
from center.store.devices import Device, hashed, is_device
from center.store.tables import CODE, COMMUNE, DEVICE
from resources import units
from resources.units import Unit
from resources.words import _
from sync import codes, tokens
from sync.center import ADOPTED, COPIED, RESTORED, Applicant, Enrolment

CODE_DAYS = 7


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
    """A code with which one PC may enrol for this commune, within a week.

    Refused for a commune that was merged before any of its PCs came here: none can come any more.
    """
    unit = commune_unit(commune)
    code = codes.draw(commune)
    expires = datetime.now(UTC) + timedelta(days=CODE_DAYS)
    with store.writing() as connection:
        known = connection.scalar(sql.select(COMMUNE.c.code).where(COMMUNE.c.code == commune))
        if known is None:
            if told := units.ended(commune):
                raise CenterError(told)
            connection.execute(
                sql.insert(COMMUNE).values(code=commune, name=unit.name, position=0, projected=0)
            )
        connection.execute(
            sql.insert(CODE).values(
                commune=commune, hash=hashed(codes.plain(code)), expires=expires.isoformat()
            )
        )
    return code


def enrol(store: Store, code: str, pc: Applicant, version: str = "") -> Enrolment | None:
    """Make a PC a device by its code; None where the code opens nothing.

    One that shows the token of an earlier enrolment goes on as the same PC, and the old device is
    closed.  One that names what it has written under goes on too, by the word of whoever gave it
    the code; the old device is left to the administrator, who is told.
    """
    plain, commune = codes.plain(code), codes.commune_of(code)
    token = tokens.of(commune, pc.secret or tokens.draw())
    with store.writing() as connection:
        known = devices.find(connection, token)
        if known is not None and _is_used(connection, commune, hashed(plain)):
            return _given(connection, known, token)  # the first answer was lost
        if known is not None or not _use_up(connection, commune, hashed(plain)):
            return None
        newcomer = _newcomer(connection, commune, pc, version)
        _insert(connection, newcomer, token)
        return _given(connection, newcomer, token)


def _newcomer(connection: Connection, commune: str, pc: Applicant, version: str) -> Device:
    device = secrets.token_hex(6)
    former = devices.ever(connection, pc.former) if pc.former else None
    lineage, note, origin = device, None, None
    if former is not None and former.commune == commune:
        lineage, origin = former.lineage, former.id
        if devices.gave_way(connection, former, pc.former or ""):
            note = ADOPTED  # the other copy, whose token was renewed, goes on
        else:
            _close(connection, former)
    elif adopted := lineages.of(connection, commune, (*pc.names, pc.replica)):
        lineage, note = adopted, ADOPTED
        origin = _last_of(connection, commune, adopted)
    return Device(
        commune=commune,
        id=device,
        replica=pc.replica,
        name=pc.name,
        version=version,
        enrolled_at=now(),
        last_seen=None,
        revoked_at=None,
        lineage=lineage,
        last_own=None,
        note=note,
        origin=origin,
        returned=0,
        verify=pc.keys.verify if pc.keys else None,
        recipient=pc.keys.recipient if pc.keys else None,
        token_since=now(),
    )


def _last_of(connection: Connection, commune: str, lineage: str) -> str | None:
    """The newest device of a lineage."""
    found: str | None = connection.scalar(
        sql.select(DEVICE.c.id)
        .where(DEVICE.c.commune == commune, DEVICE.c.lineage == lineage)
        .order_by(DEVICE.c.enrolled_at.desc())
        .limit(1)
    )
    return found


def part(store: Store, old: Device, secret: str) -> Enrolment:
    """A device apart for a copy that lacks changes of its own; asking twice makes no second one.

    The old device goes on: which of the two is the copy, nobody can tell.
    """
    token = tokens.of(old.commune, secret)
    with store.writing() as connection:
        known = devices.find(connection, token)
        if known is not None:
            return _given(connection, known, token)
        copy = replace(
            old,
            id=secrets.token_hex(6),
            enrolled_at=now(),
            last_seen=None,
            last_own=None,
            note=RESTORED,
            origin=old.id,
            returned=0,
            token_since=now(),
        )
        _insert(connection, copy, token)
        connection.execute(sql.update(DEVICE).where(*is_device(old)).values(note=COPIED))
        return _given(connection, copy, token)


def renew(store: Store, device: Device) -> str:
    """Another token for a device; the old one holds until this one is used."""
    token = tokens.of(device.commune, tokens.draw())
    with store.writing() as connection:
        connection.execute(
            sql.update(DEVICE)
            .where(*is_device(device))
            .values(next_token_hash=hashed(token), token_since=now())
        )
    return token


def _insert(connection: Connection, device: Device, token: str) -> None:
    values = {**asdict(device), "token_hash": hashed(token)}
    connection.execute(sql.insert(DEVICE).values(values))


def _close(connection: Connection, device: Device) -> None:
    connection.execute(
        sql.update(DEVICE)
        .where(*is_device(device), DEVICE.c.revoked_at.is_(None))
        .values(revoked_at=now())
    )


def _given(connection: Connection, device: Device, token: str) -> Enrolment:
    name = connection.scalar(sql.select(COMMUNE.c.name).where(COMMUNE.c.code == device.commune))
    own = own_keys(connection).public
    return Enrolment(device.id, token, device.commune, str(name), own)


def _use_up(connection: Connection, commune: str, code_hash: str) -> bool:
    used = connection.execute(
        sql.update(CODE)
        .where(
            *_is_code(commune, code_hash),
            CODE.c.used_at.is_(None),
            CODE.c.expires > datetime.now(UTC).isoformat(),
        )
        .values(used_at=now())
    )
    return used.rowcount == 1


def _is_used(connection: Connection, commune: str, code_hash: str) -> bool:
    query = sql.select(CODE.c.used_at).where(*_is_code(commune, code_hash))
    return connection.scalar(query) is not None


def _is_code(commune: str, code_hash: str) -> tuple[sql.ColumnElement[bool], ...]:
    return CODE.c.commune == commune, CODE.c.hash == code_hash
