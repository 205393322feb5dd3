"""Everybody on the roster: found while typing, filtered by village and role, beside their form."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.commands import people as deeds
from db.queries.roster import Person
from resources.words import _, many
from rules import numbers
from ui import names, trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Align, Column, Rows
from ui.screens.people.book import Book
from ui.screens.people.person import PersonPage
from ui.widgets.button import Button
from ui.widgets.button import Kind as Loudness
from ui.widgets.empty import Empty
from ui.widgets.picker import Picker
from ui.widgets.region import Hairline, Region
from ui.widgets.search import Search
from ui.widgets.table import Table
from ui.widgets.text import Text


class PeoplePart(Part):
    """The list at the left, one person at the right."""

    compared = Signal(str, str)  # two people, to be looked at side by side

    def __init__(self, desk: Desk, book: Book, parent: QWidget | None = None) -> None:
        super().__init__("people/people", desk, parent)
        self.book = book
        left = Region(Ground.SURFACE, self.split)
        self.search = Search(_("Tìm tên, chức vụ, thôn, điện thoại"), QKeySequence("Ctrl+F"), left)
        self.village = Picker(_("Thôn"), left)
        self.role = Picker(_("Vai trò"), left)
        self.role.addItem(_("Mọi vai trò"), "")
        for code, word in names.ROSTER_ROLES.items():
            self.role.addItem(_(word), code)
        self.rows: Rows[Person] = Rows(_columns(), key=lambda person: person.id, parent=self)
        self.table = Table(self.rows, parent=left)
        self.table.setAccessibleName(_("Danh sách người"))
        self.count = Text("", Type.SMALL, Role.MUTED, parent=left)
        self.add = Button(_("Thêm n&gười"), "add", parent=left)
        self.both = Button(_("Gộp &hai người"), "people", Loudness.QUIET, left)
        self.right = QStackedWidget(self.split)
        self.page = PersonPage(desk, book, self.right)
        self.nothing = Empty("people", "", "", parent=self.right)
        self.right.addWidget(self.page)
        self.right.addWidget(self.nothing)
        self._lay_out(left)
        self._listen()

    # -- what the screen asks ----------------------------------------------------------------

    def refresh(self) -> None:
        """Everybody again; the chosen one stays chosen, what is being typed stays."""
        self._offer_villages()
        self.rows.replace(self._matching())
        self._say_count()
        person = self.page.person()
        if self.page.beginning():
            self.page.refresh()
        elif self.book.roster.find(person) is not None:
            self.table.go(person) if self._here() != person else None
            self._show(person)
        else:
            self._choose_first()

    def flush(self) -> None:
        """Save what is being typed in the form."""
        super().flush()
        self.page.flush()

    def start(self) -> None:
        """The list, or the search while the list is empty."""
        target = self.table if self.rows.rowCount() else self.search
        if self.page.beginning():
            self.page.start()
            return
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the list into the form, and back."""
        if self.page.isAncestorOf(self.focusWidget() or self.table):
            self.start()
        else:
            self.page.start()

    def choose(self, record: str) -> None:
        """Go to somebody, whatever the filters; a merged one is found as whom they count for."""
        if self.book.roster.find(record) is None:
            return
        if not self.rows.find(record).isValid():
            self.filter_by()
        self.table.go(record)

    # -- finding -----------------------------------------------------------------------------

    def look_for(self, _query: str = "") -> None:
        """Show whom the search and the filters let through."""
        self.rows.turn_to(self._matching())
        self._say_count()
        person = self.page.person()
        if self.page.beginning():
            return
        if self.rows.find(person).isValid():
            self.table.go(person)
        else:
            self._choose_first()

    def filter_by(self, *, village: str = "", role: str = "") -> None:
        """Only people of this village and this role; everybody without."""
        self.search.clear()
        self.village.setCurrentIndex(max(0, self.village.findData(village)))
        self.role.setCurrentIndex(max(0, self.role.findData(role)))
        self.look_for()

    def _matching(self) -> list[Person]:
        return self.book.roster.matching(
            self.search.text(),
            village=self.village.currentData() or None,
            role=self.role.currentData() or "",
        )

    def _offer_villages(self) -> None:
        chosen = self.village.currentData()
        offered = [("", _("Mọi thôn")), *((each.id, each.name) for each in self.book.present())]
        self.village.clear()
        for id, name in offered:
            self.village.addItem(name, id)
        self.village.setCurrentIndex(max(0, self.village.findData(chosen)))

    def _say_count(self) -> None:
        shown, whole = self.rows.rowCount(), len(self.book.roster.people)
        if shown == whole:
            self.count.setText(many("{n} người", whole).replace(str(whole), numbers.show(whole)))
        else:
            text = _("{shown} trong {whole} người")
            self.count.setText(text.format(shown=numbers.show(shown), whole=numbers.show(whole)))

    # -- one person --------------------------------------------------------------------------

    def begin(self, preset: Mapping[str, object] | None = None) -> None:
        """An empty form; whoever gets a name is on the roster."""
        given = dict(preset or {})
        if not given and self.village.currentData():
            given["unit"] = self.village.currentData()
        if not given.get("roles") and self.role.currentData():
            given["roles"] = [self.role.currentData()]
        self.table.clearSelection()
        self.right.setCurrentWidget(self.page)
        self.page.begin(given)
        self.page.start()

    def remove(self) -> None:
        """Take out those who are chosen in the list."""
        chosen = self._chosen()
        if not chosen:
            return
        after = self._neighbour()
        ids = [person.id for person in chosen]
        told = trouble.attempt(lambda: deeds.remove(self.desk.store, self.desk.actor, ids))
        if told:
            self.page.message.say(Role.DANGER, told)
            return
        self.page.let_go(ids)
        self.desk.wrote("person")
        self.table.go(after)
        if len(chosen) == 1:
            text = _("Đã bỏ {name}. Nhấn Ctrl+Z để lấy lại.").format(name=chosen[0].name)
        else:
            text = many("Đã bỏ {n} người. Nhấn Ctrl+Z để lấy lại.", len(chosen))
        self.said.emit(text)

    def _show(self, person: str) -> None:
        self.right.setCurrentWidget(self.page)
        self.page.show_person(person)

    def _choose_first(self) -> None:
        if self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 0))
            return
        self.page.forget()
        if self.book.roster.people:
            self.nothing.say(_("Không có ai như vậy"), _("Gõ ít chữ hơn hoặc bỏ bớt bộ lọc."))
        else:
            self.nothing.say(
                _("Chưa có ai trong danh sách"),
                _("Cán bộ quản lý, tổ công nghệ số và người dân của xã được ghi ở đây."),
                _("Thêm n&gười"),
            )
        self.right.setCurrentWidget(self.nothing)

    def _current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._show(self.rows.row(index).id)

    def _here(self) -> str:
        index = self.table.currentIndex()
        return self.rows.row(index).id if index.isValid() else ""

    def _chosen(self) -> list[Person]:
        return [self.rows.row(each) for each in self.table.selectionModel().selectedRows()]

    def _neighbour(self) -> str:
        """Who takes the place of those who go: the next one in the list, or the last before."""
        gone = {person.id for person in self._chosen()}
        everyone, here = self.rows.rows(), self.table.currentIndex().row()
        following = (person.id for person in everyone[here:] if person.id not in gone)
        before = (person.id for person in reversed(everyone[:here]) if person.id not in gone)
        return next(following, next(before, ""))

    def _selected(self) -> None:
        self.both.setVisible(len(self._chosen()) == 2)

    def _compare(self) -> None:
        one, other = self._chosen()
        self.compared.emit(one.id, other.id)

    def _added(self, person: str) -> None:
        """The one who was just named stays in the form, and is seen in the list."""
        self.book.read()
        if not self.rows.find(person).isValid():
            self.rows.replace(self._matching())
        if not self.rows.find(person).isValid():
            self.filter_by()
        self.table.go(person)

    def _step(self, by: int) -> None:
        """The next one in the list, on into the same field."""
        focus = self.focusWidget()
        if self.table.step(by, 0) and focus is not None and self.page.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.TabFocusReason)

    # -- inside ------------------------------------------------------------------------------

    def _lay_out(self, left: QWidget) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(SPACE.gap)
        filters.addWidget(self.village, 1)
        filters.addWidget(self.role, 1)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        top.setSpacing(SPACE.gap)
        top.addWidget(self.search)
        top.addLayout(filters)
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        foot.setSpacing(SPACE.gap)
        foot.addWidget(self.add)
        foot.addWidget(self.both)
        foot.addStretch(1)
        foot.addWidget(self.count)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(Hairline(left))
        column.addLayout(foot)
        self.both.hide()

    def _listen(self) -> None:
        self.search.sought.connect(self.look_for)
        self.search.descended.connect(self.start)
        self.village.activated.connect(lambda _row: self.look_for())
        self.role.activated.connect(lambda _row: self.look_for())
        self.table.activated.connect(lambda _index: self.page.start())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._current())
        self.table.selectionModel().selectionChanged.connect(lambda *_rows: self._selected())
        self.add.clicked.connect(lambda: self.begin())
        self.nothing.acted.connect(lambda: self.begin())
        self.both.clicked.connect(self._compare)
        self.page.added.connect(self._added)
        self.page.removing.connect(self.remove)
        self.page.said.connect(self.said)
        self.key("Ctrl+PgDown", lambda: self._step(1))
        self.key("Ctrl+PgUp", lambda: self._step(-1))
        self.delete_in(self.table, self.remove)


def _columns() -> tuple[Column[Person], ...]:
    return (
        Column(_("Họ và tên"), lambda person: person.name, hint=_hint),
        Column(_("Năm sinh"), lambda person: person.birth_year, _year, Align.END, width=9),
        Column(_("Thôn"), lambda person: person.village, width=14),
    )


def _year(year: object) -> str:
    return "" if year is None else str(year)


def _hint(person: Person) -> str:
    """What does not fit into the list."""
    roles = ", ".join(names.role(each) for each in sorted(person.roles))
    told = (person.name, person.position, roles)
    return "\n".join(part for part in told if part)
