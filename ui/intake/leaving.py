"""A list goes out into a spreadsheet: what is in it, what for, and where to."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.words import _, many
from ui import trouble
from ui.desk import Desk
from ui.editors import TextEditor
from ui.look import SPACE, Ground, Role
from ui.widgets.button import Button, Kind
from ui.widgets.check import Check
from ui.widgets.message import Message
from ui.widgets.region import Region

_WITH_PHONES = ("people", "training")


class Asked(Struct, frozen=True):
    """How far an officer came in asking for a list."""

    kind: str
    purpose: str
    phones: bool


class Leaving(Region):
    """A strip below the parts; telephone numbers stay unless they are ticked.  Esc closes.

    `kind` is the list that goes out; `unfold` may name another one of the same place.
    """

    said = Signal(str)

    def __init__(self, kind: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self._kind, self._desk = kind, desk
        self.phones = Check(_("Kèm số điện thoại"), self)
        self.purpose = TextEditor(self)
        self.purpose.setPlaceholderText(_("Để làm gì, cho ai (ghi vào nhật ký xuất)"))
        self.purpose.setAccessibleName(_("Xuất để làm gì"))
        self.purpose.setMaxLength(400)
        self.choose = Button(_("Chọn nơi lưu…"), "export", Kind.PRIMARY, self)
        self.leave = Button(_("Thôi"), parent=self)
        self.message = Message(self)
        row = QHBoxLayout()
        row.setSpacing(SPACE.gap)
        row.addWidget(self.purpose, 1)
        row.addWidget(self.phones)
        row.addWidget(self.choose)
        row.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        column.setSpacing(SPACE.gap)
        column.addLayout(row)
        column.addWidget(self.message)
        self.choose.clicked.connect(self._choose)
        self.leave.clicked.connect(self.fold)
        self.hide()

    def unfold(self, kind: str = "") -> None:
        """Ask; telephone numbers have to be ticked anew each time."""
        self._kind = kind or self._kind
        self.phones.setChecked(False)
        self.phones.setVisible(self._kind in _WITH_PHONES)
        self.purpose.open(None)
        self.message.clear()
        self.show()
        self.purpose.setFocus(Qt.FocusReason.OtherFocusReason)

    def held(self) -> Asked | None:
        """What is asked for, while it is."""
        if self.isHidden():
            return None
        return Asked(self._kind, self.purpose.text(), self.phones.isChecked())

    def resume(self, asked: Asked) -> None:
        """Go on asking for it."""
        self.unfold(asked.kind)
        self.purpose.resume(asked.purpose)
        self.phones.setChecked(asked.phones)

    def fold(self) -> None:
        """Nothing goes out."""
        self.hide()

    def write(self, path: Path) -> None:
        """Write the list into this file, off the window's thread."""
        self.message.clear()
        self.choose.setEnabled(False)
        self.purpose.flush()
        purpose = self.purpose.value()
        export = partial(
            self._desk.spreadsheets.export,
            actor=self._desk.actor,
            kind=self._kind,
            path=path,
            phones=self.phones.isChecked(),
            purpose=purpose if isinstance(purpose, str) else None,
        )
        self._desk.worker.run(
            lambda store, _stop, _tell: export(store),
            owner=self,
            done=lambda rows: self._written(path, rows),
            failed=self._failed,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.fold()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        from ui.dialogs import files

        path = files.choose_export(self.window(), _file_name(self._kind))
        if path is not None:
            self.write(path)

    def _written(self, path: Path, rows: int) -> None:
        self.choose.setEnabled(True)
        self.fold()
        self._desk.wrote("export")
        self.said.emit(many("Đã xuất {n} dòng ra {file}.", rows).format(file=path.name))

    def _failed(self, error: Exception) -> None:
        self.choose.setEnabled(True)
        told = trouble.sentence(error)
        if told is None:
            raise error
        self.message.say(Role.DANGER, told)


def _file_name(kind: str) -> str:
    """A name without accents: it goes by mail and onto sticks."""
    day = QDate.currentDate().toString("yyyyMMdd")
    return {
        "people": f"danh-sach-can-bo-{day}.xlsx",
        "training": f"danh-sach-hoc-vien-{day}.xlsx",
        "assessments": f"tu-danh-gia-{day}.xlsx",
        "villages": f"danh-sach-thon-{day}.xlsx",
        "courses": f"danh-sach-lop-{day}.xlsx",
        "survey": f"so-lieu-khao-sat-{day}.xlsx",
    }[kind]
