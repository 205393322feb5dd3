"""What the parts of this place look at together: the classes, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from db.queries import training
from db.queries.training import Course, Learner, Marks, Session
from ui.desk import Desk

_CHOSEN = "training/course"


class Register(QObject):
    """Read once for all parts, as often as something changed."""

    turned = Signal()  # another class is chosen

    def __init__(self, desk: Desk, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.today = today
        self.courses: list[Course] = []
        self.course: Course | None = None
        self.sessions: list[Session] = []
        self.learners: list[Learner] = []
        self.marks = Marks({})

    def read(self) -> None:
        """Read what is stored; the chosen class stays, or is the one of last time, or the first."""
        self.courses = training.courses(self._desk.store)
        wanted = self.course.id if self.course else self._desk.preferences.get(_CHOSEN)
        found = [each for each in self.courses if each.id == wanted] or self.courses[:1]
        self.course = found[0] if found else None
        self._read_course()

    def read_marks(self) -> None:
        """Read who came: all that a key in the grid changes."""
        if self.course is not None:
            self.marks = training.marks(self._desk.store, self.course.id)

    def choose(self, course: str) -> None:
        """Turn to another class; an unknown one changes nothing."""
        found = next((each for each in self.courses if each.id == course), None)
        if found is None or (self.course is not None and found.id == self.course.id):
            return
        self.course = found
        self._desk.preferences.set(_CHOSEN, course)
        self._read_course()
        self.turned.emit()

    def _read_course(self) -> None:
        store = self._desk.store
        if self.course is None:
            self.sessions, self.learners, self.marks = [], [], Marks({})
            return
        self.sessions = training.sessions(store, self.course.id)
        self.learners = training.learners(store, self.course.id)
        self.marks = training.marks(store, self.course.id)
