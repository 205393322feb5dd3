"""The class that learners of a list go into, where the list names none."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.training import Course
from resources.words import _
from rules.intake.reading import Choice
from ui.editors import TextEditor
from ui.look import SPACE
from ui.slots import Slot
from ui.widgets.pick import Pick

_FRESH = ""  # a class that is not there yet


class Seats(QWidget):
    """A class that is there, or the title of a new one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course = Pick(_("Vào lớp"), (), self)
        self.title = TextEditor(self)
        self._title = Slot(_("Tên lớp mới"), self.title, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(Slot(_("Vào lớp, nếu danh sách không ghi lớp"), self.course, parent=self))
        column.addWidget(self._title)
        self.course.edited.connect(self._chosen)
        self.title.edited.connect(lambda _title: self.changed.emit())
        self.offer((), None)

    def offer(self, courses: Iterable[Course], chosen: Course | None) -> None:
        """Offer these classes; one that was chosen before gives way."""
        offered = [(each.id, each.title) for each in courses]
        self.course.offer([*offered, (_FRESH, _("Lớp mới…"))])
        self.course.setValue(chosen.id if chosen else _FRESH)
        self.title.open(None)
        self._title.setVisible(self.course.value() == _FRESH)

    def take(self, choice: Choice) -> None:
        """What was said before about the class of a list."""
        self.course.setValue(choice.course or _FRESH)
        self.title.open(choice.course_title)
        self._title.setVisible(self.course.value() == _FRESH)

    def flush(self) -> None:
        """The title that is being typed counts."""
        self.title.flush()

    def put(self, choice: Choice) -> Choice:
        """What a list is told about its class."""
        course, title = self.course.value(), self.title.value()
        if course == _FRESH:
            return replace(choice, course=None, course_title=str(title) if title else None)
        return replace(choice, course=str(course), course_title=None)

    def _chosen(self, course: object) -> None:
        self._title.setVisible(course == _FRESH)
        if course == _FRESH:
            self.title.setFocus()
        self.changed.emit()
