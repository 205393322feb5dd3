"""A few answers side by side, one taken: Đạt, Chưa đạt, Chưa đánh giá."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from resources.words import _
from ui import look
from ui.look import SPACE, Role, Type
from ui.widgets import icons, paint
from ui.widgets.chosen import Chosen
from ui.widgets.group import OneOf


class Option(Struct, frozen=True):
    """One answer; its role gives colour and icon once it is taken."""

    value: object
    word: str
    role: Role = Role.ACCENT


def verdict(name: str, parent: QWidget | None = None) -> Choice:
    """The answer to a yes-or-no indicator: True, False, or None for not yet assessed."""
    options = (
        Option(True, _("Đạt"), Role.PASSED),
        Option(False, _("Chưa đạt"), Role.FAILED),
        Option(None, _("Chưa đánh giá"), Role.MISSING),
    )
    return Choice(name, options, parent)


class Choice(Chosen, QWidget):
    """Joined segments; Left and Right move and take, Tab passes by."""

    edited = Signal(object)  # the value a person took
    troubled = Signal(str)  # why it could not be saved, "" when it is

    def __init__(self, name: str, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = OneOf(self)
        self._segments: list[_Segment] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, option in enumerate(options):
            segment = _Segment(option, number == 0, number == len(options) - 1, self)
            segment.clicked.connect(lambda _checked, option=option: self.took(option.value))
            segment.toggled.connect(self._lead)
            self._group.addButton(segment)
            self._segments.append(segment)
            row.addWidget(segment)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if self._segments:
            self._segments[-1].setChecked(True)
        self._saved = self.value()

    def value(self) -> object:
        """The value that is taken."""
        return next(segment.option.value for segment in self._segments if segment.isChecked())

    def put(self, value: object) -> None:
        """Show a value; fires nothing.  Raises ValueError for an unknown one."""
        for segment in self._segments:
            if segment.option.value is value or segment.option.value == value:
                segment.setChecked(True)
                return
        raise ValueError(f"no answer means {value!r}")

    def _lead(self) -> None:
        """Whoever gives the focus to the row gives it to the answer that is taken."""
        for segment in self._segments:
            if segment.isChecked():
                self.setFocusProxy(segment)


class _Segment(QRadioButton):
    """One answer; a radio button to the keyboard and to screen readers."""

    def __init__(self, option: Option, first: bool, last: bool, parent: QWidget) -> None:
        super().__init__(option.word, parent)
        self.option = option
        self._first, self._last = first, last
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(option.word.replace("&", ""))

    def hitButton(self, pos: object) -> bool:
        return True

    def sizeHint(self) -> QSize:
        # measured in the heavier face, so that taking an answer moves none of its neighbours
        width = look.width(self.text().replace("&", ""), Type.STRONG) + 2 * SPACE.gap
        return QSize(width + look.icon_size() + SPACE.gap + SPACE.tight, look.row_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() - QSize(SPACE.gap, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        theme, role, area = look.theme(), self.option.role, self.rect()
        taken = self.isChecked()
        fill = theme.soft(role) if taken else theme.hover if self.underMouse() else theme.surface
        edge = theme.ink(role) if taken else theme.outline
        self._ground(painter, area, fill, edge)
        ink = theme.ink(role) if taken else theme.text if self.isEnabled() else theme.muted
        inner = area.adjusted(SPACE.gap + 2, 0, 0, 0)
        side = look.icon_size()
        name = icons.OF_ROLE.get(role, "done") if taken else "blank"
        tint = role if taken else Role.MUTED
        icons.draw(painter, name, tint, QRect(inner.left(), 0, side, area.height()))
        painter.setFont(look.font(Type.STRONG if taken else Type.BODY))
        painter.setPen(ink)
        painter.drawText(inner.adjusted(side + SPACE.tight + 2, 0, 0, 0), paint.LABEL, self.text())
        if self.hasFocus():
            paint.ring(painter, area)
        painter.end()

    def _ground(self, painter: QPainter, area: QRect, fill: str, edge: str) -> None:
        """Round at the two ends of the row only: the inner corners are drawn beyond the clip."""
        painter.save()
        painter.setClipRect(area)
        beyond = look.RADIUS * 2
        grown = area.adjusted(0 if self._first else -beyond, 0, 0 if self._last else beyond, 0)
        paint.field(painter, grown, fill, edge)
        if not self._first:
            paint.flat(painter, QRect(0, 0, 1, area.height()), edge)
        painter.restore()
