"""How far the sets have come, and how things stand with the centre."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries import sets
from db.queries.today import Standing
from resources.words import _, many
from ui.desk import Desk, LineView
from ui.look import SPACE, Role, Type
from ui.screen import Route
from ui.screens.checklist import filters
from ui.status import centre_words, pending_words
from ui.widgets.button import Button, Kind
from ui.widgets.flow import Flow
from ui.widgets.progress import Progress
from ui.widgets.text import Text


class Standings(QWidget):
    """How far the sets have come."""

    asked = Signal(object)  # a Route

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Standing, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.section)

    def show_standings(self, standings: Sequence[Standing]) -> None:
        """Show these, each with its counts as ways to them."""
        if tuple(standings) == self._shown:
            return
        self._shown = tuple(standings)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for standing in standings:
            self._column.addWidget(self._one(standing))

    def _one(self, standing: Standing) -> QWidget:
        counts = standing.progress
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(Text(sets.short_title(standing.criteria.title), Type.STRONG, wrap=True))
        progress = Progress()
        progress.passed(counts.passed, counts.total)
        column.addWidget(progress)
        told = _("{period} · {passed}/{total} tiêu chí đạt").format(
            period=standing.period.label(),
            passed=standing.passed_criteria,
            total=len(standing.criteria.criteria),
        )
        column.addWidget(Text(told, Type.SMALL, Role.MUTED, wrap=True))
        ways = Flow(SPACE.tight)
        for n, words, key in (
            (counts.missing, many("Thiếu {n}", counts.missing), filters.MISSING),
            (
                counts.failed + counts.needs_review,
                many("Chưa đạt {n}", counts.failed + counts.needs_review),
                filters.FAILED,
            ),
            (
                counts.no_threshold,
                many("Chưa có ngưỡng {n}", counts.no_threshold),
                filters.ALL,
            ),
        ):
            if n:
                way = Button(words, kind=Kind.QUIET)
                route = Route("checklist", standing.criteria.id, str(standing.period), part=key)
                way.clicked.connect(lambda _checked, route=route: self.asked.emit(route))
                ways.add(way)
        column.addWidget(ways)
        return box


class LineBox(QWidget):
    """How things stand with the centre, and the one thing to do about it."""

    asked = Signal(object)  # a Route

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pending = Text("", wrap=True)
        self._sentence = Text("", Type.SMALL, Role.MUTED, wrap=True)
        self.act = Button("", "sync")
        self.act.clicked.connect(lambda: self.asked.emit(Route("sync")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(Text(_("Gửi lên trung tâm"), Type.STRONG))
        column.addWidget(self._pending)
        column.addWidget(self._sentence)
        column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)

    def show_view(self, view: LineView) -> None:
        """Say how things stand."""
        self._pending.setText(pending_words(view))
        self._sentence.setText(view.sentence or centre_words(view)[0])
        self.act.setText(_("Mở mục Đồng bộ") if view.enrolled else _("Đăng ký máy này"))
