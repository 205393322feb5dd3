"""Brings records on while nobody waits: one thread that reads the communes' streams in turn."""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue

from sqlalchemy.exc import DatabaseError

from center.store import Store, records
from rules.change import ChangeError

_log = logging.getLogger("center")


class Reader:
    """Reads on what was pushed; a commune that is waiting for its turn waits once.

    Whoever asks for records catches them up in any case; so nothing depends on this thread, and
    a process that ends need not wait for it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turns: SimpleQueue[str] = SimpleQueue()
        self._waiting: set[str] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, commune: str) -> None:
        """Something new is in this commune's stream."""
        with self._lock:
            if commune in self._waiting:
                return
            self._waiting.add(commune)
            if self._thread is None:
                self._thread = threading.Thread(target=self._read, name="reader", daemon=True)
                self._thread.start()
        self._turns.put(commune)

    def _read(self) -> None:
        while True:
            commune = self._turns.get()
            with self._lock:
                self._waiting.discard(commune)
            try:
                records.catch_up(self._store, commune)
            except (DatabaseError, ChangeError):
                _log.warning("records of %s are read when they are asked for", commune)
