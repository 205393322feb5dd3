"""Bundles: the same changes, answers, packages and files as by network, carried by hand.

A bundle is two age files for one reader, one behind the other, and the length of the second in
four bytes.  The first is the content: entries, one after the other, as the manifest lists them.
The second is the cover: the sender's signature (Ed25519, 64 bytes) and the manifest it signs.
The manifest names every entry by its sha256, so the signature holds for all of it.  Outside of
the two there is a random name and the sizes of the files (`sync.parts`), and nothing else.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, BinaryIO, Literal, Protocol

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from sync import errors, keys, parts, wire
from sync.center import Digests, Moved, Stop, never, unheard
from sync.keys import SecretKeys
from sync.parts import Joined, Part

LARGEST_FILE = 500 * 1024 * 1024  # bytes of one evidence file
LARGEST_TEXT = 1_000_000_000  # bytes of all pages of a bundle, unpacked
_CONTEXT = b"langso-bundle 1\n"  # what is signed is a bundle and cannot pass for anything else
_SIGNATURE = 64
_LENGTH = struct.Struct(">I")
_LARGEST_COVER = 16 * 1024 * 1024
_PIECE = 256 * 1024

Count = Annotated[int, Meta(ge=0)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Kind = Literal["changes", "returned", "receipts", "records", "stream", "packages", "file"]


class Entry(Struct, frozen=True):
    """One piece of the content: a page of lines or JSON, or an evidence file."""

    kind: Kind
    size: Annotated[int, Meta(gt=0)]  # bytes in the bundle
    sha256: Sha256  # of these bytes; a file's own name
    whole: Count = 0  # bytes when unpacked; a file travels as it is
    encoding: str = ""  # how a page is packed
    count: Count = 0  # changes in it


class Manifest(Struct, frozen=True, kw_only=True):
    """What a bundle is: from whom, for whom, and what is in it."""

    kind: Literal["up", "answer"]
    to: str  # the age recipient it is sealed for
    commune: str
    device: str  # of the PC that made it or that it answers
    made_at: str
    cursor: Count  # up to where the PC had taken the commune's stream; an answer goes on from there
    proof: str | None = None  # when the centre took the change at the cursor, as the maker knows
    reached: Count = 0  # the highest position the PC was told of: the cursor's or beyond
    reached_at: str | None = None  # and when the centre took the change there, as it told the PC
    schema: Annotated[int, Meta(ge=1)] = 1  # version of the declarations the PC knows, or knew
    begins: bool = False  # the PC has nothing yet: records will do, without their history
    position: Count = 0  # of an answer: up to where it brings the stream
    went_back: bool = False  # of an answer: the centre has lost what the PC has up to its cursor
    last_own: str | None = None  # of an answer: what the device had brought before
    digests: Digests | None = None  # of an answer: what the records come to, for that schema
    packages: Count = 0  # number of the last package the PC had looked at, or that is known
    wants: tuple[Sha256, ...] = ()  # files the PC would like to have
    name: str = ""  # of the bundle, as its files carry it
    answers: str = ""  # the name of the bundle it answers
    entries: tuple[Entry, ...] = ()
    format: int = parts.FORMAT

    @property
    def changes(self) -> int:
        """How many changes it carries."""
        return sum(entry.count for entry in self.entries)

    @property
    def files(self) -> int:
        """How many evidence files it carries."""
        return sum(entry.kind == "file" for entry in self.entries)


class Page(Struct, frozen=True):
    """An entry to write: lines or JSON, not packed yet."""

    kind: Kind
    data: bytes
    count: int = 0


class File(Struct, frozen=True):
    """An entry to write: an evidence file."""

    sha256: str
    size: int
    opened: Callable[[], BinaryIO]


class Written(Struct, frozen=True):
    """A bundle that was made."""

    files: tuple[Path, ...]
    manifest: Manifest
    size: int  # bytes of all files


class Sink(Protocol):
    """Takes the bytes of one entry as they come."""

    def append(self, content: bytes, /) -> None:
        """The next bytes."""

    def done(self) -> None:
        """That was all, and they are what the manifest says."""


Receive = Callable[[Entry], Sink]


# -- writing -------------------------------------------------------------------------------------


def write(
    target: Path,
    manifest: Manifest,
    contents: Iterator[Page | File],
    own: SecretKeys,
    *,
    limit: int = parts.LARGEST,
    stop: Stop = never,
) -> Written:
    """Write a bundle; its name and entries are filled into the manifest.

    What goes in is read as it is written, so any size needs little memory.  `limit` is the most
    bytes of one file.  Raises OSError and Stopped; then there is no file.
    """
    with parts.cutting(target, limit) as cutter:
        source = _Source(contents, stop)
        keys.seal_through(source, cutter, manifest.to)
        manifest = replace(manifest, name=cutter.name.hex(), entries=tuple(source.entries))
        signed = _CONTEXT + msgspec.json.encode(manifest)
        cover = keys.sign(own, signed) + signed[len(_CONTEXT) :]
        sealed = keys.seal(cover, manifest.to)
        cutter.write(sealed + _LENGTH.pack(len(sealed)))
    return Written(cutter.files, manifest, cutter.written)


class _Source:
    """The content to be read: entry behind entry, noted on the way."""

    def __init__(self, contents: Iterator[Page | File], stop: Stop) -> None:
        self.entries: list[Entry] = []
        self._pieces = self._all(contents)
        self._stop = stop
        self._rest = b""

    def read(self, size: int) -> bytes:
        """Up to so many bytes; none at the end."""
        if self._stop():
            raise errors.Stopped
        while not self._rest and (piece := next(self._pieces, None)) is not None:
            self._rest = piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given

    def _all(self, contents: Iterator[Page | File]) -> Iterator[bytes]:
        for content in contents:
            yield from self._page(content) if isinstance(content, Page) else self._file(content)

    def _page(self, page: Page) -> Iterator[bytes]:
        packed, encoding = wire.pack(page.data, "zstd")
        sha256 = hashlib.sha256(packed).hexdigest()
        self.entries.append(
            Entry(page.kind, len(packed), sha256, len(page.data), encoding, page.count)
        )
        yield packed

    def _file(self, file: File) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        with file.opened() as source:
            while piece := source.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                yield piece
        if (digest.hexdigest(), size) != (file.sha256, file.size):
            raise errors.file_altered()
        self.entries.append(Entry("file", file.size, file.sha256, file.size))


# -- reading -------------------------------------------------------------------------------------


class Unproven(Struct, frozen=True):
    """A bundle sealed for us; who made it is only what it says."""

    manifest: Manifest
    parts: Sequence[Part]
    own: SecretKeys
    content: int  # bytes of the sealed content
    signed: bytes
    signature: bytes

    def proven(self, verify: str) -> Bundle:
        """The bundle, made by whoever holds this key; BundleRefused where it was not."""
        if not keys.is_signed(verify, self.signed, self.signature):
            raise errors.bundle_forged()
        return Bundle(self.manifest, self.parts, self.own, self.content)


class Bundle(Struct, frozen=True):
    """A bundle whose maker is known; its content is sound once `contents.check` has read it."""

    manifest: Manifest
    parts: Sequence[Part]
    own: SecretKeys
    content: int  # bytes of the sealed content

    @property
    def size(self) -> int:
        """Bytes of its files, heads aside."""
        return sum(part.length for part in self.parts)

    @property
    def title(self) -> str:
        """What its first file is called."""
        return self.parts[0].path.name

    def hand_over(self, receive: Receive, stop: Stop = never, moved: Moved = unheard) -> None:
        """Read entry after entry into what `receive` gives for each."""
        sorter = _Sorter(self.manifest.entries, receive, stop, moved)
        with Joined(self.parts) as joined:
            source = _Limited(io.BufferedReader(joined), self.content)
            try:
                keys.unseal_through(source, sorter, self.own)
            except keys.NotForUs as error:
                raise errors.bundle_damaged(self.title) from error
        if not sorter.complete:
            raise errors.bundle_damaged(self.title)


def glance(path: Path, own: SecretKeys) -> Unproven:
    """What the cover of a bundle says; the files themselves are not read through."""
    found = parts.gathered(path)
    with Joined(found) as joined:
        return _covered(found, joined, own)


def open_(path: Path, own: SecretKeys, stop: Stop = never) -> Unproven:
    """The bundle this file is, or is a part of; its files are as they were written.

    Raises BundleRefused where it is damaged or not for us, NewerNeeded where it is of a newer
    programme, OSError where it cannot be read.
    """
    found = parts.gathered(path)
    parts.refuse_damaged(found, stop)
    with Joined(found) as joined:
        return _covered(found, joined, own)


def _covered(found: Sequence[Part], joined: Joined, own: SecretKeys) -> Unproven:
    name = found[0].path.name
    content, sealed = _cover(joined, name)
    try:
        cover = keys.unseal(sealed, own)
    except keys.NotForUs as error:
        raise errors.bundle_not_for_us() from error
    signature, told = cover[:_SIGNATURE], cover[_SIGNATURE:]
    manifest = _manifest(told, name)
    if manifest.name != found[0].name.hex():
        raise errors.bundle_damaged(name)
    if manifest.to != own.public.recipient:
        raise errors.bundle_not_for_us()
    return Unproven(manifest, found, own, content, _CONTEXT + told, signature)


def _cover(joined: Joined, name: str) -> tuple[int, bytes]:
    """How long the sealed content is, and the sealed cover behind it."""
    end = joined.size - _LENGTH.size
    if end <= 0:
        raise errors.bundle_damaged(name)
    joined.seek(end)
    (length,) = _LENGTH.unpack(_exactly(joined, _LENGTH.size))
    if not 0 < length <= min(end, _LARGEST_COVER):
        raise errors.bundle_damaged(name)
    joined.seek(end - length)
    return end - length, _exactly(joined, length)


def _exactly(joined: Joined, size: int) -> bytes:
    found = bytearray()
    while len(found) < size and (piece := joined.read(size - len(found))):
        found += piece
    return bytes(found)


def _manifest(told: bytes, name: str) -> Manifest:
    try:
        if msgspec.json.decode(told, type=_Format).format > parts.FORMAT:
            raise errors.bundle_newer()
        return msgspec.json.decode(told, type=Manifest)
    except msgspec.MsgspecError as error:
        raise errors.bundle_damaged(name) from error


class _Format(Struct):
    format: int


class _Limited:
    """The first so many bytes of a file."""

    def __init__(self, file: io.BufferedReader, size: int) -> None:
        self._file, self._left = file, size

    def read(self, size: int) -> bytes:
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        return piece


class _Sorter:
    """Gives every byte to the entry it belongs to, and looks whether each is what was promised."""

    def __init__(
        self, entries: Sequence[Entry], receive: Receive, stop: Stop, moved: Moved
    ) -> None:
        self._entries = iter(entries)
        self._receive, self._stop, self._moved = receive, stop, moved
        self._done, self._whole = 0, sum(entry.size for entry in entries)
        self._begin()

    @property
    def complete(self) -> bool:
        """Whether every entry has come."""
        return self._entry is None

    def write(self, data: bytes) -> int:
        """The next bytes of the content."""
        if self._stop():
            raise errors.Stopped
        rest = memoryview(data)
        while rest:
            if self._entry is None:
                raise errors.bundle_too_large()
            piece = bytes(rest[: self._left])
            self._digest.update(piece)
            self._sink.append(piece)
            self._left -= len(piece)
            rest = rest[len(piece) :]
            if not self._left:
                self._finish(self._entry)
        self._done += len(data)
        self._moved(self._done, self._whole)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def _begin(self) -> None:
        self._entry = next(self._entries, None)
        if self._entry is not None:
            self._left = self._entry.size
            self._digest = hashlib.sha256()
            self._sink = self._receive(self._entry)

    def _finish(self, entry: Entry) -> None:
        if self._digest.hexdigest() != entry.sha256:
            raise errors.bundle_forged()
        self._sink.done()
        self._begin()
