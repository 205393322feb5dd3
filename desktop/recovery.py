"""The recovery code: on paper, it opens a profile whose key this PC has lost.

Seven groups of five letters; the fifth is a check on the four before it and on their place, so a
slip is noticed and the group with it is named.  140 bits are drawn at random: a key is made of
them by one hash.  `profile.recovery` holds the database's key, sealed to the code's public half;
the settings keep that half, so that the key can be changed without the paper.  The device's token
and keys are not in it: whoever recovers on another PC enrols anew.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyrage
from msgspec import Struct

from db.store import Store, set_setting, setting
from desktop import atomic, sealing
from desktop.trouble import Told
from resources.words import _

FILE = "profile.recovery"
GROUPS = 7
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U
_READ_AS = str.maketrans("ILO", "110")
_RECIPIENT, _TESTED = "recovery", "recovery_tested"


class Mistyped(Told):
    """A code that cannot be one, and where the slip is.

    Told
    +-- Mistyped
    """


class State(Struct, frozen=True):
    """How far a profile's recovery code has come."""

    made: bool
    tested: str | None  # ISO date of the day somebody typed it from the paper


def draw() -> str:
    """A new code."""
    groups = ("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _g in range(GROUPS))
    return "-".join(group + _check(place, group) for place, group in enumerate(groups))


def tidy(typed: str) -> str:
    """A code as it was drawn, however it was typed; Mistyped names the group with the slip."""
    letters = "".join(c for c in typed.upper().translate(_READ_AS) if c.isalnum())
    groups = [letters[at : at + 5] for at in range(0, len(letters), 5)]
    if len(letters) != GROUPS * 5:
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


def state(store: Store) -> State:
    """Whether there is a code, and whether it was tried."""
    return State(setting(store, _RECIPIENT) is not None, setting(store, _TESTED))


def renew(store: Store, key: bytes) -> str:
    """A new code for the key of the database; an older one opens nothing any more."""
    code = draw()
    with store.write():
        set_setting(store, _RECIPIENT, str(_identity(code).to_public()))
        set_setting(store, _TESTED, None)
    keep(store, [key])
    return code


def keep(store: Store, keys: Sequence[bytes]) -> None:
    """Seal these keys to the code there is; nothing where there is none."""
    recipient = setting(store, _RECIPIENT)
    if recipient is not None:
        content = json.dumps([key.hex() for key in keys]).encode()
        sealed = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient)])
        atomic.write(store.folder / FILE, sealed)


def opened(folder: Path, code: str) -> tuple[bytes, ...]:
    """The keys a typed code gives; Told where it is mistyped or belongs to another profile."""
    identity = _identity(tidy(code))
    try:
        content = pyrage.decrypt((folder / FILE).read_bytes(), [identity])
        return tuple(bytes.fromhex(key) for key in json.loads(content))
    except FileNotFoundError as error:
        raise Told(_("Hồ sơ này chưa có mã khôi phục.")) from error
    except pyrage.DecryptError as error:
        raise Told(
            _("Mã này không phải mã khôi phục của hồ sơ này; hãy tìm đúng tờ giấy.")
        ) from error


def prove(store: Store, code: str) -> None:
    """Try a typed code on the file as it lies there, and remember that it works; Told if not."""
    if store.key not in opened(store.folder, code):
        raise Told(_("Mã này không phải mã khôi phục của hồ sơ này; hãy tìm đúng tờ giấy."))
    set_setting(store, _TESTED, date.today().isoformat())  # noqa: DTZ011 -- the officer's day


def _check(place: int, group: str) -> str:
    return _LETTERS[hashlib.sha256(f"{place} {group}".encode()).digest()[0] & 31]


def _identity(code: str) -> pyrage.x25519.Identity:
    return sealing.identity(hashlib.sha256(f"langso-recovery-1 {code}".encode()).digest())
