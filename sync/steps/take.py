"""What the commune's other PCs and the centre wrote, page by page, in the centre's order."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial

from msgspec import Struct

from db import journal
from db.store import Store
from rules.change import ChangeError
from sync import errors, wire
from sync.center import Center, Page, Stop, never
from sync.pace import Pace, remembered
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
    if newest <= cursor or stop():
        return
    with (
        remembered(store) as pace,
        closing(_pages(center, cursor, pace, stop)) as pages,
    ):
        for page in pages:
            if not wire.is_in_step(page, cursor):
                raise errors.garbled()
            taken.pulled += _kept(store, page)
            cursor = page.cursor
            tell(Progress("take", cursor - start, max(newest, cursor) - start))


def _kept(store: Store, page: Page) -> int:
    """Keep a page and its cursor in one commit; how many of its changes are new here."""
    if not page.changes:
        return 0
    try:
        received = journal.receive(store, page.changes, page.cursor, page.taken_at)
    except ChangeError as error:
        raise errors.garbled() from error
    return received.applied + received.held


def _pages(center: Center, after: int, pace: Pace, stop: Stop) -> Generator[Page]:
    """The pages in order; while one is being kept, the next is on its way."""
    with ThreadPoolExecutor(1, "pages") as ahead:
        coming: Future[Page] | None = ahead.submit(_ask, center, after, pace)
        while coming is not None:
            page = coming.result()
            going_on = page.more and not stop()
            coming = ahead.submit(_ask, center, page.cursor, pace) if going_on else None
            yield page


def _ask(center: Center, after: int, pace: Pace) -> Page:
    return pace.timed(partial(center.since, after, pace.changes))
