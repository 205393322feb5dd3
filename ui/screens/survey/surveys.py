"""All surveys, the latest first; the chosen one or a new one beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.commands import survey as deeds
from db.queries.survey import Survey
from resources.words import _, many
from ui import trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Column, Rows
from ui.screens.survey.poll import Poll
from ui.screens.survey.survey import NewSurvey, SurveyPage
from ui.widgets import dates
from ui.widgets.button import Button
from ui.widgets.empty import Empty
from ui.widgets.region import Hairline, Region
from ui.widgets.table import Table
from ui.widgets.text import Text


class SurveysPart(Part):
    """The list at the left, one survey or a new one at the right."""

    wanted = Signal(str)  # another part of the place

    def __init__(self, desk: Desk, poll: Poll, parent: QWidget | None = None) -> None:
        super().__init__("survey/surveys", desk, parent)
        self.poll = poll
        self._filling = False
        left = Region(Ground.SURFACE, self.split)
        self.rows: Rows[Survey] = Rows(_columns(), key=lambda each: each.id, parent=self)
        self.table = Table(self.rows, parent=left)
        self.table.setAccessibleName(_("Danh sách cuộc khảo sát"))
        self.count = Text("", Type.SMALL, Role.MUTED, parent=left)
        self.add = Button(_("Thêm &cuộc khảo sát"), "add", parent=left)
        self.right = QStackedWidget(self.split)
        self.page = SurveyPage(desk, poll, self.right)
        self.fresh = NewSurvey(desk, poll, self.right)
        self.nothing = Empty(
            "survey",
            _("Chưa có cuộc khảo sát nào"),
            _("Lấy ý kiến người dân: kiểm phiếu theo thôn hoặc nhập từng phiếu, rồi ký kết quả."),
            _("Mở cuộc khảo sát đầu tiên"),
            self.right,
        )
        for each in (self.page, self.fresh, self.nothing):
            self.right.addWidget(each)
        self._lay_out(left)
        self._listen()

    def refresh(self) -> None:
        """All surveys again; the chosen one stays chosen, what is being typed stays."""
        self._filling = True  # rows that go would choose another survey meanwhile
        self.rows.replace(self.poll.surveys)
        self._filling = False
        self.count.setText(many("{n} cuộc khảo sát", len(self.poll.surveys)))
        if not self._is_beginning():
            self._follow()

    def flush(self) -> str:
        """Save what is being typed in the form."""
        super().flush()
        return self.page.flush()

    def start(self) -> None:
        """The list, or the title of a new survey."""
        if self._is_beginning():
            self.fresh.start()
        else:
            target = self.table if self.rows.rowCount() else self.nothing.action
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the list into the form, and back."""
        if self.right.isAncestorOf(self.focusWidget() or self.table):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._enter()

    def choose(self, record: str) -> None:
        """Go to a survey."""
        self.poll.choose(record)
        self.fresh.forget()
        self.refresh()
        self._follow()

    def begin(self) -> None:
        """A new survey."""
        self.right.setCurrentWidget(self.fresh)
        self.fresh.begin()
        self.fresh.start()

    def remove(self) -> None:
        """Take the chosen survey out, with all that belongs to it."""
        survey, desk = self.poll.survey, self.desk
        if survey is None:
            return
        told = trouble.attempt(lambda: deeds.remove(desk.store, desk.actor, survey.id))
        if told:
            self.page.message.say(Role.DANGER, told)
            return
        self.page.form.forget()
        self.poll.read()
        self.refresh()
        desk.wrote("survey", "tally", "answers", "sheet")
        text = _("Đã bỏ cuộc khảo sát “{title}” với các phiếu. Nhấn Ctrl+Z để lấy lại.")
        self.said.emit(text.format(title=survey.title))
        self.start()

    def _opened(self, survey: str) -> None:
        self.poll.read()
        self.choose(survey)
        self.desk.wrote("survey")
        self.page.start()

    def _is_beginning(self) -> bool:
        return self.right.currentWidget() is self.fresh and self.fresh.pending()

    def _follow(self) -> None:
        """The list and the form show the survey that is chosen."""
        survey = self.poll.survey
        if survey is None:
            self.right.setCurrentWidget(self.nothing)
            return
        self.table.go(survey.id)
        self.right.setCurrentWidget(self.page)
        self.page.refresh()

    def _current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and not self._filling:
            self.fresh.forget()
            self.poll.choose(self.rows.row(index).id)
            self._follow()

    def _enter(self) -> None:
        if self.right.currentWidget() is self.page:
            self.page.start()
        else:
            self.begin()

    def _lay_out(self, left: QWidget) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self.count)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(Hairline(left))
        column.addLayout(foot)

    def _listen(self) -> None:
        self.table.activated.connect(lambda _index: self._enter())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._current())
        self.add.clicked.connect(self.begin)
        self.nothing.acted.connect(self.begin)
        self.fresh.opened.connect(self._opened)
        self.page.removing.connect(self.remove)
        self.page.wanted.connect(self.wanted)
        self.page.said.connect(self.said)
        self.delete_in(self.table, self.remove)


def _columns() -> tuple[Column[Survey], ...]:
    return (
        Column(_("Cuộc khảo sát"), lambda each: each.title, hint=lambda each: each.title),
        Column(_("Đến ngày"), lambda each: each.closes, _day, width=12),
        Column(
            _("Chữ ký"),
            lambda each: _("Đã ký") if each.signed else "",
            role=lambda each: Role.PASSED if each.signed else None,
            width=10,
        ),
    )


def _day(iso: object) -> str:
    return dates.show(iso) if isinstance(iso, str) else ""
