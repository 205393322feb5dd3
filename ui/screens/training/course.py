"""The form of one class: what it is about, who holds it, its papers and sessions, its history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from db.commands import training as deeds
from db.queries import disputes, frameworks, replica, story, subjects, training
from db.queries.story import Chapter
from resources.words import _, many
from rules.record import Values
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
from ui.screens.training.register import Register
from ui.screens.training.sessions import SessionsBox
from ui.sheets import Sheets, stack
from ui.slots import Slot
from ui.story import Story
from ui.widgets import dates
from ui.widgets.button import Button, Kind
from ui.widgets.choice import Choice, Option
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.pick import Pick
from ui.widgets.text import Heading, Text


class CoursePage(Sheets):
    """One class."""

    removing = Signal()
    wanted = Signal(str)  # another part of the place
    said = Signal(str)

    def __init__(self, desk: Desk, register: Register, parent: QWidget | None = None) -> None:
        self._desk, self._register = desk, register
        self.title = Text("", Type.LARGE, wrap=True)
        self.subtitle = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.message = Message()
        self.disputes = Disputes(desk)
        self.typed: dict[str, TextEditor | NoteEditor] = {
            "title": TextEditor(),
            "code": TextEditor(),
            "hours": NumberEditor(),
            "organiser": TextEditor(),
            "place": TextEditor(),
            "trainers": NoteEditor(least=1, most=6),
            "programme": TextEditor(),
            "budget": TextEditor(),
            "decision_no": TextEditor(),
            "decision_date": DateEditor(today=register.today),
            "invitation_no": TextEditor(),
            "invitation_date": DateEditor(today=register.today),
            "note": NoteEditor(),
            "keep_until": DateEditor(today=register.today),
        }
        self.form_of_class = Choice(
            _("Hình thức"),
            (
                Option("direct", _("Trực tiếp")),
                Option("online", _("Trực tuyến")),
                Option(None, _("Chưa rõ"), Role.MISSING),
            ),
        )
        self.topic = Pick(_("Chủ đề"))
        self.form = Form(
            {**self.typed, "form": self.form_of_class, "topic": self.topic},
            lambda record, values: deeds.describe_course(
                desk.store, desk.actor, record, _with_package(values)
            ),
            lambda: desk.wrote("course"),
            desk.drafts,
        )
        self.sessions = SessionsBox(desk, register)
        self.evidence = Evidence(desk)
        self.learners = Button(_("Học viên"), "people")
        self.attendance = Button(_("Điểm danh"), "done")
        self.remove = Button(_("Bỏ lớp này"), "remove", Kind.DANGER)
        self.story = Story()
        super().__init__(
            stack(self.title, self.subtitle, self.message, self.disputes, self._ways()),
            self._about(),
            self.sessions,
            self._papers(),
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
        """Show the chosen class; the same one again leaves what is being typed."""
        course = self._register.course
        if course is None:
            self.form.forget()
            return
        store = self._desk.store
        values = replica.values(store, "course", course.id) or {}
        route = Route("training", part="courses", record=course.id)
        where = drafts.record(store, "course", course.id, route)
        shown = {**values, "topic": self._offer_topics(values)}
        if self.form.show(course.id, shown, where):
            self.message.clear()
            self.verticalScrollBar().setValue(0)
        self.title.setText(course.title)
        self.subtitle.setText(summary(self._register))
        self.sessions.refresh()
        self.evidence.show_files(Bearer("course", course.id, _asked(), route=route))
        sessions = [each.id for each in self._register.sessions]
        seats = training.seats(store, course.id)
        self.disputes.show_disputes(disputes.among(store, [course.id, *sessions, *seats]))
        chapters = [
            Chapter("course", course.id),
            *(
                Chapter("session", each.id, _("Buổi {day}").format(day=dates.show(each.day)))
                for each in self._register.sessions
            ),
            *(Chapter("enrolment", seat, name) for seat, name in seats.items()),
        ]
        chapters += story.evidence_of(store, [course.id])
        self.story.tell(store, subjects.of(store, "course", course.id), chapters)

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits."""
        self.disputes.flush()
        self.sessions.flush()
        self.evidence.flush()
        self.form.flush()

    def start(self) -> None:
        """Take the focus to the title."""
        self.typed["title"].setFocus(Qt.FocusReason.TabFocusReason)

    def _offer_topics(self, values: Values) -> object:
        """The topics of every framework at hand with the framework; the one of this class."""
        offered: list[tuple[object, str]] = [
            (None, _("Chưa rõ")),
            *(
                ((framework.id, topic.code), topic.title)
                for framework in frameworks.frameworks(self._desk.store)
                for topic in framework.topics
            ),
        ]
        package, topic = values.get("package"), values.get("topic")
        chosen = (package, topic) if topic else None
        if chosen not in [value for value, _words in offered]:
            offered.append((chosen, str(topic)))
        self.topic.offer(offered)
        return chosen

    def _ways(self) -> QWidget:
        ways = Flow(SPACE.gap)
        for button, part in ((self.learners, "learners"), (self.attendance, "attendance")):
            button.clicked.connect(lambda _checked=False, part=part: self.wanted.emit(part))
            ways.add(button)
        return ways

    def _about(self) -> QWidget:
        first, second, third = Flow(SPACE.group), Flow(SPACE.group), Flow(SPACE.group)
        first.add(Slot(_("Tên lớp"), self.typed["title"], 56))
        first.add(Slot(_("Mã lớp"), self.typed["code"], 14))
        second.add(Slot(_("Hình thức"), self.form_of_class))
        second.add(Slot(_("Số giờ theo kế hoạch"), self.typed["hours"], 14))
        second.add(Slot(_("Chủ đề"), self.topic))
        third.add(Slot(_("Đơn vị tổ chức"), self.typed["organiser"], 34))
        third.add(Slot(_("Địa điểm"), self.typed["place"], 34))
        trainers = Slot(_("Giảng viên, mỗi dòng một người"), self.typed["trainers"])
        return stack(first, second, third, trainers, self.form.troubles, spacing=SPACE.gap)

    def _papers(self) -> QWidget:
        papers, money = Flow(SPACE.group), Flow(SPACE.group)
        for no, day, no_words, day_words in (
            ("decision_no", "decision_date", _("Quyết định số"), _("Ngày quyết định")),
            ("invitation_no", "invitation_date", _("Giấy mời số"), _("Ngày giấy mời")),
        ):
            papers.add(Slot(no_words, self.typed[no], 18))
            papers.add(Slot(day_words, self.typed[day], 17))
        money.add(Slot(_("Nội dung của chương trình"), self.typed["programme"], 34))
        money.add(Slot(_("Nguồn kinh phí"), self.typed["budget"], 34))
        return stack(Heading(_("Căn cứ và kinh phí")), papers, money, spacing=SPACE.gap)

    def _rest(self) -> QWidget:
        end = Flow(SPACE.gap)
        end.add(self.remove)
        keep = Flow(SPACE.group)
        keep.add(Slot(_("Giữ danh sách đến hết ngày"), self.typed["keep_until"], 22))
        return stack(
            Slot(_("Ghi chú"), self.typed["note"]),
            keep,
            end,
            spacing=SPACE.gap,
        )


class NewCourse(Sheets):
    """A class that has no title yet, and who will be in it."""

    opened = Signal(str, list)  # its id, who is in it

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._desk = desk
        self._persons: list[str] = []
        self.who = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.message = Message()
        self.name = TextEditor()
        self.half = Half({"name": self.name})
        fresh = Where(lambda: _("lớp mới"), Route("training", part="add"))
        self.half.show(desk.drafts.shelf(fresh, "fresh"))
        self.save = Button(_("&Mở lớp"), "add", Kind.PRIMARY)
        buttons = Flow()
        buttons.add(self.save)
        super().__init__(
            stack(Text(_("Lớp mới"), Type.LARGE), self.who, self.message),
            stack(Slot(_("Tên lớp"), self.name, 56), buttons, spacing=SPACE.gap),
            parent=parent,
        )
        self.name.returnPressed.connect(self._open)
        self.save.clicked.connect(self._open)

    def begin(self, persons: Sequence[str]) -> None:
        """Ask for the title; what was typed before stays where the people are the same."""
        if list(persons) != self._persons:
            self._persons = list(persons)
        text = many("Lớp sẽ có {n} học viên.", len(persons)) if persons else ""
        self.who.setText(text or _("Gõ tên lớp rồi Enter; các ô khác ghi tiếp sau đó."))
        self.message.clear()

    def pending(self) -> bool:
        """Whether somebody is about to open a class."""
        return bool(self._persons or self.name.text().strip() or self.name.hasFocus())

    def start(self) -> None:
        """Take the focus to the title."""
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> None:
        """A title that was typed waits."""
        self.half.flush()

    def forget(self) -> None:
        """No class is about to be opened."""
        self._persons = []
        self.half.forget()

    def _open(self) -> None:
        desk, persons, made = self._desk, self._persons, list[str]()
        self.name.flush()
        told = trouble.attempt(
            lambda: made.append(
                deeds.open_course(desk.store, desk.actor, self.name.text(), persons)
            )
        )
        if told:
            self.message.say(Role.DANGER, told)
            self.start()
            return
        self.forget()
        self.opened.emit(made[0], persons)


def _with_package(values: Values) -> Values:
    """A topic is one of a framework: both are written."""
    if "topic" not in values:
        return values
    chosen = values["topic"]
    package, topic = chosen if isinstance(chosen, list) else (None, None)
    return {"package": package, "topic": topic}


def _asked() -> str:
    """The papers of a class; a written invitation is asked for by 60/2026/TT-BTC, article 4.1."""
    return _("Thường gồm: quyết định mở lớp, giấy mời, danh sách ký nhận, ảnh lớp học.")


def summary(register: Register) -> str:
    """What is counted of the chosen class, in one line."""
    course = register.course
    if course is None:
        return ""
    days = [dates.show(each) for each in dict.fromkeys((course.first, course.last)) if each]
    told = [
        " - ".join(days),
        many("{n} buổi", course.sessions) if course.sessions else _("chưa có buổi nào"),
        many("{n} học viên", course.learners) if course.learners else _("chưa có học viên"),
    ]
    return " · ".join(part for part in told if part)
