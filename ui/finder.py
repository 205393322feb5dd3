"""Ctrl+K: type a few letters, accents or not, and go there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from resources.words import _
from rules.text import fold
from ui.desk import Desk
from ui.screen import Route
from ui.subject import Subject
from ui.widgets.search import Search

if TYPE_CHECKING:
    from db.queries.search import Hit
    from ui.hits import Hits

_PAGE = 11  # rows that PageDown goes on
_SEARCHED = frozenset({"assessment", "evidence", "unit", "person", "package"})


class Finder(Search):
    """The search field of the header; what it finds unfolds below it."""

    chosen = Signal(object)  # a Route

    def __init__(
        self,
        desk: Desk,
        subject: Subject,
        places: Sequence[tuple[str, Route]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Tìm nhanh"), QKeySequence("Ctrl+K"), parent)
        self._desk, self._subject = desk, subject
        self._deeds = tuple(places)
        self._hits: tuple[Hit, ...] | None = None
        self._came_from: QWidget | None = None
        self.list: Hits | None = None
        self.installEventFilter(self)
        self.textEdited.connect(self.look_for)
        desk.pulse.changed.connect(self._forget)
        subject.changed.connect(self._forget_all)

    def look_for(self, query: str) -> None:
        """Show what the query finds; the places and deeds while nothing is asked."""
        from db.queries import search

        hits = search.matching(self._everything(), query) if query.strip() else self._places()
        self._unfolded().show_hits(hits)

    def take(self) -> None:
        """Go to the marked hit."""
        hit = self.list.current() if self.list else None
        self.fold_up()
        if hit is None:
            return
        self.clear()
        self._came_from = None
        self.chosen.emit(self._route(hit))

    def fold_up(self) -> None:
        """Put the list away."""
        if self.list is not None:
            self.list.hide()

    def leave(self) -> None:
        """Put everything away and go back to where the person was."""
        self.fold_up()
        self.clear()
        if self._came_from is not None and shiboken6.isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._steer(event)
        if event.type() == QEvent.Type.FocusIn:
            self.look_for(self.text())
        elif event.type() == QEvent.Type.FocusOut:
            self.fold_up()
        return super().eventFilter(watched, event)

    def come_from(self, widget: QWidget | None) -> None:
        """Remember where the focus was, for Esc."""
        if widget is not self:
            self._came_from = widget

    def _steer(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _PAGE,
            Qt.Key.Key_PageUp: -_PAGE,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._unfolded().step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _route(self, hit: Hit) -> Route:
        if hit.kind == "place":
            return self._deeds[int(hit.remark)][1]
        if hit.kind == "village":
            return Route("people", part="villages", record=hit.record)
        if hit.kind == "person":
            return Route("people", part="people", record=hit.record)
        if hit.kind == "course":
            return Route("training", part="courses", record=hit.record)
        if hit.kind == "survey":
            return Route("survey", part="surveys", record=hit.record)
        return Route("checklist", hit.set, hit.period, hit.indicator, part=hit.kind)

    def _everything(self) -> tuple[Hit, ...]:
        from db.queries import search

        if self._hits is None:
            subject = self._subject
            ordered = sorted(subject.sets, key=lambda each: each.id != subject.criteria.id)
            found = search.everything(self._desk.store, ordered, subject.period)
            self._hits = (*found, *self._places())
        return self._hits

    def _places(self) -> tuple[Hit, ...]:
        """Places and deeds, as things that can be found; the remark is their number."""
        from db.queries.search import Hit

        return tuple(
            Hit("place", title, str(number), fold(title))
            for number, (title, _route) in enumerate(self._deeds)
        )

    def _forget_all(self) -> None:
        self._hits = None

    def _forget(self, types: frozenset[str]) -> None:
        if types & _SEARCHED:
            self._hits = None

    def _unfolded(self) -> Hits:
        """The list below the field, above everything else in the window."""
        if self.list is None:
            from ui.hits import Hits

            self.list = Hits(self.window())
            self.list.taken.connect(self.take)
            self.destroyed.connect(self.list.deleteLater)
        self.list.unfold_under(self)
        return self.list
