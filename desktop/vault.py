"""What protects the opened profile, as the window sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db import recovery
from db.store import Store
from desktop.trouble import Told
from ui.desk import KeysView


class Vault:
    """The recovery code and backups of one profile; the window's thread owns it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def view(self) -> KeysView:
        """See the desk."""
        if self._store.key is None:
            return KeysView(encrypted=False)
        state = recovery.state(self._store)
        return KeysView(encrypted=True, code_made=state.made, code_tested=state.tested)

    def new_code(self) -> str:
        """See the desk."""
        from desktop import recovery as codes  # brings OpenSSL, which a start can do without

        return codes.renew(self._store, self._store.key or b"")

    def try_code(self, typed: str) -> str:
        """See the desk."""
        from desktop import recovery as codes

        try:
            codes.prove(self._store, typed)
        except Told as told:
            return str(told)
        return ""

    def back_up(
        self,
        target: Path,
        store: Store,
        stop: Callable[[], bool],
        progress: Callable[[int, int], None],
    ) -> None:
        """See the desk."""
        from desktop import archive

        archive.write(store, target, stop, progress)
