"""What unfolds upon a field with the right button, in our own words: Qt has none in Vietnamese."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from resources.words import N_, _

# by the names Qt gives its actions
_WORDS = {
    "edit-undo": N_("Hoàn tác"),
    "edit-redo": N_("Làm lại"),
    "edit-cut": N_("Cắt"),
    "edit-copy": N_("Chép"),
    "edit-paste": N_("Dán"),
    "edit-delete": N_("Xoá"),
    "select-all": N_("Chọn tất cả"),
}


def spoken(menu: QMenu, paste: Callable[[], None] | None = None) -> QMenu:
    """Qt's own menu of a field in the language in use; `paste` does it in place of Qt."""
    for action in menu.actions():
        name = action.objectName()
        if name in _WORDS:
            keys = action.text().partition("\t")[2]
            action.setText(f"{_(_WORDS[name])}\t{keys}" if keys else _(_WORDS[name]))
        if name == "edit-paste" and paste is not None:
            action.triggered.disconnect()
            action.triggered.connect(paste)
    return menu


def unfold(menu: QMenu, at: QPoint) -> None:
    """Show it; it goes by itself."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)
