"""What is known of one file: title, number, date, issuer, expiry; open it, take it off."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.evidence import Piece
from resources.words import _
from rules import numbers
from rules.record import Value
from ui.drafts import Shelf
from ui.editors import DateEditor, TextEditor
from ui.look import SPACE, Ground, Role, Type
from ui.slots import Slot, Troubles
from ui.widgets.button import Button, IconButton
from ui.widgets.flow import Flow
from ui.widgets.region import Region
from ui.widgets.text import Elided, Text

_FIELDS = ("title", "document_no", "document_date", "issuer", "expires")


class Sheet(Region):
    """Below the files, for the one that was chosen.  Esc closes."""

    opened = Signal()
    removed = Signal()
    closed = Signal()

    def __init__(
        self, keep: Callable[[str, str, Value], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(Ground.RAISED, parent)
        self._keep = keep
        self.piece: Piece | None = None
        self._shelf = Shelf()
        self._name = Elided("", Type.STRONG)
        self._size = Text("", Type.SMALL, Role.MUTED)
        self.open_file = Button(_("Mở tệp"), "open")
        self.open_file.clicked.connect(self.opened)
        remove = Button(_("Bỏ khỏi chỉ tiêu"), "remove")
        remove.clicked.connect(self.removed)
        close = IconButton("close", _("Đóng"))
        close.clicked.connect(self.closed)
        self.editors: dict[str, TextEditor] = {
            name: DateEditor() if name in ("document_date", "expires") else TextEditor()
            for name in _FIELDS
        }
        words = {
            "title": _("Tiêu đề"),
            "document_no": _("Số văn bản"),
            "document_date": _("Ngày văn bản"),
            "issuer": _("Nơi ban hành"),
            "expires": _("Ngày hết hạn"),
        }
        self._slots = {name: Slot(words[name], editor) for name, editor in self.editors.items()}
        self.troubles = Troubles()
        for name, editor in self.editors.items():
            editor.edited.connect(lambda value, name=name: self._typed(name, value))
            editor.troubled.connect(lambda told, name=name: self._troubled(name, told))
        told = Flow()
        for part in (self._name, self._size, self.open_file, remove):
            told.add(part)
        told.fill(self._name)
        head = QHBoxLayout()
        head.setSpacing(SPACE.gap)
        head.addWidget(told, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.gap, SPACE.gap, SPACE.group)
        column.setSpacing(SPACE.gap)
        column.addLayout(head)
        column.addWidget(self._slots["title"])
        column.addLayout(self._row(("document_no", 1), ("document_date", 1), ("expires", 1)))
        column.addWidget(self._slots["issuer"])
        column.addWidget(self.troubles)

    def show_piece(self, piece: Piece, shelf: Shelf) -> None:
        """Show a file.  The same one again: what is being typed stays."""
        fresh = self.piece is None or self.piece.record != piece.record
        if fresh:
            self.flush()
        self.piece, self._shelf = piece, shelf
        self._name.setText(piece.name)
        self._size.setText(numbers.size(piece.size))
        self.open_file.setEnabled(piece.state in ("here", "altered"))
        if fresh:
            self.troubles.forget()
        for name, editor in self.editors.items():
            value = getattr(piece, name)
            if fresh:
                self._slots[name].warn("")
                shelf.open(name, editor, value)
            else:
                editor.setValue(value)

    def put_away(self) -> None:
        """Close and forget; what was typed is saved first."""
        self.flush()
        self.piece = None
        self.hide()

    def let_go(self) -> None:
        """The file is taken off, and with it what waits for it."""
        self._shelf.clear()
        self.piece = None
        self.hide()

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits on the file's shelf."""
        if self.piece is None:
            return
        for name, editor in self.editors.items():
            editor.flush()
            self._shelf.stash(name, editor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _row(self, *names: tuple[str, int]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE.group)
        for name, share in names:
            row.addWidget(self._slots[name], share)
        return row

    def _typed(self, name: str, value: object) -> None:
        if self.piece is None:
            return
        text = value if isinstance(value, str) else None
        told = self._keep(self.piece.record, name, text)
        if told:
            self.editors[name].refuse(told)

    def _troubled(self, name: str, told: str) -> None:
        self._slots[name].warn(told)
        self.troubles.tell(name, told)
