"""The centre in lists: the protocol in its shortest form, for tests and for reading."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct, field
from msgspec.structs import replace

from rules import snapshot
from rules.change import Change, decode
from rules.clock import replica_of
from rules.reading import Reading, read_all
from rules.records import SCHEMA
from rules.snapshot import Folded, Piece
from sync import errors, tokens, wire
from sync.acceptance import Refusal, altered, foreign, judge
from sync.center import (
    ADOPTED,
    COPIED,
    RESTORED,
    TWIN,
    Answer,
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
from sync.keys import PublicKeys, SecretKeys, draw, sign
from sync.snapshot import WORTH_IT, Place, Portion, portion, to_lines


class Stream(Struct):
    """What the centre holds for one commune."""

    bodies: list[bytes] = field(default_factory=list)  # the nth has position n + 1
    taken_at: list[str] = field(default_factory=list)  # when each of them came
    positions: dict[str, int] = field(default_factory=dict)  # by change id
    owners: dict[str, str] = field(default_factory=dict)  # replica's name: lineage
    files: dict[str, bytes] = field(default_factory=dict)  # by sha256
    begun: dict[str, bytes] = field(default_factory=dict)  # what has come of others

    def by_record(self) -> dict[tuple[str, str], dict[int, tuple[Change, bytes]]]:
        """The changes and bodies of each (type, record), by position."""
        found: dict[tuple[str, str], dict[int, tuple[Change, bytes]]] = {}
        for number, body in enumerate(self.bodies, start=1):
            change = decode(body)
            found.setdefault((change.type, change.record), {})[number] = (change, body)
        return found

    def readings(self) -> list[Reading]:
        """What the stream says of its records, by type and id."""
        return read_all((number, decode(body)) for number, body in enumerate(self.bodies, start=1))


class Device(Struct):
    """Whom a token stands for."""

    id: str
    commune: str
    lineage: str  # a PC's enrolments and copies share one
    keys: PublicKeys | None = None
    revoked: bool = False
    last_own: str | None = None  # the last change of its own that it brought
    note: str | None = None  # what an administrator should know
    origin: str | None = None  # the device it was before


class Province(Struct):
    """All that the centre knows; the devices' `MemoryCenter`s share one."""

    streams: dict[str | None, Stream] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # enrolment codes: commune
    used: set[str] = field(default_factory=set)  # those that made a device
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

    def admit(self, commune: str, pc: Applicant) -> Device:
        """A new device; it goes on with the lineage of its former token, else of its names."""
        made = Device(_name(), commune, "", pc.keys)
        before, owners = self.devices.get(pc.former or ""), self.stream(commune).owners
        if before is not None and before.commune == commune:
            before.revoked, made.origin, made.lineage = True, before.id, before.lineage
        elif owned := [owners[name] for name in (*pc.names, pc.replica) if name in owners]:
            made.note, made.lineage = ADOPTED, owned[0]
        else:
            made.lineage = made.id
        return made

    def part(self, old: Device) -> Device:
        """What a copy of a device becomes, which lacks some of its changes."""
        old.note = COPIED
        copy = Device(_name(), old.commune, old.lineage, old.keys)
        copy.note, copy.origin = RESTORED, old.id
        return copy

    def meet(self, device: Device) -> None:
        """A device that goes on although a copy of it has left: there are two of them."""
        if device.note == COPIED:
            device.note = TWIN
            for copy in self.devices.values():
                if copy.origin == device.id and copy.note == RESTORED:
                    copy.note = TWIN


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

    def enrol(self, code: str, pc: Applicant) -> Enrolment:
        """See the port; the answer's token opens another `MemoryCenter` on the same province."""
        self._count(code, pc.replica, pc.name)
        commune = self.province.codes.get(code, "")
        token = tokens.of(commune, pc.secret or tokens.draw())
        if token not in self.province.devices:  # or the answer was lost
            if not commune or code in self.province.used:
                raise errors.wrong_code()
            self.province.used.add(code)
            self.province.devices[token] = self.province.admit(commune, pc)
        return self._enrolment(token)

    def again(self, missing: str) -> Enrolment:
        """See the port."""
        self._count(missing)
        old = self._device()
        token = tokens.of(old.commune, tokens.apart(self.token or "", missing))
        if token not in self.province.devices:
            self.province.devices[token] = self.province.part(old)
        self.token = token
        return self._enrolment(token)

    def renew(self) -> None:
        """See the port."""
        self._count()
        device = self._device()
        self.token = tokens.of(device.commune, tokens.draw())
        self.province.devices[self.token] = device  # the old one holds: nobody steals here

    def _enrolment(self, token: str) -> Enrolment:
        device, own = self.province.devices[token], self.province.keys.public
        return Enrolment(device.id, token, device.commune, device.commune, own)

    def hello(self, at: int = 0) -> Hello:
        """See the port."""
        self._count()
        commune, device = self._who()
        stream = self.province.stream(commune)
        begins = at == 0 and len(stream.bodies) >= WORTH_IT
        return Hello(
            server_time=_now(),
            position=len(stream.bodies),
            schema=SCHEMA,
            oldest=wire.OLDEST,
            newest=wire.PROTOCOL,
            commune=commune or "",
            taken_at=stream.taken_at[at - 1] if 0 < at <= len(stream.bodies) else None,
            packages=len(self.province.packages),
            last_own=device.last_own if device else None,
            records=len(stream.readings()) if begins else None,
        )

    def push(self, bodies: Sequence[bytes], *, returned: bool = False) -> Answers:
        """See the port."""
        self._count(*bodies)
        commune, device = self._who()
        stream, at = self.province.stream(commune), _now()
        before, lineage = len(stream.bodies), device.lineage if device and not returned else None
        answers = tuple(_answer(stream, commune, lineage, body, at) for body in bodies)
        if device is not None and lineage is not None and len(stream.bodies) > before:
            device.last_own = decode(stream.bodies[-1]).id
        return Answers(at, answers)

    def since(self, position: int, limit: int) -> Page:
        """See the port."""
        self._count()
        stream = self.province.stream(self._who()[0])
        bodies = stream.bodies
        rest = bodies[position : position + limit]
        taken = rest[: wire.fitting(map(len, rest), limit)]
        self.traffic.down += sum(map(len, taken))
        cursor = position + len(taken)
        changes = tuple(enumerate(taken, start=position + 1))
        taken_at = stream.taken_at[cursor - 1] if taken else None
        return Page(changes, cursor, more=cursor < len(bodies), taken_at=taken_at)

    def packages(self, after: int) -> Sequence[Published]:
        """See the port."""
        self._count()
        self._who()
        return self.province.packages[after:]

    def snapshot(self, after: Place | None, limit: int) -> Portion:
        """See the port."""
        self._count()
        stream = self.province.stream(self._who()[0])
        place = after or Place(at=len(stream.bodies))
        by_record = stream.by_record()
        pieces = (
            _piece(by_record[each.type, each.record], each, place)
            for each in stream.readings()
            if (each.type, each.record) >= (place.type, place.record)
        )
        taken_at = stream.taken_at[place.at - 1] if place.at else None
        page = replace(portion(pieces, place, limit), taken_at=taken_at)
        self.traffic.down += len(to_lines(page))
        return page

    def digests(self) -> Digests:
        """See the port."""
        self._count()
        stream = self.province.stream(self._who()[0])
        sums: dict[str, int] = {}
        for each in stream.readings():
            if (own := each.digest()) is not None:
                sums[each.type] = sums.get(each.type, 0) + own
        return Digests(len(stream.bodies), sums)

    def have(self, sha256s: Collection[str]) -> set[str]:
        """See the port."""
        self._count(*sha256s)
        return set(sha256s) & set(self.province.stream(self._who()[0]).files)

    def reached(self, sha256: str) -> int | None:
        """See the port."""
        self._count(sha256)
        stream = self.province.stream(self._who()[0])
        there = stream.files.get(sha256, stream.begun.get(sha256))
        return None if there is None else len(there)

    def send_piece(self, sha256: str, size: int, at: int, piece: bytes) -> int:
        """See the port."""
        self._count()
        self.traffic.up += len(piece)
        stream = self.province.stream(self._who()[0])
        there = stream.begun.get(sha256, b"") if at else b""
        if at == len(there):
            there = stream.begun[sha256] = there + piece
        if len(there) == size:
            del stream.begun[sha256]
            if hashlib.sha256(there).hexdigest() != sha256:
                raise errors.file_altered()
            stream.files[sha256] = there
        return len(there)

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

    def _who(self) -> tuple[str | None, Device | None]:
        if self.token is None:
            return self._commune, None
        device = self._device()
        self.province.meet(device)
        return device.commune, device

    def _device(self) -> Device:
        device = self.province.devices.get(self.token or "")
        if device is None or device.revoked:
            raise errors.device_revoked()
        return device

    def _count(self, *sent: str | bytes) -> None:
        self.traffic.requests += 1
        self.traffic.up += sum(map(len, sent))


def _answer(
    stream: Stream, commune: str | None, lineage: str | None, body: bytes, at: str
) -> Answer:
    """Judge one change and give it the next position; a known one keeps its own."""
    change = judge(body, commune)
    if isinstance(change, Refusal):
        return _refused(change)
    position = stream.positions.get(change.id)
    if position is not None:
        if stream.bodies[position - 1] != body:
            return _refused(altered())
        return Answer(position, known=True, at=stream.taken_at[position - 1])
    if lineage is not None and stream.owners.setdefault(replica_of(change.id), lineage) != lineage:
        return _refused(foreign())
    stream.bodies.append(body)
    stream.taken_at.append(at)
    stream.positions[change.id] = len(stream.bodies)
    return Answer(len(stream.bodies))


def _piece(
    changes: Mapping[int, tuple[Change, bytes]], reading: Reading, place: Place
) -> Piece | Folded:
    """A record for a reader who goes on from a place: what came since goes along whole."""
    at, key = place.at, (reading.type, reading.record)
    told = {change.id: (position, body) for position, (change, body) in changes.items()}
    whole = reading.past or reading.position > at or key == (place.type, place.record)
    if not whole and snapshot.is_short(reading.newest, SCHEMA):
        made = snapshot.fold(key, reading.heads, told, reading.newest)
        if made is not None:
            return made
    if not snapshot.is_short(reading.newest, SCHEMA):
        return snapshot.whole(changes)
    heads = {each for ids in reading.heads.values() for each in ids}
    kept = {n: each for n, each in changes.items() if each[0].id in heads or n > at}
    return snapshot.short(kept, reading.heads, reading.past)


def _refused(refusal: Refusal) -> Answer:
    return Answer(None, code=refusal.code, sentence=refusal.sentence)


def _name() -> str:
    return secrets.token_hex(4)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")  # tells a restored stream apart
