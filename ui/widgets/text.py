"""Words on the screen: plain texts, headings, and long titles that end in an ellipsis."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import look
from ui.look import Role, Type
from ui.widgets.flow import Flow

_FEW = 16  # letters in the narrowest column of words


class Text(QLabel):
    """Words in one of the voices and inks; wraps if told to."""

    def __init__(
        self,
        text: str = "",
        kind: Type = Type.BODY,
        role: Role = Role.TEXT,
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setContentsMargins(0, 1, 0, 0)  # hinting lifts the mark of Ế by up to one pixel
        self.kind, self.role = kind, role
        if kind is not Type.BODY:
            self.setFont(look.font(kind))

    def set_role(self, role: Role) -> None:
        """Write in another ink from now on."""
        if role is self.role:
            return
        self.role = role
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        restyled = event.type() == QEvent.Type.StyleChange  # the look was put on again
        if restyled and self.kind is not Type.BODY:
            self.setFont(look.font(self.kind))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(look.colour(self.role))
        flags = self.alignment().value
        if self.wordWrap():
            flags |= Qt.TextFlag.TextWordWrap.value
        if self.buddy() is not None:
            flags |= Qt.TextFlag.TextShowMnemonic.value
        painter.drawText(self.contentsRect(), flags, self.text())
        painter.end()


class Wrapped(Text):
    """Words on one line where there is room, on several where there is not."""

    def __init__(
        self,
        text: str = "",
        kind: Type = Type.BODY,
        role: Role = Role.TEXT,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, kind, role, wrap=True, parent=parent)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(line, self.heightForWidth(line))

    def minimumSizeHint(self) -> QSize:
        """As much as stays readable; Qt would want a third of the whole."""
        line, few = self.sizeHint(), _FEW * self.fontMetrics().averageCharWidth()
        return QSize(min(line.width(), few), line.height())


class Elided(Text):
    """A title of any length on at most `lines` lines; what is cut off stands in the tooltip."""

    def __init__(
        self,
        text: str = "",
        kind: Type = Type.BODY,
        role: Role = Role.TEXT,
        *,
        lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        self._lines = lines
        self._broken: tuple[int, list[str]] | None = None
        super().__init__(text, kind, role, wrap=lines > 1, parent=parent)
        self.setContentsMargins(0, 0, 0, 0)  # line_height() has that pixel
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)
        self._remind()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._again()

    def shown(self) -> list[str]:
        """The lines as they are drawn at the present width."""
        width = self.contentsRect().width()
        if self._broken is None or self._broken[0] != width:
            self._broken = (width, self._break(width))
        return self._broken[1]

    def hasHeightForWidth(self) -> bool:
        return self._lines > 1

    def heightForWidth(self, width: int) -> int:
        return len(self._break(width)) * line_height(self.font())

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 2
        if self._lines == 1:
            return QSize(width, line_height(self.font()))
        width = min(width, 48 * metrics.averageCharWidth())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(8 * metrics.averageCharWidth(), line_height(self.font()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._remind()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._again()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(look.colour(self.role))
        area, lines, height = self.contentsRect(), self.shown(), line_height(self.font())
        free = max(0, area.height() - len(lines) * height)
        top = area.top() + (free // 2 if self._lines == 1 else 0)
        top += ceil(QFontMetricsF(self.font()).ascent())
        for number, line in enumerate(lines):
            painter.drawText(QPointF(area.left(), top + number * height), line)
        painter.end()

    def _again(self) -> None:
        self._broken = None
        self.updateGeometry()
        self._remind()
        self.update()

    def _remind(self) -> None:
        """The whole title in the tooltip, only while some of it is cut off."""
        cut = bool(self.text()) and self.shown()[-1].endswith("…")
        self.setToolTip(self.text() if cut else "")

    def _break(self, width: int) -> list[str]:
        return break_lines(self.text(), self.fontMetrics(), self, width, self._lines)


def line_height(font: QFont) -> int:
    """Pixels from line to line, rounded up so that no mark above a letter is cut off."""
    return ceil(QFontMetricsF(font).lineSpacing())


def break_lines(
    text: str, metrics: QFontMetrics, widget: QWidget, width: int, most: int
) -> list[str]:
    """Break a text into at most `most` lines of `width` pixels, the last one with an ellipsis."""
    if width <= 0 or most == 1:
        return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))]
    layout = QTextLayout(text, widget.font(), widget)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    starts = _starts(layout, width, most)
    lines = [text[start:end].rstrip() for start, end in pairwise(starts)]
    last = text[starts[len(lines)] :]
    return [*lines, metrics.elidedText(last, Qt.TextElideMode.ElideRight, width)]


def _starts(layout: QTextLayout, width: int, most: int) -> list[int]:
    """Where each of the first `most` lines begins."""
    starts = []
    layout.beginLayout()
    for _number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return starts or [0]


class Heading(Flow):
    """The title of a section, a quiet remark beside it, and room for buttons at the right.

    Where they do not fit beside each other the buttons go to the next line, all of them, and a
    remark that is longer than a line ends in an ellipsis.
    """

    def __init__(self, title: str, remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title = Text(title, Type.STRONG)
        self.remark = Elided(remark, Type.BODY, Role.MUTED)
        self._deeds: Flow | None = None
        self.add(self.title)
        self.add(self.remark)
        self.fill(self.remark)

    def put(self, widget: QWidget) -> None:
        """Place a control at the right end."""
        if self._deeds is None:
            self._deeds = Flow()
            self.add(self._deeds)
        self._deeds.add(widget)
