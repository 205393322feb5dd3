"""Keying a sheet: a figure a question, Enter keeps it; the same for a first and a second entry."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.surveys import Question, SurveyForm
from resources.words import _
from rules import keying
from rules.keying import BACK, INVALID, NO, OPEN, REST, YES, Draft
from ui.look import SPACE, Role
from ui.rows import Column, Rows
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.table import Table

_KEYS: Mapping[int, str] = {Qt.Key.Key_Backspace: BACK}
_KEEP = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROLES = {YES: Role.PASSED, NO: Role.FAILED, OPEN: Role.MISSING}


class Line(Struct, frozen=True):
    """A question and the figure it has so far."""

    question: Question
    figure: str
    invalid: bool


class Pad(QWidget):
    """The questions in a column, the next one marked; figures alone fill them."""

    kept = Signal(object)  # a whole Draft
    dropped = Signal()  # Esc

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions: tuple[Question, ...] = ()
        self.draft = Draft()
        self.rows: Rows[Line] = Rows(_columns(), key=lambda each: each.question.code, parent=self)
        self.table = _Keys(self.rows, parent=self)
        self.table.setAccessibleName(_("Câu hỏi của phiếu"))
        self.buttons = Flow(SPACE.gap, self)
        self._keep = Button(_("Lưu (Enter)"), "done", Kind.PRIMARY)
        for key, words in (
            (YES, _("1 · Hài lòng")),
            (NO, _("2 · Không")),
            (OPEN, _("0 · Bỏ trống")),
            (REST, _("+ · Còn lại là 1")),
            (INVALID, _("* · Không hợp lệ")),
        ):
            button = Button(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, key=key: self.press(key))
            self.buttons.add(button)
        self._keep.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keep.clicked.connect(self.keep)
        self.buttons.add(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(self.table, 1)
        column.addWidget(self.buttons)
        self.table.keyed.connect(self.press)
        self.table.whole.connect(self.keep)
        self.table.dropped.connect(self.dropped)

    def ask(self, form: SurveyForm | None) -> None:
        """Ask the questions of this form; what was keyed stays where they are the same."""
        questions = form.questions if form else ()
        if questions != self._questions:
            self._questions = questions
            self.draft = Draft()
        self._show()

    def begin(self, draft: Draft | None = None) -> None:
        """An empty sheet, or one that is to be corrected."""
        self.draft = draft or Draft()
        self._show()

    def start(self) -> None:
        """Take the focus: from now on figures fill the sheet."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_begun(self) -> bool:
        """Whether anything was keyed that is not kept yet."""
        return self.draft != Draft()

    def press(self, key: str) -> None:
        """One more key."""
        if self.isEnabled():
            self.draft = keying.press(self.draft, key, len(self._questions))
            self._show()

    def keep(self) -> None:
        """Hand the sheet over; whoever listens says what is lacking."""
        if self.isEnabled() and self._questions:
            self.kept.emit(self.draft)

    def lock(self, *, locked: bool) -> None:
        """Whether nothing can be keyed."""
        self.setEnabled(not locked)

    def _show(self) -> None:
        draft = self.draft
        self.rows.replace(
            Line(question, draft.answers[at : at + 1], draft.invalid)
            for at, question in enumerate(self._questions)
        )
        if self._questions:
            at = min(len(draft.answers), len(self._questions) - 1)
            self.table.setCurrentIndex(self.rows.index(at, 0))


class _Keys(Table):
    """A table whose figures are answers."""

    keyed = Signal(str)
    whole = Signal()
    dropped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = _KEYS.get(event.key()) or event.text()
        if event.key() in _KEEP:
            self.whole.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif key in (YES, NO, OPEN, REST, INVALID, BACK):
            self.keyed.emit(key)
        else:
            super().keyPressEvent(event)


def words(question: Question, figure: str) -> str:
    """An answer in the words of its question."""
    return {YES: question.yes, NO: question.no, OPEN: _("Bỏ trống")}.get(figure, "")


def _columns() -> tuple[Column[Line], ...]:
    return (
        Column(
            _("Câu"),
            lambda each: f"{each.question.code}. {each.question.title}",
            hint=lambda each: each.question.title,
        ),
        Column(_("Phím"), lambda each: each.figure, width=6),
        Column(_("Trả lời"), _answer, role=_role, width=18),
    )


def _answer(line: Line) -> str:
    return _("không hợp lệ") if line.invalid else words(line.question, line.figure)


def _role(line: Line) -> Role | None:
    return Role.WARNING if line.invalid else _ROLES.get(line.figure)
