"""What the window is about: one criteria set in one period, remembered for the next start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from db.queries import sets
from resources.criteria import CriteriaSet
from rules.periods import Period
from ui.desk import Desk

_REMEMBERED = "subject"  # as "set/period"


class Subject(QObject):
    """The set and the period in hand; `changed` fires when either is another."""

    changed = Signal()

    def __init__(
        self, desk: Desk, today: Callable[[], date] = date.today, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.today = today
        self.sets = sets.offered(desk.store)
        set_id, _slash, period = desk.preferences.get(_REMEMBERED).partition("/")
        self.criteria = self._set(set_id) or sets.first(self.sets, today())
        self.period = sets.read_period(period) or sets.usual_period(self.criteria, today())
        desk.pulse.changed.connect(self._heard)

    def periods(self) -> tuple[Period, ...]:
        """The periods to choose from, the latest first; the one in hand is among them."""
        offered = sets.offered_periods(self._desk.store, self.criteria, self.today())
        if self.period in offered:
            return offered
        return tuple(sorted((*offered, self.period), reverse=True))

    def choose(self, set_id: str = "", period: str = "") -> None:
        """Take another set, another period, or both; a set brings its usual period along.

        What is not known is left as it is.
        """
        criteria = self._set(set_id) or self.criteria
        wanted = sets.read_period(period)
        if wanted is None:
            same = criteria.id == self.criteria.id or sets.in_force(criteria, self.period)
            wanted = self.period if same else sets.usual_period(criteria, self.today())
        if (criteria.id, wanted) == (self.criteria.id, self.period):
            return
        self.criteria, self.period = criteria, wanted
        self._desk.preferences.set(_REMEMBERED, f"{criteria.id}/{wanted}")
        self.changed.emit()

    def _set(self, set_id: str) -> CriteriaSet | None:
        return next((each for each in self.sets if each.id == set_id), None)

    def _heard(self, types: frozenset[str]) -> None:
        """A package arrived: the set in hand may have a newer version."""
        if "package" in types:
            self.sets = sets.offered(self._desk.store)
            self.criteria = self._set(self.criteria.id) or sets.first(self.sets, self.today())
            self.changed.emit()
