"""The left side: how far one is, filters, the tree, and handing in."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.checklist import Checklist
from resources.words import _
from ui.desk import Desk
from ui.look import SPACE, Ground
from ui.screens.checklist import filters
from ui.screens.checklist.handing import HandingBar
from ui.screens.checklist.tree import Tree, TreeView
from ui.widgets.chips import Chips
from ui.widgets.progress import Progress
from ui.widgets.region import Hairline, Region


class Pane(Region):
    """Rows a filter has shown stay until a filter is chosen again: nothing slips away unasked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Ground.SURFACE, parent)
        self._desk = desk
        self._checklist: Checklist | None = None
        self._filter = filters.ALL
        self._sticky: frozenset[str] = frozenset()
        self.progress = Progress(self)
        self.chips = Chips(_("Lọc chỉ tiêu"), self)
        self.tree = Tree(self)
        self.view = TreeView(self.tree, self)
        self.handing = HandingBar(desk, self)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        top.setSpacing(SPACE.gap)
        top.addWidget(self.progress)
        top.addWidget(self.chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        column.addWidget(Hairline(self))
        column.addWidget(self.handing)
        self.chips.chosen.connect(self.filter_by)

    def show_checklist(self, checklist: Checklist, *, anew: bool) -> None:
        """Show how things stand; `anew`: another set or period, so the filter counts anew."""
        self._checklist = checklist
        self._show_rows(anew=anew)
        self.handing.show_checklist(checklist)

    def choose(self, code: str) -> None:
        """Go to an indicator, or the composite of a part, whatever the filter is."""
        criteria = self._checklist.criteria.indicators() if self._checklist else ()
        whole = next(
            (
                each.code
                for each in criteria
                if code == each.code or code in {part.code for part in each.parts}
            ),
            "",
        )
        if whole and not self.view.choose(whole):
            self.filter_by(filters.ALL)
            self.view.choose(whole)

    def filter_by(self, key: str) -> None:
        """Show what a filter lets through, and its first indicator if the current one is not."""
        self._filter = key
        if self._checklist is None:
            return
        self._show_rows(anew=True)
        self.chips.choose(self._filter)
        if not self.view.code():
            self.view.choose(next(iter(self.tree.codes()), ""))

    def _show_rows(self, *, anew: bool) -> None:
        checklist = self._checklist
        if checklist is None:
            return
        if anew and not filters.offered(checklist, self._filter):
            self._filter = filters.ALL
        holds = filters.shown(self._filter, self._desk.actor)
        matching = {
            line.indicator.code
            for line in filters.of_indicators(checklist)
            if holds(checklist, line)
        }
        self._sticky = frozenset(matching) if anew else self._sticky | matching
        self.chips.show_chips(filters.chips(checklist, self._desk.actor, self._filter))
        self.progress.passed(checklist.progress.passed, checklist.progress.total)
        self.tree.put(checklist, lambda line: line.indicator.code in self._sticky)
