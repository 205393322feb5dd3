"""Cài đặt: who works here, the commune and its villages, language, text size, light or dark."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.commands import places as deeds
from db.commands import profile
from db.queries import people, places, replica
from db.queries.people import Officer
from db.queries.places import Village
from resources import regions, words
from resources.words import _, many
from rules.record import Value
from ui import look, names, trouble
from ui.desk import Desk
from ui.editors import DateEditor, NoteEditor
from ui.look import SPACE, Role, Type
from ui.officers import Newcomer
from ui.rows import Column, Entry, Rows, written
from ui.screen import Key, Route, Screen
from ui.sheets import Sheets
from ui.slots import Slot, Troubles
from ui.subject import Subject
from ui.widgets.button import Button
from ui.widgets.check import Check
from ui.widgets.choice import Choice, Option
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.picker import Picker
from ui.widgets.table import Table
from ui.widgets.text import Heading, Text

SIZES = (90, 100, 110, 125, 150)  # per cent of the text size


class Settings(Screen):
    """Every choice holds at once; nothing here is confirmed or saved by a button."""

    listens: ClassVar[frozenset[str]] = frozenset({"unit", "person"})

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.appearance = Appearance(desk)
        self.officers = OfficersBox(desk)
        self.commune = CommuneBox(desk)
        self.villages = VillagesBox(desk)
        self.sheets = Sheets(self.officers, self.appearance, self.commune, self.villages)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.sheets)
        self.appearance.reworded.connect(self.reworded)
        self.villages.said.connect(self.said)

    def refresh(self) -> None:
        """Read officers, commune and villages again."""
        self.officers.refresh()
        self.commune.refresh()
        self.villages.refresh()

    def flush(self) -> str:
        """Save what is being typed."""
        self.villages.flush()
        return self.commune.flush()

    def go(self, route: Route) -> None:
        """To one of the sections."""
        self.refresh_now()
        sections = {
            "officers": self.officers.newcomer.name,
            "villages": self.villages.table,
            "look": self.appearance.language,
        }
        target = sections.get(route.part)
        if target is not None:
            self.sheets.ensureWidgetVisible(target)
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        table = self.officers.table
        if not table.currentIndex().isValid():
            table.selectRow(0)
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("Enter", _("Chọn cán bộ đang đánh dấu")),
            Key("F2", _("Sửa ô của bảng thôn")),
        )


class Appearance(QWidget):
    """How this PC shows the programme."""

    reworded = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.language = Choice(_("Ngôn ngữ"), (Option("vi", "Tiếng Việt"), Option("en", "English")))
        self.theme = Choice(
            _("Giao diện"),
            (
                Option("system", _("Theo máy")),
                Option("light", _("Sáng")),
                Option("dark", _("Tối")),
            ),
        )
        self.text_size = Picker(_("Cỡ chữ"))
        for size in SIZES:
            self.text_size.addItem(f"{size} %", size)
        self.touch = Check(_("Hàng cao cho màn hình cảm ứng"))
        self.language.setValue(words.language())
        now = look.current()
        self.theme.setValue(now.wish)
        self.text_size.setCurrentIndex(_nearest(now.scale_percent))
        self.touch.setChecked(now.touch)
        self.language.edited.connect(lambda value: self._prefer("language", str(value)))
        self.theme.edited.connect(lambda value: self._prefer("theme", str(value)))
        self.text_size.activated.connect(lambda row: self._prefer("scale", str(SIZES[row])))
        self.touch.toggled.connect(lambda on: self._prefer("touch", "1" if on else ""))
        row = Flow(SPACE.section)
        for label, editor in (
            (_("Ngôn ngữ"), self.language),
            (_("Giao diện"), self.theme),
            (_("Cỡ chữ"), self.text_size),
        ):
            row.add(Slot(label, editor))
        column = _section(self, Heading(_("Hiển thị")))
        column.addWidget(row)
        column.addWidget(self.touch)

    def _prefer(self, name: str, value: str) -> None:
        """Remember a choice and put it on at once."""
        self._desk.preferences.set(name, value)
        self._desk.restyle()
        if name != "theme":
            self.reworded.emit()


class OfficersBox(QWidget):
    """Who works with this programme here; the one at work is marked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: Rows[Officer] = Rows(
            (
                Column(_("Họ và tên"), lambda each: each.name),
                Column(_("Chức vụ"), lambda each: each.position, width=24),
                Column(_("Đang làm việc"), self._at_work, role=self._mark, width=16),
            ),
            key=lambda each: each.id,
            parent=self,
        )
        self.table = Table(self.rows)
        self.table.setAccessibleName(_("Cán bộ"))
        self.table.activated.connect(lambda index: self._be(self.rows.row(index).id))
        self.newcomer = Newcomer(desk)
        self.newcomer.added.connect(self._welcome)
        column = _section(
            self, Heading(_("Cán bộ"), _("Enter để đổi người đang làm việc ở máy này"))
        )
        column.addWidget(self.table)
        column.addWidget(self.newcomer, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Read the officers again."""
        self.rows.replace(people.officers(self._desk.store))
        _as_high_as_its_rows(self.table, self.rows)
        self.table.viewport().update()

    def _at_work(self, officer: Officer) -> str:
        return _("Đang làm việc") if officer.id == self._desk.actor else ""

    def _mark(self, officer: Officer) -> Role | None:
        return Role.PASSED if officer.id == self._desk.actor else None

    def _be(self, officer: str) -> None:
        profile.be(self._desk.store, officer)
        self._desk.actor = officer
        self._desk.pulse.beat("person")

    def _welcome(self, _officer: str) -> None:
        self._desk.wrote("person")


class CommuneBox(QWidget):
    """What decides which thresholds hold."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.group = Choice(
            _("Nhóm xã"),
            (
                Option(None, _("Chưa rõ"), Role.MISSING),
                *(Option(each, _("Nhóm {n}").format(n=each)) for each in ("1", "2", "3")),
            ),
        )
        self.since = DateEditor()
        self.region = Picker(_("Vùng"))
        for code in regions.REGIONS:
            self.region.addItem(names.region(code), code)
        self.troubles = Troubles()
        self.group.edited.connect(lambda value: self._keep("group", value))
        self.since.edited.connect(lambda value: self._keep("group_from", value))
        self.since.troubled.connect(lambda sentence: self.troubles.tell("group_from", sentence))
        self.region.activated.connect(lambda row: self._keep("region", self.region.itemData(row)))
        row = Flow(SPACE.section)
        row.add(Slot(_("Nhóm xã theo Quyết định 51/2025/QĐ-TTg"), self.group))
        row.add(Slot(_("Thuộc nhóm từ ngày"), self.since, 16))
        row.add(Slot(_("Vùng"), self.region))
        column = _section(self, Heading(_("Xã"), _("quyết định ngưỡng nào được áp dụng")))
        column.addWidget(row)
        column.addWidget(self.troubles)

    def refresh(self) -> None:
        """Read what was decided about the commune."""
        commune = places.commune(self._desk.store)
        values = replica.values(self._desk.store, "unit", commune.code) or {}
        self.group.setValue(commune.group)
        self.since.setValue(values.get("group_from"))
        self.region.setCurrentIndex(self.region.findData(commune.region))

    def flush(self) -> str:
        """Save what is being typed."""
        self.since.flush()
        return self.since.trouble() if self.since.unsettled() else ""

    def _keep(self, field: str, value: object) -> None:
        desk = self._desk
        held: Value = value if isinstance(value, str) else None
        told = trouble.attempt(
            lambda: deeds.describe_commune(desk.store, desk.actor, {field: held})
        )
        self.troubles.tell(field, told)
        if told:
            self.refresh()
        else:
            desk.wrote("unit")


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
        column = _section(self, self._heading)
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
        _as_high_as_its_rows(self.table, self.rows)

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


def _section(widget: QWidget, heading: Heading) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE.gap)
    column.addWidget(heading)
    return column


def _as_high_as_its_rows(table: Table, rows: Rows[Any]) -> None:
    header = table.horizontalHeader().sizeHint().height()
    table.setFixedHeight(rows.rowCount() * look.row_height() + header + 2)


def _day(iso: object) -> str:
    from ui.widgets import dates

    return dates.show(iso if isinstance(iso, str) else None)


def _nearest(scale: int) -> int:
    return min(range(len(SIZES)), key=lambda row: abs(SIZES[row] - scale))
