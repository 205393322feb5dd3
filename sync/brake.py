"""Holds back what would delete or blank much at once, until an officer has looked.

Pages that take nothing away are kept as they come.  From the first that does, pages are held, and
at the end all of them are kept in one commit or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct

from db import journal
from db.commands import question
from db.commands.question import Question
from db.queries import losses, people
from db.queries.losses import Spot
from db.store import Store
from rules import brake
from rules.change import Change, ChangeError, decode
from rules.record import DELETED
from rules.records import REGISTRY
from sync import errors
from sync.center import Page


class Taken(Struct):
    """What came of taking."""

    pulled: int = 0  # changes that are new here


class Kept(Struct):
    """Takes pages in, or holds them."""

    store: Store
    taken: Taken
    held: list[Page] = []

    def keep(self, page: Page) -> None:
        """Take a page in with its cursor, in one commit, or hold it with those before it."""
        if self.held or any(_takes_away(body) for _position, body in page.changes):
            self.held.append(page)
        elif page.changes:
            self.taken.pulled += _received(self.store, page)


@contextmanager
def braked(store: Store, newest: int, taken: Taken, *, accept: bool) -> Iterator[Kept]:
    """Keep pages while the block runs; what was held is settled at its end, however it ends.

    Raises MassChange when that would take too much away and `accept` is not given; then the held
    pages are not taken in, and are asked for again once the officer agrees or more has come.
    """
    asked = None if accept else question.standing(store)
    if asked is not None and asked.newest >= newest:  # nothing has come since
        raise errors.mass_change(asked.deleted, asked.blanked, asked.whole)
    kept = Kept(store, taken)
    try:
        yield kept
    finally:
        _settle(kept, newest, accept=accept)


def _settle(kept: Kept, newest: int, *, accept: bool) -> None:
    """All that is held, or nothing of it."""
    store = kept.store
    if kept.held:
        try:
            with store.write():
                kept.taken.pulled += _all(store, kept.held, newest, accept=accept)
        except _TooMuch as stop:
            question.ask(store, stop.question)
            told = stop.question
            raise errors.mass_change(told.deleted, told.blanked, told.whole) from None
    question.settle(store)


class _TooMuch(Exception):
    """Leaves the transaction with nothing kept."""

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__()


def _all(store: Store, pages: Sequence[Page], newest: int, *, accept: bool) -> int:
    taking = _taking_away(pages)
    spots: list[Spot] = [(each.type, each.record) for each in taking if each.type in REGISTRY]
    before, whole = losses.shown(store, spots), losses.live(store)
    new = sum(_received(store, page) for page in pages)
    deleted, blanked = losses.between(before, losses.shown(store, spots))
    if not accept and brake.is_mass(deleted + blanked, whole):
        names = people.names(store, (each.actor for each in taking))
        actors = sorted({names.get(each.actor, each.actor) for each in taking})
        raise _TooMuch(Question(newest, deleted, blanked, whole, tuple(actors)))
    return new


def _received(store: Store, page: Page) -> int:
    """Keep a page and its cursor in one commit; how many of its changes are new here."""
    try:
        received = journal.receive(store, page.changes, page.cursor, page.taken_at)
    except ChangeError as error:
        raise errors.garbled() from error
    return received.applied + received.held


def _takes_away(body: str) -> bool:
    """Whether a change may delete or blank; a quick look at its text, sometimes too careful."""
    return '":null' in body or f'"{DELETED}":true' in body


def _taking_away(pages: Sequence[Page]) -> list[Change]:
    try:
        found = [decode(body) for page in pages for _at, body in page.changes if _takes_away(body)]
    except ChangeError as error:
        raise errors.garbled() from error
    return [each for each in found if each.set.get(DELETED) or None in each.set.values()]
