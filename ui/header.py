"""The line above the work: where one is, which set and period, search, who is at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.queries import sets
from resources.words import _
from ui.desk import Desk
from ui.finder import Finder
from ui.look import SPACE, Ground, Type
from ui.officers import Officers
from ui.screen import Route
from ui.subject import Subject
from ui.widgets.picker import Picker
from ui.widgets.region import Region
from ui.widgets.text import Elided


class Header(Region):
    """Choosers of what the window is about."""

    asked = Signal(object)  # a Route

    def __init__(
        self,
        desk: Desk,
        subject: Subject,
        found: Sequence[tuple[str, Route]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Ground.SURFACE, parent)
        self._desk, self._subject = desk, subject
        self.title = Elided("", Type.TITLE, parent=self)
        self.sets = Picker(_("Bộ tiêu chí"), self)
        self.periods = Picker(_("Kỳ báo cáo"), self)
        self.finder = Finder(desk, subject, found, self)
        self.finder.setMinimumWidth(self.finder.fontMetrics().averageCharWidth() * 22)
        self.finder.setMaximumWidth(self.finder.fontMetrics().averageCharWidth() * 40)
        self.officers = Officers(desk, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        row.setSpacing(SPACE.gap)
        row.addWidget(self.title, 2)
        row.addWidget(self.sets, 3)
        row.addWidget(self.periods, 1)
        row.addWidget(self.finder, 2)
        row.addWidget(self.officers)
        self.sets.activated.connect(self._take_set)
        self.periods.activated.connect(self._take_period)
        self.finder.chosen.connect(self.asked)
        subject.changed.connect(self.show_subject)
        for keys, picker in (("Ctrl+L", self.sets), ("Ctrl+Shift+L", self.periods)):
            key = QShortcut(QKeySequence(keys), self)
            key.activated.connect(lambda picker=picker: _unfold(picker))
        officers = QShortcut(QKeySequence("Ctrl+O"), self)  # of a button it would go with its words
        officers.activated.connect(self.officers.unfold)
        self.show_subject()

    def say(self, title: str, *, choosers: bool) -> None:
        """Where one is; `choosers`: whether set and period mean something there."""
        self.title.setText(title)
        for picker in (self.sets, self.periods):
            picker.setVisible(choosers)

    def show_subject(self) -> None:
        """Show the set and period in hand, and what else there is."""
        subject = self._subject
        titles = {each.id: sets.short_title(each.title) for each in subject.sets}
        _offer(self.sets, titles, subject.criteria.id)
        for row, each in enumerate(subject.sets):
            self.sets.setItemData(row, each.title, Qt.ItemDataRole.ToolTipRole)
        self.sets.setToolTip(subject.criteria.title)
        labels = {str(period): period.label() for period in subject.periods()}
        _offer(self.periods, labels, str(subject.period))
        self.periods.setMinimumWidth(self.periods.sizeHint().width())

    def _take_set(self, row: int) -> None:
        self._subject.choose(set_id=self.sets.itemData(row))

    def _take_period(self, row: int) -> None:
        self._subject.choose(period=self.periods.itemData(row))


def _offer(picker: Picker, choices: Mapping[str, str], current: str) -> None:
    """Let a picker offer these; an unfolded list is left alone while they are the same."""
    offered = {picker.itemData(row): picker.itemText(row) for row in range(picker.count())}
    if offered != choices:
        picker.clear()
        for data, text in choices.items():
            picker.addItem(text, data)
        picker.updateGeometry()
    picker.setCurrentIndex(picker.findData(current))


def _unfold(picker: Picker) -> None:
    picker.setFocus(Qt.FocusReason.ShortcutFocusReason)
    picker.showPopup()
