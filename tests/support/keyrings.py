"""Keyrings of an operating system, for tests: kept in a dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class SystemKeyring(KeyringBackend):
    """A keyring of an operating system, kept in a dictionary."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._refuse_locked()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._refuse_locked()
        self.kept[service, username] = password

    def _refuse_locked(self) -> None:
        if self.locked:
            raise KeyringLocked


SystemKeyring.__module__ = "keyring.backends.SecretService"


class OpenKeyring(SystemKeyring):
    """One that keeps secrets in the open."""


OpenKeyring.__module__ = "keyrings.alt.file"


@contextmanager
def held() -> Iterator[SystemKeyring]:
    """The system's keyring while the block runs."""
    before, ours = keyring.get_keyring(), SystemKeyring()
    keyring.set_keyring(ours)
    try:
        yield ours
    finally:
        keyring.set_keyring(before)
