"""Below the list: how far the period has come, the rehearsal, and handing it to the centre."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.commands import submission
from db.queries import handing
from db.queries.checklist import Checklist
from db.queries.handing import Handing
from resources.words import _, many
from ui import names, trouble
from ui.desk import Desk
from ui.look import SPACE, Ground, Role, Type
from ui.screens.checklist import filters
from ui.slots import follow
from ui.widgets.button import Button, Kind
from ui.widgets.message import Message
from ui.widgets.region import Region
from ui.widgets.text import Text


class HandingBar(Region):
    """State, two buttons; the second asks once more, in place, and names what stands open."""

    rehearsal_wanted = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Ground.SURFACE, parent)
        self._desk = desk
        self._checklist: Checklist | None = None
        self._state = Text("", Type.SMALL, Role.MUTED, wrap=True, parent=self)
        self.message = Message(self)
        self._asking: Asking | None = None
        self.rehearse = Button(_("Thẩm tr&a thử"), "review", parent=self)
        self.hand_in = Button(_("Nộp &kỳ này"), "send", parent=self)
        self.rehearse.clicked.connect(self.rehearsal_wanted)
        self.hand_in.clicked.connect(self.ask)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.gap)
        buttons.addWidget(self.rehearse)
        buttons.addWidget(self.hand_in)
        buttons.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE.group, SPACE.gap, SPACE.group, SPACE.gap)
        self._column.setSpacing(SPACE.gap)
        self._column.addWidget(self._state)
        self._column.addWidget(self.message)
        self._column.addLayout(buttons)

    @property
    def asking(self) -> Asking:
        """The question in place, built when it is first asked."""
        if self._asking is None:
            self._asking = Asking(self)
            self._asking.hide()
            self._asking.agreed.connect(self._submit)
            self._asking.left.connect(self._fold)
            self._column.insertWidget(2, self._asking)
            follow(self.message, self._asking)
        return self._asking

    def show_checklist(self, checklist: Checklist) -> None:
        """Say how far this period has come."""
        other = self._checklist is None or (
            (self._checklist.criteria.id, self._checklist.period)
            != (checklist.criteria.id, checklist.period)
        )
        self._checklist = checklist
        if other:
            self.message.clear()
        if other and self._asking is not None:
            self._asking.hide()
        found = handing.of(self._desk.store, checklist.criteria.id, str(checklist.period))
        self._state.setText(state_words(found))
        full = any(checklist.criteria.indicators())
        self.rehearse.setEnabled(full)
        self.hand_in.setEnabled(full)
        if self._asking is not None:
            self._asking.question.setText(open_words(checklist))

    def ask(self) -> None:
        """Unfold what stands open, and ask once more."""
        if self._checklist is None:
            return
        self.message.clear()
        self.asking.question.setText(open_words(self._checklist))
        self.asking.show()
        self.asking.no.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _submit(self) -> None:
        checklist, desk = self._checklist, self._desk
        if checklist is None:
            return
        criteria, period = checklist.criteria, checklist.period
        told = trouble.attempt(
            lambda: submission.submit(
                desk.store, desk.actor, criteria.id, str(period), criteria.version
            )
        )
        self._fold()
        if told:
            self.message.say(Role.DANGER, told)
            return
        desk.wrote("submission")
        self.said.emit(_("Đã nộp {period}.").format(period=period.label()))

    def _fold(self) -> None:
        self.asking.hide()
        self.hand_in.setFocus()


class Asking(Region):
    """What stands open, and whether to hand in all the same."""

    agreed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Ground.RAISED, parent)
        self.question = Text("", wrap=True, parent=self)
        self.yes = Button(_("Nộp"), "send", Kind.PRIMARY, self)
        self.no = Button(_("Thôi"), parent=self)
        self.yes.clicked.connect(self.agreed)
        self.no.clicked.connect(self.left)
        answers = QHBoxLayout()
        answers.setSpacing(SPACE.gap)
        answers.addWidget(self.yes)
        answers.addWidget(self.no)
        answers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.gap, SPACE.gap, SPACE.gap, SPACE.gap)
        column.setSpacing(SPACE.gap)
        column.addWidget(self.question)
        column.addLayout(answers)


def state_words(found: Handing) -> str:
    """How far a period has come, in a sentence."""
    if found.state == "draft":
        return _("Nháp: kỳ này chưa nộp.")
    waits = found.state == "submitted"  # the centre has not said anything yet
    text = _("Đã nộp {when}, {who}.") if waits else _("{state} (nộp {when}, {who})")
    told = text.format(
        state=names.state(found.state),
        when=names.moment(found.at),
        who=found.by or _("không rõ"),
    )
    lines = [told]
    if found.words:
        lines.append(_("Ý kiến của trung tâm: “{words}”").format(words=found.words))
    if found.changed:
        lines.append(many("Đã sửa {n} chỗ sau khi nộp.", found.changed))
    return "\n".join(lines)


def open_words(checklist: Checklist) -> str:
    """What stands open before handing in."""
    open_ = (filters.MISSING, filters.FAILED, filters.RETURNED, filters.CONFLICTS)
    missing, failed, returned, conflicts = (filters.count(checklist, key) for key in open_)
    told = [
        sentence
        for n, sentence in (
            (missing, many("Còn {n} chỉ tiêu thiếu số liệu.", missing)),
            (failed, many("Còn {n} chỉ tiêu chưa đạt.", failed)),
            (returned, many("Còn {n} chỉ tiêu bị trả lại.", returned)),
            (conflicts, many("Còn {n} chỉ tiêu có xung đột.", conflicts)),
        )
        if n
    ]
    if not told:
        told = [_("Mọi chỉ tiêu đã có số liệu và không còn vướng mắc.")]
    asked = _("Nộp {period} cho trung tâm?").format(period=checklist.period.label().lower())
    return "\n".join((*told, asked))
