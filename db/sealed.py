"""Files that tell nothing without their key: pieces that are encrypted and authenticated each.

    version    1 byte
    salt      31 bytes, random; with the key it makes the key of this one file
    pieces    nonce (12), ciphertext, tag (16): each 64 KiB of the content, the last one shorter

The last piece is always shorter than the others, if need be empty: a file cut off between two
pieces has no last piece and is noticed.  In every piece a byte 0x80 and zeros follow the content,
in the last one up to whole 4 KiB, so that nobody knows a document by its exact size.  A piece is
bound to its place; its nonce is random, so that a place may be written again when a file goes on
after a break.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

PIECE = 64 * 1024  # bytes of content
_VERSION = b"\x01"
_HEADER, _NONCE, _TAG = 32, 12, 16
_OVER = _NONCE + _TAG
_FULL = PIECE + 2  # what is encrypted of a whole piece; of the last one it is always less
_SEALED = _FULL + _OVER
_GRAIN = 4096  # bytes


class Altered(OSError):
    """A sealed file that is damaged, cut off or made with another key."""


def name_of(key: bytes, sha256: str) -> str:
    """The name for a content: without the key nobody can test whether a known document is there."""
    import hmac  # brings OpenSSL, which a start can do without

    return hmac.digest(key, f"name {sha256}".encode(), "sha256").hex()[:40]


def size_of(content: int) -> int:
    """How many bytes a file with so many bytes of content has on the disk."""
    whole, rest = divmod(content, PIECE)
    return _HEADER + whole * _SEALED + _filled(rest) + _OVER


def opened(path: Path, key: bytes) -> io.BufferedReader:
    """The content, to be read from anywhere; opening and reading raise Altered (an OSError)."""
    return io.BufferedReader(_Content(path, key), PIECE)


class Gathering:
    """A sealed file that grows, over as many openings as it takes.

    What is appended survives a kill up to the last whole piece, and all of it once this is
    closed.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._file = cast(BinaryIO, path.open("r+b" if path.exists() else "w+b"))
        header = self._file.read(_HEADER)
        if len(header) < _HEADER or header[:1] != _VERSION:
            header = _VERSION + os.urandom(_HEADER - 1)
            self._file.seek(0)
            self._file.truncate()
            self._file.write(header)
        self._cipher = _cipher(key, header)
        self._whole, self._rest = self._found()  # whole pieces, and what comes after them

    @property
    def reached(self) -> int:
        """Bytes of content gathered so far."""
        return self._whole * PIECE + len(self._rest)

    def append(self, content: bytes) -> None:
        """Add to the end of the content."""
        self._rest += content
        while len(self._rest) >= PIECE:
            self._write(bytes(self._rest[:PIECE]), _FULL)
            self._whole += 1
            del self._rest[:PIECE]

    def close(self) -> None:
        """Put everything on the disk itself."""
        with self._file:
            self._write(bytes(self._rest), _filled(len(self._rest)))
            self._file.truncate()
            self._file.flush()
            os.fsync(self._file.fileno())

    def _found(self) -> tuple[int, bytearray]:
        """What lies there; a last piece that a kill or a power cut tore is not counted."""
        whole, rest = divmod(self._file.seek(0, os.SEEK_END) - _HEADER, _SEALED)
        for number, size in _backwards(whole, rest):
            try:
                content = _read(self._file, self._cipher, number, size)
            except Altered:
                continue
            return (number, bytearray(content)) if size < _SEALED else (number + 1, bytearray())
        return 0, bytearray()

    def _write(self, content: bytes, size: int) -> None:
        filled = (content + b"\x80").ljust(size, b"\0")
        nonce = os.urandom(_NONCE)
        self._file.seek(_HEADER + self._whole * _SEALED)
        self._file.write(nonce + self._cipher.encrypt(nonce, filled, _place(self._whole)))


class _Content(io.RawIOBase):
    """The content of a sealed file, a piece at a time."""

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__()
        self._file = path.open("rb")
        try:
            header = self._file.read(_HEADER)
            self._pieces, self._rest = divmod(self._file.seek(0, os.SEEK_END) - _HEADER, _SEALED)
            if len(header) < _HEADER or header[:1] != _VERSION:
                raise Altered
            self._cipher = _cipher(key, header)
            end = _read(self._file, self._cipher, self._pieces, self._rest)
        except BaseException:
            self._file.close()
            raise
        self._size = self._pieces * PIECE + len(end)
        self._at = 0
        self._last: tuple[int, bytes] = self._pieces, end  # the piece read last, by its number

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        number, within = divmod(self._at, PIECE)
        view = memoryview(buffer).cast("B")
        found = self._piece(number)[within : within + len(view)] if self._at < self._size else b""
        view[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._last[0] != number:
            size = _SEALED if number < self._pieces else self._rest
            self._last = number, _read(self._file, self._cipher, number, size)
        return self._last[1]


def _read(file: BinaryIO, cipher: ChaCha20Poly1305, number: int, size: int) -> bytes:
    from cryptography.exceptions import InvalidTag

    file.seek(_HEADER + number * _SEALED)
    sealed = file.read(size)
    try:
        filled = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _place(number))
        return filled[: filled.rindex(b"\x80")]
    except (InvalidTag, ValueError) as error:  # ValueError: too short to have a nonce
        raise Altered from error


def _backwards(whole: int, rest: int) -> Iterator[tuple[int, int]]:
    """Number and size of each piece, the last one first."""
    if rest:
        yield whole, rest
    for number in reversed(range(whole)):
        yield number, _SEALED


def _filled(content: int) -> int:
    """How many bytes of a last piece are encrypted."""
    return min(-(-(content + 1) // _GRAIN) * _GRAIN, _FULL - 1)


def _place(number: int) -> bytes:
    return number.to_bytes(8)


def _cipher(key: bytes, header: bytes) -> ChaCha20Poly1305:
    """The cipher of one file: fast on old PCs too, which know no AES."""
    # both bring OpenSSL, which a start can do without
    import hmac

    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(hmac.digest(key, b"pieces " + header, "sha256"))
