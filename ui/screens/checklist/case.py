"""The indicator in hand, and the saves that belong to it; each answers "" or what went wrong."""

from __future__ import annotations

from msgspec import Struct

from db.commands import assess
from db.commands.assess import Place
from db.queries.checklist import Checklist, Line
from resources.words import _
from rules.change import Change
from rules.record import Values
from ui import trouble
from ui.desk import Desk
from ui.drafts import Shelf, Where
from ui.screen import Route


class Case(Struct, frozen=True):
    """One indicator of a checklist on an officer's desk."""

    desk: Desk
    checklist: Checklist
    line: Line

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is answered: the indicator itself, or the parts of a composite."""
        parts = self.line.indicator.parts
        return tuple(self.checklist.lines[part.code] for part in parts) or (self.line,)

    def place(self, code: str = "", village: str | None = None) -> Place:
        """Where an answer of this case stands; without a code, the indicator's own."""
        period = str(self.checklist.period)
        return Place(self.checklist.criteria.id, code or self.line.indicator.code, period, village)

    def shelf(self, line: Line, *of: str) -> Shelf:
        """Where waits what could not be saved of the indicator or of a part of it."""
        code = line.indicator.code
        where = Where(lambda: _("chỉ tiêu {code}").format(code=code), self.route())
        return self.desk.drafts.shelf(where, line.record, *of)

    def route(self) -> Route:
        """The way to this indicator."""
        place = self.place()
        return Route("checklist", place.set, place.period, place.indicator)

    def answer(self, code: str, values: Values) -> str:
        """Keep (a part of) an answer."""
        kept: list[Change | None] = []
        desk = self.desk
        told = trouble.attempt(
            lambda: kept.append(assess.answer(desk.store, desk.actor, self.place(code), values))
        )
        if any(kept):
            desk.wrote("assessment")
        return told

    def assign(self, owner: str | None, due: str | None) -> str:
        """Say who answers the indicator, and by when."""
        kept: list[Change | None] = []
        desk = self.desk
        told = trouble.attempt(
            lambda: kept.append(
                assess.assign(desk.store, desk.actor, self.place(), owner=owner, due=due)
            )
        )
        if any(kept):
            desk.wrote("task")
        return told
