"""Work off the window's thread: plain functions with a connection of their own.

Results come back through one signal and are dropped when whoever asked is gone by then.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

import shiboken6
from msgspec import Struct, field
from PySide6.QtCore import QObject, Signal, Slot

from db.store import Store, translated
from desktop import logs, trouble

T = TypeVar("T")

Stop = Callable[[], bool]
Tell = Callable[[int, int], None]
Work = Callable[[Store, Stop, Tell], T]

_PATIENCE = 10.0  # seconds a job under way gets to notice that the programme ends


class Task(Struct, eq=False):
    """A job under way and whom its answers go to."""

    work: Work[Any]
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    progress: Tell | None
    ended: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Ask it to end; its result is dropped."""
        self.ended.set()


class Runner(QObject):
    """A few threads that do one task after the other.  Belongs to the thread that made it."""

    _landed = Signal(object, object, object)  # task, result, the error if there was one
    _moved = Signal(object, object, object)  # task, done, whole

    def __init__(
        self, another: Callable[[], Store], threads: int = 2, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._another = another
        self._most = threads
        self._threads: list[threading.Thread] = []
        self._queue: SimpleQueue[Task | None] = SimpleQueue()
        self._open: set[Task] = set()
        self._landed.connect(self._hand_over)
        self._moved.connect(self._tell)

    def run(
        self,
        job: Work[T],
        *,
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        progress: Tell | None = None,
    ) -> Task:
        """Run `job(store, stop, progress)`; the answers arrive on this object's thread.

        `failed` hears whatever was raised; they are dropped when `owner` is gone by then.
        """
        task = Task(job, owner, done, failed, progress)
        self._open.add(task)
        if len(self._threads) < min(self._most, len(self._open)):
            thread = threading.Thread(target=self._serve, name="langso-worker", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._queue.put(task)
        return task

    @property
    def busy(self) -> bool:
        """Whether a job is under way or waits."""
        return bool(self._open)

    def stop(self) -> None:
        """End every job at its next safe place and every thread; nothing more is handed over."""
        for task in self._open:
            task.stop()
        for _thread in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(_PATIENCE)
        self._threads.clear()
        self._open.clear()

    # -- on a thread of ours ---------------------------------------------------------------------

    def _serve(self) -> None:
        while (task := self._queue.get()) is not None:
            result, error = self._attempt(task)
            self._landed.emit(task, result, error)

    def _attempt(self, task: Task) -> tuple[Any, Exception | None]:
        def tell(done: int, whole: int) -> None:
            if not task.ended.is_set():
                self._moved.emit(task, done, whole)

        if task.ended.is_set():
            return None, None
        try:
            with self._another() as store, translated(store.folder):
                return task.work(store, task.ended.is_set, tell), None
        except Exception as error:
            if trouble.sentence(error) is None:
                logs.wrong(error)
            return None, error

    # -- on the window's thread ------------------------------------------------------------------

    @Slot(object, object, object)
    def _hand_over(self, task: Task, result: Any, error: Exception | None) -> None:
        self._open.discard(task)
        if not _wanted(task):
            return
        task.ended.set()
        if error is None:
            task.done(result)
        else:
            task.failed(error)

    @Slot(object, object, object)
    def _tell(self, task: Task, done: int, whole: int) -> None:
        if task.progress is not None and _wanted(task):
            task.progress(done, whole)


def _wanted(task: Task) -> bool:
    return not task.ended.is_set() and shiboken6.isValid(task.owner)
