"""A table for entering: typing fills a cell, Enter goes down, Tab right, blocks can be pasted."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from ui import look
from ui.editors import DateEditor, NumberEditor, TextEditor
from ui.look import SPACE
from ui.rows import Bar, Entry, Index, Rows
from ui.widgets import check, paint
from ui.widgets.block import Block, parse_block, write_block

_STEPS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
# What the delegate draws itself, so that a status keeps its colour in a chosen row
_OURS = (
    QStyle.StateFlag.State_HasFocus
    | QStyle.StateFlag.State_Selected
    | QStyle.StateFlag.State_MouseOver
)
_INSET = SPACE.gap - 3  # Qt adds three: the text stands under its title
_NARROWEST = 14  # letters that a column without a width keeps
_WIDEST_SHARE = "100,0 %"
_BAR = 8  # pixels
_BACKWARDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}  # with Shift they go up


class Table(QTableView):
    """Shows `Rows`.  With `entry` cells are walked and filled; without, whole rows are chosen.

    pasted(QModelIndex, Block)   a block was pasted with this upper left cell: the screen decides
    activated(QModelIndex)       Enter or a double click on a row that is only read
    """

    pasted = Signal(QModelIndex, object)

    def __init__(
        self, rows: Rows[Any], *, entry: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._entry = entry
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFont(look.numerals())
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self._measure()
        self._behave()

    def flush(self) -> None:
        """Settle the cell that is being typed in."""
        editor = self._editor()
        if editor:
            self.commitData(editor)

    def go(self, key: Hashable, column: int = 0) -> None:
        """Make a row the current one, if it is here."""
        index = self._rows.find(key, column)
        if index.isValid():
            self.setCurrentIndex(index)

    def step(self, down: int, right: int) -> bool:
        """Go to a neighbouring cell; Tab goes on in the next row.  False at the end."""
        here = self.currentIndex()
        row, column = here.row() + down, here.column() + right
        if not 0 <= column < self._rows.columnCount():
            row, column = row + right, 0 if right > 0 else self._rows.columnCount() - 1
        if not here.isValid() or not 0 <= row < self._rows.rowCount():
            return False
        self.setCurrentIndex(self._rows.index(row, column))
        return True

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as a block for spreadsheets."""
        chosen = self.selectionModel().selectedIndexes()
        if not chosen:
            return
        columns = sorted({index.column() for index in chosen})
        cells = {(index.row(), index.column()): index for index in chosen}
        block = [
            [_words(cells.get((row, column))) for column in columns]
            for row in sorted({index.row() for index in chosen})
        ]
        QGuiApplication.clipboard().setText(write_block(block))

    def paste(self) -> None:
        """Hand the block on the clipboard to whoever listens to `pasted`."""
        from ui import pasting  # with the tables of the old encodings

        held: Block = parse_block(QGuiApplication.clipboard().text())
        block, turned, encoding = pasting.opened_block(held)
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        if block and chosen[0].isValid():
            row = min(index.row() for index in chosen)
            column = min(index.column() for index in chosen)
            self.pasted.emit(self._rows.index(row, column), block)
            if turned:
                pasting.tell_cells(self, turned, encoding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif not self._entry:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in _BACKWARDS:
            self.step(*_direction(event))
        elif event.key() == Qt.Key.Key_Delete:
            self._empty()
        elif event.key() == Qt.Key.Key_Space and self._tick(self.currentIndex()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks through the cells, and out of the table after the last one."""
        if self._entry and self.hasFocus() and self.step(0, 1 if forward else -1):
            return True
        return super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _behave(self) -> None:
        view, trigger = QAbstractItemView, QAbstractItemView.EditTrigger
        self.setSelectionMode(view.SelectionMode.ExtendedSelection)
        if self._entry:
            self.setEditTriggers(
                trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked
            )
        else:
            self.setSelectionBehavior(view.SelectionBehavior.SelectRows)
            self.setEditTriggers(trigger.NoEditTriggers)

    def _measure(self) -> None:
        """Heights and widths follow the text size."""
        self.verticalHeader().setDefaultSectionSize(look.row_height())
        self.verticalHeader().setMinimumSectionSize(look.row_height())
        self.setIconSize(QSize(look.icon_size(), look.icon_size()))
        self.horizontalHeader().setHighlightSections(False)
        letter = self.fontMetrics().averageCharWidth()
        for number, column in enumerate(self._rows.columns):
            if column.width:
                titled = self.horizontalHeader().sectionSizeHint(number)
                self.setColumnWidth(number, max(column.width * letter + 2 * SPACE.gap, titled))
        self._share()

    def _share(self) -> None:
        """Columns without a width of their own share what is left, down to a readable least."""
        columns = self._rows.columns
        sharing = [number for number, column in enumerate(columns) if not column.width]
        taken = sum(self.columnWidth(n) for n, column in enumerate(columns) if column.width)
        least = _NARROWEST * self.fontMetrics().averageCharWidth()
        for left, number in zip(range(len(sharing), 0, -1), sharing, strict=True):
            width = max((self.viewport().width() - taken) // left, least)
            self.setColumnWidth(number, width)
            taken += width

    def _empty(self) -> None:
        """Take the values out of the selected cells that can be filled in."""
        for index in self.selectionModel().selectedIndexes():
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self._rows.setData(index, None)

    def _tick(self, index: QModelIndex) -> bool:
        """Turn a tick over; False if the cell has none."""
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        turned = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return self._rows.setData(index, turned, Qt.ItemDataRole.CheckStateRole)

    def _editor(self) -> TextEditor | None:
        """The field in the current cell, if it is open."""
        editor = self.indexWidget(self.currentIndex())
        return editor if isinstance(editor, TextEditor) else None


class _Cells(QStyledItemDelegate):
    """Draws cells and opens the editors of `ui.editors` in them."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRect(option.rect)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(look.theme().selection))
        option.state &= ~_OURS
        if _rows(index).columns[index.column()].entry is Entry.CHECK:
            self._tick(painter, option, index)
        else:
            option.rect = area.adjusted(_INSET, 0, -_INSET, 0)
            super().paint(painter, option, index)
            self._bar(painter, option.rect, index)
        painter.fillRect(
            QRect(area.left(), area.bottom(), area.width(), 1), QColor(look.theme().hairline)
        )
        if focused:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint.ring(painter, area, 0)
            painter.restore()

    def _bar(self, painter: QPainter, area: QRect, index: Index) -> None:
        """The share of a row, right of its words."""
        rows = _rows(index)
        column, row = rows.columns[index.column()], rows.row(index)
        bar = column.bar(row) if column.bar else None
        if bar is None:
            return
        words = self._table.fontMetrics().horizontalAdvance(_WIDEST_SHARE) + 2 * SPACE.gap
        role = column.role(row) if column.role else None
        place = area.adjusted(words, 0, -SPACE.gap, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_bar(painter, place, bar, look.colour(role).name() if role else look.theme().accent)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        rows, spot = _rows(index), QPersistentModelIndex(index)
        entry = rows.columns[index.column()].entry
        editor = _EDITORS[entry](parent) if entry in _EDITORS else TextEditor(parent)
        editor.edited.connect(lambda value: _fill(rows, spot, editor, value))
        editor.setAccessibleName(rows.columns[index.column()].title)
        draft = rows.draft(index)
        editor.open(rows.data(index, Qt.ItemDataRole.EditRole))
        if draft:
            editor.resume(draft.typed)
        editor.selectAll()
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What is stored; not over a text that was refused and is still in the field."""
        if isinstance(editor, TextEditor) and _rows(index).draft(index) is None:
            editor.setValue(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """The editor says itself what was filled in; what cannot be read stays as a draft."""
        if not isinstance(editor, TextEditor):
            return
        editor.flush()
        if editor.unsettled():
            _rows(index).keep(index, editor.text(), editor.trouble())
        else:
            _rows(index).drop(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if not isinstance(watched, TextEditor):
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            watched.open(watched.value())
        elif event.key() in _STEPS and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
            self._table.step(*_direction(event))
            return True
        return super().eventFilter(watched, event)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:
            return self._table._tick(model.index(index.row(), index.column()))
        return False

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """The tooltip: the column's hint, else the whole text where it is cut off."""
        hint = index.data(Qt.ItemDataRole.ToolTipRole)
        if hint is None and self.sizeHint(option, index).width() > option.rect.width():
            hint = index.data(Qt.ItemDataRole.DisplayRole)
        QToolTip.showText(event.globalPos(), hint or "", view)
        return True

    def _tick(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        edge = look.icon_size()
        box = QRect(0, 0, edge, edge)
        box.moveCenter(option.rect.center())
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        free = bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        check.tick(painter, box, ticked, free)
        painter.restore()


_EDITORS: dict[Entry | None, Callable[[QWidget], TextEditor]] = {
    Entry.TEXT: TextEditor,
    Entry.NUMBER: NumberEditor,
    Entry.DATE: DateEditor,
}


def _rows(index: Index) -> Rows[Any]:
    rows = index.model()
    assert isinstance(rows, Rows)
    return rows


def _fill(rows: Rows[Any], spot: QPersistentModelIndex, editor: TextEditor, value: object) -> None:
    """Hand over what was typed; where it was refused, the text in the field is what waits."""
    if not spot.isValid():
        return
    rows.setData(spot, value)
    refused = rows.draft(spot) if spot.isValid() else None
    if refused is not None:
        editor.refuse(refused.why)


def _direction(event: QKeyEvent) -> tuple[int, int]:
    """Where a key leads: rows down, columns right."""
    down, right = _STEPS[Qt.Key(event.key())]
    back = event.key() in _BACKWARDS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return (-down, right) if back else (down, right)


def _words(index: QModelIndex | None) -> str:
    """A cell as it goes into a spreadsheet; a ticked box is an x, as on paper lists."""
    if index is None:
        return ""
    if index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked:
        return "x"
    return index.data(Qt.ItemDataRole.DisplayRole) or ""


def _draw_bar(painter: QPainter, place: QRect, bar: Bar, ink: str) -> None:
    """A bar over a pale track, and a stroke where the least share is."""
    track = QRect(place.left(), place.center().y() - _BAR // 2, place.width(), _BAR)
    paint.field(painter, track, look.theme().hairline, radius=_BAR / 2)
    if bar.share > 0:
        wide = max(round(track.width() * min(bar.share, 1.0)), _BAR)
        whole = QRect(track.left(), track.top(), wide, _BAR)
        paint.field(painter, whole, ink, radius=_BAR / 2)
    if bar.least is not None:
        at = track.left() + round(track.width() * bar.least)
        mark = QRect(at - 1, track.top() - SPACE.tight, 2, _BAR + 2 * SPACE.tight)
        paint.field(painter, mark, look.theme().text, radius=0)
