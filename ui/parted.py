"""A place of several parts under a row of chips: one is shown, the others wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.look import SPACE
from ui.part import Part
from ui.screen import Screen
from ui.subject import Subject
from ui.widgets.chips import Chip, Chips
from ui.widgets.region import Hairline


class Parted(Screen):
    """Parts are built when they are first asked for, and read again when they are shown.

    `order` names them; Alt+1 and on turn to them, F6 goes between the two sides of one.
    """

    order: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, desk: Desk, subject: Subject, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, subject, parent)
        self.parts: dict[str, Part] = {}
        self._behind: set[str] = set()  # parts that have not shown yet what changed
        self.chips = Chips(name, self)
        self.stack = QStackedWidget(self)
        self.top = QHBoxLayout()
        self.top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        self.top.setSpacing(SPACE.gap)
        self.top.addWidget(self.chips, 1)
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(0)
        self.whole.addLayout(self.top)
        self.whole.addWidget(Hairline(self))
        self.whole.addWidget(self.stack, 1)
        self.chips.chosen.connect(self.turn_to)
        for number, key in enumerate(self.order, start=1):
            self.key(f"Alt+{number}", partial(self.turn_to, key))
        self.key("F6", lambda: self.current().swap())

    # -- what a place of parts says ----------------------------------------------------------

    def read(self) -> None:
        """Read what the parts share."""
        raise NotImplementedError

    def make(self, key: str) -> Part:
        """Build a part."""
        raise NotImplementedError

    def shown(self) -> Sequence[Chip]:
        """The chips, one for each part, as things stand."""
        raise NotImplementedError

    # -- what the shell asks -----------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything again; what is being typed stays."""
        self.read()
        if not self.parts:
            self.say_chips()
            self._show(self.order[0])
        self.refresh_parts()

    def flush(self) -> None:
        """Save what is being typed in any part."""
        for part in self.parts.values():
            part.flush()

    def start(self) -> None:
        """Where work begins in the part that is shown."""
        if self.parts:
            self.current().start()

    # -- the parts ---------------------------------------------------------------------------

    def turn_to(self, key: str) -> None:
        """Show a part; what is being typed in the one before is saved."""
        if self.parts:
            self.current().flush()
            self.tell_unsaved()
        self._show(key)
        self.current().start()

    def current(self) -> Part:
        """The part that is shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, Part)
        return shown

    def part(self, key: str) -> Part:
        """A part, built when it is first asked for."""
        if key not in self.parts:
            made = self.make(key)
            made.said.connect(self.said)
            self.parts[key] = made
            self.stack.addWidget(made)
            made.refresh()
        return self.parts[key]

    def refresh_parts(self) -> None:
        """The part that is shown, at once; the others when they are."""
        self._behind = set(self.parts)
        self._catch_up(self.current())
        self.say_chips()

    def say_chips(self) -> None:
        """The parts there are, and how much is in them."""
        self.chips.show_chips(self.shown())

    def _show(self, key: str) -> None:
        part = self.part(key)
        self._catch_up(part)
        self.stack.setCurrentWidget(part)
        self.chips.choose(key)

    def _catch_up(self, shown: Part) -> None:
        key = next(key for key, part in self.parts.items() if part is shown)
        if key in self._behind:
            self._behind.discard(key)
            shown.refresh()

    def key(self, keys: str, deed: Callable[[], object]) -> None:
        """A key of this place."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(deed)
