"""Ctrl+K: type a few letters, accents or not, and go there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from db.queries import search
from db.queries.search import Hit
from resources.words import _
from rules.text import fold
from ui import look
from ui.desk import Desk
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.subject import Subject
from ui.widgets import icons, paint
from ui.widgets.search import Search

_WIDTH, _ROWS = 640, 12
_SEARCHED = frozenset({"assessment", "evidence", "unit", "package"})
_ICONS = {
    "indicator": "checklist",
    "note": "note",
    "evidence": "attach",
    "village": "village",
    "place": "forward",
}
_Index = QModelIndex | QPersistentModelIndex
_HIT = Qt.ItemDataRole.UserRole


class Finder(Search):
    """The search field of the header; what it finds unfolds below it."""

    chosen = Signal(object)  # a Route

    def __init__(
        self,
        desk: Desk,
        subject: Subject,
        places: Sequence[tuple[str, Route]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Tìm nhanh"), QKeySequence("Ctrl+K"), parent)
        self._desk, self._subject = desk, subject
        self._places = tuple(_place(title, number) for number, (title, _to) in enumerate(places))
        self._routes = tuple(route for _title, route in places)
        self._hits: tuple[Hit, ...] | None = None
        self._came_from: QWidget | None = None
        self.list: _List | None = None
        self.installEventFilter(self)
        self.textEdited.connect(self.look_for)
        desk.pulse.changed.connect(self._forget)
        subject.changed.connect(lambda: self._forget(_SEARCHED))

    def look_for(self, query: str) -> None:
        """Show what the query finds; the places and deeds while nothing is asked."""
        shown = self._unfolded()
        found = search.matching(self._everything(), query) if query.strip() else self._places
        shown.show_hits(found)

    def take(self) -> None:
        """Go to the marked hit."""
        hit = self.list.current() if self.list else None
        self.fold_up()
        if hit is None:
            return
        self.clear()
        self._came_from = None
        self.chosen.emit(self._route(hit))

    def fold_up(self) -> None:
        """Put the list away."""
        if self.list is not None:
            self.list.hide()

    def leave(self) -> None:
        """Put everything away and go back to where the person was."""
        self.fold_up()
        self.clear()
        if self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._steer(event)
        if event.type() == QEvent.Type.FocusIn:
            self.look_for(self.text())
        elif event.type() == QEvent.Type.FocusOut:
            self.fold_up()
        return super().eventFilter(watched, event)

    def come_from(self, widget: QWidget | None) -> None:
        """Remember where the focus was, for Esc."""
        if widget is not self:
            self._came_from = widget

    def _steer(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS - 1,
            Qt.Key.Key_PageUp: 1 - _ROWS,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._unfolded().step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _route(self, hit: Hit) -> Route:
        if hit.kind == "place":
            return self._routes[int(hit.remark)]
        if hit.kind == "village":
            return Route("settings", part="villages")
        return Route("checklist", hit.set, hit.period, hit.indicator, part=hit.kind)

    def _everything(self) -> tuple[Hit, ...]:
        if self._hits is None:
            subject = self._subject
            ordered = sorted(subject.sets, key=lambda each: each.id != subject.criteria.id)
            found = search.everything(self._desk.store, ordered, subject.period)
            self._hits = (*found, *self._places)
        return self._hits

    def _forget(self, types: frozenset[str]) -> None:
        if types & _SEARCHED:
            self._hits = None

    def _unfolded(self) -> _List:
        """The list below the field, above everything else in the window."""
        if self.list is None:
            self.list = _List(self.window())
            self.list.taken.connect(self.take)
        self.list.unfold_under(self)
        return self.list


def _place(title: str, number: int) -> Hit:
    return Hit("place", title, str(number), fold(title))


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: Sequence[Hit] = ()

    def put(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return hit.title
        return hit if role == _HIT else None


class _List(QFrame):
    """The hits; the focus stays in the field."""

    taken = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = _Model(self)
        self._view = QListView()
        self._view.setModel(self._model)
        self._view.setItemDelegate(_Hits(self._view))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setUniformItemSizes(True)
        self._view.setAccessibleName(_("Kết quả tìm"))
        self._view.clicked.connect(lambda _index: self.taken.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.tight, SPACE.tight, SPACE.tight, SPACE.tight)
        column.addWidget(self._view)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show these, the first one marked."""
        self._model.put(hits)
        if hits:
            self._view.setCurrentIndex(self._model.index(0, 0))
        rows = min(max(len(hits), 1), _ROWS)
        self.setFixedHeight(rows * look.row_height() + 2 * SPACE.tight + 2)
        self.raise_()
        self.setVisible(bool(hits))

    def unfold_under(self, field: QWidget) -> None:
        """Place it below the field, inside the window."""
        window = field.window()
        width = min(round(_WIDTH * look.current().scale_percent / 100), window.width() - 16)
        self.setFixedWidth(width)
        corner = field.mapTo(window, QPoint(0, field.height() + 2))
        self.move(max(8, min(corner.x(), window.width() - width - 8)), corner.y())

    def step(self, by: int) -> None:
        """Mark another one."""
        count = self._model.rowCount()
        if count:
            row = min(max(self._view.currentIndex().row() + by, 0), count - 1)
            self._view.setCurrentIndex(self._model.index(row, 0))

    def current(self) -> Hit | None:
        """The marked hit."""
        index = self._view.currentIndex()
        return self._model.hits[index.row()] if index.isValid() else None

    def hits(self) -> list[Hit]:
        """What is shown."""
        return list(self._model.hits)


class _Hits(QStyledItemDelegate):
    """Icon, title, and a quiet remark at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, look.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit: Hit = index.data(_HIT)
        theme, area = look.theme(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            paint.field(painter, area, theme.selection)
        elif state & QStyle.StateFlag.State_MouseOver:
            paint.field(painter, area, theme.hover)
        inner = area.adjusted(SPACE.gap, 0, -SPACE.gap, 0)
        edge = look.icon_size()
        mark = QRect(inner.left(), inner.top(), edge, inner.height())
        icons.draw(painter, _ICONS[hit.kind], Role.MUTED, mark)
        inner.setLeft(inner.left() + edge + SPACE.gap)
        remark = "" if hit.kind == "place" else hit.remark
        small = look.font(Type.SMALL)
        metrics = QFontMetrics(small)
        room = min(metrics.horizontalAdvance(remark) + 2, inner.width() * 2 // 5)
        shown = metrics.elidedText(remark, Qt.TextElideMode.ElideRight, room)
        painter.setFont(small)
        paint.words(painter, inner, shown, theme.muted, Qt.AlignmentFlag.AlignRight)
        inner.setRight(inner.right() - room - SPACE.group)
        body = look.font()
        painter.setFont(body)
        title = QFontMetrics(body).elidedText(hit.title, Qt.TextElideMode.ElideRight, inner.width())
        paint.words(painter, inner, title, theme.text, Qt.AlignmentFlag.AlignLeft)
        painter.restore()
