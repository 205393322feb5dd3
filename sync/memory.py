"""The centre in lists: the protocol in its shortest form, for tests and for reading."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from msgspec import Struct, field

from rules.records import SCHEMA
from sync import errors, wire
from sync.acceptance import Refusal, altered, foreign, judge
from sync.center import (
    Answer,
    Answers,
    Arriving,
    Enrolment,
    Hello,
    Moved,
    Opened,
    Page,
    Published,
    Stop,
    Traffic,
    never,
    unheard,
)
from sync.keys import PublicKeys, SecretKeys, draw, sign


class Stream(Struct):
    """What the centre holds for one commune."""

    bodies: list[str] = field(default_factory=list)  # the nth has position n + 1
    positions: dict[str, int] = field(default_factory=dict)  # by change id
    files: dict[str, bytes] = field(default_factory=dict)  # by sha256


class Device(Struct):
    """Whom a token stands for."""

    id: str
    commune: str
    replica: str
    revoked: bool = False
    keys: PublicKeys | None = None


class Province(Struct):
    """All that the centre knows; the devices' `MemoryCenter`s share one."""

    streams: dict[str | None, Stream] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # unused enrolment codes: commune
    devices: dict[str, Device] = field(default_factory=dict)  # by token
    keys: SecretKeys = field(default_factory=draw)
    packages: list[Published] = field(default_factory=list)

    def stream(self, commune: str | None) -> Stream:
        """The commune's stream, empty at first."""
        return self.streams.setdefault(commune, Stream())

    def code(self, commune: str) -> str:
        """A new one-time code for a device of this commune."""
        code = secrets.token_hex(6)
        self.codes[code] = commune
        return code

    def publish(self, body: str) -> Published:
        """Sign a package and publish it; whoever calls has checked it."""
        content, data = body.encode(), json.loads(body)
        package = Published(
            number=len(self.packages) + 1,
            kind=data["kind"],
            id=data["id"],
            version=data["version"],
            sha256=hashlib.sha256(content).hexdigest(),
            body=body,
            published_at=_now(),
            signature=base64.b64encode(sign(self.keys, content)).decode(),
        )
        self.packages.append(package)
        return package


class MemoryCenter:
    """One device's way to the centre.

    With a token, the device that enrolled; without one, any replica may write to the one stream
    of `commune`, so that several desks can share the object.
    """

    def __init__(
        self,
        province: Province | None = None,
        *,
        commune: str | None = None,
        token: str | None = None,
    ) -> None:
        self.province = province or Province()
        self.token = token
        self.traffic = Traffic()
        self._commune = commune

    def enrol(
        self, code: str, replica: str, name: str, *, keys: PublicKeys | None = None
    ) -> Enrolment:
        """See the port; the answer's token opens another `MemoryCenter` on the same province."""
        self._count(code, replica, name)
        commune = self.province.codes.pop(code, None)
        if commune is None:
            raise errors.wrong_code()
        for known in self.province.devices.values():
            known.revoked |= (known.commune, known.replica) == (commune, replica)
        token, device = secrets.token_hex(8), secrets.token_hex(4)
        self.province.devices[token] = Device(device, commune, replica, keys=keys)
        return Enrolment(device, token, commune, commune, self.province.keys.public)

    def hello(self) -> Hello:
        """See the port."""
        self._count()
        commune, _replica = self._who()
        return Hello(
            server_time=_now(),
            position=len(self.province.stream(commune).bodies),
            schema=SCHEMA,
            oldest=wire.OLDEST,
            newest=wire.PROTOCOL,
            commune=commune or "",
            packages=len(self.province.packages),
        )

    def push(self, bodies: Sequence[str]) -> Answers:
        """See the port."""
        self._count(*bodies)
        commune, replica = self._who()
        stream = self.province.stream(commune)
        return Answers(_now(), tuple(_answer(stream, commune, replica, b) for b in bodies))

    def since(self, position: int, limit: int) -> Page:
        """See the port."""
        self._count()
        commune, _replica = self._who()
        bodies = self.province.stream(commune).bodies
        rest = bodies[position : position + limit]
        taken = rest[: wire.fitting(map(wire.weight, rest), limit)]
        self.traffic.down += sum(map(wire.weight, taken))
        cursor = position + len(taken)
        changes = tuple(enumerate(taken, start=position + 1))
        return Page(changes, cursor, more=cursor < len(bodies))

    def packages(self, after: int) -> Sequence[Published]:
        """See the port."""
        self._count()
        self._who()
        return self.province.packages[after:]

    def have(self, sha256s: Collection[str]) -> set[str]:
        """See the port."""
        self._count(*sha256s)
        return set(sha256s) & set(self.province.stream(self._who()[0]).files)

    def send_file(
        self, sha256: str, size: int, opened: Opened, progress: Moved = unheard, stop: Stop = never
    ) -> None:
        """See the port."""
        commune, _replica = self._who()
        if stop():
            raise errors.Stopped
        with opened() as file:
            content = file.read()
        self._count()
        self.traffic.up += len(content)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise errors.file_altered()
        self.province.stream(commune).files[sha256] = content
        progress(len(content), size)

    def fetch_file(
        self, sha256: str, size: int, into: Arriving, progress: Moved = unheard, stop: Stop = never
    ) -> None:
        """See the port."""
        self._count()
        content = self.province.stream(self._who()[0]).files.get(sha256)
        if content is None:
            raise errors.file_missing(sha256[:12])
        if stop():
            raise errors.Stopped
        missing = content[into.reached :]
        into.append(missing)
        self.traffic.down += len(missing)
        progress(into.reached, size)

    def _who(self) -> tuple[str | None, str | None]:
        if self.token is None:
            return self._commune, None
        device = self.province.devices.get(self.token)
        if device is None or device.revoked:
            raise errors.device_revoked()
        return device.commune, device.replica

    def _count(self, *sent: str) -> None:
        self.traffic.requests += 1
        self.traffic.up += sum(map(wire.weight, sent))


def _answer(stream: Stream, commune: str | None, replica: str | None, body: str) -> Answer:
    """Judge one change and give it the next position; a known one keeps its own."""
    change = judge(body, commune)
    if isinstance(change, Refusal):
        return _refused(change)
    position = stream.positions.get(change.id)
    if position is not None:
        if stream.bodies[position - 1] != body:
            return _refused(altered())
        return Answer(position, known=True)
    if replica is not None and (refusal := foreign(change, replica)):
        return _refused(refusal)
    stream.bodies.append(body)
    stream.positions[change.id] = len(stream.bodies)
    return Answer(len(stream.bodies))


def _refused(refusal: Refusal) -> Answer:
    return Answer(None, code=refusal.code, sentence=refusal.sentence)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
