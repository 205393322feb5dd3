"""Widgets in lines, as words are: as many as fit beside each other, then the next line.

A widget and not a layout: a layout written in Python would share the ownership of its items with
Qt, and the two do not agree about it when a window closes.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import SPACE


class Flow(QWidget):
    """Chips, tiles, fields or a heading's deeds; the height follows the width.

    What is wider than a whole line is narrowed as far as it lets itself be.
    """

    def __init__(self, spacing: int = SPACE.gap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing = spacing
        self._widgets: list[QWidget] = []
        self._filler: QWidget | None = None
        self._known: dict[int, list[QRect]] = {}  # places by width, until a child wants another
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end; it becomes a child of the flow."""
        widget.setParent(self)
        self._widgets.append(widget)
        widget.show()
        self._arrange()

    def fill(self, widget: QWidget) -> None:
        """Let this one have the room that is left in its line; what follows stands at line ends."""
        self._filler = widget
        self._arrange()

    def clear(self) -> None:
        """Take all widgets away for good."""
        for widget in self._widgets:
            widget.hide()
            widget.deleteLater()
        self._widgets.clear()
        self._filler = None
        self._arrange()

    def widgets(self) -> list[QWidget]:
        """What it holds, in order."""
        return list(self._widgets)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        sizes = [widget.sizeHint() for widget in self._shown()]
        width = sum(size.width() + self._spacing for size in sizes) - self._spacing
        return QSize(max(width, 0), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        widest = max((_least(widget) for widget in self._shown()), default=0)
        return QSize(widest, self.heightForWidth(max(self.width(), widest)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a child wants another size
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        self._known.clear()
        if self.isVisible():  # a hidden one is arranged when it is shown
            for widget, place in zip(self._shown(), self._places(self.width()), strict=True):
                widget.setGeometry(place)
        self.updateGeometry()

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _places(self, width: int) -> list[QRect]:
        """Where each shown widget lies in a flow of this width; layouts ask many times over.

        Qt tells a hidden flow nothing of what its children want, so it reckons anew each time.
        """
        if not self.isVisible():
            return self._place(width)
        if width not in self._known:
            self._known[width] = self._place(width)
        return self._known[width]

    def _place(self, width: int) -> list[QRect]:
        lines: list[list[QRect]] = [[]]
        left, top = 0, 0
        for widget in self._shown():
            size = _size(widget, width)
            if left > 0 and left + size.width() > width:
                left, top = 0, top + _height(lines[-1]) + self._spacing
                lines.append([])
            lines[-1].append(QRect(QPoint(left, top), size))
            left += size.width() + self._spacing
        self._stretch(lines, width)
        return [place for line in lines for place in _levelled(line)]

    def _stretch(self, lines: list[list[QRect]], width: int) -> None:
        """Give the filler what its line has left; what follows stands at the end of its line."""
        if self._filler is None or self._filler.isHidden():
            return
        at = self._shown().index(self._filler)
        for line in lines:
            room = max(0, width - line[-1].right() - 1) if line else 0
            if 0 <= at < len(line):
                line[at].setWidth(line[at].width() + room)
            for place in line[max(at + 1, 0) :]:
                place.translate(room, 0)
            at -= len(line)


def _size(widget: QWidget, width: int) -> QSize:
    """As large as it wishes, narrower where a line of this width has no room for it."""
    size = widget.sizeHint().boundedTo(widget.maximumSize())
    if size.width() > width:
        size.setWidth(max(width, _least(widget)))
    if widget.hasHeightForWidth():
        size.setHeight(widget.heightForWidth(size.width()))
    return size


def _least(widget: QWidget) -> int:
    """How narrow a widget may become, as its size policy says."""
    policy = widget.sizePolicy().horizontalPolicy().value
    if not policy & QSizePolicy.PolicyFlag.ShrinkFlag.value:
        return widget.sizeHint().width()
    return widget.minimumWidth() or widget.minimumSizeHint().width()


def _height(line: list[QRect]) -> int:
    return max((place.height() for place in line), default=0)


def _levelled(line: list[QRect]) -> list[QRect]:
    """Neighbours of different height share the middle of their line."""
    highest = _height(line)
    return [place.translated(0, (highest - place.height()) // 2) for place in line]
