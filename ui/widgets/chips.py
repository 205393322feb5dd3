"""Filters in a row, one chosen: "Tất cả 57", "Thiếu 12", "Trả lại 1"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QRadioButton, QWidget

from resources.words import _
from ui import look
from ui.look import SPACE, Type
from ui.widgets import paint
from ui.widgets.flow import Flow
from ui.widgets.group import OneOf


class Chip(Struct, frozen=True):
    """One filter and how many it would show; None shows no number."""

    key: str
    word: str
    count: int | None = None
    spoken: str = ""  # to screen readers, where it counts other things than indicators


class Chips(Flow):
    """A row of filters that wraps; Left and Right move, the chosen one is filled."""

    chosen = Signal(str)  # the key of the filter a person took

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(SPACE.tight, parent)
        self.setAccessibleName(name)
        self._group = OneOf(self)
        self._chips: dict[str, _Chip] = {}

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Offer these; the chosen one stays chosen if it is still among them, else the first."""
        before = self.current()
        if [chip.key for chip in chips] != list(self._chips):
            self._build(chips)
        for chip in chips:
            self._chips[chip.key].say(chip)
        if chips:
            self.choose(before if before in self._chips else chips[0].key)

    def current(self) -> str:
        """The key of the chosen filter, "" if there is none."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def choose(self, key: str) -> None:
        """Mark a filter as chosen; fires nothing."""
        self._chips[key].setChecked(True)

    def _build(self, chips: Sequence[Chip]) -> None:
        for old in self._chips.values():
            self._group.removeButton(old)
        self.clear()
        self._chips = {chip.key: _Chip(self) for chip in chips}
        for key, made in self._chips.items():
            self._group.addButton(made)
            self.add(made)
            made.clicked.connect(lambda _checked, key=key: self.chosen.emit(key))


class _Chip(QRadioButton):
    """One filter; a radio button to the keyboard and to screen readers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._count = ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, chip: Chip) -> None:
        self._count = "" if chip.count is None else str(chip.count)
        self.setText(chip.word)
        bare = chip.word.replace("&", "")
        if chip.count is not None and not chip.spoken:
            bare = _("{filter}: {n} chỉ tiêu").format(filter=bare, n=chip.count)
        self.setAccessibleName(chip.spoken or bare)
        self.updateGeometry()
        self.update()

    def hitButton(self, pos: object) -> bool:
        return True

    def sizeHint(self) -> QSize:
        # measured in the heavier face, so that choosing a chip moves none of its neighbours
        width = look.width(self.text().replace("&", ""), Type.STRONG) + 2 * SPACE.gap + 4
        if self._count:
            width += look.width(self._count, Type.STRONG) + SPACE.tight + 2
        return QSize(width, look.row_height() - SPACE.tight)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        theme, here, area = look.theme(), self.isChecked(), self.rect()
        fill = theme.accent_soft if here else theme.hover if self.underMouse() else theme.raised
        radius = area.height() / 2
        paint.field(painter, area, fill, theme.accent if here else theme.hairline, radius)
        painter.setFont(look.font(Type.STRONG if here else Type.BODY))
        inner = area.adjusted(SPACE.gap + 2, 0, -SPACE.gap - 2, 0)
        painter.setPen(look.colour(look.Role.TEXT))
        painter.drawText(inner, paint.LABEL, self.text())
        if self._count:
            ink = theme.accent if here else theme.muted
            paint.words(painter, inner, self._count, ink, Qt.AlignmentFlag.AlignRight)
        if self.hasFocus():
            paint.ring(painter, area, radius)
        painter.end()
