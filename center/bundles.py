"""Bundles that communes bring by hand, and the centre's answers to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from sqlalchemy import Connection

from center.files import Files, digest_of
from center.store import (
    Store,
    bundles,
    devices,
    now,
    own_keys,
    packages,
    records,
    snapshots,
    streams,
    uploads,
)
from center.store.bundles import Sender
from center.store.devices import Device
from center.store.uploads import Upload
from rules.change import decode
from rules.records import EVIDENCE
from rules.snapshot import plain
from sync import bundle, contents, errors, snapshot, wire
from sync.acceptance import FOREIGN
from sync.bundle import Bundle, Entry, File, Manifest, Page, Sink
from sync.center import Answer
from sync.contents import Nothing, Whole
from sync.keys import PublicKeys, SecretKeys
from sync.parts import LARGEST
from sync.snapshot import Place
from sync.wire import Receipts


class Imported(Struct, frozen=True):
    """What came of a bundle and of answering it."""

    commune: str
    device: str
    changes: int  # taken now
    known: int  # taken before
    refused: int  # set aside, with words in the answer
    files: int  # evidence files the centre has now
    repeated: bool  # the very bundle had come before
    answer: tuple[Path, ...]  # the files of the answer
    answered: int  # changes in the answer
    files_back: int  # evidence files in the answer


def exchange(
    store: Store,
    path: Path,
    reply: Path,
    *,
    limit: int = LARGEST,
    files_up_to: int = bundle.LARGEST_FILE,
) -> Imported:
    """Take a commune's bundle in and write the answer.

    All of it is looked through before any is kept; one that is refused leaves no trace.  The same
    bundle may come any number of times.  `limit` is the most bytes of one file of the answer,
    `files_up_to` of an evidence file in it.  Raises SyncError and OSError.
    """
    files = Files(store.folder)
    with store.reading() as connection:
        own = own_keys(connection)
        brought, sender, theirs = _proven(connection, path, own)
    contents.check(brought)
    intake = _Intake(store, files, sender.device)
    brought.hand_over(intake.receive)
    first = bundles.remember(store, sender.device, brought.manifest.name, brought.manifest.changes)
    devices.seen(store, sender.device, sender.device.version)
    records.catch_up(store, sender.device.commune)
    with store.reading() as connection:
        answer = _Answer(connection, files, sender.device, brought.manifest, files_up_to)
        manifest = answer.manifest(theirs)
        contents_ = answer.contents(intake.receipts())
        written = bundle.write(reply, manifest, contents_, own, limit=limit)
    return Imported(
        commune=sender.device.commune,
        device=sender.device.id,
        changes=intake.fresh,
        known=intake.known,
        refused=intake.refused,
        files=len(intake.held),
        repeated=not first,
        answer=written.files,
        answered=written.manifest.changes,
        files_back=written.manifest.files,
    )


def _proven(
    connection: Connection, path: Path, own: SecretKeys
) -> tuple[Bundle, Sender, PublicKeys]:
    """The bundle, proven to come from the device it names, which may write."""
    unproven = bundle.open_(path, own)
    manifest = unproven.manifest
    if manifest.kind != "up":
        raise errors.bundle_of_another_kind()
    sender = bundles.sender(connection, manifest.commune, manifest.device)
    if sender is None:
        raise errors.unknown_device()
    if sender.keys is None:
        raise errors.keyless()
    proven = unproven.proven(sender.keys.verify)
    if sender.device.revoked_at is not None:
        raise errors.revoked_bundle()
    return proven, sender, sender.keys


class _Intake:
    """Puts every entry of a bundle where it would have come by network."""

    def __init__(self, store: Store, files: Files, device: Device) -> None:
        self.fresh = self.known = self.refused = 0
        self.held: list[str] = []  # files, by sha256
        self._store, self._files, self._device = store, files, device
        self._answers: list[tuple[str, Answer]] = []

    def receive(self, entry: Entry) -> Sink:
        """See Receive."""
        if entry.kind in ("changes", "returned"):
            return Whole(entry, self._append)
        upload = uploads.begin(self._store, self._files, self._device, entry.sha256, entry.size)
        if upload.whole:
            self.held.append(entry.sha256)
            return Nothing()
        return _File(self, upload)

    def receipts(self) -> Receipts:
        """What the answer says of all this."""
        return Receipts(now(), tuple(self._answers), tuple(self.held))

    def _append(self, entry: Entry, data: bytes) -> None:
        self._take(wire.from_lines(data), returned=entry.kind == "returned")

    def _take(self, bodies: Sequence[bytes], *, returned: bool) -> None:
        given = streams.append(self._store, self._device, bodies, returned=returned)
        foreign = []
        for body, answer in zip(bodies, given.answers, strict=True):
            if answer.code == FOREIGN and not returned:
                foreign.append(body)
                continue
            self._answers.append((_id_in(body), _dated(answer, given.at)))
            self.fresh += answer.position is not None and not answer.known
            self.known += answer.known
            self.refused += answer.position is None
        if foreign:  # over the network the PC would say now that it brings another's
            self._take(foreign, returned=True)

    def write(self, upload: Upload, offset: int, content: bytes) -> None:
        """Some bytes of a file."""
        self._files.write(upload.name, offset, content)

    def finish(self, upload: Upload) -> None:
        """All bytes of a file are there."""
        if uploads.finish(self._store, self._files, upload, self._device):
            self.held.append(upload.sha256)


class _File:
    """An evidence file on its way in."""

    def __init__(self, intake: _Intake, upload: Upload) -> None:
        self._intake, self._upload = intake, upload
        self._reached = 0

    def append(self, content: bytes) -> None:
        """See Sink."""
        self._intake.write(self._upload, self._reached, content)
        self._reached += len(content)

    def done(self) -> None:
        """See Sink."""
        self._intake.finish(self._upload)


def _dated(answer: Answer, at: str) -> Answer:
    """With when the change was taken; to whoever reads the answer later it is a known one."""
    if answer.position is None or answer.known:
        return answer
    return Answer(answer.position, known=True, at=at)


def _id_in(body: bytes) -> str:
    """The id a device gave to something that need not be a change."""
    try:
        change = json.loads(body)["id"]
    except (ValueError, RecursionError, TypeError, KeyError):
        return ""
    return change if isinstance(change, str) else ""


class _Answer:
    """What a device gets back: what became of its own, and what it does not have yet."""

    def __init__(
        self,
        connection: Connection,
        files: Files,
        device: Device,
        asked: Manifest,
        files_up_to: int,
    ) -> None:
        self._connection, self._files, self._device = connection, files, device
        self._asked, self._most = asked, files_up_to
        self._went_back = _went_back(connection, device.commune, asked)
        self._position = streams.position(connection, device.commune)
        self._filling = self._records_alone()
        self._wanted = set(asked.wants)

    def manifest(self, theirs: PublicKeys) -> Manifest:
        """What it says of itself."""
        return Manifest(
            kind="answer",
            to=theirs.recipient,
            commune=self._device.commune,
            device=self._device.id,
            made_at=now(),
            cursor=self._begins,
            proof=streams.taken_at(self._connection, self._device.commune, self._begins),
            position=self._position,
            went_back=self._went_back,
            last_own=self._device.last_own,
            schema=self._asked.schema,
            digests=records.digests(self._connection, self._device.commune, self._asked.schema),
            packages=packages.last_number(self._connection),
            answers=self._asked.name,
        )

    def contents(self, receipts: Receipts) -> Iterator[Page | File]:
        """Small things first."""
        yield from _paged(receipts)
        yield from self._published()
        yield from self._records()
        yield from self._stream()
        yield from self._evidence()

    @property
    def _begins(self) -> int:
        if self._filling is not None:
            return self._filling.at
        return 0 if self._went_back else self._asked.cursor

    def _records_alone(self) -> Place | None:
        """Where records go out instead of the stream: for a PC that begins, of a long one."""
        if not self._asked.begins or self._position < snapshot.WORTH_IT:
            return None
        return Place(records.projected(self._connection, self._device.commune))

    def _published(self) -> Iterator[Page]:
        after = self._asked.packages
        while page := packages.after(self._connection, after):
            yield Page("packages", wire.packages_to(page))
            after = page[-1].number

    def _records(self) -> Iterator[Page]:
        place, commune = self._filling, self._device.commune
        while place is not None:
            page = snapshots.portion_of(
                self._connection, commune, place, wire.PAGE_CHANGES, self._asked.schema
            )
            pieces = map(plain, page.pieces)
            bodies = [body for piece in pieces for _position, body in piece.changes]
            for body in bodies:
                self._note(body)
            yield Page("records", snapshot.to_lines(page), len(bodies))
            place = page.next

    def _stream(self) -> Iterator[Page]:
        after = self._begins
        while after < self._position:
            page = streams.page(self._connection, self._device.commune, after, wire.PAGE_CHANGES)
            for _position, body in page.changes:
                self._note(body)
            yield Page("stream", wire.page_to(page, after), len(page.changes))
            after = page.cursor

    def _note(self, body: bytes) -> None:
        """A file that evidence from elsewhere names will be wanted as soon as this has arrived."""
        if EVIDENCE.name.encode() not in body:  # nearly always: it need not be read
            return
        change = decode(body)
        sha256 = change.set.get("sha256")
        if isinstance(sha256, str) and not bundles.brought(
            self._connection, self._device, change.id
        ):
            self._wanted.add(sha256)

    def _evidence(self) -> Iterator[File]:
        held = [
            (uploads.held_size(self._connection, self._device.commune, sha256), sha256)
            for sha256 in self._wanted
        ]
        for size, sha256 in sorted((size, sha256) for size, sha256 in held if size is not None):
            path = self._files.path(sha256)
            if size <= self._most and path.exists() and digest_of(path) == sha256:
                yield File(sha256, size, partial(_reading, path))


def _went_back(connection: Connection, commune: str, asked: Manifest) -> bool:
    """Whether the centre lost what it once told the PC of, at its cursor or beyond."""
    position = streams.position(connection, commune)
    proven = ((asked.cursor, asked.proof), (asked.reached, asked.reached_at))
    return any(
        at > position or (proof is not None and proof != streams.taken_at(connection, commune, at))
        for at, proof in proven
    )


def _reading(path: Path) -> BinaryIO:
    return path.open("rb")


def _paged(receipts: Receipts) -> Iterator[Page]:
    """Receipts in pages no larger than any page may be; an empty one where there are none."""
    answers: Sequence[tuple[str, Answer]] = receipts.answers
    for start in range(0, len(answers) or 1, wire.PAGE_CHANGES):
        some = tuple(answers[start : start + wire.PAGE_CHANGES])
        page = Receipts(receipts.at, some, () if start else receipts.files)
        yield Page("receipts", wire.receipts_to(page))
