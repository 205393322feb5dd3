"""A new PC's first taking: the records as they stand, where the stream is long."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from itertools import pairwise

from msgspec import DecodeError, ValidationError, json

from db import filling, safety
from db.commands import enrolment
from db.queries import outgoing
from db.store import Store
from rules.change import ChangeError
from sync import budget, errors, snapshot
from sync.brake import Taken
from sync.center import Center, Stop, never
from sync.pace import PAGES, Pace, remembered
from sync.snapshot import Place, Portion
from sync.steps import Progress, Tell, ahead, untold

_MOST = 2000  # changes in a page: while one is kept the next is made, and the last is waited for


def fill(
    store: Store,
    center: Center,
    newest: int,
    stop: Stop = never,
    tell: Tell = untold,
    *,
    taken: Taken,
) -> None:
    """Take a snapshot in, page by page, where this profile is new and the stream is long.

    All that this PC made must have been answered before.  With the last page the stream goes on
    at the position the snapshot stands for; one that broke off goes on where it was.
    """
    place = resumed(store)
    if place is None and not (newest >= snapshot.WORTH_IT and filling.is_new(store)):
        return
    if place is not None and place.at > newest:  # the centre was put back meanwhile
        enrolment.start_over(store)
        return
    if stop():
        return
    safety.before_pull(store, newest)
    whole, there = outgoing.records_in_all(store), outgoing.records_of_others(store)
    with remembered(store, PAGES) as pace, closing(_pages(center, place, pace, stop)) as pages:
        for page in pages:
            taken.pulled += keep(store, page, place)
            place = page.next
            there += len(page.pieces)
            tell(Progress("fill", min(there, whole) if whole else there, whole))


def _pages(center: Center, first: Place | None, pace: Pace, stop: Stop) -> Generator[Portion]:
    def asking(place: Place | None) -> Callable[[], Portion]:
        def ask(size: int) -> Portion:
            return center.snapshot(place, budget.page(min(size, _MOST), center.traffic))

        return lambda: pace.asked(ask)

    def following(page: Portion) -> Callable[[], Portion] | None:
        return asking(page.next) if page.next else None

    return ahead.pages(lambda: asking(first), following, stop)


def resumed(store: Store) -> Place | None:
    """Where a filling that broke off goes on; None where none is under way."""
    text = filling.resume(store)
    if text is None:
        return None
    try:
        return json.decode(text, type=Place)
    except (DecodeError, ValidationError):
        return None


def keep(store: Store, page: Portion, asked: Place | None) -> int:
    """Keep a page and where the next begins, in one commit; how many changes are new here.

    Garbled unless it is the page asked for: the first, or the one after a place.
    """
    _check(page, asked)
    resume = json.encode(page.next).decode() if page.next else None
    try:
        return filling.fill(store, page.pieces, page.at, page.taken_at, resume=resume)
    except ChangeError as error:
        raise errors.garbled() from error


def _check(page: Portion, asked: Place | None) -> None:
    """Garbled unless the page goes on where it was asked to, and gets on."""
    after = asked or Place(page.at)
    keys = [(piece.type, piece.record) for piece in page.pieces]
    behind = all(earlier < later for earlier, later in pairwise(keys))
    ahead = page.next is None or _order(page.next) > _order(after)
    first = not keys or keys[0] >= (after.type, after.record)
    if not (page.at == after.at and behind and ahead and first):
        raise errors.garbled()


def _order(place: Place) -> tuple[str, str, int]:
    return place.type, place.record, place.position
