"""What this PC knows and the centre has not confirmed, page by page, in causal order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from itertools import chain, compress

from msgspec import Struct

from db import journal, resting
from db.journal import Receipt, Waiting
from db.store import Store
from resources.words import many
from rules.change import LARGEST
from sync import acceptance, budget, errors, wire
from sync.center import Center, Stop, never
from sync.pace import PAGES, TOO_MUCH, Pace, remembered
from sync.steps import Progress, Tell, ahead, untold

_ALWAYS_PASSES = 16  # changes of 1 kB; who refuses so little as too large lets nothing through


_UNHEARD = (errors.NoConnection, errors.CentreTrouble, errors.Garbled)


class Sent(Struct):
    """What came of sending."""

    pushed: int = 0  # the centre has them now
    refused: int = 0  # set aside with the centre's words
    newest: int = 0  # highest position heard of
    stuck: int = 0  # large ones that the line did not bear; they wait on
    put_off: int = 0  # large ones that are more than is left of a budget

    @property
    def troubles(self) -> list[str]:
        """What an officer is told of changes that did not get over."""
        stuck = [_stuck(self.stuck)] if self.stuck else []
        return [*stuck, _put_off(self.put_off)] if self.put_off else stuck


def send(
    store: Store, center: Center, stop: Stop = never, tell: Tell = untold, *, sent: Sent
) -> None:
    """Send everything that waits; `sent` counts along, also when the line breaks.

    A page's answers are kept in one commit, while the next page is on its way.  A page whose
    answer is lost is simply sent again: the centre then answers with the positions it gave before.
    """
    with remembered(store, PAGES) as pace:
        whole = journal.how_many_wait(store)
        outbox = _Outbox(store, center, pace, resting.of_this_round(store, resting.CHANGES))
        try:
            with closing(outbox.pages(stop)) as pages:
                for page in pages:
                    receipts = list(page.receipts)
                    _keep(store, receipts)
                    resting.note(store, resting.CHANGES, page.stuck)
                    outbox.keep(page.put_off)
                    _count(receipts, sent)
                    sent.stuck += len(page.stuck)
                    sent.put_off += len(page.put_off)
                    done = sent.pushed + sent.refused
                    tell(Progress("send", done, max(done, whole)))
        except _UNHEARD:
            journal.offer(store, outbox.last)  # it may have arrived; only the answer is missing
            raise
        finally:
            wire.pushed.cache_clear()  # nothing of what was sent stays in memory
        if sent.stuck:  # the same
            journal.offer(store, outbox.last)
        sent.stuck += outbox.resting


class _Answered(Struct, frozen=True):
    """A page and what the centre said of it."""

    receipts: Iterable[Receipt]  # made as they are looked at, while the next page is under way
    behind: int = 0  # changes that were looked at and did not fit in
    stuck: Sequence[str] = ()  # ids of those the line did not bear
    put_off: Sequence[int] = ()  # `seq` of those a budget has no room for


class _Cut(Struct, frozen=True):
    """What goes next, after a `seq` and in a page of a size."""

    after: int
    size: int
    limit: int  # the same, or what a budget leaves of it
    page: Sequence[Waiting]
    reached: int  # `seq` up to which all had their turn
    heavy: Sequence[int]  # `seq` of those before it that are put off
    behind: int  # changes that were looked at and are not in the page


class _Outbox:
    """What waits, in pages for the line: in causal order, and last what is heavy for the line.

    A heavy change may be more than the line bears, and nothing should wait behind it.  One that was
    more than once is not tried with every round: `rests` tells of which it is not the turn yet.
    """

    def __init__(self, store: Store, center: Center, pace: Pace, rests: Mapping[str, bool]) -> None:
        self.resting = 0  # changes that were passed over
        self._store, self._center, self._pace, self._rests = store, center, pace, rests
        self._looked_at = 0  # `seq` of the last change that had its turn
        self._heavy: set[int] = set()  # `seq` of those whose turn comes last
        self._kept: set[int] = set()  # and of those a budget has no room for
        self._size = pace.size  # of the page under way
        self._ahead: _Cut | None = None  # what probably follows it

    @property
    def last(self) -> int:
        """`seq` of the last change up to which all were handed to the line."""
        return min([self._looked_at, *(seq - 1 for seq in self._heavy | self._kept)])

    def pages(self, stop: Stop) -> Generator[_Answered]:
        """Send page after page: the answers."""
        return ahead.pages(self._next, lambda _page: self._next(), stop, self._look_ahead)

    def _next(self) -> Callable[[], _Answered] | None:
        """The next page, ready to be sent from another thread; None where nothing waits."""
        self._size = self._pace.size
        while cut := self._following():
            self._looked_at = cut.reached
            self._heavy.update(cut.heavy)
            if cut.page:
                return partial(self._send, cut.page, cut.behind)
        while self._heavy:
            seq = min(self._heavy)
            self._heavy.remove(seq)
            alone = journal.waiting(self._store, 1, seq - 1)
            if not self._rests.get(alone[0].id, False):
                return partial(self._send_heavy, alone)
            self.resting += 1
        return None

    def keep(self, put_off: Sequence[int]) -> None:
        """These have not left this PC: the budget has no room for them."""
        self._kept.update(put_off)

    def _look_ahead(self) -> None:
        """Read and pack what goes next if the line is quick, while a page is under way."""
        cut = self._ahead = self._cut(self._looked_at, self._pace.quick(self._size))
        if cut is not None:
            wire.pushed(tuple([each.body for each in cut.page]))

    def _following(self) -> _Cut | None:
        after, size, ahead = self._looked_at, self._size, self._ahead
        asked = (after, size, self._limit(size))  # a page may have gone over in part only
        if ahead is not None and (ahead.after, ahead.size, ahead.limit) == asked:
            return ahead
        return self._cut(after, size)

    def _limit(self, size: int) -> int:
        return budget.page(size, self._center.traffic)

    def _cut(self, after: int, size: int) -> _Cut | None:
        """The first of those that wait that go together; heavy ones before their end are put off.

        None where nothing waits.
        """
        waiting = journal.waiting(self._store, size, after)
        if not waiting:
            return None
        limit = self._limit(size)
        room = wire.room(limit)
        weighed = [(each, len(each.body)) for each in waiting]
        light = [(e, weight) for e, weight in weighed if weight <= room and e.id not in self._rests]
        fitting = light[: wire.fitting((weight for _each, weight in light), limit)]
        reached = (weighed if len(fitting) == len(light) else fitting)[-1][0].seq
        together = {each.seq for each, _weight in light}
        apart = (each.seq for each, _weight in weighed if each.seq not in together)
        heavy = [seq for seq in apart if seq <= reached]
        page = [each for each, _weight in fitting]
        return _Cut(after, size, limit, page, reached, heavy, len(waiting) - len(page))

    def _send(self, page: Sequence[Waiting], behind: int) -> _Answered:
        """Send a page, or as much of it as somebody on the way lets through."""
        while True:
            carried = None if behind else _measured(page)
            try:
                receipts = self._pace.timed(partial(_offer, self._center, page), carried)
            except TOO_MUCH as trouble:
                refused = isinstance(trouble, errors.TooLarge)
                if refused and len(page) == 1 and _measured(page) > _ALWAYS_PASSES:
                    return _Answered([], behind, stuck=[page[0].id])
                if len(page) <= (1 if refused else self._pace.least):
                    raise
                behind += len(page) - len(page) // 2
                page = page[: len(page) // 2]
                self._looked_at = page[-1].seq
            else:
                return _Answered(receipts, behind)

    def _send_heavy(self, alone: Sequence[Waiting]) -> _Answered:
        """Try one that may be more than the line bears; what else there is to do goes on."""
        try:
            return _Answered(_offer(self._center, alone))
        except (errors.NoConnection, *TOO_MUCH):
            return _Answered([], stuck=[each.id for each in alone])
        except errors.Stopped:  # by the budget, before a byte of it went
            return _Answered([], put_off=[each.seq for each in alone])


def _measured(page: Sequence[Waiting]) -> int:
    """The size of a page, in changes of 1 kB."""
    return max(len(page), sum(len(each.body) for each in page) // 1000)


def _stuck(count: int) -> str:
    return many(
        "{n} thay đổi lớn chưa qua được đường truyền này, những thay đổi khác vẫn được gửi; máy sẽ"
        " tự thử lại, càng về sau càng thưa. Hãy dùng mạng tốt hơn hoặc xuất ra USB.",
        count,
    )


def _put_off(count: int) -> str:
    return many(
        "{n} thay đổi lớn hơn số MB còn được dùng nên để lại, những thay đổi khác vẫn được gửi. Hãy"
        " cho nhiều hơn hoặc xuất ra USB.",
        count,
    )


def _count(receipts: Sequence[Receipt], sent: Sent) -> None:
    positions = [each.position for each in receipts if each.position is not None]
    sent.pushed += len(positions)
    sent.refused += len(receipts) - len(positions)
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


def _offer(center: Center, page: Sequence[Waiting]) -> Iterable[Receipt]:
    """The centre's answers; what no request may carry is set aside here, and nothing waits."""
    refused, offered = set_aside(page)
    given = [_answered(center, [e for e in offered if e.own == own], own) for own in (True, False)]
    return chain(refused, *given)


def _answered(center: Center, offered: Sequence[Waiting], own: bool) -> Iterable[Receipt]:
    if not offered:
        return ()
    given = center.push([each.body for each in offered], returned=not own)
    receipts = (
        Receipt(each.id, answer.position, answer.at or given.at, answer.code, answer.sentence)
        for each, answer in zip(offered, given.answers, strict=True)
    )
    if not own or all(answer.code != acceptance.FOREIGN for answer in given.answers):
        return receipts
    return _brought_all_the_same(center, offered, list(receipts))


def _brought_all_the_same(
    center: Center, offered: Sequence[Waiting], receipts: Sequence[Receipt]
) -> Iterable[Receipt]:
    """The same answers, after what counts as another PC's was brought as such.

    A copy of this profile goes under its name too, at a centre that was put back since.
    """
    foreign = [each.code == acceptance.FOREIGN for each in receipts]
    again = _answered(center, list(compress(offered, foreign)), own=False)
    return chain((each for each in receipts if each.code != acceptance.FOREIGN), again)


def set_aside(page: Sequence[Waiting]) -> tuple[list[Receipt], Sequence[Waiting]]:
    """Refusals of the changes no carrier may take, and the others."""
    refused = [each for each in page if len(each.body) > LARGEST]
    carried = [each for each in page if len(each.body) <= LARGEST] if refused else page
    return list(map(_too_large, refused)), carried


def _too_large(waiting: Waiting) -> Receipt:
    refusal = acceptance.too_large()
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return Receipt(waiting.id, None, at, refusal.code, refusal.sentence)
