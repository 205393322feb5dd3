"""When a round with the centre is made: at the start, after saving, now and then, on demand.

The round runs on a thread and a connection of its own; the window hears of it by `changed` and,
for records that arrived, by the pulse.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field, json
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.commands import enrolment
from db.queries import ledger, quarantine, replica
from db.store import Store, set_setting, setting
from desktop import trouble
from desktop.meter import Meter
from desktop.runner import Runner
from desktop.secrets import Safe
from resources.words import _
from rules.budget import LEAST
from rules.records import EVIDENCE, REGISTRY
from sync.errors import NoConnection, SyncError
from ui.desk import Asked, Invited, LineView, Moving, Pulse

if TYPE_CHECKING:
    from sync.http import Begun
    from sync.invitation import Invitation

AFTER_START = 3.0  # seconds: the first screen comes first
AFTER_SAVING = 10.0  # seconds: what is typed together goes together
LOOK_AGAIN = 2.0  # seconds between two looks at what is at stake while a round is under way
BETWEEN = 5 * 60.0  # seconds, spread so that PCs switched on together drift apart
PLAIN = Asked()
LIMIT = "line_limit"  # setting: how far rounds may go that nobody asks for


class Trip(Struct):
    """A round as it was asked for, and what it cost; filled in on the line's own thread."""

    asked: Asked
    insist: bool = False  # an officer asked, and not a timer
    halted: threading.Event = field(default_factory=threading.Event)  # the officer ended it
    spent: int = 0  # bytes, both ways


class Line(QObject):
    """The way to the centre, as screens know it."""

    changed = Signal()
    _moved = Signal(object)  # a Moving, from the line's own thread

    def __init__(
        self,
        store: Store,
        safe: Safe,
        pulse: Pulse,
        chance: Callable[[], float] = lambda: random.random(),  # noqa: S311 -- spreads PCs apart
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._safe, self._pulse, self._chance = store, safe, pulse, chance
        self.runner = Runner(store.another, threads=1, parent=self)  # one errand after the other
        self._phase, self._sentence = "idle", ""
        self._invitation: Invitation | None = None  # the last one that was read
        self._failures = 0
        self._begun: Begun | None = None  # what came of a long answer that broke off
        self._met = False  # whether the centre has answered
        self._trip = Trip(PLAIN)  # the last round
        kept = setting(store, LIMIT)
        self._limit = json.decode(kept, type=Asked) if kept else PLAIN
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._send_again)
        self._view: LineView | None = None
        self._looked, self._shown = 0.0, ""  # when, and in which phase of a round
        self._moved.connect(self._show_moving)
        pulse.changed.connect(self._saved)

    # -- what screens ask ------------------------------------------------------------------------

    def view(self) -> LineView:
        """How things stand now."""
        if self._view is None:
            self._view = self._looked_up()
        return self._view

    def send_now(self) -> None:
        """See the desk.  Without a centre nothing happens."""
        if self._phase != "sending":
            going_on = self._phase == "paused" and not self._is_used_up
            self.send(self._limit if going_on else PLAIN)

    def send(self, asked: Asked) -> None:
        """See the desk.  A round that goes otherwise gives way to this one."""
        if asked.accept:
            asked = replace(self._limit, accept=True)
        else:
            self._hold(asked)
        self._trip.halted.set()
        self._begin(asked, insist=True)

    def _send_again(self) -> None:
        """Nobody asked for it: what lately came to nothing is left in peace."""
        if self._phase != "sending":
            self._begin(self._limit, insist=False)

    def _begin(self, asked: Asked, *, insist: bool) -> None:
        if not self.view().enrolled:
            return
        self._due.stop()
        trip = self._trip = Trip(asked, insist)
        self._become("sending", "")
        self.runner.run(
            partial(self._round, trip),
            owner=self,
            done=partial(self._reached, trip),
            failed=partial(self._failed, trip),
        )

    def pause(self) -> None:
        """End the round under way at its next safe place, and begin none until one is asked for."""
        self._trip.halted.set()
        self._due.stop()
        self._become("paused", "")

    def invited(self, path: Path) -> Invited:
        """What this file or picture of the centre says about enrolling."""
        from desktop import invitation  # read once in a profile's life

        self._invitation = invitation.read(path)
        return Invited(self._invitation.url, self._invitation.code)

    def enrol(
        self, url: str, code: str, done: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        """Make this PC a device of the centre; the first round follows at once."""
        from sync.invitation import Invitation  # brings the whole of OpenSSL

        shown = self._invitation  # which also tells whom to expect there
        if shown is None or (shown.url, shown.code) != (url, code):
            shown = Invitation(url, code)
        self.join(shown, done, failed)

    def join(
        self,
        invited: Invitation,
        done: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """The same, by an invitation."""

        def enrolled(_commune: str) -> None:
            self._become("idle", "")
            done()
            self.send_now()

        self.runner.run(
            lambda store, _stop, _tell: _enrol(store, self._safe, invited),
            owner=self,
            done=enrolled,
            failed=failed,
        )

    # -- what the programme does -----------------------------------------------------------------

    def start(self) -> None:
        """Begin to keep up with the centre."""
        if self._is_used_up:
            self._become("paused", f"{_used_up()} {_how_to_go_on()}")
        elif self.view().enrolled:
            self._in(AFTER_START * (1 + self._chance()))

    def stop(self) -> None:
        """End; what is under way goes on at the next start."""
        self._due.stop()
        self.runner.stop()

    def _round(
        self, trip: Trip, store: Store, stop: Callable[[], bool], _tell: object
    ) -> frozenset[str]:
        """On the line's own thread: one round; the record types that may look different now."""
        from desktop import enrolment as way  # HTTP is only loaded once there is a centre
        from sync import round as rounds
        from sync.http import Begun

        asked, halted = trip.asked, trip.halted
        wish = rounds.Wish(asked.data_only, asked.budget, asked.accept, trip.insist)
        meter = Meter(self._moved.emit)
        self._begun = self._begun or Begun()
        with way.center_of(store, self._safe, self._begun) as center:
            try:
                result = rounds.run(store, center, lambda: stop() or halted.is_set(), meter, wish)
            finally:
                trip.spent = center.traffic.up + center.traffic.down
        touched = frozenset(REGISTRY) if result.pulled else frozenset[str]()
        if result.files_up or result.files_down:
            touched |= {EVIDENCE.name}
        return touched | {"package"} if result.packages else touched

    def _reached(self, trip: Trip, touched: frozenset[str]) -> None:
        from sync import backoff
        from sync.round import BUDGET

        self._failures, self._met = 0, True
        ended = replica.status(self._store)
        self._pay(trip, all_=ended.last_outcome == BUDGET)
        if trip is self._trip and not trip.halted.is_set():
            if self._is_used_up:
                self._become("paused", f"{ended.last_sentence or _used_up()} {_how_to_go_on()}")
            else:
                self._become("idle", ended.last_sentence or "")
                self._in(backoff.spread(BETWEEN, self._chance()))
        else:
            self._become(self._phase, self._sentence)
        if touched:
            self._pulse.beat(*touched)

    def _failed(self, trip: Trip, error: Exception) -> None:
        from sync import backoff

        self._pay(trip)
        if trip is not self._trip or trip.halted.is_set():
            return  # the officer asked for something else meanwhile
        if self._is_used_up:
            self._become("paused", f"{_used_up()} {_how_to_go_on()}")
            return
        got_on = isinstance(error, SyncError) and error.moved
        self._failures = 0 if got_on else self._failures + 1
        sentence = trouble.sentence(error) or _(
            "Lần gửi vừa rồi gặp lỗi ngoài dự kiến; chương trình sẽ tự thử lại."
        )
        self._become("offline" if isinstance(error, NoConnection) else "trouble", sentence)
        self._in(backoff.pause(self._failures, self._chance()))

    @property
    def _is_used_up(self) -> bool:
        return self._limit.budget is not None and self._limit.budget < LEAST

    def _pay(self, trip: Trip, *, all_: bool = False) -> None:
        """Take what a round cost from the budget it had; `all_`: what is left is of no use."""
        budget = self._limit.budget
        if trip is self._trip and budget is not None:
            self._hold(replace(self._limit, budget=0 if all_ else max(0, budget - trip.spent)))

    def _hold(self, limit: Asked) -> None:
        """Let rounds that follow keep to this, also after a restart."""
        if limit != self._limit:
            self._limit = limit
            kept = None if limit == PLAIN else json.encode(limit).decode()
            set_setting(self._store, LIMIT, kept)

    @Slot(object)
    def _show_moving(self, moving: Moving) -> None:
        """On the way; what is at stake by now is looked up again now and then."""
        if self._phase == "sending":
            now = time.monotonic()
            if now - self._looked > LOOK_AGAIN or moving.phase != self._shown:
                self._looked, self._shown, self._view = now, moving.phase, None
            self._view = replace(self.view(), moving=moving)
            self.changed.emit()

    def _saved(self, _types: frozenset[str]) -> None:
        """Something was saved or arrived: what waits goes soon, but never before a pause ends."""
        self._become(self._phase, self._sentence)
        view = self.view()
        waits = view.waiting or view.files_waiting
        planned = self._due.isActive() and self._due.interval() <= AFTER_SAVING * 1000
        if view.enrolled and waits and self._phase == "idle" and not planned:
            self._in(AFTER_SAVING)

    def _in(self, seconds: float) -> None:
        self._due.start(round(seconds * 1000))

    def _become(self, phase: str, sentence: str) -> None:
        self._phase, self._sentence, self._view = phase, sentence, None
        self.changed.emit()

    def _looked_up(self) -> LineView:
        status = replica.status(self._store)
        stranger = self._safe.token() is None or enrolment.is_revoked(self._store)
        return LineView(
            enrolled=status.center is not None,
            phase=self._phase,
            waiting=status.waiting,
            waiting_since=status.waiting_since,
            files_waiting=status.files_waiting,
            refused=status.refused,
            conflicts=status.conflicts,
            last_done=status.last_sync,
            sentence=self._sentence or None,
            at_stake=ledger.at_stake(self._store),
            refused_much=status.refused > 0 and quarantine.is_mass(self._store),
            shut_out=status.center is not None and stranger,
            limit=self._limit,
            met=self._met,
        )


def _used_up() -> str:
    return _("Đã dùng hết số MB đã cho.")


def _how_to_go_on() -> str:
    return _("Máy không tự gửi nhận nữa; hãy cho thêm MB, hoặc bấm “Tiếp tục gửi” để bỏ giới hạn.")


def _enrol(store: Store, safe: Safe, invited: Invitation) -> str:
    from desktop import enrolment as joining

    return joining.enrol(store, safe, invited)
