"""One-time codes with which a PC becomes a device: the commune's number, then random letters."""

from __future__ import annotations

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread
_GROUPS, _IN_A_GROUP = 3, 4  # 60 random bits
_MISREAD = str.maketrans("ILO", "110")


def draw(commune: str) -> str:
    """A new code for a commune, as it is told to people."""
    return "-".join((commune, *(_group() for _n in range(_GROUPS))))


def _group() -> str:
    return "".join(secrets.choice(LETTERS) for _n in range(_IN_A_GROUP))


def plain(code: str) -> str:
    """A code as it is compared: however it was typed, spaced or misread."""
    return "".join(filter(str.isalnum, code.upper())).translate(_MISREAD)


def commune_of(code: str) -> str:
    """The number of the commune a code is for; "" where it is no whole code."""
    commune = plain(code)[: -_GROUPS * _IN_A_GROUP]
    return commune if commune.isascii() and commune.isdigit() else ""
