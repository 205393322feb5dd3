"""What the parts of this place look at together: everybody, the villages, and the day it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from db.queries import places
from db.queries.places import Village
from db.queries.roster import Roster
from ui.desk import Desk


class Book:
    """Read once for all parts, as often as something changed."""

    def __init__(self, desk: Desk, today: Callable[[], date]) -> None:
        self._desk = desk
        self.today = today
        self.roster = Roster()
        self.villages: list[Village] = []

    def read(self) -> None:
        """Read what is stored."""
        self.villages = places.villages(self._desk.store)
        self.roster.read(self._desk.store, self.today())

    def present(self) -> list[Village]:
        """The villages there are today."""
        day = self.today().isoformat()
        return [village for village in self.villages if places.exists(village, day)]

    def village(self, id: str | None) -> Village | None:
        """A village of any time."""
        return next((village for village in self.villages if village.id == id), None)
