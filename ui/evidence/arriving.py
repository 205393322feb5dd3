"""Files that are dropped or pasted upon a page become its evidence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QScrollArea

from ui.evidence.strip import Evidence
from ui.slots import leave_drops, local_files

_DRAGGED = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class Arriving(QObject):
    """Watches a page that scrolls; Ctrl+V in a table still pastes into the table."""

    def __init__(self, page: QScrollArea, evidence: Evidence) -> None:
        super().__init__(page)
        self._evidence = evidence
        page.setAcceptDrops(True)
        leave_drops(page)
        page.viewport().installEventFilter(self)
        paste = QShortcut(QKeySequence.StandardKey.Paste, page)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        files = local_files(event.mimeData().urls())
        if not files:
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() not in _DRAGGED:
            self._evidence.take(files)
        return True

    def _paste(self) -> None:
        from ui.widgets.table import Table

        held, focus = QGuiApplication.clipboard().mimeData(), QApplication.focusWidget()
        if held is not None and local_files(held.urls()):
            self._evidence.take(local_files(held.urls()))
        elif isinstance(focus, Table):
            focus.paste()
