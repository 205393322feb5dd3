"""A month to pick a day from, under a date field.  Typing is quicker; this shows weekdays."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from resources.words import _
from ui import look
from ui.look import SPACE, Role, Type
from ui.widgets import dates, paint
from ui.widgets.button import IconButton
from ui.widgets.text import Text

_WEEKS = 6


class Calendar(QFrame):
    """A popup.  Arrows move a day or a week, PageUp and PageDown a month, Enter takes."""

    picked = Signal(str)  # ISO date

    def __init__(self, day: date, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self._month = Text(kind=Type.STRONG)
        self._days = _Days(day, today, self)
        before = IconButton("back", _("Tháng trước"))
        after = IconButton("expand", _("Tháng sau"))
        for button, months in ((before, -1), (after, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked, months=months: self._days.turn(months))
        head = QHBoxLayout()
        head.addWidget(before)
        head.addWidget(self._month, 1, Qt.AlignmentFlag.AlignHCenter)
        head.addWidget(after)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.gap, SPACE.gap, SPACE.gap, SPACE.gap)
        column.setSpacing(SPACE.tight)
        column.addLayout(head)
        column.addWidget(self._days)
        self.setFocusProxy(self._days)
        self._days.moved.connect(self._say)
        self._days.taken.connect(self._take)
        self._say(day)

    def open_under(self, field: QWidget) -> None:
        """Unfold below a field, or above it where the screen ends."""
        self.adjustSize()
        corner = field.mapToGlobal(QPoint(0, field.height() + 2))
        room = field.screen().availableGeometry()
        if corner.y() + self.height() > room.bottom():
            corner = field.mapToGlobal(QPoint(0, -self.height() - 2))
        corner.setX(max(room.left(), min(corner.x(), room.right() - self.width())))
        self.move(corner)
        self.show()
        self._days.setFocus(Qt.FocusReason.PopupFocusReason)

    def day(self) -> date:
        """The day that is marked."""
        return self._days.day

    def _say(self, day: date) -> None:
        self._month.setText(_("Tháng {month} năm {year}").format(month=day.month, year=day.year))

    def _take(self, day: date) -> None:
        self.picked.emit(day.isoformat())
        self.close()


class _Days(QWidget):
    """The grid of days, Monday first."""

    moved = Signal(date)
    taken = Signal(date)

    def __init__(self, day: date, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.day = day
        self._today = today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._go(day)

    def turn(self, months: int) -> None:
        """The same day some months on, or the last one of a shorter month."""
        year, month = divmod(self.day.year * 12 + self.day.month - 1 + months, 12)
        if dates.FIRST_YEAR <= year <= dates.LAST_YEAR:
            last = monthrange(year, month + 1)[1]
            self._go(date(year, month + 1, min(self.day.day, last)))

    def sizeHint(self) -> QSize:
        cell = self._cell()
        return QSize(7 * cell.width(), (_WEEKS + 1) * cell.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._go(self.day + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.taken.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point, cell = event.position().toPoint(), self._cell()
        week = point.y() // cell.height() - 1
        if 0 <= week < _WEEKS and 0 <= point.x() // cell.width() < 7:
            self._go(self._first() + timedelta(days=7 * week + point.x() // cell.width()))
            self.taken.emit(self.day)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        middle, cell = Qt.AlignmentFlag.AlignHCenter, self._cell()
        painter.setFont(look.font(Type.SMALL))
        names = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))
        for column, name in enumerate(names):
            head = QRect(QPoint(column * cell.width(), 0), cell)
            paint.words(painter, head, name, look.theme().muted, middle)
        for number in range(7 * _WEEKS):
            week, column = divmod(number, 7)
            corner = QPoint(column * cell.width(), (week + 1) * cell.height())
            self._draw(painter, self._first() + timedelta(days=number), QRect(corner, cell))
        painter.end()

    def _draw(self, painter: QPainter, day: date, cell: QRect) -> None:
        theme, box = look.theme(), cell.adjusted(1, 1, -1, -1)
        marked = day == self.day
        if marked:
            paint.field(painter, box, theme.accent)
        elif day == self._today:
            paint.field(painter, box, theme.surface, theme.accent)
        here = day.month == self.day.month
        role = Role.ON_ACCENT if marked else Role.TEXT if here else Role.MUTED
        painter.setFont(look.numerals(look.font(Type.STRONG if marked else Type.BODY)))
        paint.words(painter, box, str(day.day), theme.ink(role), Qt.AlignmentFlag.AlignHCenter)

    def _go(self, day: date) -> None:
        if not dates.FIRST_YEAR <= day.year <= dates.LAST_YEAR:
            return
        self.day = day
        self.setAccessibleName(dates.show(day.isoformat()))
        self.moved.emit(day)
        self.update()

    def _first(self) -> date:
        """The Monday in the upper left corner."""
        first = self.day.replace(day=1)
        return first - timedelta(days=first.weekday())

    def _cell(self) -> QSize:
        return QSize(look.row_height() + SPACE.tight, look.row_height())
