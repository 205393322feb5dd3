"""Two quiet buttons beside the parts of a place: a list comes in, a list goes out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from resources.words import _
from ui.look import SPACE
from ui.widgets.button import Button, Kind

KEY = "Ctrl+I"


class Gate(QWidget):
    """`chosen` has a file a person picked; `leaving` that a list is wanted in a file."""

    chosen = Signal(Path)
    leaving = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bring = Button(_("Đưa danh sách và&o…"), "import", Kind.QUIET, self)
        self.send = Button(_("&Xuất danh sách…"), "export", Kind.QUIET, self)
        self.bring.setToolTip(_("Đưa danh sách từ bảng tính vào (Ctrl+I)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.tight)
        row.addWidget(self.bring)
        row.addWidget(self.send)
        self.bring.clicked.connect(self.choose)
        self.send.clicked.connect(self.leaving)

    def choose(self) -> None:
        """Ask for a file."""
        from ui.dialogs import files

        path = files.choose_spreadsheet(self.window())
        if path is not None:
            self.chosen.emit(path)
