"""One table model for every table: frozen rows, declared columns, changes without a reset.

    rows = Rows((Column("Thôn", lambda v: v.name), ...), key=lambda v: v.id)
    rows.replace(queries.villages(store))   # as often as something changed

`replace` compares by key and tells views only what differs, so the scroll position, the
selection and an open editor stay.  Sorting and filtering are the queries' work.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon

from rules import numbers
from ui import look
from ui.drafts import Draft, Shelf
from ui.look import Role
from ui.widgets import icons

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()


class Align(StrEnum):
    """Where the text of a column stands; numbers stand at the end."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Entry(StrEnum):
    """How a cell is filled in."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHECK = "check"


_ALIGNMENT = {
    Align.START: int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    Align.MIDDLE: int(Qt.AlignmentFlag.AlignCenter),
    Align.END: int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
}


def written(value: object) -> str:
    """A value as it is read: numbers the Vietnamese way, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return numbers.show(value)
    return str(value)


class Bar(Struct, frozen=True):
    """A share drawn beside the words of a cell, both from 0 to 1."""

    share: float
    least: float | None = None  # where a mark stands: what the share should come to


class Column(Struct, Generic[R], frozen=True):
    """What one column shows of a row, and how it is filled in."""

    title: str
    get: Callable[[R], Any]
    show: Callable[[Any], str] = written
    align: Align = Align.START
    entry: Entry | None = None  # None: only to be read
    role: Callable[[R], Role | None] | None = None  # colour, and the icon of a status
    hint: Callable[[R], str] | None = None  # the tooltip
    width: int = 0  # in letters of the body text; 0 shares what is left
    open: Callable[[R], bool] | None = None  # whether this row's cell may be filled in
    bar: Callable[[R], Bar | None] | None = None  # in the colour of its role
    bare: bool = False  # its role is a colour only: the letters tell it without an icon


class Rows(QAbstractTableModel, Generic[R]):
    """The rows of a table.  `typed` says what a person filled in; `replace` shows the outcome."""

    typed = Signal(object, int, object)  # row, number of the column, value
    troubled = Signal(str)  # the advice for a cell that could not be saved, "" when mended

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key: Callable[[R], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: list[R] = []
        self._keys: list[Hashable] = []
        self._drafts = Shelf()
        self._icons: dict[Role, QIcon] = {}
        self._answers: dict[int, Callable[[R, int], object]] = {
            int(Qt.ItemDataRole.DisplayRole): self._display,
            int(Qt.ItemDataRole.EditRole): self._value,
            int(Qt.ItemDataRole.TextAlignmentRole): self._alignment,
            int(Qt.ItemDataRole.ForegroundRole): self._foreground,
            int(Qt.ItemDataRole.DecorationRole): self._decoration,
            int(Qt.ItemDataRole.ToolTipRole): self._tooltip,
            int(Qt.ItemDataRole.CheckStateRole): self._checked,
        }

    # What screens ask

    def rows(self) -> tuple[R, ...]:
        """All rows, in order."""
        return tuple(self._rows)

    def row(self, index: Index) -> R:
        """The row an index points to."""
        return self._rows[index.row()]

    def find(self, key: Hashable, column: int = 0) -> QModelIndex:
        """Where a row is now; an invalid index if it is not here."""
        try:
            return self.index(self._keys.index(key), column)
        except ValueError:
            return QModelIndex()

    def key_of(self, index: Index) -> Hashable:
        """What a row is found by."""
        return self._keys[index.row()]

    def replace(self, rows: Iterable[R]) -> None:
        """Show these rows instead; views are told only what differs."""
        fresh = list(rows)
        keys = [self._key(row) for row in fresh]
        if len(set(keys)) < len(keys):
            raise ValueError("two rows have the same key")
        gone, came = _steps(self._keys, keys)
        self._remove(gone)
        self._reorder(keys)
        self._insert(came, fresh, keys)
        self._refresh(fresh)

    def turn_to(self, rows: Iterable[R]) -> None:
        """Show other rows altogether: something else was asked for, thousands may come or go.

        Views begin anew, without a selection.  The rows that are shown already change nothing.
        """
        fresh = list(rows)
        if fresh == self._rows:
            return
        self.beginResetModel()
        self._rows, self._keys = fresh, [self._key(row) for row in fresh]
        self.endResetModel()

    # What an editor leaves behind

    def shelve(self, shelf: Shelf) -> None:
        """Turn to another record's cells: the rows go, and what could not be saved waits there.

        It stays while its row is away.
        """
        if shelf is not self._drafts:
            self.replace(())
            self._drafts = shelf
            self.troubled.emit("")

    def keep(self, index: Index, text: str, advice: str) -> None:
        """Keep a text that could not be saved in its cell, with the advice."""
        self.keep_all([(index, text, advice)])

    def keep_all(self, cells: Iterable[tuple[Index, str, str]]) -> None:
        """Keep several of them, and tell once."""
        first: str | None = None
        for index, text, advice in cells:
            self._drafts.put(self._spot(index), Draft(text, advice, self._called(index)))
            self._mark(index)
            first = advice if first is None else first
        if first is not None:
            self.troubled.emit(first)

    def drop(self, index: Index) -> None:
        """The cell is well again: forget its draft."""
        if self._drafts.drop(self._spot(index)):
            self._mark(index)
            self.troubled.emit("")

    def drop_row(self, key: Hashable) -> None:
        """The row is taken out, and with it what waits in its cells."""
        for column in range(len(self.columns)):
            self._drafts.drop((key, column))
        self.troubled.emit("")

    def draft(self, index: Index) -> Draft | None:
        """What could not be saved in this cell."""
        return self._drafts.get(self._spot(index))

    def waiting(self) -> list[Draft]:
        """What waits in all the cells, the oldest first."""
        return self._drafts.drafts()

    # What Qt asks

    def rowCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        answer = self._answers.get(role)
        if answer is None or not index.isValid():
            return None
        return answer(self._rows[index.row()], index.column())

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENT[self.columns[section].align]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column = self.columns[index.column()]
        if column.entry is None or (column.open and not column.open(self._rows[index.row()])):
            return flags
        if column.entry is Entry.CHECK:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Say what was filled in; the row changes when somebody replaces it."""
        if role == Qt.ItemDataRole.CheckStateRole:
            value = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role != Qt.ItemDataRole.EditRole:
            return False
        row, column = self._rows[index.row()], index.column()
        self.drop(index)
        if value != self.columns[column].get(row):
            self.typed.emit(row, column, value)
        return True

    def _display(self, row: R, column: int) -> str | None:
        declared = self.columns[column]
        if self._drafts and (kept := self._drafts.get((self._key(row), column))):
            return str(kept.typed)
        return None if declared.entry is Entry.CHECK else declared.show(declared.get(row))

    def _value(self, row: R, column: int) -> object:
        return self.columns[column].get(row)

    def _alignment(self, row: R, column: int) -> int:
        return _ALIGNMENT[self.columns[column].align]

    def _role(self, row: R, column: int) -> Role | None:
        if self._drafts and self._drafts.get((self._key(row), column)):
            return Role.DANGER
        judged = self.columns[column].role
        return judged(row) if judged else None

    def _foreground(self, row: R, column: int) -> QColor | None:
        role = self._role(row, column)
        return look.colour(role) if role else None

    def _decoration(self, row: R, column: int) -> QIcon | None:
        role = self._role(row, column)
        if role is None or role not in icons.OF_ROLE or self.columns[column].bare:
            return None
        if role not in self._icons:
            self._icons[role] = icons.icon(icons.OF_ROLE[role], role)
        return self._icons[role]

    def _tooltip(self, row: R, column: int) -> str | None:
        if self._drafts and (kept := self._drafts.get((self._key(row), column))):
            return kept.why
        hint = self.columns[column].hint
        return hint(row) if hint else None

    def _checked(self, row: R, column: int) -> Qt.CheckState | None:
        if self.columns[column].entry is not Entry.CHECK:
            return None
        ticked = bool(self.columns[column].get(row))
        return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked

    def _spot(self, index: Index) -> tuple[Hashable, int]:
        return self._keys[index.row()], index.column()

    def _called(self, index: Index) -> str:
        """A row by what its first column says."""
        first = self.columns[0]
        return first.show(first.get(self._rows[index.row()]))

    def _mark(self, index: Index) -> None:
        spot = self.index(index.row(), index.column())
        self.dataChanged.emit(spot, spot)

    # How `replace` gets from the old rows to the new ones

    def _remove(self, runs: Sequence[range]) -> None:
        for run in reversed(runs):
            self.beginRemoveRows(_HERE, run.start, run.stop - 1)
            del self._rows[run.start : run.stop]
            del self._keys[run.start : run.stop]
            self.endRemoveRows()

    def _reorder(self, keys: Sequence[Hashable]) -> None:
        """Bring the rows that stay into their new order; selections go with their rows."""
        place = {key: number for number, key in enumerate(keys)}
        order = sorted(range(len(self._keys)), key=lambda number: place[self._keys[number]])
        if order == list(range(len(order))):
            return
        self.layoutAboutToBeChanged.emit()
        moved = {old: new for new, old in enumerate(order)}
        before = self.persistentIndexList()
        self._rows = [self._rows[old] for old in order]
        self._keys = [self._keys[old] for old in order]
        after = [self.index(moved[index.row()], index.column()) for index in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert(self, runs: Sequence[range], fresh: Sequence[R], keys: Sequence[Hashable]) -> None:
        for run in runs:
            self.beginInsertRows(_HERE, run.start, run.stop - 1)
            self._rows[run.start : run.start] = fresh[run.start : run.stop]
            self._keys[run.start : run.start] = keys[run.start : run.stop]
            self.endInsertRows()

    def _refresh(self, fresh: list[R]) -> None:
        """Take the new values, and tell which stretches of rows differ."""
        differing = (
            number
            for number, (old, new) in enumerate(zip(self._rows, fresh, strict=True))
            if old is not new and old != new
        )
        stretches = list(_runs(differing))
        self._rows = fresh
        for run in stretches:
            last = self.index(run.stop - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(run.start, 0), last)


def _steps(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[list[range], list[range]]:
    """Which stretches of the old go, and which stretches of the new come."""
    before, after = set(old), set(new)
    gone = _runs(number for number, key in enumerate(old) if key not in after)
    came = _runs(number for number, key in enumerate(new) if key not in before)
    return list(gone), list(came)


def _runs(numbers: Iterable[int]) -> Iterator[range]:
    """Ascending numbers as stretches: 1 2 3 7 8 -> range(1, 4), range(7, 9)."""
    start = stop = -1
    for number in numbers:
        if number != stop:
            if stop >= 0:
                yield range(start, stop)
            start = number
        stop = number + 1
    if stop >= 0:
        yield range(start, stop)
