"""Hôm nay: a list one keypress from each thing; progress and the line beside it."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from db.queries import clock, places, today
from resources.words import _
from ui.agenda import Agenda
from ui.desk import GONE_OVER, Desk, Heir
from ui.look import SPACE, Ground
from ui.screen import Key, Route, Screen
from ui.screens.today.items import items
from ui.screens.today.standings import LineBox, Standings
from ui.subject import Subject
from ui.widgets.empty import Empty
from ui.widgets.region import Hairline, Region


class Today(Screen):
    """A list at the left, one keypress from each thing; progress and the line at the right."""

    listens: ClassVar[frozenset[str]] = frozenset(
        {"assessment", "threshold", "evidence", "review", "task", "unit", "person", "package"}
    )

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(desk, subject, parent)
        self.agenda = Agenda(_("Việc hôm nay"))
        self.standings = Standings()
        self.line = LineBox(desk)
        self.first = Empty("today", "", "")
        self._pages = QStackedWidget()
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(SPACE.group, SPACE.group, 0, 0)
        row.setSpacing(SPACE.group)
        row.addWidget(self.agenda, 3)
        row.addWidget(Hairline(upright=True))
        row.addWidget(self._aside(), 2)
        self._pages.addWidget(work)
        self._pages.addWidget(self.first)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.agenda.asked.connect(self.asked)
        self.standings.asked.connect(self.asked)
        self.line.asked.connect(self.asked)
        self.first.acted.connect(lambda: self.asked.emit(Route("checklist")))
        desk.line.changed.connect(self._again)

    def refresh(self) -> None:
        """Read the day again."""
        now = self.subject.today()
        day = today.read(self.desk.store, self.subject.criteria, self.subject.period, now)
        view = self.desk.line.view()
        self.line.show_view(view)
        heirs = self._heirs()
        if not (day.answered or day.due or view.refused or heirs or self._went_over()):
            self._welcome()
            return
        self._pages.setCurrentIndex(0)
        keys = self.desk.keys.view()
        odd = clock.doubt(self.desk.store)
        told = items(day, view, keys, self.desk.actor, now, odd, heirs)
        self.agenda.show_items(list(told))
        self.standings.show_standings(day.standings)

    def start(self) -> None:
        """The list, or the first step of a new profile."""
        new = self._pages.currentIndex() == 1
        (self.first.action if new else self.agenda).setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[Key, ...]:
        return (
            Key("↑ ↓", _("Việc trước, sau")),
            Key("Enter", _("Đến nơi làm việc đó")),
            Key("1…9", _("Đến thẳng việc mang số đó")),
        )

    def _heirs(self) -> tuple[Heir, ...]:
        """Where to go over to; said until it was done."""
        return () if self.desk.preferences.get(GONE_OVER) else self.desk.succession.heirs()

    def _went_over(self) -> bool:
        """Whether this profile goes on with another one's work; then it is no beginning."""
        from db.queries import former  # asked of profiles without answers alone

        return former.has_any(self.desk.store)

    def _welcome(self) -> None:
        """A profile nothing was written to says the first step."""
        commune = places.commune(self.desk.store)
        self.first.say(
            _("Hồ sơ của {commune} đã sẵn sàng").format(commune=commune.name),
            _(
                "Làm việc được ngay, không cần mạng; mọi ô được lưu khi rời đi. Bước đầu tiên:"
                " mở bộ tiêu chí và nhập chỉ tiêu đầu tiên."
            ),
            _("&Mở bộ tiêu chí"),
        )
        self._pages.setCurrentIndex(1)

    def _aside(self) -> QScrollArea:
        inner = Region(Ground.SURFACE)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, SPACE.section, SPACE.group)
        column.setSpacing(SPACE.section)
        column.addWidget(self.standings)
        column.addWidget(self.line)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area
