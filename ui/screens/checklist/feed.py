"""What a register of the commune says to the indicator in hand, and one button to take it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.queries import registers
from db.queries.registers import Figure
from resources.criteria import Register
from resources.words import _
from rules import numbers
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.screens.checklist.case import Case
from ui.widgets import dates
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.text import Text


class FeedBox(Flow):
    """Stands below an answer that need not be typed again."""

    wanted = Signal(object)  # a Route: to the register itself

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(SPACE.gap, parent)
        self._today = today
        self._case: Case | None = None
        self._figure: Figure | None = None
        self.told = Text("", Type.BODY, Role.MUTED)
        self.take = Button(_("Lấ&y số này"), "done")
        self.open = Button("", kind=Kind.QUIET)
        for each in (self.told, self.take, self.open):
            self.add(each)
        self.take.clicked.connect(self._take)
        self.open.clicked.connect(self._go)

    def show_case(self, case: Case) -> None:
        """Ask the register again; hidden where the indicator has none."""
        feed = case.line.indicator.feed
        self._case = case
        self.setVisible(feed is not None)
        if feed is None:
            return
        found = registers.figure(case.desk.store, feed, case.checklist.period, self._today())
        self._figure = found
        held = {name: getattr(case.line.answer, name) for name in found.values}
        same = bool(found.values) and held == found.values
        self.told.setText(_same(found) if same else _told(found))
        self.take.setVisible(bool(found.values) and not same)
        self.open.setText(_OPEN[found.register]())

    def _take(self) -> None:
        if self._case is not None and self._figure is not None:
            values = {**self._figure.values, "number": None, "as_of": self._figure.day}
            if "passed" in self._figure.values:
                values.pop("number")
            self._case.answer(self._case.line.indicator.code, values)

    def _go(self) -> None:
        if self._figure is not None:
            self.wanted.emit(_PLACES[self._figure.register])


def _told(found: Figure) -> str:
    """What the register says now."""
    day = dates.show(found.day)
    if found.register is Register.SURVEY:
        if found.values:
            return _("Khảo sát của xã: đã có cuộc khảo sát được ký trong kỳ này.")
        return _("Khảo sát của xã: chưa có cuộc khảo sát nào được ký trong kỳ này.")
    if not found.values:
        return _("Sổ tập huấn: chưa có ai trong danh sách để tính.")
    return _("Sổ tập huấn đến {day}: {trained}/{whole} người.").format(day=day, **_counts(found))


def _same(found: Figure) -> str:
    if found.register is Register.SURVEY:
        return _("Khớp với khảo sát của xã.")
    return _("Khớp với sổ tập huấn: {trained}/{whole} người.").format(**_counts(found))


def _counts(found: Figure) -> dict[str, str]:
    trained, whole = found.values["numerator"], found.values["denominator"]
    assert isinstance(trained, int)
    assert isinstance(whole, int)
    return {"trained": numbers.show(trained), "whole": numbers.show(whole)}


_OPEN = {
    Register.TRAINING: lambda: _("Xem sổ tập huấn"),
    Register.SURVEY: lambda: _("Xem khảo sát"),
}
_PLACES = {
    Register.TRAINING: Route("training", part="coverage"),
    Register.SURVEY: Route("survey"),
}
