"""What stands beside an answer: its date, who answers it by when, and a note."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries import people
from resources.words import _
from ui.drafts import Shelf
from ui.editors import DateEditor, NoteEditor
from ui.look import SPACE, Role
from ui.screens.checklist.case import Case
from ui.slots import Slot, Troubles
from ui.widgets.flow import Flow
from ui.widgets.pick import Pick

_DATE = 16  # letters


class Details(QWidget):
    """Each field saves by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = Shelf()
        self._case: Case | None = None
        self.as_of, self.due, self.note = DateEditor(), DateEditor(), NoteEditor()
        self.owner = Pick(_("Người phụ trách"))
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
        for name, field in self._fields().items():
            field.edited.connect(lambda value, name=name: self._settled(name, value))
            field.troubled.connect(lambda told, name=name: self._troubled(name, told))

    def show_case(self, case: Case) -> None:
        """Show what belongs to this indicator.  The same one again: what is being typed stays."""
        fresh = self._case is None or self._case.line.record != case.line.record
        if fresh:
            self.flush()
            self.troubles.forget()
            self._shelf = case.shelf(case.line)
        self._case = case
        line = case.line
        self._offer(case)
        values = {"as_of": line.as_of, "due": line.due, "note": line.note, "owner": line.owner}
        for name, field in self._fields().items():
            if fresh:
                self._slots[name].warn("")
                self._shelf.open(name, field, values[name])
            else:
                field.setValue(values[name])
        self._hint()

    def _hint(self) -> None:
        """A day that is odd is kept, and told below its field: it may be a slip."""
        today = datetime.now().astimezone().date().isoformat()
        as_of, due = self.as_of.value(), self.due.value()
        ahead = isinstance(as_of, str) and as_of > today
        past = isinstance(due, str) and due < today
        self.hints.tell("as_of", _("Ngày của số liệu chưa tới; hãy xem lại năm.") if ahead else "")
        self.hints.tell("due", _("Hạn hoàn thành đã qua; hãy xem lại nếu gõ nhầm.") if past else "")

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits on its shelf."""
        if self._case is not None:
            for name, field in self._fields().items():
                field.flush()
                self._shelf.stash(name, field)

    def _fields(self) -> dict[str, DateEditor | NoteEditor | Pick]:
        return {"as_of": self.as_of, "owner": self.owner, "due": self.due, "note": self.note}

    def _offer(self, case: Case) -> None:
        """The officers to choose from, and nobody."""
        names = [(officer.id, officer.name) for officer in people.officers(case.desk.store)]
        owner = case.line.owner
        if owner is not None and owner not in {each for each, _name in names}:
            names.append((owner, case.line.owner_name or _("người ở máy khác")))
        offered = [(None, _("chưa phân công")), *names]
        held = [
            (self.owner.itemData(row), self.owner.itemText(row))
            for row in range(self.owner.count())
        ]
        if offered != held:
            if not self.owner.unsettled():
                self.owner.clear()  # who is away is offered where they were assigned alone
            self.owner.offer(offered)
            self.owner.updateGeometry()

    def _settled(self, name: str, value: object) -> None:
        if self._case is None:
            return
        text = value if isinstance(value, str) else None
        if name == "due":
            told = self._case.assign(_text(self.owner.value()), text)
        elif name == "owner":
            told = self._case.assign(text, _text(self.due.value()))
        else:
            told = self._case.answer(self._case.line.indicator.code, {name: text})
        if told:
            self._fields()[name].refuse(told)
        self._hint()

    def _troubled(self, name: str, told: str) -> None:
        self._slots[name].warn(told)
        self.troubles.tell(name, told)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
