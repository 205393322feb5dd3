"""Buttons: one primary per screen, plain ones, quiet ones, and those that are only an icon."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from ui import look
from ui.look import SPACE, Role, Type
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
        super().__init__(parent)
        self.setText(words)
        self.setAutoDefault(False)
        self._kind, self._icon = kind, icon
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, words: str, icon: str) -> None:
        """Other words and another icon, for another deed."""
        self._icon = icon
        self.setText(words)
        self.updateGeometry()
        self.update()

    def tell_key(self, keys: str) -> None:
        """Name in the tooltip the keys that do the same; they work wherever they are set."""
        pressed = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{self.text().replace('&', '')} ({pressed})")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _enters(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        width = self._words_width() + 2 * (SPACE.gap + SPACE.tight)
        if self._icon:
            width += look.icon_size() + SPACE.gap
        if self.menu():
            width += look.icon_size() + SPACE.tight
        return QSize(width, look.row_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        painter.setFont(look.font(self._voice()))
        self._ground(painter)
        role = _INK[self._kind] if self.isEnabled() else Role.MUTED
        edge, area = look.icon_size(), self.rect().adjusted(SPACE.gap, 0, -SPACE.gap, 0)
        if self.menu():
            chevron = QRect(area.right() - edge + 1, 0, edge, self.height())
            icons.draw(painter, "collapse", role, chevron)
            area.setRight(chevron.left() - SPACE.tight)
        lead = edge + SPACE.gap if self._icon else 0
        left = area.left() + max(0, (area.width() - lead - self._words_width()) // 2)
        if self._icon:
            icons.draw(painter, self._icon, role, QRect(left, 0, edge, self.height()))
        painter.setPen(look.colour(role))
        text = QRect(left + lead, 0, area.right() + 1 - left - lead, self.height())
        painter.drawText(text, paint.LABEL, self.text())
        painter.end()

    def _ground(self, painter: QPainter) -> None:
        """The field under the words, and the ring around it."""
        theme, area = look.theme(), self.rect()
        loud, quiet = self._kind is Kind.PRIMARY, self._kind is Kind.QUIET
        edge = None if quiet else theme.outline
        if not self.isEnabled():
            fill, edge = theme.surface if quiet else theme.raised, edge and theme.hairline
        elif loud:
            fill, edge = theme.accent, theme.accent
        else:
            fill = theme.surface
        if self.isEnabled() and not loud and (self.isDown() or self.underMouse()):
            fill = theme.hairline if self.isDown() else theme.hover
        if not quiet or fill != theme.surface:
            paint.field(painter, area, fill, edge)
        if self.hasFocus():
            paint.ring(painter, area, ink=theme.text if loud else theme.focus)

    def _voice(self) -> Type:
        return Type.STRONG if self._kind is Kind.PRIMARY else Type.BODY

    def _words_width(self) -> int:
        return look.width(self.text(), self._voice(), mnemonic=True)


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
        self.setIcon(icons.icon(icon, role))
        self.setAccessibleName(words)
        self.setToolTip(words)
        if key is not None:
            self.setShortcut(key)
            pressed = key.toString(QKeySequence.SequenceFormat.NativeText)
            self.setToolTip(f"{words} ({pressed})")
        self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _enters(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        self.setIconSize(QSize(look.icon_size(), look.icon_size()))


def _enters(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press a button by Enter as by Space: Qt itself does so in dialogs only."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
        return False
    button.click()
    return True
