"""What the commune's other PCs and the centre wrote, page by page, in the centre's order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import closing

from msgspec import Struct
from msgspec.structs import replace

from db import journal, safety
from db.store import Store
from sync import budget
from sync.brake import Opened, Taken, braked, opened
from sync.center import Center, Page, Stop, never
from sync.pace import PAGES, Pace, remembered
from sync.steps import Progress, Tell, ahead, untold

_WORTH_PASSING = 20  # changes: a request and its answer are as heavy
_GROWTH = 3  # of pages on a quick line: one is dearer to keep than to fetch, and cheaper than two


def take(
    store: Store,
    center: Center,
    newest: int,
    stop: Stop = never,
    tell: Tell = untold,
    *,
    taken: Taken,
    accept: bool = False,
    whole: bool = False,
) -> None:
    """Take in the stream's pages up to its end, which was last seen at position `newest`.

    What the centre confirmed to this PC is passed over, unless the `whole` of it is wanted.

    A page and its cursor land in one commit, so a broken line costs one page.  A page that
    skips a position or holds anything but changes is Garbled, and nothing of it is kept.  Raises
    MassChange where more would be taken away than is taken in unseen; `accept`: it was looked at.
    """
    start = cursor = journal.cursor(store)
    if newest <= cursor or stop():
        return
    own = _Own(newest, {} if whole else journal.confirmed(store, cursor))
    with (
        remembered(store, PAGES, _GROWTH) as pace,
        braked(store, newest, taken, accept=accept) as kept,
        closing(_pages(center, cursor, pace, own, stop)) as pages,
    ):
        for page in pages:
            if cursor == start:  # now that the next page is under way
                safety.before_pull(store, newest)
            kept.keep(page)
            cursor = page.cursor
            tell(Progress("take", cursor - start, max(newest, cursor) - start))


class _Own(Struct, frozen=True):
    """What this PC sent lies in the stream among others' changes, and need not come back."""

    newest: int  # where the stream ends
    at: Mapping[int, str | None]  # positions of own changes, and when they were taken

    def before(self, after: int, most: int) -> int:
        """How many changes to ask for: up to the next own ones that are worth another request."""
        if not self.at:
            return most
        asked = range(after + 2, after + 1 + most)
        following = next((at for at in asked if self._begin(at)), asked.stop)
        return following - after - 1

    def _begin(self, at: int) -> bool:
        """Whether so many own ones stand from here on."""
        return at in self.at and all(at + n in self.at for n in range(_WORTH_PASSING))

    def passed(self, page: Opened) -> Opened:
        """A page with the own changes right behind it, which are in the log here."""
        end = page.cursor
        while end + 1 in self.at:
            end += 1
        if end == page.cursor:
            return page
        more = page.more and end < self.newest
        return replace(page, cursor=end, taken_at=self.at[end], more=more)


def _pages(center: Center, after: int, pace: Pace, own: _Own, stop: Stop) -> Generator[Opened]:
    """The pages as they come, read in the thread that asks for them."""

    def asking(after: int) -> Callable[[], Opened]:
        def ask(size: int) -> Page:
            return center.since(after, own.before(after, budget.page(size, center.traffic)))

        return lambda: own.passed(opened(pace.asked(ask), after))

    def following(page: Opened) -> Callable[[], Opened] | None:
        return asking(page.cursor) if page.more else None

    return ahead.pages(lambda: asking(after), following, stop)
