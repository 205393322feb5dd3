"""POST /v1/devices: a PC becomes a device of a commune, by a one-time code."""

from __future__ import annotations

import threading
import time
from collections import deque

import msgspec
from litestar import post

from center.api.answers import Asked, Problem, errors_for
from center.api.caller import refuse_old, version_of
from center.store import Store, devices
from center.store.devices import Newcomer
from resources.words import _
from rules.clock import CLOCK_LENGTH, is_id
from sync import errors
from sync.keys import PublicKeys, are_public


class Asking(msgspec.Struct):
    """A PC with a code: its replica is the 8 letters at the end of the change ids it makes."""

    code: str
    replica: str
    name: str
    keys: PublicKeys | None = None  # the PC's own: Ed25519 in base64, and an age recipient


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
    if not is_id("0" * CLOCK_LENGTH + data.replica) or not data.name.strip():
        raise Problem(400, "bad_request", _("Tên máy hoặc mã bản sao không đúng dạng."))
    name = data.name.strip()[:100]
    if data.keys and not are_public(data.keys.verify, data.keys.recipient):
        raise Problem(400, "bad_request", _("Khoá công khai của máy không đúng dạng."))
    pc = Newcomer(data.replica, name, version_of(request), data.keys)
    given = devices.enrol(store, data.code, pc)
    if given is None:
        attempts.note(address)
        raise Problem(403, "wrong_code", str(errors.wrong_code()))
    return Given(given.device, given.token, given.commune, given.commune_name, given.center_keys)
