"""Buttons: one primary per screen, plain ones, quiet ones, and those that are only an icon."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QToolButton, QWidget

from ui import look
from ui.look import SPACE, Role
from ui.widgets import icons, paint


class Kind(StrEnum):
    """How loud a button is."""

    PRIMARY = "primary"  # the one next step
    PLAIN = "plain"
    QUIET = "quiet"  # looks like a link until it is touched
    DANGER = "danger"  # destroys or replaces something


_INK = {
    Kind.PRIMARY: Role.ON_ACCENT,
    Kind.PLAIN: Role.TEXT,
    Kind.QUIET: Role.ACCENT,
    Kind.DANGER: Role.DANGER,
}


class Button(QPushButton):
    """A button with words; & before a letter makes it the mnemonic."""

    def __init__(
        self,
        words: str,
        icon: str = "",
        kind: Kind = Kind.PLAIN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setProperty("kind", kind.value)
        self.setAutoDefault(False)
        self._kind, self._icon = kind, icon
        if icon:
            self.setIcon(icons.icon(icon, _INK[kind]))
        _size_icon(self)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        if not self.icon().isNull():
            size += QSize(SPACE.tight, 0)
        return size + QSize(look.icon_size(), 0) if self.menu() else size

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            _size_icon(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style draws the ground; icon and words are ours, with air between them."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = paint.pen_on(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        role = _INK[self._kind] if self.isEnabled() else Role.MUTED
        edge = look.icon_size()
        area = self.rect().adjusted(SPACE.gap, 0, -SPACE.gap, 0)
        if self.menu():
            chevron = QRect(area.right() - edge + 1, 0, edge, self.height())
            icons.draw(painter, "collapse", role, chevron)
            area.setRight(chevron.left())
        lead = edge + SPACE.gap if self._icon else 0
        width = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        left = area.left() + max(0, (area.width() - lead - width) // 2)
        if self._icon:
            icons.draw(painter, self._icon, role, QRect(left, 0, edge, self.height()))
        painter.setPen(look.colour(role))
        text = QRect(left + lead, 0, area.right() + 1 - left - lead, self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | paint.mnemonic(self)
        painter.drawText(text, flags, self.text())
        painter.end()


class IconButton(QToolButton):
    """A button that is only an icon; its words are its name, its tooltip and its key."""

    def __init__(
        self,
        icon: str,
        words: str,
        key: QKeySequence | None = None,
        role: Role = Role.TEXT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "quiet")
        self.setIcon(icons.icon(icon, role))
        self.setAccessibleName(words)
        self.setToolTip(words)
        if key is not None:
            self.setShortcut(key)
            pressed = key.toString(QKeySequence.SequenceFormat.NativeText)
            self.setToolTip(f"{words} ({pressed})")
        _size_icon(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            _size_icon(self)


def _size_icon(button: QPushButton | QToolButton) -> None:
    edge = look.icon_size()
    button.setIconSize(QSize(edge, edge))
