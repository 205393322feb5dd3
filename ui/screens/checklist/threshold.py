"""What has to be met, how far that can be trusted, and entering it from the paper on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands import assess
from db.queries.checklist import Line
from resources.criteria import Confidence, Indicator, ValueKind
from resources.words import _
from rules import explain
from rules.scoring import Why
from ui import trouble
from ui.drafts import Shelf, Where
from ui.look import SPACE, Role, Type
from ui.screens.checklist.case import Case
from ui.slots import follow, leave_drops
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.pill import Pill
from ui.widgets.text import Text, Wrapped

if TYPE_CHECKING:
    from ui.screens.checklist.local import LocalForm


class Threshold(QWidget):
    """The threshold and its marks; below, when asked for, the form of the commune's own."""

    def __init__(self, *, mnemonics: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None
        self._line: Line | None = None
        self._mnemonics = mnemonics
        row = Flow(SPACE.gap, self)
        named = Text(_("Ngưỡng"), Type.BODY, Role.MUTED, parent=row)
        self._words = Wrapped("", Type.STRONG, parent=row)
        self._unchecked = Pill(_("chưa đối chiếu"), Role.WARNING, quiet=True, parent=row)
        self._unchecked.setToolTip(
            _("Ngưỡng này chưa được so với văn bản chính thức; hãy so trước khi nộp.")
        )
        self._local = Pill(_("do xã nhập"), Role.INFO, quiet=True, parent=row)
        self._none = Pill(_("chưa có ngưỡng"), Role.NO_THRESHOLD, quiet=True, parent=row)
        self.enter = Button("", "edit", Kind.QUIET, row)
        self.enter.clicked.connect(self._toggle)
        for part in (named, self._words, self._none, self._unchecked, self._local, self.enter):
            row.add(part)
        self._superseded: Message | None = None
        self._form: LocalForm | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.tight)
        self._column.addWidget(row)

    def show_line(self, case: Case, line: Line) -> None:
        """Show what holds for this indicator, this year, in this commune."""
        fresh = self._line is None or self._line.record != line.record
        if fresh:
            self.flush()
        self._case, self._line = case, line
        bound, indicator = line.verdict.bound, line.indicator
        self.setVisible(indicator.kind is not ValueKind.COMPOSITE)
        self._words.setText(explain.bare_threshold(indicator, bound) if bound else "")
        self._words.setVisible(bound is not None)
        self._words.setToolTip(source_words(indicator) if not line.verdict.bound_is_local else "")
        asks = line.verdict.has(Why.BOUND_ASKS_DENOMINATOR)
        self._none.setVisible(bound is None and not asks)
        self._local.setVisible(line.verdict.bound_is_local)
        self._unchecked.setVisible(line.verdict.has(Why.BOUND_UNCHECKED))
        own = line.verdict.bound_is_local
        self.enter.setVisible(own or (bound is None and not asks))
        words = _("Sửa ngưỡng của &xã") if own else _("Nhập ngưỡng của &xã")
        self.enter.setText(words if self._mnemonics else words.replace("&", ""))
        self._tell_superseded(line)
        shelf = self._shelf(case, line)
        if self._form is not None:
            self._form.show_line(line, shelf)
        if fresh and len(shelf):  # what was begun earlier is seen again
            self.form.show()
        elif fresh and self._form is not None:
            self._form.hide()

    def flush(self) -> None:
        """What was typed of a threshold and not entered yet waits."""
        if self._form is not None:
            self._form.half.flush()

    @property
    def form(self) -> LocalForm:
        """Where the commune's own threshold is entered; built when it is first asked for."""
        if self._form is None:
            from ui.screens.checklist.local import LocalForm

            self._form = LocalForm(self)
            self._form.hide()
            self._form.entered.connect(self._enter)
            self._form.removed.connect(self._remove)
            self._form.closed.connect(self._fold)
            self._column.addWidget(self._form)
            leave_drops(self._form)
            follow(self.enter, self._form)
            if self._case is not None and self._line is not None:
                self._form.show_line(self._line, self._shelf(self._case, self._line))
        return self._form

    @property
    def superseded(self) -> Message:
        """The notice that somebody has published a threshold since."""
        if self._superseded is None:
            self._superseded = Message(self)
            self._superseded.acted.connect(self._remove)
            self._column.insertWidget(1, self._superseded)
        return self._superseded

    def _tell_superseded(self, line: Line) -> None:
        old = line.verdict.superseded_local
        if old is None or line.verdict.bound is None:
            if self._superseded is not None:
                self._superseded.clear()
            return
        self.superseded.say(
            Role.INFO,
            _(
                "Đã có ngưỡng được công bố ({published}), nên ngưỡng do xã nhập ({own}) không còn"
                " được dùng."
            ).format(
                published=explain.bare_threshold(line.indicator, line.verdict.bound),
                own=explain.bare_threshold(line.indicator, old),
            ),
            _("Bỏ ngưỡng cũ") if line.local else "",
            closable=False,
        )

    def _shelf(self, case: Case, line: Line) -> Shelf:
        """Where a half filled form waits."""
        code = line.indicator.code
        where = Where(
            lambda: _("ngưỡng do xã nhập của chỉ tiêu {code}").format(code=code), case.route()
        )
        return case.desk.drafts.shelf(where, line.record, "threshold")

    def _toggle(self) -> None:
        if self.form.isHidden():
            self.form.show()
            self.form.start()
        else:
            self._fold()

    def _fold(self) -> None:
        self.form.hide()
        self.enter.setFocus()

    def _enter(self, comparison: str, value: object, source: str) -> None:
        case, line = self._case, self._line
        if case is None or line is None:
            return
        number = value if isinstance(value, int | float) else None
        told = trouble.attempt(
            lambda: assess.enter_threshold(
                case.desk.store,
                case.desk.actor,
                case.place(line.indicator.code),
                comparison=comparison,
                value=number,
                source=source,
            )
        )
        self.form.troubles.tell("threshold", told)
        if not told:
            self.form.half.forget()
            self._fold()
            case.desk.wrote("threshold")

    def _remove(self) -> None:
        case, line = self._case, self._line
        if case is None or line is None or line.local is None:
            return
        record = line.local.record
        told = trouble.attempt(
            lambda: assess.remove_threshold(case.desk.store, case.desk.actor, record)
        )
        self.form.troubles.tell("threshold", told)
        if not told:
            self.form.half.forget()
            self.form.hide()
            case.desk.wrote("threshold")


def source_words(indicator: Indicator) -> str:
    """Where a published threshold was read."""
    if not indicator.source:
        return ""
    if indicator.confidence is Confidence.EXACT:
        return _("Nguồn: {source}").format(source=indicator.source)
    return _("Nguồn, chưa đối chiếu với văn bản: {source}").format(source=indicator.source)
