"""Personal data that was kept as long as was said: a report, and taking it out when told to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.commands import retention as deeds
from db.queries import retention
from db.queries.retention import PERSON, Due
from resources.words import _, many
from ui import trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Align, Column, Rows
from ui.screens.people.book import Book
from ui.sheets import Sheets, framed, stack
from ui.widgets import dates
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Text


class DuePart(Part):
    """The list at the left; why, and the one deed, at the right."""

    def __init__(self, desk: Desk, book: Book, parent: QWidget | None = None) -> None:
        super().__init__("people/due", desk, parent)
        self.book = book
        left = Region(Ground.SURFACE, self.split)
        self.rows: Rows[Due] = Rows(_columns(), key=lambda due: (due.type, due.record), parent=self)
        self.table = Table(self.rows, parent=left)
        self.table.setAccessibleName(_("Thông tin hết hạn lưu"))
        self.all = Button(_("Chọn tất &cả"), kind=Kind.QUIET, parent=left)
        self.title = Text("", Type.LARGE, wrap=True)
        self.message = Message()
        self.purge = Button("", "remove", Kind.DANGER)
        self._lay_out(left)
        self.all.clicked.connect(self._choose_all)
        self.purge.clicked.connect(self.remove)
        self.table.selectionModel().selectionChanged.connect(lambda *_rows: self._say())
        self.delete_in(self.table, self.remove)

    def refresh(self) -> None:
        """What is overdue today."""
        self.rows.replace(retention.past(self.desk.store, self.book.today()))
        if not self.table.currentIndex().isValid() and self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._say()

    def start(self) -> None:
        """The list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the list to the deed, and back."""
        target = self.table if self.purge.hasFocus() else self.purge
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def remove(self) -> None:
        """Take out what is chosen, as one action."""
        chosen, desk = self._chosen(), self.desk
        if not chosen:
            return
        told = trouble.attempt(lambda: deeds.purge(desk.store, desk.actor, chosen))
        if told:
            self.message.say(Role.DANGER, told)
            return
        self.message.clear()
        self.book.read()
        self.refresh()
        desk.wrote("person", "enrolment", "attendance")
        self.said.emit(many("Đã bỏ {n} dòng. Nhấn Ctrl+Z để lấy lại.", len(chosen)))
        self.start()

    def _chosen(self) -> list[Due]:
        return [self.rows.row(each) for each in self.table.selectionModel().selectedRows()]

    def _choose_all(self) -> None:
        self.table.selectAll()
        self.start()

    def _say(self) -> None:
        listed, chosen = self.rows.rowCount(), len(self._chosen())
        if listed:
            self.title.setText(many("{n} dòng đã quá ngày được lưu", listed))
        else:
            self.title.setText(_("Không có thông tin nào quá hạn lưu"))
        self.purge.setText(many("Bỏ {n} &dòng đang chọn", chosen))
        self.purge.setVisible(bool(chosen))
        self.all.setVisible(listed > 1)

    def _lay_out(self, left: QWidget) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.all)
        foot.addStretch(1)
        framed(left, self.table, below=foot)
        why = _(
            "Thông tin cá nhân chỉ được giữ đến ngày đã ghi (Luật 91/2025/QH15, điều 3). Bỏ một"
            " người là bỏ dòng của người ấy; bỏ một lớp là bỏ danh sách học viên và điểm danh,"
            " lớp học vẫn còn."
        )
        deeds_ = Flow()
        deeds_.add(self.purge)
        self.split.addWidget(
            Sheets(
                stack(self.title, self.message, spacing=SPACE.gap),
                stack(Text(why, Type.BODY, Role.MUTED, wrap=True), deeds_, spacing=SPACE.gap),
            )
        )


def _columns() -> tuple[Column[Due], ...]:
    return (
        Column(_("Người, lớp"), lambda due: due.name),
        Column(_("Loại"), lambda due: due.type, _type, width=8),
        Column(_("Số người"), lambda due: due.persons, align=Align.END, width=9),
        Column(_("Được lưu đến"), lambda due: due.keep_until, dates.show, width=12),
    )


def _type(type_name: str) -> str:
    return _("Người") if type_name == PERSON else _("Lớp")
