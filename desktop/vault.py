"""What protects the opened profile, as the window sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db import recovery
from db.store import Store
from desktop import secrets
from desktop.secrets import Safe
from ui.desk import KeysView


class Vault:
    """The recovery code, key and backups of one profile; the window's thread owns it."""

    def __init__(self, store: Store, safe: Safe) -> None:
        self._store, self._safe = store, safe

    def view(self) -> KeysView:
        """See the desk."""
        if self._store.key is None:
            return KeysView(encrypted=False)
        state = recovery.state(self._store)
        return KeysView(
            encrypted=True,
            passphrase=self._safe.kind == secrets.PASSPHRASE,
            changing=self._safe.next_key() is not None,
            code_made=state.made,
            code_tested=state.tested,
        )

    def new_code(self) -> str:
        """See the desk."""
        from desktop import recovery as codes  # brings OpenSSL, which a start can do without

        return codes.renew(self._store)

    def try_code(self, typed: str) -> None:
        """See the desk."""
        from desktop import recovery as codes

        codes.prove(self._store, typed)

    def change_key(self, passphrase: str | None = None) -> None:
        """See the desk."""
        from desktop import rekeying

        rekeying.begin(self._store, self._safe, passphrase)

    def back_up(
        self,
        target: Path,
        store: Store,
        stop: Callable[[], bool],
        progress: Callable[[int, int], None],
    ) -> str:
        """See the desk."""
        from desktop import archive

        archive.write(store, target, stop, progress)
        return archive.remark(store)
