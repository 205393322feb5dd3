"""The few strokes that widgets which paint themselves have in common."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui import look
from ui.look import Ground


def pen_on(widget: QWidget) -> QPainter:
    """A painter with smooth edges, in the widget's own font."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(widget.font())
    return painter


def field(
    painter: QPainter, rect: QRect, fill: str, edge: str | None = None, radius: float = look.RADIUS
) -> None:
    """A rounded field of one tone, with a hair of an edge if it has one."""
    painter.setBrush(QColor(fill))
    painter.setPen(QColor(edge) if edge else Qt.PenStyle.NoPen)
    inset = 0.5 if edge else 0.0
    painter.drawRoundedRect(
        QRectF(rect).adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset
    )


def ground(painter: QPainter, rect: QRect, kind: Ground) -> None:
    """The ground of a region; what is raised has round corners."""
    tone = look.theme().ground(kind)
    if kind is Ground.RAISED:
        field(painter, rect, tone)
    else:
        flat(painter, rect, tone)


def flat(painter: QPainter, rect: QRect, tone: str) -> None:
    """A field with plain corners; for QPainter.fillRect PySide would load all of Qt's gradients."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(QColor(tone))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRect(rect)


def ring(
    painter: QPainter, rect: QRect, radius: float = look.RADIUS, ink: str | None = None
) -> None:
    """The focus ring, just inside `rect`; in another ink upon a field of accent."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(ink or look.theme().focus), look.RING))
    half = look.RING / 2
    painter.drawRoundedRect(
        QRectF(rect).adjusted(half, half, -half, -half), radius - half, radius - half
    )


# How words with a mnemonic are drawn: in the middle of the height, & underlining its letter
LABEL = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic


def words(painter: QPainter, rect: QRect, text: str, ink: str, align: Qt.AlignmentFlag) -> None:
    """One line of text, in the middle of the height."""
    painter.setPen(QColor(ink))
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
