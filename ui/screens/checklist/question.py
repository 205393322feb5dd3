"""One question: what has to be met, the answer, what it amounts to and what is lacking."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.checklist import Line
from resources.criteria import ValueKind
from resources.words import _
from rules import explain
from rules.record import Value
from ui import names
from ui.look import SPACE, Role, Type
from ui.screens.checklist.answer import AnswerBox
from ui.screens.checklist.case import Case
from ui.screens.checklist.threshold import Threshold
from ui.widgets import dates
from ui.widgets.pill import Pill
from ui.widgets.text import Text


class Question(QWidget):
    """Serves a whole indicator, or a part of a composite with its own title."""

    villages_wanted = Signal()

    def __init__(self, *, part: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None
        self.title = Text("", Type.STRONG, wrap=True, parent=self)
        self.title.setVisible(part)
        # several parts stand below each other: no letter could mean one of them alone
        self.threshold = Threshold(mnemonics=not part, parent=self)
        self.answer = AnswerBox(self._keep, mnemonics=not part, parent=self)
        self.answer.villages_wanted.connect(self.villages_wanted)
        self.verdict = Verdict(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        for each in (self.title, self.threshold, self.answer, self.verdict):
            column.addWidget(each)

    def show_line(self, case: Case, line: Line) -> None:
        """Show a question; parts of composites carry their title."""
        self._case = case
        self.title.setText(f"{line.indicator.code}  {line.indicator.title}")
        self.threshold.show_line(case, line)
        self.answer.show_line(line, case.shelf(line))
        self.verdict.show_line(case, line)

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits."""
        self.answer.flush()
        self.threshold.flush()

    def _keep(self, code: str, field: str, value: Value) -> str:
        return self._case.answer(code, {field: value}) if self._case else ""


class Verdict(QWidget):
    """The result in a word, the reasons in sentences, and how it was before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pill = Pill("", Role.MISSING, parent=self)
        self.reasons = Text("", wrap=True, parent=self)
        self.before = Text("", Type.SMALL, Role.MUTED, wrap=True, parent=self)
        row = QHBoxLayout()
        row.setSpacing(SPACE.gap)
        row.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.reasons, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.tight)
        column.addLayout(row)
        column.addWidget(self.before)

    def show_line(self, case: Case, line: Line) -> None:
        """Say how the indicator stands."""
        self.pill.say(*names.result(line.verdict.result))
        said = reasons_of(line)
        self.reasons.setText(said)
        self.pill.setAccessibleDescription(said)
        self.before.setText(before_words(case, line))
        self.before.setVisible(line.indicator.kind is not ValueKind.COMPOSITE)


def reasons_of(line: Line) -> str:
    """The explanation, without a sentence that only says the word of the pill again."""
    word = explain.result_word(line.verdict.result)
    said = explain.sentences(line.indicator, line.verdict)
    return " ".join(sentence for sentence in said if sentence != f"{word}.")


def before_words(case: Case, line: Line) -> str:
    """How it stood at the end of the year before."""
    day = dates.show(case.checklist.period.baseline().end.isoformat())
    if line.baseline is None:
        return _("Kỳ trước ({day}): chưa có số liệu").format(day=day)
    value = explain.value_text(line.indicator, line.baseline)
    word = explain.result_word(line.baseline.result)
    if value == word:
        return _("Kỳ trước ({day}): {result}").format(day=day, result=word)
    return _("Kỳ trước ({day}): {value}, {result}").format(
        day=day, value=value, result=word.lower()
    )
