"""What each village counted: its figures in a row, its answers beside them, checked as typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.commands import sheets as sheet_deeds
from db.commands import survey as deeds
from db.queries import disputes, subjects
from db.queries.story import Chapter
from db.queries.survey import SHEETS, TYPED, Answered, VillageCount
from resources.surveys import Question
from resources.words import _, many
from rules import numbers
from rules.numbers import NumberError
from rules.record import Value, Values
from rules.tally import FIGURES, Flaw
from ui import cells, look, trouble
from ui.desk import Desk
from ui.disputes import Disputes
from ui.drafts import Where
from ui.editors import DateEditor, NoteEditor
from ui.form import Form, stored
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Align, Column, Entry, Rows, written
from ui.screen import Route
from ui.screens.survey import flaws
from ui.screens.survey.poll import Poll
from ui.sheets import Sheets, stack
from ui.slots import Slot, Troubles
from ui.story import Story
from ui.widgets.block import Block
from ui.widgets.choice import Choice, Option
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.region import Hairline, Region
from ui.widgets.table import Table
from ui.widgets.text import Text

R = TypeVar("R")
_ANSWERS = ("satisfied", "dissatisfied", "silent")
_FROM_SHEETS = ("valid", "invalid")
_WIDE = 680


class Village(Struct, frozen=True):
    """A row of the figures."""

    count: VillageCount
    flaws: tuple[Flaw, ...]
    lacks: bool  # a figure or a question has not been told
    sealed: bool


class Answer(Struct, frozen=True):
    """A row of a village's answers."""

    question: Question
    told: Answered
    valid: int | None
    open: bool


class _Pasted(Struct, frozen=True):
    """A pasted cell, and what is wrong with it."""

    key: str
    column: int
    text: str
    wrong: str


class TalliesPart(Part):
    """Villages at the left; the chosen one's answers at the right.  Each cell saves when left."""

    def __init__(self, desk: Desk, poll: Poll, parent: QWidget | None = None) -> None:
        super().__init__("survey/tallies", desk, parent, wide=_WIDE)
        self.poll = poll
        self._filling = False
        left = Region(Ground.SURFACE, self.split)
        self.rows: Rows[Village] = Rows(
            _figures(), key=lambda each: each.count.village, parent=self
        )
        self.table = Table(self.rows, entry=True, parent=left)
        self.table.setAccessibleName(_("Số liệu của các thôn"))
        self.left_message = Message()
        self.standing = Text("", Type.SMALL, Role.MUTED, wrap=True)
        self.title = Text("", Type.LARGE, wrap=True)
        self.source = Choice(
            _("Lấy số liệu từ"),
            (Option(TYPED, _("Kiểm phiếu tại thôn")), Option(SHEETS, _("Nhập từng phiếu"))),
        )
        self.troubles = Troubles()
        self.message = Message()
        self.disputes = Disputes(desk)
        self.answers: Rows[Answer] = Rows(
            _answer_columns(), key=lambda each: each.question.code, parent=self
        )
        self.grid = Table(self.answers, entry=True)
        self.grid.setAccessibleName(_("Câu trả lời của thôn"))
        self.typed: dict[str, NoteEditor | DateEditor] = {
            "held_on": DateEditor(today=poll.today),
            "signatories": NoteEditor(least=1, most=4),
            "comments": NoteEditor(least=1, most=6),
        }
        self.form = Form(
            {**self.typed, "source": self.source}, self._keep, self._saved, desk.drafts
        )
        self.story = Story()
        self.nothing = Empty("survey", "", "", parent=self)
        self._lay_out(left)
        self._listen()

    # -- what is shown -----------------------------------------------------------------------

    def refresh(self) -> None:
        """Every village's figures, and the answers of the one in hand."""
        poll = self.poll
        missing = poll.result.missing if poll.result else ()
        sealed = not poll.is_open()
        self._filling = True
        if poll.survey is not None:
            where = Where(lambda: _("số liệu kiểm phiếu"), _route(poll.survey.id))
            self.rows.shelve(self.desk.drafts.shelf(where, poll.survey.id, "figures"))
        self.rows.replace(
            Village(each, tuple(poll.flaws(each.village)), each.village in missing, sealed)
            for each in poll.counts
        )
        self._filling = False
        self.standing.setText(_standing(self.rows.rows()))
        ready = bool(poll.counts)
        self.split.setVisible(ready)
        self.nothing.setVisible(not ready)
        self._say_nothing()
        if ready:
            self._show_village()

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits."""
        self.table.flush()
        self.grid.flush()
        super().flush()
        self.disputes.flush()
        self.form.flush()

    def start(self) -> None:
        """The figures."""
        if not self.table.currentIndex().isValid() and self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 1))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the figures to the answers, and back."""
        here = self.focusWidget()
        inside = here is not None and (here is self.table or self.table.isAncestorOf(here))
        target = self.grid if inside else self.table
        if target is self.grid and not self.grid.currentIndex().isValid():
            self.grid.setCurrentIndex(self.answers.index(0, 1))
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_village(self) -> None:
        poll, village = self.poll, self.poll.village
        if village is None or poll.survey is None or poll.form is None:
            return
        here = self.table.currentIndex()
        if not here.isValid() or self.rows.row(here).count.village != village.village:
            self._filling = True
            self.table.go(village.village, max(here.column(), 1))
            self._filling = False
        self.title.setText(village.name)
        self.troubles.forget()
        for at, flaw in enumerate(poll.flaws(village.village)):
            self.troubles.tell(str(at), flaws.sentence(flaw))
        name = village.name
        where = Where(
            lambda: _("kiểm phiếu của {village}").format(village=name), _route(poll.survey.id)
        )
        self.answers.shelve(self.desk.drafts.shelf(where, poll.survey.id, village.village))
        counted = village.source == SHEETS
        self.answers.replace(
            Answer(
                question,
                _told(village, question.code),
                village.tally.valid,
                poll.is_open() and not counted,
            )
            for question in poll.form.questions
        )
        values: Values = {
            "held_on": village.held_on,
            "signatories": village.signatories,
            "comments": village.comments,
            "source": village.source,
        }
        self.form.show(village.record, values, where)
        self.form.lock(locked=not poll.is_open())
        header = self.grid.horizontalHeader().sizeHint().height()
        self.grid.setFixedHeight(self.answers.rowCount() * look.row_height() + header + 2)
        self._tell(village)

    def _tell(self, village: VillageCount) -> None:
        """What two PCs said differently of the village, and what happened to its figures."""
        store = self.desk.store
        chapters = [Chapter("tally", village.record)]
        chapters += [
            Chapter("answers", record, _("câu {code}").format(code=code))
            for code, record in village.answers.items()
        ]
        self.disputes.show_disputes(disputes.among(store, [each.record for each in chapters]))
        self.story.tell(store, subjects.of(store, "tally", village.record), chapters)

    def _say_nothing(self) -> None:
        if self.poll.survey is None:
            self.nothing.say(
                _("Chưa có cuộc khảo sát nào"), _("Hãy mở một cuộc khảo sát ở phần đầu.")
            )
        elif self.poll.form is None:
            self.nothing.say(
                _("Chưa có bộ câu hỏi"), _("Hãy đồng bộ với trung tâm, hoặc nạp gói dữ liệu.")
            )
        else:
            self.nothing.say(
                _("Xã chưa có thôn nào"), _("Hãy ghi các thôn ở mục Thôn và cán bộ trước.")
            )

    # -- what is typed -----------------------------------------------------------------------

    def _typed(self, village: Village, column: int, value: object) -> None:
        field = FIGURES[column - 1]
        told = self._count({village.count.village: {field: _whole(value)}}, value)
        if told:
            spot = self.rows.find(village.count.village, column)
            self.rows.keep(spot, written(value), told)

    def _answered(self, answer: Answer, column: int, value: object) -> None:
        told = self._answer({answer.question.code: {_ANSWERS[column - 1]: _whole(value)}}, value)
        if told:
            spot = self.answers.find(answer.question.code, column)
            self.answers.keep(spot, written(value), told)

    def _paste_figures(self, corner: QModelIndex, block: Block) -> None:
        from ui import pasting  # with the tables of the old encodings

        unfit = pasting.unfit(self.rows, corner, block, len(FIGURES) + 1)
        if unfit:
            self.left_message.say(Role.DANGER, unfit)
            return
        rows = self.rows.rows()
        told: dict[str, Values] = {}
        pasted: list[_Pasted] = []
        for row, column, cell in _cells(corner, block, len(rows), len(FIGURES) + 1):
            if self.rows.index(row, column).flags() & Qt.ItemFlag.ItemIsEditable:
                village = rows[row].count.village
                values = told.setdefault(village, {})
                wrong = _take(cell, FIGURES[column - 1], values)
                pasted.append(_Pasted(village, column, cell, wrong))
        _leave_bad(self.rows, pasted, self._count(told))

    def _paste_answers(self, corner: QModelIndex, block: Block) -> None:
        from ui import pasting  # with the tables of the old encodings

        unfit = pasting.unfit(self.answers, corner, block, len(_ANSWERS) + 1, _ends_with_sum)
        if unfit:
            self.message.say(Role.DANGER, unfit)
            return
        rows = self.answers.rows()
        told: dict[str, Values] = {}
        pasted: list[_Pasted] = []
        for row, column, cell in _cells(corner, block, len(rows), len(_ANSWERS) + 1):
            if rows[row].open:
                code = rows[row].question.code
                values = told.setdefault(code, {})
                wrong = _take(cell, _ANSWERS[column - 1], values)
                pasted.append(_Pasted(code, column, cell, wrong))
        _leave_bad(self.answers, pasted, self._answer(told))

    def _count(self, told: dict[str, Values], value: object = None) -> str:
        """Keep figures of villages; "" or what went wrong."""
        survey, desk = self.poll.survey, self.desk
        if survey is None:
            return ""
        wrong = _no_count(value) or trouble.attempt(
            lambda: deeds.count_many(desk.store, desk.actor, survey.id, told)
        )
        if not wrong:
            self._saved()
        return wrong

    def _answer(self, told: dict[str, Values], value: object = None) -> str:
        """Keep answers of the village in hand; "" or what went wrong."""
        survey, village, desk = self.poll.survey, self.poll.village, self.desk
        if survey is None or village is None:
            return ""
        wrong = _no_count(value) or trouble.attempt(
            lambda: deeds.answer(desk.store, desk.actor, survey.id, village.village, told)
        )
        if not wrong:
            self._saved()
        return wrong

    def _keep(self, record: str, values: Values) -> None:
        survey, desk = self.poll.survey, self.desk
        village = next((each for each in self.poll.counts if each.record == record), None)
        if survey is None or village is None:
            return
        if "source" in values:
            source = str(values["source"])
            sheet_deeds.count_from(desk.store, desk.actor, survey.id, village.village, source)
        else:
            deeds.count(desk.store, desk.actor, survey.id, village.village, values)

    def _saved(self) -> None:
        cells.tell(self.answers, self.message)
        cells.tell(self.rows, self.left_message)
        self.poll.read()
        self.refresh()
        self.desk.wrote("tally", "answers")

    # -- inside ------------------------------------------------------------------------------

    def _current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and not self._filling:
            self.grid.flush()
            self.poll.choose_village(self.rows.row(index).count.village)

    def _lay_out(self, left: QWidget) -> None:
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.left_message)
        column.addWidget(self.table, 1)
        column.addWidget(Hairline(left))
        under = QVBoxLayout()
        under.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        under.addWidget(self.standing)
        column.addLayout(under)
        head, foot = Flow(SPACE.group), QHBoxLayout()
        head.add(Slot(_("Lấy số liệu từ"), self.source))
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(SPACE.group)
        foot.addWidget(
            Slot(_("Ngày kiểm phiếu"), self.typed["held_on"], 17), 0, Qt.AlignmentFlag.AlignTop
        )
        foot.addWidget(Slot(_("Người ký biên bản"), self.typed["signatories"]), 1)
        minutes = QWidget()
        minutes.setLayout(foot)
        comments = Slot(_("Ý kiến của người dân"), self.typed["comments"])
        top = stack(self.title, head, self.message, self.disputes, self.troubles, spacing=SPACE.gap)
        sheets = Sheets(
            stack(top, self.grid, minutes, comments, self.form.troubles, spacing=SPACE.gap),
            self.story,
        )
        sheets.keep_whole(self.source)
        self.split.addWidget(sheets)
        self.whole.addWidget(self.nothing, 1)

    def _listen(self) -> None:
        cells.tell_in(self.rows, self.left_message)
        cells.tell_in(self.answers, self.message)
        self.rows.typed.connect(self._typed)
        self.answers.typed.connect(self._answered)
        self.table.pasted.connect(self._paste_figures)
        self.grid.pasted.connect(self._paste_answers)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._current())
        self.disputes.resolved.connect(self.start)


def _route(survey: str) -> Route:
    return Route("survey", part="tallies", record=survey)


def _told(village: VillageCount, code: str) -> Answered:
    """As it was typed, or as the sheets add up."""
    if village.source != SHEETS:
        return village.typed.get(code, (None, None, None))
    count = village.tally.answers.get(code)
    return (count.satisfied, count.dissatisfied, count.silent) if count else (None, None, None)


def _cells(
    corner: QModelIndex, block: Block, rows: int, columns: int
) -> Iterable[tuple[int, int, str]]:
    """The cells of a pasted block that fall upon figures."""
    for down, line in enumerate(block):
        for right, cell in enumerate(line):
            row, column = corner.row() + down, corner.column() + right
            if row < rows and 0 < column < columns:
                yield row, column, cell


def _take(cell: str, field: str, values: dict[str, Value]) -> str:
    """Read a pasted cell; what is no whole number is left out, and why is answered."""
    try:
        number = numbers.parse(cell)
    except NumberError as error:
        return error.advice
    wrong = _no_count(number)
    if not wrong:
        values[field] = _whole(number)
    return wrong


def _leave_bad(rows: Rows[R], pasted: Iterable[_Pasted], refused: str) -> None:
    """What could not be taken waits in its cell; all of it where the whole block was refused."""
    rows.keep_all(
        (rows.find(each.key, each.column), each.text, each.wrong or refused)
        for each in pasted
        if each.wrong or refused
    )


def _ends_with_sum(line: Sequence[str]) -> bool:
    """Whether a line ends with the sum of the three answers, as the table's own lines do."""
    try:
        *answers, whole = [numbers.parse(cell) or 0 for cell in line[-len(_ANSWERS) - 1 :]]
    except NumberError:
        return False
    return len(answers) == len(_ANSWERS) and sum(answers) == whole


def _no_count(value: object) -> str:
    """Why this is no count of sheets or households, "" if it is one."""
    if isinstance(value, float) and not value.is_integer():
        return _("Đây là số đếm; hãy nhập số nguyên.")
    if isinstance(value, int | float) and value < 0:
        return _("Số đếm không thể âm; hãy kiểm tra lại.")
    return ""


def _whole(value: object) -> Value:
    held = stored(value)
    return int(held) if isinstance(held, float) and held.is_integer() else held


def _standing(villages: Sequence[Village]) -> str:
    """How many villages are done, and what is wrong with the others."""
    wrong = sum(1 for each in villages if each.flaws)
    lacking = sum(1 for each in villages if each.lacks and not each.flaws)
    done = len(villages) - wrong - lacking
    text = many(
        "{done} trong {n} thôn đủ và khớp; {lacking} thiếu số liệu, {wrong} chưa khớp.",
        len(villages),
    )
    return text.format(done=done, lacking=lacking, wrong=wrong)


def _state_role(village: Village) -> Role:
    if village.flaws:
        return Role.WARNING
    return Role.MISSING if village.lacks else Role.PASSED


def _hint(village: Village) -> str:
    told = [flaws.sentence(each) for each in village.flaws]
    if village.lacks:
        told.append(_("Thiếu số liệu"))
    return "\n".join([village.count.name, *(told or [_("Đủ và khớp")])])


def _figures() -> tuple[Column[Village], ...]:
    titles: Mapping[str, str] = {
        "households": _("Số hộ"),
        "represented": _("Tham gia"),
        "issued": _("Phát ra"),
        "collected": _("Thu về"),
        "valid": _("Hợp lệ"),
        "invalid": _("Không hợp lệ"),
    }
    return (
        Column(_("Thôn"), lambda each: each.count.name, role=_state_role, hint=_hint),
        *(_figure(name, titles[name]) for name in FIGURES),
    )


def _figure(name: str, title: str) -> Column[Village]:
    def is_open(village: Village) -> bool:
        counted = village.count.source == SHEETS and name in _FROM_SHEETS
        return not village.sealed and not counted

    return Column(
        title,
        lambda each: getattr(each.count.tally, name),
        align=Align.END,
        entry=Entry.NUMBER,
        width=max(len(title), 7),
        open=is_open,
    )


def _answer_columns() -> tuple[Column[Answer], ...]:
    return (
        Column(
            _("Câu"),
            lambda each: f"{each.question.code}. {each.question.title}",
            hint=lambda each: each.question.title,
        ),
        *(_of_answer(at, title) for at, title in enumerate(_answer_titles())),
        Column(
            _("Cộng"),
            lambda each: sum(n or 0 for n in each.told) if any(_is_told(each)) else None,
            align=Align.END,
            role=_sum_role,
            width=6,
            bare=True,
        ),
    )


def _answer_titles() -> tuple[str, str, str]:
    return _("Hài lòng"), _("Không"), _("Bỏ trống")


def _of_answer(at: int, title: str) -> Column[Answer]:
    return Column(
        title,
        lambda each: each.told[at],
        align=Align.END,
        entry=Entry.NUMBER,
        width=8 if at != 1 else 6,
        open=lambda each: each.open,
    )


def _is_told(answer: Answer) -> Iterable[bool]:
    return (each is not None for each in answer.told)


def _sum_role(answer: Answer) -> Role | None:
    if answer.valid is None or not any(_is_told(answer)):
        return None
    return None if sum(each or 0 for each in answer.told) == answer.valid else Role.DANGER
