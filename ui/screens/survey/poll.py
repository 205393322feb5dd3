"""What the parts of this place look at together: the surveys, the chosen one, its counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from db import sealing
from db.queries import survey as reading
from db.queries.survey import Bounds, Survey, VillageCount
from resources.surveys import SurveyForm
from rules.tally import Flaw, Result
from ui.desk import Desk

_CHOSEN, _VILLAGE = "survey/survey", "survey/village"


class Poll(QObject):
    """Read once for all parts, as often as something changed."""

    turned = Signal()  # another survey or village is chosen

    def __init__(self, desk: Desk, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.today = today
        self.surveys: list[Survey] = []
        self.survey: Survey | None = None
        self.form: SurveyForm | None = None  # None where its package is not at hand
        self.counts: list[VillageCount] = []
        self.bounds: Bounds | None = None
        self.result: Result | None = None
        self._village = desk.preferences.get(_VILLAGE)

    def read(self) -> None:
        """Read what is stored; the chosen one stays, or is the one of last time, or the first."""
        self.surveys = reading.surveys(self._desk.store)
        wanted = self.survey.id if self.survey else self._desk.preferences.get(_CHOSEN)
        found = [each for each in self.surveys if each.id == wanted] or self.surveys[:1]
        self.survey = found[0] if found else None
        self._read_survey()

    def choose(self, survey: str) -> None:
        """Turn to another survey; an unknown one changes nothing."""
        found = next((each for each in self.surveys if each.id == survey), None)
        if found is None or (self.survey is not None and found.id == self.survey.id):
            return
        self.survey = found
        self._desk.preferences.set(_CHOSEN, survey)
        self._read_survey()
        self.turned.emit()

    @property
    def village(self) -> VillageCount | None:
        """The village in hand: the chosen one, or the first."""
        chosen = (each for each in self.counts if each.village == self._village)
        return next(chosen, next(iter(self.counts), None))

    def choose_village(self, village: str) -> None:
        """Turn to another village."""
        if village != self._village:
            self._village = village
            self._desk.preferences.set(_VILLAGE, village)
            self.turned.emit()

    def is_open(self) -> bool:
        """Whether anything of the chosen survey can be changed."""
        return self.survey is not None and not self.survey.signed

    def is_front(self) -> bool:
        """Whether the officer at work acts for the Fatherland Front."""
        return sealing.is_front(self._desk.store, self._desk.actor)

    def flaws(self, village: str) -> list[Flaw]:
        """What cannot be true of a village's figures."""
        found = self.result.flaws if self.result else ()
        return [each for each in found if each.village == village]

    def _read_survey(self) -> None:
        store, survey = self._desk.store, self.survey
        self.form = reading.form_of(store, survey) if survey else None
        self.counts, self.bounds, self.result = [], None, None
        if survey is not None and self.form is not None:
            self.counts = reading.villages(store, survey, self.form, self.today())
            self.bounds = reading.bounds(survey, self.form)
            self.result = reading.result(self.counts, self.form, self.bounds)
