"""One row of a list: what the file says, what will become of it, and what the officer decides."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.words import _
from rules.intake.headings import ListKind
from rules.intake.report import SKIP, TAKE
from ui.intake import lines
from ui.intake.lines import Row
from ui.look import SPACE, Ground, Role, Type
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.region import Region
from ui.widgets.text import Elided, Text

LATER = ""  # the officer takes a decision back
_OFFERED = 5  # people a row could mean; of more the officer looks in the registry


class Case(Struct, frozen=True):
    """A row, and who it could mean where that is a question."""

    row: Row
    in_file: str
    open: bool = False  # whether the officer decides about it
    decided: bool = False
    candidates: tuple[tuple[str, str], ...] = ()  # id and description


class Detail(Region):
    """Below the table; it keeps its height so that the table does not jump."""

    decided = Signal(str)  # TAKE, SKIP, LATER or who the row means

    def __init__(self, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self._kind = kind
        self._case: Case | None = None
        self.title = Elided("", Type.STRONG, parent=self)
        self.told = Text("", wrap=True, parent=self)
        self.in_file = Text("", Type.SMALL, Role.MUTED, wrap=True, parent=self)
        self.deeds = Flow(SPACE.gap, self)
        self.buttons: dict[str, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        column.setSpacing(SPACE.tight)
        for part in (self.title, self.told, self.deeds, self.in_file):
            column.addWidget(part)
        column.addStretch(1)

    def show_case(self, case: Case | None, ids: lines.Ids) -> None:
        """Show a row; the same one again keeps its buttons and the focus on them."""
        same = case is not None and self._case is not None and _deeds(case) == _deeds(self._case)
        self._case = case
        self.title.setText(_title(case.row) if case else "")
        told = lines.told(case.row.line, ids) if case else []
        self.told.setText("\n".join(told) if case else _("Chọn một dòng để xem."))
        self.told.set_role(_role(case))
        self.in_file.setText(_("Trong tệp: {row}").format(row=case.in_file) if case else "")
        self.in_file.setVisible(bool(case and case.in_file))
        if not same:
            self._offer(case)

    def start(self) -> None:
        """Take the focus to the first decision."""
        for button in self.buttons.values():
            button.setFocus(Qt.FocusReason.TabFocusReason)
            return

    def _offer(self, case: Case | None) -> None:
        self.deeds.clear()
        self.buttons = {}
        for decision, words in _decisions(case, self._kind) if case else ():
            quiet = decision in (SKIP, LATER)
            button = Button(words, kind=Kind.QUIET if quiet else Kind.PLAIN)
            button.clicked.connect(lambda _on, told=decision: self.decided.emit(told))
            self.buttons[decision] = button
            self.deeds.add(button)
        self.deeds.setVisible(bool(self.buttons))


def _deeds(case: Case) -> tuple[object, ...]:
    return case.row.line.row, case.open, case.decided, case.candidates


def _decisions(case: Case, kind: ListKind) -> Sequence[tuple[str, str]]:
    """What can be decided about a row, in words."""
    if not case.open:
        return ()
    meant = [
        (record, _("Là {person}").format(person=described))
        for record, described in case.candidates[:_OFFERED]
    ]
    fresh = _("&Lấy như trong tệp") if kind is ListKind.FIGURES else _("Người &mới")
    later = [(LATER, _("Để quyết định sau"))] if case.decided else []
    return [*meant, (TAKE, fresh), (SKIP, _("Bỏ &ra")), *later]


def _title(row: Row) -> str:
    text = _("Dòng {row} · {name}") if row.line.name else _("Dòng {row}")
    return text.format(row=row.line.row, name=row.line.name)


def _role(case: Case | None) -> Role:
    if case is None:
        return Role.MUTED
    role = lines.ROLES[case.row.line.outcome]
    return role if role in (Role.WARNING, Role.DANGER) else Role.TEXT
