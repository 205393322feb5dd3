"""Holds back what would delete or blank much at once, until an officer has looked.

Pages that take nothing away are kept as they come, and so are those an officer agreed to, also
where a line breaks and a later round brings them.  From the first other that does, pages are held,
and at the end all of them are kept in one commit or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct

from db import braking, journal
from db.commands import question
from db.commands.question import Question
from db.journal import Arrival
from db.store import Store
from resources.words import _
from rules import numbers
from rules.brake import with_earlier
from rules.change import Change, ChangeError
from sync import errors, wire
from sync.center import Page


class Taken(Struct):
    """What came of taking."""

    pulled: int = 0  # changes that are new here


class Opened(Struct, frozen=True):
    """A page of the stream with its changes read."""

    arrivals: Sequence[Arrival]
    cursor: int
    more: bool
    taken_at: str | None
    taking: Sequence[Change]  # those of its changes that may delete or blank


def opened(page: Page, after: int) -> Opened:
    """Read a page; Garbled unless it goes on right after a position and holds changes alone.

    Once, here: JSON has many ways to write a deletion, and only a reader knows them all.
    """
    if not wire.is_in_step(page, after):
        raise errors.garbled()
    try:
        arrivals = journal.opened(page.changes)
    except ChangeError as error:
        raise errors.garbled() from error
    taking = [change for _at, _body, change in arrivals if braking.takes_away(change)]
    return Opened(arrivals, page.cursor, page.more, page.taken_at, taking)


class Kept(Struct):
    """Takes pages in, or holds them."""

    store: Store
    taken: Taken
    agreed: int  # an officer agreed to whatever comes up to this position
    held: list[Opened] = []

    def keep(self, page: Opened) -> None:
        """Take a page in with its cursor, in one commit, or hold it with those before it."""
        if self.held or (page.taking and page.cursor > self.agreed):
            self.held.append(page)
        elif page.arrivals:
            self.taken.pulled += _landed(self.store, page)


@contextmanager
def braked(store: Store, newest: int, taken: Taken, *, accept: bool) -> Iterator[Kept]:
    """Keep pages while the block runs; what was held is settled at its end, however it ends.

    Raises MassChange when that would take too much away and `accept` is not given; then the held
    pages are not taken in, and are asked for again once the officer agrees or more has come.
    """
    asked = question.standing(store)
    if asked is not None and accept:
        braking.agree(store, newest)
    elif asked is not None and asked.newest >= newest:  # nothing has come since
        raise _mass(asked)
    kept = Kept(store, taken, braking.agreed(store))
    try:
        yield kept
    finally:
        _settle(kept, newest, accept=accept)


def _settle(kept: Kept, newest: int, *, accept: bool) -> None:
    """All that is held, or nothing of it."""
    store = kept.store
    if kept.held:
        try:
            kept.taken.pulled += _all(store, kept.held, newest, accept=accept)
        except braking.TooMuch as stop:
            question.ask(store, stop.question)
            raise _mass(stop.question) from None
    question.settle(store)


def _mass(asked: Question) -> errors.MassChange:
    return errors.mass_change(asked.deleted, asked.blanked, asked.whole, asked.earlier)


def _all(store: Store, pages: Sequence[Opened], newest: int, *, accept: bool) -> int:
    taking = [change for page in pages for change in page.taking]

    def land() -> int:
        return sum(_landed(store, page) for page in pages)

    return braking.checked(store, taking, newest, land, accept=accept)


def _landed(store: Store, page: Opened) -> int:
    """Keep a page and its cursor in one commit; how many of its changes are new here."""
    received = journal.land(store, page.arrivals, page.cursor, page.taken_at)
    return received.applied + received.held


def of_an_update(store: Store) -> Iterator[str]:
    """What an officer is told while changes wait that were kept for a newer programme."""
    if (asked := question.standing(store, question.RELEASE)) is not None:
        told = _(
            "Bản cập nhật dùng được những thay đổi của máy khác mà bản cũ còn giữ lại, nhưng chúng"
            " sẽ xoá {deleted} và làm trống {blanked} trong {whole} bản ghi của xã nên chưa dùng."
            " Hãy xem ở mục Đồng bộ rồi chọn dùng (lệnh {option}) hoặc để lại."
        ).format(
            deleted=numbers.show(asked.deleted),
            blanked=numbers.show(asked.blanked),
            whole=numbers.show(asked.whole),
            option="sync --accept-mass-change",
        )
        yield with_earlier(told, asked.earlier)
