"""Đồng bộ: state and counts, joining a centre, refusals, conflicts, the log."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from db.queries import disputes, quarantine, rounds
from db.queries.rounds import Round
from resources.words import _
from ui import look
from ui.desk import Desk
from ui.disputes import Disputes
from ui.rows import Rows
from ui.screen import Key, Route, Screen, alt
from ui.screens.sync import log
from ui.screens.sync.enrolment import Enrolment
from ui.screens.sync.refusals import Refusals
from ui.screens.sync.state import State
from ui.sheets import Sheets, stack
from ui.subject import Subject
from ui.widgets.table import Table
from ui.widgets.text import Heading

_LOGGED = 12  # rounds shown without scrolling the log


class Sync(Screen):
    """First form: state, counts, enrolment, refusals, conflicts, log."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {"assessment", "threshold", "evidence", "submission", "task", "unit", "person", "review"}
    )

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.state = State(desk)
        self.enrolment = Enrolment(desk)
        self.refused = Refusals()
        self.conflicts = Disputes(desk)
        self._of_conflicts = stack(Heading(_("Xung đột")), self.conflicts)
        self.log: Rows[Round] = Rows(log.columns(), key=lambda each: each.at, parent=self)
        self._log_title = Heading(_("Nhật ký gửi nhận"))
        self.table = Table(self.log)
        self.table.setAccessibleName(_("Nhật ký gửi nhận"))
        self._area = Sheets(
            self.state,
            self.enrolment,
            self.refused,
            self._of_conflicts,
            stack(self._log_title, self.table),
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self.refused.asked.connect(self.asked)
        self.conflicts.asked.connect(self.asked)
        self.enrolment.joined.connect(self._again)
        desk.line.changed.connect(self._again)

    def refresh(self) -> None:
        """Read the counts, refusals, conflicts and the log again."""
        store, view = self.desk.store, self.desk.line.view()
        self.state.show_view(view, rounds.tally(store))
        self.enrolment.setVisible(not view.enrolled)
        self.refused.show_refusals(quarantine.refusals(store))
        open_ = disputes.every(store)
        self.conflicts.show_disputes(open_, named=True)
        self._of_conflicts.setVisible(bool(open_))
        told = rounds.latest(store)
        self.log.replace({each.at: each for each in told}.values())
        self._log_title.remark.setText("" if told else _("chưa có lần gửi nào"))
        self.table.setVisible(bool(told))
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(min(len(told), _LOGGED) * look.row_height() + header + 2)

    def go(self, route: Route) -> None:
        """To the refused changes or the conflicts."""
        self.refresh_now()
        parts = {"refused": self.refused, "conflicts": self.conflicts}
        if route.part in parts:
            self._area.ensureWidgetVisible(parts[route.part])
            parts[route.part].setFocus()
            self.focusNextChild()

    def start(self) -> None:
        view = self.desk.line.view()
        (self.state.send if view.enrolled else self.enrolment.address).setFocus()

    def keys(self) -> tuple[Key, ...]:
        return (Key(alt(_("Gửi nga&y")), _("Gửi ngay")),)
