"""A centre in this process: its real store, asked without HTTP between."""

from __future__ import annotations

import contextlib
import functools
import json
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from center import store as centres
from center.store import devices, enrolment, now, records, snapshots, streams
from center.store.devices import Device
from rules.records import SCHEMA
from sync import errors, tokens, wire
from sync.center import (
    Answers,
    Applicant,
    Arriving,
    Digests,
    Enrolment,
    Hello,
    Moved,
    Page,
    Published,
    Stop,
    Traffic,
    never,
    unheard,
)
from sync.snapshot import Place, Portion
from tests.support import ages
from tests.support.profiles import COMMUNE

_AFTER = (
    "SELECT CAST(body AS BLOB) FROM change WHERE commune = ? AND position > ? ORDER BY position"
)


class Stream:
    """What a centre holds for the commune, read along as it grows."""

    def __init__(self, store: centres.Store) -> None:
        self.bodies: list[bytes] = []  # the nth has position n + 1
        self.ids: list[str] = []
        self._store = store

    def look(self) -> None:
        """Read what is new."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(_AFTER, (COMMUNE, len(self.bodies)))
            fresh = [row[0] for row in rows]
        self.bodies += fresh
        self.ids += [json.loads(body)["id"] for body in fresh]


def centre(folder: Path) -> centres.Store:
    """A new centre in this folder; close it when done."""
    folder.mkdir()
    (folder / centres.NAME).write_bytes(_empty())
    return centres.open_(folder)


@functools.cache
def _empty() -> bytes:
    """A centre nobody has spoken to; making one by its tables takes longer."""
    with tempfile.TemporaryDirectory() as folder:
        centres.open_(Path(folder)).close()
        return (Path(folder) / centres.NAME).read_bytes()


def keep(store: centres.Store, path: Path) -> None:
    """Copy the centre as it is now."""
    with contextlib.closing(store.engine.raw_connection()) as connection:
        connection.cursor().execute("VACUUM INTO ?", (str(path),))


def put_back(store: centres.Store, path: Path) -> None:
    """The centre is what it was when this copy was made."""
    store.close()  # the next question opens it again
    for left in store.folder.glob(f"{centres.NAME}*"):
        left.unlink()
    (store.folder / centres.NAME).write_bytes(path.read_bytes())


def knows(store: centres.Store, token: str) -> bool:
    """Whether a device may speak to the centre."""
    with store.reading() as connection:
        return devices.find(connection, token) is not None


def enrol(store: centres.Store, pc: Applicant) -> Enrolment:
    """Make a PC a device of the commune."""
    given = enrolment.enrol(store, enrolment.issue_code(store, COMMUNE), pc)
    assert given is not None
    return given


class Way:
    """One device's way to the centre.  No evidence files and no packages go over it."""

    def __init__(self, store: centres.Store, token: str, schema: int = SCHEMA) -> None:
        self.store, self.token, self.schema = store, token, schema  # the device's, of its changes
        self.traffic = Traffic()

    def enrol(self, code: str, pc: Applicant) -> Enrolment:
        """See the port."""
        raise NotImplementedError

    def again(self, missing: str) -> Enrolment:
        """See the port."""
        return enrolment.part(self.store, self._device(), tokens.apart(self.token, missing))

    def renew(self) -> None:
        """See the port."""
        self.token = enrolment.renew(self.store, self._device())

    def hello(self, at: int = 0) -> Hello:
        """See the port."""
        device = self._device()
        devices.seen(self.store, device, "")
        with self.store.reading() as connection:
            return Hello(
                server_time=now(),
                position=streams.position(connection, COMMUNE),
                schema=SCHEMA,
                oldest=wire.OLDEST,
                newest=wire.PROTOCOL,
                commune=COMMUNE,
                taken_at=streams.taken_at(connection, COMMUNE, at) if at else None,
                last_own=device.last_own,
                renew=device.is_due,
            )

    def push(self, bodies: Sequence[bytes], *, returned: bool = False) -> Answers:
        """See the port."""
        with ages.acting(ages.TODAY):
            return streams.append(self.store, self._device(), bodies, returned=returned)

    def since(self, position: int, limit: int) -> Page:
        """See the port."""
        with self.store.reading() as connection:
            return streams.page(connection, COMMUNE, position, limit)

    def packages(self, after: int) -> Sequence[Published]:
        """See the port."""
        raise NotImplementedError

    def snapshot(self, after: Place | None, limit: int) -> Portion:
        """See the port."""
        with ages.acting(ages.TODAY):
            return snapshots.page(
                self.store, COMMUNE, after, limit, self.schema, folded=self.schema == SCHEMA
            )

    def digests(self) -> Digests:
        """See the port."""
        with ages.acting(ages.TODAY), self.store.reading() as connection:
            records.catch_up(self.store, COMMUNE)
            return records.digests(connection, COMMUNE, self.schema)

    def have(self, sha256s: Collection[str]) -> set[str]:
        """See the port."""
        raise NotImplementedError

    def reached(self, sha256: str) -> int | None:
        """See the port."""
        raise NotImplementedError

    def send_piece(self, sha256: str, size: int, at: int, piece: bytes) -> int:
        """See the port."""
        raise NotImplementedError

    def fetch_file(
        self, sha256: str, size: int, into: Arriving, progress: Moved = unheard, stop: Stop = never
    ) -> None:
        """See the port."""
        raise NotImplementedError

    def _device(self) -> Device:
        with self.store.reading() as connection:
            device = devices.find(connection, self.token)
        device = device or devices.take_up(self.store, self.token)
        if device is None:
            raise errors.device_revoked()
        return device
