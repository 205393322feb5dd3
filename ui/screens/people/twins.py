"""People who may be listed twice: side by side, merged or told apart by an officer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from db.commands import people as deeds
from db.queries import roster
from db.queries.roster import Person
from db.store import Store
from resources.words import _
from rules.matching import Likeness, Pair
from ui import names, trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Column, Rows
from ui.screens.people.book import Book
from ui.sheets import Sheets, stack
from ui.widgets import dates
from ui.widgets.button import Button, Kind
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Text

Job = Callable[[Store, Callable[[], bool], Callable[[int, int], None]], list[Pair]]


def find(everybody: Sequence[Person]) -> Job:
    """The likely pairs; a job for the worker, for it takes a while with thousands."""
    return lambda _store, _stop, _tell: roster.duplicates(everybody)


class Twins(Struct, frozen=True):
    """Two people who may be one."""

    one: Person
    other: Person
    likeness: Likeness | None = None  # None: an officer laid them side by side


class TwinsPart(Part):
    """The pairs at the left, two people beside each other at the right."""

    def __init__(self, desk: Desk, book: Book, parent: QWidget | None = None) -> None:
        super().__init__("people/twins", desk, parent)
        self.book = book
        self._pairs: list[Pair] = []
        self._own: Twins | None = None  # what an officer laid side by side
        left = Region(Ground.SURFACE, self.split)
        self.rows: Rows[Twins] = Rows(_columns(), key=_key, parent=self)
        self.table = Table(self.rows, parent=left)
        self.table.setAccessibleName(_("Người có thể trùng"))
        self.right = QStackedWidget(self.split)
        self.both = Comparison(self.right)
        self.nothing = Empty(
            "people",
            _("Không thấy ai trùng"),
            _("Những dòng cùng tên và cùng năm sinh hoặc cùng thôn được nêu ở đây để xem lại."),
            parent=self.right,
        )
        self.right.addWidget(self.both)
        self.right.addWidget(self.nothing)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.table.activated.connect(lambda _index: self.swap())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._chosen())
        self.both.merge_left.clicked.connect(lambda: self._merge(keep_one=True))
        self.both.merge_right.clicked.connect(lambda: self._merge(keep_one=False))
        self.both.apart.clicked.connect(self._tell_apart)

    def show_pairs(self, pairs: list[Pair]) -> None:
        """These are likely to be one person each."""
        self._pairs = pairs
        self.refresh()

    def refresh(self) -> None:
        """The pairs whose people are still listed."""
        at = self.table.currentIndex().row()
        self._own = self._again(self._own)
        listed = [
            twins
            for pair in self._pairs
            if (twins := self._of(pair.one, pair.other, pair.likeness)) is not None
        ]
        keys = {_key(twins) for twins in listed}
        own = [self._own] if self._own is not None and _key(self._own) not in keys else []
        self.rows.replace([*own, *listed])
        if not self.table.currentIndex().isValid() and self.rows.rowCount():
            row = min(max(at, 0), self.rows.rowCount() - 1)
            self.table.setCurrentIndex(self.rows.index(row, 0))
        self._chosen()

    def start(self) -> None:
        """The list of pairs."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the list to the deeds, and back."""
        inside = self.right.isAncestorOf(self.focusWidget() or self.table)
        target = self.table if inside else self.both.merge_left
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def compare(self, one: str, other: str) -> None:
        """Lay any two side by side."""
        self._own = self._of(one, other, None)
        self.refresh()
        if self._own is not None:
            self.table.go(_key(self._own))
        self.both.merge_left.setFocus(Qt.FocusReason.TabFocusReason)

    def _of(self, one: str, other: str, likeness: Likeness | None) -> Twins | None:
        known = self.book.roster
        first, second = known.find(one), known.find(other)
        if first is None or second is None or other in first.not_same or one in second.not_same:
            return None
        return Twins(first, second, likeness)

    def _again(self, twins: Twins | None) -> Twins | None:
        return twins and self._of(twins.one.id, twins.other.id, twins.likeness)

    def _chosen(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.both.show_both(self.rows.row(index))
            self.right.setCurrentWidget(self.both)
        else:
            self.right.setCurrentWidget(self.nothing)

    def _merge(self, *, keep_one: bool) -> None:
        twins = self.both.twins
        if twins is None:
            return
        kept, other = (twins.one, twins.other) if keep_one else (twins.other, twins.one)
        desk = self.desk
        told = trouble.attempt(lambda: deeds.merge(desk.store, desk.actor, kept.id, other.id))
        text = _("Đã gộp hai dòng {name} thành một. Nhấn Ctrl+Z để tách lại.")
        self._done(told, text.format(name=kept.name))

    def _tell_apart(self) -> None:
        twins, desk = self.both.twins, self.desk
        if twins is None:
            return
        told = trouble.attempt(
            lambda: deeds.tell_apart(desk.store, desk.actor, twins.one.id, twins.other.id)
        )
        text = _("Đã ghi: hai dòng {name} là hai người. Nhấn Ctrl+Z để lấy lại.")
        self._done(told, text.format(name=twins.one.name))

    def _done(self, told: str, sentence: str) -> None:
        if told:
            self.both.message.say(Role.DANGER, told)
            return
        self.book.read()
        self.refresh()
        self.desk.wrote("person")
        self.said.emit(sentence)
        self.start()


class Comparison(Sheets):
    """Two people beside each other; what differs stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.twins: Twins | None = None
        self.message = Message()
        self.title = Text("", Type.LARGE, wrap=True)
        self.judged = Text("", Type.BODY, Role.MUTED, wrap=True)
        self._cells = [
            (Text("", Type.SMALL, Role.MUTED), Text("", wrap=True), Text("", wrap=True))
            for _field in _FIELDS
        ]
        grid = QWidget()
        lines = QGridLayout(grid)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(SPACE.group)
        lines.setVerticalSpacing(SPACE.gap)
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                lines.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
        lines.setColumnStretch(1, 1)
        lines.setColumnStretch(2, 1)
        self.merge_left = Button(_("Gộp, giữ dòng bên &trái"), "back")
        self.merge_right = Button(_("Gộp, giữ &dòng bên phải"), "forward")
        self.apart = Button(_("Không phải một n&gười"), "people", Kind.QUIET)
        deeds = Flow()
        for button in (self.merge_left, self.merge_right, self.apart):
            deeds.add(button)
        hint = _("Lớp học, phân công của cả hai dòng tính cho dòng được giữ; tách lại được sau.")
        super().__init__(
            stack(self.title, self.judged, self.message),
            grid,
            stack(deeds, Text(hint, Type.SMALL, Role.MUTED, wrap=True), spacing=SPACE.gap),
            parent=parent,
        )

    def show_both(self, twins: Twins) -> None:
        """Show these two."""
        if self.twins is None or _key(twins) != _key(self.twins):
            self.message.clear()
        self.twins = twins
        self.title.setText(twins.one.name)
        self.judged.setText(_judged(twins))
        for (word, read), cells in zip(_FIELDS, self._cells, strict=True):
            one, other = read(twins.one), read(twins.other)
            cells[0].setText(names.of_field(word))
            for cell, told in zip(cells[1:], (one, other), strict=True):
                cell.setText(told or _("chưa ghi"))
                differs = bool(one and other and one != other)
                cell.set_role(Role.WARNING if differs else Role.TEXT if told else Role.MUTED)
                cell.setVisible(bool(one or other))
            cells[0].setVisible(bool(one or other))


def _roles(person: Person) -> str:
    return ", ".join(names.role(each) for each in sorted(person.roles))


_FIELDS: tuple[tuple[str, Callable[[Person], str]], ...] = (
    ("full_name", lambda person: person.name),
    ("birth_year", lambda person: str(person.birth_year or "")),
    ("sex", lambda person: names.value("sex", person.sex) if person.sex else ""),
    ("position", lambda person: person.position or ""),
    ("unit", lambda person: person.village),
    ("phone", lambda person: person.phone or ""),
    ("roles", _roles),
    ("roster_from", lambda person: dates.show(person.since)),
    ("roster_to", lambda person: dates.show(person.until)),
)


def _judged(twins: Twins) -> str:
    if twins.likeness is Likeness.SAME:
        return _("Cùng tên, cùng năm sinh, cùng thôn.")
    if twins.likeness is None:
        return _("Hai dòng đang được so với nhau.")
    return _("Cùng tên, và cùng năm sinh, cùng thôn hoặc cùng số điện thoại.")


def _key(twins: Twins) -> tuple[str, str]:
    return min(twins.one.id, twins.other.id), max(twins.one.id, twins.other.id)


def _columns() -> tuple[Column[Twins], ...]:
    return (
        Column(_("Họ và tên"), lambda twins: twins.one.name, hint=_judged),
        Column(_("Năm sinh"), lambda twins: (twins.one, twins.other), _years, width=12),
        Column(_("Thôn"), lambda twins: twins.one.village or twins.other.village, width=14),
    )


def _years(both: tuple[Person, Person]) -> str:
    years = dict.fromkeys(str(each.birth_year) for each in both if each.birth_year)
    return ", ".join(years)
