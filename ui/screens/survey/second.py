"""A sample of the sheets keyed a second time, and what differs: the check on the keying itself."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands import sheets as deeds
from db.queries import sheets as reading
from db.queries.sheets import Pair
from resources.surveys import Question
from resources.words import _, many
from rules.keying import Draft
from ui import look, trouble
from ui.desk import Desk
from ui.drafts import Draft as Kept
from ui.drafts import Shelf, Where
from ui.look import SPACE, Ground, Role, Type
from ui.part import Part
from ui.rows import Column, Rows
from ui.screen import Route
from ui.screens.survey import pad
from ui.screens.survey.pad import Pad
from ui.screens.survey.poll import Poll
from ui.slots import Slot
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.pick import Pick
from ui.widgets.region import Region
from ui.widgets.table import Table
from ui.widgets.text import Text

_SHARES = (5, 10, 20, 100)  # per cent


class Difference(Struct, frozen=True):
    """One question the two entries of a sheet answer differently."""

    question: Question
    first: str
    second: str


class SecondPart(Part):
    """The sample at the left; the pad, then the differences, at the right."""

    def __init__(self, desk: Desk, poll: Poll, parent: QWidget | None = None) -> None:
        super().__init__("survey/second", desk, parent)
        self.poll = poll
        self._shelf = Shelf()  # of the survey
        self._on_pad: Pair | None = None
        left, right = Region(Ground.SURFACE, self.split), Region(Ground.SURFACE, self.split)
        self.village = Pick(_("Thôn"), (), left)
        shares = [(each, _("{n} % số phiếu").format(n=each)) for each in _SHARES]
        self.share = Pick(_("Cỡ mẫu"), shares, left)
        self.told = Text("", Type.BODY, Role.MUTED, wrap=True, parent=left)
        self.rows: Rows[Pair] = Rows(_columns(), key=lambda each: each.first.id, parent=self)
        self.table = Table(self.rows, parent=left)
        self.table.setAccessibleName(_("Mẫu phiếu nhập lại"))
        self.title = Text("", Type.LARGE, wrap=True, parent=right)
        self.message = Message(right)
        self.pad = Pad(right)
        self.differences: Rows[Difference] = Rows(
            _differences(), key=lambda each: each.question.code, parent=self
        )
        self.compared = Table(self.differences, parent=right)
        self.compared.setAccessibleName(_("Chỗ khác nhau"))
        self.first = Button(_("Giữ lần nhập đầu"), parent=right)
        self.second = Button(_("Giữ lần nhập lại"), parent=right)
        self.again = Button(_("Nhập lại lần nữa"), "edit", parent=right)
        self._lay_out(left, right)
        self._listen()

    def refresh(self) -> None:
        """The sample of the village in hand."""
        poll, village = self.poll, self.poll.village
        self._turn()
        self.village.offer((each.village, each.name) for each in poll.counts)
        self.village.setValue(village.village if village else None)
        self.pad.ask(poll.form)
        self.pad.lock(locked=not poll.is_open())
        pairs = self._sample()
        self.rows.replace(pairs)
        if not self.table.currentIndex().isValid() and pairs:
            self.table.go(next((p.first.id for p in pairs if p.second is None), pairs[0].first.id))
        self._say(pairs)
        self._show()

    def flush(self) -> None:
        """A sheet that is half keyed again waits for its row to come again."""
        super().flush()
        self._put_away()

    def _put_away(self) -> None:
        pair = self._on_pad
        if pair is None:
            return
        if self.pad.is_begun():
            self._shelf.put(pair.first.id, Kept(self.pad.draft, row=pair.first.number))
        else:
            self._shelf.drop(pair.first.id)

    def _turn(self) -> None:
        """What waits of the survey in hand."""
        survey = self.poll.survey
        self._put_away()
        if survey is not None:
            where = Where(
                lambda: _("phiếu nhập lại"), Route("survey", part="second", record=survey.id)
            )
            self._shelf = self.desk.drafts.shelf(where, survey.id, "second")

    def start(self) -> None:
        """The pad where a sheet waits, else the list."""
        target = self.pad.table if self.pad.isVisibleTo(self) else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def swap(self) -> None:
        """From the sample to the pad, and back."""
        inside = self.table.hasFocus()
        (self.pad.table if inside else self.table).setFocus(Qt.FocusReason.TabFocusReason)

    def _sample(self) -> list[Pair]:
        poll, village, share = self.poll, self.poll.village, self.share.value()
        if poll.survey is None or village is None:
            return []
        store = self.desk.store
        everything = reading.keyed(store, poll.survey.id, village.village)
        seed = poll.survey.seed or poll.survey.id
        drawn = reading.sample(everything, share if isinstance(share, int) else 5, seed)
        return reading.pairs(store, drawn)

    def _pair(self) -> Pair | None:
        index = self.table.currentIndex()
        return self.rows.row(index) if index.isValid() else None

    def _show(self) -> None:
        pair, form = self._pair(), self.poll.form
        differences = pair.differences() if pair else ()
        entered = pair is not None and pair.second is not None
        self._lay_on_pad(None if entered else pair)
        self.pad.setVisible(pair is not None and not entered)
        self.pad.buttons.setVisible(not entered)
        self.compared.setVisible(bool(differences))
        for button in (self.first, self.second):
            button.setVisible(bool(differences) and self.poll.is_open())
        self.again.setVisible(entered and self.poll.is_open())
        if pair is None or form is None:
            self.title.setText(_("Chưa có phiếu nào để nhập lại."))
            return
        self.title.setText(_title(pair))
        found = [
            Difference(form.questions[at], pair.first.answers[at : at + 1], _second(pair, at))
            for at in differences
            if at < len(form.questions)
        ]
        self.differences.replace(found)
        header = self.compared.horizontalHeader().sizeHint().height()
        self.compared.setFixedHeight((len(found) + 1) * look.row_height() + header)

    def _lay_on_pad(self, pair: Pair | None) -> None:
        """Another sheet of the sample: what was keyed of the one before waits."""
        before = self._on_pad.first.id if self._on_pad else ""
        if before == (pair.first.id if pair else ""):
            return
        self._put_away()
        self._on_pad = pair
        kept = self._shelf.get(pair.first.id) if pair else None
        draft = kept.typed if kept else None
        self.pad.begin(draft if isinstance(draft, Draft) else None)

    def _keep(self, draft: Draft) -> None:
        pair, form, desk = self._pair(), self.poll.form, self.desk
        if pair is None or form is None:
            return
        first, whole = pair.first.id, len(form.questions)
        if not self._do(lambda: deeds.keep_second(desk.store, desk.actor, first, draft, whole)):
            return
        self.pad.begin()
        self.refresh()
        if not self.rows.row(self.table.currentIndex()).differences():
            self._to_next()

    def _to_next(self) -> None:
        """The next sheet of the sample that waits for its second entry."""
        waiting = next((each for each in self.rows.rows() if each.second is None), None)
        if waiting is not None:
            self.table.go(waiting.first.id)
            self.pad.start()

    def _settle(self, *, by_second: bool) -> None:
        """Make both entries say the same: one of them was mistyped."""
        pair, form, desk = self._pair(), self.poll.form, self.desk
        if pair is None or pair.second is None or form is None:
            return
        kept, mended = (pair.second, pair.first) if by_second else (pair.first, pair.second)
        draft, whole = kept.draft(), len(form.questions)
        if self._do(lambda: deeds.correct(desk.store, desk.actor, mended.id, draft, whole)):
            self.poll.read()
            self.refresh()
            self._to_next()

    def _again(self) -> None:
        pair, desk = self._pair(), self.desk
        if pair is not None and pair.second is not None:
            second = pair.second.id
            if self._do(lambda: deeds.remove(desk.store, desk.actor, [second])):
                self.refresh()
                self.pad.start()

    def _do(self, deed: Callable[[], object]) -> bool:
        """Do it and tell everybody; False where it was refused, with the sentence shown."""
        told = trouble.attempt(deed)
        if told:
            self.message.say(Role.DANGER, told)
            return False
        self.message.clear()
        self.desk.wrote("sheet")
        return True

    def _say(self, pairs: list[Pair]) -> None:
        entered = [each for each in pairs if each.second is not None]
        differing = sum(1 for each in entered if each.differences())
        if not pairs:
            self.told.setText(_("Nhập phiếu của thôn trước; mẫu được rút từ các phiếu đã nhập."))
            return
        text = many("Mẫu {n} phiếu: đã nhập lại {entered}, khác nhau {differing}.", len(pairs))
        self.told.setText(text.format(entered=len(entered), differing=differing))

    def _lay_out(self, left: QWidget, right: QWidget) -> None:
        top = Flow(SPACE.group)
        top.add(Slot(_("Thôn"), self.village, 24))
        top.add(Slot(_("Cỡ mẫu"), self.share, 15))
        head = QVBoxLayout()
        head.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        head.setSpacing(SPACE.gap)
        head.addWidget(top)
        head.addWidget(self.told)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        buttons = Flow(SPACE.gap)
        for button in (self.first, self.second, self.again):
            buttons.add(button)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        beside.setSpacing(SPACE.gap)
        for each in (self.title, self.message, self.compared, buttons):
            beside.addWidget(each)
        beside.addWidget(self.pad, 1)
        beside.addStretch(0)

    def _listen(self) -> None:
        self.village.edited.connect(lambda village: self.poll.choose_village(str(village)))
        self.share.edited.connect(lambda _share: self.refresh())
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show())
        self.table.activated.connect(lambda _index: self.start())
        self.pad.kept.connect(self._keep)
        self.pad.dropped.connect(self.pad.begin)
        self.first.clicked.connect(lambda: self._settle(by_second=False))
        self.second.clicked.connect(lambda: self._settle(by_second=True))
        self.again.clicked.connect(self._again)


def _second(pair: Pair, at: int) -> str:
    return pair.second.answers[at : at + 1] if pair.second else ""


def _title(pair: Pair) -> str:
    if pair.second is None:
        return _("Nhập lại phiếu {number}").format(number=pair.first.number)
    differing = len(pair.differences())
    if not differing:
        return _("Phiếu {number}: hai lần nhập như nhau").format(number=pair.first.number)
    text = many("Phiếu {number}: khác nhau ở {n} câu", differing)
    return text.format(number=pair.first.number)


def _columns() -> tuple[Column[Pair], ...]:
    return (
        Column(_("Số phiếu"), lambda each: each.first.number),
        Column(_("Đối chiếu"), _outcome, role=_role, width=18),
    )


def _outcome(pair: Pair) -> str:
    if pair.second is None:
        return _("Chưa nhập lại")
    differing = len(pair.differences())
    return many("Khác {n} câu", differing) if differing else _("Khớp")


def _role(pair: Pair) -> Role:
    if pair.second is None:
        return Role.MISSING
    return Role.WARNING if pair.differences() else Role.PASSED


def _differences() -> tuple[Column[Difference], ...]:
    return (
        Column(_("Câu"), lambda each: f"{each.question.code}. {each.question.title}"),
        Column(_("Lần đầu"), lambda each: pad.words(each.question, each.first), width=18),
        Column(_("Nhập lại"), lambda each: pad.words(each.question, each.second), width=18),
    )
