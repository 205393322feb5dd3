"""Entering a threshold of the commune's own, from the paper on the desk."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.checklist import Line
from resources.criteria import Indicator, ValueKind
from resources.words import _
from rules import numbers
from rules.numbers import NumberError
from ui.drafts import Shelf
from ui.half import Half
from ui.half import Line as Field
from ui.look import SPACE, Ground
from ui.slots import Slot, Troubles
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.picker import Picker
from ui.widgets.region import Region

_SIGNS = ((">=", "≥"), ("<=", "≤"), (">", ">"), ("<", "<"), ("=", "="))


class Sign(Picker):
    """How it is compared, as drafts keep it."""

    def typed(self) -> str:
        """The comparison in hand."""
        return str(self.currentData())

    def open(self, value: object) -> None:
        """Begin with this comparison, or the first."""
        self.setCurrentIndex(max(self.findData(value), 0))

    def resume(self, text: str) -> None:
        """The comparison that was chosen earlier."""
        self.open(text)


class LocalForm(Region):
    """How it is compared, the number, and the paper it stands in.  Enter keeps, Esc closes."""

    entered = Signal(str, object, str)  # comparison, number or None, source
    removed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self._judged_by_yes = False
        self.comparison = Sign(_("Phép so sánh"))
        for code, sign in _SIGNS:
            self.comparison.addItem(sign, code)
        self.value = Field()
        self.source = Field()
        self.source.setPlaceholderText(_("Số, ngày và cơ quan ban hành văn bản"))
        self.half = Half(
            {"comparison": self.comparison, "value": self.value, "source": self.source}
        )
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

    def show_line(self, line: Line, shelf: Shelf) -> None:
        """What was begun of this indicator's; else the threshold the commune has, or nothing."""
        indicator, own = line.indicator, line.local
        self._judged_by_yes = indicator.kind is ValueKind.YES_NO
        self._compared.setVisible(not self._judged_by_yes)
        self._number.setVisible(not self._judged_by_yes)
        self._number.call(threshold_label(indicator))
        self._named.call(
            _("Văn bản quy định phải đạt") if self._judged_by_yes else _("Nguồn của ngưỡng")
        )
        comparison = own.bound.comparison if own else indicator.comparison
        held = own.bound.value if own else None
        self.half.show(
            shelf,
            {
                "comparison": comparison.value,
                "value": None if held is None else numbers.show(held),
                "source": own.bound.source if own else None,
            },
        )
        self.remove.setVisible(own is not None)
        self.troubles.forget()

    def start(self) -> None:
        """Take the focus to the first field."""
        (self.source if self._judged_by_yes else self.value).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

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
