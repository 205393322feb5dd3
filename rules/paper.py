"""Codes that people copy by hand: seven groups of five letters that are not mistaken for others.

The fifth letter of a group is a check on the four before it and on their place, so a slip is
noticed and the group with it is named.
"""

from __future__ import annotations

import hashlib
import secrets

from resources.words import _

GROUPS = 7
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U
_READ_AS = str.maketrans("ILO", "110")


class Mistyped(ValueError):
    """A code that cannot be one; the text says where the slip is."""


def draw() -> str:
    """A new code of 140 random bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _g in range(GROUPS))
    return "-".join(group + _check(place, group) for place, group in enumerate(groups))


def letters(typed: str) -> str:
    """What somebody typed, as the letters they meant."""
    return "".join(c for c in typed.upper().translate(_READ_AS) if c.isalnum())


def tidy(typed: str) -> str:
    """A code as it was drawn, however it was typed; Mistyped names the group with the slip."""
    meant = letters(typed)
    groups = [meant[at : at + 5] for at in range(0, len(meant), 5)]
    if len(meant) != GROUPS * 5:
        raise Mistyped(
            _("Mã khôi phục có {groups} nhóm, mỗi nhóm 5 ký tự; hãy gõ đủ các nhóm.").format(
                groups=GROUPS
            )
        )
    wrong = [str(n + 1) for n, group in enumerate(groups) if _check(n, group[:4]) != group[4]]
    if wrong:
        raise Mistyped(
            _("Mã khôi phục gõ sai ở nhóm {groups}; hãy xem lại tờ giấy và gõ lại.").format(
                groups=", ".join(wrong)
            )
        )
    return "-".join(groups)


def _check(place: int, group: str) -> str:
    return _LETTERS[hashlib.sha256(f"{place} {group}".encode()).digest()[0] & 31]
