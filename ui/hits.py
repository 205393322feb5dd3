"""What the search found, unfolded below its field; made when somebody first searches."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from db.queries.search import Hit
from resources.words import _
from ui import look
from ui.look import SPACE, Role, Type
from ui.widgets import icons, paint

ROWS = 12
_WIDTH = 640
_ICONS = {
    "indicator": "checklist",
    "note": "note",
    "evidence": "attach",
    "village": "village",
    "person": "owner",
    "course": "training",
    "survey": "survey",
    "place": "forward",
}
_Index = QModelIndex | QPersistentModelIndex
_HIT = Qt.ItemDataRole.UserRole


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


class Hits(QFrame):
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
        self._view.setItemDelegate(_Lines(self._view))
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
        rows = min(max(len(hits), 1), ROWS)
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


class _Lines(QStyledItemDelegate):
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
