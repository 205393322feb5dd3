"""Files on their way in: one after the other, off the window's thread, with a way to stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.commands import evidence
from db.store import Store
from resources.words import _
from ui import trouble
from ui.desk import Desk, Job
from ui.look import SPACE
from ui.widgets.button import Button
from ui.widgets.progress import Progress

_MEGABYTE = 1_000_000


class Intake(QWidget):
    """Shown while files are being copied and hashed."""

    refused = Signal(str)  # the sentence why a file was not taken
    stopped = Signal()
    finished = Signal()  # nothing waits any more

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._waiting: list[tuple[str, str, Path]] = []
        self._progress = Progress()
        self.stop = Button(_("Dừng"))
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.gap)
        row.addWidget(self._progress, 1)
        row.addWidget(self.stop)
        self.hide()

    def take(self, target_type: str, target: str, paths: Sequence[Path]) -> None:
        """Bind these files to a record, after those that are on their way."""
        self._waiting += [(target_type, target, path) for path in paths]
        if self._job is None:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._job = None
            self.hide()
            self.finished.emit()
            return
        target_type, target, path = self._waiting.pop(0)
        self._show(path, 0, 1)
        self.show()
        self._job = self._desk.worker.run(
            partial(_attach, self._desk.actor, (target_type, target), path),
            owner=self,
            done=self._came,
            failed=self._failed,
            progress=partial(self._show, path),
        )

    def _show(self, path: Path, done: int, whole: int) -> None:
        words = _("Đang thêm “{name}”").format(name=path.name)
        self._progress.tell(done // _MEGABYTE, max(whole // _MEGABYTE, 1), words)

    def _came(self, _evidence: str) -> None:
        self._desk.wrote("evidence")
        self._next()

    def _failed(self, error: Exception) -> None:
        told = trouble.sentence(error)
        if told is None:
            self._next()
            raise error
        self.refused.emit(told)
        self._next()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
        self._waiting.clear()
        self._job = None
        self.hide()
        self.stopped.emit()


def _attach(
    actor: str,
    bearer: tuple[str, str],
    path: Path,
    store: Store,
    stop: Callable[[], bool],
    progress: Callable[[int, int], None],
) -> str:
    return evidence.attach(store, actor, *bearer, path, stop=stop, progress=progress)
