"""Khảo sát: the surveys, what villages counted, single sheets, and the result that is signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from resources.words import _, many
from ui.desk import Desk
from ui.intake.leaving import Asked, Leaving
from ui.part import Part
from ui.parted import Parted
from ui.screen import Key, Route, alt
from ui.screens.survey.poll import Poll
from ui.subject import Subject
from ui.widgets.button import Button, Kind
from ui.widgets.chips import Chip
from ui.widgets.pick import Pick

SURVEYS, TALLIES, SHEETS, SECOND, RESULT = "surveys", "tallies", "sheets", "second", "result"


class SurveyScreen(Parted):
    """Its parts share the survey that is chosen, and the village in hand."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {"survey", "tally", "answers", "sheet", "unit", "person", "evidence", "package"}
    )
    order: ClassVar[tuple[str, ...]] = (SURVEYS, TALLIES, SHEETS, SECOND, RESULT)

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, _("Phần của khảo sát"), parent)
        self.poll = Poll(desk, subject.today, self)
        self.survey = Pick(_("Cuộc khảo sát đang xem"), (), self)
        self.send = Button(_("&Xuất danh sách…"), "export", Kind.QUIET, self)
        self.leaving = Leaving("survey", desk, self)
        high = Qt.AlignmentFlag.AlignTop
        self.top.addWidget(self.survey, 0, high)
        self.top.addWidget(self.send, 0, high)
        self.whole.insertWidget(1, self.leaving)
        self.send.clicked.connect(lambda: self.leaving.unfold())
        self.leaving.said.connect(self.said)
        self.survey.edited.connect(lambda survey: self.poll.choose(str(survey)))
        self.poll.turned.connect(self.refresh_parts)

    def read(self) -> None:
        """Read what the parts share."""
        self.poll.read()

    def go(self, route: Route) -> None:
        """To a part, and to a survey in it; "add" opens a new one."""
        self.refresh_now()
        if route.part == "add":
            from ui.screens.survey.surveys import SurveysPart

            self.turn_to(SURVEYS)
            surveys = self.current()
            assert isinstance(surveys, SurveysPart)
            surveys.begin_new()
        elif route.part in self.order:
            self.turn_to(route.part)
        if route.record:
            self.poll.choose(route.record)
            self.part(SURVEYS).choose(route.record)

    def held(self) -> Asked | None:
        """The list that is asked for."""
        return self.leaving.held()

    def resume(self, held: object) -> None:
        """Go on asking for it."""
        assert isinstance(held, Asked)
        self.refresh_now()
        self.leaving.resume(held)

    def keys(self) -> tuple[Key, ...]:
        """The keys of this place."""
        return (
            Key(f"Alt+1…{len(self.order)}", _("Cuộc khảo sát, kiểm phiếu, nhập phiếu, kết quả")),
            Key("0 1 2", _("Nhập phiếu: không trả lời, hài lòng, không hài lòng")),
            Key("+", _("Điền 1 cho các câu còn lại")),
            Key("*", _("Phiếu không hợp lệ")),
            Key("Enter", _("Lưu phiếu; vào biểu của dòng đang chọn")),
            Key("Backspace", _("Lùi một câu")),
            Key("Ctrl+V", _("Dán khối ô từ bảng tính")),
            Key("F6", _("Qua lại giữa danh sách và biểu")),
            Key(alt(_("Thêm &cuộc khảo sát")), _("Thêm cuộc khảo sát")),
        )

    def make(self, key: str) -> Part:
        """Build a part."""
        if key == SURVEYS:
            from ui.screens.survey.surveys import SurveysPart

            surveys = SurveysPart(self.desk, self.poll, self.stack)
            surveys.wanted.connect(self.turn_to)
            return surveys
        if key == TALLIES:
            from ui.screens.survey.tallies import TalliesPart

            return TalliesPart(self.desk, self.poll, self.stack)
        if key == SHEETS:
            from ui.screens.survey.sheets import SheetsPart

            return SheetsPart(self.desk, self.poll, self.stack)
        if key == SECOND:
            from ui.screens.survey.second import SecondPart

            return SecondPart(self.desk, self.poll, self.stack)
        from ui.screens.survey.result import ResultPart

        result = ResultPart(self.desk, self.poll, self.stack)
        result.wanted.connect(self.turn_to)
        return result

    def shown(self) -> Sequence[Chip]:
        """The chips, with how many surveys and sheets there are."""
        surveys = len(self.poll.surveys)
        keyed = sum(each.keyed for each in self.poll.counts)
        return (
            Chip(SURVEYS, _("Các cuộc khảo sát"), surveys, many("{n} cuộc khảo sát", surveys)),
            Chip(TALLIES, _("Kiểm phiếu"), None, _("Kiểm phiếu của các thôn")),
            Chip(SHEETS, _("Nhập phiếu"), keyed, many("{n} phiếu đã nhập", keyed)),
            Chip(SECOND, _("Nhập lại mẫu"), None, _("Nhập lại một mẫu phiếu để đối chiếu")),
            Chip(RESULT, _("Kết quả"), None, _("Kết quả và chữ ký")),
        )

    def refresh_parts(self) -> None:
        """The part that is shown, and which survey it is about."""
        super().refresh_parts()
        chosen = self.poll.survey
        self.survey.offer((each.id, each.title) for each in self.poll.surveys)
        self.survey.setValue(chosen.id if chosen else None)
        self._say_survey()

    def _show(self, key: str) -> None:
        super()._show(key)
        self._say_survey()

    def _say_survey(self) -> None:
        about_one = self.chips.current() != SURVEYS
        self.survey.setVisible(about_one and bool(self.poll.surveys))
