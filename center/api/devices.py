"""/v1/devices: a PC becomes a device of a commune, a copy becomes one apart, tokens are renewed."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Annotated

import msgspec
from litestar import post
from msgspec import Meta

from center.api.answers import Asked, Problem, errors_for
from center.api.caller import asking, refuse_old, version_of
from center.store import Store, enrolment
from center.store.devices import Device
from resources.words import _
from rules.clock import CLOCK_LENGTH, is_id
from sync import errors, tokens
from sync.center import Applicant, Enrolment
from sync.keys import PublicKeys, are_public


class Asking(msgspec.Struct):
    """A PC with a code: its replica is the 8 letters at the end of the change ids it makes."""

    code: str
    replica: str
    name: str
    keys: PublicKeys | None = None  # the PC's own: Ed25519 in base64, and an age recipient
    former: str | None = None  # its token of an earlier enrolment, even a revoked one
    names: Annotated[tuple[str, ...], Meta(max_length=50_000)] = ()  # replicas it was before
    secret: str | None = None  # drawn by the PC: asking again with it is the same device


class Apart(msgspec.Struct):
    """What a copy of a profile brings: the secret of its token to be."""

    secret: str


class Renewed(msgspec.Struct):
    """Another token, told only once."""

    token: str


class Given(msgspec.Struct):
    """What the new device keeps; the token is told only once."""

    device: str
    token: str
    commune: str
    commune_name: str
    center_keys: PublicKeys | None  # of the centre, for bundles and packages


class Attempts:
    """Wrong codes lately, by address: guessing gets slower long before it gets anywhere."""

    MOST, SECONDS = 10, 600.0

    def __init__(self) -> None:
        self._wrong: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def too_many(self, address: str) -> bool:
        """Whether this address has guessed enough for now."""
        with self._lock:
            return address in self._wrong and len(self._lately(address)) >= self.MOST

    def note(self, address: str) -> None:
        """One more wrong code."""
        with self._lock:
            self._lately(address).append(time.monotonic())

    def _lately(self, address: str) -> deque[float]:
        wrong = self._wrong.setdefault(address, deque(maxlen=self.MOST))
        while wrong and wrong[0] < time.monotonic() - self.SECONDS:
            wrong.popleft()
        return wrong


@post("/v1/devices", sync_to_thread=True, responses=errors_for(400, 403, 426, 429), tags=["device"])
def enrol(request: Asked, store: Store, attempts: Attempts, data: Asking) -> Given:
    """Enrol a device.  The code is used up; a wrong, used or expired one is 403 `wrong_code`."""
    refuse_old(request)
    address = request.client.host if request.client else ""
    if attempts.too_many(address):
        raise Problem(
            429, "too_many", _("Đã nhập sai mã quá nhiều lần; hãy đợi 10 phút rồi thử lại.")
        )
    pc = _applicant(data)
    given = enrolment.enrol(store, data.code, pc, version_of(request))
    if given is None:
        attempts.note(address)
        raise Problem(403, "wrong_code", str(errors.wrong_code()))
    return _given(given)


@post("/v1/devices/again", sync_to_thread=True, responses=errors_for(400, 401), tags=["device"])
def again(request: Asked, store: Store, data: Apart) -> Given:
    """A device apart for a copy that lacks a change of its own (`last_own` of the greeting).

    It belongs to the same lineage; the device that asks goes on beside it.  Repeating is safe.
    """
    refuse_old(request)
    if not tokens.is_secret(data.secret):
        raise _bad_name()
    return _given(enrolment.part(store, asking(request, store), data.secret))


@post("/v1/devices/renew", sync_to_thread=True, responses=errors_for(401), tags=["device"])
def renew(store: Store, caller: Device) -> Renewed:
    """Another token; the old one holds until this one is used for the first time."""
    return Renewed(enrolment.renew(store, caller))


def _applicant(data: Asking) -> Applicant:
    if not all(map(_is_replica, (data.replica, *data.names))) or not data.name.strip():
        raise _bad_name()
    if data.secret is not None and not tokens.is_secret(data.secret):
        raise _bad_name()
    if data.keys and not are_public(data.keys.verify, data.keys.recipient):
        raise Problem(400, "bad_request", _("Khoá công khai của máy không đúng dạng."))
    return Applicant(
        replica=data.replica,
        name=data.name.strip()[:100],
        keys=data.keys,
        former=data.former,
        names=data.names,
        secret=data.secret,
    )


def _is_replica(name: str) -> bool:
    return is_id("0" * CLOCK_LENGTH + name)


def _bad_name() -> Problem:
    return Problem(400, "bad_request", _("Tên máy hoặc mã bản sao không đúng dạng."))


def _given(given: Enrolment) -> Given:
    return Given(given.device, given.token, given.commune, given.commune_name, given.center_keys)
