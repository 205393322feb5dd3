"""What an officer should look at before all else: a pull held back, a clock that is wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands.question import Question
from resources.words import _
from rules import belief
from rules.belief import Doubt
from ui.desk import Asked, Desk
from ui.look import SPACE, Role
from ui.widgets.message import Message


class Doubts(QWidget):
    """Hidden while all is well."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.question, self.clock = Message(), Message()
        self.question.acted.connect(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(self.question)
        column.addWidget(self.clock)

    def show_doubts(self, question: Question | None, clock: Doubt | None) -> None:
        """Show these."""
        if question is None:
            self.question.clear()
        else:
            words = question_words(question)
            if words != self.question.text():
                self.question.say(Role.WARNING, words, _("Vẫn nhận"), closable=False)
        if clock is None:
            self.clock.clear()
        elif (told := belief.words(clock)) != self.clock.text():
            self.clock.say(Role.WARNING, told, closable=False)
        self.setVisible(question is not None or clock is not None)

    def _accept(self) -> None:
        self._desk.line.send(Asked(accept=True))


def question_words(question: Question) -> str:
    """What the pull would do, and whose work it is."""
    return _(
        "Trung tâm có thay đổi sẽ xoá {deleted} và làm trống {blanked} trong {whole} bản ghi của"
        " xã, do {actors} làm. Chưa nhận, số liệu trên máy giữ nguyên. Hãy hỏi lại người làm trước"
        " khi nhận."
    ).format(
        deleted=question.deleted,
        blanked=question.blanked,
        whole=question.whole,
        actors=", ".join(question.actors) or _("người ở máy khác"),
    )
