"""One round with the centre: greet, send changes, take changes, packages, then files."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from db import folding, journal, resting, rounds
from db.rounds import Round
from db.store import Store
from resources.words import _
from sync import budget, errors
from sync.brake import Taken, of_an_update
from sync.center import Center, Stop, never
from sync.pace import PAGES, is_least
from sync.steps import Tell, untold
from sync.steps.files import Moves, exchange
from sync.steps.fill import fill
from sync.steps.greet import greet
from sync.steps.packages import Arrived, collect
from sync.steps.send import Sent, send
from sync.steps.take import take
from sync.steps.unfold import unfold
from sync.steps.verify import is_due, verify

STOPPED, BUDGET = "stopped", "budget"


class RoundResult(Struct, frozen=True):
    """What a round did."""

    pushed: int  # changes the centre confirmed
    pulled: int  # changes that are new here
    refused: int  # changes the centre set aside, with words
    conflicts: int  # fields with differing answers, open now
    files_up: int
    files_down: int
    bytes_up: int
    bytes_down: int
    requests: int
    seconds: float
    packages: int = 0  # new here

    @classmethod
    def of(cls, row: Round, conflicts: int, packages: int = 0) -> RoundResult:
        """The figures of a round that is remembered."""
        return cls(
            pushed=row.pushed,
            pulled=row.pulled,
            refused=row.refused,
            conflicts=conflicts,
            files_up=row.files_up,
            files_down=row.files_down,
            bytes_up=row.bytes_up,
            bytes_down=row.bytes_down,
            requests=row.requests,
            seconds=row.seconds,
            packages=packages,
        )


class Wish(Struct, frozen=True):
    """How an officer wants a round."""

    data_only: bool = False  # files later
    budget: int | None = None  # bytes it may move, both ways together
    accept: bool = False  # take in what was held back because it takes much away
    insist: bool = False  # try also what came to nothing lately: the officer asked, and not a timer


PLAIN = Wish()


def run(
    store: Store,
    center: Center,
    stop: Stop = never,
    progress: Tell = untold,
    wish: Wish = PLAIN,
) -> RoundResult:
    """One whole round on this thread's own connection, as wished.

    Where nothing waits on either side it costs one small request.  What was done before a
    failure stays done; the round is remembered with its outcome, then the SyncError is raised.
    A round that was stopped is no failure.
    """
    tally = _Tally(center)
    stopped = False

    def over() -> bool:
        return budget.is_short(center.traffic)

    try:
        with budget.kept(center.traffic, wish.budget):
            _phases(store, center, lambda: stop() or over(), tally.counting(progress), wish, tally)
            stopped = over()
    except errors.Stopped:
        stopped = True
    except errors.SyncError as error:
        error.moved = error.moved or tally.stayed
        told = (*tally.notices, *tally.sent.troubles, str(error))
        rounds.keep(store, tally.row(error.code, " ".join(told)))
        raise
    outcome = STOPPED if stopped or stop() else rounds.DONE
    if stopped and wish.budget is not None and not stop():
        outcome = BUDGET
        tally.notices.append(budget.used_up(store, wish.budget, moved=tally.stayed))
    elif tally.sent.put_off:
        outcome = BUDGET
    rounds.keep(store, tally.row(outcome, " ".join(tally.sentences) or None))
    return tally.result(rounds.open_conflicts(store))


def _phases(
    store: Store, center: Center, stop: Stop, tell: Tell, wish: Wish, tally: _Tally
) -> None:
    """Small things first: changes before files.  What an officer should look at stops no other."""

    if wish.insist:
        resting.wake(store)
    rests = resting.of_this_round(store, resting.PULL)

    def pull(newest: int, *, whole: bool = False) -> None:
        if rests.get(str(journal.cursor(store))):
            tally.notices.append(_too_heavy())
            return
        with tally.asking(), tally.going_on(store):
            take(
                store,
                center,
                newest,
                stop,
                tell,
                taken=tally.taken,
                accept=wish.accept,
                whole=whole,
            )

    tally.notices.extend(of_an_update(store))
    known, folded = journal.cursor(store), folding.is_any(store)
    hello = greet(store, center, tally.notices.append)
    if journal.cursor(store) < known and not stop():  # first learn what it still has
        pull(hello.position)
    if not stop():
        send(store, center, stop, tell, sent=tally.sent)
    newest = max(hello.position, tally.sent.newest)
    if not stop():
        fill(store, center, newest, stop, tell, taken=tally.taken)
    if newest > journal.cursor(store) and not stop():
        pull(newest)
    if journal.cursor(store) >= newest and is_due(store, moved=tally.moved) and not stop():
        verify(store, center, partial(pull, whole=True), tally.notices.append)
    if not stop():
        collect(store, center, hello.packages, stop, arrived=tally.arrived)
    if not wish.data_only and not stop():
        exchange(store, center, stop, tell, moves=tally.moves)
    if folded:
        unfold(store, stop)
    if (trouble := tally.asked or tally.broken) is not None:
        raise trouble


def _too_heavy() -> str:
    return _(
        "Thay đổi kế tiếp của máy khác chưa về được qua đường truyền này, những việc khác vẫn làm;"
        " máy sẽ tự thử lại, càng về sau càng thưa. Hãy dùng mạng tốt hơn hoặc nhận bằng USB."
    )


class _Tally:
    """Counts along, so that a round that breaks off can still tell what it did."""

    def __init__(self, center: Center) -> None:
        self.sent, self.taken, self.arrived, self.moves = Sent(), Taken(), Arrived(), Moves()
        self.notices: list[str] = []  # what was found out about either side
        self.asked: errors.MassChange | None = None
        self.broken: errors.NoConnection | None = None  # the line, under a pull
        self._at = datetime.now().astimezone().isoformat(timespec="milliseconds")
        self._begun = time.monotonic()
        self._traffic = center.traffic
        self._before = (center.traffic.up, center.traffic.down, center.traffic.requests)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Let the round go on where a pull waits for an officer's word; it is told at the end."""
        try:
            yield
        except errors.MassChange as question:
            self.asked = question

    @contextmanager
    def going_on(self, store: Store) -> Iterator[None]:
        """Let files have their turn where not even the smallest piece of the stream comes over.

        It may be one change that is more than the line bears; the break is told at the end.
        """
        try:
            yield
        except errors.NoConnection as error:
            if not is_least(store, PAGES):
                raise
            if not error.moved:
                resting.note(store, resting.PULL, [str(journal.cursor(store))])
            self.broken = error

    def counting(self, tell: Tell) -> Tell:
        """As `tell`, with the bytes that went over the line."""
        up, down, _requests = self._before
        before = up + down
        return lambda progress: tell(replace(progress, bytes=budget.spent(self._traffic) - before))

    @property
    def moved(self) -> bool:
        """Whether changes went over, in whichever direction."""
        return bool(self.sent.pushed or self.taken.pulled)

    @property
    def stayed(self) -> bool:
        """Whether anything came over, in whichever direction, that need not go again."""
        return self.moved or bool(self.sent.refused or self.arrived.installed or self.moves.begun)

    @property
    def sentences(self) -> list[str]:
        """What an officer is told of a round that came to its end."""
        steps = (self.sent, self.arrived, self.moves)
        return [*self.notices, *(each for step in steps for each in step.troubles)]

    def result(self, conflicts: int) -> RoundResult:
        """The figures as they are handed to the caller."""
        return RoundResult.of(self.row(rounds.DONE, None), conflicts, self.arrived.installed)

    def row(self, outcome: str, sentence: str | None) -> Round:
        """The figures as they are remembered."""
        up, down, requests = self._before
        return Round(
            at=self._at,
            outcome=outcome,
            sentence=sentence,
            pushed=self.sent.pushed,
            pulled=self.taken.pulled,
            refused=self.sent.refused,
            files_up=self.moves.up,
            files_down=self.moves.down,
            bytes_up=self._traffic.up - up,
            bytes_down=self._traffic.down - down,
            requests=self._traffic.requests - requests,
            seconds=round(time.monotonic() - self._begun, 3),
        )
