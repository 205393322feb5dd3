"""The recovery code: on paper, it opens a profile whose key this PC has lost.

A key is made of the code by one hash, for it is long and drawn at random.  `profile.recovery` holds
the database's key, sealed to the code's public half; the database keeps that half, so that the key
can be changed without the paper.  The device's token and keys are not in it: whoever recovers
enrols anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pyrage

from db import errors
from db import recovery as memory
from db.store import Store
from desktop import atomic, sealing, secrets
from desktop.trouble import Told
from resources.words import _
from rules import paper


def renew(store: Store) -> str:
    """A new code for the key of the database; Refused where there is none.

    The last one that was proved opens it too until this one is proved: a paper that was never
    written must not void the paper that was.
    """
    if store.key is None:
        raise errors.Refused(_("Hồ sơ này không mã hoá nên không cần mã khôi phục."))
    code = paper.draw()
    memory.made(store, _recipient(code))
    keep(store.folder, [store.key], memory.state(store).recipients)
    return code


def keep(folder: Path, keys: Sequence[bytes], recipients: Iterable[str]) -> None:
    """Seal these keys to the codes there are; nothing where there are none."""
    halves = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    if halves:
        content = json.dumps([key.hex() for key in keys]).encode()
        atomic.write(folder / secrets.PAPER, pyrage.encrypt(content, halves))


def opened(folder: Path, typed: str) -> tuple[bytes, ...]:
    """The keys a typed code gives; Told where it is mistyped or belongs to another profile."""
    try:
        identity = _identity(paper.tidy(typed))
        content = pyrage.decrypt((folder / secrets.PAPER).read_bytes(), [identity])
        return tuple(bytes.fromhex(key) for key in json.loads(content))
    except paper.Mistyped as error:
        raise Told(str(error)) from error
    except FileNotFoundError as error:
        raise Told(_("Hồ sơ này chưa có mã khôi phục.")) from error
    except pyrage.DecryptError as error:
        raise _foreign() from error


def prove(store: Store, typed: str) -> None:
    """Try the newest code, as it was typed, on the file as it lies there; Told if it is not that.

    From then on it is known to work, and older ones open nothing any more.
    """
    if store.key is None or store.key not in opened(store.folder, typed):
        raise _foreign()
    newest = memory.state(store).recipients[-1]
    if _recipient(paper.tidy(typed)) != newest:
        raise Told(
            _("Đây là mã cũ, còn dùng được cho tới khi mã mới được thử; hãy gõ mã mới nhất.")
        )
    keep(store.folder, [store.key], [newest])
    memory.tested(store, date.today())  # noqa: DTZ011 -- the officer's day


def _foreign() -> Told:
    return Told(_("Mã này không phải mã khôi phục của hồ sơ này; hãy tìm đúng tờ giấy."))


def _recipient(code: str) -> str:
    return str(_identity(code).to_public())


def _identity(code: str) -> pyrage.x25519.Identity:
    return sealing.identity(hashlib.sha256(f"langso-recovery-1 {code}".encode()).digest())
