"""Which device asks: told by its bearer token."""

from __future__ import annotations

from center.api.answers import Asked, Problem
from center.store import Store, devices
from center.store.devices import Device
from sync import errors, wire

_BEARER = "Bearer "


def caller(request: Asked, store: Store) -> Device:
    """The device behind this request; a Problem for tokens nobody holds and old programmes."""
    refuse_old(request)
    device = asking(request, store)
    devices.seen(store, device, version_of(request))
    return device


def asking(request: Asked, store: Store) -> Device:
    """The same, without a note that it was there: a request that is repeated is no visit."""
    token = shown(request)
    with store.reading() as connection:
        device = devices.find(connection, token)
    device = device or devices.take_up(store, token)
    if device is None and devices.note_replaced(store, token):
        raise Problem(401, "device_replaced", str(errors.device_replaced()))
    if device is None:
        raise Problem(401, "device_revoked", str(errors.device_revoked()))
    return device


def shown(request: Asked) -> str:
    """The token of a request; empty where it shows none."""
    header = request.headers.get("authorization", "")
    return header.removeprefix(_BEARER).strip() if header.startswith(_BEARER) else ""


def refuse_old(request: Asked) -> None:
    """Programmes that speak a protocol the centre has given up must be updated first."""
    spoken = request.headers.get("langso-protocol", str(wire.PROTOCOL))
    if not spoken.isdecimal() or int(spoken) < wire.OLDEST:
        raise Problem(426, "newer_needed", str(errors.newer_needed()))


def version_of(request: Asked) -> str:
    """Which programme asks, as it calls itself."""
    return request.headers.get("user-agent", "")[:80]
