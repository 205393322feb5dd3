"""This PC as a device of a centre: becoming one, and the way there afterwards."""

from __future__ import annotations

import platform
from pathlib import Path

from db import errors, journal
from db.commands import enrolment as memory
from db.store import Store
from desktop import VERSION, atomic
from desktop.secrets import Safe
from desktop.trouble import Told
from resources import units
from resources.words import _
from sync import codes
from sync.center import Applicant
from sync.errors import another_centre
from sync.http import Begun, HttpCenter
from sync.invitation import Invitation

AUTHORITY = "center-ca.pem"  # in the profile: the province's own certificate authority


def enrol(store: Store, safe: Safe, invited: Invitation, ca: Path | None = None) -> str:
    """Make this profile a device of the centre by a one-time code; the commune's name there.

    `ca`: the province's own certificate authority, which is kept in place of an earlier one.

    What was entered before waits and goes with the next round.  Raises SyncError, and Refused
    when the code was made for another commune; that is seen before the centre uses it up.
    """
    url, code = invited.url.strip(), invited.code.strip()
    own, meant = journal.commune(store), units.newest(codes.commune_of(code))
    if meant is not None:
        _refuse_foreign(own, meant.code, meant.name)
    pc = Applicant(
        replica=journal.wind(store).replica,
        name=platform.node() or "PC",
        keys=safe.keys().public,
        former=safe.token() if url == memory.center_url(store) else None,
        names=tuple(journal.names(store)),
        secret=safe.secret_for(f"{url} {code}"),
    )
    with HttpCenter(url, ca=ca or _authority(store.folder), version=VERSION) as center:
        device = center.enrol(code, pc)
    if invited.center_keys not in (None, device.center_keys):
        raise another_centre()
    _refuse_foreign(own, device.commune, device.commune_name)
    if ca is not None:
        atomic.write(store.folder / AUTHORITY, ca.read_bytes())
    safe.keep_token(device.token)
    with store.write():
        memory.keep(store, url, device.device)
        if device.center_keys is not None:
            memory.keep_center_keys(store, device.center_keys.verify, device.center_keys.recipient)
    safe.answered()  # last: whoever is killed before asks again by the same code
    return device.commune_name


def _refuse_foreign(own: str, theirs: str, name: str) -> None:
    if theirs != own:
        _refuse_heir(own, theirs, name)
        raise errors.Refused(
            _(
                "Mã đăng ký này dành cho {theirs} ({their_code}), còn hồ sơ là của xã mã"
                " {own_code}; hãy xin mã đúng của xã mình."
            ).format(theirs=name, their_code=theirs, own_code=own)
        )


def _refuse_heir(own: str, theirs: str, name: str) -> None:
    """A code of the commune that this one went into opens another profile than this."""
    from db.commands import moving  # hardly ever needed

    if theirs in {unit.code for unit in moving.heirs(own)}:
        raise errors.Refused(
            _(
                "Mã đăng ký này dành cho {theirs} ({their_code}), xã mới mà xã mã {own_code} đã"
                " nhập vào. Hãy vào Cài đặt, “Chuyển sang xã mới sau sáp nhập”, rồi dùng mã này"
                " trong hồ sơ của xã mới."
            ).format(theirs=name, their_code=theirs, own_code=own)
        )


def center_of(store: Store, safe: Safe, begun: Begun | None = None) -> HttpCenter:
    """The way to this profile's centre; Told where it has none.

    `begun`: what an earlier round has of an answer that broke off.
    """
    url, token = memory.center_url(store), safe.token()
    if url is None or token is None:
        raise Told(
            _(
                "Máy này chưa đăng ký với trung tâm; hãy xin mã đăng ký rồi dùng lệnh enrol hoặc"
                " mục Đồng bộ."
            )
        )
    authority = _authority(store.folder)
    return HttpCenter(url, token, keep=safe.keep_token, ca=authority, version=VERSION, begun=begun)


def _authority(folder: Path) -> Path | None:
    path = folder / AUTHORITY
    return path if path.exists() else None
