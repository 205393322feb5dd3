"""Brings records on while nobody waits: one thread that reads the communes' streams in turn."""

from __future__ import annotations

import logging
import threading
import time

from msgspec import Struct
from sqlalchemy.exc import DatabaseError

from center.store import Store, records
from rules.change import ChangeError

_REST = 0.5  # seconds without a push before a stream is read: reading slows the answers to pushes
_PATIENCE = 5.0  # seconds after which it is read although more is coming

_log = logging.getLogger("center")


class _Turn(Struct):
    """When a commune's stream is read at the latest, and when as things stand."""

    latest: float
    due: float


class Reader:
    """Reads on what was pushed, once the pushing rests.

    Whoever asks for records catches them up in any case; so nothing depends on this thread, and
    a process that ends need not wait for it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turns: dict[str, _Turn] = {}  # by commune
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def ask(self, commune: str) -> None:
        """Something new is in this commune's stream."""
        now = time.monotonic()
        with self._changed:
            turn = self._turns.setdefault(commune, _Turn(now + _PATIENCE, now))
            turn.due = min(turn.latest, now + _REST)
            if self._thread is None:
                self._thread = threading.Thread(target=self._read, name="reader", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _read(self) -> None:
        while True:
            commune = self._next()
            try:
                records.catch_up(self._store, commune)
            except (DatabaseError, ChangeError):
                _log.warning("records of %s are read when they are asked for", commune)

    def _next(self) -> str:
        """The commune whose turn it is, once it is."""
        with self._changed:
            while True:
                commune = min(self._turns, key=lambda each: self._turns[each].due, default=None)
                left = self._turns[commune].due - time.monotonic() if commune else None
                if commune is not None and left is not None and left <= 0:
                    del self._turns[commune]
                    return commune
                self._changed.wait(left)
