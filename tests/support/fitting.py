"""What does not fit a window: content wider than its scroll area, words wider than a button."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QScrollArea, QWidget

from ui.shell import Shell
from ui.widgets.text import Elided

_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def misfits(shell: Shell) -> list[str]:
    """Whatever is cut off in what the window shows now, each in a few words."""
    return list(_inside(shell.centralWidget(), shell))


def shown(widget: QWidget) -> list[QWidget]:
    """What is to be seen in a widget, one level down."""
    return [
        each
        for each in widget.children()
        if isinstance(each, QWidget) and not each.isHidden() and not each.isWindow()
    ]


def _inside(widget: QWidget, holder: QWidget) -> Iterator[str]:
    """Everything in a widget, seen through `holder`: the window, or the viewport it scrolls in."""
    for each in shown(widget):
        if isinstance(each, QAbstractItemView):  # its cells end in an ellipsis, as tables do
            continue
        yield from _beyond(each, holder)
        if isinstance(each, QScrollArea):
            yield from _scrolled(each)
        else:
            yield from _cut(each)
            yield from _inside(each, holder)


def _scrolled(area: QScrollArea) -> Iterator[str]:
    """What scrolls up and down alone may not want more width than there is."""
    content, sees = area.widget(), area.viewport()
    if content is None or area.horizontalScrollBarPolicy() != _NEVER:
        return
    wants = content.minimumSizeHint().width()
    if wants > sees.width():
        yield f"{_named(area)}: {wants} px in {sees.width()}"
    yield from _inside(content, sees)


def _beyond(widget: QWidget, holder: QWidget) -> Iterator[str]:
    left = widget.mapTo(holder, QPoint(0, 0)).x()
    right = left + widget.width()
    if widget.width() and (left < 0 or right > holder.width()):
        yield f"{_named(widget)}: {left}..{right} of {holder.width()}"


def _cut(widget: QWidget) -> Iterator[str]:
    """Buttons and lines of words narrower than what they say."""
    if isinstance(widget, QAbstractButton):
        wants = widget.minimumSizeHint().width() if widget.text() else 0
    elif isinstance(widget, QLabel) and not isinstance(widget, Elided) and not widget.wordWrap():
        wants = widget.sizeHint().width() if widget.text() else 0
    else:
        return
    if widget.width() < wants:
        yield f"{_named(widget)}: {widget.width()} of {wants} px"


def _named(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return f"{type(widget).__name__} “{words or widget.accessibleName()}”"
