"""The keys of a device and of the centre: Ed25519 to sign, age's X25519 to encrypt.

Secret halves are drawn where they stay; only the public ones travel, at enrolment.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Protocol

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

_SIZE = 32  # bytes of an Ed25519 key, either half


class PublicKeys(Struct, frozen=True):
    """What others may know of a device or of the centre."""

    verify: str  # Ed25519, base64
    recipient: str  # age, "age1..."


class SecretKeys(Struct, frozen=True):
    """What never leaves the machine that drew it."""

    signing: str  # Ed25519 seed, base64
    identity: str  # age, "AGE-SECRET-KEY-1..."

    def __repr__(self) -> str:
        """Without the keys: they must not reach a log by accident."""
        return "SecretKeys(...)"

    @property
    def public(self) -> PublicKeys:
        """The halves others may know."""
        return PublicKeys(
            verify=_text(_signer(self).public_key().public_bytes_raw()),
            recipient=str(pyrage.x25519.Identity.from_str(self.identity).to_public()),
        )


class NotForUs(ValueError):
    """Bytes that this identity does not open: for another reader, or damaged."""


def draw() -> SecretKeys:
    """New keys."""
    return SecretKeys(
        signing=_text(Ed25519PrivateKey.generate().private_bytes_raw()),
        identity=str(pyrage.x25519.Identity.generate()),
    )


def are_public(verify: str, recipient: str) -> bool:
    """Whether these texts are public keys at all."""
    try:
        pyrage.x25519.Recipient.from_str(recipient)
        return len(base64.b64decode(verify, validate=True)) == _SIZE
    except (pyrage.RecipientError, binascii.Error):
        return False


def sign(keys: SecretKeys, content: bytes) -> bytes:
    """The signature of exactly these bytes."""
    return _signer(keys).sign(content)


def is_signed(verify: str, content: bytes, signature: bytes) -> bool:
    """Whether whoever holds the other half of `verify` signed exactly these bytes."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(verify))
        key.verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def seal(content: bytes, recipient: str) -> bytes:
    """An age file only the holder of this recipient's identity opens."""
    sealed: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient)])
    return sealed


def unseal(sealed: bytes, keys: SecretKeys) -> bytes:
    """What was sealed for these keys; NotForUs for everything else."""
    try:
        content: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(keys.identity)])
    except pyrage.DecryptError as error:
        raise NotForUs from error
    return content


class Reader(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """The next few; none at the end."""


class Writer(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int:
        """Take these."""

    def flush(self) -> None:
        """Nothing more comes for now."""


def seal_through(reader: Reader, writer: Writer, recipient: str) -> None:
    """As `seal`, a little at a time."""
    ends = _Ends(reader, writer)
    try:
        pyrage.encrypt_io(ends, ends, [pyrage.x25519.Recipient.from_str(recipient)])
    except (pyrage.EncryptError, OSError) as error:
        raise ends.failure or error from error


def unseal_through(reader: Reader, writer: Writer, keys: SecretKeys) -> None:
    """As `unseal`, a little at a time; what was written before NotForUs is raised is true."""
    ends = _Ends(reader, writer)
    try:
        pyrage.decrypt_io(ends, ends, [pyrage.x25519.Identity.from_str(keys.identity)])
    except (pyrage.DecryptError, OSError) as error:
        raise ends.failure or NotForUs() from error


class _Ends:
    """Both ends, and what went wrong at one of them: age only says that something did."""

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self.failure: Exception | None = None
        self.read = self._noting(reader.read)
        self.write = self._noting(writer.write)
        self.flush = writer.flush

    def _noting(self, call: Callable[..., object]) -> Callable[..., object]:
        def noted(*given: object) -> object:
            try:
                return call(*given)
            except Exception as error:
                self.failure = error
                raise

        return noted


def _signer(keys: SecretKeys) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(keys.signing))


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
