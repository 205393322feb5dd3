"""All surveys, the latest first; the chosen one or a new one beside them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from db.commands import survey as deeds
from db.queries.survey import Survey
from resources.words import _, many
from ui import trouble
from ui.desk import Desk
from ui.listed import ListedPart
from ui.look import Role
from ui.rows import Column
from ui.screens.survey.poll import Poll
from ui.screens.survey.survey import NewSurvey, SurveyPage
from ui.widgets import dates


class SurveysPart(ListedPart[Survey]):
    """The list at the left, one survey or a new one at the right."""

    def __init__(self, desk: Desk, poll: Poll, parent: QWidget | None = None) -> None:
        super().__init__("survey", "surveys", desk, _columns(), lambda each: each.id, parent)
        self.poll = poll
        self.table.setAccessibleName(_("Danh sách cuộc khảo sát"))
        self.add.setText(_("Thêm &cuộc khảo sát"))
        self.page = SurveyPage(desk, poll, self.right)
        self.fresh = NewSurvey(desk, poll, self.right)
        self.furnish(self.page, self.fresh)
        self.fresh.opened.connect(self._opened)
        self.page.removing.connect(self.remove)
        self.page.wanted.connect(self.wanted)
        self.page.said.connect(self.said)

    def listed(self) -> Sequence[Survey]:
        """All of them."""
        return self.poll.surveys

    def chosen(self) -> str:
        """The survey in hand."""
        return self.poll.survey.id if self.poll.survey else ""

    def turn(self, record: str) -> None:
        """Take another survey in hand."""
        self.poll.choose(record)

    def begin_new(self) -> None:
        """A new survey."""
        self.fresh.begin()
        self.show_fresh()

    def say(self) -> None:
        """How many there are, and what belongs here."""
        self.count.setText(many("{n} cuộc khảo sát", len(self.poll.surveys)))
        self.nothing.say(
            _("Chưa có cuộc khảo sát nào"),
            _("Lấy ý kiến người dân: kiểm phiếu theo thôn hoặc nhập từng phiếu, rồi ký kết quả."),
            _("Mở cuộc khảo sát đầu tiên"),
        )

    def remove(self) -> None:
        """Take the chosen survey out, with all that belongs to it."""
        survey, desk = self.poll.survey, self.desk
        if survey is None:
            return
        told = trouble.attempt(lambda: deeds.remove(desk.store, desk.actor, survey.id))
        if told:
            self.page.message.say(Role.DANGER, told)
            return
        self.page.form.let_go()
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
