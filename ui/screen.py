"""What every place of the window has in common: it hears what changed, and shows it once."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.look import Ground
from ui.subject import Subject
from ui.widgets.region import Region


class Route(Struct, frozen=True):
    """Where to go: a place, and what to show there; "" leaves as it is."""

    place: str
    set: str = ""
    period: str = ""
    indicator: str = ""
    part: str = ""  # of the place: "rehearsal", "villages", a filter's key
    record: str = ""  # a person, a village, a class


class Key(Struct, frozen=True):
    """A key of a screen and what it does, for the panel under F1."""

    keys: str  # portable names: "Ctrl+Z"
    deed: str


def alt(words: str) -> str:
    """The keys of words with a mnemonic, which each language has its own: "Alt+A" of "H&and in"."""
    return f"Alt+{words[words.index('&') + 1].upper()}"


class Screen(Region):
    """One place.  Its rows are read again when a record type it shows has changed.

    Several changes at once are one refresh, after the event that made them; a hidden screen
    waits until it is shown.
    """

    asked = Signal(object)  # a Route the person wants to go
    said = Signal(str)  # a sentence for the status bar
    warned = Signal(str)  # the same, about what is not saved
    refreshed = Signal()
    reworded = Signal()  # language or text size are others: the window must be built anew

    listens: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(Ground.SURFACE, parent)
        self.desk = desk
        self.subject = subject
        self._stale = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh_now)
        desk.pulse.changed.connect(self._heard)
        subject.changed.connect(self._turned)

    def refresh(self) -> None:
        """Read and show again; what is being typed stays."""
        raise NotImplementedError

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits in the desk's drafts."""

    def held(self) -> object:
        """What is open here that nobody stored, for the screen that is built in its place."""
        return None

    def resume(self, held: object) -> None:
        """Go on with what the screen before this one held; it is never None."""

    def tell_unsaved(self) -> None:
        """Something else is looked at: say what waits, and where."""
        told = self.desk.drafts.told()
        if told:
            self.warned.emit(told)

    def go(self, route: Route) -> None:
        """Show what the route names; it is this screen's place."""

    def keys(self) -> tuple[Key, ...]:
        """The keys of this screen."""
        return ()

    def start(self) -> None:
        """Take the focus to where work begins."""
        self.setFocus()

    def refresh_now(self) -> None:
        """Show what is stored, at once."""
        self._soon.stop()
        self._stale = False
        self.refresh()
        self.refreshed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh_now()

    def _heard(self, types: frozenset[str]) -> None:
        if self.listens & types:
            self._again()

    def _turned(self) -> None:
        """The window is about another set or period."""
        self._again()

    def _again(self) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()
