"""A bundle as files on a stick or in letters: one, or several where a size is not to be passed.

Every file begins with a head, and what follows the heads, joined in order, is the bundle:

    magic 8 bytes, format 1, name of the bundle 16, number 2, of how many 2, bytes that follow 8,
    and the sha256 of all that and of the bytes that follow, 32

A name is drawn at random and tells nothing; the parts find each other by it, whatever the files
are called.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from sync import errors

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

FORMAT = 1
SUFFIX = ".lsb"
LARGEST = 4_000_000_000  # bytes of one file; sticks as they are sold take no larger ones
SMALLEST = 16 * 1024  # bytes; smaller parts would be heads and little else
_MAGIC = b"LangSo\r\n"  # its line end is lost where a file was taken for text on the way
_HEAD = struct.Struct(">8sB16sHHQ")
_DIGEST = 32
_BEFORE = _HEAD.size + _DIGEST
_MOST = 0xFFFF
_PIECE = 1024 * 1024  # bytes read at once


class Part(Struct, frozen=True):
    """One file of a bundle."""

    path: Path
    name: bytes
    number: int
    of: int
    length: int  # bytes behind the head


# -- writing -------------------------------------------------------------------------------------


@contextmanager
def cutting(target: Path, limit: int = LARGEST) -> Iterator[Cutter]:
    """Write a bundle under this name; the files get their names when all of them are whole.

    Where it is larger than `limit` bytes it becomes several files, named after the target.
    Raises OSError; then nothing is left behind.
    """
    cutter = Cutter(target, max(limit, SMALLEST))
    try:
        yield cutter
        cutter.finish()
    finally:
        cutter.tidy()


class Cutter:
    """Takes the bytes of a bundle and begins another file when one is full."""

    def __init__(self, target: Path, limit: int) -> None:
        self.name = secrets.token_bytes(16)
        self.files: tuple[Path, ...] = ()
        self.written = 0  # bytes, heads included
        self._target, self._limit = target, limit
        self._making: list[Path] = []
        self._file: BinaryIO | None = None
        self._room = 0

    def write(self, data: bytes) -> int:
        """Add to the bundle."""
        rest = memoryview(data)
        while rest:
            if self._file is None or not self._room:
                self._begin()
            piece = rest[: self._room]
            self._open.write(piece)
            self._room -= len(piece)
            self.written += len(piece)
            rest = rest[len(piece) :]
        return len(data)

    def flush(self) -> None:
        """Nothing to do before the end."""

    def finish(self) -> None:
        """Complete the heads and give the files their names."""
        self._end()
        of = len(self._making)
        for number, path in enumerate(self._making, start=1):
            _complete(path, self.name, number, of)
        names = [self._named(number, of) for number in range(1, of + 1)]
        for path, name in zip(self._making, names, strict=True):
            path.replace(name)
        self._making, self.files = [], tuple(names)

    def tidy(self) -> None:
        """Take away what was not finished."""
        if self._file is not None:
            self._file.close()
        for path in self._making:
            path.unlink(missing_ok=True)

    @property
    def _open(self) -> BinaryIO:
        assert self._file is not None
        return self._file

    def _begin(self) -> None:
        self._end()
        if len(self._making) == _MOST:
            raise errors.bundle_too_many_parts()
        path = self._target.with_name(f".{self._target.name}.{secrets.token_hex(4)}")
        try:
            self._file = path.open("xb")
        except OSError as error:  # of the folder, for nobody has heard of this file's name
            raise OSError(error.errno, error.strerror, str(path.parent)) from error
        self._making.append(path)
        self._file.write(bytes(_BEFORE))
        self._room = self._limit - _BEFORE
        self.written += _BEFORE

    def _end(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _named(self, number: int, of: int) -> Path:
        if of == 1:
            return self._target
        width = len(str(of))
        return self._target.with_stem(f"{self._target.stem}-{number:0{width}}-{of}")


def _complete(path: Path, name: bytes, number: int, of: int) -> None:
    """Write a file's head, and wait until all of it can survive a stick that is pulled out."""
    with path.open("r+b") as file:
        length = file.seek(0, os.SEEK_END) - _BEFORE
        head = _HEAD.pack(_MAGIC, FORMAT, name, number, of, length)
        file.seek(_BEFORE)
        digest = _digest(head, file)
        file.seek(0)
        file.write(head + digest)
        file.flush()
        os.fsync(file.fileno())


# -- reading -------------------------------------------------------------------------------------


def look(path: Path) -> Part:
    """What a file says of itself; BundleRefused where it is no bundle or a newer one, or torn."""
    part, torn = _looked_at(path)
    if torn:
        raise errors.bundle_damaged(path.name)
    return part


def _looked_at(path: Path) -> tuple[Part, bool]:
    """The same, and whether bytes are missing or too many behind the head."""
    with path.open("rb") as file:
        head = file.read(_HEAD.size)
        size = file.seek(0, os.SEEK_END)
    if not head.startswith(_MAGIC):
        raise errors.no_bundle(path.name)
    if len(head) > len(_MAGIC) and head[len(_MAGIC)] > FORMAT:
        raise errors.bundle_newer()
    if len(head) < _HEAD.size:
        raise errors.bundle_damaged(path.name)
    _magic, format_, name, number, of, length = _HEAD.unpack(head)
    if format_ != FORMAT or not 1 <= number <= of:
        raise errors.bundle_damaged(path.name)
    return Part(path, name, number, of, length), size != _BEFORE + length


def gathered(path: Path) -> list[Part]:
    """All parts of the bundle a file belongs to, in order, from the folder it lies in.

    Raises BundleRefused where one is missing, or is there and torn.
    """
    first = look(path)
    found = {first.number: first}
    pieces: dict[int, Path] = {}  # files that did not come over whole
    for part, torn in _lying_in(path.parent) if first.of > 1 else ():
        if (part.name, part.of) != (first.name, first.of):
            continue
        if torn:
            pieces[part.number] = part.path
        else:
            found.setdefault(part.number, part)
    missing = [number for number in range(1, first.of + 1) if number not in found]
    for number in missing:
        if number in pieces:
            raise errors.bundle_damaged(pieces[number].name)
    if missing:
        raise errors.parts_missing(missing, first.of)
    return [found[number] for number in sorted(found)]


def _lying_in(folder: Path) -> Iterator[tuple[Part, bool]]:
    for path in sorted(folder.iterdir()):  # mail programmes rename as they like
        try:
            if path.is_file():
                yield _looked_at(path)
        except (errors.SyncError, OSError):
            continue  # another file that has nothing to do with this


def refuse_damaged(parts: Sequence[Part], stop: Callable[[], bool]) -> None:
    """Read the files once; BundleRefused names the one that is not as it was written."""
    for part in parts:
        with part.path.open("rb") as file:
            head, told = file.read(_HEAD.size), file.read(_DIGEST)
            if _digest(head, file, stop) != told:
                raise errors.bundle_damaged(part.path.name)


def _digest(head: bytes, file: BinaryIO, stop: Callable[[], bool] = lambda: False) -> bytes:
    digest = hashlib.sha256(head)
    while piece := file.read(_PIECE):
        if stop():
            raise errors.Stopped
        digest.update(piece)
    return digest.digest()


class Joined(io.RawIOBase):
    """What follows the heads of the parts, as one file to be read from anywhere."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self._parts = parts
        self.size = sum(part.length for part in parts)
        self._at = 0
        self._opened: tuple[int, BinaryIO] | None = None  # which part, and its file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        before = 0
        for index, part in enumerate(self._parts):
            within = self._at - before
            if within < part.length:
                file = self._file(index)
                file.seek(_BEFORE + within)
                count = file.readinto(view[: part.length - within])  # type: ignore[attr-defined]
                self._at += count
                return int(count)
            before += part.length
        return 0

    def close(self) -> None:
        if self._opened is not None:
            self._opened[1].close()
            self._opened = None
        super().close()

    def _file(self, index: int) -> BinaryIO:
        if self._opened is None or self._opened[0] != index:
            if self._opened is not None:
                self._opened[1].close()
            self._opened = index, self._parts[index].path.open("rb")
        return self._opened[1]
