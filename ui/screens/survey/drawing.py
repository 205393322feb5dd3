"""Which households are asked: drawn by a seed that is kept, so that anybody can draw them again."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands import survey as deeds
from resources.words import _
from rules import numbers, sampling
from ui import look, trouble
from ui.desk import Desk
from ui.look import SPACE, Role, Type
from ui.rows import Align, Column, Rows
from ui.screens.survey.poll import Poll
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.message import Message
from ui.widgets.table import Table
from ui.widgets.text import Heading, Text

_MOST_ROWS = 8


class Drawn(Struct, frozen=True):
    """The households of a village that were drawn, by their place in the village's own book."""

    village: str
    name: str
    households: int
    drawn: tuple[int, ...]


class Drawing(QWidget):
    """Numbers only: who lives there stands in the village's book and nowhere here."""

    def __init__(self, desk: Desk, poll: Poll, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._poll = desk, poll
        self.heading = Heading(_("Rút thăm chọn hộ"))
        self.told = Text("", Type.BODY, Role.MUTED, wrap=True)
        self.draw = Button("", "sync")
        self.message = Message()
        self.rows: Rows[Drawn] = Rows(_columns(), key=lambda each: each.village, parent=self)
        self.table = Table(self.rows)
        self.table.setAccessibleName(_("Hộ được rút thăm"))
        buttons = Flow()
        buttons.add(self.draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        for part in (self.heading, self.told, buttons, self.message, self.table):
            column.addWidget(part)
        self.draw.clicked.connect(self._draw)

    def refresh(self) -> None:
        """Show what was drawn of the chosen survey."""
        survey, bounds = self._poll.survey, self._poll.bounds
        least = bounds.terms.households if bounds else None
        seed = survey.seed if survey else None
        drawn = _drawn(self._poll, seed, least) if seed and least is not None else []
        self.rows.replace(drawn)
        self.table.setVisible(bool(drawn))
        header = self.table.horizontalHeader().sizeHint().height()
        shown = min(len(drawn), _MOST_ROWS)
        self.table.setFixedHeight(shown * look.row_height() + header + 2)
        self.heading.remark.setText(_told_seed(seed))
        self.told.setText(_how(least, any(each.tally.households for each in self._poll.counts)))
        self.draw.setText(_("Rút lại") if seed else _("Rút thăm"))
        self.draw.setVisible(least is not None and self._poll.is_open())
        self.message.clear()

    def _draw(self) -> None:
        desk, survey = self._desk, self._poll.survey
        if survey is None:
            return
        seed = sampling.draw_seed()
        told = trouble.attempt(
            lambda: deeds.describe(desk.store, desk.actor, survey.id, {"seed": seed})
        )
        if told:
            self.message.say(Role.DANGER, told)
        else:
            desk.wrote("survey")


def _drawn(poll: Poll, seed: str, least: float) -> list[Drawn]:
    """Every village whose households are known."""
    return [
        Drawn(each.village, each.name, whole, sampling.numbers(each.village, whole, least, seed))
        for each in poll.counts
        if (whole := each.tally.households)
    ]


def _told_seed(seed: str | None) -> str:
    return _("mã rút thăm {seed}").format(seed=seed) if seed else _("chưa rút thăm")


def _how(least: float | None, any_households: bool) -> str:
    if least is None:
        return _("Ghi tỷ lệ hộ tham gia ở trên rồi rút thăm.")
    if not any_households:
        return _("Ghi số hộ của các thôn ở phần Kiểm phiếu để rút thăm.")
    return _(
        "Mỗi thôn lấy {least} % số hộ, theo số thứ tự hộ trong sổ của thôn. Ghi mã rút thăm vào"
        " biên bản: ai có mã cũng rút lại được đúng những hộ này."
    ).format(least=numbers.show(least))


def _columns() -> tuple[Column[Drawn], ...]:
    return (
        Column(_("Thôn"), lambda each: each.name, width=22),
        Column(_("Số hộ"), lambda each: each.households, align=Align.END, width=9),
        Column(_("Cần lấy"), lambda each: len(each.drawn), align=Align.END, width=9),
        Column(_("Số thứ tự hộ"), _numbers, hint=_numbers),
    )


def _numbers(drawn: Drawn) -> str:
    return ", ".join(str(each) for each in drawn.drawn)
