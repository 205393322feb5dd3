"""What this PC knows and the centre has not confirmed, page by page, in causal order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

from msgspec import Struct

from db import journal
from db.journal import Receipt, Waiting
from db.store import Store
from rules.change import LARGEST
from sync import acceptance, budget, errors, wire
from sync.center import Center, Stop, never
from sync.pace import Pace, remembered
from sync.steps import Progress, Tell, ahead, untold


class Sent(Struct):
    """What came of sending."""

    pushed: int = 0  # the centre has them now
    refused: int = 0  # set aside with the centre's words
    newest: int = 0  # highest position heard of


def send(
    store: Store, center: Center, stop: Stop = never, tell: Tell = untold, *, sent: Sent
) -> None:
    """Send everything that waits; `sent` counts along, also when the line breaks.

    A page's answers are kept in one commit, while the next page is on its way.  A page whose
    answer is lost is simply sent again: the centre then answers with the positions it gave before.
    """
    with remembered(store) as pace:
        outbox = _Outbox(store, center, pace)
        try:
            with closing(ahead.pages(outbox.next, lambda _page: outbox.next(), stop)) as pages:
                for page in pages:
                    _keep(store, page.receipts)
                    _count(page, sent)
                    done = sent.pushed + sent.refused
                    tell(Progress("send", done, done + page.behind))
        except errors.NoConnection:
            journal.offer(store, outbox.last)  # it may have arrived; only the answer is missing
            raise


class _Answered(Struct, frozen=True):
    """A page and what the centre said of it."""

    receipts: Sequence[Receipt]
    behind: int  # changes that were looked at and did not fit in


class _Outbox:
    """What waits, in pages for the line."""

    def __init__(self, store: Store, center: Center, pace: Pace) -> None:
        self._store, self._center, self._pace = store, center, pace
        self.last = 0  # `seq` of the last change that was handed to the line

    def next(self) -> Callable[[], _Answered] | None:
        """The next page, ready to be sent from another thread; None where nothing waits."""
        waiting = journal.waiting(self._store, self._pace.changes, self.last)
        if not waiting:
            return None
        sizes = (wire.weight(each.body) for each in waiting)
        limit = budget.page(self._pace.changes, self._center.traffic)
        page = waiting[: wire.fitting(sizes, limit)]
        self.last = page[-1].seq
        return partial(self._send, page, len(waiting) - len(page))

    def _send(self, page: Sequence[Waiting], behind: int) -> _Answered:
        return _Answered(self._pace.timed(partial(_offer, self._center, page)), behind)


def _count(page: _Answered, sent: Sent) -> None:
    positions = [each.position for each in page.receipts if each.position is not None]
    sent.pushed += len(positions)
    sent.refused += len(page.receipts) - len(positions)
    sent.newest = max([sent.newest, *positions])


def _keep(store: Store, receipts: Sequence[Receipt]) -> None:
    """Keep the answers, and move the cursor over what is our own anyway, in one commit.

    The positions right after the cursor that were given to changes of this very page need not
    be asked for: what they stand for is in the log here.
    """
    given = {each.position for each in receipts}
    with store.write():
        journal.acknowledge(store, receipts)
        start = cursor = journal.cursor(store)
        while cursor + 1 in given:
            cursor += 1
        if cursor > start:
            taken_at = {each.position: each.at for each in receipts}[cursor]
            journal.move_cursor(store, cursor, taken_at)


def _offer(center: Center, page: Sequence[Waiting]) -> list[Receipt]:
    """The centre's answers; what no request may carry is set aside here, and nothing waits."""
    receipts, offered = set_aside(page)
    for own in (True, False):
        receipts += _answered(center, [each for each in offered if each.own == own], own)
    return receipts


def _answered(center: Center, offered: Sequence[Waiting], own: bool) -> list[Receipt]:
    if not offered:
        return []
    given = center.push([each.body for each in offered], returned=not own)
    return [
        Receipt(each.id, answer.position, answer.at or given.at, answer.code, answer.sentence)
        for each, answer in zip(offered, given.answers, strict=True)
    ]


def set_aside(page: Sequence[Waiting]) -> tuple[list[Receipt], Sequence[Waiting]]:
    """Refusals of the changes no carrier may take, and the others."""
    refused = [_too_large(each) for each in page if wire.weight(each.body) > LARGEST]
    carried = [each for each in page if wire.weight(each.body) <= LARGEST] if refused else page
    return refused, carried


def _too_large(waiting: Waiting) -> Receipt:
    refusal = acceptance.too_large()
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return Receipt(waiting.id, None, at, refusal.code, refusal.sentence)
