"""The screen: list, filters and handing in at the left; form and rehearsal at the right."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.queries import checklist as checklists
from db.queries import rehearsal
from db.queries.checklist import Checklist, Line
from resources.words import _
from ui import look
from ui.desk import Desk
from ui.look import SPACE, Ground
from ui.screen import Key, Route, Screen
from ui.screens.checklist import filters
from ui.screens.checklist.handing import HandingBar
from ui.screens.checklist.page import Page
from ui.screens.checklist.rehearsal import Rehearsal
from ui.screens.checklist.tree import Tree, TreeView
from ui.subject import Subject
from ui.widgets.chips import Chips
from ui.widgets.empty import Empty
from ui.widgets.progress import Progress
from ui.widgets.region import Hairline, Region

_SPLIT, _LIST = "checklist/split", 380
_REMEMBERED = "checklist/indicator"


class ChecklistScreen(Screen):
    """Everything about a set in a period."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {
            "assessment",
            "threshold",
            "evidence",
            "review",
            "task",
            "submission",
            "unit",
            "person",
            "package",
        }
    )

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.checklist: Checklist | None = None
        self._filter = filters.ALL
        self._split_known = False
        self._sticky: frozenset[str] = frozenset()  # shown until a filter is chosen again
        self.progress = Progress()
        self.chips = Chips(_("Lọc chỉ tiêu"))
        self.tree = Tree(self)
        self.view = TreeView(self.tree)
        self.handing = HandingBar(desk)
        self.page = Page(desk)
        self.rehearsal = Rehearsal()
        self.nothing = Empty("checklist", "", "")
        self._build()
        self._connect()

    # -- what the shell asks -----------------------------------------------------------------

    def refresh(self) -> None:
        """Read the checklist again; rows, scroll and what is being typed stay."""
        before = self.checklist
        self.checklist = checklists.read(
            self.desk.store, self.subject.criteria, self.subject.period
        )
        other = before is None or _subject_of(before) != _subject_of(self.checklist)
        self._show_list(anew=other)
        self.handing.show_checklist(self.checklist)
        self._show_right(other=other)
        if not self.rehearsal.isHidden():
            self._rehearse()

    def flush(self) -> str:
        """Save what is being typed in the form; remember the place and the widths."""
        if self.view.code():
            self.desk.preferences.set(_REMEMBERED, self.view.code())
        if self._split_known:
            state = bytes(self.split.saveState().toBase64().data()).decode()
            self.desk.preferences.set(_SPLIT, state)
        return self.page.flush()

    def go(self, route: Route) -> None:
        """An indicator, a filter, the rehearsal or handing in."""
        self.refresh_now()
        if route.indicator:
            self.choose(route.indicator)
        if route.part in filters.KEYS:
            self.chips.choose(route.part)
            self.filter_by(route.part)
        elif route.part == "rehearsal":
            self.show_rehearsal()
        elif route.part == "submit":
            self.handing.ask()

    def start(self) -> None:
        """The list is where work begins."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("↑ ↓", _("Chỉ tiêu trước, sau")),
            Key("← →", _("Gấp, mở tiêu chí")),
            Key("0…9", _("Gõ mã để đến chỉ tiêu, ví dụ 8.4")),
            Key("Enter", _("Vào biểu của chỉ tiêu")),
            Key("Ctrl+PgDown", _("Chỉ tiêu sau, khi đang ở trong biểu")),
            Key("Ctrl+PgUp", _("Chỉ tiêu trước, khi đang ở trong biểu")),
            Key("Alt+E", _("Đến bảng thôn")),
            Key("Ctrl+V", _("Dán khối ô từ bảng tính, hoặc dán tệp làm minh chứng")),
            Key("Alt+A", _("Thẩm tra thử")),
            Key("Alt+K", _("Nộp kỳ này")),
            Key("F6", _("Qua lại giữa danh sách và biểu")),
        )

    # -- the list ----------------------------------------------------------------------------

    def choose(self, code: str) -> None:
        """Show an indicator (or the composite of a part), whatever the filter is."""
        criteria = self.subject.criteria
        whole = next(
            (
                each.code
                for each in criteria.indicators()
                if code == each.code or code in {part.code for part in each.parts}
            ),
            "",
        )
        if whole and not self.view.choose(whole):
            self.chips.choose(filters.ALL)
            self.filter_by(filters.ALL)
            self.view.choose(whole)

    def filter_by(self, key: str) -> None:
        """Show what a filter lets through, counted anew."""
        self._filter = key
        self._show_list(anew=True)
        if not self.view.code():
            codes = self.tree.codes()
            if codes:
                self.view.choose(codes[0])

    def show_rehearsal(self) -> None:
        """Rehearse, and unfold what was found below the form."""
        self.rehearsal.show()
        self._rehearse()
        self.rehearsal.start()

    def _show_list(self, *, anew: bool) -> None:
        """Rows a filter has shown stay until it is chosen again: nothing slips away unasked."""
        checklist = self.checklist
        if checklist is None:
            return
        holds = filters.shown(self._filter, self.desk.actor)
        matching = {
            line.indicator.code
            for line in filters.of_indicators(checklist)
            if holds(checklist, line)
        }
        self._sticky = frozenset(matching) if anew else self._sticky | matching
        self.chips.show_chips(filters.chips(checklist, self.desk.actor))
        self.progress.passed(checklist.progress.passed, checklist.progress.total)
        self.tree.put(checklist, lambda line: line.indicator.code in self._sticky)

    def _show_right(self, *, other: bool) -> None:
        checklist = self.checklist
        if checklist is None:
            return
        if not any(checklist.criteria.indicators()):
            self._tell_empty(checklist)
            return
        self.right.setCurrentWidget(self._work)
        if other or not self.view.code():
            remembered = self.desk.preferences.get(_REMEMBERED)
            codes = self.tree.codes()
            code = remembered if remembered in codes else next(iter(codes), "")
            if self.view.code() != code:
                self.view.choose(code)
                return
        self._show_line(self.view.code())

    def _tell_empty(self, checklist: Checklist) -> None:
        """A set of which only the criteria are known says why."""
        self.nothing.say(
            _("Bộ tiêu chí này chưa có chỉ tiêu"),
            checklist.criteria.note
            or _("Khi trung tâm phát hành gói đầy đủ, các chỉ tiêu sẽ hiện ở đây."),
        )
        self.right.setCurrentWidget(self.nothing)

    def _show_line(self, code: str) -> None:
        line = self.checklist.lines.get(code) if self.checklist else None
        if self.checklist is not None and isinstance(line, Line):
            self.page.show_case(self.checklist, line)

    def _chosen(self, code: str) -> None:
        self._show_line(code)
        trouble = self.page.drafts.trouble()
        if trouble:
            self.said.emit(_("Còn ô chưa lưu được: {why}").format(why=trouble))

    # -- the rehearsal -----------------------------------------------------------------------

    def _rehearse(self) -> None:
        if self.checklist is not None:
            self.rehearsal.show_findings(rehearsal.of(self.desk.store, self.checklist))

    def _fold_rehearsal(self) -> None:
        self.rehearsal.hide()
        self.start()

    # -- keys --------------------------------------------------------------------------------

    def _step(self, by: int) -> None:
        """The next indicator, and on into its first field if the focus is in the form."""
        inside = self.page.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        if self.view.step(by) and inside:
            self.page.start()

    def _swap(self) -> None:
        if self.view.hasFocus():
            self.page.start()
        else:
            self.start()

    # -- inside ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        if not self._split_known:
            self._split_known = True
            self._divide()
        super().showEvent(event)

    def _divide(self) -> None:
        """As the officer left it; at first the list's own width, less in a narrow window."""
        remembered = self.desk.preferences.get(_SPLIT)
        if remembered:
            self.split.restoreState(QByteArray.fromBase64(remembered.encode()))
            return
        larger = (1 + look.current().scale_percent / 100) / 2
        wide = min(round(_LIST * larger), self.width() * 2 // 5)
        self.split.setSizes([wide, self.width() - wide])

    def _build(self) -> None:
        left = Region(Ground.SURFACE)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        top.setSpacing(SPACE.gap)
        top.addWidget(self.progress)
        top.addWidget(self.chips)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        column.addWidget(Hairline())
        column.addWidget(self.handing)
        self._work = QSplitter(Qt.Orientation.Vertical)
        self._work.addWidget(self.page)
        self._work.addWidget(self.rehearsal)
        self._work.setStretchFactor(0, 1)
        self._work.setSizes([420, 220])
        self._work.setChildrenCollapsible(False)
        self.rehearsal.hide()
        self.right = QStackedWidget()
        self.right.addWidget(self._work)
        self.right.addWidget(self.nothing)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(left)
        self.split.addWidget(self.right)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)

    def _connect(self) -> None:
        self.chips.chosen.connect(self.filter_by)
        self.view.chosen.connect(self._chosen)
        self.view.entered.connect(self.page.start)
        self.page.said.connect(self.said)
        self.handing.said.connect(self.said)
        self.handing.rehearsal_wanted.connect(self.show_rehearsal)
        self.rehearsal.chosen.connect(self.choose)
        self.rehearsal.closed.connect(self._fold_rehearsal)
        for keys, deed in (
            ("Ctrl+PgDown", lambda: self._step(1)),
            ("Ctrl+PgUp", lambda: self._step(-1)),
            ("F6", self._swap),
        ):
            key = QShortcut(QKeySequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(deed)


def _subject_of(checklist: Checklist) -> tuple[str, str]:
    return checklist.criteria.id, str(checklist.period)
