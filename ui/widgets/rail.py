"""The navigation at the left: icon and word, the current one marked by a bar and by weight."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from resources.words import many
from ui import look
from ui.look import SPACE, Ground, Role, Type
from ui.widgets import icons, paint
from ui.widgets.group import OneOf
from ui.widgets.region import Region
from ui.widgets.text import Elided

WIDTH = 168
_BAR = 3


class Place(Struct, frozen=True):
    """One entry: `word` may carry a mnemonic (&); entries `below` stand at the foot."""

    key: str
    word: str
    icon: str
    below: bool = False


class Rail(Region):
    """Where one is and where one can go.  Up and Down move, Alt and the underlined letter jump."""

    chosen = Signal(str)  # the key of the place a person went to

    def __init__(self, places: tuple[Place, ...], parent: QWidget | None = None) -> None:
        super().__init__(Ground.CANVAS, parent)
        self.name = Elided("", Type.LARGE, Role.ACCENT)
        self.unit = Elided("", Type.BODY, Role.MUTED, lines=2)
        self._group = OneOf(self)
        self._entries: dict[str, _Entry] = {}
        self._marks = QVBoxLayout()
        self._marks.setContentsMargins(SPACE.group, SPACE.tight, SPACE.gap, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.group, 0, SPACE.gap)
        column.setSpacing(0)
        for words in (self.name, self.unit):
            words.setContentsMargins(SPACE.group, 0, SPACE.gap, 0)
            column.addWidget(words)
        column.addLayout(self._marks)
        column.addSpacing(SPACE.group)
        for place in places:
            if not place.below:
                column.addWidget(self._enter(place))
        column.addStretch(1)
        for place in places:
            if place.below:
                column.addWidget(self._enter(place))

    def say(self, name: str, unit: str) -> None:
        """Whose register this is."""
        self.name.setText(name)
        self.unit.setText(unit)

    def put(self, mark: QWidget) -> None:
        """Place a mark under the names, to be seen from everywhere."""
        self._marks.addWidget(mark)

    def current(self) -> str:
        """The key of the marked place, "" if none is."""
        return next((key for key, entry in self._entries.items() if entry.isChecked()), "")

    def mark(self, key: str) -> None:
        """Show that we are there; fires nothing."""
        self._entries[key].setChecked(True)

    def count(self, key: str, waiting: int) -> None:
        """Show how many things wait at a place; 0 shows nothing."""
        self._entries[key].count(waiting)

    def entry(self, key: str) -> QWidget:
        """The entry of a place, for whoever points at it: the keys' help, a test."""
        return self._entries[key]

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        width = round(WIDTH * max(1.0, look.current().scale_percent / 100))
        return QSize(width, super().minimumSizeHint().height())

    def _enter(self, place: Place) -> _Entry:
        entry = _Entry(place, self)
        self._group.addButton(entry)
        self._entries[place.key] = entry
        entry.clicked.connect(lambda: self.chosen.emit(place.key))
        return entry


class _Entry(QRadioButton):
    """One place; a radio button to the keyboard and to screen readers."""

    def __init__(self, place: Place, parent: QWidget) -> None:
        super().__init__(place.word, parent)
        self._icon = place.icon
        self._waiting = 0
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(place.word.replace("&", ""))

    def count(self, waiting: int) -> None:
        if waiting == self._waiting:
            return
        self._waiting = waiting
        word = self.text().replace("&", "")
        named = many("{word}: {n} việc đang chờ", waiting).format(word=word) if waiting else word
        self.setAccessibleName(named)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, look.row_height() + SPACE.tight)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        theme, here = look.theme(), self.isChecked()
        inner = self.rect().adjusted(SPACE.gap, 1, -SPACE.gap, -1)
        if here or self.underMouse():
            paint.field(painter, inner, theme.accent_soft if here else theme.hover)
        role = Role.ACCENT if here else Role.TEXT
        if here:
            bar = QRect(inner.left(), inner.top() + SPACE.tight, _BAR, inner.height() - SPACE.gap)
            paint.field(painter, bar, theme.accent, radius=_BAR / 2)
        edge = look.icon_size()
        left = inner.left() + SPACE.gap + _BAR
        icons.draw(painter, self._icon, role, QRect(left, inner.top(), edge, inner.height()))
        painter.setFont(look.font(Type.STRONG if here else Type.BODY))
        words = inner.adjusted(left - inner.left() + edge + SPACE.gap, 0, -SPACE.gap, 0)
        words.setRight(words.right() - self._badge(painter, inner))
        painter.setPen(look.colour(Role.TEXT))
        painter.setFont(look.font(Type.STRONG if here else Type.BODY))
        painter.drawText(words, paint.LABEL, self.text())
        if self.hasFocus():
            paint.ring(painter, inner)
        painter.end()

    def _badge(self, painter: QPainter, inner: QRect) -> int:
        """Draw the number of waiting things; returns the width it takes."""
        if not self._waiting:
            return 0
        text = str(self._waiting) if self._waiting < 1000 else "999+"
        font = look.font(Type.SMALL)
        metrics = QFontMetrics(font)
        width, height = metrics.horizontalAdvance(text) + 2 * SPACE.gap - 2, metrics.height() + 2
        box = QRect(0, 0, max(width, height), height)
        box.moveCenter(inner.center())
        box.moveRight(inner.right() - SPACE.tight)
        theme = look.theme()
        paint.field(painter, box, theme.warning.soft, radius=height / 2)
        painter.setFont(font)
        paint.words(painter, box, text, theme.warning.ink, Qt.AlignmentFlag.AlignHCenter)
        return box.width()
