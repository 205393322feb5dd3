"""Backups of whole profiles: writing one, and making a profile of one on this PC or another."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

from db import backup, errors, lock, place, recovery
from db import store as stores
from db.backup import Contents
from db.commands import elsewhere
from db.store import Store
from desktop import enrolment, profile, secrets, volumes
from desktop.secrets import Ask, Recover
from resources.words import _

Stop = Callable[[], bool]
Tell = Callable[[int, int], None]
_CARDS = (*secrets.FILES, secrets.PAPER, enrolment.AUTHORITY)


def _never() -> bool:
    return False


def _unheard(_done: int, _whole: int) -> None:
    """Nobody listens."""


def write(store: Store, target: Path, stop: Stop = _never, progress: Tell = _unheard) -> Contents:
    """Write the whole profile into one file while work goes on.

    What opens an encrypted one afterwards: the passphrase, the recovery code, or the keyring of
    this PC.  It counts as a copy elsewhere where it will be opened without this PC.  Raises
    DatabaseError.
    """
    cards = {name: store.folder / name for name in _CARDS}
    there = {name: path.read_bytes() for name, path in cards.items() if path.exists()}
    last = elsewhere.last_seq(store)
    contents = backup.write(store, target, there, stop, progress)
    if volumes.apart(target.parent, store.folder) and opens_elsewhere(store):
        with contextlib.suppress(errors.CannotWrite):  # the backup is whole without our note of it
            elsewhere.backed_up(store, last, volumes.named(target.parent))
    return contents


def opens_elsewhere(store: Store) -> bool:
    """Whether a backup written now can be opened once this PC is gone, as far as one knows."""
    by_keyring = store.key is not None and secrets.kind_of(store.folder) == secrets.KEYRING
    return not by_keyring or recovery.state(store).proven


def remark(store: Store) -> str:
    """What whoever wrote a backup should know besides; "" for nothing."""
    if opens_elsewhere(store):
        return ""
    return _(
        "Mã khôi phục chưa được thử nên chưa chắc máy khác mở được bản sao này; hãy thử mã ở Cài"
        " đặt, “Khoá và sao lưu” (lệnh recovery), rồi sao lưu lại."
    )


def restore(
    source: Path,
    folder: Path,
    *,
    ask: Ask = secrets.from_environment,
    recover: Recover = secrets.code_from_environment,
    stop: Stop = _never,
    progress: Tell = _unheard,
) -> None:
    """Make a profile of a backup, in a folder that is not there yet or is empty: whole or not.

    Everything is compared with the backup's list, and the database read, before the folder gets
    its name.  Raises DatabaseError, and Locked where nobody has the key.
    """
    place.refuse_unsafe(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise errors.Refused(
            _("Thư mục {folder} không trống; hãy khôi phục vào một thư mục mới.").format(
                folder=folder
            )
        )
    backup.look(source)
    making = making_of(folder)
    try:
        with lock.held(making, _("lệnh langso {command}").format(command="restore")):
            making.chmod(0o700)
            _empty(making)
            backup.unpack(source, making, stop, progress)
            safe = profile.unlocked(making, ask, recover)
            with stores.open_(making, safe.database_key()) as store:
                backup.verify(store)
            secrets.move_in(making, safe, ask)
        _give_name(making, folder)
    except errors.InUse:
        raise
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def making_of(folder: Path) -> Path:
    """Where the profile of a backup lies while it is asked for what opens it."""
    return folder.with_name(f"{folder.name}.restoring")


def _empty(making: Path) -> None:
    """Take away what a restoring that was killed has left; we hold its lock."""
    for left in making.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name not in lock.FILES:
            left.unlink()


def _give_name(making: Path, folder: Path) -> None:
    try:
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()
        making.rename(folder)
    except OSError as error:
        raise stores.cannot_write(folder.parent) from error
