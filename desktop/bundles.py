"""Bundles at the desktop: onto a stick or into a letter, and the centre's answer back in.

Plain functions for a worker or a command; `stop` ends them, `progress` hears bytes done and in
all.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from db.commands import elsewhere, enrolment
from db.store import Store
from desktop import volumes
from desktop.secrets import Safe
from desktop.trouble import Told
from resources.words import _
from sync.center import never, unheard
from sync.errors import Stopped, device_revoked, not_enrolled
from sync.parts import LARGEST, SUFFIX
from sync.round import RoundResult
from sync.stick import back, out
from sync.stick.out import Exported

Stop = Callable[[], bool]
Tell = Callable[[int, int], None]


def has_keys(store: Store, safe: Safe) -> bool:
    """Whether the centre knows this PC, by the keys it has: a recovery code brings none back."""
    return enrolment.device(store) is not None and safe.token() is not None


def are_taken(store: Store, safe: Safe) -> bool:
    """Whether the centre takes what this PC would write."""
    return has_keys(store, safe) and not enrolment.is_revoked(store)


def export(
    store: Store,
    safe: Safe,
    target: Path,
    *,
    limit: int = LARGEST,
    data_only: bool = False,
    stop: Stop = never,
    progress: Tell = unheard,
) -> Exported:
    """Write what the centre has not confirmed: into this folder under a fresh name, or this file.

    `limit` is the most bytes of one file.  Raises SyncError, OSError and Told; then there is no
    file.
    """
    if not has_keys(store, safe):
        raise not_enrolled()
    if enrolment.is_revoked(store):
        raise device_revoked()
    path = target / fresh_name() if target.is_dir() else target
    try:
        written = out.export(
            store,
            safe.keys(),
            path,
            limit=limit,
            data_only=data_only,
            stop=stop,
            progress=progress,
        )
    except Stopped as error:
        raise Told(_("Đã dừng theo yêu cầu; chưa có tệp nào được ghi.")) from error
    if volumes.apart(path.parent, store.folder):
        place = volumes.named(path.parent)
        elsewhere.bundled(store, written.carried, written.attached, place)
    return written


def take(
    store: Store,
    safe: Safe,
    file: Path,
    *,
    accept: bool = False,
    stop: Stop = never,
    progress: Tell = unheard,
) -> RoundResult:
    """Take in the centre's answer; any part of one that was split will do.

    `accept`: also where it takes much away.  Raises SyncError, OSError and Told; then nothing was
    taken, but by MassChange (see sync.stick.back).
    """
    if not has_keys(store, safe):
        raise not_enrolled()
    try:
        return back.take(store, safe.keys(), file, accept=accept, stop=stop, progress=progress)
    except Stopped as error:
        raise Told(_("Đã dừng theo yêu cầu; chưa có gì được nhận.")) from error


def answers(store: Store, safe: Safe, folder: Path) -> list[Path]:
    """The centre's answers to this PC that lie in a folder and were not taken in, latest first.

    One that was split, or lies there twice, is told by one of its files.
    """
    own, found = safe.keys(), dict[str, Path]()
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        name = back.fresh(store, own, path)
        if name is not None:
            found.setdefault(name, path)
    return sorted(found.values(), key=lambda path: path.stat().st_mtime, reverse=True)


def fresh_name(suffix: str = SUFFIX) -> str:
    """A name that tells a finder nothing."""
    return f"langso-{datetime.now().astimezone():%Y%m%d}-{secrets.token_hex(2)}{suffix}"
