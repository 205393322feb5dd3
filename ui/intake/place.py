"""A place of several parts whose lists come in from spreadsheets and go out to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from resources.words import _
from ui.desk import Desk
from ui.intake import gate
from ui.intake.gate import Gate
from ui.intake.leaving import Asked, Leaving
from ui.part import Part
from ui.parted import Parted
from ui.subject import Subject
from ui.widgets.chips import Chip

if TYPE_CHECKING:
    from ui.intake.preview import Preview
    from ui.intake.process import Held

INTAKE = "intake"  # a list from a spreadsheet, while one is looked at
UNDERWAY = "underway"  # part of a route: the list that is looked at; INTAKE asks for another


class Underway(Struct, frozen=True):
    """What is open in such a place: a list that comes in, and one that is asked for."""

    coming: Held | None
    seen: bool  # whether the one that comes in is what the place shows
    asked: Asked | None


class ListPlace(Parted):
    """The preview is one more part, shown among the others while a list is looked at.

    `home` is the part that holds the list; `list_kind` what goes out, `goes_out` what else does
    from which part.
    """

    home: ClassVar[str] = ""
    list_kind: ClassVar[str] = ""
    goes_out: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self, desk: Desk, subject: Subject, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, subject, name, parent)
        self.gate = Gate(self)
        self.leaving = Leaving(self.list_kind, desk, self)
        self.top.addWidget(self.gate, 0, Qt.AlignmentFlag.AlignTop)
        self.whole.insertWidget(1, self.leaving)
        self.gate.chosen.connect(self.bring_in)
        self.gate.leaving.connect(self._let_out)
        self.leaving.said.connect(self.said)
        self.key(gate.KEY, self.gate.choose)

    # -- what such a place says --------------------------------------------------------------

    def preview(self) -> Preview:
        """Build the part in which a list is looked at."""
        raise NotImplementedError

    def own(self, key: str) -> Part:
        """Build one of the other parts."""
        raise NotImplementedError

    def own_chips(self) -> Sequence[Chip]:
        """The chips of the other parts."""
        raise NotImplementedError

    # -- lists -------------------------------------------------------------------------------

    def bring_in(self, path: Path) -> None:
        """Look at a list in a file; nothing is written yet."""
        self.intake.open(path)
        self.say_chips()
        self.turn_to(INTAKE)

    def held(self) -> Underway | None:
        """The lists that are on their way."""
        coming = self.intake.held() if INTAKE in self.parts else None
        asked = self.leaving.held()
        if coming is None and asked is None:
            return None
        return Underway(coming, self.chips.current() == INTAKE, asked)

    def resume(self, held: object) -> None:
        """Go on with them."""
        assert isinstance(held, Underway)
        self.refresh_now()
        if held.coming is not None:
            self.intake.resume(held.coming)
            self.say_chips()
            if held.seen:
                self.turn_to(INTAKE)
        if held.asked is not None:
            self.leaving.resume(held.asked)

    @property
    def intake(self) -> Preview:
        """The list that is to be brought in."""
        from ui.intake.preview import Preview

        part = self.part(INTAKE)
        assert isinstance(part, Preview)
        return part

    def make(self, key: str) -> Part:
        """Build a part; upon the list and the preview files may be dropped."""
        from ui.intake.arriving import Arriving

        part = self._looked_at() if key == INTAKE else self.own(key)
        if key in (INTAKE, self.home):
            Arriving(part, self.bring_in)
        return part

    def shown(self) -> Sequence[Chip]:
        """The other parts, and the preview while there is a list in it."""
        bringing = INTAKE in self.parts and self.intake.path is not None
        word = _("Đang đưa vào")
        return (*self.own_chips(), *([Chip(INTAKE, word, None, word)] if bringing else []))

    def _let_out(self) -> None:
        """The list of the part that is shown."""
        self.leaving.unfold(self.goes_out.get(self.chips.current(), self.list_kind))

    def _looked_at(self) -> Preview:
        made = self.preview()
        made.another.connect(self.gate.choose)
        made.closed.connect(lambda: self.turn_to(self.home))
        return made
