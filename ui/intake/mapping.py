"""Column by column: the heading as the file has it, a few values, and what it is taken for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from resources.words import _
from rules.grids import Column
from rules.intake import cells
from rules.intake.reading import Listing
from rules.worksheet import letters_of
from ui.intake.lines import written
from ui.look import SPACE, Ground, Role, Type
from ui.widgets.pick import Pick
from ui.widgets.region import Region
from ui.widgets.text import Elided

_VALUES = 3  # that are shown of a column
_LOOKED = 50  # rows that are looked through for them


class Mapping(QScrollArea):
    """A line for each column that has a heading or values."""

    chosen = Signal(str, str)  # letters of a column, the field it is, "" for none
    rebuilt = Signal()  # its lines are others: Tab has to find them

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines: dict[str, Line] = {}
        self._inner = Region(Ground.SURFACE)
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(SPACE.group, 0, SPACE.group, SPACE.gap)
        self._column.setSpacing(SPACE.gap)
        self._column.addStretch(1)
        self.setWidget(self._inner)

    def show_columns(self, listing: Listing | None, meanings: Sequence[tuple[str, str]]) -> None:
        """Show the columns of a list; lines that are there already only change what they say."""
        shown = _columns(listing) if listing else {}
        if list(shown) != list(self.lines):
            self._build(list(shown))
        for letters, column in shown.items():
            assert listing is not None
            self.lines[letters].show_column(column, _values(listing, column), meanings)

    def _build(self, columns: Sequence[str]) -> None:
        for old in self.lines.values():
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = {letters: Line(letters, self._inner) for letters in columns}
        for place, (letters, line) in enumerate(self.lines.items()):
            self._column.insertWidget(place, line)
            line.pick.edited.connect(
                lambda field, letters=letters: self.chosen.emit(letters, str(field))
            )
            line.show()
        self.rebuilt.emit()


class Line(QWidget):
    """One column."""

    def __init__(self, letters: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = letters
        self.heading = Elided("", Type.BODY, parent=self)
        self.values = Elided("", Type.SMALL, Role.MUTED, parent=self)
        self.pick = Pick("", (), self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.gap)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.heading, 0, 0)
        grid.addWidget(self.values, 1, 0)
        grid.addWidget(self.pick, 0, 1, 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def show_column(self, column: Column, values: str, meanings: Sequence[tuple[str, str]]) -> None:
        """Show what a column is taken for."""
        heading = column.heading or _("Cột {letters}").format(letters=self._letters)
        self.heading.setText(heading)
        self.values.setText(values)
        name = _("Cột “{heading}” là").format(heading=heading)
        self.pick.setAccessibleName(name)
        self.pick.setToolTip(name)
        self.pick.offer(meanings)
        self.pick.setValue(column.field or "")


def _columns(listing: Listing) -> dict[str, Column]:
    return {
        letters_of(each.place): each
        for each in listing.table.columns
        if each.heading or _values(listing, each)
    }


def _values(listing: Listing, column: Column) -> str:
    """The first values that differ."""
    found: dict[str, None] = {}
    for row in listing.table.rows[:_LOOKED]:
        cell = row.cells[column.place] if column.place < len(row.cells) else None
        if not cells.blank(cell):
            found[written(cell)] = None
        if len(found) == _VALUES:
            break
    return " · ".join(found)
