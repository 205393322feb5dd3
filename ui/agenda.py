"""A list of things to go to, under headings: Up and Down move, Enter or a digit goes there."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import look
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.widgets import icons, paint

_Index = QModelIndex | QPersistentModelIndex
_ITEM = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
_DIGITS = 9


class Item(Struct, frozen=True):
    """One line; without a route it is a heading."""

    text: str
    remark: str = ""
    icon: str = ""
    role: Role = Role.MUTED
    route: Route | None = None


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.items: tuple[Item, ...] = ()

    def put(self, items: tuple[Item, ...]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.items[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return item.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{item.text} {item.remark}".strip()
            case Qt.ItemDataRole.UserRole:
                return item
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.items[index.row()].route is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class Agenda(QListView):
    """Shows items; says where a person wants to go."""

    asked = Signal(object)  # a Route

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Lines(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._go)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these; the marked one stays marked if it is still there, else the first."""
        if tuple(items) == self._model.items:
            return
        marked = self.current()
        self._model.put(tuple(items))
        rows = [row for row, item in enumerate(items) if item.route is not None]
        kept = next((row for row in rows if marked and items[row].route == marked.route), None)
        if rows:
            self.setCurrentIndex(self._model.index(rows[0] if kept is None else kept, 0))

    def items(self) -> tuple[Item, ...]:
        """What is shown."""
        return self._model.items

    def current(self) -> Item | None:
        """The marked item."""
        index = self.currentIndex()
        return self._model.items[index.row()] if index.isValid() else None

    def digit_of(self, row: int) -> int:
        """The digit that goes to a row, 0 if none does."""
        routes = [at for at, item in enumerate(self._model.items) if item.route is not None]
        place = routes.index(row) + 1 if row in routes else 0
        return place if place <= _DIGITS else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text() if event.text().isdigit() else ""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.currentIndex())
        elif digit and digit != "0":
            routes = [item for item in self._model.items if item.route is not None]
            if int(digit) <= len(routes):
                self.asked.emit(routes[int(digit) - 1].route)
        else:
            super().keyPressEvent(event)

    def _go(self, index: QModelIndex) -> None:
        item = self._model.items[index.row()] if index.isValid() else None
        if item is not None and item.route is not None:
            self.asked.emit(item.route)


class _Lines(QStyledItemDelegate):
    """Headings stand out by weight and air; items have an icon, a remark and their digit."""

    def __init__(self, agenda: Agenda) -> None:
        super().__init__(agenda)
        self._agenda = agenda

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        item: Item = index.data(_ITEM)
        air = SPACE.group if item.route is None and index.row() else 0
        return QSize(0, look.row_height() + air)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item: Item = index.data(_ITEM)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(option.rect)
        if item.route is None:
            self._heading(painter, area, item)
        else:
            self._item(painter, area, item, option, self._agenda.digit_of(index.row()))
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, item: Item) -> None:
        theme = look.theme()
        area.setTop(area.bottom() - look.row_height() + 1)
        inner = area.adjusted(SPACE.gap, 0, -SPACE.gap, 0)
        painter.setFont(look.font(Type.STRONG))
        paint.words(painter, inner, item.text, theme.text, Qt.AlignmentFlag.AlignLeft)
        if item.remark:
            lead = QFontMetrics(painter.font()).horizontalAdvance(item.text) + SPACE.gap
            painter.setFont(look.font(Type.BODY))
            beside = inner.adjusted(lead, 0, 0, 0)
            paint.words(painter, beside, item.remark, theme.muted, Qt.AlignmentFlag.AlignLeft)

    def _item(
        self,
        painter: QPainter,
        area: QRect,
        item: Item,
        option: QStyleOptionViewItem,
        digit: int,
    ) -> None:
        theme, edge, state = look.theme(), look.icon_size(), option.state
        box = area.adjusted(0, 1, 0, -1)
        marked = state & QStyle.StateFlag.State_Selected
        if marked and self._agenda.hasFocus():
            paint.field(painter, box, theme.selection)
            paint.ring(painter, box)
        elif state & QStyle.StateFlag.State_MouseOver:
            paint.field(painter, box, theme.hover)
        inner = area.adjusted(SPACE.gap, 0, -SPACE.gap, 0)
        icons.draw(
            painter, item.icon, item.role, QRect(inner.left(), inner.top(), edge, inner.height())
        )
        small = look.numerals(look.font(Type.SMALL))
        metrics = QFontMetrics(small)
        painter.setFont(small)
        ends = Qt.AlignmentFlag.AlignRight
        key = metrics.horizontalAdvance("9") + SPACE.gap
        if digit:
            paint.words(painter, inner, str(digit), theme.muted, ends)
        beside = inner.adjusted(0, 0, -key - SPACE.gap, 0)
        paint.words(painter, beside, item.remark, theme.ink(item.role), ends)
        used = metrics.horizontalAdvance(item.remark) + key + SPACE.group + SPACE.gap
        words = inner.adjusted(edge + SPACE.gap, 0, -used, 0)
        body = look.font()
        painter.setFont(body)
        shown = QFontMetrics(body).elidedText(
            item.text, Qt.TextElideMode.ElideRight, max(words.width(), 0)
        )
        paint.words(painter, words, shown, theme.text, Qt.AlignmentFlag.AlignLeft)
