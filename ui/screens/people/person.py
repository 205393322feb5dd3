"""The form of one person: every field is saved when it is left, history and conflicts below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands import people as deeds
from db.queries import disputes, people, replica, subjects
from db.queries.story import Chapter
from resources.words import _
from rules.record import Values
from rules.records.person import OFFICER, ROSTER_ROLES
from ui import drafts, names, trouble
from ui.desk import Desk
from ui.disputes import Disputes
from ui.drafts import Shelf, Where
from ui.editors import DateEditor, NumberEditor, TextEditor
from ui.form import Field, stored
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.screens.people.book import Book
from ui.sheets import Sheets, stack
from ui.slots import Slot, Troubles
from ui.story import Story
from ui.widgets.button import Button, Kind
from ui.widgets.check import Check
from ui.widgets.choice import Choice, Option
from ui.widgets.chosen import Chosen
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.pick import Pick
from ui.widgets.text import Heading, Text


class YearEditor(NumberEditor):
    """A year of birth: 1980, not 1.980."""

    def words(self, value: object) -> str:
        return "" if value is None else str(value)


class Roles(Chosen, Flow):
    """Roles to be ticked; those that are not given here stay as they are."""

    edited = Signal(object)  # the codes a person ticked, sorted, or None
    troubled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(SPACE.group, parent)
        self._others: list[str] = []
        self.boxes = {code: Check(names.role(code)) for code in ROSTER_ROLES}
        for box in self.boxes.values():
            self.add(box)
            box.clicked.connect(lambda _checked: self.took(self.value()))

    def value(self) -> object:
        """The codes that are ticked, and the others."""
        ticked = [code for code, box in self.boxes.items() if box.isChecked()]
        return sorted([*self._others, *ticked]) or None

    def put(self, value: object) -> None:
        """Tick these."""
        held = value if isinstance(value, list) else []
        self._others = [code for code in held if code not in self.boxes]
        for code, box in self.boxes.items():
            box.setChecked(code in held)

    def setValue(self, value: object) -> None:
        """Show the saved roles, in whatever order they were written."""
        super().setValue(sorted(value) if isinstance(value, list) and value else None)


class PersonPage(Sheets):
    """One person; without a name there is nobody yet."""

    added = Signal(str)
    removing = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, book: Book, parent: QWidget | None = None) -> None:
        self._desk, self._book = desk, book
        self._person = ""
        self._preset: Values | None = None  # of somebody who has no name yet
        self._held: Values = {}
        self._shelf = Shelf()
        self.title = Text("", Type.LARGE, wrap=True)
        self.subtitle = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.message = Message()
        self.disputes = Disputes(desk)
        self.editors: dict[str, TextEditor] = {
            "full_name": TextEditor(),
            "birth_year": YearEditor(),
            "position": TextEditor(),
            "phone": TextEditor(),
            "ethnicity": TextEditor(),
            "roster_from": DateEditor(today=book.today),
            "roster_to": DateEditor(today=book.today),
            "keep_until": DateEditor(today=book.today),
        }
        self.sex = Choice(
            _("Giới tính"),
            (
                Option("female", _("Nữ")),
                Option("male", _("Nam")),
                Option(None, _("Chưa rõ"), Role.MISSING),
            ),
        )
        self.unit = Pick(_("Thôn"))
        self.roles = Roles()
        self._fields: dict[str, Field] = {
            **self.editors,
            "sex": self.sex,
            "unit": self.unit,
            "roles": self.roles,
        }
        self.troubles = Troubles()
        self.officer = Text(_("Người này dùng chương trình."), Type.SMALL, Role.MUTED)
        self.more = Button(_("Ghi dân tộc, khi biểu mẫu yêu cầu"), "add", Kind.QUIET)
        self.remove = Button(_("Bỏ khỏi danh sách"), "remove", Kind.DANGER)
        self.story = Story()
        self._twins = QVBoxLayout()
        self._twins.setSpacing(SPACE.tight)
        head = stack(self.title, self.subtitle, self.message, self.disputes)
        super().__init__(head, self._form(), self._foot(), self.story, parent=parent)
        self._listen()

    # -- what is shown -----------------------------------------------------------------------

    def person(self) -> str:
        """Whose form it is, "" for nobody."""
        return self._person

    def beginning(self) -> bool:
        """Whether somebody new is being named."""
        return self._preset is not None

    def show_person(self, person: str) -> None:
        """Show somebody; the same one again leaves what is being typed."""
        fresh = person != self._person
        if fresh:
            self.flush()
            self._person, self._preset = person, None
            self.message.clear()
            self.troubles.forget()
        self._held = replica.values(self._desk.store, "person", person) or {}
        self._fill(fresh=fresh)
        self._tell(person)
        if fresh:
            self.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Show what is stored again."""
        if self._person:
            self.show_person(self._person)
        else:
            self._offer_villages()

    def begin(self, preset: Mapping[str, object]) -> None:
        """Somebody new, with what is known before the name."""
        self.flush()
        self._person, self._held = "", {}
        self._preset = {name: stored(value) for name, value in preset.items()}
        self.message.clear()
        self.troubles.forget()
        self._held = dict(self._preset)
        self._fill(fresh=True)
        self.title.setText(_("Người mới"))
        self.subtitle.setText(_("Gõ họ và tên rồi Enter; các ô khác ghi tiếp sau đó."))
        for part in (self.disputes, self.story, self.remove):
            part.hide()
        self._show_twins([])

    def forget(self) -> None:
        """Nobody is shown any more."""
        self.flush()
        self._person, self._preset, self._held = "", None, {}

    def let_go(self, persons: Sequence[str]) -> None:
        """They are taken out, and with them what waits for them; nobody is shown any more."""
        for person in persons:
            self._desk.drafts.let_go("people", person)
        self._person, self._preset, self._held = "", None, {}

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits."""
        if not self._person and not self.beginning():
            return
        self.disputes.flush()
        for name, field in self._fields.items():
            field.flush()
            self._shelf.stash(name, field)

    def start(self) -> None:
        """Take the focus to the first field."""
        if self._person or self.beginning():
            self.editors["full_name"].setFocus(Qt.FocusReason.TabFocusReason)
            self.editors["full_name"].selectAll()

    # -- saving ------------------------------------------------------------------------------

    def _keep(self, field: str, value: object) -> None:
        if self.beginning():
            self._add(field, value)
            return
        if not self._person:
            return
        desk, person = self._desk, self._person
        told = trouble.attempt(
            lambda: deeds.describe(desk.store, desk.actor, person, {field: stored(value)})
        )
        if told:
            self._fields[field].refuse(told)
        else:
            desk.wrote("person")

    def _add(self, field: str, value: object) -> None:
        """The name makes the person; what was chosen before goes along."""
        if self._preset is None or field != "full_name" or value is None:
            return
        desk, preset = self._desk, self._preset
        made: list[str] = []
        given: Values = {**preset, "full_name": stored(value)}
        told = trouble.attempt(lambda: made.append(deeds.add(desk.store, desk.actor, given)))
        if told:
            self.editors["full_name"].refuse(told)
        if made:
            self._person, self._preset = made[0], None
            self.show_person(made[0])
            self.added.emit(made[0])
            desk.wrote("person")
            self.editors["birth_year"].setFocus(Qt.FocusReason.TabFocusReason)

    def _part(self, other: str) -> None:
        desk = self._desk
        told = trouble.attempt(lambda: deeds.part(desk.store, desk.actor, other))
        if told:
            self.message.say(Role.DANGER, told)
        else:
            desk.wrote("person")

    # -- inside ------------------------------------------------------------------------------

    def _fill(self, *, fresh: bool) -> None:
        new = self.beginning()
        if fresh:
            self._shelf = self._waiting()
            self.unit.clear()  # an ended village is offered to whoever lived there alone
        values: dict[str, object] = {**self._held, "unit": self._offer_villages()}
        for name, field in self._fields.items():
            if fresh:
                self._shelf.open(name, field, values.get(name))
            else:
                field.setValue(values.get(name))
            field.setEnabled(not new or name == "full_name")
        held = self._held.get("roles")
        roles = held if isinstance(held, list) else []
        self.officer.setVisible(OFFICER in roles)
        asked = bool(self.editors["ethnicity"].text()) or (
            not fresh and not self._ethnicity.isHidden()
        )
        self._ethnicity.setVisible(asked)
        self.more.setVisible(not asked and not new)

    def _tell(self, person: str) -> None:
        """What stands around the fields."""
        store = self._desk.store
        known = self._book.roster.find(person)
        self.title.setText(str(self._held.get("full_name") or ""))
        told = (str(self._held.get("position") or ""), known.village if known else "")
        self.subtitle.setText(" · ".join(part for part in told if part))
        self.subtitle.setVisible(bool(self.subtitle.text()))
        self.disputes.show_disputes(disputes.among(store, [person]))
        twins = people.merged_into(store, person)
        self._show_twins(twins)
        chapters = [
            Chapter("person", person),
            *(Chapter("person", twin.id, twin.name) for twin in twins),
        ]
        self.story.tell(store, subjects.of(store, "person", person), chapters)
        self.story.show()
        self.remove.show()

    def _waiting(self) -> Shelf:
        """Where waits what could not be saved of whoever is shown."""
        desk, person = self._desk, self._person
        if not person:
            where = Where(lambda: _("người mới"), Route("people", part="add"))
            return desk.drafts.shelf(where, "fresh")
        route = Route("people", part="people", record=person)
        return desk.drafts.shelf(drafts.record(desk.store, "person", person, route), person)

    def _offer_villages(self) -> object:
        """The villages of today, and the one that was written where it is none; the person's."""
        unit = self._held.get("unit")
        present = self._book.present()
        known = self._book.roster.find(self._person)
        here = known.home if known and known.home else unit
        offered = [(None, _("Chưa rõ thôn")), *((each.id, each.name) for each in present)]
        old = self._book.village(str(here)) if here else None
        if old is not None and old not in present:
            offered.append((old.id, _("{village} (đã kết thúc)").format(village=old.name)))
        self.unit.offer(offered)
        return here if here in {each for each, _name in offered} else None

    def _show_twins(self, twins: list[people.Officer]) -> None:
        while self._twins.count():
            item = self._twins.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for twin in twins:
            heading = Heading(_("Gộp từ một dòng khác"), twin.name)
            undo = Button(_("Tách ra"), "undo", Kind.QUIET)
            undo.clicked.connect(lambda _checked, id=twin.id: self._part(id))
            heading.put(undo)
            self._twins.addWidget(heading)

    def _form(self) -> QWidget:
        own = Flow(SPACE.group)
        own.add(Slot(_("Họ và &tên"), self.editors["full_name"], 34))
        own.add(Slot(_("Năm &sinh"), self.editors["birth_year"], 8))
        own.add(Slot(_("Giới tính"), self.sex))
        post = Flow(SPACE.group)
        post.add(Slot(_("Chức vụ"), self.editors["position"], 34))
        post.add(Slot(_("Điện thoại"), self.editors["phone"], 16))
        post.add(Slot(_("Thôn"), self.unit, 26))
        self._ethnicity = Slot(_("Dân tộc"), self.editors["ethnicity"], 16)
        post.add(self._ethnicity)
        days = Flow(SPACE.group)
        days.add(Slot(_("Trong danh sách từ ngày"), self.editors["roster_from"], 16))
        days.add(Slot(_("Đến hết ngày"), self.editors["roster_to"], 16))
        days.add(Slot(_("Lưu thông tin đến hết ngày"), self.editors["keep_until"], 20))
        return stack(
            own,
            post,
            Text(_("Vai trò"), Type.SMALL, Role.MUTED),
            self.roles,
            self.officer,
            days,
            self.troubles,
            spacing=SPACE.gap,
        )

    def _foot(self) -> QWidget:
        buttons = Flow(SPACE.gap)
        buttons.add(self.more)
        buttons.add(self.remove)
        foot = stack(buttons, spacing=SPACE.gap)
        twins = QWidget()
        twins.setLayout(self._twins)
        self._twins.setContentsMargins(0, 0, 0, 0)
        layout = foot.layout()
        assert layout is not None
        layout.addWidget(twins)
        return foot

    def _listen(self) -> None:
        for name, field in self._fields.items():
            field.edited.connect(lambda value, name=name: self._keep(name, value))
            field.troubled.connect(lambda told, name=name: self.troubles.tell(name, told))
        self.more.clicked.connect(self._ask_ethnicity)
        self.remove.clicked.connect(self.removing)
        self.disputes.resolved.connect(self.start)

    def _ask_ethnicity(self) -> None:
        self._ethnicity.show()
        self.more.hide()
        self.editors["ethnicity"].setFocus(Qt.FocusReason.TabFocusReason)
