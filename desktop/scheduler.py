"""When a round with the centre is made: at the start, after saving, now and then, on demand.

The round runs on a thread and a connection of its own; the window hears of it by `changed` and,
for records that arrived, by the pulse.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.commands import enrolment
from db.queries import ledger, quarantine, replica
from db.store import Store
from desktop import trouble
from desktop.meter import Meter
from desktop.runner import Runner
from desktop.secrets import Safe
from resources.words import _
from rules.records import EVIDENCE, REGISTRY
from sync.errors import NoConnection, SyncError
from ui.desk import Asked, Invited, LineView, Moving, Pulse

if TYPE_CHECKING:
    from sync.http import Begun
    from sync.invitation import Invitation

AFTER_START = 3.0  # seconds: the first screen comes first
AFTER_SAVING = 10.0  # seconds: what is typed together goes together
BETWEEN = 5 * 60.0  # seconds, spread so that PCs switched on together drift apart
PLAIN = Asked()


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
        self._halted = threading.Event()  # whether the officer paused the last round
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._send_again)
        self._view: LineView | None = None
        self._moved.connect(self._show_moving)
        pulse.changed.connect(self._saved)

    # -- what screens ask ------------------------------------------------------------------------

    def view(self) -> LineView:
        """How things stand now."""
        if self._view is None:
            self._view = self._looked_up()
        return self._view

    def send_now(self) -> None:
        """Start a round, unless one is under way or there is no centre."""
        self.send(PLAIN)

    def send(self, asked: Asked) -> None:
        """The same, as the officer wants it."""
        self._begin(asked, insist=True)

    def _send_again(self) -> None:
        """The same, as nobody asked for it: what lately came to nothing is left in peace."""
        self._begin(PLAIN, insist=False)

    def _begin(self, asked: Asked, *, insist: bool) -> None:
        if self._phase == "sending" or not self.view().enrolled:
            return
        self._due.stop()
        halted = self._halted = threading.Event()
        self._become("sending", "")
        self.runner.run(
            partial(self._round, asked, insist, halted),
            owner=self,
            done=partial(self._reached, halted),
            failed=partial(self._failed, halted),
        )

    def pause(self) -> None:
        """End the round under way at its next safe place, and begin none until one is asked for."""
        self._halted.set()
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
        if self.view().enrolled:
            self._in(AFTER_START * (1 + self._chance()))

    def stop(self) -> None:
        """End; what is under way goes on at the next start."""
        self._due.stop()
        self.runner.stop()

    def _round(
        self,
        asked: Asked,
        insist: bool,
        halted: threading.Event,
        store: Store,
        stop: Callable[[], bool],
        _tell: object,
    ) -> frozenset[str]:
        """On the line's own thread: one round; the record types that may look different now."""
        from desktop import enrolment as way  # HTTP is only loaded once there is a centre
        from sync import round as rounds
        from sync.http import Begun

        wish = rounds.Wish(asked.data_only, asked.budget, asked.accept, insist)
        meter = Meter(self._moved.emit)
        self._begun = self._begun or Begun()
        with way.center_of(store, self._safe, self._begun) as center:
            result = rounds.run(store, center, lambda: stop() or halted.is_set(), meter, wish)
        touched = frozenset(REGISTRY) if result.pulled else frozenset[str]()
        if result.files_up or result.files_down:
            touched |= {EVIDENCE.name}
        return touched | {"package"} if result.packages else touched

    def _reached(self, halted: threading.Event, touched: frozenset[str]) -> None:
        from sync import backoff

        self._failures = 0
        if halted is self._halted and not halted.is_set():
            self._become("idle", replica.status(self._store).last_sentence or "")
            self._in(backoff.spread(BETWEEN, self._chance()))
        else:
            self._become(self._phase, self._sentence)
        if touched:
            self._pulse.beat(*touched)

    def _failed(self, halted: threading.Event, error: Exception) -> None:
        from sync import backoff

        if halted is not self._halted or halted.is_set():
            return  # the officer asked for something else meanwhile
        got_on = isinstance(error, SyncError) and error.moved
        self._failures = 0 if got_on else self._failures + 1
        sentence = trouble.sentence(error) or _(
            "Lần gửi vừa rồi gặp lỗi ngoài dự kiến; chương trình sẽ tự thử lại."
        )
        self._become("offline" if isinstance(error, NoConnection) else "trouble", sentence)
        self._in(backoff.pause(self._failures, self._chance()))

    @Slot(object)
    def _show_moving(self, moving: Moving) -> None:
        if self._phase == "sending":
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
        )


def _enrol(store: Store, safe: Safe, invited: Invitation) -> str:
    from desktop import enrolment as joining

    return joining.enrol(store, safe, invited)
