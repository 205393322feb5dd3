"""What stands beside an answer: its date, who answers it by when, and a note."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries import people
from resources.words import _
from ui.drafts import Drafts
from ui.editors import DateEditor, NoteEditor
from ui.look import SPACE, Role
from ui.screens.checklist.case import Case
from ui.slots import Slot, Troubles
from ui.widgets.flow import Flow
from ui.widgets.picker import Picker

_DATE = 16  # letters


class Details(QWidget):
    """Each field saves by itself."""

    def __init__(self, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._case: Case | None = None
        self.as_of, self.due, self.note = DateEditor(), DateEditor(), NoteEditor()
        self.owner = Picker(_("Người phụ trách"))
        self._slots = {
            "as_of": Slot(_("Số liệu đến n&gày"), self.as_of, _DATE),
            "owner": Slot(_("Người &phụ trách"), self.owner),
            "due": Slot(_("Hạn h&oàn thành"), self.due, _DATE),
            "note": Slot(_("Ghi &chú"), self.note),
        }
        self.hints = Troubles(role=Role.WARNING)
        self.troubles = Troubles()
        row = Flow(SPACE.group)
        for name in ("as_of", "owner", "due"):
            row.add(self._slots[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(row)
        column.addWidget(self.hints)
        column.addWidget(self._slots["note"])
        column.addWidget(self.troubles)
        self.owner.activated.connect(self._assigned)
        for name, editor in (("as_of", self.as_of), ("due", self.due), ("note", self.note)):
            editor.edited.connect(lambda value, name=name: self._typed(name, value))
            editor.troubled.connect(lambda told, name=name: self._troubled(name, told))

    def show_case(self, case: Case) -> None:
        """Show what belongs to this indicator.  The same one again: what is being typed stays."""
        fresh = self._case is None or self._case.line.record != case.line.record
        if fresh and self._case is not None:
            self.put_away()
        self._case = case
        line = case.line
        self._offer(case)
        values = {"as_of": line.as_of, "due": line.due, "note": line.note}
        if fresh:
            self.troubles.forget()
        for name, value in values.items():
            editor = self._editors()[name]
            if fresh:
                self._slots[name].warn("")
                self._drafts.open(line.record, name, editor, value)
            else:
                editor.setValue(value)
        self._hint()

    def _hint(self) -> None:
        """A day that is odd is kept, and told below its field: it may be a slip."""
        today = datetime.now().astimezone().date().isoformat()
        as_of, due = self.as_of.value(), self.due.value()
        ahead = isinstance(as_of, str) and as_of > today
        past = isinstance(due, str) and due < today
        self.hints.tell("as_of", _("Ngày của số liệu chưa tới; hãy xem lại năm.") if ahead else "")
        self.hints.tell("due", _("Hạn hoàn thành đã qua; hãy xem lại nếu gõ nhầm.") if past else "")

    def put_away(self) -> None:
        """Another indicator comes: what could not be saved waits in the drafts."""
        self.flush()
        if self._case is not None:
            for name, editor in self._editors().items():
                self._drafts.stash(self._case.line.record, name, editor)

    def flush(self) -> None:
        """Save what is being typed."""
        for editor in self._editors().values():
            editor.flush()

    def trouble(self) -> str:
        """What keeps something here from being saved, "" if nothing."""
        editors = self._editors().values()
        return next((editor.trouble() for editor in editors if editor.unsettled()), "")

    def _editors(self) -> dict[str, DateEditor | NoteEditor]:
        return {"as_of": self.as_of, "due": self.due, "note": self.note}

    def _offer(self, case: Case) -> None:
        """The officers to choose from, and nobody."""
        names = [(officer.name, officer.id) for officer in people.officers(case.desk.store)]
        owner = case.line.owner
        if owner is not None and owner not in {each for _name, each in names}:
            names.append((case.line.owner_name or _("người ở máy khác"), owner))
        offered = [(_("chưa phân công"), None), *names]
        held = [
            (self.owner.itemText(row), self.owner.itemData(row))
            for row in range(self.owner.count())
        ]
        if offered != held:
            self.owner.clear()
            for name, officer in offered:
                self.owner.addItem(name, officer)
            self.owner.updateGeometry()
        self.owner.setCurrentIndex(next(i for i, each in enumerate(offered) if each[1] == owner))

    def _assigned(self, row: int) -> None:
        if self._case is None:
            return
        told = self._case.assign(self.owner.itemData(row), self._due())
        self._troubled("owner", told)
        if told:
            self._offer(self._case)

    def _typed(self, name: str, value: object) -> None:
        if self._case is None:
            return
        text = value if isinstance(value, str) else None
        if name == "due":
            told = self._case.assign(self.owner.currentData(), text)
        else:
            told = self._case.answer(self._case.line.indicator.code, {name: text})
        if told:
            self._editors()[name].refuse(told)
        self._hint()

    def _due(self) -> str | None:
        due = self.due.value()
        return due if isinstance(due, str) else None

    def _troubled(self, name: str, told: str) -> None:
        self._slots[name].warn(told)
        self.troubles.tell(name, told)
