"""Answers that differ: all of them side by side, one to be chosen or another to be typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.commands import assess
from db.queries import people
from db.queries.disputes import Dispute
from db.queries.replica import Answer
from resources.words import _, many
from rules import numbers
from rules.numbers import NumberError
from rules.record import DELETED, Kind, Value
from rules.records import REGISTRY
from ui import look, names, trouble
from ui.desk import Desk
from ui.look import SPACE, Role, Type
from ui.slots import Troubles
from ui.widgets import dates, icons, paint
from ui.widgets.button import Button
from ui.widgets.dates import DateError
from ui.widgets.text import Text

_TYPED = frozenset({Kind.NUMBER, Kind.COUNT, Kind.TEXT, Kind.DATE})


class Disputes(QWidget):
    """The open conflicts of one place; hidden while there are none."""

    resolved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[Dispute, ...] = ()
        self.panels: list[DisputePanel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.gap)
        self.hide()

    def show_disputes(self, disputes: Sequence[Dispute], *, named: bool = False) -> None:
        """Show these; `named` also says what they are about.  The same again change nothing."""
        if tuple(disputes) == self._shown:
            return
        self._shown = tuple(disputes)
        for panel in self.panels:
            panel.hide()
            panel.deleteLater()
        signed = people.names(self._desk.store) if disputes else {}
        self.panels = [DisputePanel(self._desk, each, signed, named=named) for each in disputes]
        for panel in self.panels:
            panel.resolved.connect(self.resolved)
            self._column.addWidget(panel)
        self.setVisible(bool(self.panels))


class DisputePanel(QWidget):
    """One field with its differing answers."""

    resolved = Signal()

    def __init__(
        self,
        desk: Desk,
        dispute: Dispute,
        signed: dict[str, str],
        *,
        named: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._dispute = desk, dispute
        self.setAccessibleName(asked(dispute, named=named))
        self.troubles = Troubles()
        self.choices: list[Button] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.group)
        grid.setVerticalSpacing(SPACE.tight)
        grid.setColumnStretch(1, 1)
        for row, answer in enumerate(dispute.answers):
            self._offer(grid, row, answer, signed.get(answer.actor, _("không rõ")))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.gap + SPACE.section, SPACE.gap, SPACE.group, SPACE.gap)
        column.setSpacing(SPACE.gap)
        column.addWidget(Text(asked(dispute, named=named), Type.STRONG, wrap=True))
        column.addLayout(grid)
        self.other = QLineEdit()
        if self._can_be_typed():
            column.addLayout(self._typing())
        column.addWidget(self.troubles)

    def choose(self, value: Value) -> None:
        """This answer holds from now on, here and at every PC."""
        desk, dispute = self._desk, self._dispute
        told = trouble.attempt(
            lambda: assess.resolve(
                desk.store, desk.actor, dispute.type, dispute.record, {dispute.field: value}
            )
        )
        self.troubles.tell("value", told)
        if not told:
            self.resolved.emit()
            desk.wrote(dispute.type)

    def take_typed(self) -> None:
        """The answer that was typed instead."""
        try:
            value = read(self._kind(), self.other.text())
        except (NumberError, DateError) as error:
            self.troubles.tell("value", error.advice)
            return
        if value is None:
            self.troubles.tell("value", _("Chưa có gì để dùng; hãy gõ giá trị đúng."))
            return
        self.choose(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.pen_on(self)
        paint.field(painter, self.rect(), look.theme().soft(Role.CONFLICT))
        mark = QRect(SPACE.gap, SPACE.gap, look.icon_size(), self.fontMetrics().height())
        icons.draw(painter, "conflict", Role.CONFLICT, mark)
        painter.end()

    def _offer(self, grid: QGridLayout, row: int, answer: Answer, who: str) -> None:
        shown = names.value(self._dispute.field, answer.value)
        use = Button(_("Dùng"))
        use.setAccessibleName(_("Dùng {value} của {who}").format(value=shown, who=who))
        use.clicked.connect(lambda: self.choose(answer.value))
        self.choices.append(use)
        signed = _("{who}, {when}").format(who=who, when=names.moment(answer.at))
        top = Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(use, row, 0, top)
        grid.addWidget(Text(shown, Type.STRONG, wrap=True), row, 1, top)
        grid.addWidget(Text(signed, Type.SMALL, Role.MUTED), row, 2, top)

    def _kind(self) -> Kind | None:
        field = REGISTRY[self._dispute.type].field(self._dispute.field)
        return field.kind if field else None

    def _can_be_typed(self) -> bool:
        return self._dispute.field != DELETED and self._kind() in _TYPED

    def _typing(self) -> QHBoxLayout:
        self.other.setPlaceholderText(_("Hoặc gõ giá trị đúng"))
        self.other.setAccessibleName(_("Giá trị đúng"))
        self.other.returnPressed.connect(self.take_typed)
        use = Button(_("Dùng giá trị này"))
        use.clicked.connect(self.take_typed)
        row = QHBoxLayout()
        row.setSpacing(SPACE.gap)
        row.addWidget(self.other, 1)
        row.addWidget(use)
        return row


def asked(dispute: Dispute, *, named: bool) -> str:
    """What has to be settled, in a sentence."""
    field, n = names.of_field(dispute.field), len(dispute.answers)
    village = dispute.subject.spot.village if dispute.subject.spot else None
    if dispute.field == DELETED:
        return _("Một người đã bỏ {what}, người khác lại sửa. Chọn cách giữ:").format(
            what=names.subject(dispute.subject)
        )
    if named:
        text = many("{what}: có {n} giá trị khác nhau ở “{field}”. Chọn giá trị đúng:", n)
        what = names.subject(dispute.subject)
        return text.format(what=what[:1].upper() + what[1:], field=field)
    if village:
        text = many("{village}: có {n} giá trị khác nhau ở “{field}”. Chọn giá trị đúng:", n)
        return text.format(village=village, field=field)
    text = many("Có {n} giá trị khác nhau ở “{field}”. Chọn giá trị đúng:", n)
    return text.format(field=field)


def read(kind: Kind | None, text: str) -> Value:
    """What was typed, as this kind of field holds it; raises NumberError or DateError."""
    if kind in (Kind.NUMBER, Kind.COUNT):
        return numbers.parse(text)
    if kind is Kind.DATE:
        return dates.read(text, datetime.now().astimezone().date())
    return text.strip() or None
