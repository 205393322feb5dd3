"""What happened to a record and what belongs to it: when, who, from what to what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from db.queries import ledger, story
from db.queries.ledger import Promise
from db.queries.story import Chapter, Event
from db.queries.subjects import Subject
from db.store import Store
from resources.words import _
from rules import titles
from rules.record import DELETED
from ui import names, promises
from ui.look import SPACE, Role, Type
from ui.widgets.button import Button, Kind
from ui.widgets.text import Heading, Text

_FEW, _MOST = 5, 200
_WHEN, _WHO, _WHAT = range(3)


class Story(QWidget):
    """The last few deeds; all of them when asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events: list[Event] = []
        self._all = False
        self._record = ""
        self._promise: Promise | None = None
        self._heading = Heading(_("Lịch sử"))
        self.more = Button("", "history", Kind.QUIET)
        self.more.clicked.connect(self._toggle)
        self._heading.put(self.more)
        self._rows: list[tuple[Text, Text, Text]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE.group)
        self._grid.setVerticalSpacing(SPACE.tight)
        self._grid.setColumnStretch(_WHAT, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.gap)
        column.addWidget(self._heading)
        column.addLayout(self._grid)

    def tell(self, store: Store, about: Subject, chapters: Sequence[Chapter]) -> None:
        """Read and show what happened to this record, told in these chapters."""
        if about.record != self._record:
            self._record, self._all = about.record, False
        told = story.of(store, chapters, _MOST)
        self._events = [event for event in told if told_at_all(event)]
        own = (chapter.record for chapter in chapters if chapter.type == about.type)
        self._promise = ledger.of(store, own, about)
        self._fill()

    def sentences(self) -> list[str]:
        """What is told now, the latest first."""
        return [row[_WHAT].text() for row in self._rows if not row[_WHAT].isHidden()]

    def promise(self) -> str:
        """How far the indicator has come, as it stands beside the heading."""
        return self._heading.remark.text()

    def _toggle(self) -> None:
        self._all = not self._all
        self._fill()

    def _fill(self) -> None:
        shown = self._events if self._all else self._events[:_FEW]
        while len(self._rows) < len(shown):
            self._add()
        for number, row in enumerate(self._rows):
            event = shown[number] if number < len(shown) else None
            for cell in row:
                cell.setVisible(event is not None)
            if event is not None:
                row[_WHEN].setText(names.moment(event.at))
                row[_WHO].setText(event.actor or _("không rõ"))
                row[_WHAT].setText(sentence(event))
        many = len(self._events) > _FEW
        self.more.setVisible(many)
        whole = _("Xe&m cả {n} lần thay đổi").format(n=len(self._events))
        self.more.setText(_("Xe&m ít hơn") if self._all else whole)
        promise = promises.promise_words(self._promise) if self._promise else ""
        self._heading.remark.setText(promise if self._events else _("chưa có thay đổi nào"))

    def _add(self) -> None:
        row = (
            Text("", Type.SMALL, Role.MUTED),
            Text("", Type.SMALL, Role.MUTED),
            Text("", Type.SMALL, wrap=True),
        )
        for column, cell in enumerate(row):
            self._grid.addWidget(cell, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
        self._rows.append(row)


def told_at_all(event: Event) -> bool:
    """A file that was attached is one event, not one for each of its fields."""
    return not (event.type == "evidence" and event.created and event.field != "name")


def sentence(event: Event) -> str:
    """One event in words."""
    if event.type == "evidence":
        return _of_evidence(event)
    values = {
        "field": names.of_field(event.field),
        "before": names.value(event.field, event.before),
        "after": names.value(event.field, event.after),
        "about": event.about,
    }
    if event.field == DELETED:
        return _("{about}: {after}").format(
            about=event.about or titles.of_type(event.type), after=values["after"]
        )
    if event.about:
        return _("{about}, {field}: {before} → {after}").format(**values)
    return _("{field}: {before} → {after}").format(**values)


def _of_evidence(event: Event) -> str:
    if event.created:
        return _("Thêm minh chứng “{name}”").format(name=event.about)
    if event.field == DELETED:
        gone = _("Bỏ minh chứng “{name}”") if event.after else _("Lấy lại minh chứng “{name}”")
        return gone.format(name=event.about)
    return _("Minh chứng “{name}”, {field}: {before} → {after}").format(
        name=event.about,
        field=names.of_field(event.field),
        before=names.value(event.field, event.before),
        after=names.value(event.field, event.after),
    )
