"""The form of one indicator: built once, filled again for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QPalette,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.commands import assess
from db.queries import disputes
from db.queries.checklist import Checklist, Line
from resources.criteria import Confidence, ValueKind
from resources.words import _
from rules.record import identity
from rules.records import TASK
from ui import look, names
from ui.desk import Desk
from ui.disputes import Disputes
from ui.look import SPACE, Ground, Role, Type
from ui.screens.checklist.case import Case
from ui.screens.checklist.keys import TO_VILLAGES
from ui.screens.checklist.question import Question, Verdict
from ui.slots import follow, leave_drops, local_files
from ui.widgets.message import Message
from ui.widgets.region import Region
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.screens.checklist.below import Below

_WIDEST, _NARROWEST = 760, 400  # pixels at a text size of 100 %
_LATER = 60  # milliseconds without another step through the list before the rest is read
_FIRST = (
    200  # the same while a window opens: on a slow PC, too, the first key comes before the rest
)


class Page(QScrollArea):
    """Shows one indicator; files may be dropped or pasted anywhere upon it."""

    said = Signal(str)
    bringing = Signal(str)  # figures of this indicator are wanted from a spreadsheet
    leaving = Signal()  # and into one
    wanted = Signal(object)  # a Route

    def __init__(
        self, desk: Desk, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._today = desk, today
        self._case: Case | None = None
        self._column = self._lay_out()
        self.title = Text("", Type.LARGE, wrap=True, parent=self._inner)
        self.subtitle = Text("", Type.BODY, Role.MUTED, wrap=True, parent=self._inner)
        self.review = Message(self._inner)
        self.disputes = Disputes(desk, self._inner)
        self._whole: Verdict | None = None
        self.question = Question(parent=self._inner)
        self.parts: list[Question] = []
        self._of_parts = QVBoxLayout()
        self._below: Below | None = None
        self._sign: Text | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.show_rest)
        self._fill()
        self._listen()

    # -- what is shown -----------------------------------------------------------------------

    def show_case(self, checklist: Checklist, line: Line) -> None:
        """Show an indicator; the same one again leaves what is being typed, and the place."""
        case = Case(self._desk, checklist, line)
        fresh = self._case is None or self._case.line.record != line.record
        if fresh:
            self._later.stop()
            self.flush()
        self._case = case
        self.setUpdatesEnabled(False)
        self.title.setText(f"{line.indicator.code}  {line.indicator.title}")
        self.subtitle.setText(subtitle_of(case))
        self._show_review(line)
        self.disputes.show_disputes(_disputes(case))
        self._show_questions(case)
        if self._below is not None:
            self._below.show_case(case, fresh=fresh)
        if fresh:
            self.verticalScrollBar().setValue(0)
        self._settle()
        self.setUpdatesEnabled(True)
        self._later.start(_FIRST if self._below is None else _LATER)

    @property
    def below(self) -> Below:
        """What stands below the answer, built when it is first asked for."""
        if self._below is None:
            from ui.screens.checklist.below import Below

            self._below = Below(self._desk, self._today, self._inner)
            self._below.said.connect(self.said)
            self._below.wanted.connect(self.wanted)
            self._below.moved.connect(self._reveal)
            self._below.bringing.connect(self.bringing)
            self._below.leaving.connect(self.leaving)
            leave_drops(self._below)
            self._column.addWidget(self._below)
            follow(self.parts[-1] if self.parts else self.question, self._below)
            self._below.show()
            if self._case is not None:
                self._below.show_case(self._case, fresh=True)
        return self._below

    def show_rest(self) -> None:
        """What can wait until the officer stays: the story costs more than all the rest."""
        if self._case is not None:
            self.setUpdatesEnabled(False)
            self.below.show_story(self._case)
            self._settle()
            self.setUpdatesEnabled(True)

    def flush(self) -> None:
        """Save what is being typed; what cannot be saved waits."""
        self.disputes.flush()
        for question in (self.question, *self.parts):
            question.flush()
        if self._below is not None:
            self._below.flush()

    def start(self) -> None:
        """Take the focus to where filling in begins."""
        asked = [each for each in (self.question, *self.parts) if not each.isHidden()]
        fields = (each.answer.first() for each in asked)
        first = next((field for field in fields if field is not None), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        elif not self._to_villages():
            self.below.details.as_of.setFocus(Qt.FocusReason.TabFocusReason)

    def record(self) -> str:
        """The id of the assessment that is shown, "" before the first."""
        return self._case.line.record if self._case else ""

    # -- files -------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._case is not None and local_files(event.mimeData().urls()):
            event.acceptProposedAction()
            self._invite(True)

    def dragMoveEvent(self, event: object) -> None:
        """Accepted on entering, and everywhere."""

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._invite(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._invite(False)
        event.acceptProposedAction()
        self.below.evidence.take(local_files(event.mimeData().urls()))

    def _paste(self) -> None:
        """Files on the clipboard become evidence; a table under the focus takes its block."""
        from ui.widgets.table import Table

        held = QGuiApplication.clipboard().mimeData()
        focus = QApplication.focusWidget()
        if held is not None and local_files(held.urls()):
            self.below.evidence.take(local_files(held.urls()))
        elif isinstance(focus, Table):
            focus.paste()

    def _invite(self, inviting: bool) -> None:
        """Say what will come of letting go, over the whole form."""
        if self._sign is None:
            self._sign = Text("", Type.LARGE, Role.ACCENT, parent=self.viewport())
            self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._sign.setBackgroundRole(QPalette.ColorRole.AlternateBase)  # the raised tone
            self._sign.setAutoFillBackground(True)
        self._sign.setVisible(inviting)
        if inviting:
            code = self._case.line.indicator.code if self._case else ""
            self._sign.setText(_("Thả tệp để làm minh chứng cho chỉ tiêu {code}").format(code=code))
            self._sign.setGeometry(self.viewport().rect())
            self._sign.raise_()

    # -- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> QVBoxLayout:
        """From the outside inwards: Qt styles a widget anew each time it gets another parent."""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(True)
        # nobody asks for the viewport here: PySide would first load every kind of widget there is
        paper = Region(Ground.SURFACE, self)
        self.setWidget(paper)
        self._inner = QWidget(paper)
        around = QVBoxLayout(paper)
        around.setContentsMargins(SPACE.section, SPACE.group, SPACE.section, SPACE.section)
        around.addWidget(self._inner)
        around.addStretch(1)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.tight)
        self._narrow()
        return column

    def _fill(self) -> None:
        column = self._column
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addSpacing(SPACE.gap)
        column.addWidget(self.review)
        column.addWidget(self.disputes)
        column.addSpacing(SPACE.tight)
        column.addWidget(self.question)
        self._of_parts.setSpacing(SPACE.section)
        column.addLayout(self._of_parts)
        leave_drops(self._inner)

    def _settle(self) -> None:
        """Find every part its place before anything is painted: no frame shows them squeezed."""
        for _once in range(2 if self.isVisible() else 0):  # the form, then its scroll area
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _listen(self) -> None:
        self.question.villages_wanted.connect(self._to_villages)
        self.disputes.resolved.connect(self.start)
        pasted = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        pasted.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        pasted.activated.connect(self._paste)
        table = QShortcut(QKeySequence(TO_VILLAGES), self)
        table.activated.connect(self._to_villages)

    def _show_review(self, line: Line) -> None:
        """The reviewer's words, in the colour of what came back; an answered one is quiet."""
        said = line.review
        if said is None or said.verdict != "returned":
            self.review.clear()
            return
        who = said.reviewer or _("Trung tâm")
        words = said.words or _("không ghi lý do")
        if said.answered:
            text = _("Đã sửa sau khi bị trả lại. {who}, {when}: “{words}”")
        else:
            text = _("Trả lại. Sửa theo ý kiến của {who}, {when}, rồi nộp lại: “{words}”")
        role = Role.INFO if said.answered else Role.RETURNED
        told = text.format(who=who, when=names.moment(said.at), words=words)
        self.review.say(role, told, closable=False)

    def _show_questions(self, case: Case) -> None:
        """One question, or one for each part under the verdict of the whole."""
        composite = case.line.indicator.kind is ValueKind.COMPOSITE
        if self._whole is None and composite:
            self._whole = Verdict(self._inner)
            self._column.insertWidget(self._column.indexOf(self.question), self._whole)
        if self._whole is not None:
            self._whole.setVisible(composite)
            self._whole.show_line(case, case.line)
        self.question.setVisible(not composite or bool(case.line.answer.given()))
        if not self.question.isHidden():
            self.question.show_line(case, case.line)
        parts = case.lines if composite and case.line.indicator.parts else ()
        while len(self.parts) < len(parts):
            part = Question(part=True, parent=self._inner)
            part.villages_wanted.connect(self._to_villages)
            leave_drops(part)
            follow(self.parts[-1] if self.parts else self.question, part)
            self.parts.append(part)
            self._of_parts.addWidget(part)
            part.show()
        for number, part in enumerate(self.parts):
            part.setVisible(number < len(parts))
            if number < len(parts):
                part.show_line(case, parts[number])

    def _to_villages(self) -> bool:
        """To the first table of villages; whether there is one."""
        shown = self.below.to_villages()
        if shown is not None:
            self.ensureWidgetVisible(shown, 0, SPACE.group)
        return shown is not None

    def _reveal(self, table: QWidget, spot: QRect) -> None:
        """Scroll so that a cell of a table is seen."""
        corner = table.mapTo(self._inner, spot.center()) + self._inner.pos()
        self.ensureVisible(corner.x(), corner.y(), 0, 2 * look.row_height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._narrow()

    def _narrow(self) -> None:
        """No wider than can be read, no narrower than the widest row of the form."""
        scale = look.current().scale_percent / 100
        self._inner.setMaximumWidth(round(_WIDEST * scale))
        self.setMinimumWidth(round(_NARROWEST * scale))


def subtitle_of(case: Case) -> str:
    """Criterion, office, and what to know about the title itself."""
    line, criteria = case.line, case.checklist.criteria
    criterion = criteria.criterion_of(line.indicator.code)
    told = []
    if criterion is not None:
        told.append(_("Tiêu chí {code}").format(code=criterion.code))
        told.append(criterion.title)
    office = names.owner_role(line.indicator.owner_role)
    if office:
        told.append(office)
    if line.indicator.title_confidence is Confidence.RECALL:
        told.append(_("tên chưa đối chiếu"))
    return " · ".join(told)


def _disputes(case: Case) -> list[disputes.Dispute]:
    """The open conflicts of everything the form shows."""
    if not case.line.disputed and not any(line.disputed for line in case.lines):
        return _of_task(case)
    villages = [
        assess.record_of(case.desk.store, case.place(line.indicator.code, village.id))
        for line in case.lines
        if line.village_conflicts
        for village in case.checklist.villages
    ]
    own = [case.line.record, *(line.record for line in case.lines), *villages]
    return [*disputes.among(case.desk.store, own), *_of_task(case)]


def _of_task(case: Case) -> list[disputes.Dispute]:
    place = case.place()
    key = {"set": place.set, "indicator": place.indicator, "period": place.period}
    task = identity(TASK, case.checklist.commune.code, key)
    return disputes.among(case.desk.store, [task])
