"""What the commune's other PCs and the centre wrote, page by page, in the centre's order."""

from __future__ import annotations

from functools import partial

from msgspec import Struct

from db import journal
from db.store import Store
from rules.change import ChangeError
from sync import errors, wire
from sync.center import Center, Stop, never
from sync.pace import Pace
from sync.steps import Progress, Tell, untold


class Taken(Struct):
    """What came of taking."""

    pulled: int = 0  # changes that are new here


def take(
    store: Store,
    center: Center,
    newest: int,
    stop: Stop = never,
    tell: Tell = untold,
    *,
    taken: Taken,
) -> None:
    """Take in the stream's pages up to its end, which was last seen at position `newest`.

    A page and its cursor land in one commit, so a broken line costs one page.  A page that
    skips a position or holds anything but changes is Garbled, and nothing of it is kept.
    """
    start = cursor = journal.cursor(store)
    more, pace = newest > cursor, Pace()
    while more and not stop():
        page = pace.timed(partial(center.since, cursor, pace.changes))
        if not wire.is_in_step(page, cursor):
            raise errors.garbled()
        if page.changes:
            try:
                received = journal.receive(store, page.changes, page.cursor)
            except ChangeError as error:
                raise errors.garbled() from error
            taken.pulled += received.applied + received.held
        cursor, more = page.cursor, page.more
        tell(Progress("take", cursor - start, max(newest, cursor) - start))
