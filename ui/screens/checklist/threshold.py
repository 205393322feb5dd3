"""What has to be met, how far that can be trusted, and entering it from the paper on the desk."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.commands import assess
from db.queries.checklist import Line
from resources.criteria import Confidence, Indicator, ValueKind
from resources.words import _
from rules import explain, numbers
from rules.numbers import NumberError
from rules.scoring import Why
from ui import trouble
from ui.look import SPACE, Ground, Role, Type
from ui.screens.checklist.case import Case
from ui.slots import Slot, Troubles
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.picker import Picker
from ui.widgets.pill import Pill
from ui.widgets.region import Region
from ui.widgets.text import Text

_SIGNS = ((">=", "≥"), ("<=", "≤"), (">", ">"), ("<", "<"), ("=", "="))


class Threshold(QWidget):
    """The threshold and its marks; below, when asked for, the form of the commune's own."""

    def __init__(self, *, mnemonics: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None
        self._line: Line | None = None
        self._mnemonics = mnemonics
        self._words = Text("", Type.STRONG)
        self._unchecked = Pill(_("chưa đối chiếu"), Role.WARNING, quiet=True)
        self._unchecked.setToolTip(
            _("Ngưỡng này chưa được so với văn bản chính thức; hãy so trước khi nộp.")
        )
        self._local = Pill(_("do xã nhập"), Role.INFO, quiet=True)
        self._none = Pill(_("chưa có ngưỡng"), Role.NO_THRESHOLD, quiet=True)
        self.enter = Button("", "edit", Kind.QUIET)
        self.enter.clicked.connect(self._toggle)
        row = Flow(SPACE.gap)
        for part in (Text(_("Ngưỡng"), Type.BODY, Role.MUTED), self._words, self._none):
            row.add(part)
        for mark in (self._unchecked, self._local, self.enter):
            row.add(mark)
        self.superseded = Message()
        self.superseded.acted.connect(self._remove)
        self.form = LocalForm()
        self.form.entered.connect(self._enter)
        self.form.removed.connect(self._remove)
        self.form.closed.connect(self._fold)
        self.form.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.tight)
        column.addWidget(row)
        column.addWidget(self.superseded)
        column.addWidget(self.form)

    def show_line(self, case: Case, line: Line) -> None:
        """Show what holds for this indicator, this year, in this commune."""
        fresh = self._line is None or self._line.record != line.record
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
        if fresh:
            self.form.hide()
            self.form.open(line)

    def _tell_superseded(self, line: Line) -> None:
        old = line.verdict.superseded_local
        if old is None or line.verdict.bound is None:
            self.superseded.clear()
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
            case.desk.wrote("threshold")
            self._fold()

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
            case.desk.wrote("threshold")
            self.form.hide()


class LocalForm(Region):
    """How it is compared, the number, and the paper it stands in.  Enter keeps, Esc closes."""

    entered = Signal(str, object, str)  # comparison, number or None, source
    removed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self._judged_by_yes = False
        self.comparison = Picker(_("Phép so sánh"))
        for code, sign in _SIGNS:
            self.comparison.addItem(sign, code)
        self.value = QLineEdit()
        self.source = QLineEdit()
        self.source.setPlaceholderText(_("Số, ngày và cơ quan ban hành văn bản"))
        self._compared = Slot(_("So sánh"), self.comparison)
        self._number = Slot(_("Ngưỡng"), self.value, 10)
        self._named = Slot(_("Nguồn của ngưỡng"), self.source)
        self.troubles = Troubles()
        keep = Button(_("Dùng ngưỡng này"), kind=Kind.PRIMARY)
        keep.clicked.connect(self._try)
        self.remove = Button(_("Bỏ ngưỡng của xã"), "remove")
        self.remove.clicked.connect(self.removed)
        close = IconButton("close", _("Đóng"))
        close.clicked.connect(self.closed)
        for field in (self.value, self.source):
            field.returnPressed.connect(self._try)
        row = QHBoxLayout()
        row.setSpacing(SPACE.gap)
        row.addWidget(self._compared)
        row.addWidget(self._number)
        row.addWidget(self._named, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.gap)
        buttons.addWidget(keep)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        column.setSpacing(SPACE.gap)
        column.addLayout(row)
        column.addWidget(self.troubles)
        column.addLayout(buttons)

    def open(self, line: Line) -> None:
        """Begin with the threshold the commune has, or with the comparison the set names."""
        indicator, own = line.indicator, line.local
        self._judged_by_yes = indicator.kind is ValueKind.YES_NO
        self._compared.setVisible(not self._judged_by_yes)
        self._number.setVisible(not self._judged_by_yes)
        self._number.call(threshold_label(indicator))
        self._named.call(
            _("Văn bản quy định phải đạt") if self._judged_by_yes else _("Nguồn của ngưỡng")
        )
        comparison = own.bound.comparison if own else indicator.comparison
        self.comparison.setCurrentIndex(max(self.comparison.findData(comparison.value), 0))
        held = own.bound.value if own else None
        self.value.setText("" if held is None else numbers.show(held))
        self.source.setText((own.bound.source if own else None) or "")
        self.remove.setVisible(own is not None)
        self.troubles.forget()

    def start(self) -> None:
        """Take the focus to the first field."""
        (self.source if self._judged_by_yes else self.value).setFocus()

    def _try(self) -> None:
        """Hand over what was typed, if the number can be read."""
        self.troubles.forget()
        if self._judged_by_yes:
            self.entered.emit("pass", None, self.source.text())
            return
        try:
            value = numbers.parse(self.value.text())
        except NumberError as error:
            self.troubles.tell("value", error.advice)
            return
        if value is None:
            self.troubles.tell("value", _("Chưa có số. Hãy gõ ngưỡng ghi trong văn bản."))
            return
        self.entered.emit(self.comparison.currentData(), value, self.source.text())


def threshold_label(indicator: Indicator) -> str:
    """What the number of a threshold is called, with its unit."""
    unit = indicator.unit or ("%" if indicator.kind is ValueKind.PERCENT else "")
    return _("Ngưỡng ({unit})").format(unit=unit) if unit else _("Ngưỡng")


def source_words(indicator: Indicator) -> str:
    """Where a published threshold was read."""
    if not indicator.source:
        return ""
    if indicator.confidence is Confidence.EXACT:
        return _("Nguồn: {source}").format(source=indicator.source)
    return _("Nguồn, chưa đối chiếu với văn bản: {source}").format(source=indicator.source)
