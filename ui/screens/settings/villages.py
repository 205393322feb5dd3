"""The commune's villages: names and dates in a table, new ones below it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.commands import places as deeds
from db.queries import places
from db.queries.places import Village
from resources.words import _, many
from rules.record import Value
from ui import trouble
from ui.desk import Desk
from ui.editors import NoteEditor
from ui.look import SPACE, Role, Type
from ui.rows import Column, Entry, Rows, written
from ui.screens.settings.section import as_high_as_its_rows, section
from ui.slots import Slot
from ui.widgets.button import Button
from ui.widgets.message import Message
from ui.widgets.table import Table
from ui.widgets.text import Heading, Text


class VillagesBox(QWidget):
    """Names and dates in a table; new ones below, one line each."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._heading = Heading(_("Thôn"))
        self.rows: Rows[Village] = Rows(
            (
                Column(_("Tên thôn, tổ dân phố"), lambda each: each.name, entry=Entry.TEXT),
                Column(
                    _("Có từ ngày"), lambda each: each.valid_from, _day, entry=Entry.DATE, width=16
                ),
                Column(
                    _("Đến hết ngày"), lambda each: each.valid_to, _day, entry=Entry.DATE, width=16
                ),
            ),
            key=lambda each: each.id,
            parent=self,
        )
        self.rows.typed.connect(self._typed)
        self.table = Table(self.rows, entry=True)
        self.table.setAccessibleName(_("Thôn"))
        self.message = Message()
        self.names = NoteEditor(least=1, most=10)
        self.names.setPlaceholderText(_("Tên thôn mới, mỗi dòng một thôn"))
        self.add = Button(_("Thêm thôn"), "add")
        self.add.clicked.connect(self._add)
        self.remove = Button(_("Bỏ thôn thêm nhầm"), "remove")
        self.remove.clicked.connect(self._remove)
        slot = Slot(_("Thêm thôn"), self.names)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.gap)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column = section(self, self._heading)
        for part in (self.table, self.message, slot):
            column.addWidget(part)
        column.addLayout(buttons)
        hint = _("Thôn sáp nhập hoặc giải thể: ghi ngày cuối cùng, số liệu cũ vẫn giữ nguyên.")
        column.addWidget(Text(hint, Type.SMALL, Role.MUTED, wrap=True))

    def refresh(self) -> None:
        """Read the villages again."""
        found = places.villages(self._desk.store)
        self.rows.replace(found)
        self.table.setVisible(bool(found))
        self.remove.setVisible(bool(found))
        count = many("{n} thôn", len(found)) if found else _("chưa có thôn nào")
        self._heading.remark.setText(count)
        as_high_as_its_rows(self.table, self.rows)

    def flush(self) -> None:
        """Save the cell that is being typed in."""
        self.table.flush()

    def _typed(self, village: Village, column: int, value: object) -> None:
        field = ("name", "valid_from", "valid_to")[column]
        desk = self._desk
        held: Value = value if isinstance(value, str) else None
        told = trouble.attempt(
            lambda: deeds.describe_village(desk.store, desk.actor, village.id, {field: held})
        )
        if told:
            self.rows.keep(self.rows.find(village.id, column), written(value), told)
            self.message.say(Role.DANGER, told)
        else:
            self.message.clear()
            desk.wrote("unit")

    def _add(self) -> None:
        desk = self._desk
        lines = [line.strip() for line in self.names.toPlainText().splitlines() if line.strip()]
        if not lines:
            self.message.say(Role.INFO, _("Chưa có tên thôn nào; hãy gõ mỗi dòng một thôn."))
            return
        ward = places.commune(desk.store).name.startswith("Phường")
        kind = "to_dan_pho" if ward else "thon"
        told = trouble.attempt(lambda: deeds.add_villages(desk.store, desk.actor, lines, kind=kind))
        if told:
            self.message.say(Role.DANGER, told)
            return
        self.message.clear()
        self.names.open(None)
        desk.wrote("unit")

    def _remove(self) -> None:
        index, desk = self.table.currentIndex(), self._desk
        if not index.isValid():
            self.message.say(Role.INFO, _("Hãy chọn thôn cần bỏ trong bảng."))
            return
        village = self.rows.row(index)
        told = trouble.attempt(lambda: deeds.remove_village(desk.store, desk.actor, village.id))
        if told:
            self.message.say(Role.DANGER, told)
            return
        desk.wrote("unit")
        self.said.emit(_("Đã bỏ {village}. Nhấn Ctrl+Z để lấy lại.").format(village=village.name))


def _day(iso: object) -> str:
    from ui.widgets import dates

    return dates.show(iso if isinstance(iso, str) else None)
