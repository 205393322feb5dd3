"""What the centre did not take: each with its words, to be repaired, sent again or put away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.commands import quarantine
from db.queries.quarantine import Refusal
from resources.words import _
from rules.numbers import NumberError
from rules.records import REGISTRY
from ui import names, trouble
from ui.desk import Desk
from ui.disputes import TYPED, read
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.sheets import stack
from ui.slots import Troubles
from ui.widgets.button import Button, Kind
from ui.widgets.dates import DateError
from ui.widgets.picture import Picture
from ui.widgets.text import Heading, Text


class Refusals(QWidget):
    """Hidden while there are none."""

    asked = Signal(object)  # a Route
    settled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[Refusal, ...] = ()
        self.panels: list[RefusalPanel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.group)
        self._column.addWidget(
            Heading(_("Trung tâm từ chối"), _("những thay đổi khác vẫn được nhận"))
        )
        self.hide()

    def show_refusals(self, refusals: Sequence[Refusal]) -> None:
        """Show these."""
        if tuple(refusals) == self._shown:
            return
        self._shown = tuple(refusals)
        for panel in self.panels:
            panel.hide()
            panel.deleteLater()
        self.panels = [RefusalPanel(self._desk, refusal) for refusal in refusals]
        for panel in self.panels:
            panel.asked.connect(self.asked)
            panel.settled.connect(self.settled)
            self._column.addWidget(panel)
        self.setVisible(bool(refusals))


class RefusalPanel(QWidget):
    """One refused change and what can be done with it."""

    asked = Signal(object)
    settled = Signal()

    def __init__(self, desk: Desk, refusal: Refusal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._refusal = desk, refusal
        self.troubles = Troubles()
        self.value = QLineEdit()
        self.again = Button(_("Gửi lại"), "send")
        self.away = Button(_("Bỏ qua"), kind=Kind.QUIET)
        self.again.clicked.connect(self._resend)
        self.away.clicked.connect(self._dismiss)
        words = stack(
            Text(refusal.sentence, wrap=True),
            Text(_detail(refusal), Type.SMALL, Role.MUTED, wrap=True),
        )
        head = QHBoxLayout()
        head.setSpacing(SPACE.gap)
        head.addWidget(Picture("error", Role.DANGER), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(words, 1)
        deeds = QHBoxLayout()
        deeds.setSpacing(SPACE.gap)
        deeds.setContentsMargins(SPACE.section, 0, 0, 0)
        self._repairing(deeds)
        deeds.addWidget(self.again)
        deeds.addWidget(self.away)
        deeds.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addLayout(head)
        column.addLayout(deeds)
        column.addWidget(self.troubles)

    def repair(self) -> None:
        """Save what was typed instead, as a new change."""
        field = next(iter(self._refusal.fields))
        record_field = REGISTRY[self._refusal.type].field(field)
        try:
            value = read(record_field.kind if record_field else None, self.value.text())
        except (NumberError, DateError) as error:
            self.troubles.tell("value", error.advice)
            return
        desk, change = self._desk, self._refusal.change
        self._settle(lambda: quarantine.repair(desk.store, desk.actor, change, {field: value}))

    def _repairing(self, row: QHBoxLayout) -> None:
        """A field for one value that can be typed; the way to its place for all else."""
        spot = self._refusal.subject.spot
        if (field := _typed_field(self._refusal)) is not None:
            held = self._refusal.fields[field].value
            self.value.setText("" if held is None else names.value(field, held))
            self.value.setAccessibleName(names.of_field(field))
            self.value.returnPressed.connect(self.repair)
            save = Button(_("Lưu và gửi"), "edit")
            save.clicked.connect(self.repair)
            row.addWidget(self.value)
            row.addWidget(save)
        if spot is not None:
            way = Button(_("Đến chỗ sửa"), "forward", Kind.QUIET)
            route = Route("checklist", spot.set, spot.period, spot.indicator)
            way.clicked.connect(lambda: self.asked.emit(route))
            row.addWidget(way)

    def _resend(self) -> None:
        self._settle(lambda: quarantine.resend(self._desk.store, self._refusal.change))

    def _dismiss(self) -> None:
        self._settle(lambda: quarantine.dismiss(self._desk.store, self._refusal.change))

    def _settle(self, deed: Callable[[], object]) -> None:
        told = trouble.attempt(deed)
        self.troubles.tell("value", told)
        if not told:
            self.settled.emit()
            self._desk.wrote(self._refusal.type)


def _typed_field(refusal: Refusal) -> str | None:
    """The one field of a change that an officer can type anew."""
    key = REGISTRY[refusal.type].key
    fields = [name for name in refusal.fields if name not in key]
    if not refusal.repairable or len(fields) != 1 or len(refusal.fields) != 1:
        return None
    field = REGISTRY[refusal.type].field(fields[0])
    return fields[0] if field is not None and field.kind in TYPED else None


def _detail(refusal: Refusal) -> str:
    what = names.subject(refusal.subject)
    told = ", ".join(
        _("{field}: {value}").format(
            field=names.of_field(name), value=names.value(name, typed.value)
        )
        for name, typed in refusal.fields.items()
    )
    return _("{what} ({fields}), {who}, {when}").format(
        what=what[:1].upper() + what[1:],
        fields=told,
        who=refusal.actor or _("không rõ"),
        when=names.moment(refusal.made_at),
    )
