"""Sealing a few bytes with a passphrase: an age file for a key drawn from it by scrypt.

age's own passphrase files are tuned to cost a second or more on every opening, which each command
would pay; scrypt with OWASP's parameters costs a quarter of that.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

import pyrage

_HEADER = b"langso-sealed-1\n"
_SALT = 16  # bytes
_COST = {"n": 2**15, "r": 8, "p": 3, "maxmem": 64 * 1024 * 1024, "dklen": 32}
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"  # of bech32, in which age writes keys
_PREFIX = "age-secret-key-"


class DoesNotOpen(ValueError):
    """A wrong passphrase, or bytes that are damaged."""


def seal(content: bytes, passphrase: str) -> bytes:
    """Bytes that only this passphrase opens."""
    salt = secrets.token_bytes(_SALT)
    box: bytes = pyrage.encrypt(content, [_identity(passphrase, salt).to_public()])
    return _HEADER + salt + box


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """What was sealed; DoesNotOpen for another passphrase and for damaged bytes."""
    if not sealed.startswith(_HEADER):
        raise DoesNotOpen
    body = sealed[len(_HEADER) :]
    try:
        content: bytes = pyrage.decrypt(body[_SALT:], [_identity(passphrase, body[:_SALT])])
    except pyrage.DecryptError as error:
        raise DoesNotOpen from error
    return content


def identity(key: bytes) -> pyrage.x25519.Identity:
    """age's form of a key of 32 bytes."""
    return pyrage.x25519.Identity.from_str(_bech32(key).upper())


def _identity(passphrase: str, salt: bytes) -> pyrage.x25519.Identity:
    # a keyboard that composes letters must open what another one sealed
    typed = unicodedata.normalize("NFC", passphrase).encode()
    return identity(hashlib.scrypt(typed, salt=salt, **_COST))


def _bech32(key: bytes) -> str:
    """A key as age writes it (BIP 173): prefix, 5 bits a letter, a checksum of 6 letters."""
    bits = int.from_bytes(key) << (-len(key) * 8 % 5)
    count = (len(key) * 8 + 4) // 5
    values = [bits >> 5 * (count - 1 - place) & 31 for place in range(count)]
    expanded = [ord(c) >> 5 for c in _PREFIX] + [0] + [ord(c) & 31 for c in _PREFIX]
    check = _polymod([*expanded, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{_PREFIX}1{''.join(_LETTERS[value] for value in values)}"


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(
            (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
        ):
            check ^= generator if top >> place & 1 else 0
    return check
