"""Figures of villages from spreadsheets and into them, in the place of list and form meanwhile."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries import sets
from resources.words import _
from rules.intake.headings import ListKind
from rules.intake.reading import Choice
from ui.desk import Desk
from ui.intake.arriving import Arriving
from ui.intake.leaving import Asked, Leaving
from ui.intake.preview import Preview
from ui.intake.process import Held
from ui.subject import Subject


class Underway(Struct, frozen=True):
    """Figures that come in, and a list that is asked for."""

    coming: Held | None
    indicator: str  # what they are of, where the file does not say
    asked: Asked | None


class Figures(QWidget):
    """The preview of a file, and the strip that asks where a list goes; built when first needed."""

    said = Signal(str)
    opened = Signal()  # a file is looked at
    closed = Signal()

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject = subject
        self._indicator = ""  # what the figures are of, where the file does not say
        self.leaving = Leaving("assessments", desk, self)
        self.preview = Preview(ListKind.FIGURES, desk, self)
        self.preview.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.leaving)
        column.addWidget(self.preview, 1)
        Arriving(self.preview, self.bring_in)
        for part in (self.leaving, self.preview):
            part.said.connect(self.said)
        self.preview.another.connect(lambda: self.choose(self._indicator))
        self.preview.closed.connect(self.close_file)
        subject.changed.connect(self._turned)

    def choose(self, indicator: str) -> None:
        """Ask for a file; its figures are of this indicator, where it does not say so."""
        from ui.dialogs import files

        path = files.choose_spreadsheet(self.window())
        if path is not None:
            self._indicator = indicator
            self.bring_in(path)

    def bring_in(self, path: Path) -> None:
        """Look at a list of figures; where it does not say so, they are of what is in hand."""
        choice = Choice(
            set=self._subject.criteria.id,
            period=str(self._subject.period),
            indicator=self._meant() or None,
        )
        self.preview.show()
        self.opened.emit()
        self.preview.open(path, choice, self._about())
        self.preview.start()

    def held(self) -> Underway | None:
        """What is on its way."""
        coming, asked = self.preview.held(), self.leaving.held()
        return Underway(coming, self._indicator, asked) if coming or asked else None

    def resume(self, held: Underway) -> None:
        """Go on with it."""
        self._indicator = held.indicator
        if held.coming is not None:
            self.preview.show()
            self.opened.emit()
            self.preview.resume(held.coming, self._about())
        if held.asked is not None:
            self.leaving.resume(held.asked)

    def close_file(self) -> None:
        """Back to list and form."""
        self.preview.forget()
        self.preview.hide()
        self.closed.emit()

    def _meant(self) -> str:
        """The indicator in hand, "" where the set has no such one."""
        return self._indicator if self._subject.criteria.find(self._indicator) else ""

    def _about(self) -> str:
        """What the figures are of, where the file does not say."""
        text = (
            _("Số liệu của chỉ tiêu {indicator}, {set}, {period}, nếu danh sách không ghi khác.")
            if self._meant()
            else _("Số liệu của {set}, {period}, nếu danh sách không ghi khác.")
        )
        return text.format(
            indicator=self._meant(),
            set=sets.short_title(self._subject.criteria.title),
            period=self._subject.period.label().lower(),
        )

    def _turned(self) -> None:
        """Another set or period is in hand: the file is looked at for that one."""
        if self.preview.path is not None and self.preview.isVisible():
            self.bring_in(self.preview.path)
