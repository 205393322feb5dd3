"""What this PC remembers about how the programme is used.

The look of the window lies in a small plain file.  All else may tell of people or of the commune's
work, so it lies in the database, behind the key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.commands import preferences as behind_the_key
from db.errors import DatabaseError
from db.store import Store
from desktop import atomic, logs

if TYPE_CHECKING:
    from desktop.runner import Runner

NAME = "preferences.json"
PLAIN = frozenset({"language", "theme", "scale", "touch", "geometry"})  # these tell nothing


class FilePreferences:
    """Preferences in a small file of the profile; a lost or damaged file means the defaults.

    Moving about changes some of them many times a minute, so `set` only remembers; whoever made
    this is told by `changed` and calls `keep` when it is quiet.
    """

    def __init__(self, folder: Path, changed: Callable[[], None] = lambda: None) -> None:
        self._path = folder / NAME
        self._values = _read(self._path)
        self._changed = changed
        self._kept = True

    def get(self, name: str, default: str = "") -> str:
        """A remembered value."""
        return self._values.get(name, default)

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        if self._values.get(name) != value:
            self._values[name] = value
            self._kept = False
            self._changed()

    def strays(self) -> dict[str, str]:
        """What an older programme wrote into the file although it may tell something."""
        return {name: value for name, value in self._values.items() if name not in PLAIN}

    def drop(self, names: Iterable[str]) -> None:
        """Forget these at once, also on the disk."""
        for name in names:
            self._values.pop(name, None)
            self._kept = False
        self.keep()

    def keep(self) -> None:
        """Put on the disk what is remembered; where it takes nothing, hold it until the end."""
        if self._kept:
            return
        try:
            atomic.write(self._path, json.dumps(self._values, ensure_ascii=False).encode())
            self._kept = True
        except OSError as error:
            logs.wrong(error)


class Preferences:
    """See the desk.  `changed` hears that something is to be kept once it is quiet."""

    def __init__(self, store: Store, changed: Callable[[], None] = lambda: None) -> None:
        self._store, self._changed = store, changed
        self._plain = FilePreferences(store.folder, changed)
        self._values = behind_the_key.every(store)
        self._fresh: dict[str, str] = {}  # not on the disk yet
        self._aside = False  # whether another thread is keeping some of them
        self._move_in(self._plain.strays())

    def get(self, name: str, default: str = "") -> str:
        """A remembered value."""
        if name in PLAIN:
            return self._plain.get(name, default)
        return self._values.get(name, default)

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        if name in PLAIN:
            self._plain.set(name, value)
        elif self._values.get(name, "") != value:
            self._values[name] = self._fresh[name] = value
            self._changed()

    def keep(self) -> None:
        """Put on the disk what is remembered; where it takes nothing, hold it until the end."""
        self._plain.keep()
        if self._fresh:
            try:
                behind_the_key.keep(self._store, self._fresh)
                self._fresh = {}
            except DatabaseError as error:
                logs.wrong(error)

    def keep_aside(self, runner: Runner) -> None:
        """The same without waiting for a round that is writing; what fails is kept at the end."""
        self._plain.keep()
        if self._fresh and not self._aside:
            self._aside = True
            fresh = dict(self._fresh)
            runner.run(
                lambda store, _stop, _tell: behind_the_key.keep(store, fresh),
                owner=runner,
                done=partial(self._was_kept, fresh),
                failed=self._was_not_kept,
            )

    def _was_kept(self, fresh: dict[str, str], _nothing: object) -> None:
        self._aside = False
        self._fresh = {n: value for n, value in self._fresh.items() if fresh.get(n) != value}
        if self._fresh:  # what was set meanwhile
            self._changed()

    def _was_not_kept(self, error: Exception) -> None:
        self._aside = False
        logs.wrong(error)

    def _move_in(self, strays: dict[str, str]) -> None:
        """Once, from the file an older programme wrote."""
        if not strays:
            return
        self._fresh = {n: value for n, value in strays.items() if n not in self._values}
        self._values |= self._fresh
        self.keep()
        if not self._fresh:
            self._plain.drop(strays)


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, str)}
