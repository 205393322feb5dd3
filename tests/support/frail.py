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
from tests.support import nearby, profiles
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
    keys: SecretKeys
    token: str


class Desk:
    """A PC of the commune: its profile, its clock, and the deeds it was told are kept."""

    def __init__(self, name: str, folder: Path, now: int, centre: centres.Store) -> None:
        self.name = name
        self.folder = folder
        self.now = now
        self.own: list[str] = []  # ids of its changes, in the order they were made
        self.keys, self.token = keys.draw(), ""
        profiles.profile(folder).close()
        self.store = self._opened()
        self._enrol(centre)

    def _opened(self) -> FrailStore:
        opened = stores.open_(self.folder)
        store = FrailStore(opened.folder, opened.connection, opened.key)
        store.clock = Clock(journal.wind(store).replica, now=lambda: self.now)
        return store

    def _enrol(self, centre: centres.Store) -> None:
        pc = Applicant(journal.wind(self.store).replica, self.name, self.keys.public)
        given = nearby.enrol(centre, pc)
        assert given.center_keys is not None
        self.token = given.token
        enrolment.keep(self.store, "http://127.0.0.1:9", given.device)
        enrolment.keep_center_keys(self.store, *astuple(given.center_keys))

    def line(self, centre: centres.Store, faults: Sequence[str] = ()) -> Line:
        """Its way to the centre."""
        return Line(Way(centre, self.token), faults, partial(setattr, self, "token"))

    @property
    def device(self) -> str | None:
        """What its profile says the centre calls it."""
        return enrolment.device(self.store)

    def reopen(self) -> None:
        """Close the profile, or lose it to the dark, and open it again."""
        self.store.close()
        self.store = self._opened()

    def work(self, deed: Callable[[Store], object], commits: int | None) -> bool:
        """Do something; False when the power failed after so many commits."""
        self.store.commits_left = commits
        try:
            deed(self.store)
        except PowerCut:
            self.reopen()
            return False
        self.store.commits_left = None
        return True

    def keep(self, path: Path) -> Kept:
        """Copy the profile as it is now."""
        stores.copy_to(self.store, path)
        return Kept(path, tuple(self.own), self.keys, self.token)

    def put(self, kept: Kept, token: str) -> None:
        """Go on with this copy of a profile instead of what is here."""
        self.store.close()
        for left in self.folder.glob(f"{stores.NAME}*"):
            left.unlink()
        (self.folder / stores.NAME).write_bytes(kept.path.read_bytes())
        self.own, self.keys, self.token = list(kept.own), kept.keys, token
        self.store = self._opened()


class Line:
    """One way to a centre, which fails as it is told; after that it holds."""

    def __init__(
        self,
        way: Way | MemoryCenter,
        faults: Sequence[str],
        keep: Callable[[str], None] = lambda token: None,
    ) -> None:
        self.offered: list[Sequence[str]] = []  # batches that went out, to be repeated
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

    def push(self, bodies: Sequence[str], *, returned: bool = False) -> Answers:
        """See the port; a cut lets half of the batch arrive."""
        self.offered.append(bodies)
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
