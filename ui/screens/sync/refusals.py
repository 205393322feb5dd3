"""What the centre did not take, each with its sentence and the way to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from db.queries.quarantine import Refusal
from resources.words import _
from ui import names
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.sheets import stack
from ui.widgets.button import Button, Kind
from ui.widgets.picture import Picture
from ui.widgets.text import Heading, Text


class Refusals(QWidget):
    """What the centre did not take, each with its sentence and the way to it."""

    asked = Signal(object)  # a Route

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Refusal, ...] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE.group)
        self._grid.setVerticalSpacing(SPACE.gap)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(Heading(_("Trung tâm từ chối"), _("những thay đổi khác vẫn được nhận")))
        column.addLayout(self._grid)
        self.hide()

    def show_refusals(self, refusals: Sequence[Refusal]) -> None:
        """Show these."""
        if tuple(refusals) == self._shown:
            return
        self._shown = tuple(refusals)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for row, refusal in enumerate(refusals):
            self._grid.addWidget(Picture("error", Role.DANGER), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(stack(*_refusal_texts(refusal)), row, 1)
            spot = refusal.subject.spot
            if spot is not None:
                way = Button(_("Đến chỗ sửa"), "forward", Kind.QUIET)
                route = Route("checklist", spot.set, spot.period, spot.indicator)
                way.clicked.connect(lambda _checked, route=route: self.asked.emit(route))
                self._grid.addWidget(way, row, 2, Qt.AlignmentFlag.AlignTop)
        self.setVisible(bool(refusals))


def _refusal_texts(refusal: Refusal) -> tuple[Text, Text]:
    what = names.subject(refusal.subject)
    fields = ", ".join(names.of_field(name) for name in refusal.fields)
    detail = _("{what} ({fields}), {who}, {when}").format(
        what=what[:1].upper() + what[1:],
        fields=fields,
        who=refusal.actor or _("không rõ"),
        when=names.moment(refusal.at),
    )
    return Text(refusal.sentence, wrap=True), Text(detail, Type.SMALL, Role.MUTED, wrap=True)
