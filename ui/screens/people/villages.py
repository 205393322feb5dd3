"""The commune's villages with their people and digital teams; merged, split, added, ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.commands import places as deeds
from db.queries import places, roster
from db.queries.places import Village
from resources.words import _, many
from rules.records.person import DIGITAL_TEAM
from ui import trouble
from ui.desk import Desk
from ui.drafts import Where
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Align, Column, Rows
from ui.screen import Route
from ui.screens.people.becoming import Becoming
from ui.screens.people.book import Book
from ui.screens.people.village import NewVillages, VillagePage
from ui.sheets import Sheets, stack
from ui.widgets import dates
from ui.widgets.button import Button
from ui.widgets.check import Check
from ui.widgets.empty import Empty
from ui.widgets.region import Hairline, Region
from ui.widgets.table import Table
from ui.widgets.text import Text


class Line(Struct, frozen=True):
    """A village in the list."""

    village: Village
    people: int
    team: int
    present: bool


class VillagesPart(Part):
    """The list at the left; one village, several to be merged, or new ones at the right."""

    wanted = Signal(str)  # people of this village
    newcomer = Signal(dict)  # somebody new, with what is known before the name

    def __init__(self, desk: Desk, book: Book, parent: QWidget | None = None) -> None:
        super().__init__("people/villages", desk, parent)
        self.book = book
        left = Region(Ground.SURFACE, self.split)
        self.rows: Rows[Line] = Rows(_columns(), key=lambda line: line.village.id, parent=self)
        self.table = Table(self.rows, parent=left)
        self.table.setAccessibleName(_("Các thôn"))
        self.ended = Check(_("Cả thôn đã kết thúc"), left)
        self.count = Text("", Type.SMALL, Role.MUTED, parent=left)
        self.add = Button(_("Thêm &thôn"), "add", parent=left)
        self.right = QStackedWidget(self.split)
        self.page = VillagePage(desk, book, self.right)
        fresh = Where(lambda: _("tên các thôn"), Route("people", part="villages"))
        self.fresh = NewVillages(desk.drafts.shelf(fresh, "fresh"), self.right)
        self.becoming = Becoming(book.today, many_names=False)
        self.merging = Text("", Type.BODY, wrap=True)
        self.merge = Sheets(stack(self.merging, self.becoming, spacing=SPACE.group))
        self.nothing = Empty(
            "village",
            _("Chưa có thôn nào"),
            _("Số liệu của xã được cộng từ các thôn; hãy thêm các thôn, tổ dân phố."),
            _("Thêm thôn đầu tiên"),
            self.right,
        )
        for each in (self.page, self.fresh, self.merge, self.nothing):
            self.right.addWidget(each)
        self._lay_out(left)
        self._listen()

    # -- what the screen asks ----------------------------------------------------------------

    def refresh(self) -> None:
        """All villages again; the chosen ones stay chosen."""
        self.rows.replace(self._lines())
        present = len(self.book.present())
        self.count.setText(many("{n} thôn", present) if present else _("chưa có thôn nào"))
        self.ended.setVisible(len(self.book.villages) > present)
        if self._is_beginning():
            return
        if not self.table.currentIndex().isValid() and self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._show()

    def flush(self) -> None:
        """Save what is being typed in the form; what is half decided waits."""
        super().flush()
        self.page.flush()
        self.fresh.half.flush()
        self.becoming.half.flush()

    def start(self) -> None:
        """The list, or the lines for new villages."""
        if self.right.currentWidget() is self.fresh:
            self.fresh.start()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the list into the form, and back."""
        if self.right.isAncestorOf(self.focusWidget() or self.table):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._enter()

    def choose(self, record: str) -> None:
        """Go to a village, also one that ended."""
        if not self.rows.find(record).isValid():
            self.ended.setChecked(True)
            self.rows.replace(self._lines())
        self.table.go(record)
        self._show()

    # -- deeds -------------------------------------------------------------------------------

    def begin(self) -> None:
        """Room for new villages."""
        self.fresh.message.clear()
        self.right.setCurrentWidget(self.fresh)
        self.fresh.start()

    def remove(self) -> None:
        """Take out what was added by mistake."""
        line = self._current()
        if line is None:
            return
        desk, village = self.desk, line.village
        told = trouble.attempt(lambda: deeds.remove_village(desk.store, desk.actor, village.id))
        if told:
            self.page.message.say(Role.DANGER, told)
            return
        self.page.form.let_go()
        self._wrote()
        self.said.emit(_("Đã bỏ {village}. Nhấn Ctrl+Z để lấy lại.").format(village=village.name))

    def _add(self, names: list[str]) -> None:
        desk = self.desk
        ward = places.commune(desk.store).name.startswith("Phường")
        kind = "to_dan_pho" if ward else "thon"
        made: list[str] = []
        told = trouble.attempt(
            lambda: made.extend(deeds.add_villages(desk.store, desk.actor, names, kind=kind))
        )
        if told:
            self.fresh.message.say(Role.DANGER, told)
            return
        self.fresh.half.forget()
        self._done(made)

    def _merge(self, names: list[str], day: str) -> None:
        desk = self.desk
        old = [line.village.id for line in self._chosen()]
        made: list[str] = []
        told = trouble.attempt(
            lambda: made.append(
                deeds.merge_villages(desk.store, desk.actor, old, names[0], date.fromisoformat(day))
            )
        )
        if told:
            self.becoming.message.say(Role.DANGER, told)
            return
        self.becoming.forget()
        self._done(made)

    def _split(self, names: list[str], day: str) -> None:
        desk, line = self.desk, self._current()
        if line is None:
            return
        old, made = line.village.id, list[str]()
        told = trouble.attempt(
            lambda: made.extend(
                deeds.split_village(desk.store, desk.actor, old, names, date.fromisoformat(day))
            )
        )
        if told:
            self.page.becoming.message.say(Role.DANGER, told)
            return
        self.page.becoming.forget()
        self.page.becoming.hide()
        self._done(made)

    def _done(self, made: list[str]) -> None:
        """New villages are there: the first of them is shown."""
        self._wrote()
        self.right.setCurrentWidget(self.page)
        self.choose(made[0])
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wrote(self) -> None:
        self.book.read()
        self.rows.replace(self._lines())
        self.desk.wrote("unit")

    # -- inside ------------------------------------------------------------------------------

    def _lines(self) -> list[Line]:
        today = self.book.today()
        everybody = self.book.roster.people
        people = Counter(person.home for person in everybody)
        teams = roster.teams(everybody, today, DIGITAL_TEAM)
        lines = (
            Line(
                village,
                people[village.id],
                len(teams.get(village.id, ())),
                places.exists(village, today.isoformat()),
            )
            for village in self.book.villages
        )
        return [line for line in lines if line.present or self.ended.isChecked()]

    def _is_beginning(self) -> bool:
        typed = bool(self.fresh.names.toPlainText().strip()) or self.fresh.names.hasFocus()
        return self.right.currentWidget() is self.fresh and typed

    def _chosen(self) -> list[Line]:
        return [self.rows.row(each) for each in self.table.selectionModel().selectedRows()]

    def _current(self) -> Line | None:
        index = self.table.currentIndex()
        return self.rows.row(index) if index.isValid() else None

    def _show(self) -> None:
        chosen, line = self._chosen(), self._current()
        if len(chosen) > 1:
            text = _("Sáp nhập thành một thôn mới: {villages}.")
            named = ", ".join(each.village.name for each in chosen)
            self.merging.setText(text.format(villages=named))
            where = Where(
                lambda: _("sáp nhập {villages}").format(villages=named),
                Route("people", part="villages"),
            )
            chosen_ids = sorted(each.village.id for each in chosen)
            self.becoming.show_for(self.desk.drafts.shelf(where, "merge", *chosen_ids))
            self.right.setCurrentWidget(self.merge)
        elif line is not None:
            self.right.setCurrentWidget(self.page)
            self.page.show_village(line.village)
        else:
            self.right.setCurrentWidget(self.nothing)

    def _enter(self) -> None:
        if self.right.currentWidget() is self.merge:
            self.becoming.start()
        elif self._current() is not None:
            self.page.start()
        else:
            self.begin()

    def _lay_out(self, left: QWidget) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        foot.setSpacing(SPACE.gap)
        foot.addWidget(self.add)
        foot.addWidget(self.ended)
        foot.addStretch(1)
        foot.addWidget(self.count)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(Hairline(left))
        column.addLayout(foot)

    def _listen(self) -> None:
        self.add.clicked.connect(self.begin)
        self.nothing.acted.connect(self.begin)
        self.ended.clicked.connect(lambda _checked: self.refresh())
        self.fresh.added.connect(self._add)
        self.becoming.decided.connect(self._merge)
        self.page.split.connect(self._split)
        self.page.removing.connect(self.remove)
        self.page.wanted.connect(lambda: self._with(self.wanted.emit))
        self.page.newcomer.connect(
            lambda role: self._with(lambda id: self.newcomer.emit({"unit": id, "roles": [role]}))
        )
        self.table.activated.connect(lambda _index: self._enter())
        self.table.selectionModel().selectionChanged.connect(lambda *_rows: self._show())
        self.delete_in(self.table, self.remove)

    def _with(self, deed: Callable[[str], None]) -> None:
        line = self._current()
        if line is not None:
            deed(line.village.id)


def _columns() -> tuple[Column[Line], ...]:
    return (
        Column(_("Tên thôn, tổ dân phố"), lambda line: line.village.name, hint=_hint),
        Column(_("Số người"), lambda line: line.people, align=Align.END, width=8),
        Column(_("Tổ số"), lambda line: line.team, align=Align.END, width=8),
        Column(_("Đến hết ngày"), lambda line: line.village.valid_to, _day, width=12),
    )


def _day(iso: object) -> str:
    return dates.show(iso if isinstance(iso, str) else None)


def _hint(line: Line) -> str:
    return _("{people} người, trong đó {team} thành viên tổ công nghệ số").format(
        people=line.people, team=line.team
    )
