"""The commune's result, always computed: each question's share, what is lacking, the signature."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands import survey as deeds
from db.queries import survey as reading
from resources.surveys import Question
from resources.words import _, many
from rules import numbers
from rules.numbers import Number, exact
from rules.tally import Count, Result, Terms
from ui import names, trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Align, Bar, Column, Rows
from ui.screens.survey import flaws
from ui.screens.survey.poll import Poll
from ui.sheets import Sheets, stack
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.pill import Pill
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Heading, Text

_WIDE = 730


class Share(Struct, frozen=True):
    """A row: a question, how it was answered, and what it should come to."""

    question: Question
    count: Count
    share: Fraction | None
    least: Number | None
    final: bool  # every village has told all, so that it can be judged


class ResultPart(Part):
    """The figures at the left; what is lacking and the signature at the right."""

    wanted = Signal(str)  # another part of the place

    def __init__(self, desk: Desk, poll: Poll, parent: QWidget | None = None) -> None:
        super().__init__("survey/result", desk, parent, wide=_WIDE)
        self.poll = poll
        left = Region(Ground.SURFACE, self.split)
        self.overall = Text("", Type.LARGE, wrap=True)
        self.households, self.papers = Text("", wrap=True), Text("", wrap=True)
        self.pill = Pill("", Role.MISSING)
        self.rows: Rows[Share] = Rows(_columns(), key=lambda each: each.question.code, parent=self)
        self.table = Table(self.rows, parent=left)
        self.table.setAccessibleName(_("Kết quả từng câu"))
        self.message = Message()
        self.state = Text("", Type.BODY, wrap=True)
        self.lacking = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.changed = Message()
        self.to_tallies = Button(_("Đến phần kiểm phiếu"), "forward", Kind.QUIET)
        self.sign = Button(_("&Ký kết quả"), "lock", Kind.PRIMARY)
        self.withdraw = Button(_("Rút chữ ký"), "undo", Kind.DANGER)
        self._lay_out(left)
        self.sign.clicked.connect(self._sign)
        self.withdraw.clicked.connect(self._withdraw)
        self.to_tallies.clicked.connect(lambda: self.wanted.emit("tallies"))

    def refresh(self) -> None:
        """What the villages come to now."""
        poll = self.poll
        found, form, bounds = poll.result, poll.form, poll.bounds
        if found is None or form is None or bounds is None or poll.survey is None:
            self.rows.replace([])
            self.overall.setText(_("Chưa có cuộc khảo sát nào để tính."))
            for each in (self.households, self.papers, self.state, self.lacking):
                each.setText("")
            for button in (self.sign, self.withdraw, self.to_tallies, self.pill):
                button.hide()
            return
        self.rows.replace(
            Share(
                each,
                found.total.answers[each.code],
                found.questions[each.code],
                bounds.terms.each,
                found.complete,
            )
            for each in form.questions
        )
        self.overall.setText(_overall(found, bounds.terms.overall))
        self.households.setText(_households(found, bounds.terms.households))
        self.papers.setText(_papers(found))
        self.pill.show()
        self.pill.say(*_verdict(found, judged=bounds.terms != Terms()))
        self._say_state()

    def start(self) -> None:
        """The table of questions."""
        if not self.table.currentIndex().isValid() and self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the table to the signature, and back."""
        target = self.sign if self.table.hasFocus() and self.sign.isVisible() else self.table
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _say_state(self) -> None:
        poll, survey, found = self.poll, self.poll.survey, self.poll.result
        assert survey is not None
        assert found is not None
        front = poll.is_front()
        self.sign.setVisible(not survey.signed and front and found.complete)
        self.withdraw.setVisible(survey.signed and front)
        self.to_tallies.setVisible(not survey.signed and not found.complete)
        self.lacking.setText(_lacking(poll))
        self.changed.clear()
        if survey.signed:
            text = _("Mặt trận đã ký: {who}, {when}. Không ai sửa được nữa.")
            when = names.moment(survey.signed_at or "")
            self.state.setText(text.format(who=survey.signed_by or "?", when=when))
            if reading.signed_figures(survey) != reading.figures_of(found):
                told = _(
                    "Số liệu đã khác lúc ký, do máy khác gửi về. Người của Mặt trận hãy xem lại:"
                    " rút chữ ký, kiểm tra rồi ký lại."
                )
                self.changed.say(Role.WARNING, told, closable=False)
        elif not found.complete:
            self.state.setText(_("Chưa ký được: số liệu chưa đủ hoặc chưa khớp."))
        elif front:
            self.state.setText(
                _("Số liệu đã đủ và khớp. Ký xong thì không ai sửa được cuộc khảo sát này.")
            )
        else:
            self.state.setText(
                _(
                    "Số liệu đã đủ và khớp. Người của Mặt trận ký ở đây; vai trò này đặt ở"
                    " Cài đặt, phần Cán bộ."
                )
            )

    def _sign(self) -> None:
        survey, found, desk = self.poll.survey, self.poll.result, self.desk
        if survey is None or found is None:
            return
        told = trouble.attempt(lambda: deeds.sign(desk.store, desk.actor, survey.id, found))
        self._after(told, _("Đã ký kết quả khảo sát."))

    def _withdraw(self) -> None:
        survey, desk = self.poll.survey, self.desk
        if survey is None:
            return
        told = trouble.attempt(lambda: deeds.withdraw(desk.store, desk.actor, survey.id))
        self._after(told, _("Đã rút chữ ký; cuộc khảo sát sửa được trở lại."))

    def _after(self, told: str, done: str) -> None:
        if told:
            self.message.say(Role.DANGER, told)
            return
        self.message.clear()
        self.poll.read()
        self.refresh()
        self.desk.wrote("survey")
        self.said.emit(done)

    def _lay_out(self, left: QWidget) -> None:
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        top.setSpacing(SPACE.tight)
        for each in (self.overall, self.pill, self.households, self.papers):
            top.addWidget(each)
        top.setAlignment(self.pill, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        buttons = Flow(SPACE.gap)
        for button in (self.sign, self.withdraw, self.to_tallies):
            buttons.add(button)
        heading = Heading(_("Chữ ký của Mặt trận"))
        told = (self.state, self.changed, self.message, buttons, self.lacking)
        sheets = Sheets(stack(heading, *told, spacing=SPACE.gap))
        sheets.keep_whole(heading, self.sign, self.withdraw, self.to_tallies)
        self.split.addWidget(sheets)


def _overall(found: Result, least: Number | None) -> str:
    if found.overall is None:
        return _("Hài lòng chung: chưa có số liệu")
    share = numbers.percent(found.overall)
    if least is None:
        return _("Hài lòng chung: {share}").format(share=share)
    text = _("Hài lòng chung: {share} (yêu cầu ≥ {least} %)")
    return text.format(share=share, least=numbers.show(least))


def _households(found: Result, least: Number | None) -> str:
    total = found.total
    if found.represented is None or total.represented is None or total.households is None:
        return _("Hộ tham gia: còn thôn chưa có số liệu")
    told = {
        "part": numbers.show(total.represented),
        "whole": numbers.show(total.households),
        "share": numbers.percent(found.represented),
    }
    if least is None:
        return _("Hộ tham gia: {part}/{whole}, {share}").format(**told)
    text = _("Hộ tham gia: {part}/{whole}, {share} (yêu cầu ≥ {least} %)")
    return text.format(**told, least=numbers.show(least))


def _papers(found: Result) -> str:
    total = found.total
    figures = (total.issued, total.collected, total.valid, total.invalid)
    shown = [_("?") if each is None else numbers.show(each) for each in figures]
    text = _("Phiếu phát ra {issued}, thu về {collected}, hợp lệ {valid}, không hợp lệ {invalid}")
    return text.format(issued=shown[0], collected=shown[1], valid=shown[2], invalid=shown[3])


def _verdict(found: Result, *, judged: bool) -> tuple[str, Role]:
    if not found.complete:
        return _("Chưa đủ số liệu"), Role.MISSING
    if not judged:
        return _("Chưa có ngưỡng"), Role.NO_THRESHOLD
    return (_("Chưa đạt"), Role.FAILED) if found.failed else (_("Đạt"), Role.PASSED)


def _lacking(poll: Poll) -> str:
    """Villages without figures, and figures that do not fit, each in a line."""
    found, called = poll.result, {each.village: each.name for each in poll.counts}
    if found is None:
        return ""
    lines = []
    if found.missing:
        villages = ", ".join(called[each] for each in found.missing)
        lines.append(
            many("{n} thôn thiếu số liệu: {villages}", len(found.missing)).format(villages=villages)
        )
    text = _("{village}: {flaw}")
    lines += [
        text.format(village=called[each.village], flaw=flaws.sentence(each)) for each in found.flaws
    ]
    return "\n".join(lines)


def _is_met(row: Share) -> bool | None:
    if row.share is None or row.least is None or not row.final:
        return None
    return row.share * 100 >= exact(row.least)


def _share_role(row: Share) -> Role | None:
    met = _is_met(row)
    return None if met is None else Role.PASSED if met else Role.FAILED


def _bar(row: Share) -> Bar | None:
    if row.share is None:
        return None
    return Bar(float(row.share), None if row.least is None else float(row.least) / 100)


def _columns() -> tuple[Column[Share], ...]:
    return (
        Column(
            _("Câu"),
            lambda row: f"{row.question.code}. {row.question.title}",
            hint=lambda row: row.question.title,
        ),
        Column(_("Hài lòng"), lambda row: row.count.satisfied, align=Align.END, width=9),
        Column(_("Không"), lambda row: row.count.dissatisfied, align=Align.END, width=7),
        Column(_("Bỏ trống"), lambda row: row.count.silent, align=Align.END, width=9),
        Column(
            _("Tỷ lệ"),
            lambda row: row.share,
            lambda share: "" if share is None else numbers.percent(share),
            role=_share_role,
            bar=_bar,
            width=26,
            bare=True,
        ),
    )
