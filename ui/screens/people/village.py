"""The form of one village: name and days, its digital team, what it came from and becomes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from db.commands import places as deeds
from db.queries import disputes, places, replica, roster, subjects
from db.queries.places import Village
from db.queries.story import Chapter
from resources.words import _, many
from rules.records.person import DIGITAL_TEAM
from ui import drafts
from ui.desk import Desk
from ui.disputes import Disputes
from ui.drafts import Shelf, Where
from ui.editors import DateEditor, NoteEditor, TextEditor
from ui.form import Form
from ui.half import Half
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.screens.people.becoming import Becoming
from ui.screens.people.book import Book
from ui.sheets import Sheets, stack
from ui.slots import Slot
from ui.story import Story
from ui.widgets import dates
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.text import Heading, Text

_MOST = 12  # members named here; all of them are seen in the list of people


class VillagePage(Sheets):
    """One village of any time."""

    wanted = Signal()  # its people
    newcomer = Signal(str)  # a role somebody new gets
    removing = Signal()
    split = Signal(list, str)  # names of the new ones, first day

    def __init__(self, desk: Desk, book: Book, parent: QWidget | None = None) -> None:
        self._desk, self._book = desk, book
        self.title = Text("", Type.LARGE, wrap=True)
        self.past = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.message = Message()
        self.disputes = Disputes(desk)
        self.name = TextEditor()
        self.since = DateEditor(today=book.today)
        self.until = DateEditor(today=book.today)
        self.form = Form(
            {"name": self.name, "valid_from": self.since, "valid_to": self.until},
            lambda record, values: deeds.describe_village(desk.store, desk.actor, record, values),
            lambda: desk.wrote("unit"),
            desk.drafts,
        )
        self.team_title = Heading(_("Tổ công nghệ số cộng đồng"))
        self.team = Text("", wrap=True)
        self.people = Button(_("Xem n&gười của thôn"), "people")
        self.member = Button(_("Thêm thành viên tổ"), "add")
        self.remove = Button(_("Bỏ thôn thêm nhầm"), "remove", Kind.DANGER)
        self.apart = Button(_("Chia tá&ch thôn này"), "villages", Kind.QUIET)
        self.becoming = Becoming(book.today, many_names=True)
        self.story = Story()
        super().__init__(
            stack(self.title, self.past, self.message, self.disputes),
            self._fields(),
            self._team(),
            self._end(),
            self.story,
            parent=parent,
        )
        self.people.clicked.connect(self.wanted)
        self.member.clicked.connect(lambda: self.newcomer.emit(DIGITAL_TEAM))
        self.remove.clicked.connect(self.removing)
        self.apart.clicked.connect(self._unfold)
        self.becoming.decided.connect(self.split)
        self.disputes.resolved.connect(self.start)

    def show_village(self, village: Village) -> None:
        """Show one; the same again leaves what is being typed."""
        store = self._desk.store
        values = replica.values(store, "unit", village.id) or {}
        route = Route("people", part="villages", record=village.id)
        fresh = self.form.show(village.id, values, drafts.record(store, "unit", village.id, route))
        present = places.exists(village, self._book.today().isoformat())
        if fresh:
            self.message.clear()
            name = village.name
            where = Where(lambda: _("chia tách {village}").format(village=name), route)
            apart = self._desk.drafts.shelf(where, village.id, "apart")
            self.becoming.show_for(apart)
            self.becoming.setVisible(len(apart) > 0)
            self.verticalScrollBar().setValue(0)
        self.title.setText(village.name)
        self._tell_past(village)
        self._tell_team(village)
        self.apart.setVisible(present and not village.successors and self.becoming.isHidden())
        self.member.setVisible(present)
        self.disputes.show_disputes(disputes.among(store, [village.id]))
        about = subjects.of(store, "unit", village.id)
        self.story.tell(store, about, [Chapter("unit", village.id)])

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved, or is half decided, waits."""
        self.disputes.flush()
        self.form.flush()
        self.becoming.half.flush()

    def start(self) -> None:
        """Take the focus to the name."""
        self.name.setFocus(Qt.FocusReason.TabFocusReason)
        self.name.selectAll()

    def _tell_past(self, village: Village) -> None:
        known = {each.id: each for each in self._book.villages}
        told = []
        before = [each.name for each in places.forerunners(village.id, self._book.villages)]
        if before:
            told.append(_("Hình thành từ: {villages}.").format(villages=", ".join(before)))
        after = [known[each].name for each in village.successors if each in known]
        if after:
            day = dates.show(village.valid_to)
            text = _("Từ sau ngày {day} là: {villages}.")
            told.append(text.format(day=day, villages=", ".join(after)))
        if len(after) > 1:
            told.append(_("Chưa biết mỗi thôn mới nhận bao nhiêu, nên số liệu cũ không chia ra."))
        self.past.setText(" ".join(told))
        self.past.setVisible(bool(told))

    def _tell_team(self, village: Village) -> None:
        teams = roster.teams(self._book.roster.people, self._book.today(), DIGITAL_TEAM)
        members = teams.get(village.id, [])
        self.team_title.remark.setText(
            many("{n} thành viên", len(members)) if members else _("chưa có thành viên nào")
        )
        told = [_member(each) for each in members[:_MOST]]
        if len(members) > _MOST:
            told.append(many("và {n} người nữa", len(members) - _MOST))
        self.team.setText("\n".join(told))
        self.team.setVisible(bool(members))

    def _unfold(self) -> None:
        self.apart.hide()
        self.becoming.show()
        self.becoming.start()

    def _fields(self) -> QWidget:
        fields = Flow(SPACE.group)
        fields.add(Slot(_("Tên thôn, tổ dân phố"), self.name, 34))
        fields.add(Slot(_("Có từ ngày"), self.since, 16))
        fields.add(Slot(_("Đến hết ngày"), self.until, 16))
        return stack(fields, self.form.troubles, spacing=SPACE.gap)

    def _team(self) -> QWidget:
        buttons = Flow(SPACE.gap)
        buttons.add(self.people)
        buttons.add(self.member)
        return stack(self.team_title, self.team, buttons, spacing=SPACE.gap)

    def _end(self) -> QWidget:
        buttons = Flow(SPACE.gap)
        buttons.add(self.apart)
        buttons.add(self.remove)
        hint = Text(
            _("Thôn giải thể: ghi ngày cuối cùng; số liệu cũ vẫn giữ nguyên."),
            Type.SMALL,
            Role.MUTED,
            wrap=True,
        )
        return stack(self.becoming, buttons, hint, spacing=SPACE.gap)


class NewVillages(Sheets):
    """New villages, one a line."""

    added = Signal(list)  # their names

    def __init__(self, shelf: Shelf, parent: QWidget | None = None) -> None:
        self.names = NoteEditor(least=6, most=20)
        self.names.setPlaceholderText(_("Tên thôn mới, mỗi dòng một thôn"))
        self.half = Half({"names": self.names})
        self.half.show(shelf)
        self.message = Message()
        self.save = Button(_("Thêm các thôn nà&y"), "add", Kind.PRIMARY)
        buttons = Flow()
        buttons.add(self.save)
        super().__init__(
            stack(Text(_("Thôn mới"), Type.LARGE), self.message),
            stack(Slot(_("Thêm thôn"), self.names), buttons, spacing=SPACE.gap),
            parent=parent,
        )
        self.save.clicked.connect(self._add)

    def start(self) -> None:
        """Take the focus to the lines."""
        self.names.setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self) -> None:
        lines = lines_of(self.names)
        if lines:
            self.added.emit(lines)
        else:
            self.message.say(Role.INFO, _("Chưa có tên thôn nào; hãy gõ mỗi dòng một thôn."))


def lines_of(editor: NoteEditor) -> list[str]:
    """What stands on the lines of a note, without those that are empty."""
    return [line.strip() for line in editor.toPlainText().splitlines() if line.strip()]


def _member(person: roster.Person) -> str:
    told = (person.name, person.position, person.phone)
    return " · ".join(part for part in told if part)
