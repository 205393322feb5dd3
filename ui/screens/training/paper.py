"""A button that writes a paper of the chosen class into a file, to be printed and signed."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from resources.words import _
from ui import trouble
from ui.desk import Desk
from ui.dialogs import files
from ui.screens.training.register import Register
from ui.widgets.button import Button, Kind

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # of files, on any system
_LONGEST = 60


class PaperButton(Button):
    """One kind of paper; where it is to lie is asked first."""

    said = Signal(str)
    failed = Signal(str)  # one sentence

    def __init__(
        self,
        desk: Desk,
        register: Register,
        kind: str,
        words: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, "print", Kind.QUIET, parent)
        self._desk, self._register, self._paper = desk, register, kind
        self.choose = files.choose_paper
        self.clicked.connect(self._ask)

    def _ask(self) -> None:
        course = self._register.course
        if course is None:
            return
        title = self.text().replace("&", "")
        target = self.choose(self, title, _named(title, course.code or course.title))
        if target is not None:
            self._write(course.id, target)

    def _write(self, course: str, target: Path) -> None:
        desk, kind = self._desk, self._paper
        desk.worker.run(
            lambda store, _stop, _progress: desk.papers.write(
                store, desk.actor, kind, course, target
            ),
            owner=self,
            done=lambda _people: self._written(target),
            failed=self._not_written,
        )

    def _written(self, target: Path) -> None:
        self._desk.wrote("export")
        self.said.emit(_("Đã ghi {file}; hãy mở bằng Excel rồi in.").format(file=target.name))

    def _not_written(self, error: Exception) -> None:
        told = trouble.sentence(error)
        if told is None:
            raise error
        self.failed.emit(told)


def _named(title: str, course: str) -> str:
    """A name any system takes for a file."""
    bare = " ".join(_NOT_IN_NAMES.sub("-", f"{title} {course}").split())
    return f"{bare[:_LONGEST].rstrip(' .')}.xlsx"
