"""Đồng bộ: state, what is at stake and the ways out, what waits for an officer, ledger and log."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.commands import question
from db.queries import clock, digests, ledger, merged, rounds
from db.queries.ledger import Entry
from db.queries.rounds import Round
from resources.words import _, many
from rules.records import REGISTRY
from ui import look
from ui.desk import Desk
from ui.rows import Rows
from ui.screen import Key, Route, Screen
from ui.screens.sync import ledger as promises
from ui.screens.sync import log
from ui.screens.sync.byhand import ByHand
from ui.screens.sync.conflicts import Conflicts
from ui.screens.sync.doubts import Doubts
from ui.screens.sync.enrolment import Enrolment
from ui.screens.sync.frugal import Frugal
from ui.screens.sync.meetings import Meetings
from ui.screens.sync.refusals import Refusals
from ui.screens.sync.state import State
from ui.sheets import Sheets, stack
from ui.slots import enter, read_through
from ui.status import SEND
from ui.subject import Subject
from ui.widgets.table import Table
from ui.widgets.text import Heading

_SHOWN = 12  # rows of a table without scrolling it


class Sync(Screen):
    """What matters now comes first: doubts, refusals and conflicts stand above the books."""

    listens: ClassVar[frozenset[str]] = frozenset(REGISTRY)

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.doubts = Doubts(desk)
        self.state = State(desk)
        self.frugal = Frugal(desk)
        self.enrolment = Enrolment(desk)
        self.byhand = ByHand(desk)
        self.refused = Refusals(desk)
        self.conflicts = Conflicts(desk)
        self.meetings = Meetings()
        self.ledger: Rows[Entry] = Rows(promises.columns(), key=_record, parent=self)
        self.log: Rows[Round] = Rows(log.columns(), key=lambda each: each.at, parent=self)
        self._ledger = Book(_("Từng bản ghi đã tới đâu"), self.ledger)
        self._log = Book(_("Nhật ký gửi nhận"), self.log)
        self._area = Sheets(
            self.doubts,
            stack(self.state, self.frugal, spacing=look.SPACE.group),
            self.enrolment,
            self.byhand,
            self.refused,
            self.conflicts,
            self.meetings,
            self._ledger,
            self._log,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self.refused.asked.connect(self.asked)
        self.conflicts.asked.connect(self.asked)
        self.enrolment.joined.connect(self._again)
        desk.line.changed.connect(self._on_line)
        desk.carrier.changed.connect(self._on_carrier)

    def refresh(self) -> None:
        """Read everything again."""
        store, view = self.desk.store, self.desk.line.view()
        pull, update = (question.standing(store, each) for each in question.ASKED)
        self.doubts.show_doubts(pull, update, clock.doubt(store), digests.differing(store))
        self.state.show_view(view, rounds.tally(store), rounds.reached(store))
        self.frugal.setVisible(view.enrolled and not view.shut_out)
        self.frugal.look_again()
        self.enrolment.show_view(view)
        self._on_carrier()
        self.refused.refresh()
        self.conflicts.refresh()
        self.meetings.show_meetings(merged.latest(store))
        told = ledger.entries(store)
        self.ledger.replace(told)
        self._ledger.fit(many("{n} bản ghi gần đây", len(told)) if told else _("chưa có gì"))
        past = {each.at: each for each in rounds.latest(store)}
        self.log.replace(past.values())
        self._log.fit("" if past else _("chưa có lần gửi nào"))
        read_through(self)

    def go(self, route: Route) -> None:
        """To the refused changes or the conflicts."""
        self.refresh_now()
        parts = {"refused": self.refused, "conflicts": self.conflicts}
        if route.part in parts:
            self._area.ensureWidgetVisible(parts[route.part])
            enter(parts[route.part])

    def flush(self) -> None:
        """An address and a code that were not tried yet wait, and answers not taken yet."""
        self.conflicts.flush()
        self.refused.flush()
        self.enrolment.half.flush()

    def start(self) -> None:
        view = self.desk.line.view()
        if view.enrolled and not view.shut_out:
            self.state.send.setFocus()
        else:
            self.enrolment.enter()

    def keys(self) -> tuple[Key, ...]:
        return (Key(SEND, _("Gửi ngay, hoặc chép ra USB khi mất mạng")),)

    def _on_line(self) -> None:
        """A round that gets on moves its bar; all else is read again."""
        view = self.desk.line.view()
        if view.moving is not None:
            self.state.show_moving(view)
        else:
            self._again()

    def _on_carrier(self) -> None:
        view = self.desk.line.view()
        taken = view.enrolled and not view.shut_out
        if self.byhand.show_view(self.desk.carrier.view(), enrolled=taken):
            read_through(self)


class Book(QWidget):
    """A table under its title, as high as it has rows, up to a page."""

    def __init__(self, title: str, rows: Rows[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._title = Heading(title)
        self.table = Table(rows)
        self.table.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.SPACE.tight)
        column.addWidget(self._title)
        column.addWidget(self.table)

    def fit(self, remark: str) -> None:
        """Take the room the rows need now, and say this beside the title."""
        count = self._rows.rowCount()
        self._title.remark.setText(remark)
        self.table.setVisible(count > 0)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(min(count, _SHOWN) * look.row_height() + header + 2)


def _record(entry: Entry) -> tuple[str, str]:
    return entry.subject.type, entry.subject.record
