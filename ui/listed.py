"""A list at the left; the chosen record's form, or that of a new one, at the right."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Column, Rows
from ui.sheets import framed
from ui.widgets.button import Button
from ui.widgets.empty import Empty
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Text

R = TypeVar("R")


class Page(Protocol):
    """The form of the chosen record."""

    def refresh(self) -> None: ...
    def flush(self) -> None: ...
    def start(self) -> None: ...


class Fresh(Protocol):
    """The form of a record that has no name yet."""

    def start(self) -> None: ...
    def pending(self) -> bool: ...
    def flush(self) -> None: ...


class ListedPart(Part, Generic[R]):
    """Whatever is listed, one record is chosen, and the list and the form show the same one.

    `place` is the key of the place, whose icon stands where there is nothing; `above` is free for a
    search.  `furnish` is called once, at the end of building.
    """

    wanted = Signal(str)  # another part of the place

    def __init__(
        self,
        place: str,
        name: str,
        desk: Desk,
        columns: Sequence[Column[R]],
        key: Callable[[R], Hashable],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"{place}/{name}", desk, parent)
        self._filling = False
        self.left = Region(Ground.SURFACE, self.split)
        self.above = QVBoxLayout()
        self.rows: Rows[R] = Rows(columns, key=key, parent=self)
        self.table = Table(self.rows, parent=self.left)
        self.count = Text("", Type.SMALL, Role.MUTED, parent=self.left)
        self.add = Button("", "add", parent=self.left)
        self.right = QStackedWidget(self.split)
        self.nothing = Empty(place, "", "", parent=self.right)
        self._lay_out()

    def furnish(self, page: Page, fresh: Fresh) -> None:
        """What stands at the right: the form, that of a new record, or that there is none."""
        assert isinstance(page, QWidget)
        assert isinstance(fresh, QWidget)
        self._page, self._fresh = page, fresh
        self._at_page: QWidget = page
        self._at_fresh: QWidget = fresh
        for each in (self._at_page, self._at_fresh, self.nothing):
            self.right.addWidget(each)
        self.table.activated.connect(lambda _index: self._enter())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._current())
        self.add.clicked.connect(self.begin_new)
        self.nothing.acted.connect(self.begin_new)
        self.delete_in(self.table, self.remove)

    # -- what a list says --------------------------------------------------------------------

    def listed(self) -> Sequence[R]:
        """The rows to be shown."""
        raise NotImplementedError

    def chosen(self) -> str:
        """The id of the record in hand, "" for none."""
        raise NotImplementedError

    def turn(self, record: str) -> None:
        """Take another record in hand."""
        raise NotImplementedError

    def begin_new(self) -> None:
        """Ask for the name of a new record."""
        raise NotImplementedError

    def remove(self) -> None:
        """Take the record in hand out."""
        raise NotImplementedError

    def say(self) -> None:
        """How many there are, and what stands where there are none."""
        raise NotImplementedError

    # -- what every list does ----------------------------------------------------------------

    def refresh(self) -> None:
        """All rows again; the chosen one stays chosen, what is being typed stays."""
        self._filling = True  # rows that go would choose another record meanwhile
        self.rows.replace(self.listed())
        self._filling = False
        self.say()
        if not self._is_beginning():
            self.follow()

    def flush(self) -> None:
        """Save what is being typed in the form; a new record that has no name yet waits."""
        super().flush()
        self._page.flush()
        self._fresh.flush()

    def start(self) -> None:
        """The list, the one button where it is empty, or the name of a new record."""
        if self._is_beginning():
            self._fresh.start()
        elif self.rows.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.start_empty()

    def start_empty(self) -> None:
        """Where work begins while there is no row."""
        self.nothing.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the list into the form, and back."""
        if self.right.isAncestorOf(self.focusWidget() or self.table):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._enter()

    def choose(self, record: str) -> None:
        """Go to a record."""
        self.turn(record)
        self.right.setCurrentWidget(self._at_page)
        self.refresh()
        self.follow()

    def show_fresh(self) -> None:
        """The form of a new record, with the focus in it."""
        self.right.setCurrentWidget(self._at_fresh)
        self._fresh.start()

    def follow(self) -> None:
        """The list and the form show the record in hand."""
        record = self.chosen()
        if record and self.rows.find(record).isValid():
            self.table.go(record)
            self.right.setCurrentWidget(self._at_page)
            self._page.refresh()
        elif record and self.rows.rowCount():
            self.turn(str(self.rows.key_of(self.rows.index(0, 0))))
        else:
            self.right.setCurrentWidget(self.nothing)

    def _is_beginning(self) -> bool:
        return self.right.currentWidget() is self._at_fresh and self._fresh.pending()

    def _current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and not self._filling:
            self.turn(str(self.rows.key_of(index)))
            self.follow()

    def _enter(self) -> None:
        if self.right.currentWidget() is self._at_page:
            self._page.start()
        else:
            self.begin_new()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(SPACE.gap)
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self.count)
        framed(self.left, self.table, above=self.above, below=foot)
        self.above.setContentsMargins(0, 0, 0, 0)  # whoever puts something there makes room
