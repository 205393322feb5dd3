"""The screen: the list at the left, the form of one indicator and the rehearsal at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.queries import checklist as checklists
from db.queries.checklist import Checklist
from resources.words import _
from ui import look
from ui.desk import Desk
from ui.screen import Key, Route, Screen, alt
from ui.screens.checklist import filters
from ui.screens.checklist.keys import BRING, SEND, TO_VILLAGES
from ui.screens.checklist.page import Page
from ui.screens.checklist.pane import Pane
from ui.screens.checklist.tree import TreeView
from ui.slots import follow
from ui.subject import Subject

if TYPE_CHECKING:
    from ui.screens.checklist.figures import Figures, Underway
    from ui.screens.checklist.rehearsal import Rehearsal
    from ui.widgets.empty import Empty

_SPLIT, _LIST = "checklist/split", 380
_REMEMBERED = "checklist/indicator"
_SHARES = (0.55, 0.45)  # of the form and the rehearsal below it


class ChecklistScreen(Screen):
    """Everything about a set in a period."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {"assessment", "former_assessment", "threshold", "evidence", "review", "task"}
        | {"submission"}
        | {"unit", "person", "package"}
        | {"course", "session", "enrolment", "attendance", "survey"}  # where answers come from
    )

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.checklist: Checklist | None = None
        self._divided = False
        self._shown = ""  # the code of the indicator in the form
        # from the outside inwards: Qt styles a widget anew each time it gets another parent
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.pane = Pane(desk, self.split)
        self.right = QStackedWidget(self.split)
        self.work = QSplitter(Qt.Orientation.Vertical, self.right)
        self.page = Page(desk, subject.today, self.work)
        self._rehearsal: Rehearsal | None = None
        self._nothing: Empty | None = None
        self._figures: Figures | None = None
        self.right.addWidget(self.work)
        self.work.setChildrenCollapsible(False)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(0)
        self.whole.addWidget(self.split, 1)
        self._listen()

    # -- what the shell asks -----------------------------------------------------------------

    def refresh(self) -> None:
        """Read the checklist again; rows, scroll and what is being typed stay."""
        before = self.checklist
        self.checklist = checklists.read(
            self.desk.store, self.subject.criteria, self.subject.period
        )
        other = before is None or _subject_of(before) != _subject_of(self.checklist)
        self.pane.show_checklist(self.checklist, anew=other)
        self._show_right(self.checklist, other=other)
        if self._rehearsal is not None and not self._rehearsal.isHidden():
            self._rehearse()
        if self._figures is not None:
            self._figures.preview.refresh()

    def flush(self) -> None:
        """Save what is being typed in the form; remember the place and the widths."""
        if self.view.code():
            self.desk.preferences.set(_REMEMBERED, self.view.code())
        if self._divided:
            state = bytes(self.split.saveState().toBase64().data()).decode()
            self.desk.preferences.set(_SPLIT, state)
        self.page.flush()
        if self._figures is not None:
            self._figures.preview.flush()

    def go(self, route: Route) -> None:
        """An indicator, a filter, the rehearsal or handing in."""
        self.refresh_now()
        looks_on = route.part in ("intake", "underway")
        if self._figures is not None and self.split.isHidden() and not looks_on:
            self._figures.close_file()
        if route.indicator:
            self.pane.choose(route.indicator)
        if route.part in filters.KEYS:
            self.pane.filter_by(route.part)
        elif route.part == "rehearsal":
            self.show_rehearsal()
        elif route.part == "submit":
            self.pane.handing.ask()
        elif route.part == "intake":
            self.figures.choose(self._shown)

    def held(self) -> Underway | None:
        """Figures on their way in or out."""
        return None if self._figures is None else self._figures.held()

    def resume(self, held: object) -> None:
        """Go on with them."""
        from ui.screens.checklist.figures import Underway

        assert isinstance(held, Underway)
        self.refresh_now()
        self.figures.resume(held)

    def start(self) -> None:
        """The list is where work begins, or the rows of a file that is looked at."""
        if self._figures is not None and self.split.isHidden():
            self._figures.preview.start()
            return
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("↑ ↓", _("Chỉ tiêu trước, sau")),
            Key("← →", _("Gấp, mở tiêu chí")),
            Key("0…9", _("Gõ mã để đến chỉ tiêu, ví dụ 8.4")),
            Key("Alt+1…6", _("Lọc: tất cả, thiếu, chưa đạt, trả lại, của tôi, xung đột")),
            Key("Enter", _("Vào biểu của chỉ tiêu")),
            Key("Ctrl+PgDown", _("Chỉ tiêu sau, khi đang ở trong biểu")),
            Key("Ctrl+PgUp", _("Chỉ tiêu trước, khi đang ở trong biểu")),
            Key(TO_VILLAGES, _("Đến bảng thôn")),
            Key("Ctrl+V", _("Dán khối ô từ bảng tính, hoặc dán tệp")),
            Key(alt(_("Thẩm tr&a thử")), _("Thẩm tra thử")),
            Key(alt(_("Nộp &kỳ này")), _("Nộp kỳ này")),
            Key("F6", _("Qua lại giữa danh sách và biểu")),
            Key(BRING, _("Đưa số liệu từ bảng tính vào")),
            Key(SEND, _("Xuất số liệu ra bảng tính")),
        )

    # -- the list and the form ---------------------------------------------------------------

    @property
    def view(self) -> TreeView:
        """The tree of criteria and indicators."""
        return self.pane.view

    def _show_right(self, checklist: Checklist, *, other: bool) -> None:
        if not any(checklist.criteria.indicators()):
            self._tell_empty(checklist)
            return
        self.right.setCurrentWidget(self.work)
        codes = self.pane.tree.codes()
        if other and self.view.code() not in codes:
            remembered = self.desk.preferences.get(_REMEMBERED)
            code = remembered if remembered in codes else next(iter(codes), "")
            if self.view.choose(code):  # which shows it
                return
        self._show_line(self.view.code() or self._shown)

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
        if self.checklist is not None and line is not None:
            self._shown = code
            self.page.show_case(self.checklist, line)

    def _chosen(self, code: str) -> None:
        self._show_line(code)
        self.tell_unsaved()

    # -- what is built when it is first needed -------------------------------------------------

    @property
    def nothing(self) -> Empty:
        """What stands at the right of a set without indicators."""
        if self._nothing is None:
            from ui.widgets.empty import Empty

            self._nothing = Empty("checklist", "", "", parent=self.right)
            self.right.addWidget(self._nothing)
        return self._nothing

    @property
    def rehearsal(self) -> Rehearsal:
        """The findings below the form."""
        if self._rehearsal is None:
            from ui.screens.checklist.rehearsal import Rehearsal

            self._rehearsal = Rehearsal(self.work)
            self._rehearsal.chosen.connect(self.pane.choose)
            self._rehearsal.closed.connect(self._fold_rehearsal)
            self.work.setStretchFactor(0, 1)
            follow(self.page, self._rehearsal)
        return self._rehearsal

    @property
    def figures(self) -> Figures:
        """Figures from spreadsheets and into them, above list and form or in their place."""
        if self._figures is None:
            from ui.screens.checklist.figures import Figures

            self._figures = Figures(self.desk, self.subject, self)
            self._figures.said.connect(self.said)
            self._figures.opened.connect(self._make_room)
            self._figures.closed.connect(self._come_back)
            self.whole.insertWidget(0, self._figures)
            self._figures.show()
        return self._figures

    def _make_room(self) -> None:
        self.page.flush()
        self.tell_unsaved()
        self.split.hide()

    def _come_back(self) -> None:
        self.split.show()
        self.start()

    def show_rehearsal(self) -> None:
        """Rehearse, and unfold what was found below the form."""
        first = self._rehearsal is None
        self.rehearsal.show()
        if first:  # from then on as the officer leaves it
            self.work.setSizes([round(share * self.work.height()) for share in _SHARES])
        self._rehearse()
        self.rehearsal.start()

    def _rehearse(self) -> None:
        from db.queries import rehearsal

        if self.checklist is not None:
            self.rehearsal.show_findings(rehearsal.of(self.desk.store, self.checklist))

    def _fold_rehearsal(self) -> None:
        self.rehearsal.hide()
        self.start()

    # -- keys --------------------------------------------------------------------------------

    def _step(self, by: int) -> None:
        """The next indicator, and on into its first field if the focus is in the form."""
        if self.split.isHidden():
            return
        focus = self.focusWidget()
        inside = focus is not None and self.page.isAncestorOf(focus)
        if self.view.step(by) and inside:
            self.page.start()

    def _swap(self) -> None:
        if self._figures is not None and self.split.isHidden():
            self._figures.preview.swap()
        elif self.view.hasFocus():
            self.page.start()
        else:
            self.start()

    # -- inside ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        if not self._divided:
            self._divided = True
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

    def _listen(self) -> None:
        self.view.chosen.connect(self._chosen)
        self.view.filling.connect(self.page.start)
        self.page.said.connect(self.said)
        self.page.bringing.connect(lambda code: self.figures.choose(code))
        self.page.leaving.connect(lambda: self.figures.leaving.unfold())
        self.page.wanted.connect(self.asked)
        self.pane.handing.said.connect(self.said)
        self.pane.handing.rehearsal_wanted.connect(self.show_rehearsal)
        for number, filtering in enumerate(filters.KEYS, start=1):
            self._key(f"Alt+{number}", partial(self.pane.filter_by, filtering))
        for keys, deed in (
            ("Ctrl+PgDown", lambda: self._step(1)),
            ("Ctrl+PgUp", lambda: self._step(-1)),
            ("F6", self._swap),
            (BRING, lambda: self.figures.choose(self._shown)),
            (SEND, lambda: self.figures.leaving.unfold()),
        ):
            self._key(keys, deed)

    def _key(self, keys: str, deed: Callable[[], object]) -> None:
        key = QShortcut(QKeySequence(keys), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(deed)


def _subject_of(checklist: Checklist) -> tuple[str, str]:
    return checklist.criteria.id, str(checklist.period)
