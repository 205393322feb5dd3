"""A PC whose power can fail after any commit, and a line that can break at any request."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import astuple

from center import store as centres
from db import journal
from db import store as stores
from db.commands import enrolment
from db.store import Store
from rules.clock import Clock
from sync import errors, keys
from sync.center import Answers, Applicant, Digests, Enrolment, Hello, Page
from sync.keys import SecretKeys
from sync.memory import MemoryCenter
from tests.support import ages, nearby, profiles
from tests.support.ages import TODAY, Age
from tests.support.nearby import Way

OK, REQUEST_LOST, REPLY_LOST, CUT = "ok", "request lost", "reply lost", "cut"
_Answer = TypeVar("_Answer")


class PowerCut(Exception):
    """The PC went dark."""


class FrailStore(Store):
    """A connection that dies after so many commits; None: it lives."""

    commits_left: int | None = None

    @contextlib.contextmanager
    def write(self) -> Iterator[Any]:
        """As always; then, perhaps, darkness."""
        outermost = not self.connection.in_transaction
        with super().write() as connection:
            yield connection
        if outermost and self.commits_left is not None:
            self.commits_left -= 1
            if self.commits_left == 0:
                raise PowerCut


class Kept(Struct, frozen=True):
    """A profile as it was once, and what its keyring held."""

    path: Path
    own: tuple[str, ...]
    heard: frozenset[str]
    keys: SecretKeys
    token: str
    age: Age


class Desk:
    """A PC of the commune: its profile, its clock, and the deeds it was told are kept."""

    def __init__(self, name: str, folder: Path, now: int, centre: centres.Store) -> None:
        self.name = name
        self.folder = folder
        self.now = now
        self.age = TODAY  # of its programme
        self.own: list[str] = []  # ids of its changes, in the order they were made
        self.heard: set[str] = set()  # ids of what it took from the commune's stream
        self.keys, self.token = keys.draw(), ""
        profiles.profile(folder).close()
        self.store = self._opened()
        self.enrol(centre)

    def acting(self) -> contextlib.AbstractContextManager[None]:
        """Its own programme is at work, not one of another age."""
        return ages.acting(self.age)

    def _opened(self) -> FrailStore:
        with self.acting():
            opened = stores.open_(self.folder)
        store = FrailStore(opened.folder, opened.connection, opened.key)
        store.clock = Clock(journal.wind(store).replica, now=lambda: self.now)
        return store

    def enrol(self, centre: centres.Store) -> None:
        """Become a device of the centre by a code, also where it has lost the one this was."""
        pc = Applicant(
            journal.wind(self.store).replica,
            self.name,
            self.keys.public,
            former=self.token or None,
            names=tuple(journal.names(self.store)),
        )
        given = nearby.enrol(centre, pc)
        assert given.center_keys is not None
        self.token = given.token
        enrolment.keep(self.store, "http://127.0.0.1:9", given.device)
        enrolment.keep_center_keys(self.store, *astuple(given.center_keys))

    def line(self, centre: centres.Store, faults: Sequence[str] = ()) -> Line:
        """Its way to the centre; an officer asks for a code where that does not know it."""
        if not nearby.knows(centre, self.token):
            self.enrol(centre)
        way = Way(centre, self.token, self.age.schema)
        return Line(way, faults, partial(setattr, self, "token"))

    @property
    def device(self) -> str | None:
        """What its profile says the centre calls it."""
        return enrolment.device(self.store)

    def reopen(self) -> None:
        """Close the profile, or lose it to the dark, and open it again."""
        self.store.close()
        self.store = self._opened()

    def upgrade(self, *, tables: bool) -> None:
        """Go on with today's programme; with `tables`, one that has brought them on as well."""
        if tables:
            self.store.connection.execute(f"PRAGMA user_version = {stores.VERSION - 1}")
        self.age = TODAY
        self.reopen()

    def work(self, deed: Callable[[Store], object], commits: int | None) -> bool:
        """Do something; False when the power failed after so many commits."""
        self.store.commits_left = commits
        try:
            with self.acting():
                deed(self.store)
        except PowerCut:
            self.reopen()
            return False
        finally:
            self.store.commits_left = None
        return True

    def keep(self, path: Path) -> Kept:
        """Copy the profile as it is now."""
        stores.copy_to(self.store, path)
        return Kept(path, tuple(self.own), frozenset(self.heard), self.keys, self.token, self.age)

    def put(self, kept: Kept, token: str) -> None:
        """Go on with this copy of a profile instead of what is here.

        An older programme opens no newer profile: then it is brought up to date first.
        """
        self.age = max(self.age, kept.age, key=lambda age: age.schema)
        self.store.close()
        for left in self.folder.glob(f"{stores.NAME}*"):
            left.unlink()
        (self.folder / stores.NAME).write_bytes(kept.path.read_bytes())
        self.own, self.heard = list(kept.own), set(kept.heard)
        self.keys, self.token = kept.keys, token
        self.store = self._opened()


class Line:
    """One way to a centre, which fails as it is told; after that it holds."""

    def __init__(
        self,
        way: Way | MemoryCenter,
        faults: Sequence[str],
        keep: Callable[[str], None] = lambda token: None,
    ) -> None:
        self.offered: list[tuple[Sequence[str], bool]] = []  # batches that went out
        self._way, self._faults, self._keep = way, iter(faults), keep

    def __getattr__(self, name: str) -> Any:
        """What nothing goes wrong with."""
        return getattr(self._way, name)

    def again(self, missing: str) -> Enrolment:
        """See the port; the keyring has the new token before the profile knows of it."""
        again = self._way.again
        given = self._over(lambda: again(missing), lambda: again(missing))
        self._way.token = given.token
        self._keep(given.token)
        return given

    def hello(self, at: int = 0) -> Hello:
        """See the port."""
        hello = self._way.hello
        return self._over(lambda: hello(at), lambda: hello(at))

    def push(self, bodies: Sequence[bytes], *, returned: bool = False) -> Answers:
        """See the port; a cut lets half of the batch arrive."""
        self.offered.append((bodies, returned))
        push, half = self._way.push, bodies[: len(bodies) // 2]
        return self._over(
            lambda: push(bodies, returned=returned), lambda: push(half, returned=returned)
        )

    def since(self, position: int, limit: int) -> Page:
        """See the port; a cut spoils the page on its way back."""
        since = self._way.since
        return self._over(lambda: since(position, limit), lambda: since(position, limit))

    def digests(self) -> Digests:
        """See the port."""
        return self._over(self._way.digests, self._way.digests)

    def _over(self, whole: Callable[[], _Answer], cut: Callable[[], object]) -> _Answer:
        fault = next(self._faults, OK)
        if fault == REQUEST_LOST:
            raise errors.no_connection()
        if fault == CUT:
            cut()
            raise errors.no_connection()
        answer = whole()
        if fault == REPLY_LOST:
            raise errors.no_connection()
        return answer
