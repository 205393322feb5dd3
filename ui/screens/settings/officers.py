"""Who works with this programme here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from db.commands import profile
from db.queries import people
from db.queries.people import Officer
from resources.words import _
from ui.desk import Desk
from ui.drafts import Where
from ui.look import Role
from ui.officers import Newcomer
from ui.rows import Column, Rows
from ui.screen import Route
from ui.screens.settings.section import as_high_as_its_rows, section
from ui.widgets.button import Button, Kind
from ui.widgets.table import Table
from ui.widgets.text import Heading


class OfficersBox(QWidget):
    """Who works with this programme here; the one at work is marked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: Rows[Officer] = Rows(
            (
                Column(_("Họ và tên"), lambda each: each.name),
                Column(_("Chức vụ"), lambda each: each.position, width=24),
                Column(_("Vai trò"), lambda each: _("Mặt trận") if each.front else "", width=12),
                Column(_("Đang làm việc"), self._at_work, role=self._mark, width=16),
            ),
            key=lambda each: each.id,
            parent=self,
        )
        self.table = Table(self.rows)
        self.table.setAccessibleName(_("Cán bộ"))
        self.table.activated.connect(lambda index: self._be(self.rows.row(index).id))
        self.front = Button("", kind=Kind.QUIET)
        self.front.clicked.connect(self._turn_front)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._say())
        self.newcomer = Newcomer(desk)
        where = Where(lambda: _("cán bộ mới"), Route("settings", part="officers"))
        self.newcomer.half.show(desk.drafts.shelf(where, "newcomer"))
        self.newcomer.added.connect(self._welcome)
        column = section(
            self, Heading(_("Cán bộ"), _("Enter để đổi người đang làm việc ở máy này"))
        )
        column.addWidget(self.table)
        column.addWidget(self.front, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.newcomer, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Read the officers again."""
        self.rows.replace(people.officers(self._desk.store))
        as_high_as_its_rows(self.table, self.rows)
        self.table.viewport().update()
        self._say()

    def _chosen(self) -> Officer | None:
        """The officer in the current row, else the one at work."""
        index = self.table.currentIndex()
        if index.isValid():
            return self.rows.row(index)
        return next((each for each in self.rows.rows() if each.id == self._desk.actor), None)

    def _say(self) -> None:
        chosen = self._chosen()
        self.front.setVisible(chosen is not None)
        if chosen is not None:
            text = (
                _("{name} thôi ký khảo sát")
                if chosen.front
                else _("{name} ký khảo sát thay Mặt trận")
            )
            self.front.setText(text.format(name=chosen.name))

    def _turn_front(self) -> None:
        chosen, desk = self._chosen(), self._desk
        if chosen is not None:
            profile.set_front(desk.store, desk.actor, chosen.id, front=not chosen.front)
            desk.wrote("person")

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
