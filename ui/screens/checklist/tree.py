"""The tree of criteria and indicators: one model over frozen lines, one delegate, no widgets."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from db.queries.checklist import Checklist, Line
from resources.criteria import Criterion
from resources.words import _
from rules.progress import Progress
from rules.text import fold
from ui import look, names
from ui.look import SPACE, Role, Type
from ui.widgets import icons, paint

_Index = QModelIndex | QPersistentModelIndex
_NODE = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
_TYPING = 1000  # milliseconds in which typed letters belong together


class Group(Struct, frozen=True):
    """A criterion and those of its indicators that are shown."""

    criterion: Criterion
    progress: Progress
    lines: tuple[Line, ...]


class Tree(QAbstractItemModel):
    """Criteria with their indicators; tells views only what differs while the rows are the same."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.groups: tuple[Group, ...] = ()

    def put(self, checklist: Checklist, keep: Callable[[Line], bool]) -> None:
        """Show the indicators that `keep` lets through, and the criteria that have any.

        A set whose criteria have no indicators at all shows its criteria.
        """
        groups = tuple(
            Group(
                criterion,
                checklist.by_criterion[criterion.code],
                tuple(
                    line
                    for each in criterion.indicators
                    if keep(line := checklist.lines[each.code])
                ),
            )
            for criterion in checklist.criteria.criteria
        )
        kept = tuple(each for each in groups if each.lines or not each.criterion.indicators)
        if _shape(kept) == _shape(self.groups):
            self._refresh(kept)
        else:
            self.beginResetModel()
            self.groups = kept
            self.endResetModel()

    def codes(self) -> list[str]:
        """The indicators that are shown, in order."""
        return [line.indicator.code for group in self.groups for line in group.lines]

    def find(self, code: str) -> QModelIndex:
        """Where an indicator is; an invalid index if it is not shown."""
        for row, group in enumerate(self.groups):
            for place, line in enumerate(group.lines):
                if line.indicator.code == code:
                    return self.createIndex(place, 0, row + 1)
        return QModelIndex()

    def node(self, index: _Index) -> Line | Group | None:
        """What an index points to."""
        found = index.data(_NODE) if index.isValid() else None
        return found if isinstance(found, Line | Group) else None

    def index(self, row: int, column: int, parent: _Index = _NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: _Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        above = index.internalId() if index.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QModelIndex()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self.groups)
        return 0 if parent.internalId() else len(self.groups[parent.row()].lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        above = index.internalId()
        group = self.groups[above - 1 if above else index.row()]
        line = group.lines[index.row()] if above else None
        match role:
            case Qt.ItemDataRole.UserRole:
                return line or group
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return _title(group.criterion if line is None else line.indicator)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(group, line)
        return None

    def _refresh(self, groups: tuple[Group, ...]) -> None:
        """Same rows: tell which of them look different."""
        before, self.groups = self.groups, groups
        for row, (old, new) in enumerate(zip(before, groups, strict=True)):
            if old == new:
                continue
            here = self.index(row, 0)
            self.dataChanged.emit(here, here)
            if new.lines:
                last = self.index(len(new.lines) - 1, 0, here)
                self.dataChanged.emit(self.index(0, 0, here), last)


def _shape(groups: tuple[Group, ...]) -> list[tuple[str, list[str]]]:
    return [
        (group.criterion.code, [line.indicator.code for line in group.lines]) for group in groups
    ]


def _title(named: object) -> str:
    code, title = getattr(named, "code", ""), getattr(named, "title", "")
    return f"{code} {title}"


def _spoken(group: Group, line: Line | None) -> str:
    """A row for screen readers."""
    if line is not None:
        return _("{title}: {status}").format(
            title=_title(line.indicator), status=names.status(line)[0]
        )
    return _("Tiêu chí {title}: đạt {passed}/{total}").format(
        title=_title(group.criterion), passed=group.progress.passed, total=group.progress.total
    )


class TreeView(QTreeView):
    """Up and Down move, Left and Right fold, digits jump to a code, Enter goes into the form."""

    chosen = Signal(str)  # the code of the indicator that is the current one now
    filling = Signal()  # the person wants to fill it in

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = tree
        self._typed = ""
        self._hovered = QPersistentModelIndex()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING)
        self._pause.timeout.connect(self._forget)
        self.setModel(tree)
        self.setItemDelegate(_Rows(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Tiêu chí và chỉ tiêu"))
        self.setMinimumWidth(160)
        tree.modelAboutToBeReset.connect(self._remember)
        tree.modelReset.connect(self._return)
        self._kept = ("", 0)

    def code(self) -> str:
        """The code of the current indicator, "" on a criterion or nowhere."""
        node = self.tree.node(self.currentIndex())
        return node.indicator.code if isinstance(node, Line) else ""

    def choose(self, code: str) -> bool:
        """Make an indicator the current one; False if it is not shown."""
        index = self.tree.find(code)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def step(self, by: int) -> bool:
        """Go to a neighbouring indicator, over the heads of criteria.  False at the end."""
        codes = self.tree.codes()
        if not codes:
            return False
        code = self.code()
        at = codes.index(code) + by if code in codes else 0
        return 0 <= at < len(codes) and self.choose(codes[at])

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        node = self.tree.node(current)
        if isinstance(node, Line):
            self.chosen.emit(node.indicator.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._forget()  # who is back within a second types another code
            if self.code():
                self.filling.emit()
            else:
                self._fold(self.currentIndex())
        elif event.key() == Qt.Key.Key_Left and self.code():
            self.setCurrentIndex(self.currentIndex().parent())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters typed one after another: a code first, else the beginning of a title."""
        self._typed += search
        self._pause.start()
        wanted = fold(self._typed)
        lines = [line for group in self.tree.groups for line in group.lines]
        starts: tuple[Callable[[Line], str], ...] = (
            lambda line: line.indicator.code,
            lambda line: fold(line.indicator.title),
        )
        for start in starts:
            for line in lines:
                if start(line).startswith(wanted):
                    self.choose(line.indicator.code)
                    return

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and isinstance(self.tree.node(index), Group):
            self._fold(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QModelIndex())

    def is_hovered(self, index: _Index) -> bool:
        """Whether the pointer is upon this row."""
        return self._hovered == index

    def _hover(self, index: QModelIndex) -> None:
        if self._hovered != index:
            left, self._hovered = self._hovered, QPersistentModelIndex(index)
            self.viewport().update(self.visualRect(left))
            self.viewport().update(self.visualRect(index))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()

    def _fold(self, index: _Index) -> None:
        self.setExpanded(index, not self.isExpanded(index))

    def _forget(self) -> None:
        self._typed = ""

    def _remember(self) -> None:
        self._kept = (self.code(), self.verticalScrollBar().value())

    def _return(self) -> None:
        """After other rows came: everything unfolded, the same indicator, the same place."""
        code, scrolled = self._kept
        self.expandAll()
        self.verticalScrollBar().setValue(scrolled)
        self.choose(code)


class _Rows(QStyledItemDelegate):
    """Draws the two kinds of rows."""

    def __init__(self, view: TreeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, look.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        node = index.data(_NODE)
        area = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, index, area)
        inner = area.adjusted(SPACE.gap, 0, -SPACE.gap, 0)
        if isinstance(node, Group):
            self._group(painter, inner, node, self._view.isExpanded(index))
        elif isinstance(node, Line):
            self._line(painter, inner, node)
        painter.restore()

    def _ground(self, painter: QPainter, index: _Index, area: QRect) -> None:
        # asked of the view: the style's names for states cost a start eight milliseconds
        theme, here = look.theme(), index == self._view.currentIndex()
        box = area.adjusted(SPACE.tight, 1, -SPACE.tight, -1)
        if here:
            paint.field(painter, box, theme.selection)
        elif self._view.is_hovered(index):
            paint.field(painter, box, theme.hover)
        if here and self._view.hasFocus():
            paint.ring(painter, box)

    def _group(self, painter: QPainter, area: QRect, group: Group, unfolded: bool) -> None:
        theme, edge = look.theme(), look.icon_size()
        if group.lines:
            mark = QRect(area.left(), area.top(), edge, area.height())
            icons.draw(painter, "collapse" if unfolded else "expand", Role.MUTED, mark)
        small = look.numerals(look.font(Type.SMALL))
        count = f"{group.progress.passed}/{group.progress.total}" if group.progress.total else ""
        painter.setFont(small)
        ink = theme.ink(Role.PASSED) if group.progress.complete else theme.muted
        paint.words(painter, area, count, ink, Qt.AlignmentFlag.AlignRight)
        used = QFontMetrics(small).horizontalAdvance(count) + SPACE.gap
        words = area.adjusted(edge + SPACE.tight, 0, -used, 0)
        strong = look.font(Type.STRONG)
        painter.setFont(strong)
        title = _elided(_title(group.criterion), strong, words.width())
        paint.words(painter, words, title, theme.text, Qt.AlignmentFlag.AlignLeft)

    def _line(self, painter: QPainter, area: QRect, line: Line) -> None:
        theme, edge = look.theme(), look.icon_size()
        word, role = names.status(line)
        small = look.font(Type.SMALL)
        room = _widest_status() + edge + SPACE.tight
        status = QRect(area.right() - room + 1, area.top(), room, area.height())
        icons.draw(
            painter,
            icons.OF_ROLE[role],
            role,
            QRect(status.left(), status.top(), edge, status.height()),
        )
        painter.setFont(small)
        told = status.adjusted(edge + SPACE.tight, 0, 0, 0)
        paint.words(painter, told, word, theme.ink(role), Qt.AlignmentFlag.AlignLeft)
        words = area.adjusted(edge + SPACE.tight, 0, -room - SPACE.gap, 0)
        body = look.numerals(look.font(Type.BODY))
        painter.setFont(body)
        code = line.indicator.code
        paint.words(painter, words, code, theme.muted, Qt.AlignmentFlag.AlignLeft)
        lead = max(QFontMetrics(body).horizontalAdvance(each) for each in (code, "00.00"))
        words.setLeft(words.left() + lead + SPACE.gap)
        title = _elided(line.indicator.title, body, words.width())
        paint.words(painter, words, title, theme.text, Qt.AlignmentFlag.AlignLeft)


def _elided(text: str, font: QFont, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))


def _widest_status() -> int:
    """Statuses begin below each other, so the longest word makes the room."""
    return max(look.width(word, Type.SMALL) for word in (_("Chưa có ngưỡng"), _("Cần xem lại")))
