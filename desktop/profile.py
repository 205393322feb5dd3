"""Making a profile, and opening one for a while: lock, key, database, all given back at the end."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from db import errors, lock, place
from db import store as stores
from db.commands import profile as founding
from db.store import Store
from desktop import secrets
from desktop.secrets import Ask, Recover, Safe
from resources.words import _

PATIENCE = 5.0  # seconds a command waits for another one to finish


def exists(folder: Path) -> bool:
    """Whether there is a profile in this folder."""
    return (folder / stores.NAME).exists()


@contextlib.contextmanager
def opened(
    folder: Path,
    holder: str,
    *,
    patience: float = PATIENCE,
    ask: Ask = secrets.from_environment,
    recover: Recover = secrets.code_from_environment,
) -> Iterator[tuple[Store, Safe]]:
    """The profile and its secrets, held by this programme alone while the block runs.

    `holder` is what a second programme is told.  Raises DatabaseError and Locked.
    """
    if not exists(folder):
        raise errors.NotAProfile(
            _("Không có hồ sơ Làng Số trong {folder}; hãy tạo bằng lệnh init.").format(
                folder=folder
            )
        )
    place.refuse_unsafe(folder)
    with lock.held(folder, holder, patience), stores.translated(folder):
        safe = unlocked(folder, ask, recover)
        with stores.open_(folder, safe.database_key()) as store:
            yield store, safe


def unlocked(folder: Path, ask: Ask, recover: Recover) -> Safe:
    """The secrets of a profile that the caller holds; a change of its key goes on before.

    Where there is no room for that now, the profile still opens, and the next opening tries again.
    """
    safe = secrets.of(folder, ask, recover)
    if safe.next_key() is not None:
        from desktop import rekeying  # hardly ever needed

        with contextlib.suppress(errors.CannotWrite):
            rekeying.finish(folder, safe)
    return safe


@contextlib.contextmanager
def working(folder: Path, command: str) -> Iterator[Store]:
    """The profile for one command."""
    holder = _("lệnh langso {command}").format(command=command)
    with opened(folder, holder) as (store, _safe):
        yield store


@contextlib.contextmanager
def looking(folder: Path, command: str) -> Iterator[Store]:
    """The profile for a command that changes nothing in it.

    It also reads from a full disk or a folder that is closed: what is there can be saved elsewhere.
    """
    holder = _("lệnh langso {command}").format(command=command)
    with contextlib.ExitStack() as stack:
        try:
            store, _safe = stack.enter_context(opened(folder, holder))
        except errors.CannotWrite:
            place.refuse_unsafe(folder)
            stack.enter_context(lock.held_to_read(folder, holder, PATIENCE))
            safe = unlocked(folder, secrets.from_environment, secrets.code_from_environment)
            store = stack.enter_context(stores.look_in(folder, safe.database_key()))
        yield store


def found(
    folder: Path,
    commune: str,
    officer: str,
    *,
    encrypted: bool = True,
    ask: Ask = secrets.from_environment,
) -> None:
    """Make a profile in this folder: all of it or nothing.

    Raises Refused for a folder that has one and for an unknown commune, Locked where no key
    can be kept, CannotWrite for an unsafe folder.
    """
    place.refuse_unsafe(folder)
    fresh = not folder.exists()
    try:
        with lock.held(folder, _("lệnh langso {command}").format(command="init"), PATIENCE):
            if fresh:
                folder.chmod(0o700)  # other people of this PC have no business here
            _found(folder, commune, officer, encrypted=encrypted, ask=ask)
    except BaseException:
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _found(folder: Path, commune: str, officer: str, *, encrypted: bool, ask: Ask) -> None:
    if exists(folder):
        raise errors.Refused(
            _("Thư mục {folder} đã có hồ sơ; hãy chọn thư mục khác.").format(folder=folder)
        )
    making = folder / "making"  # a half-made database never gets the name of a whole one
    shutil.rmtree(making, ignore_errors=True)
    try:
        safe = secrets.new(folder, encrypted=encrypted, ask=ask)
        with founding.found(making, commune, officer, safe.database_key()) as store:
            store.gather()
        (making / stores.NAME).replace(folder / stores.NAME)
    finally:
        shutil.rmtree(making, ignore_errors=True)
