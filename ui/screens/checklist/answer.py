"""The answer to one indicator: yes or no, a numerator over a denominator, or one number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.checklist import Line
from resources.criteria import Comparison, Indicator, ValueKind
from resources.words import _
from rules import explain
from rules.answer import Answer
from rules.record import Value
from ui import look
from ui.drafts import Shelf
from ui.editors import NumberEditor
from ui.look import SPACE, Type
from ui.screens.checklist.keys import TO_VILLAGES
from ui.slots import Slot, Troubles
from ui.widgets.button import Button, Kind
from ui.widgets.choice import Choice, verdict
from ui.widgets.flow import Flow
from ui.widgets.text import Text

Keep = Callable[[str, str, Value], str]  # code, field, value -> "" or what went wrong
_NUMBERS = ("numerator", "denominator", "number")
_LETTERS = 14


class AnswerBox(QWidget):
    """Shows what was answered and keeps what is answered.  One box serves every kind."""

    villages_wanted = Signal()

    def __init__(
        self,
        keep: Keep,
        *,
        mnemonics: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keep, self._mnemonics = keep, mnemonics
        self._shelf = Shelf()
        self._line: Line | None = None
        self._fields = Flow(SPACE.group, self)
        self.choice = verdict(_("Kết quả tự đánh giá"), self._fields)
        self.editors = {name: NumberEditor(self._fields) for name in _NUMBERS}
        named = {
            "passed": _("Kết &quả tự đánh giá"),
            "numerator": _("Tử &số"),
            "denominator": _("Mẫ&u số"),
        }
        judged = Slot(self._call(named["passed"]), self.choice, parent=self._fields)
        self.slots = {"passed": judged}
        for name, editor in self.editors.items():
            label = self._call(named.get(name, ""))
            self.slots[name] = Slot(label, editor, _LETTERS, self._fields)
        self.troubles = Troubles(self)
        self._asked: dict[str, NumberEditor | Choice] = {"passed": self.choice, **self.editors}
        for name, field in self._asked.items():
            field.edited.connect(lambda value, name=name: self._answered(name, value))
            field.troubled.connect(lambda told, name=name: self._troubled(name, told))
        for slot in self.slots.values():
            self._fields.add(slot)
        self._beside = _Beside(self._fields)
        self._fields.add(self._beside)
        self._sum = Text("", wrap=True, parent=self)
        self._table = Button(_("Đến bảng thôn"), "village", Kind.QUIET, self)
        self._table.tell_key(TO_VILLAGES)
        self._table.clicked.connect(self.villages_wanted)
        below = QHBoxLayout()
        below.setSpacing(SPACE.gap)
        below.addWidget(self._sum, 1)
        below.addWidget(self._table)
        below.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(self._fields)
        column.addWidget(self.troubles)
        column.addLayout(below)

    def show_line(self, line: Line, shelf: Shelf) -> None:
        """Show an indicator.  The same one again: what is being typed stays."""
        fresh = self._line is None or self._line.record != line.record
        if fresh:
            self.flush()
            self.troubles.forget()
        self._line, self._shelf = line, shelf
        self._arrange(line)
        for name, field in self._asked.items():
            value = getattr(line.answer, name)
            if fresh:
                self.slots[name].warn("")
                shelf.open(name, field, value)
            else:
                field.setValue(value)

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits on its shelf."""
        if self._line is not None:
            for name, field in self._asked.items():
                field.flush()
                self._shelf.stash(name, field)

    def first(self) -> QWidget | None:
        """Where filling in begins; None where the villages answer."""
        if not self.slots["passed"].isHidden():
            return self.choice
        return next((e for n, e in self.editors.items() if not self.slots[n].isHidden()), None)

    def _call(self, label: str) -> str:
        return label if self._mnemonics else label.replace("&", "")

    def _arrange(self, line: Line) -> None:
        """Show the fields this kind of indicator asks for."""
        asked = fields_of(line)
        for name, slot in self.slots.items():
            slot.setVisible(name in asked)
        self.slots["number"].call(self._call(number_label(line.indicator)))
        worth = worth_words(line)
        self._fields.setVisible(bool(asked))
        self._beside.words.setText(worth)
        self._beside.setVisible(bool(worth))
        total = sum_words(line)
        self._sum.setText(total)
        self._sum.setVisible(bool(total))
        self._table.setVisible(line.indicator.by_village)

    def _answered(self, name: str, value: object) -> None:
        """One field was settled: keep it, and try again what waited for it."""
        if self._line is None:
            return
        told = self._keep(self._line.indicator.code, name, _plain(value))
        if told:
            self._asked[name].refuse(told)
            return
        for other, field in self._asked.items():
            if other != name and field.unsettled():
                field.flush()

    def _troubled(self, name: str, told: str) -> None:
        self.slots[name].warn(told)
        self.troubles.tell(name, told)


class _Beside(QWidget):
    """Words beside fields, at the height of the fields and not of their names."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = Text("", Type.LARGE, parent=self)
        self.words.setMinimumHeight(look.row_height())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, self.fontMetrics().height(), 0, 0)
        column.addWidget(self.words)


def fields_of(line: Line) -> frozenset[str]:
    """Which fields an officer fills in; one that holds something is shown in any case."""
    indicator = line.indicator
    given = line.answer.given()
    if indicator.kind is ValueKind.COMPOSITE:
        return given
    if indicator.kind is ValueKind.YES_NO:
        return given | {"passed"}
    asked = {"passed"} if indicator.comparison is Comparison.PASS else set()
    summed = line.verdict.villages is not None
    if not summed:
        asked |= set(_NUMBERS) if indicator.kind is ValueKind.PERCENT else {"number"}
    return given | asked


def number_label(indicator: Indicator) -> str:
    """What the single number is called, with its unit."""
    if indicator.kind is ValueKind.PERCENT and indicator.unit in (None, "", "%"):
        return _("Hoặc tỷ &lệ %")
    if indicator.kind is ValueKind.PERCENT:
        return _("Hoặc tỷ &lệ ({unit})").format(unit=indicator.unit)
    if indicator.unit:
        return _("Giá t&rị ({unit})").format(unit=indicator.unit)
    return _("Giá t&rị")


def worth_words(line: Line) -> str:
    """The percentage a typed fraction amounts to: "= 84,1 %"."""
    answer, value = line.answer, line.verdict.value
    fraction = answer.numerator is not None and answer.denominator is not None
    if line.indicator.kind is not ValueKind.PERCENT or line.verdict.villages or not fraction:
        return ""
    if value is None:
        return ""
    alone = Answer(number=value)
    return _("= {value}").format(value=explain.value_text(line.indicator, alone))


def sum_words(line: Line) -> str:
    """What the villages add up to, where any of them has answered."""
    total = line.verdict.villages
    if total is None:
        return ""
    return _("Cộng từ bảng thôn: {value}").format(
        value=explain.value_text(line.indicator, line.verdict)
    )


def _plain(value: object) -> bool | int | float | None:
    return value if isinstance(value, bool | int | float) else None
