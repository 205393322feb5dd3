"""The form of one survey: when and how, what it must reach, which households, its history."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from db.commands import survey as deeds
from db.queries import disputes, forms, replica, story, subjects
from db.queries.story import Chapter
from db.queries.survey import Bounds
from resources.surveys import SurveyForm
from resources.words import _, many
from rules import numbers, periods
from ui import drafts, trouble
from ui.desk import Desk
from ui.disputes import Disputes
from ui.drafts import Where
from ui.editors import DateEditor, NoteEditor, NumberEditor, TextEditor
from ui.evidence.arriving import Arriving
from ui.evidence.strip import Bearer, Evidence
from ui.form import Form
from ui.half import Half
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.screens.survey.drawing import Drawing
from ui.screens.survey.poll import Poll
from ui.sheets import Sheets, stack
from ui.slots import Slot
from ui.story import Story
from ui.widgets.button import Button, Kind
from ui.widgets.choice import Choice, Option
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.pick import Pick
from ui.widgets.text import Heading, Text

_SHARES = ("least_households", "least_overall", "least_each")


class SurveyPage(Sheets):
    """One survey; once it is signed it can only be read."""

    removing = Signal()
    wanted = Signal(str)  # another part of the place
    said = Signal(str)

    def __init__(self, desk: Desk, poll: Poll, parent: QWidget | None = None) -> None:
        self._desk, self._poll = desk, poll
        self.title = Text("", Type.LARGE, wrap=True)
        self.subtitle = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.message = Message()
        self.disputes = Disputes(desk)
        self.typed: dict[str, TextEditor | NoteEditor] = {
            "title": TextEditor(),
            "opens": DateEditor(today=poll.today),
            "closes": DateEditor(today=poll.today),
            **{name: NumberEditor() for name in _SHARES},
            "terms_source": TextEditor(),
            "note": NoteEditor(),
        }
        self.method = Choice(_("Cách lấy ý kiến"), _methods())
        self.period = Pick(_("Kỳ báo cáo"))
        self.form = Form(
            {**self.typed, "method": self.method, "period": self.period},
            lambda record, values: deeds.describe(desk.store, desk.actor, record, values),
            lambda: desk.wrote("survey"),
            desk.drafts,
        )
        self.told_terms = Text("", Type.SMALL, Role.MUTED, wrap=True)
        self.drawing = Drawing(desk, poll)
        self.evidence = Evidence(desk)
        self.count = Button(_("Kiểm phiếu"), "villages")
        self.key = Button(_("Nhập phiếu"), "edit")
        self.remove = Button(_("Bỏ cuộc khảo sát này"), "remove", Kind.DANGER)
        self.story = Story()
        super().__init__(
            stack(self.title, self.subtitle, self.message, self.disputes, self._ways()),
            self._about(),
            self._terms(),
            self.drawing,
            self.evidence,
            self._rest(),
            self.story,
            parent=parent,
        )
        Arriving(self, self.evidence)
        self.remove.clicked.connect(self.removing)
        self.evidence.said.connect(self.said)
        self.disputes.resolved.connect(self.start)

    def refresh(self) -> None:
        """Show the chosen survey; the same one again leaves what is being typed."""
        survey, form = self._poll.survey, self._poll.form
        if survey is None:
            self.form.forget()
            return
        store = self._desk.store
        values = replica.values(store, "survey", survey.id) or {}
        options = [(str(each), each.label()) for each in periods.around(self._poll.today())]
        self.period.offer([(None, _("Chưa rõ")), *options])
        route = Route("survey", part="surveys", record=survey.id)
        if self.form.show(survey.id, values, drafts.record(store, "survey", survey.id, route)):
            self.message.clear()
            self.verticalScrollBar().setValue(0)
        self.form.lock(locked=survey.signed)
        self.remove.setVisible(not survey.signed)
        self.title.setText(survey.title)
        self.subtitle.setText(_questions(form))
        if self._poll.bounds is not None:
            self.told_terms.setText(_told_terms(self._poll.bounds))
        self.drawing.refresh()
        self.evidence.show_files(Bearer("survey", survey.id, _asked(), route=route))
        self.disputes.show_disputes(disputes.among(store, [survey.id]))
        chapters = [Chapter("survey", survey.id), *story.evidence_of(store, [survey.id])]
        self.story.tell(store, subjects.of(store, "survey", survey.id), chapters)

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits."""
        self.disputes.flush()
        self.evidence.flush()
        self.form.flush()

    def start(self) -> None:
        """Take the focus to the first day: the title is there already."""
        self.typed["opens"].setFocus(Qt.FocusReason.TabFocusReason)

    def _ways(self) -> QWidget:
        ways = Flow(SPACE.gap)
        for button, part in ((self.count, "tallies"), (self.key, "sheets")):
            button.clicked.connect(lambda _checked=False, part=part: self.wanted.emit(part))
            ways.add(button)
        return ways

    def _about(self) -> QWidget:
        first, second = Flow(SPACE.group), Flow(SPACE.group)
        first.add(Slot(_("Tên cuộc khảo sát"), self.typed["title"], 56))
        first.add(Slot(_("Kỳ báo cáo"), self.period))
        second.add(Slot(_("Từ ngày"), self.typed["opens"], 17))
        second.add(Slot(_("Đến hết ngày"), self.typed["closes"], 17))
        second.add(Slot(_("Cách lấy ý kiến"), self.method))
        return stack(first, second, self.form.troubles, spacing=SPACE.gap)

    def _terms(self) -> QWidget:
        shares, source = Flow(SPACE.group), Flow(SPACE.group)
        shares.add(Slot(_("Số hộ tham gia, ít nhất %"), self.typed["least_households"], 22))
        shares.add(Slot(_("Hài lòng chung, ít nhất %"), self.typed["least_overall"], 22))
        shares.add(Slot(_("Từng câu, ít nhất %"), self.typed["least_each"], 18))
        source.add(Slot(_("Theo văn bản nào"), self.typed["terms_source"], 56))
        heading = Heading(_("Yêu cầu phải đạt"))
        return stack(heading, self.told_terms, shares, source, spacing=SPACE.gap)

    def _rest(self) -> QWidget:
        end = Flow(SPACE.gap)
        end.add(self.remove)
        return stack(Slot(_("Ghi chú"), self.typed["note"]), end, spacing=SPACE.gap)


class NewSurvey(Sheets):
    """A survey that has no title yet, and the questions it will ask."""

    opened = Signal(str)  # its id

    def __init__(self, desk: Desk, poll: Poll, parent: QWidget | None = None) -> None:
        self._desk, self._poll = desk, poll
        self.message = Message()
        self.name = TextEditor()
        self.half = Half({"name": self.name})
        fresh = Where(lambda: _("cuộc khảo sát mới"), Route("survey", part="add"))
        self.half.show(desk.drafts.shelf(fresh, "fresh"))
        self.questions = Pick(_("Bộ câu hỏi"))
        self.about = Text("", Type.SMALL, Role.MUTED, wrap=True)
        self.save = Button(_("&Mở cuộc khảo sát"), "add", Kind.PRIMARY)
        buttons, fields = Flow(), Flow(SPACE.group)
        buttons.add(self.save)
        fields.add(Slot(_("Tên cuộc khảo sát"), self.name, 56))
        fields.add(Slot(_("Bộ câu hỏi"), self.questions, 56))
        how = _("Gõ tên rồi Enter; các ô khác ghi tiếp sau đó.")
        super().__init__(
            stack(
                Text(_("Cuộc khảo sát mới"), Type.LARGE),
                Text(how, Type.BODY, Role.MUTED, wrap=True),
                self.message,
            ),
            stack(fields, self.about, buttons, spacing=SPACE.gap),
            parent=parent,
        )
        self.name.returnPressed.connect(self._open)
        self.save.clicked.connect(self._open)
        self.questions.edited.connect(lambda _form: self._tell())

    def begin(self) -> None:
        """Ask for the title; what was typed before stays."""
        known = forms.forms(self._desk.store)
        self.questions.offer([(each.id, each.title) for each in known])
        self.message.clear()
        self._tell()

    def pending(self) -> bool:
        """Whether somebody is about to open a survey."""
        return bool(self.name.text().strip() or self.name.hasFocus())

    def start(self) -> None:
        """Take the focus to the title."""
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> None:
        """A title that was typed waits."""
        self.half.flush()

    def forget(self) -> None:
        """No survey is about to be opened."""
        self.half.forget()

    def _chosen(self) -> SurveyForm | None:
        known = forms.forms(self._desk.store)
        return next((each for each in known if each.id == self.questions.value()), None)

    def _tell(self) -> None:
        form = self._chosen()
        self.about.setText(form.note or "" if form else "")

    def _open(self) -> None:
        desk, form, made = self._desk, self._chosen(), list[str]()
        self.name.flush()
        if form is None:
            told = _("Chưa có bộ câu hỏi nào; hãy nạp gói của trung tâm.")
        else:
            name, asked = self.name.text(), form
            told = trouble.attempt(
                lambda: made.append(deeds.open_survey(desk.store, desk.actor, name, asked))
            )
        if told:
            self.message.say(Role.DANGER, told)
            self.start()
            return
        self.forget()
        self.opened.emit(made[0])


def _methods() -> tuple[Option, ...]:
    return (
        Option("house", _("Tại hộ")),
        Option("meeting", _("Họp thôn")),
        Option("online", _("Trực tuyến")),
        Option(None, _("Chưa rõ"), Role.MISSING),
    )


def _questions(form: SurveyForm | None) -> str:
    if form is None:
        return _("Bộ câu hỏi của cuộc khảo sát chưa có ở máy này; hãy đồng bộ hoặc nạp gói.")
    return many("{title}: {n} câu", len(form.questions)).format(title=form.title)


def _told_terms(bounds: Bounds) -> str:
    """Who said which shares; nothing is judged by a share nobody published."""
    if bounds.own:
        return _("Tỷ lệ do xã nhập theo văn bản; các ô để trống thì không xét.")
    terms = bounds.terms
    told = (
        (_("hộ tham gia ≥ {n} %"), terms.households),
        (_("hài lòng chung ≥ {n} %"), terms.overall),
        (_("từng câu ≥ {n} %"), terms.each),
    )
    known = [text.format(n=numbers.show(value)) for text, value in told if value is not None]
    if not known:
        return _("Bộ câu hỏi không công bố tỷ lệ nào. Xã có văn bản thì ghi tỷ lệ và nguồn ở đây.")
    return _("Theo bộ câu hỏi: {terms} ({source}).").format(
        terms=", ".join(known), source=bounds.source
    )


def _asked() -> str:
    """The papers of a survey, as the Front's guidance names them."""
    return _("Thường gồm: kế hoạch lấy ý kiến, biên bản kiểm phiếu của các thôn, ảnh.")
