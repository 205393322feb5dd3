"""Going over to the heir of a commune that was merged, as the window sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db import journal
from db.queries import people
from db.store import Store
from desktop import paths
from resources import units
from resources.words import _
from ui.desk import Heir


class Succession:
    """See the desk.  The profile that is open stays as it is."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def heirs(self) -> tuple[Heir, ...]:
        """See the desk."""
        code = journal.commune(self._store)
        own = units.newest(code)
        if own is None or own.valid_to is None:
            return ()
        from db.commands import moving  # hardly any commune was merged since it began

        return tuple(Heir(unit.code, unit.name) for unit in moving.heirs(code))

    def folder(self, heir: str) -> Path:
        """See the desk."""
        own = self._store.folder
        return own.with_name(f"{own.name}-{heir}")

    def asks_passphrase(self) -> bool:
        """See the desk."""
        from desktop import secrets

        return self._store.key is not None and not secrets.has_keyring()

    def take_over(
        self,
        heir: str,
        folder: Path,
        passphrase: str | None,
        actor: str,
        store: Store,
        stop: Callable[[], bool],
        progress: Callable[[int, int], None],
    ) -> str:
        """See the desk."""
        from desktop import merger

        lines = merger.take_over(
            store,
            folder,
            heir,
            people.names(store, [actor]).get(actor, ""),
            encrypted=store.key is not None,
            ask=lambda _wrong: passphrase,
            stop=stop,
            progress=progress,
        )
        return " ".join((*lines, _next(store.folder, folder)))


def _next(former: Path, folder: Path) -> str:
    """What comes now; the profile that opens by itself is the new one from here on."""
    if former.absolute() != paths.profile().absolute():
        return _(
            "Hồ sơ của xã mới nằm trong {folder}; hãy mở nó, rồi đăng ký máy này ở mục Đồng bộ bằng"
            " mã của xã mới."
        ).format(folder=folder)
    paths.settle(folder)
    return _(
        "Hồ sơ của xã mới nằm trong {folder} và mở ra ở lần mở chương trình tới; khi đó hãy đăng ký"
        " máy này ở mục Đồng bộ bằng mã của xã mới."
    ).format(folder=folder)
