"""One row of a list: what the file says, what will become of it, and what the officer decides."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.words import _
from rules.intake.headings import ListKind
from rules.intake.report import SKIP, TAKE, Outcome
from ui import look
from ui.intake import lines
from ui.intake.lines import Row
from ui.look import SPACE, Ground, Role, Type
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.region import Region
from ui.widgets.text import Elided, Text, line_height

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
    """Below the table; most rows are told in the same height, so that the table does not jump."""

    decided = Signal(str)  # TAKE, SKIP, LATER or who the row means
    rebuilt = Signal()  # its buttons are others: Tab has to find them

    def __init__(self, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self._kind = kind
        self._case: Case | None = None
        self.title = Elided("", Type.STRONG, parent=self)
        self.told = Text("", wrap=True, parent=self)
        self.in_file = Elided("", Type.SMALL, Role.MUTED, lines=2, parent=self)
        self.deeds = Flow(SPACE.gap, self)
        self.buttons: dict[str, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        column.setSpacing(SPACE.tight)
        for part in (self.title, self.told, self.deeds, self.in_file):
            column.addWidget(part)
        column.addStretch(1)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        """Room for a title, two lines, the decisions, and two lines of the file."""
        self.setMinimumHeight(5 * line_height(self.font()) + look.row_height() + 4 * SPACE.gap)

    def show_case(self, case: Case | None, ids: lines.Ids) -> None:
        """Show a row; the same one again keeps its buttons and the focus on them."""
        same = case is not None and self._case is not None and _deeds(case) == _deeds(self._case)
        self._case = case
        self.setVisible(case is not None)
        if case is not None:
            line = case.row.line
            parted = "\n" if line.outcome is Outcome.CHANGED else " · "
            told = [*line.sentences, parted.join(lines.changes(line, ids))]
            self.title.setText(_title(case.row))
            self.told.setText("\n".join(filter(None, told)) or lines.word(line.outcome))
            self.told.set_role(_role(case))
            self.in_file.setText(_("Trong tệp: {row}").format(row=case.in_file))
            self.in_file.setVisible(bool(case.in_file))
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
        self.rebuilt.emit()


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


def _role(case: Case) -> Role:
    role = lines.ROLES[case.row.line.outcome]
    return role if role in (Role.WARNING, Role.DANGER) else Role.TEXT
